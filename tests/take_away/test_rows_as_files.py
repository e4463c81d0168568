"""CSV and workbook carry every row, say what they are, and cannot run anything."""

from __future__ import annotations

import csv
import datetime
import time
from io import BytesIO, StringIO

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.take_away import table
from dashboard.take_away.cells import harmless
from dashboard.take_away.table import TooLarge, csv_bytes, xlsx_bytes

DANGEROUS = tuple("=+-@＝＋－＠\t\r\n")
ANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
HOSTILE = st.one_of(
    st.text(),
    st.builds("{}{}{}".format, st.sampled_from(["", " ", "\xa0", "\ufeff", ";", "a;", "x; "]),
              st.sampled_from(DANGEROUS), st.text()),
)  # fmt: skip


def csv_table(content: bytes) -> list[list[str]]:
    """The lines after the header block's blank line."""
    lines = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    return lines[lines.index([]) + 1 :]


def workbook(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def starts_dangerously(text: str) -> bool:
    return text.startswith(DANGEROUS) or text.strip().lstrip("\ufeff").strip().startswith(DANGEROUS)


@ANY
@given(texts=st.lists(HOSTILE, min_size=1, max_size=5), name=HOSTILE)
def test_no_text_cell_of_a_csv_starts_like_a_formula(exhibit, texts, name):
    content = csv_bytes(exhibit(rows=pd.DataFrame({"a": texts, name: texts}), question=texts[0]))
    everything = [cell for line in csv.reader(StringIO(content.decode("utf-8-sig"), newline="")) for cell in line]
    assert not [cell for cell in everything if starts_dangerously(cell)]
    assert [row[0] for row in csv_table(content)[1:]] == [harmless(text) for text in texts]


@ANY
@given(texts=st.lists(HOSTILE, min_size=1, max_size=3), name=HOSTILE)
def test_no_text_cell_of_a_workbook_is_a_formula(exhibit, texts, name):
    book = workbook(xlsx_bytes(exhibit(rows=pd.DataFrame({"a": texts, name: texts}), question=texts[0])))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell.value for cell in cells if cell.data_type == "s" and starts_dangerously(cell.value)]


@ANY
@given(numbers=st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.integers(), min_size=1, max_size=5))
def test_numbers_come_back_from_a_csv_as_they_were(exhibit, numbers):
    rows = csv_table(csv_bytes(exhibit(rows=pd.DataFrame({"value": pd.Series(numbers, dtype=object)}))))
    assert [float(row[0]) for row in rows[1:]] == [float(number) for number in numbers]


@ANY
@given(numbers=st.lists(st.integers(-(10**14), 10**14) | st.floats(-1e9, 1e9), min_size=1, max_size=5))
def test_numbers_stay_numbers_in_a_workbook(exhibit, numbers):
    sheet = workbook(xlsx_bytes(exhibit(rows=pd.DataFrame({"value": pd.Series(numbers, dtype=object)}))))["Data"]
    assert [sheet.cell(row, 1).value for row in range(2, len(numbers) + 2)] == pytest.approx(numbers)


def test_formulas_behind_spaces_and_separators_are_neutralised():
    assert harmless("=1+1") == "'=1+1"
    assert harmless("  ＝1") == "'  ＝1"
    assert harmless("a; =1") == "a;' =1"
    assert harmless("EU–Russia: 3-4 = few") == "EU–Russia: 3-4 = few"


def test_a_csv_starts_with_what_it_is(exhibit):
    content = csv_bytes(exhibit())
    lines = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    head = {line[0]: line[1] for line in lines[: lines.index([])]}
    assert content.startswith(b"\xef\xbb\xbf# Question,")
    assert head["# Question"] == "How much does China sell to Russia?"
    assert head["# Measure"] == "Goods exports per month, billion US dollars"
    assert head["# Period"] == "Mar–Jun 2024"
    assert head["# Flow"] == "Exports"
    assert head["# Caveat"] == "Chinese figures only."
    assert head["# Source"] == "United Nations Statistics Division, Monthly goods trade"
    assert head["# Obtained"] == "2026-02-03"
    assert head["# Licence"] == "UN Comtrade terms of use · https://comtrade.un.org/terms"
    assert head["# Gap"] == "May 2024 not reported"
    assert "never means zero" in head["# Gaps"]
    assert head["# Data version"] == "1a2b3c4d"


def test_a_csv_holds_every_row_and_tells_missing_from_empty(exhibit):
    assert csv_table(csv_bytes(exhibit())) == [
        ["period", "reporter", "product", "value_usd", "year", "source"],
        ["2024-03-01", "CHN", "0101", "7450000000.25", "2024", "comtrade"],
        ["2024-04-01", "CHN", "8542", "-3.5", "2024", "comtrade"],
        ["2024-06-01", "CHN", "", "", "2024", "comtrade"],
    ]
    assert b'\r\n""\r\n\r\n' not in csv_bytes(exhibit())
    assert b'a,b\r\n"",\r\n' in csv_bytes(exhibit(rows=pd.DataFrame({"a": [""], "b": [None]})))


def test_pandas_reads_the_csv_past_its_header_block(exhibit):
    rows = pd.read_csv(BytesIO(csv_bytes(exhibit())), comment="#", encoding="utf-8-sig")
    assert list(rows["value_usd"].dropna()) == [7_450_000_000.25, -3.5]


def test_a_workbook_has_typed_cells_and_a_frozen_header(exhibit):
    sheet = workbook(xlsx_bytes(exhibit()))["Data"]
    assert [cell.value for cell in sheet[1]] == [
        "period",
        "reporter",
        "product",
        "value_usd",
        "year",
        "source",
    ]
    assert [cell.value for cell in sheet[2]] == [
        datetime.datetime(2024, 3, 1), "CHN", "0101", 7_450_000_000.25, 2024, "comtrade",
    ]  # fmt: skip
    assert sheet["A2"].number_format == "yyyy-mm-dd"
    assert sheet["D4"].value is None
    assert sheet.freeze_panes == "A2"


def test_a_workbook_says_what_it_is(exhibit):
    exhibited = exhibit()
    exhibited.rows.attrs["about"] = {"value_usd": "Value in US dollars"}
    about = {row[0].value: row[1].value for row in workbook(xlsx_bytes(exhibited))["About"]}
    assert about["Question"] == "How much does China sell to Russia?"
    assert about["Licence"].startswith("UN Comtrade terms of use")
    assert about["Data version"] == "1a2b3c4d"
    assert about["value_usd"] == "Value in US dollars"
    assert about["product"] == "text"


def test_whole_numbers_that_a_spreadsheet_would_round_are_kept_as_text(exhibit):
    sheet = workbook(xlsx_bytes(exhibit(rows=pd.DataFrame({"id": [2**60 + 1]}))))["Data"]
    assert sheet["A2"].value == str(2**60 + 1)


def test_columns_of_one_name_are_both_kept(exhibit):
    rows = pd.DataFrame([[1, 2]], columns=["a", "a"])
    assert csv_table(csv_bytes(exhibit(rows=rows))) == [["a", "a (2)"], ["1", "2"]]


def test_a_workbook_that_could_not_hold_everything_is_refused(exhibit, monkeypatch):
    with pytest.raises(TooLarge, match=r"holds 32,767 letters.*Take the CSV"):
        xlsx_bytes(exhibit(rows=pd.DataFrame({"a": ["x" * 40_000]})))
    monkeypatch.setattr(table, "ROWS", 3)
    with pytest.raises(TooLarge, match=r"holds 2 rows and this chart has 3. Take the CSV"):
        xlsx_bytes(exhibit())


def test_no_rows_still_make_files(exhibit):
    nothing = pd.DataFrame({"period": [], "source": []})
    assert csv_table(csv_bytes(exhibit(rows=nothing))) == [["period", "source"]]
    assert workbook(xlsx_bytes(exhibit(rows=nothing)))["Data"].max_row == 1


def test_same_exhibit_gives_same_bytes(exhibit):
    first = csv_bytes(exhibit()), xlsx_bytes(exhibit())
    time.sleep(2.1)  # a zip file counts time in steps of two seconds
    assert (csv_bytes(exhibit()), xlsx_bytes(exhibit())) == first
