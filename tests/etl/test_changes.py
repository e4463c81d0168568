"""What changed between two versions of a list, from the tables that a build published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from etl.build import build
from etl.changes import changes
from etl.recognise import HEAD, source_of
from etl.sources import all_sources
from etl.sources import ofac_sdn as sdn
from tests.etl.conftest import Write, add_vintage
from tests.etl.list_versions import changed
from tests.etl.publishers import raw

N = "-0- "
LISTS = (
    "ofac_advanced",
    "ofac_consolidated",
    "ofac_sdn",
    "un_consolidated",
    "us_consolidated_screening",
    "canada_sema",
    "switzerland_seco",
)


def entry(number: str, name: str, programmes: str, remarks: str = N) -> str:
    quoted = remarks if remarks == N else f'"{remarks}"'
    return ",".join([number, f'"{name}"', N, f'"{programmes}"', *[N] * 7, quoted])


def version(write: Write, name: str, lines: Sequence[str]) -> Path:
    file = write(name, *lines, ending="\r\n")
    file.write_bytes(file.read_bytes() + b"\x1a")
    return file


@pytest.fixture
def short_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a list of OFAC be as short as one entry."""
    listed = dict(all_sources()) | {"ofac_sdn": replace(sdn.source, least=1)}
    monkeypatch.setattr("etl.build.all_sources", lambda: listed)


def test_added_removed_and_amended_field_by_field(home: Path, write: Write, short_lists: None):
    before = [
        entry("36", "HERON", "CUBA"),
        entry("37", "SKUA", "CUBA", "SWIFT/BIC SKUACUHH."),
        entry("38", "TERN", "CUBA"),
        entry("39", "PETREL", "CUBA"),
    ]
    after = [
        entry("36", "HERON", "CUBA] [SDGT"),
        entry("37", "SKUA", "CUBA", "SWIFT/BIC SKUACUH2; Phone Number 53; a.k.a. 'SK'."),
        entry("39", "PETREL", "CUBA"),
        entry("40", "GANNET", "CUBA"),
    ]
    days = {
        date(2026, 3, 1): version(write, "a.csv", before),
        date(2026, 3, 8): version(write, "b.csv", after),
        date(2026, 3, 9): version(write, "c.csv", after[::-1]),
    }
    rows, nothing = changed(home, "ofac_sdn", days)
    assert len(nothing) == 0
    told = rows[["entry_id", "change", "field", "before", "after"]].astype(object).where(rows.notna(), None)
    shown = [row for row in told.itertuples(index=False, name=None) if row[2] != "withheld"]
    assert shown == [
        ("36", "amended", "programmes", "CUBA", "CUBA;SDGT"),
        ("37", "amended", "identifiers", "swift_bic: SKUACUHH", "swift_bic: SKUACUH2"),
        ("37", "amended", "names", None, "weak: SK"),
        ("37", "amended", "remarks", "SWIFT/BIC SKUACUHH", "SWIFT/BIC SKUACUH2"),
        ("38", "removed", "entry", None, None),
        ("40", "added", "entry", None, None),
    ]
    not_kept = rows[rows["field"] == "withheld"]
    assert len(not_kept) == 1
    assert not_kept[["before", "after"]].isna().all(axis=None)
    assert set(rows["from_vintage"].astype(str)) == {"2026-03-01"}
    assert build(home).written == []  # the second time nothing is compared anew


def test_a_name_that_changed_and_a_cell_that_became_empty():
    index = pd.MultiIndex.from_tuples([("US", "SDN", "1")], names=["authority", "list", "entry_id"])
    before = pd.DataFrame({"name": ["HERON"], "title": ["Minister"]}, index)
    after = pd.DataFrame({"name": ["EGRET"], "title": [None]}, index)
    rows = changes(before, after)
    assert rows[["name", "field", "before"]].to_numpy().tolist() == [
        ["EGRET", "name", "HERON"],
        ["EGRET", "title", "Minister"],
    ]
    assert rows["after"].tolist() == ["EGRET", None]


@pytest.mark.raw
def test_a_list_that_halves_stops_and_the_last_good_one_stays(home: Path, write: Write):
    (whole,) = raw("ofac/sdn_2024-02-23*.csv")
    lines = whole.read_text(encoding="ascii").split("\n")
    half = version(write, "half.csv", [line.rstrip("\r") for line in lines[: len(lines) // 2]])
    add_vintage(home, whole, "ofac_sdn", date(2024, 2, 23))
    assert build(home).good
    add_vintage(home, half, "ofac_sdn", date(2024, 2, 24))
    report = build(home)
    assert "half.csv: 7242 rows" in report.failed["ofac_sdn"]
    assert "at least 10000" in report.failed["ofac_sdn"]
    assert any((home / "tables").glob("*/*ofac_sdn*2024-02-23*.parquet"))


@pytest.mark.raw
def test_every_file_of_these_publishers_is_recognised_by_one_source():
    for file in raw("ofac/*", "un/*", "us_csl/*", "canada/*"):
        if file.name != "expected_changes_between_versions.csv":
            assert source_of(file).name in LISTS, file.name


@pytest.mark.raw
def test_what_is_no_list_is_taken_for_none():
    for file in raw("ofac/expected_changes_between_versions.csv", "reference/*.csv", "reference/*/*.yml"):
        with file.open("rb") as stream:
            head = stream.read(HEAD)
        assert not [name for name in LISTS if all_sources()[name].recognises(head)], file.name
