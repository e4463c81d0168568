"""Building: the same bytes give the same tables, a bad file stops one source, readers see whole packages."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from etl.build import build, snapshots, stale
from etl.publish import read_package
from etl.snapshot import seal, sha256
from etl.sources import all_sources
from etl.table import ContractBroken
from etl.verify import faults
from tests.etl.conftest import COMTRADE, Write, add_vintage, comtrade_line

DAY = date(2026, 11, 2)


def tables(home: Path) -> dict[str, str]:
    """Every published file with its hash."""
    folder = home / "tables"
    return {p.relative_to(folder).as_posix(): sha256(p) for p in folder.rglob("*.*") if p.name != ".lock"}


def resource(home: Path, source: str, obtained: str) -> dict:
    """The published resource of one vintage, its main table."""
    named = [r for r in read_package(home)["resources"] if r["name"].endswith(f".{source}.{obtained}")]
    found = [r for r in named if r["waybill"]["main"]]
    assert len(found) == 1
    return found[0]


def test_the_same_bytes_twice_give_the_same_bytes(home: Path):
    assert build(home).good
    first = tables(home)
    shutil.rmtree(home)
    assert build(home).good
    assert tables(home) == first
    assert len(first) == 6


@pytest.fixture
def large(home: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sealed file that counts as large, built."""
    monkeypatch.setattr("etl.snapshot.LARGE", 1)
    file = add_vintage(home, write("c.csv", *COMTRADE), "un_comtrade_monthly", DAY)
    build(home)
    return file


def test_a_large_file_is_not_hashed_again_until_it_is_written_to(
    home: Path, large: Path, monkeypatch: pytest.MonkeyPatch
):
    hashed: list[str] = []
    monkeypatch.setattr("etl.snapshot.sha256", lambda path: hashed.append(path.name) or sha256(path))
    assert not stale(home)
    assert large.name not in hashed
    os.utime(large)
    assert not stale(home)
    assert hashed.count(large.name) == 1


def test_other_bytes_of_the_same_size_and_time_are_found(home: Path, large: Path):
    before = large.stat()
    large.write_bytes(large.read_bytes().replace(b"7456257276", b"7456257277"))
    os.utime(large, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert large.stat().st_size == before.st_size
    assert "its bytes are not those that were sealed" in build(home).failed["un_comtrade_monthly"]


def test_verify_hashes_every_file_whatever_is_remembered(home: Path, large: Path):
    large.write_bytes(large.read_bytes().replace(b"7456257276", b"7456257277"))
    remembered = large.parent / ".hashed.json"
    stamp = json.loads(remembered.read_text())[large.name]
    found = large.stat()
    forged = [stamp[0], found.st_size, found.st_mtime_ns, found.st_ctime_ns]
    remembered.write_text(json.dumps({large.name: forged}))
    assert not stale(home)
    assert any("its bytes are not those that were sealed" in fault for fault in faults(home))


def test_a_second_build_reuses_everything_and_nothing_is_stale(home: Path):
    assert stale(home)
    build(home)
    assert not stale(home)
    before = tables(home)
    report = build(home)
    assert (report.written, len(report.reused)) == ([], 5)
    assert tables(home) == before


def test_the_package_is_valid_to_the_frictionless_validator(home: Path):
    build(home)
    report = frictionless.validate(str(home / "tables" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])
    assert report.stats["tasks"] == 5


def test_every_vintage_is_published(home: Path, comtrade: Path):
    add_vintage(home, comtrade, "un_comtrade_monthly", DAY)
    assert build(home).good
    assert resource(home, "un_comtrade_monthly", "2026-11-01")["waybill"]["rows"] == 192
    newer = resource(home, "un_comtrade_monthly", "2026-11-02")
    assert newer["waybill"]["rows"] == 4
    assert newer["waybill"]["coverage"] == {"start": "2024-03-01", "end": "2024-05-01"}
    rows = pd.read_parquet(home / "tables" / newer["path"])
    assert set(rows["vintage"]) == {DAY}


def test_a_source_that_breaks_keeps_its_last_good_table_while_others_move_on(home: Path, write: Write, bundle: Path):
    build(home)
    kept = resource(home, "un_comtrade_monthly", "2026-11-01")
    bad = write("june.csv", COMTRADE[0], comtrade_line("202406", "X", "n/a"))
    add_vintage(home, bad, "un_comtrade_monthly", DAY)
    packages = bundle / "figures" / "eu_packages.csv"
    lines = packages.read_text(encoding="utf-8").splitlines()
    packages.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    report = build(home)
    assert not report.good
    assert list(report.failed) == ["un_comtrade_monthly"]
    assert "june.csv row 2, column 'primaryValue': 'n/a' is not a number" in report.failed["un_comtrade_monthly"]
    assert resource(home, "un_comtrade_monthly", "2026-11-01") == kept
    assert (home / "tables" / kept["path"]).is_file()
    assert resource(home, "eu_packages", "2026-11-01")["waybill"]["rows"] == 21


def test_a_file_cut_short_does_not_replace_a_longer_table(home: Path, bundle: Path):
    build(home)
    packages = bundle / "figures" / "eu_packages.csv"
    packages.write_text("\n".join(packages.read_text(encoding="utf-8").splitlines()[:5]) + "\n", encoding="utf-8")
    report = build(home)
    assert "4 rows, but EU sanctions packages against Russia has at least 20" in report.failed["eu_packages"]
    assert resource(home, "eu_packages", "2026-11-01")["waybill"]["rows"] == 22


def test_a_fault_nobody_foresaw_stops_only_its_source(home: Path, bundle: Path):
    (bundle / "figures" / "events.json").write_text("{", encoding="utf-8")
    report = build(home)
    assert list(report.failed) == ["events"]
    assert len(report.written) == 4


def test_a_reader_sees_the_old_package_or_the_new_one_whole(home: Path, comtrade: Path):
    def whole() -> tuple[str, ...]:
        package = read_package(home)
        for held in package["resources"]:
            path = home / "tables" / held["path"]
            assert held["hash"] == f"sha256:{sha256(path)}"
        return tuple(r["name"] for r in package["resources"])

    build(home)
    old, seen = whole(), []
    add_vintage(home, comtrade, "un_comtrade_monthly", DAY)
    build(home, tell=lambda _: seen.append(whole()))
    assert set(seen) == {old}
    assert len(whole()) == len(old) + 1


def test_files_of_the_previous_package_stay_for_one_build(home: Path, bundle: Path):
    build(home)
    old = resource(home, "eu_packages", "2026-11-01")["path"]
    packages = bundle / "figures" / "eu_packages.csv"
    text = packages.read_text(encoding="utf-8")
    packages.write_text(text.replace("\n1,2022-02-23", "\nfirst,2022-02-23"), encoding="utf-8")
    build(home)
    assert (home / "tables" / old).is_file()
    build(home)
    assert not (home / "tables" / old).is_file()


def test_a_changed_byte_of_a_sealed_file_is_detected(home: Path, comtrade: Path):
    sealed = add_vintage(home, comtrade, "un_comtrade_monthly", DAY)
    assert faults(home) == []
    sealed.write_bytes(sealed.read_bytes().replace(b"7456257276.0", b"7456257277.0"))
    with pytest.raises(ContractBroken, match=r"comtrade.csv: its bytes are not those that were sealed"):
        snapshots(all_sources()["un_comtrade_monthly"], home)
    assert "un_comtrade_monthly" in build(home).failed
    assert len(faults(home)) == 1


def test_a_changed_byte_of_a_published_table_is_detected(home: Path):
    build(home)
    assert faults(home) == []
    table = home / "tables" / resource(home, "events", "2026-11-01")["path"]
    table.write_bytes(table.read_bytes() + b"x")
    assert "its bytes are not those that were published" in faults(home)[0]


def test_the_same_bytes_keep_their_date(home: Path, comtrade: Path):
    add_vintage(home, comtrade, "un_comtrade_monthly", DAY)
    facts = {"publisher": "p", "url": "u", "citation": "c", "license": "l"}
    again = home / "raw" / "un_comtrade_monthly" / "2026-12-01"
    held = seal(again, [comtrade], source="un_comtrade_monthly", obtained=date(2026, 12, 1), **facts)
    assert held.obtained == DAY
    assert not again.exists()


def test_a_hand_kept_table_without_its_facts_is_refused(home: Path, bundle: Path):
    (bundle / "figures" / "events.json").unlink()
    assert "say where it comes from in events.json" in build(home).failed["events"]


def correct(home: Path, was: str) -> None:
    folder = home / "figures" / "corrections"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "eu_packages.csv").write_text(
        "row,column,was,becomes,reason,decided_on\n"
        f"package=18,status,{was},verified-date,the Council's page was read,2026-11-03\n",
        encoding="utf-8",
    )


def test_a_correction_applies_and_is_counted(home: Path):
    correct(home, "adoption-day-not-verified")
    build(home)
    published = resource(home, "eu_packages", "2026-11-01")
    assert published["waybill"]["corrected"] == 1
    rows = pd.read_parquet(home / "tables" / published["path"]).set_index("package")
    assert rows.loc["18", "status"] == "verified-date"


def test_a_correction_that_the_publisher_made_obsolete_stops_the_source(home: Path):
    correct(home, "strongly-supported")
    failed = build(home).failed["eu_packages"]
    assert "eu_packages.csv line 2: package=18 should have status = strongly-supported" in failed
    assert "the correction is obsolete, delete it" in failed


def test_what_was_left_out_on_purpose_is_told_in_the_package(home: Path, write: Write):
    line = '"Russian Federation (Russia)","Total","EXPORT","Total","Aug. 2024"'
    file = write(
        "russia.csv",
        "REPORTER,PARTNER,PRODUCT,FLOW,STAT_PROCEDURE,PERIOD,VALUE_IN_EUR",
        f'"Luxembourg",{line},162950',
        f'"Euro area (AT-01/1999)",{line},2028963566',
    )
    add_vintage(home, file, "eurostat_comext", DAY)
    build(home)
    published = resource(home, "eurostat_comext", "2026-11-02")
    assert published["waybill"]["left_out"] == {"Euro area (AT-01/1999)": 1}


def test_the_package_carries_where_each_table_comes_from(home: Path):
    build(home)
    package = json.loads((home / "tables" / "datapackage.json").read_text(encoding="utf-8"))
    for held in package["resources"]:
        about = held["waybill"]
        assert held["sources"][0]["title"]
        assert held["licenses"][0]["title"]
        assert about["citation"]
        assert about["obtained"] == "2026-11-01"
        assert about["files"][0]["sha256"]
