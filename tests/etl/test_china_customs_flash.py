"""China Customs' release page by country, in small pages of our own with the publisher's rows."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import pandas as pd
import pytest

from etl.sources.china_customs_flash import dated, recognises, source, tidy
from etl.table import ContractBroken
from tests.etl import mutations
from tests.etl.publishers import raw

TITLE = "(4) China's Total Export & Import Values by Country/Region, {month} (in {currency})"
GROUPS = ["Import Source", "Export & Import", "Export", "Import", "Total Year-on-Year (±%)"]
LABELS = ["Export & Import", "Export", "Import"]
MARCH = ["Export Destination", "3", "1-to-3", "3", "1-to-3", "3", "1-to-3", *LABELS]
MARCH_ROWS = [
    ["Total", "3,000.3", "9,000.0", "2,000.1", "6,000.0", "1,000.2", "3,000.0", "-1.2", "3.4", "-7.3"],
    ["of which: Germany", "20.0", "60.1", "12.0", "40.0", "8.1", "20.0", "1.0", "0.0", "-"],
    ["Russian Federation", "100.0", "300.0", "40.0", "120.0", "60.0", "180.0", "2.5", "-9.8", "11.0"],
]
BOTH = ["Export Destination", "1- to-2", "1-to-2", "1-to-2", *LABELS]


def made(rows: list[list[str]], month: str, currency: str = "CNY", unit: str = "CNY 100 Million", **other: str) -> str:
    """A page in the publisher's layout, on one line."""
    title = html.escape(TITLE.format(month=month, currency=currency), quote=False)
    inside = other.get("inside", title)
    table = [[inside], [f"Unit: {unit}"], GROUPS, *rows, ["Note: 1. ASEAN includes Brunei and others."]]
    cells = ["".join(f"<td><span>&nbsp;{html.escape(cell, quote=False)}</span></td>" for cell in row) for row in table]
    cells[0] = f'<td colspan="10"><b>{inside}</b></td>'
    return (
        f'<!DOCTYPE html><html><head><meta charset="UTF-8"><title>{title}</title></head><body>'
        f'<div class="atcl-ttl">{title}</div><div class="atcl-date">2026/04/08</div><div class="atcl-cnt"><table>'
        + "".join(f"<tr>{row}</tr>" for row in cells)
        + "</table></div></body></html>"
    )


@pytest.fixture
def page(tmp_path: Path) -> Callable[..., Path]:
    def written(*given: object, name: str = "page.html", **other: str) -> Path:
        path = tmp_path / name
        path.write_text(made(*given, **other), encoding="utf-8")
        return path

    return written


def fault(path: Path) -> str:
    with pytest.raises(ContractBroken) as broken:
        tidy([path])
    return str(broken.value)


def test_a_month_and_the_year_to_date_are_in_single_yuan(page):
    rows = tidy([page([MARCH, *MARCH_ROWS], "Mar 2026")])
    russia = rows[rows["partner"] == "RUS"]
    assert russia[["grain", "flow", "value", "valuation"]].values.tolist() == [
        ["month", "export", 4.0e9, "FOB"],
        ["month", "import", 6.0e9, "CIF"],
        ["year_to_date", "export", 12.0e9, "FOB"],
        ["year_to_date", "import", 18.0e9, "CIF"],
    ]
    assert set(rows["period"]) == {pd.Timestamp(2026, 3, 1)}
    assert rows.groupby("partner")["aggregate"].first().to_dict() == {"DEU": False, "RUS": False, "WLD": True}
    assert set(rows["currency"]) == {"CNY"}


def test_dollars_are_counted_in_millions(page):
    rows = tidy([page([MARCH, *MARCH_ROWS], "March 2026", "USD", "USD1 Million")])
    assert rows.query("partner == 'RUS'")["value"].tolist() == [40e6, 60e6, 120e6, 180e6]


def test_january_and_february_together_are_one_figure_and_never_split(page):
    rows = tidy([page([BOTH, ["R. O. Korea", "30.0", "10.0", "20.0", "1", "2", "3"]], "January-February 2025")])
    assert rows[["period", "grain", "partner", "value"]].values.tolist() == [
        [pd.Timestamp(2025, 1, 1), "two_months", "KOR", 1.0e9],
        [pd.Timestamp(2025, 1, 1), "two_months", "KOR", 2.0e9],
    ]


def test_january_alone_has_no_year_to_date(page):
    header = ["Export Destination", "1", "1", "1", *LABELS]
    rows = tidy([page([header, ["Japan", "30.0", "10.0", "20.0", "1", "2", "3"]], "Jan. 2026")])
    assert rows["grain"].tolist() == ["month", "month"]


def test_a_figure_that_is_not_printed_is_left_out_and_counted(page):
    rows = tidy([page([MARCH, ["Japan", "-", "####", "—", "-", "-", "-", "", "", ""], *MARCH_ROWS], "Mar 2026")])
    assert "JPN" not in set(rows["partner"])
    assert rows.attrs["left_out"] == {"cells in which no figure is printed": 4}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"unit": "USD1 Million"}, "the title says CNY, the unit 'Unit: USD1 Million'"),
        ({"unit": "tonnes"}, "no row says the unit"),
        ({"month": "2026"}, "names no month, year and currency"),
        ({"month": "Apr 2026"}, "where '4' and '1-to-4' should stand"),
        ({"month": "January-February 2026"}, "where '2' and '1-to-2' should stand"),
        ({"inside": TITLE.format(month="Feb 2026", currency="CNY")}, "the page is titled"),
    ],
)
def test_a_page_that_contradicts_itself_is_refused(page, change: dict[str, str], words: str):
    assert words in fault(page([MARCH, *MARCH_ROWS], **({"month": "Mar 2026"} | change)))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["Atlantis", *MARCH_ROWS[0][1:]], "'Atlantis' is an unknown partner of China Customs; add it to IN_TABLES"),
        (["Japan", "n/a", *MARCH_ROWS[0][2:]], "page.html row 8, column '1': 'n/a' is not a number"),
        (["Japan", "3,000.9", *MARCH_ROWS[0][2:]], "'3,000.9' is not exports and imports together"),
        (["Japan", *MARCH_ROWS[0][1:-1], "high"], "'high' is not a number"),
        (["Japan", "", *MARCH_ROWS[0][2:]], "page.html row 8, column '1': '' is not a number"),
        (["Japan", "1.0"], "page.html row 8: 2 cells where 10 should be ('Japan')"),
        (MARCH_ROWS[0], "a partner stands there twice"),
    ],
)
def test_a_row_that_is_not_understood_is_named(page, row: list[str], words: str):
    assert words in fault(page([MARCH, *MARCH_ROWS, row], "Mar 2026"))


def test_one_page_twice_is_refused_and_both_are_named(page):
    first = page([MARCH, *MARCH_ROWS], "Mar 2026", name="first.html")
    second = page([MARCH, *MARCH_ROWS], "Mar 2026", name="second.html")
    with pytest.raises(ContractBroken, match=r"second.html: first.html is the same page"):
        tidy([first, second])


def test_a_picture_in_place_of_the_table_is_said(tmp_path: Path):
    path = tmp_path / "picture.html"
    whole = made([MARCH, *MARCH_ROWS], "Mar 2026")
    start, end = whole.index("<table"), whole.index("</table>") + len("</table>")
    path.write_text(f'{whole[:start]}<img src="4.png">{whole[end:]}', encoding="utf-8")
    assert recognises(path.read_bytes())
    assert "the table of this page is a picture" in fault(path)


def test_the_day_of_issue_is_below_the_title():
    assert dated(made([MARCH, *MARCH_ROWS], "Mar 2026").encode()) == date(2026, 4, 8)
    assert dated(b"<html>") is None


@dataclass(frozen=True)
class Release(mutations.Specimen):
    """The rows of the table below those that the page has above them."""

    def joined(self, cells: list[list[str]], ending: str = "\n") -> bytes:
        return made(cells, "Mar 2026").replace("</tr>", f"</tr>{ending.strip(chr(10))}").encode()


SPECIMEN = Release(source, tuple("|".join(row) for row in [MARCH, *MARCH_ROWS]), delimiter="|", unread=MARCH[:1])
# What a blank row, or a row twice, does here is above.
HARMS = [harms for harms in mutations.ALL if harms not in (mutations.row_trouble, mutations.missing_column)]


@pytest.mark.parametrize("harms", HARMS, ids=lambda harms: harms.__name__)
def test_harm_is_refused_or_harmless(harms: Callable[..., Iterator[mutations.Harm]]):
    mutations.judge(SPECIMEN, harms)


def test_a_missing_column_is_refused_by_name():
    # Without the first one, the partners, it is the length of the rows that is said.
    mutations.judge(SPECIMEN, lambda specimen: islice(mutations.missing_column(specimen), 1, None))
    assert "9 cells where 10 should be" in str(
        mutations.outcome(source, next(mutations.missing_column(SPECIMEN)).content)
    )


@pytest.mark.raw
def test_january_and_february_2025_in_yuan_as_printed():
    rows = tidy(raw("gacc/release_section4*janfeb2025*.html"))
    assert len(rows) == 60  # thirty partners and groups, both ways
    assert set(rows["grain"]) == {"two_months"}
    value = rows.set_index(["partner", "flow"])["value"]
    assert (value["RUS", "export"], value["RUS", "import"]) == (107_450_000_000, 141_790_000_000)
    assert (value["WLD", "export"], value["WLD", "import"]) == (3_881_210_000_000, 2_655_150_000_000)
    assert (value["HKG", "export"], value["HKG", "import"]) == (311_280_000_000, 14_070_000_000)
    groups = rows.loc[rows["aggregate"], "partner"]
    assert sorted(set(groups)) == ["EUU", "WLD", "XCA", "XCL", "XGA", "XGB", "XGR"]


@pytest.mark.raw
def test_the_page_of_january_2018_is_a_picture():
    (picture,) = raw("gacc/release_section4*jan2018*.html")
    assert recognises(picture.read_bytes()[:65_536])
    assert "a picture, which cannot be read" in fault(picture)


@pytest.mark.raw
def test_the_index_of_the_releases_is_no_release():
    (index,) = raw("gacc/release_index_2026.html")
    assert not recognises(index.read_bytes()[:65_536])
