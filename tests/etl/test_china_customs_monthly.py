"""China Customs' monthly bulletin by country, in pages of our own after descriptions of the publisher's."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from etl.sources.china_customs_monthly import recognises, tidy
from etl.table import ContractBroken

TITLE = "（2）Imports and Exports by Country （Region） of Origin/Destination,{month}"
GROUPS = ["Country(Region)", "Total", "Exports", "Imports", "Percentage Change"]
JUNE = ["6", "1to6", "6", "1to6", "6", "1to6", "Total", "Exports", "Imports"]
ROWS = [
    ["TOTAL", "500,000", "3,000,001", "300,000", "2,000,000", "200,000", "1,000,000", "3.1", "4.0", "-1.2"],
    ["Asia:", "400,000", "############", "300,000", "1,000,000", "100,000", "900,000", "1", "2", "3"],
    ["Democratic People's Republic of Korea", "200", "1,200", "150", "1,000", "50", "200", "-", "-", "-"],
    ["Hong Kong，China", "90", "540", "-", "500", "-", "40", "1", "2", "3"],
    ["Russia", "21", "126", "10", "60", "11", "66", "1", "2", "3"],
]


def made(path: Path, header: list[str], rows: list[list[str]], month: str, unit: str = "Unit:US$1,000") -> Path:
    table = [[TITLE.format(month=month)], [unit], GROUPS, header, *rows, ["Notes: EU has 27 members."]]
    body = "".join("<tr>" + "".join(f"<td>{cell}&nbsp;</td>" for cell in row) + "</tr>" for row in table)
    title = TITLE.format(month=month)
    path.write_text(
        f'<html><head><title>{title}</title></head><body><div class="atcl-ttl">{title}</div>'
        f'<div class="atcl-cnt"><table>{body}</table></div></body></html>',
        encoding="utf-8",
    )
    return path


def test_months_and_years_to_date_are_in_single_dollars(tmp_path: Path):
    page = made(tmp_path / "june.html", JUNE, ROWS, "6.2026")
    assert recognises(page.read_bytes())
    rows = tidy([page])
    russia = rows[rows["partner"] == "RUS"]
    assert russia[["grain", "flow", "value"]].values.tolist() == [
        ["month", "export", 10_000.0],
        ["month", "import", 11_000.0],
        ["year_to_date", "export", 60_000.0],
        ["year_to_date", "import", 66_000.0],
    ]
    assert set(rows["period"]) == {pd.Timestamp(2026, 6, 1)}
    assert rows.groupby("partner")["aggregate"].first().to_dict() == {
        "HKG": False, "PRK": False, "RUS": False, "WLD": True, "XCS": True,
    }  # fmt: skip


def test_a_dash_is_left_out_and_not_taken_for_zero(tmp_path: Path):
    rows = tidy([made(tmp_path / "june.html", JUNE, ROWS, "6.2026")])
    assert set(rows.query("partner == 'HKG'")["grain"]) == {"year_to_date"}
    assert rows.attrs["left_out"] == {"cells in which no figure is printed": 2}


def test_in_january_the_month_stands_alone(tmp_path: Path):
    header = ["1", "1", "1", "Total", "Exports", "Imports"]
    rows = tidy([made(tmp_path / "jan.html", header, [["Russia", "21", "10", "11", "1", "2", "3"]], "1.2026")])
    assert rows[["grain", "value"]].values.tolist() == [["month", 10_000.0], ["month", 11_000.0]]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"month": "2026"}, "names no month and year like 6.2026"),
        ({"month": "7.2026"}, "where '7' and '1-to-7' should stand"),
        ({"unit": "Unit:CNY10,000"}, "no row says 'Unit:US"),
        ({"header": [*JUNE[:6], "Total", "Imports", "Exports"]}, "no header with the columns Total, Exports, Imports"),
        ({"rows": [["Russia", "90", *ROWS[4][2:]]]}, "'90' is not exports and imports together"),
        ({"rows": [["Atlantis", *ROWS[4][1:]]]}, "'Atlantis' is an unknown partner"),
        ({"rows": []}, "the table has a header but no row"),
    ],
)
def test_a_page_that_is_not_what_it_should_be_is_refused_by_name(tmp_path: Path, change: dict[str, object], words: str):
    given = {"header": JUNE, "rows": ROWS, "month": "6.2026"} | change
    with pytest.raises(ContractBroken) as broken:
        tidy([made(tmp_path / "june.html", **given)])
    assert "june.html" in str(broken.value)
    assert words in str(broken.value)
