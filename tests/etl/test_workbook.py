"""Workbooks that are none, are too large, or compute: each is refused or read as stored, in a sentence."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from etl import workbook
from etl.table import ContractBroken
from tests.etl import workbooks


def test_cells_are_text_and_a_formula_is_never_computed(tmp_path: Path):
    rows = [["a", 1, 2.5, 3.0, None, True, datetime(2022, 3, 1)], ["=1+1", "=SUM(B1:C1)"]]
    file = workbooks.written(tmp_path / "w.xlsx", {"One": rows})
    with workbook.opened(file) as book:
        found = workbook.grid(book, "One", file)
    assert found[0] == ["a", "1", "2.5", "3", "", "TRUE", "2022-03-01"]
    assert found[1][:2] == ["", ""]  # nothing was stored beside the formulas


def test_a_sheet_that_is_not_there_is_named(tmp_path: Path):
    file = workbooks.written(tmp_path / "w.xlsx", {"One": [[1]]})
    with workbook.opened(file) as book, pytest.raises(ContractBroken, match=r"w.xlsx: there is no sheet 'Two'"):
        workbook.grid(book, "Two", file)


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(tmp_path: Path):
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", b"<Types/>" + b" " * 50_000_000)
    with pytest.raises(ContractBroken, match=r"bomb.xlsx: [0-9,]+ bytes unpack to 50,000,008"), workbook.opened(file):
        pass


@pytest.mark.parametrize(
    ("limit", "words"), [("MOST_BYTES", "more than the 10 a workbook may have"), ("MOST_ROWS", "more than 10 rows")]
)
def test_a_workbook_beyond_its_limits_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit, words):
    file = workbooks.written(tmp_path / "w.xlsx", {"One": [[number] for number in range(20)]})
    monkeypatch.setattr(workbook, limit, 10)
    with pytest.raises(ContractBroken, match=words), workbook.opened(file) as book:
        workbook.grid(book, "One", file)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "the file is empty"), (b"a,b\n1,2\n", "this is no workbook"), (b"PK\x03\x04junk", "this is no workbook")],
)
def test_what_is_no_workbook_is_refused_by_name(tmp_path: Path, content, words):
    file = tmp_path / "w.xlsx"
    file.write_bytes(content)
    with pytest.raises(ContractBroken, match=words), workbook.opened(file):
        pass


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path):
    file = tmp_path / "w.xlsx"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("data.csv", "a,b\n")
    with pytest.raises(ContractBroken, match=r"w.xlsx: this archive is no workbook"), workbook.opened(file):
        pass


def test_the_head_of_a_workbook_shows_its_sheets(tmp_path: Path):
    head = workbooks.content({"MAIN DATA": [[1]]})
    assert "MAIN DATA" in workbook.text_in(head)
    assert workbook.text_in(b"PK\x03\x04") == ""
    assert workbook.text_in(b"") == ""
