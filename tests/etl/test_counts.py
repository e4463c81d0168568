"""What counts of a source over all its files is what is said of it, by `add` and in the catalogue."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard.store import Store, open_store
from etl.add import add
from etl.build import build
from etl.publish import read_package
from tests.etl.conftest import COMTRADE, Write, comtrade_line
from tests.small_arms import DELIVERED, RESTATED

JANUARY = (COMTRADE[0], comtrade_line("202601", "X", "5.0"))


def told(home: Path, name: str, day: date | None = None) -> list[object]:
    """Rows, first and last month of a source as the catalogue has them."""
    store = open_store(home)
    row = (store.as_of(day) if day else store).catalogue.set_index("source").loc[name]
    return [row["rows_held"], *(row[end].strftime("%Y-%m") for end in ("start_date", "end_date"))]


def counted(store: Store, name: str) -> int:
    return int(store.rows("SELECT count(*) AS n FROM trade_flow WHERE source = $name", name=name).loc[0, "n"])


def test_a_file_of_one_month_is_told_beside_all_the_months_that_count(home: Path, write: Write):
    # The bundle has China's exports and imports of 96 months, 2017 to 2024.
    added = add([write("january.csv", *JANUARY)], home, day=date(2026, 12, 1))
    assert added.changes[0].said == "1 row more (193 now)"
    assert told(home, "un_comtrade_monthly") == [193, "2017-01", "2026-01"]
    assert counted(open_store(home), "un_comtrade_monthly") == 193


def test_the_period_that_can_be_chosen_is_that_of_all_files(home: Path, write: Write):
    add([write("old.csv", COMTRADE[0], comtrade_line("201501", "X", "5.0"))], home, day=date(2026, 12, 1))
    extent = open_store(home).extent
    assert (extent.start, extent.end.year >= 2024) == (date(2015, 1, 1), True)


def test_months_that_were_held_already_are_not_told_as_more(home: Path, comtrade: Path):
    added = add([comtrade], home, day=date(2026, 12, 1))
    assert added.changes[0].said == "4 rows, as many as before (192 now)"


def test_what_is_told_is_what_was_held_on_the_day_asked_for(home: Path, write: Write):
    add([write("january.csv", *JANUARY)], home, day=date(2026, 12, 1))
    assert told(home, "un_comtrade_monthly", date(2026, 11, 30)) == [192, "2017-01", "2024-12"]


def test_rows_that_a_later_file_restates_are_not_counted(home: Path, tmp_path: Path):
    (tmp_path / "registers").mkdir()
    for name, words in RESTATED.items():
        (tmp_path / "registers" / name).write_text(words, encoding="utf-8")
    added = add([tmp_path / "registers"], home)
    # Nine deliveries, of which the last file withdraws three and says three again.
    assert [change.said for change in added.changes] == ["9 rows", "1 row", "3 rows, 3 fewer than before (6 now)"]
    assert told(home, "sipri_trade_register") == [len(DELIVERED), "2001-01", "2010-01"]


def test_the_last_change_of_a_series_is_the_rows_that_its_newest_file_brought(home: Path, write: Write):
    add([write("january.csv", *JANUARY)], home, day=date(2026, 12, 1))
    catalogue = open_store(home).catalogue.set_index("source")
    assert catalogue.loc["un_comtrade_monthly", "last_change"] == "1 row more, 2026-12-01"
    assert catalogue.loc["events", "last_change"] == ""


def test_an_older_file_that_comes_late_changes_what_is_told_of_all(home: Path, write: Write):
    add([write("january.csv", *JANUARY)], home, day=date(2026, 12, 1))
    late = add([write("old.csv", COMTRADE[0], comtrade_line("201501", "X", "5.0"))], home, day=date(2026, 1, 1))
    assert late.changes[0].said == "1 row"
    assert told(home, "un_comtrade_monthly") == [194, "2015-01", "2026-01"]


def test_counts_are_made_once_and_kept_as_long_as_the_files_stay(
    home: Path, write: Write, monkeypatch: pytest.MonkeyPatch
):
    add([write("january.csv", *JANUARY)], home, day=date(2026, 12, 1))
    before = read_package(home)
    monkeypatch.setattr("etl.counts._counts", lambda *_: pytest.fail("counted again"))
    assert build(home).good
    assert read_package(home) == before
