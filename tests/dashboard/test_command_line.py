"""`waybill` in a terminal: every command does what its help says, and every failure is a sentence."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from dashboard.cli import cli
from dashboard.store import Store

COMMANDS = sorted(cli.commands)


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], prog_name="waybill")


def failed_with_a_sentence(result: Result, code: int) -> str:
    """What a failed command said, once it is sure that it is no traceback."""
    assert isinstance(result.exception, SystemExit), f"not told but raised: {result.exception!r}"
    assert result.exit_code == code
    assert "Traceback" not in result.output
    said = result.stderr.strip()
    assert said
    return said


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps_with_an_example_of_itself(command: str):
    result = run(command, "--help")
    assert result.exit_code == 0
    # The two that work without the dashboard show how they are run there.
    assert f"Example: waybill {command}" in result.output or f"Example: python -m etl {command}" in result.output


@pytest.mark.parametrize("command", COMMANDS)
def test_every_example_is_one_that_the_command_understands(command: str):
    """Its options are those the command has."""
    line = next(line for line in run(command, "--help").output.splitlines() if "Example:" in line)
    known = {option for parameter in cli.commands[command].params for option in parameter.opts}
    assert {word for word in line.split() if word.startswith("--")} <= known


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_every_option_is_explained(command: str | None):
    asked: click.Command = cli.commands[command] if command else cli
    for parameter in asked.params:
        if isinstance(parameter, click.Option) and not isinstance(parameter.type, click.Choice):
            assert parameter.help, parameter.name


def test_the_whole_helps_too():
    for flag in ("--help", "-h"):
        result = run(flag)
        assert result.exit_code == 0
        assert "Example: waybill --port 8600" in result.output
        assert all(command in result.output for command in COMMANDS)


def test_build_writes_once_and_then_says_that_nothing_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WAYBILL_DATA", str(tmp_path / "elsewhere"))
    first = run("build", "--data", tmp_path / "home")
    assert first.exit_code == 0
    assert (tmp_path / "home" / "tables" / "datapackage.json").is_file()
    second = run("build", "--data", tmp_path / "home")
    assert second.exit_code == 0
    assert "0 tables written" in second.output
    assert not (tmp_path / "elsewhere").exists()


def test_sources_lists_each_with_rows_date_and_licence(data: Path):
    lines = run("sources").stdout.splitlines()
    sources = [line for line in lines if not line.startswith(" ")]
    assert len(sources) >= 12
    assert all("rows" in line and "obtained 20" in line for line in sources)
    assert max(map(len, lines)) <= 120
    comtrade = lines.index(next(line for line in lines if line.startswith("un_comtrade_monthly")))
    assert lines[comtrade + 1 : comtrade + 3] == [
        "  4 checks passed, 0 rows left out",
        "  United Nations Statistics Division (UN Comtrade: cite; redistribution of bulk data restricted)",
    ]


def test_sources_as_json_says_the_same(data: Path):
    listed = json.loads(run("sources", "--json").stdout)
    lines = run("sources").stdout.splitlines()
    assert [source["source"] for source in listed] == [line.split()[0] for line in lines if not line.startswith(" ")]
    comtrade = next(source for source in listed if source["source"] == "un_comtrade_monthly")
    assert comtrade["rows_held"] == 192
    assert (comtrade["start_date"], comtrade["end_date"]) == ("2017-01-01", "2024-12-01")
    assert comtrade["checks"][0] == "every column present, none unknown"
    assert (comtrade["left_out"], comtrade["last_change"]) == (0, "")


def test_claims_print_each_verdict_with_its_readings(data: Path):
    result = run("claims")
    assert result.exit_code == 0
    assert "chinese-exports: " in result.stdout
    assert "readings" in result.stdout
    assert "-10.4 %".replace("-", "−") in result.stdout


def test_claims_as_json_are_fractions_with_readings(data: Path):
    entries = json.loads(run("claims", "--json").stdout)
    assert {"chinese-exports", "dprk-ammunition"} <= {entry["id"] for entry in entries}
    for entry in entries:
        assert {"id", "quote", "verdict", "stated", "computed", "unit", "readings"} <= set(entry)
        assert all({"label", "value", "holds"} <= set(reading) for reading in entry["readings"])
    exports = next(entry for entry in entries if entry["id"] == "chinese-exports")
    assert exports["unit"] == "fraction"
    assert exports["stated"] == -0.16
    # 24.828 against 27.716 billion dollars.
    assert exports["computed"] == pytest.approx(24_828_059_219 / 27_716_414_467 - 1)


def test_changes_of_lists_are_printed_and_written_as_a_feed(fuller: Store, tmp_path: Path):
    home = fuller.folder.parent
    told = run("changes", "--data", home, "--list", "ofac_sdn", "--json")
    assert next(change["name"] for change in json.loads(told.stdout)["changes"]) == "PETREL"
    feed = tmp_path / "lists.atom"
    made = run("changes", "--data", home, "--feed", feed, "--most", "3")
    assert made.exit_code == 0
    assert "The newest 3 of 5 changed entries; --most 5 gives all." in made.stderr
    assert feed.read_text(encoding="utf-8").count("<entry>") == 3
    assert "PETREL (ofac_sdn:SDN:36)" in run("changes", "--data", home).stdout


def test_a_list_of_which_no_two_versions_are_held_is_told(fuller: Store):
    said = failed_with_a_sentence(run("changes", "--data", fuller.folder.parent, "--list", "canada_sema"), 1)
    assert said == "Error: no two versions are held of 'canada_sema'; there are of ofac_sdn, un_consolidated"


COUNT = "SELECT count(*) AS n FROM trade_flow WHERE source = 'un_comtrade_monthly'"


@pytest.mark.parametrize(
    ("form", "expected"), [("table", "  n\n192\n"), ("csv", "n\n192\n"), ("json", '[\n  {\n    "n":192\n  }\n]\n')]
)
def test_query_prints_rows_in_the_form_asked_for(data: Path, form: str, expected: str):
    result = run("query", COUNT, "--format", form)
    assert result.exit_code == 0
    assert result.stdout.replace(" ", "") == expected.replace(" ", "")


def test_query_prints_every_row_it_returns(data: Path):
    sql = "SELECT period, value FROM trade_flow WHERE source = 'un_comtrade_monthly' ORDER BY ALL"
    assert len(list(csv.reader(io.StringIO(run("query", sql, "--format", "csv").stdout)))) == 193
    assert len(run("query", sql).stdout.splitlines()) == 193


def test_query_says_what_is_wrong_with_the_sql(data: Path):
    assert "nowhere" in failed_with_a_sentence(run("query", "SELECT * FROM nowhere"), 1)
    assert "syntax error" in failed_with_a_sentence(run("query", "SELEC 1"), 1)
    assert "no query" in failed_with_a_sentence(run("query", ""), 1)


def test_an_unknown_command_option_or_form_exits_with_two(data: Path):
    failed_with_a_sentence(run("fly"), 2)
    failed_with_a_sentence(run("build", "--colour"), 2)
    failed_with_a_sentence(run("query"), 2)
    failed_with_a_sentence(run("query", COUNT, "--format", "yaml"), 2)
    failed_with_a_sentence(run("--port", "0"), 2)


def starter(root: Path) -> Path:
    return root / "data" / "starter" / "un_comtrade_monthly" / "2026-11-01" / "china_exports_russia_monthly.csv"


def test_tidy_prints_a_files_rows(root: Path):
    result = run("tidy", starter(root))
    assert result.exit_code == 0
    rows = pd.read_csv(io.StringIO(result.stdout))
    assert len(rows) == 96
    assert set(rows["reporter"]) == {"CHN"}


@pytest.mark.parametrize(("ending", "read"), [("csv", pd.read_csv), ("parquet", pd.read_parquet)])
def test_tidy_writes_csv_and_parquet(ending: str, read: type, root: Path, tmp_path: Path):
    target = tmp_path / f"rows.{ending}"
    assert run("tidy", starter(root), "--source", "un_comtrade_monthly", "--to", target).exit_code == 0
    assert len(read(target)) == 96
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_tidy_says_what_it_cannot_read(root: Path, tmp_path: Path):
    unknown = tmp_path / "notes.csv"
    unknown.write_text("a,b\n1,2\n")
    assert "notes.csv" in failed_with_a_sentence(run("tidy", unknown), 1)
    assert "nobody" in failed_with_a_sentence(run("tidy", starter(root), "--source", "nobody"), 1)
    assert "missing.csv" in failed_with_a_sentence(run("tidy", tmp_path / "missing.csv"), 2)
    assert "parquet" in failed_with_a_sentence(run("tidy", starter(root), "--to", tmp_path / "rows.ods"), 2)


def test_tidy_names_file_row_and_value_of_what_is_wrong(root: Path, tmp_path: Path):
    broken = tmp_path / "broken.csv"
    broken.write_text(starter(root).read_text(encoding="utf-8").replace("3335331793", "n/a", 1), encoding="utf-8")
    assert broken.read_text(encoding="utf-8") != starter(root).read_text(encoding="utf-8")
    said = failed_with_a_sentence(run("tidy", broken), 1)
    assert "broken.csv" in said
    assert "n/a" in said


@pytest.mark.parametrize("command", ["build", "sources", "claims", "query"])
def test_a_data_folder_that_is_a_file_is_named(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WAYBILL_DATA", str(tmp_path / "elsewhere"))
    file = tmp_path / "not-a-folder"
    file.write_text("")
    words = [COUNT] if command == "query" else []
    assert "not-a-folder" in failed_with_a_sentence(run(command, *words, "--data", file), 1)


def test_tables_are_built_first_where_there_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Progress goes to standard error, so that what is asked for can be piped on."""
    monkeypatch.setenv("WAYBILL_DATA", str(tmp_path))
    result = run("query", COUNT, "--format", "csv")
    assert result.stdout == "n\n192\n"
    assert "Building the tables" in result.stderr


def test_a_damaged_package_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WAYBILL_DATA", str(tmp_path))
    assert run("build").exit_code == 0
    (tmp_path / "tables" / "datapackage.json").write_text('{"resources": [')
    assert run("query", COUNT, "--format", "csv").stdout == "n\n192\n"


def test_a_table_that_was_deleted_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WAYBILL_DATA", str(tmp_path))
    assert run("build").exit_code == 0
    for file in (tmp_path / "tables" / "trade_flow").glob("un_comtrade*"):
        file.unlink()
    assert run("query", COUNT, "--format", "csv").stdout == "n\n192\n"


@pytest.mark.parametrize("module", ["dashboard", "etl"])
def test_both_run_as_modules_from_any_folder(module: str, root: Path, tmp_path: Path):
    environment = os.environ | {"PYTHONPATH": str(root)}
    result = subprocess.run(
        [sys.executable, "-m", module, "--help"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 0
    assert "Usage:" in result.stdout
    assert not list(tmp_path.iterdir())
