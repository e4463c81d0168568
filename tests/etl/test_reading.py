"""Files that are not what they should be: each departure is said, with where and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.reading import has_header, read
from etl.table import ContractBroken
from tests.etl.conftest import Write

HEADER = ["period", "country", "value"]
GOOD = ("period,country,value", '2024-01,"Korea, South",1', "2024-02,Japan,2")


def fault(path: Path) -> str:
    with pytest.raises(ContractBroken) as broken:
        read([path], HEADER)
    return str(broken.value)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (
            ("period,land,value", "1,2,3"),
            "f.csv row 1: column 'country' is missing; column 'land' is unknown",
        ),
        (("period,country", "1,2"), "column 'value' is missing"),
        (("period,country,value,flag", "1,2,3,4"), "column 'flag' is unknown"),
        (("country,period,value", "1,2,3"), "another order: 'country' stands where 'period' should"),
        (("period,country,value,value", "1,2,3,4"), "column 'value' stands there twice"),
        ((*GOOD, "2024-03,China"), "f.csv row 4: 2 cells where the header has 3 ('2024-03,China')"),
        ((*GOOD, "2024-03,China,1,2"), "f.csv row 4: 4 cells"),
        ((*GOOD, "", "2024-03,China,1"), "f.csv row 4"),
        ((*GOOD, "2024-03,Chi\x01na,3"), r"f.csv row 4, column 'country': 'Chi\x01na' has a control character"),
        ((*GOOD, "2024-03,\x1bChina,3"), r"f.csv row 4, column 'country': '\x1bChina' has a control character"),
        ((*GOOD, "2024-03,China,3\x1a"), r"f.csv row 4, column 'value': '3\x1a' has a control character"),
        ((GOOD[0],), "a header but no row"),
        (("", ""), "the file is empty"),
        (("<!DOCTYPE html><html>", "<body>"), "a web page, not a table"),
        (("PK\x03\x04 zip",), "packed or binary"),
    ],
)
def test_a_file_that_is_not_the_expected_table_is_refused(write: Write, lines, words):
    assert words in fault(write("f.csv", *lines))


def test_a_quote_that_never_ends_does_not_swallow_the_rest(write: Write):
    assert "f.csv" in fault(write("f.csv", *GOOD, '2024-03,"China,1', "2024-04,China,2"))


def test_another_encoding_is_named_with_its_row(write: Write):
    assert "f.csv row 4: byte 0xE9 is not UTF-8" in fault(
        write("f.csv", *GOOD, "2024-03,Réunion,1", encoding="latin-1")
    )


def test_all_files_are_looked_at_before_the_reading_stops(write: Write):
    bad = [write("a.csv", "period,value", "1,2"), write("b.csv", *GOOD), write("c.csv", GOOD[0])]
    with pytest.raises(ContractBroken) as broken:
        read(bad, HEADER)
    assert "a.csv" in str(broken.value)
    assert "c.csv" in str(broken.value)
    assert "b.csv" not in str(broken.value)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_byte_order_mark_and_line_ends_of_any_system_are_accepted(write: Write, ending: str):
    sheet = read([write("f.csv", *GOOD, ending=ending, encoding="utf-8-sig")], HEADER)
    assert sheet.rows["country"].tolist() == ["Korea, South", "Japan"]
    assert sheet.rows.index.tolist() == [("f.csv", 2), ("f.csv", 3)]


def test_every_fault_of_every_column_is_raised_at_once(write: Write):
    sheet = read([write("f.csv", GOOD[0], "2024-13,,x", "2024-02,Japan,-1")], HEADER)
    sheet.day("period", "%Y-%m")
    sheet.text("country")
    sheet.number("value", low=0)
    with pytest.raises(ContractBroken) as broken:
        sheet.done()
    for words in (
        "f.csv row 2, column 'period': '2024-13' is not a date",
        "f.csv row 2, column 'country': '' is empty",
        "f.csv row 2, column 'value': 'x' is not a number",
        "f.csv row 3, column 'value': '-1' is below 0",
    ):
        assert words in str(broken.value)


@pytest.mark.parametrize("value", ["1,000", " 1", "1_000", "nan", "inf", "0x10", "१", "1e"])
def test_only_plain_numbers_are_numbers(write: Write, value: str):
    sheet = read([write("f.csv", GOOD[0], f'2024-01,Japan,"{value}"')], HEADER)
    sheet.number("value")
    assert len(sheet.faults) == 1


def test_a_header_is_recognised_whole_or_not_at_all():
    assert has_header(b"\xef\xbb\xbfperiod,country,value\r\n1,2,3\r\n", HEADER)
    assert not has_header(b"period,country,value,flag\n", HEADER)
    assert not has_header(b"\x00\xff\xfe", HEADER)
