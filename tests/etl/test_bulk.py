"""Bulk files as publishers pack them: part by part, strictly, resumed where it stopped, nothing counted twice."""

# ruff: noqa: E501  (a harm and what is said of it in one line reads as a table)
from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import duckdb
import frictionless
import pandas as pd
import pytest
from click.testing import CliRunner

from dashboard.added_up import rewritten
from dashboard.engines import parquet
from dashboard.store import open_store
from etl import archives, columnar
from etl.__main__ import main
from etl.add import add
from etl.build import build, stale
from etl.publish import read_package
from etl.sources import un_comtrade_monthly
from etl.table import ContractBroken
from tests.etl.bulk_files import FLOWS, gzipped, release, seven_zip, year
from tests.etl.conftest import COMTRADE, comtrade_line
from tests.etl.test_eurostat_comext_bulk import LINES as COMEXT

DAY = date(2026, 11, 3)
APART = (
    "source = 'cepii_baci' AND currency = 'USD' AND valuation = 'FOB' AND grain = 'year' AND classification = 'HS2017'"
)
ONE = f"{APART} AND NOT aggregate AND length(product) = 6"
TOTALS = f"""SELECT year(period) AS year, sum(value) AS value FROM trade_flow
WHERE {ONE} AND reporter = 'CHN' AND partner = 'RUS' GROUP BY ALL ORDER BY year"""


def published(home: Path, table: str = "trade_flow", source: str = "cepii_baci") -> pd.DataFrame:
    """Every published row of a table and source."""
    found = [r for r in read_package(home)["resources"] if r["name"].startswith(f"{table}.{source}.")]
    return pd.concat([pd.read_parquet(home / "tables" / r["path"]) for r in found], ignore_index=True)


@pytest.fixture
def baci(tmp_path: Path) -> Path:
    return release(tmp_path / "BACI_HS17_V202601.zip", {2020: year(2020), 2021: year(2021)})


def test_a_release_is_read_year_by_year_as_it_comes(home: Path, baci: Path):
    added = add([baci], home, day=DAY)
    assert added.good, added.report
    assert added.changes[0].said == "6 rows in 2 parts"
    rows = published(home)
    assert rows["product"].tolist() == ["010620", "281219", "071120"] * 2
    assert rows["value"].tolist() == [48641.0, 160.0, 727.0] * 2
    assert rows["period"].astype(str).tolist() == ["2020-01-01"] * 3 + ["2021-01-01"] * 3
    assert rows["mass_kg"].isna().tolist() == [False, True, False] * 2


def test_a_release_takes_the_place_of_extracts_of_the_same_years_and_counts_nothing_twice(tmp_path: Path):
    home = tmp_path / "home"
    build(home)
    extract = open_store(home).rows(TOTALS).set_index("year")["value"]
    assert add([release(tmp_path / "BACI.zip", {2020: year(2020)})], home, day=date(2026, 1, 5)).good
    store = open_store(home)
    totals = store.rows(TOTALS).set_index("year")["value"]
    # The release is older than the bundled extract, but has all of its year.
    assert totals[2020] == 48641.0 + 160.0
    assert totals.drop(2020).equals(extract.drop(2020))
    held = store.rows("SELECT count(*) AS n FROM trade_flow WHERE source = 'cepii_baci'")["n"].item()
    catalogue = store.catalogue.set_index("source")
    assert catalogue.loc["cepii_baci", "rows_held"] == held
    assert catalogue.loc["cepii_baci", "vintages"] == 2
    assert store.as_of(date(2026, 1, 6)).rows(TOTALS)["year"].tolist() == [2020]


@pytest.mark.parametrize("in_memory", [0, 1 << 20])
def test_what_all_rows_of_a_part_share_is_told_and_is_what_its_file_has(
    home: Path, baci: Path, in_memory: int, monkeypatch: pytest.MonkeyPatch
):
    add([baci], home, day=DAY)
    told = next(r["waybill"] for r in read_package(home)["resources"] if "whole" in r["waybill"])["shared"]
    assert told == {
        "grain": "year", "flow": "export", "classification": "HS2017", "value_low": None, "value_high": None,
        "currency": "USD", "valuation": "FOB", "status": "reconciled", "basis": None, "source": "cepii_baci",
        "aggregate": False,
    }  # fmt: skip
    monkeypatch.setattr(parquet, "IN_MEMORY", in_memory)
    store = open_store(home)
    for table, rows in {"trade_flow": 6, "trade_flow_by_pair": 4, "trade_flow_by_product": 6}.items():
        files = [str(file) for file in (home / "tables" / table).glob("cepii_baci-2026-11-03-*")]
        written = duckdb.sql(f"SELECT * FROM read_parquet({files}) ORDER BY ALL").df()
        assert len(written) == rows
        asked = store.rows(f"SELECT {', '.join(written.columns)} FROM {table} WHERE source = 'cepii_baci' ORDER BY ALL")
        pd.testing.assert_frame_equal(asked, written)


def test_whether_a_row_is_of_a_group_is_told_by_its_countries(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = tmp_path / "BACI_HS17_Y2020_V202601.csv"
    file.write_bytes(year(2020, (*FLOWS, (156, 492, 71120, "9.0", "1.0"))))  # 492 is Europe EU, nes
    assert add([file], home, day=DAY).good
    (part,) = [r["waybill"] for r in read_package(home)["resources"] if r["name"].startswith("trade_flow.cepii_baci.")]
    assert part["groups"] == ["XNU"]
    monkeypatch.setattr(parquet, "IN_MEMORY", 0)
    store = open_store(home)
    rows = store.rows("SELECT partner, aggregate FROM trade_flow WHERE source = 'cepii_baci' ORDER BY ALL")
    assert rows.to_numpy().tolist() == [["RUS", False], ["RUS", False], ["TWN", False], ["XNU", True]]
    scan = store._connection.execute("EXPLAIN SELECT value FROM trade_flow WHERE NOT aggregate").fetchall()[0][1]
    assert "XNU" in scan


def test_a_later_release_replaces_the_years_it_has_and_leaves_the_others(home: Path, baci: Path, tmp_path: Path):
    add([baci], home, day=DAY)
    later = (*FLOWS[:2], (842, 490, 71120, "9.0", "1.0"))
    add([release(tmp_path / "later.zip", {2021: year(2021, later)})], home, day=date(2026, 12, 1))
    rows = open_store(home).rows(
        "SELECT year(period) AS year, value FROM trade_flow WHERE product = '071120' ORDER BY year"
    )
    assert rows.to_numpy().tolist() == [[2020, 727.0], [2021, 9000.0]]
    every = open_store(home).rows("SELECT count(*) AS n FROM trade_flow_vintages WHERE source = 'cepii_baci'")
    assert every["n"].item() == 9


@pytest.mark.parametrize(
    ("sql", "read"),
    [
        (f"SELECT period, sum(value) AS v FROM trade_flow WHERE {ONE} AND partner = 'RUS' GROUP BY period", "pair"),
        (f"SELECT partner, sum(f.mass_kg) AS v FROM trade_flow AS f WHERE {APART} AND LENGTH ( f.product ) = 6 GROUP BY ALL", "pair"),
        (f"SELECT left(product, 2) AS chapter, sum(value) AS v FROM trade_flow WHERE {ONE} GROUP BY ALL", "product"),
        ("SELECT reporter, count(DISTINCT partner) AS v FROM trade_flow WHERE source = $source GROUP BY reporter", "pair"),
        (f"WITH top AS (SELECT reporter, sum(value) AS v FROM trade_flow WHERE {ONE} GROUP BY ALL) SELECT reporter, v FROM top", "pair"),
        (
            "SELECT s.tier, sum(f.value) AS v FROM trade_flow AS f JOIN (SELECT '071120' AS product, 'a' AS tier) AS s "
            f"ON s.product = f.product WHERE {APART} AND NOT aggregate GROUP BY ALL", "product",
        ),
        (f"SELECT reporter, sum(value) FILTER (product = '071120') AS v FROM trade_flow WHERE {ONE} GROUP BY reporter", "product"),
        (f"SELECT partner, sum(value) AS value FROM trade_flow WHERE {ONE} GROUP BY partner ORDER BY value DESC", "pair"),
        (
            f"WITH top AS (SELECT reporter, sum(value) AS value FROM trade_flow WHERE {ONE} GROUP BY reporter ORDER BY value "
            f"DESC LIMIT 30) SELECT reporter, partner, sum(value) AS value FROM trade_flow WHERE {ONE} "
            "AND reporter IN (SELECT reporter FROM top) GROUP BY ALL", "all pair",
        ),
        (
            f"SELECT reporter, sum(value) AS v FROM trade_flow AS f WHERE {APART} AND NOT aggregate AND length(product) = 6 AND "
            "EXISTS (SELECT 1 FROM (VALUES ('071120')) AS s(code) WHERE s.code = f.product) GROUP BY reporter", "",
        ),
        ("SELECT DISTINCT reporter FROM trade_flow", "pair"),
        (f"SELECT product, sum(value) AS v FROM trade_flow WHERE {ONE} AND partner = 'RUS' GROUP BY product", ""),
        ("SELECT reporter, count(*) AS v FROM trade_flow GROUP BY reporter", ""),
        (f"SELECT reporter, avg(value) AS v FROM trade_flow WHERE {ONE} GROUP BY reporter", ""),
        (f"SELECT reporter, sum(value * value) AS v FROM trade_flow WHERE {ONE} GROUP BY reporter", ""),
        (f"SELECT reporter, sum(value) OVER (PARTITION BY reporter) AS v FROM trade_flow WHERE {ONE}", ""),
        ("SELECT reporter, max(value) AS v FROM trade_flow GROUP BY reporter", ""),
        ("SELECT reporter FROM trade_flow", ""),
        (f"SELECT reporter, sum(value) AS v, max(length(product)) AS n FROM trade_flow WHERE {ONE} GROUP BY reporter", "pair"),
        (f"SELECT reporter, sum(value) AS v, max(product) AS n FROM trade_flow WHERE {ONE} GROUP BY reporter", "product"),
        (f"SELECT reporter, sum(value_low) AS v FROM trade_flow WHERE {ONE} GROUP BY reporter", ""),
    ],
)  # fmt: skip
def test_published_sums_give_what_the_rows_give(home: Path, baci: Path, sql: str, read: str):
    add([baci], home, day=DAY)
    store = open_store(home)
    ((table, instead),) = store._sums.items()
    chosen = rewritten(sql, table, instead)
    assert ("trade_flow_by_pair instead" in chosen, "trade_flow_by_product instead" in chosen) == (
        read.endswith("pair"),
        read == "product",
    )
    # Every SELECT of a query that only adds up reads sums, not just its first.
    assert (" trade_flow " in f"{chosen} ".replace("AS trade_flow ", "")) == (not read)
    detail = store._connection.cursor().execute(sql, {"source": "cepii_baci"} if "$source" in sql else None).df()
    answer = store.rows(sql, source="cepii_baci")
    order = list(detail.columns)
    pd.testing.assert_frame_equal(
        answer.sort_values(order, ignore_index=True), detail.sort_values(order, ignore_index=True), rtol=1e-12
    )


def comext(month: str, *lines: str) -> bytes:
    rows = lines or COMEXT[1:]
    return ("\n".join([COMEXT[0], *(row.replace(",202408,", f",{month},") for row in rows)]) + "\n").encode()


def test_months_of_comext_are_added_as_seven_zip_and_summed_over_procedures(home: Path, tmp_path: Path):
    files = [
        seven_zip(tmp_path / f"full_v2_{month}.7z", {f"full_v2_{month}.dat": comext(month)})
        for month in ("202408", "202409")
    ]
    added = add(files, home, day=DAY)
    assert added.good, added.report
    rows = published(home, source="eurostat_comext_bulk")
    assert rows["value"].tolist() == [70.0, 1500.0, 900.0] * 2
    assert rows["valuation"].tolist() == ["FOB", "FOB", "CIF"] * 2
    assert rows["period"].astype(str).unique().tolist() == ["2024-08-01", "2024-09-01"]
    left = [r["waybill"]["left_out"] for r in read_package(home)["resources"] if "trade_flow.eurostat" in r["name"]]
    assert left == [{"QY": 1}] * 2


def comtrade(*lines: str, tabs: bool = True) -> bytes:
    """UN Comtrade's bulk layout: tabs, without descriptions, two columns under other names."""
    text = "\n".join([*lines, ""]).replace("cifvalue", "CIFValue").replace("fobvalue", "FOBValue")
    return (text.replace(",", "\t") if tabs else text).encode()


def test_bulk_files_of_comtrade_are_read_as_its_answers_are(home: Path, tmp_path: Path):
    detail = comtrade_line("202403", "M", "10.0", motCode="1000")
    content = comtrade(*COMTRADE[:2], COMTRADE[4], detail, comtrade_line("202403", "RX", "7.0"))
    file = gzipped(tmp_path / "COMTRADE-FINAL-CM156202403H6[2024-06-20].gz", content)
    added = add([file], home, day=DAY)
    assert added.good, added.report
    rows = published(home, source="un_comtrade_monthly").query("vintage == @DAY")
    answer = tmp_path / "answer.csv"
    answer.write_bytes(
        comtrade(*COMTRADE[:2], COMTRADE[4], tabs=False)
        .replace(b"Value", b"value")
        .replace(b"CIFv", b"cifv")
        .replace(b"FOBv", b"fobv")
        .replace(b"primaryvalue", b"primaryValue")
    )
    as_answer = un_comtrade_monthly.tidy([answer])
    key = [
        "flow",
        "period",
        "reporter",
        "partner",
        "product",
        "classification",
        "value",
        "valuation",
        "currency",
        "status",
        "grain",
    ]
    assert rows["flow"].tolist() == ["export", "import"]
    for name in key:
        assert sorted(rows[name].astype(str)) == sorted(as_answer[name].astype(str)), name
    (resource,) = [
        r for r in read_package(home)["resources"] if r["name"].startswith("trade_flow.un_comtrade_monthly.2026-11-03")
    ]
    assert resource["waybill"]["left_out"] == {"parts of totals that are there": 2}
    assert resource["waybill"]["whole"] == {
        "reporter": "CHN",
        "period": "2024-03-01",
        "grain": "month",
        "classification": "HS2022",
    }


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((comtrade_line("202403", "M", "5.0", motCode="1000"),), "is part of a total that is not there"),
        ((COMTRADE[1], COMTRADE[1]), "stands in more than one row; one figure stands there twice"),
        ((COMTRADE[1].replace("7456257276.0,", "1.0,", 1),), "row 2, column 'primaryValue': 7456257276.0|is neither cifvalue"),
        ((COMTRADE[1].replace("20240301", "20240401"),), "'20240401' is not the first day of the period"),
    ],
)  # fmt: skip
def test_figures_of_comtrade_that_do_not_agree_are_named(
    home: Path, tmp_path: Path, lines: tuple[str, ...], words: str
):
    file = gzipped(tmp_path / "COMTRADE-FINAL-CM156202403H6[2024-06-20].gz", comtrade(COMTRADE[0], *lines))
    added = add([file], home, day=DAY)
    assert not added.good
    assert added.report
    assert re.search(words, next(iter(added.report.failed.values()))), added.report.failed
    assert not (home / "raw" / "un_comtrade_monthly").exists() or not list((home / "raw/un_comtrade_monthly").iterdir())


HARMS = {
    "bad header": (year(2021).replace(b"t,i,j,k,v,q", b"t,i,j,k,value,q"), r"Y2021_V202601.csv row 1: column 'v' is missing; column 'value' is unknown"),
    "unknown country": (year(2021).replace(b",643,", b",999,", 1), r"Y2021_V202601.csv row 2, column 'j': '999'.*not in the list of countries"),
    "no number": (year(2021).replace(b"0.16", b"0,16"), r"row 3: 7 cells where the header has 6"),
    "a word for a number": (year(2021).replace(b"0.16", b"few"), r"row 3, column 'v': 'few' is not a number; correct it"),
    "below zero": (year(2021).replace(b"0.16", b"-1"), r"row 3, column 'v': '-1' is below 0"),
    "a flow twice": (year(2021, (*FLOWS, FLOWS[0])), r"row 2, column 't, i, j, k': '2021 / 156 / 643 / 10620'.*row 5"),
    "a row cut": (year(2021).replace(b"0.727,        0.308", b"0.727"), r"row 4: 5 cells where the header has 6"),
    "the file cut": (year(2021)[:-3], r"the last row has no line end, so the file is cut"),
    "two years": (year(2021).replace(b"2021,842", b"2020,842"), r"holds more than one period \(2020-01-01 and 2021-01-01\)"),
    "no row": (b"t,i,j,k,v,q\n", r"there is a header but no row"),
}  # fmt: skip


@pytest.mark.parametrize("harm", HARMS)
def test_a_bad_year_is_named_and_leaves_the_others_published(home: Path, tmp_path: Path, harm: str):
    content, words = HARMS[harm]
    file = release(tmp_path / "BACI.zip", {2020: year(2020), 2021: content, 2022: year(2022)})
    result = CliRunner().invoke(main, ["add", str(file), "--data", str(home), "--date", "2026-11-03"])
    assert result.exit_code == 1
    assert re.search(words, result.output), result.output
    assert "Traceback" not in result.output
    rows = published(home)
    assert rows["period"].astype(str).unique().tolist() == ["2020-01-01", "2022-01-01"]
    # What was refused is not read again until the file or our rules change.
    assert not stale(home)


def test_work_that_was_interrupted_goes_on_with_the_first_part_that_is_not_finished(
    home: Path, baci: Path, monkeypatch: pytest.MonkeyPatch
):
    read = columnar.read_part

    def interrupted(paths: list[Path], *rest: object) -> object:
        if "Y2021" in paths[0].name:
            raise KeyboardInterrupt
        return read(paths, *rest)

    monkeypatch.setattr(columnar, "read_part", interrupted)
    with pytest.raises(KeyboardInterrupt):
        add([baci], home, day=DAY)
    assert not [r for r in read_package(home)["resources"] if "cepii_baci" in r["name"]]
    again: list[str] = []
    monkeypatch.setattr(
        columnar, "read_part", lambda paths, *rest: (again.append(paths[0].name), read(paths, *rest))[1]
    )
    # What is finished stays through another build, what a killed process had unpacked does not.
    left = home / "tables" / ".part-killed"
    left.mkdir()
    assert add([baci], home, day=DAY).good
    assert again == ["BACI_HS17_Y2021_V202601.csv"]
    assert len(published(home)) == 6
    assert not left.exists()


def test_the_same_bytes_give_the_same_tables_byte_for_byte(tmp_path: Path, bundle: Path, baci: Path):
    hashes = []
    for name in ("one", "two"):
        assert add([baci], tmp_path / name, day=DAY).good
        hashes.append({r["path"]: r["hash"] for r in read_package(tmp_path / name)["resources"]})
    assert hashes[0] == hashes[1]


def test_the_package_with_bulk_files_is_valid_to_the_frictionless_validator(home: Path, baci: Path):
    add([baci], home, day=DAY)
    report = frictionless.validate(str(home / "tables" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])


def test_progress_says_the_rate_and_what_is_left(home: Path, baci: Path):
    told: list[str] = []
    add([baci], home, day=DAY, tell=told.append)
    parts = [line for line in told if line.startswith("·")]
    assert re.fullmatch(
        r"· cepii_baci 1 of 2: BACI_HS17_Y2020_V202601.csv, 3 rows \(.* million rows a second, about [0-9]+ s left\)",
        parts[0],
    )
    assert re.fullmatch(r"· cepii_baci 2 of 2: .*, 3 rows \([^,]*\)", parts[1])


@pytest.mark.parametrize("pack", [seven_zip, release])
def test_no_bulk_file_fills_the_disk(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack):
    monkeypatch.setattr(archives, "MOST_BYTES", 1 << 20)
    bomb = year(2020) + b"2020,156,643,281219,0.16,           NA\n" * 100_000
    name = "BACI_HS17_Y2020_V202601.csv"
    file = pack(tmp_path / "bomb", {name: bomb} if pack is seven_zip else {2020: bomb})
    added = add([file], home, day=DAY)
    assert re.search("unpacks to", str(added.refused)), added
    assert not list((home / "raw").glob("cepii_baci/*"))


def test_a_bomb_that_lies_about_its_size_is_stopped_while_it_unpacks(tmp_path: Path):
    zeros = seven_zip(tmp_path / "zeros.7z", {"full_v2_202408.dat": b"0" * (20 << 20)})
    with pytest.raises(ContractBroken, match="which no table needs"):
        archives.unpacked(zeros, tmp_path / "in")
    assert not list((tmp_path / "in").iterdir())


def test_a_cut_archive_is_refused_and_nothing_kept(home: Path, baci: Path, tmp_path: Path):
    cut = tmp_path / "cut.zip"
    cut.write_bytes(baci.read_bytes()[:-200])
    seven = seven_zip(tmp_path / "full_v2_202408.7z", {"full_v2_202408.dat": comext("202408")})
    (tmp_path / "cut.7z").write_bytes(seven.read_bytes()[:-20])
    packed = gzipped(tmp_path / "a.gz", comtrade(*COMTRADE))
    short = tmp_path / "COMTRADE-FINAL-CM156202403H6[2024-06-20].gz"
    short.write_bytes(packed.read_bytes()[:-30])
    added = add([cut, tmp_path / "cut.7z", short], home, day=DAY)
    said = str(added.refused | (added.report.failed if added.report else {}))
    assert said.count("is damaged or cut") == 3, said
    assert not list((home / "raw").glob("*/*/receipt.json"))


def test_other_revisions_of_baci_are_a_source_of_their_own(home: Path, tmp_path: Path):
    add([release(tmp_path / "BACI.zip", {2020: year(2020)}, edition="HS92")], home, day=DAY)
    rows = published(home, source="cepii_baci_hs92")
    assert set(rows["classification"]) == {"HS1992"}
    assert len(rows) == 3
