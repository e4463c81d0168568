"""`waybill annotate`, `pack` and `verify` in a terminal: what they print, what they write, how they end."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import cli
from dashboard.commentary.read import read
from dashboard.take_away import image_offline
from tests.annotate.conftest import QUOTES


@pytest.fixture(autouse=True)
def without_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_offline, "found_browser", lambda: "")


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], prog_name="waybill")


def refused(result: Result, code: int = 1) -> str:
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code == code
    return result.output


def test_annotate_lists_what_it_found_and_writes_a_file_that_reads(data: Path, tmp_path: Path):
    note, out = tmp_path / "note.txt", tmp_path / "note.md"
    note.write_text(QUOTES, encoding="utf-8")
    result = run("annotate", note, "--to", out, "--publisher", "An institute")
    assert result.exit_code == 0, result.output
    assert "16 % lower" in result.stdout
    assert "change_on_year_earlier" in result.stdout
    assert read(out.read_text(encoding="utf-8"), "note").publisher == "An institute"
    assert "not there yet" in refused(run("annotate", note, "--to", out), 2)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b""),
        ("a.pdf", b"%PDF-1.4 broken"),
        ("a.xlsx", b"PK"),
        ("a.docx", b"words"),
        ("a.txt", bytes(range(256))),
    ],
)
def test_annotate_refuses_bad_files_with_a_sentence(name: str, content: bytes, data: Path, tmp_path: Path):
    file = tmp_path / name
    file.write_bytes(content)
    assert f"Error: {name}: " in refused(run("annotate", file))


def test_annotate_refuses_a_date_that_is_none(data: Path, tmp_path: Path):
    note = tmp_path / "note.txt"
    note.write_text(QUOTES, encoding="utf-8")
    assert "no date" in refused(run("annotate", note, "--date", "yesterday"))


def test_a_pack_is_written_and_verified(data: Path, tmp_path: Path):
    file = tmp_path / "pack.zip"
    assert run("pack", "dprk-ammunition", "--to", file).exit_code == 0
    told = run("verify", file)
    assert told.exit_code == 0, told.output
    assert told.stdout.strip() == f"{file}: same"


def test_a_pack_is_verified_where_there_are_no_tables(data: Path, tmp_path: Path):
    file = tmp_path / "pack.zip"
    assert (
        run("pack", "exports", "--to", file, "--period", "2024-01..2024-06", "--choice", "flow=import").exit_code == 0
    )
    told = run("verify", file, "--data", tmp_path / "empty")
    assert told.exit_code == 0
    assert "same (no tables are at hand" in told.stdout
    assert not (tmp_path / "empty").exists()


def test_a_tampered_pack_ends_with_one(data: Path, tmp_path: Path):
    file = tmp_path / "pack.zip"
    file.write_bytes(b"no pack")
    assert "tampered" in refused(run("verify", file))
    assert "cannot be read" in refused(run("verify", tmp_path / "none.zip"))


def test_verify_without_a_file_hashes_what_is_held(data: Path):
    result = run("verify")
    assert result.exit_code == 0
    assert "as it was sealed" in result.stdout


def test_pack_refuses_what_there_is_not(data: Path, tmp_path: Path):
    file = tmp_path / "pack.zip"
    assert "no claim and no chart" in refused(run("pack", "nothing", "--to", file))
    assert "not a month" in refused(run("pack", "exports", "--to", file, "--period", "2024"))
    assert "flow is one of" in refused(run("pack", "exports", "--to", file, "--choice", "flow=fly"))
    assert not file.exists()
