"""UN Comtrade's years, in the short answer and in the web download."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from etl.comtrade_answer import NOT_READ, SHORT
from etl.sources import un_comtrade_monthly
from etl.sources.un_comtrade_annual import source, tidy
from etl.table import ContractBroken
from tests.etl import mutations
from tests.etl.conftest import COMTRADE, Write, comtrade_line
from tests.etl.publishers import raw

SHORT_LINES = (
    ",".join(SHORT),
    "A,20210101,2021,52,156,CHN,China,Export,643,RUS,Russian Federation,All Commodities,500.5",
    'A,20210101,2021,52,156,CHN,China,Export,490,S19,"Other Asia, nes",All Commodities,70',
    "A,20210101,2021,52,156,CHN,China,Export,792,TUR,Türkiye,All Commodities,8",
)


def year_line(year: str, flow: str, value: str, /, **other: str) -> str:
    """One row in UN Comtrade's 47 columns, about a year."""
    known = {"freqCode": "A", "refPeriodId": f"{year}0101", "period": year, "refMonth": "52", "isAggregate": "false"}
    return comtrade_line(year, flow, value, **(known | other))


WEB = (COMTRADE[0], year_line("2014", "M", "96", partnerDesc="Curaçao") + ",", year_line("2014", "X", "5") + ",")


def test_the_short_answer_holds_totals_of_a_year(write: Write):
    rows = tidy([write("short.csv", *SHORT_LINES)])
    assert rows[["partner", "value", "aggregate"]].values.tolist() == [
        ["RUS", 500.5, False],
        ["TWN", 70.0, False],
        ["TUR", 8.0, False],
    ]
    first = rows.iloc[0]
    assert first["period"].isoformat() == "2021-01-01T00:00:00"
    assert first[["grain", "product", "classification", "valuation"]].tolist() == ["year", "TOTAL", "none", "FOB"]
    assert rows.attrs["warnings"] == [
        "short.csv: no columns for second partner, transport or procedure; its rows are taken for totals, as none "
        "stands there twice"
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("All Commodities", "Cereals", "column 'cmdDesc': 'Cereals' has no code"),
        ("Export", "Exported", "column 'flowDesc': 'Exported' is no flow we know"),
        ("20210101", "20210201", "'20210201' is not the first day of the period"),
        ("500.5", "n/a", "column 'primaryValue': 'n/a' is not a number"),
    ],
)
def test_a_cell_of_the_short_answer_that_is_not_understood_is_named(write: Write, old: str, new: str, words: str):
    with pytest.raises(ContractBroken, match=f"short.csv row 2, {words}" if "column" in words else words):
        tidy([write("short.csv", SHORT_LINES[0], SHORT_LINES[1].replace(old, new))])


def test_a_short_answer_whose_last_figure_may_be_cut_is_refused(write: Write):
    file = write("short.csv", *SHORT_LINES[:2])
    file.write_bytes(file.read_bytes()[:-3])
    with pytest.raises(ContractBroken, match=r"short.csv: the last row has no end"):
        tidy([file])


def test_the_web_download_is_latin_and_its_rows_end_in_a_comma(write: Write):
    file = write("web.csv", *WEB, encoding="iso-8859-1")
    assert source.recognises(file.read_bytes())
    assert not un_comtrade_monthly.source.recognises(file.read_bytes())
    rows = tidy([file])
    assert rows[["flow", "value", "valuation"]].values.tolist() == [["import", 96.0, "CIF"], ["export", 5.0, "FOB"]]


@dataclass(frozen=True)
class WebDownload(mutations.Specimen):
    """Rows end in a comma that the header does not have."""

    def joined(self, cells: list[list[str]], ending: str = "\n") -> bytes:
        return super().joined([row if row == self.columns else [*row, ""] for row in cells], ending)


SPECIMENS = {
    "short": mutations.Specimen(
        source,
        SHORT_LINES,
        unknown=(("partnerCode", "999"), ("reporterCode", "x"), ("primaryValue", "n/a"), ("flowDesc", "Transit")),
        unread=("refYear", "refMonth", "reporterISO", "reporterDesc", "partnerISO", "partnerDesc"),
        any_encoding=True,
    ),
    "web": WebDownload(
        source,
        tuple(line.rstrip(",") for line in WEB),
        encoding="iso-8859-1",
        unknown=(("partnerCode", "999"), ("primaryValue", "n/a")),
        unread=tuple(sorted(NOT_READ)),
        ended=False,
        any_encoding=True,
    ),
}


@pytest.mark.parametrize("specimen", SPECIMENS.values(), ids=SPECIMENS)
@pytest.mark.parametrize("harms", mutations.ALL, ids=lambda harms: harms.__name__)
def test_harm_is_refused_or_harmless(specimen: mutations.Specimen, harms: Callable[..., Iterator[mutations.Harm]]):
    mutations.judge(specimen, harms)


@pytest.mark.raw
def test_what_china_and_russia_said_they_sold_each_other_in_2021():
    rows = tidy(raw("un_comtrade/api_annual*.csv"))
    assert len(rows) == 21_338
    value = rows.set_index(["reporter", "partner"])["value"]
    assert value["CHN", "RUS"] == 67_550_054_714
    assert value["RUS", "CHN"] == 68_679_248_077.44
    assert value["CHN", "WLD"] == 3_362_301_613_439


@pytest.mark.raw
def test_partners_and_areas_not_specified_add_up_to_the_world():
    rows = tidy(raw("un_comtrade/api_annual*.csv"))
    china = rows[rows["reporter"] == "CHN"]
    world = china["partner"] == "WLD"
    assert china.loc[~world, "value"].sum() == pytest.approx(china.loc[world, "value"].sum(), rel=1e-9)
    assert china.loc[~china["aggregate"], "value"].sum() < china.loc[world, "value"].sum()


@pytest.mark.raw
def test_thailands_imports_of_integrated_circuits_in_2014():
    rows = tidy(raw("un_comtrade/web_download*.csv"))
    assert len(rows) == 59
    value = rows.set_index("partner")["value"]
    assert (value["WLD"], value["AND"], value["AUS"], value["AUT"]) == (9_680_795_326, 60_938, 6_379_363, 14_132_941)
    assert set(rows["product"]) == {"8542"}
    assert set(rows["classification"]) == {"HS2012"}
    assert set(rows["valuation"]) == {"CIF"}


@pytest.mark.raw
def test_each_of_the_publishers_own_files_is_one_sources():
    for file in raw("un_comtrade/*.csv"):
        head = file.read_bytes()[:65_536]
        assert [s.recognises(head) for s in (source, un_comtrade_monthly.source)].count(True) == 1, file.name
    (interface,) = raw("un_comtrade/openapi.yaml")
    assert not source.recognises(interface.read_bytes()[:65_536])
