"""A file somebody brings: previewed without being kept, refused with a sentence, and taken in with what changed."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import bring, cli
from dashboard.store import open_store
from etl.build import build
from etl.sources import all_sources
from etl.sources.china_customs_query import LIMIT
from tests.etl.bulk_files import release, year
from tests.etl.conftest import COMTRADE, Write, comtrade_line
from tests.etl.test_china_customs_query import CHINESE
from tests.etl.test_kiel_website import EXPLORER, WEAPONS
from tests.etl.test_ofac_sdn import SDN, written
from tests.etl.test_uk_conlist import LINES, line


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists may be as short as ours are here."""
    small = {name: replace(source, least=1) for name, source in all_sources().items()}
    for module in ("etl.add", "etl.build", "etl.recognise"):
        monkeypatch.setattr(f"{module}.all_sources", lambda: small)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write lines under a name; returns the path."""

    def lines(name: str, *words: str, ending: str = "\n", encoding: str = "utf-8") -> Path:
        (tmp_path / name).write_bytes((ending.join(words) + ending).encode(encoding))
        return tmp_path / name

    return lines


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


def cut_export(folder: Path) -> Path:
    """A month of China's exports to the United States as the query platform cuts it: 10,000 rows and no word of it."""
    lines = [f'"202401","502","美国","{10_000_000 + n}","x","1","千克","0","?","1",' for n in range(LIMIT)]
    file = folder / "2024-export.csv"
    file.write_bytes(("\n".join([CHINESE[0], *lines]) + "\n").encode("gbk"))
    return file


def test_a_preview_shows_the_rows_and_keeps_nothing(home: Path, tmp_path: Path):
    (seen,) = cli.preview([download(tmp_path, "9222000000")])
    assert (seen.title, seen.table, seen.problem) == ("UN Comtrade, monthly goods trade", "trade_flow", "")
    assert seen.rows["value"].tolist() == [9_222_000_000]
    assert "at least 1 row" in seen.checks
    assert not (home / "raw").exists()


def test_a_file_nobody_knows_is_refused_in_a_sentence(home: Path, tmp_path: Path):
    file = tmp_path / "notes.txt"
    file.write_text("to do: buy milk\n", encoding="utf-8")
    (seen,) = cli.preview([file])
    assert "notes.txt" in seen.problem
    assert not seen.new


def test_files_that_make_one_release_are_looked_at_and_kept_together(home: Path, write: Write):
    files = [write("explorer.csv", *EXPLORER), write("weapons.csv", *WEAPONS)]
    (seen,) = cli.preview(files)
    assert (seen.files, seen.problem, seen.new) == (("explorer.csv", "weapons.csv"), "", True)
    assert "kiel_website: " in cli.take_in(files)


def test_a_good_file_is_kept_although_another_cannot_be_read(home: Path, tmp_path: Path):
    note = tmp_path / "notes.txt"
    note.write_text("to do: buy milk\n", encoding="utf-8")
    unread, seen = cli.preview([note, download(tmp_path, "9222000000")])
    assert (unread.new, seen.new) == (False, True)


def test_a_list_that_is_too_short_is_refused_before_it_is_kept(home: Path, write: Write):
    (seen,) = cli.preview([write("ConList.csv", *LINES, encoding="cp1252")])
    assert "has at least 1000; the file looks cut short" in seen.problem


def test_a_file_that_the_publisher_cut_is_kept_only_by_consent(home: Path, tmp_path: Path):
    file = cut_export(tmp_path)
    (seen,) = cli.preview([file])
    assert (seen.number, len(seen.rows), seen.problem, seen.warnings) == (LIMIT, 200, "", ())
    assert "10,000 rows, at which the platform stops without saying so" in seen.cut
    assert "--accept-truncated" in cli.take_in([file])
    assert "china_customs_query: 10,000 rows" in cli.take_in([file], accept_truncated=True)


def test_a_list_that_halves_is_shown_as_cut(home: Path, write: Write, short: None):
    more = (*LINES, line("56", "A"), line("57", "B"), line("58", "C"))
    cli.take_in([write("ConList.csv", *more, encoding="cp1252")])
    fewer = [words.replace("27/04/2020", "28/04/2020") for words in LINES]
    (seen,) = cli.preview([write("fewer.csv", *fewer, encoding="cp1252")])
    assert (seen.cut, seen.new) == (
        "uk_conlist: 2 entries, but 5 on 2020-04-27; the list more than halved", True
    )  # fmt: skip


def test_of_a_second_list_that_states_no_day_one_is_asked_for(home: Path, write: Write, short: None):
    cli.take_in([written(write, "sdn.csv", SDN)])
    later = written(write, "later.csv", [*SDN, SDN[0].replace("36,", "37,").replace("HERON AIRLINES", "EGRET")])
    assert "later.csv does not say of which day it is" in cli.preview([later])[0].problem
    assert cli.preview([later], date(2026, 1, 5))[0].new


def test_packed_files_are_looked_at_as_they_are_kept(home: Path, tmp_path: Path):
    file = download(tmp_path, "9222000000")
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as archive:
        archive.write(file, "inside/january.csv")
    (seen,) = cli.preview([tmp_path / "packed.zip"])
    assert (seen.files, seen.number, seen.new) == (("january.csv",), 1, True)


def test_a_bulk_file_says_how_many_parts_will_be_checked(home: Path, tmp_path: Path):
    (seen,) = cli.preview([release(tmp_path / "BACI.zip", {2020: year(2020), 2021: year(2021)})])
    assert (seen.parts, seen.rows, seen.new) == (2, None, True)


def test_a_kept_file_adds_its_months_and_the_old_ones_stay(home: Path, tmp_path: Path):
    count = "SELECT count(*) AS n FROM trade_flow WHERE source = 'un_comtrade_monthly'"
    before = int(open_store().rows(count).loc[0, "n"])
    said = cli.take_in([download(tmp_path, "9222000000")])
    assert "un_comtrade_monthly" in said
    assert int(open_store().rows(count).loc[0, "n"]) == before + 1
    (seen,) = cli.preview([download(tmp_path, "9222000000")])
    assert (seen.new, "nothing changes" in seen.held) == (False, True)
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
