"""`python -m etl`: sentences, examples and exit codes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from etl.__main__ import main
from etl.publish import read_package
from etl.sources.china_customs_query import LIMIT
from tests.etl.conftest import COMTRADE, Write, add_vintage, comtrade_line
from tests.etl.test_add import zipped
from tests.etl.test_china_customs_query import CHINESE


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.mark.parametrize("command", ["list", "build", "tidy", "verify"])
def test_every_command_helps_with_an_example(command: str):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"Example: python -m etl {command}" in result.output


def test_build_list_and_verify_agree(home: Path):
    built = run("build", "--data", home)
    assert (built.exit_code, "5 tables written, 0 unchanged" in built.output) == (0, True)
    assert "5 unchanged" in run("build", "--data", home).output
    assert "2026-11-01" in run("list", "--data", home).output
    assert run("verify", "--data", home).exit_code == 0


def test_build_exits_with_one_and_names_what_broke(home: Path, write: Write):
    bad = write("june.csv", COMTRADE[0], comtrade_line("202406", "X", "n/a"))
    add_vintage(home, bad, "un_comtrade_monthly", pd.Timestamp("2026-11-02").date())
    result = run("build", "--data", home)
    assert result.exit_code == 1
    assert "june.csv row 2, column 'primaryValue': 'n/a' is not a number" in result.output
    assert len(read_package(home)["resources"]) == 4


def test_verify_exits_with_one_and_names_the_file(home: Path):
    run("build", "--data", home)
    table = next((home / "tables" / "event").glob("*.parquet"))
    table.write_bytes(b"")
    result = run("verify", "--data", home)
    assert result.exit_code == 1
    assert table.name in result.output


def test_tidy_prints_one_files_rows_and_keeps_nothing(comtrade: Path, tmp_path: Path):
    result = run("tidy", comtrade)
    assert result.exit_code == 0
    assert result.output.splitlines()[1].startswith("2024-03-01,month,CHN,RUS,export,TOTAL,HS2022,7456257276.0")
    for ending, read in ((".csv", pd.read_csv), (".parquet", pd.read_parquet)):
        target = tmp_path / f"rows{ending}"
        assert run("tidy", comtrade, "--to", target).exit_code == 0
        assert len(read(target)) == 4


def test_tidy_unpacks_and_leaves_out_what_is_no_data(comtrade: Path, tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "download.zip", "w") as archive:
        archive.write(comtrade, "data/comtrade.csv")
        archive.writestr("readme.txt", "about these files")
    assert run("tidy", tmp_path / "download.zip").stdout == run("tidy", comtrade).stdout
    assert "no source recognises this file" in run("tidy", zipped(tmp_path / "n.zip", "readme.txt", b"about")).output


def test_tidy_says_when_a_file_is_cut(write: Write):
    lines = [f'"202401","502","美国","{10_000_000 + n}","x","1","千克","0","?","1",' for n in range(LIMIT)]
    result = run("tidy", write("2024-export.csv", CHINESE[0], *lines, encoding="gbk"))
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, LIMIT + 1)
    assert result.stderr.startswith("! 2024-export.csv: 10,000 rows, at which the platform stops without saying so")


def test_tidy_refuses_what_it_does_not_know_with_a_sentence(write: Write, comtrade: Path):
    unknown = run("tidy", write("x.csv", "a,b", "1,2"))
    assert (unknown.exit_code, "no source recognises this file" in unknown.output) == (1, True)
    named = run("tidy", comtrade, "--source", "nobody")
    assert (named.exit_code, "there is no source 'nobody'" in named.output) == (1, True)
    assert run("tidy", comtrade, "--source", "cepii_baci").exit_code == 1
    assert run("tidy", comtrade, "--to", "rows.doc").exit_code == 2
    assert run("tidy", "no-such-file.csv").exit_code == 2
