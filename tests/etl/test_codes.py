"""Country codes: strict, complete for what the publishers list, and helpful when not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from etl.codes import areas, countries
from etl.table import ContractBroken

RAW = Path(__file__).parents[3] / "shared/raw"


@pytest.mark.parametrize(
    ("code", "country"),
    [
        ("156", "CHN"),
        ("643", "RUS"),
        ("408", "PRK"),
        ("8", "ALB"),
        ("008", "ALB"),
        ("490", "TWN"),
        ("842", "USA"),
        ("251", "FRA"),
        ("757", "CHE"),
        ("579", "NOR"),
        ("699", "IND"),
        ("0", "WLD"),
    ],
)
def test_numbers_are_read_as_comtrade_and_baci_use_them(code, country):
    assert countries.m49(code) == country


@pytest.mark.parametrize("translate", [countries.m49, countries.comext, countries.sipri])
def test_an_unknown_name_says_which_list_to_extend(translate):
    with pytest.raises(ContractBroken, match=r"'Ruritania' is an unknown .* add it to .* in etl/codes/countries.py"):
        translate("Ruritania")


@pytest.mark.parametrize("code", ["", " ", " 0", "0 ", "-1", "1560"])
def test_an_empty_or_odd_number_is_not_the_world(code):
    with pytest.raises(ContractBroken, match="unknown country number"):
        countries.m49(code)


def test_the_changing_additions_of_eurostats_labels_are_not_looked_at():
    assert countries.comext("France (incl. Mayotte 'YT' from 2014)") == "FRA"
    assert countries.comext("European Union - 27 countries (AT, BE)") == "EUU"
    assert countries.comext_left_out("Euro area - 20 countries (AT, BE)")
    assert not countries.comext_left_out("European Union - 27 countries (AT, BE)")


@pytest.mark.raw
def test_every_present_partner_of_comtrade_is_known_or_is_no_country():
    file = RAW / "reference/partner.csv"
    if not file.is_file():
        pytest.skip("the publishers' own files are not here (../shared/raw)")
    partners = pd.read_csv(file, dtype=str, keep_default_na=False)
    wrong = []
    for row in partners[partners["entryExpiredDate"] == ""].to_dict("records"):
        iso = row["PartnerCodeIsoAlpha3"].strip()
        try:
            found = countries.m49(row["PartnerCode"])
        except ContractBroken:
            continue
        if found != iso and row["PartnerCode"] not in ("412", "490") and row["PartnerCode"] not in areas.M49:
            wrong.append((row["PartnerDesc"], iso, found))
    assert wrong == []


@pytest.mark.raw
def test_every_name_of_sipris_register_is_known():
    file = RAW / "sipri/trade_register_2025-01-03.csv"
    if not file.is_file():
        pytest.skip("the publishers' own files are not here (../shared/raw)")
    rows = pd.read_csv(file, skiprows=11, dtype=str)
    assert [name for name in {*rows["Supplier"], *rows["Recipient"]} if not countries.sipri(name)] == []


@pytest.mark.raw
def test_every_area_that_comtrade_does_not_specify_is_no_country():
    file = RAW / "reference/areas_not_specified.csv"
    if not file.is_file():
        pytest.skip("the publishers' own files are not here (../shared/raw)")
    numbers = pd.read_csv(file, dtype=str)["PartnerCode"]
    codes = {number: countries.m49(number) for number in numbers}
    # Other Asia is where Taiwan stands, and the British Antarctic Territory is a place.
    assert {n: c for n, c in codes.items() if not areas.is_aggregate(c)} == {"490": "TWN", "80": "ATB"}


def test_our_own_codes_are_those_that_iso_3166_leaves_to_its_users():
    own = [*areas.NOT_SPECIFIED, *areas.PARTS, *(code for code in areas.GROUPS if code not in ("WLD", "EUU"))]
    assert all(code.startswith("X") and code not in countries.iso_codes() for code in own)
    assert len(own) == len(set(own))
    assert set(areas.M49.values()) <= {*own, "WLD", "EUU", "ATB", "NTZ"}
