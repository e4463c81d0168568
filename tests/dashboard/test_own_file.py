"""A file somebody brings: previewed without being kept, refused with a sentence, and taken in with what changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import bring, cli
from dashboard.store import open_store
from etl.build import build
from tests.etl.conftest import COMTRADE, comtrade_line


def download(folder: Path, value: str) -> Path:
    """A monthly UN Comtrade answer with one figure: China's exports to Russia in January 2026."""
    file = folder / "download.csv"
    file.write_text("\n".join([COMTRADE[0], comtrade_line("202601", "X", value), ""]), encoding="utf-8")
    return file


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "home"
    place.mkdir()
    monkeypatch.setenv("WAYBILL_DATA", str(place))
    build(place)
    return place


def test_a_preview_shows_the_rows_and_keeps_nothing(home: Path, tmp_path: Path):
    seen = cli.preview(download(tmp_path, "9222000000"))
    assert (seen.title, seen.table, seen.problem) == ("UN Comtrade, monthly goods trade", "trade_flow", "")
    assert seen.rows["value"].tolist() == [9_222_000_000]
    assert not (home / "raw").exists()


def test_a_file_nobody_knows_is_refused_in_a_sentence(home: Path, tmp_path: Path):
    file = tmp_path / "notes.txt"
    file.write_text("to do: buy milk\n", encoding="utf-8")
    assert "notes.txt" in cli.preview(file).problem


def test_a_kept_file_adds_its_months_and_the_old_ones_stay(home: Path, tmp_path: Path):
    count = "SELECT count(*) AS n FROM trade_flow WHERE source = 'un_comtrade_monthly'"
    before = int(open_store().rows(count).loc[0, "n"])
    said = cli.take_in([download(tmp_path, "9222000000")])
    assert "un_comtrade_monthly" in said
    assert int(open_store().rows(count).loc[0, "n"]) == before + 1
    assert "nothing changes" in cli.take_in([download(tmp_path, "9222000000")])


def test_a_read_only_site_takes_in_nothing(home: Path, monkeypatch: pytest.MonkeyPatch):
    assert bring.writable()
    monkeypatch.setenv("WAYBILL_READ_ONLY", "1")
    assert not bring.writable()


def test_a_table_that_is_too_large_for_a_browser_says_where_it_lies(data: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dashboard.holdings.MOST_ROWS", 1)
    page = AppTest.from_function(tables_alone, default_timeout=30).run()
    assert not page.exception
    assert any("rows are too many for one download" in caption.value for caption in page.caption)


def tables_alone() -> None:
    from dashboard import holdings

    holdings.tables()
