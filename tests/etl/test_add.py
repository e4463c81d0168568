"""Adding what a user has: checked before it is kept, sealed once, built, and told."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from dashboard.store import open_store
from etl import archives
from etl.__main__ import main
from etl.add import add
from etl.keep import keep
from etl.publish import read_package
from etl.snapshot import ACCEPTED
from etl.sources import all_sources, uk_conlist
from etl.table import ContractBroken
from tests.etl.conftest import COMTRADE, Write, comtrade_line
from tests.etl.publishers import raw
from tests.etl.test_kiel_website import EXPLORER, WEAPONS
from tests.etl.test_ofac_sdn import ALT, SDN, written
from tests.etl.test_uk_conlist import LINES, line


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists may be as short as ours are here."""
    small = {name: replace(source, least=1) for name, source in all_sources().items()}
    for module in ("etl.add", "etl.build", "etl.recognise"):
        monkeypatch.setattr(f"{module}.all_sources", lambda: small)


@pytest.fixture
def conlist(write: Write) -> Callable[..., Path]:
    """A list of our own for a day, with the lines given beside the usual ones."""

    def written(name: str = "ConList.csv", day: str = "27/04/2020", lines: tuple[str, ...] = LINES) -> Path:
        return write(name, *(row.replace("27/04/2020", day) for row in lines), encoding="cp1252")

    return written


def sealed(home: Path) -> list[str]:
    return sorted(file.parent.relative_to(home / "raw").as_posix() for file in home.glob("raw/*/*/receipt.json"))


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_a_file_is_kept_under_the_day_it_states_and_built(home: Path, conlist, short: None):
    added = add([conlist()], home)
    assert (added.good, sealed(home)) == (True, ["uk_conlist/2020-04-27"])
    assert (added.changes[0].rows_before, added.changes[0].rows) == (None, 2)
    receipt = json.loads((home / "raw/uk_conlist/2020-04-27/receipt.json").read_text())
    assert (receipt["files"][0]["name"], receipt["made_by"]) == ("ConList.csv", "added by hand with waybill add")
    assert {r["waybill"]["table"] for r in read_package(home)["resources"] if "uk_conlist" in r["name"]} == {
        "listing", "listing_name", "listing_identifier",
    }  # fmt: skip


def test_the_same_bytes_change_nothing_whatever_they_are_called(home: Path, conlist, short: None):
    add([conlist()], home)
    before = (home / "tables/datapackage.json").read_bytes()
    again = add([conlist("copy.csv")], home, day=date(2026, 11, 9))
    assert again.unchanged == ["uk_conlist: copy.csv held already, as of 2020-04-27; nothing changes"]
    assert (again.kept, sealed(home)) == ([], ["uk_conlist/2020-04-27"])
    assert (home / "tables/datapackage.json").read_bytes() == before


def test_a_later_list_says_what_came_went_and_was_amended(home: Path, conlist, short: None):
    add([conlist()], home)
    later = (*LINES[:2], *(row.replace("Minister", "Governor") for row in LINES[2:5]), line("56", "NEW NAME"))
    added = add([conlist("later.csv", "28/04/2020", later)], home)
    assert added.changes[0].said == "2 → 2 rows; 1 added, 1 removed, 1 amended"
    assert sealed(home) == ["uk_conlist/2020-04-27", "uk_conlist/2020-04-28"]


def names_listed(home: Path) -> list[str]:
    """The entries that the published list has now."""
    return sorted(open_store(home).rows("SELECT name FROM listing WHERE source = 'uk_conlist'")["name"])


def test_of_two_versions_of_a_list_that_state_one_day_the_one_added_last_counts(home: Path, conlist, short: None):
    add([conlist()], home)
    before = names_listed(home)
    added = add([conlist("second.csv", lines=(*LINES, line("56", "NEW NAME")))], home)
    assert sealed(home) == ["uk_conlist/2020-04-27", "uk_conlist/2020-04-27.2"]
    assert names_listed(home) == sorted([*before, "NEW NAME"])
    assert added.warnings == ["uk_conlist: ConList.csv of 2020-04-27 stays sealed, but no longer counts"]
    third = conlist("third.csv", lines=(*LINES[:-1], line("56", "NEWER NAME")))
    add([third], home)
    assert "NEWER NAME" in names_listed(home) and "NEW NAME" not in names_listed(home)


def test_a_second_list_that_states_no_day_asks_for_one(home: Path, write: Write, short: None):
    first = written(write, "sdn.csv", SDN)
    add([first], home)
    later = written(write, "later.csv", [*SDN, SDN[0].replace("36,", "37,").replace("HERON AIRLINES", "EGRET")])
    refused = add([later], home)
    assert refused.kept == []
    assert refused.refused["later.csv"] == (
        "ofac_sdn: later.csv does not say of which day it is, and of today sdn.csv is held already; say the day of "
        "each version with --date YYYY-MM-DD (the last one added of a day counts for it)"
    )
    assert add([later], home, day=date(2026, 1, 5)).good
    days = open_store(home).rows("SELECT DISTINCT vintage, count(*) AS n FROM listing_vintages GROUP BY 1 ORDER BY 1")
    assert days["n"].tolist() == [len(SDN) + 1, len(SDN)]
    assert add([first, written(write, "alt.csv", ALT)], home).good, "with its other files it is no other version"


def test_aid_that_a_later_release_no_longer_has_is_not_counted_with_it(home: Path, write: Write, short: None):
    add([write("explorer.csv", *EXPLORER), write("weapons.csv", *WEAPONS)], home, day=date(2026, 1, 1))
    later = add([write("explorer.csv", *EXPLORER[:2], EXPLORER[3])], home, day=date(2026, 2, 1))
    kept = open_store(home).rows("SELECT donor, period FROM aid_commitment WHERE measure = 'commitment' ORDER BY donor")
    assert kept["donor"].tolist() == ["AUS", "EUU"]
    assert later.warnings == [
        "kiel_website: the release came without its file of heavy weapons: of these nothing counts now"
    ]


def test_nothing_is_kept_of_a_file_that_does_not_hold(home: Path, conlist, write: Write, short: None):
    bad = conlist(lines=(*LINES, line("56", "X", Regime="Atlantis")))
    added = add([bad, write("trade.csv", COMTRADE[0], comtrade_line("202407", "X", "5.0"))], home, day=date(2026, 1, 2))
    assert "'Atlantis' is an unknown regime" in added.refused["ConList.csv"]
    assert sealed(home) == ["un_comtrade_monthly/2026-01-02"]
    assert not added.good


def test_a_list_below_its_least_is_refused(home: Path, conlist):
    added = add([conlist()], home)
    assert "2 rows, but" in added.refused["ConList.csv"]
    assert sealed(home) == []


def test_a_list_that_halves_needs_consent_and_is_marked(home: Path, conlist, short: None):
    add([conlist(lines=(*LINES, line("56", "A"), line("57", "B"), line("58", "C")))], home)
    fewer = conlist("fewer.csv", "28/04/2020")
    assert "more than halved" in add([fewer], home).refused["fewer.csv"]
    assert add([fewer], home, accept_truncated=True).good
    assert json.loads((home / "raw/uk_conlist/2020-04-28/receipt.json").read_text())["note"] == ACCEPTED


def test_a_table_that_the_publisher_cut_needs_consent_and_stays_marked(home: Path, conlist, short: None):
    def tidy(paths: object) -> dict[str, pd.DataFrame]:
        rows = uk_conlist.tidy(paths)
        rows["listing"].attrs["truncated"] = "exactly 10,000 rows"
        return rows

    source = replace(uk_conlist.source, tidy=tidy, least=1)
    with pytest.raises(ContractBroken, match="exactly 10,000 rows; add it with --accept-truncated"):
        keep(source, [conlist()], home, date(2020, 4, 27))
    warnings: list[str] = []
    shot, new = keep(source, [conlist()], home, date(2020, 4, 27), accept_truncated=True, warnings=warnings)
    assert (new, shot.note) == (True, ACCEPTED)
    assert warnings == [f"uk_conlist: exactly 10,000 rows; {ACCEPTED}"]


def test_consent_does_not_mark_what_is_whole(home: Path, conlist, short: None):
    add([conlist()], home, accept_truncated=True)
    assert json.loads((home / "raw/uk_conlist/2020-04-27/receipt.json").read_text())["note"] == ""


def test_a_folder_is_gone_through_and_what_is_no_data_is_passed_over(home: Path, conlist, write: Write, short: None):
    conlist()
    note = write("README.md", "# About these files")
    added = add([note.parent], home)
    assert (added.good, sealed(home)) == (True, ["uk_conlist/2020-04-27"])
    assert "no source recognises this file" in added.passed_over[str(note)]
    assert "no source recognises this file" in add([note], home).refused[str(note)]


def test_a_bad_file_of_a_folder_holds_up_no_other_of_its_source(home: Path, write: Write, tmp_path: Path, short: None):
    (tmp_path / "folder").mkdir()
    good = write("folder/good.csv", COMTRADE[0], comtrade_line("202407", "X", "5.0"))
    write("folder/bad.csv", COMTRADE[0], comtrade_line("202408", "X", "n/a"))
    write("folder/cut.csv", COMTRADE[0], comtrade_line("202409", "X", "6.0")[:-30])
    added = add([good.parent], home, day=date(2026, 1, 2))
    assert [file.name for shot in added.kept for file in shot.files] == ["good.csv"]
    assert sorted(added.refused) == ["bad.csv", "cut.csv"]
    assert "bad.csv row 2, column 'primaryValue': 'n/a' is not a number" in added.refused["bad.csv"]
    assert "bad.csv" not in added.refused["cut.csv"]


def test_of_a_list_in_several_files_none_is_kept_without_the_others(home: Path, conlist, write: Write, short: None):
    added = add([conlist(), write("second.csv", *LINES[:2], encoding="cp1252")], home, day=date(2020, 4, 27))
    assert (added.kept, list(added.refused)) == ([], ["ConList.csv, second.csv"])


@pytest.mark.raw
def test_the_pages_of_china_customs_each_have_their_own_outcome(home: Path):
    added = add([raw("gacc/release_section4*.html")[0].parent], home)
    assert "the table of this page is a picture" in added.refused["release_section4_by_country_jan2018_cny.html"]
    assert "nothing says whether" in added.refused["query_english_truncated_10000_rows_gb18030.csv"]
    assert sorted(shot.source for shot in added.kept) == ["china_customs_flash", "china_customs_query"]
    assert "no source recognises this file" in " ".join(added.passed_over.values())


def test_packed_files_are_unpacked(home: Path, conlist, tmp_path: Path, short: None):
    content = conlist().read_bytes()
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(content, mtime=0))
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("inside/later.csv", content.replace(b"27/04/2020", b"28/04/2020"))
    added = add([tmp_path / "a.csv.gz", tmp_path / "b.zip"], home)
    assert added.good
    assert sorted(shot.files[0].name for shot in added.kept) == ["a.csv", "later.csv"]


def zipped(path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


@pytest.mark.parametrize("name", ["../outside.csv", "/etc/outside.csv", "..\\outside.csv", "C:\\outside.csv"])
def test_no_archive_writes_outside_of_its_folder(tmp_path: Path, name: str):
    with pytest.raises(ContractBroken, match="written outside of its folder"):
        archives.unpacked(zipped(tmp_path / "a.zip", name, b"x"), tmp_path / "in")
    assert not list(tmp_path.rglob("outside.csv"))


def test_no_archive_fills_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    zeros = b"0" * (20 << 20)
    with pytest.raises(ContractBroken, match="which no table needs"):
        archives.unpacked(zipped(tmp_path / "bomb.zip", "zeros.csv", zeros), tmp_path / "in")
    packed = tmp_path / "bomb.gz"
    packed.write_bytes(gzip.compress(zeros, mtime=0))
    with pytest.raises(ContractBroken, match="which no table needs"):
        archives.unpacked(packed, tmp_path / "in")
    monkeypatch.setattr(archives, "MOST_MEMBERS", 0)
    with pytest.raises(ContractBroken, match="1 files are packed in it"):
        archives.unpacked(zipped(tmp_path / "many.zip", "a.csv", b"x"), tmp_path / "in")
    assert not list((tmp_path / "in").glob("*"))


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 no archive",
        b"\x1f\x8b\x08 no archive",
        b"7z\xbc\xaf\x27\x1c\x00\x04",
        gzip.compress(b"abc", mtime=0)[:-4],
    ],
)
def test_a_damaged_archive_is_named(tmp_path: Path, content: bytes):
    (tmp_path / "a.bin").write_bytes(content)
    with pytest.raises(ContractBroken, match=r"a\.bin: the packed file is damaged or cut"):
        archives.unpacked(tmp_path / "a.bin", tmp_path / "in")


def test_workbooks_are_left_as_they_are(tmp_path: Path):
    book = zipped(tmp_path / "book.xlsx", "[Content_Types].xml", b"<Types/>")
    assert archives.unpacked(book, tmp_path / "in") == [book]


def test_the_command_says_what_changed_and_what_was_refused(home: Path, conlist, write: Write, short: None):
    kept = run("add", conlist(), "--data", home)
    assert (kept.exit_code, "✓ uk_conlist: ConList.csv kept as of 2020-04-27: 2 rows" in kept.output) == (0, True)
    assert "held already" in run("add", conlist(), "--data", home).output
    refused = run("add", write("x.csv", "a,b", "1,2"), "--data", home)
    assert (refused.exit_code, "no source recognises this file" in refused.output) == (1, True)
    dated = run("add", conlist("d.csv", lines=(*LINES, line("9", "X"))), "--date", "2021-01-02", "--data", home)
    assert (dated.exit_code, "kept as of 2021-01-02" in dated.output) == (0, True)
    assert "is not written like 2026-10-08" in run("add", conlist(), "--date", "2.1.2021").output
    assert "there is no source 'nobody'" in run("add", conlist(), "--source", "nobody", "--data", home).output


def test_of_many_files_in_a_folder_that_nobody_knows_the_command_says_how_many(home: Path, tmp_path: Path):
    folder = tmp_path / "download"
    (folder / "notes").mkdir(parents=True)
    for number in range(6):
        (folder / f"{number}.yml").write_text("a: b")
    (folder / "notes" / "readme.txt").write_text("read me")
    said = run("add", folder, "--data", home).output
    assert f"- {folder}: 6 files passed over, from 0.yml to 5.yml: no source recognises this file" in said
    assert f"- {folder / 'notes' / 'readme.txt'} passed over: no source recognises this file" in said


@pytest.mark.parametrize("command", ["add", "fetch"])
def test_the_commands_help_with_an_example(command: str):
    assert f"Example: python -m etl {command}" in run(command, "--help").output


def test_the_fetch_command_plans_names_and_says_where_to_click(home: Path):
    planned = run("fetch", "uk_sanctions_list", "uk_conlist", "--dry-run", "--data", home)
    assert planned.exit_code == 0
    assert "would ask for https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.csv" in planned.output
    assert "Then: waybill add FILE" in planned.output
    assert run("fetch", "nobody", "--data", home).exit_code == 2
    assert run("fetch", "uk_conlist", "--since", "October", "--data", home).exit_code == 2
