"""`waybill claims` in a terminal: quotes checked, the last run compared, a flip that fails, a feed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import cli
from etl.build import build


@pytest.fixture
def home(tables: Path, tmp_path: Path) -> Path:
    """A copy of the built data folder, to keep ledgers in."""
    return Path(shutil.copytree(tables, tmp_path / "home", ignore=shutil.ignore_patterns("ledger")))


def claims(home: Path, *words: object) -> Result:
    return CliRunner().invoke(cli, ["claims", "--data", str(home), *(str(word) for word in words)])


def test_the_first_run_is_kept_and_the_second_compared_with_it(home: Path):
    assert "No earlier run is kept" in claims(home).stderr
    again = claims(home, "--fail-on-change", "--feed", home / "changes.atom")
    assert (again.exit_code, again.stderr.strip()) == (0, "Nothing came out differently since the last run.")
    assert (home / "changes.atom").read_text(encoding="utf-8").startswith("<?xml")


def test_a_flip_since_the_last_run_exits_with_one_and_names_the_cell(home: Path):
    claims(home)
    path = home / "ledger" / "last.json"
    last = json.loads(path.read_text(encoding="utf-8"))
    kept = last["claims"]["sceeus_2024_10/chinese-exports"]
    kept["verdict"] = "supported"
    reading = kept["readings"]["Mar–May, US dollars"]
    reading["value"] = -0.16
    march = next(row for row in reading["rows"] if row["period"] == "2023-03-01")
    march["value"] = 9_044_000_000.0
    path.write_text(json.dumps(last), encoding="utf-8")
    result = claims(home, "--json", "--fail-on-change", "--feed", home / "changes.atom")
    assert result.exit_code == 1
    assert len(json.loads(result.stdout)) == 14
    assert "chinese-exports flipped: supported → not supported" in result.stderr
    assert "Mar–May, US dollars: −16.0\u202f% → −10.4\u202f%" in result.stderr
    assert "value of 2023-03-01 " in result.stderr
    assert "9,044,000,000 → 8,890,318,494" in result.stderr
    assert "chinese-exports flipped" in (home / "changes.atom").read_text(encoding="utf-8")


def test_without_the_option_a_flip_is_told_and_no_failure(home: Path):
    claims(home)
    path = home / "ledger" / "last.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"verdict": "close"', '"verdict": "supported"'))
    result = claims(home)
    assert result.exit_code == 0
    assert "over-the-past-year flipped: supported → close" in result.stderr


def test_a_misplaced_quote_is_an_error_with_its_place(home: Path, tmp_path: Path):
    full = tmp_path / "full.txt"
    full.write_text("Putin’s first visit to Pyongyang since 2000 was short.", encoding="utf-8")
    result = claims(home, "--text", full)
    assert result.exit_code == 1
    assert "sceeus_2024_10.md, section fourth-trip: the words before, quoted and after stand nowhere" in result.stderr
    assert not (home / "ledger").exists()


@pytest.mark.parametrize("words", [["--text", "no_such_file"], ["--feed", "."]])
def test_files_that_cannot_be_used_are_named(home: Path, words: list[str]):
    result = claims(home, *words)
    assert result.exit_code != 0
    assert "Traceback" not in result.output


def test_a_broken_ledger_is_named_with_the_remedy(home: Path):
    (home / "ledger").mkdir()
    (home / "ledger" / "last.json").write_text("{")
    result = claims(home)
    assert result.exit_code == 1
    assert "delete it to start anew" in result.stderr


def test_a_broken_commentary_file_is_named_and_the_claims_of_the_others_are_told(home: Path):
    own = home / "commentary"
    own.mkdir(exist_ok=True)
    (own / "draft.md").write_text("## one\n", encoding="utf-8")
    build(home)
    told = claims(home, "--json")
    assert (told.exit_code, len(json.loads(told.stdout))) == (1, 14)
    assert "some commentary is left out" in told.stderr
    assert "draft.md: it does not start with `---`" in told.stderr
