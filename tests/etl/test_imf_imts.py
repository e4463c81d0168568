"""The IMF's portal export: years across, millions, groups among the countries, guesses among the figures."""

from __future__ import annotations

import pytest

from etl.sources import imf_imts
from etl.sources.imf_imts import HEADER, tidy
from etl.table import ContractBroken
from tests.etl import mutations
from tests.etl.conftest import Write
from tests.etl.publishers import raw

YEARS = ("2020", "2021", "2022")


def series(indicator: str, partner: str, *values: str) -> str:
    """One series of Russia's by year, in millions, quoted as the portal does."""
    flow = {"MG": "Imports of goods", "XG": "Exports of goods"}[indicator[:2]]
    cells = [
        "IMF.STA:IMTS(1.0.0)", f"RUS.{indicator}.{partner}.A", "OBS_VALUE", "RUS", "Russian Federation", indicator,
        f"{flow}, US dollar", partner, "Partner, by name", "A", "Annual", "6", "Millions", indicator[:2], flow, *values,
    ]  # fmt: skip
    return ",".join(f'"{cell}"' for cell in cells)


LINES = (
    ",".join(f'"{name}"' for name in (*HEADER, *YEARS)),
    series("XG_FOB_USD", "CHN", "49583.127513", "68422.666052", "98004.80377930295"),
    series("MG_CIF_USD", "TUV", "0", "", "0.00001"),
    series("MG_CIF_USD", "G110", "1.5", "2", "3"),
    series("MG_FOB_USD", "WBG", "", "", "0.5"),
)
SPECIMEN = mutations.Specimen(
    imf_imts.source,
    LINES,
    unknown=(
        ("DATASET", "IMF.STA:CPI(1.0.0)"),
        ("SERIES_CODE", "RUS.XG_FOB_USD.CHN.M"),
        ("OBS_MEASURE", "STATUS"),
        ("COUNTRY.ID", "RUR"),
        ("INDICATOR.ID", "TBG_USD"),
        ("COUNTERPART_COUNTRY.ID", "G999"),
        ("FREQUENCY.ID", "Q"),
        ("SCALE.ID", "2"),
        ("SCALE", "Thousands"),
        ("TRADE_FLOW.ID", "MG"),
        ("2020", "n/a"),
    ),
    unread=("COUNTRY", "INDICATOR", "COUNTERPART_COUNTRY", "FREQUENCY", "TRADE_FLOW"),
    any_encoding=True,
)


def test_years_become_rows_in_dollars_and_a_blank_is_no_zero(write: Write):
    rows = tidy([write("i.csv", *LINES, encoding="utf-8-sig")])
    assert rows[rows["partner"] == "CHN"]["value"].tolist() == [49583127513, 68422666052, 98004803779.303]
    tuvalu = rows[rows["partner"] == "TUV"]
    assert dict(zip(tuvalu["period"].dt.year, tuvalu["value"], strict=True)) == {2020: 0, 2022: 10}
    assert rows.attrs["left_out"] == {"no figure (blank)": 3}


def test_groups_are_marked_and_figures_after_2021_are_estimates(write: Write):
    rows = tidy([write("i.csv", *LINES)])
    assert set(rows.loc[rows["aggregate"], "partner"]) == {"XGD"}
    assert rows.groupby(rows["period"].dt.year)["status"].unique().map(list).to_dict() == {
        2020: ["reported"],
        2021: ["reported"],
        2022: ["estimate"],
    }
    assert rows.loc[rows["partner"] == "PSE", ["flow", "valuation"]].values.tolist() == [["import", "FOB"]]


def test_months_are_read_as_well(write: Write):
    head = LINES[0].replace('"2020","2021","2022"', '"2021-M12","2022-M01"')
    row = series("XG_FOB_USD", "CHN", "1", "2").replace(".CHN.A", ".CHN.M").replace('"A","Annual"', '"M","Monthly"')
    rows = tidy([write("i.csv", head, row)])
    assert rows["period"].dt.strftime("%Y-%m-%d").tolist() == ["2021-12-01", "2022-01-01"]
    assert rows["status"].tolist() == ["reported", "estimate"]
    with pytest.raises(ContractBroken, match="the columns are not the periods of the frequency"):
        tidy([write("i.csv", head, series("XG_FOB_USD", "CHN", "1", "2"))])


def missing_column(specimen: mutations.Specimen):
    """As for all, but nothing tells that the first or last year was ever there."""
    return (harm for harm in mutations.missing_column(specimen) if harm.named[0] not in ("2020", "2022"))


HARMS = [missing_column if harms is mutations.missing_column else harms for harms in mutations.ALL]


@pytest.mark.parametrize("harms", HARMS, ids=lambda harms: harms.__name__)
def test_a_harmed_file_gives_the_right_rows_or_is_refused_by_name(harms):
    mutations.judge(SPECIMEN, harms)


@pytest.mark.raw
def test_the_publishers_export_has_470_series():
    (file,) = raw("imf/*.csv")
    assert len(imf_imts.read([file], [*HEADER, *map(str, range(2016, 2025))]).rows) == 470
    rows = tidy([file])
    assert len(rows) + rows.attrs["left_out"]["no figure (blank)"] == 470 * 9
    assert rows["status"].value_counts().to_dict() == {"reported": 2_560, "estimate": 1_144}
    chosen = rows[(rows["partner"] == "CHN") & (rows["flow"] == "export") & (rows["period"] == "2021-01-01")]
    assert chosen["value"].tolist() == [68_422_666_052]


@pytest.mark.raw
def test_countries_add_up_to_the_world_without_the_groups():
    rows = tidy(raw("imf/*.csv"))
    rows = rows[(rows["flow"] == "export") & (rows["period"] == "2019-01-01")]
    world = rows.loc[rows["partner"] == "WLD", "value"].item()
    not_named = rows["partner"].str.fullmatch("XN.")
    assert rows.loc[~rows["aggregate"] | not_named, "value"].sum() == pytest.approx(world, rel=1e-3)
