"""CEPII BACI: yearly trade by product, with exporter's and importer's reports reconciled into one figure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl import packed
from etl.codes.areas import is_aggregate
from etl.codes.countries import m49
from etl.reading import Dialect, has_columns, read
from etl.sheet import Sheet
from etl.source import License, Source
from etl.table import ContractBroken
from etl.tables import trade_flow

HEADER = ["t", "i", "j", "k", "v", "q"]
COUNTRIES = ["country_code", "country_name_abbreviation", "country_name_full", "iso_2digit_alpha", "iso_3digit_alpha"]
PRODUCTS = ["code", "description"]
FLOWS = Dialect(new_columns=True, ended=True)
PRODUCT_LIST = Dialect(new_columns=True)  # the publisher ends its last row without a line end
COUNTRY_LIST = Dialect(new_columns=True, encoding="cp1252", ended=True)
HEAD = 65_536
WITHOUT_ISO = "N/A"


def recognises(head: bytes) -> bool:
    """BACI's six one-letter columns, or one of the two lists of codes that a release brings with it."""
    return any(_is(head, kind) for kind in (HEADER, COUNTRIES, PRODUCTS))


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of trade_flow: `i` exports `k` to `j`, `v` thousand dollars and `q` tonnes.

    The release's own lists of countries and products, where they are given, must know every code and agree
    with ours on the countries.
    """
    heads = {path: packed.head(path, HEAD) for path in paths}
    lists = [path for path in paths if _is(heads[path], COUNTRIES) or _is(heads[path], PRODUCTS)]
    flows = [path for path in paths if path not in lists]
    if not flows:
        raise ContractBroken(f"{', '.join(p.name for p in paths)}: a list of codes only; add it with the year's flows")
    sheet = read(flows, HEADER, dialect=FLOWS)
    # Files written by other programs lose the leading zero of chapters 1 to 9.
    product = sheet.text("k", r"[0-9]{5,6}").str.zfill(6)
    value = sheet.number("v", padded=True, low=0) * 1000
    mass = sheet.number("q", padded=True, blank=["NA"], low=0) * 1000
    sheet.unique(["t", "i", "j", "k"], "one flow stands there twice; give each year once")
    exporter, importer = sheet.translated("i", m49), sheet.translated("j", m49)
    for path in lists:
        if _is(heads[path], COUNTRIES):
            _agree(sheet, read([path], COUNTRIES, dialect=COUNTRY_LIST), path)
        else:
            _known(sheet, product, path)
    return sheet.tidy(
        {
            "period": sheet.day("t", "%Y"),
            "grain": "year",
            "reporter": exporter,
            "partner": importer,
            "flow": "export",
            "product": product,
            "classification": "HS2017",
            "value": value.round(3),
            "value_low": None,
            "value_high": None,
            "currency": "USD",
            "valuation": "FOB",
            "mass_kg": mass.round(3),
            "status": "reconciled",
            "basis": None,
            "aggregate": exporter.map(is_aggregate, na_action="ignore")
            | importer.map(is_aggregate, na_action="ignore"),
        }
    )


def _is(head: bytes, header: Sequence[str]) -> bool:
    there = sum(has_columns(head, {name}, COUNTRY_LIST) for name in header)
    if header is PRODUCTS:
        # Lists of codes and descriptions are common: the column of other codes tells BACI's from them.
        return there == len(header) or (there > 0 and has_columns(head, {"bec"}, COUNTRY_LIST))
    # With one column renamed it is still the list of countries, and refused by that column's name.
    return there >= len(header) - (header is COUNTRIES)


def _agree(sheet: Sheet, listed: Sheet, path: Path) -> None:
    """The release's country codes mean what ours do, and every code in use is among them."""
    listed.text("country_code", "[0-9]+")
    listed.done()
    iso = dict(zip(listed.rows["country_code"], listed.rows["iso_3digit_alpha"], strict=True))
    for column in ("i", "j"):
        cells = sheet.rows[column]
        sheet.say(
            cells[~cells.isin(list(iso))],
            f"is not in the list of countries {path.name}",
            "use the list of the same release",
        )
    used = set(sheet.rows["i"]) | set(sheet.rows["j"])
    for code in sorted(used & set(iso)):
        try:
            ours = m49(code)
        except ContractBroken:
            continue  # said already
        if iso[code] not in (ours, WITHOUT_ISO):
            sheet.faults.append(f"{path.name}: country {code} is {iso[code]} here and {ours} in our list; correct one")


def _known(sheet: Sheet, product: pd.Series, path: Path) -> None:
    listed = read([path], [*PRODUCTS, "bec"], dialect=PRODUCT_LIST).rows["code"].str.zfill(6)
    unknown = sheet.rows.loc[~product.isin(list(listed)) & product.notna(), "k"]
    sheet.say(unknown, f"is not in the list of products {path.name}", "use the list of the same HS revision")


source = Source(
    name="cepii_baci",
    title="CEPII BACI, yearly trade by product (HS 2017)",
    publisher="CEPII",
    page="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
    license=License(
        "etalab-2.0", "Etalab Open Licence 2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
    ),
    citation=(
        "Gaulier, G. and Zignago, S. (2010), BACI: International Trade Database at the Product-Level, "
        "CEPII Working Paper 2010-23."
    ),
    into=trade_flow,
    recognises=recognises,
    tidy=tidy,
    rhythm_days=366,
    most=100_000_000,
    urls=("https://www.cepii.fr/DATA_DOWNLOAD/baci/data/BACI_HS17_V{year}01.zip",),
    hosts=("www.cepii.fr", "cepii.fr"),
    by_hand="Download the release of HS17, unpack it, and add a year's file with the two lists of codes.",
    note="Reconciled from both sides' reports, valued FOB: one figure per flow, not what a side published.",
)
