"""Bulk files: the way from file to Parquet against plain scripts, and the dashboard's queries at every size.

python -m tests.benchmarks bulk wide queries; --years says how many years of --rows each are made.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

from tests.benchmarks import made
from tests.benchmarks.served import ROOT

OURS = ("ours", "ours_with_sums")
"""What the plain scripts do, which the aim is about; and with the published sums, which none of them makes."""


@dataclass(frozen=True)
class Run:
    """One run of a process: wall and processor seconds, and the most memory it held, in MiB."""

    wall: float
    cpu: float
    memory: float


def ran(*words: object) -> Run:
    """Run a module of ours as a process. Raises RuntimeError when it fails."""
    # Polars leaves its own settings of memory in the environment of whoever imports it.
    env = {name: value for name, value in os.environ.items() if name != "_RJEM_MALLOC_CONF"}
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", *map(str, words)], cwd=ROOT, stdout=subprocess.DEVNULL, env=env)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{words[0]} {words[1]} ended with {process.returncode}")
    return Run(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def against(folder: Path, source: str, files: Sequence[Path], scripts: Sequence[str], rounds: int) -> dict[str, Run]:
    """Ours and the scripts in turn, each into an empty folder; the medians."""
    runs: dict[str, list[Run]] = {}
    for _ in range(rounds):
        for name in (*OURS, *scripts):
            out = folder / "out"
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()
            words = ("tests.benchmarks.ours", name, source) if name in OURS else ("tests.benchmarks.scripts", name)
            runs.setdefault(name, []).append(ran(*words, out, *files))
            shutil.rmtree(out)
    return {
        name: Run(*(median(getattr(run, what) for run in some) for what in ("wall", "cpu", "memory")))
        for name, some in runs.items()
    }


def told(rows: int, runs: dict[str, Run], aim: float) -> Iterator[str]:
    """The table of one comparison: each against the fastest script."""
    fastest = min(run.wall for name, run in runs.items() if name not in OURS)
    least = min(run.cpu for name, run in runs.items() if name not in OURS)
    yield f"| {rows / 1e6:g} m rows | wall | CPU | memory | wall / fastest script | CPU / least |"
    yield "|---|---|---|---|---|---|"
    for name, run in runs.items():
        mark = f" (aim ≤ {aim:g}: {'met' if run.wall <= aim * fastest else 'MISSED'})" if name == "ours" else ""
        yield (
            f"| {name} | {run.wall:.1f} s | {run.cpu:.1f} s | {run.memory:,.0f} MiB | "
            f"{run.wall / fastest:.2f}{mark} | {run.cpu / least:.2f} |"
        )


def bulk(folder: Path, years: int, rows: int, rounds: int) -> Iterator[str]:
    """Years of BACI: file to checked, sorted Parquet; then `waybill add` of the zip, with all that it does."""
    files = made.release(folder, range(2025 - years, 2025), rows)
    scripts = ["pandas", "duckdb", "polars", "polars_by_year"]
    yield from told(rows * years, against(folder, "cepii_baci", files, scripts, rounds), 1.0)
    zipped = made.packed(folder / "BACI_HS17_V202601.zip", files)
    home = folder / "home"
    run = ran("etl", "add", zipped, "--data", home)
    size = zipped.stat().st_size / 2**20
    yield f"\nwaybill add of the zip ({size:,.0f} MiB): {run.wall:.1f} s, {run.memory:,.0f} MiB"
    shutil.rmtree(home)
    zipped.unlink()


def wide(folder: Path, years: int, rows: int, rounds: int) -> Iterator[str]:
    """One reporter's year of UN Comtrade in 47 columns."""
    file = folder / "comtrade.csv"
    made.comtrade_file(file, min(rows, 2_000_000))
    scripts = ["wide_pandas", "wide_duckdb", "wide_polars"]
    yield from told(min(rows, 2_000_000), against(folder, "un_comtrade_annual", [file], scripts, rounds), 1.2)
    file.unlink()


ONE = (
    "source = 'cepii_baci' AND currency = 'USD' AND valuation = 'FOB' AND grain = 'year' "
    "AND classification = 'HS2017' AND NOT aggregate AND length(product) = 6"
)
LISTED = ONE.replace("product", "f.product").replace("source", "f.source").replace("classification", "f.classification")
QUERIES = {
    "bilateral series": f"SELECT period, sum(value) AS value FROM trade_flow WHERE {ONE} AND reporter = $reporter "
    "AND partner = $partner GROUP BY period ORDER BY period",
    "by chapter": "SELECT period, left(product, 2) AS chapter, sum(value) AS value FROM trade_flow "
    f"WHERE {ONE} AND reporter = $reporter AND partner = $partner GROUP BY ALL ORDER BY ALL",
    "top partners": f"SELECT partner, sum(value) AS value FROM trade_flow WHERE {ONE} AND reporter = $reporter "
    "GROUP BY partner ORDER BY value DESC LIMIT 20",
    "top products": f"SELECT product, sum(value) AS value FROM trade_flow WHERE {ONE} AND reporter = $reporter "
    "AND partner = $partner GROUP BY product ORDER BY value DESC LIMIT 20",
    "Sankey of the top 30": "WITH top AS (SELECT reporter, sum(value) AS value FROM trade_flow "
    f"WHERE {ONE} AND period = $period GROUP BY reporter ORDER BY value DESC LIMIT 30) "
    f"SELECT reporter, partner, sum(value) AS value FROM trade_flow WHERE {ONE} AND period = $period "
    "AND reporter IN (SELECT reporter FROM top) AND partner IN (SELECT reporter FROM top) "
    "GROUP BY ALL ORDER BY value DESC",
    "a year of the world": "SELECT reporter, left(product, 2) AS chapter, sum(value) AS value FROM trade_flow "
    f"WHERE {ONE} AND period = $period GROUP BY ALL ORDER BY ALL",
    "one product worldwide": f"SELECT period, reporter, sum(value) AS value FROM trade_flow WHERE {ONE} "
    "AND product = $product GROUP BY ALL ORDER BY ALL",
    "high-priority list over time": "SELECT f.period, s.tier, sum(f.value) AS value FROM trade_flow AS f "
    "JOIN product_scope AS s ON s.product = f.product AND s.scope = 'common_high_priority' "
    f"WHERE {LISTED} GROUP BY ALL ORDER BY ALL",
}  # fmt: skip
AIMS = {"Sankey of the top 30": 150, "a year of the world": 150, "one product worldwide": 150,
        "high-priority list over time": 150}  # fmt: skip
"""Milliseconds at the 95th of 100; 30 for the others."""
PLACES = ["CHN", "USA", "DEU", "RUS", "KAZ", "FRA", "JPN", "IND", "TUR", "KOR"]
TIMES = 20


def queries(folder: Path, years: int, rows: int, rounds: int) -> Iterator[str]:
    """Eight queries of the dashboard at one year, half and all of them: through Store and in bare DuckDB.

    Bare DuckDB runs the same SQL over the same rows; the CPU of a query is less disturbed by other work than its time.
    """
    home = folder / "queried"
    held = 0
    for size in sorted({1, max(years // 2, 1), years}):
        files = made.release(folder, range(2025 - size, 2025 - held), rows)
        ran("etl", "add", *files, "--data", home, "--date", f"2026-01-{size:02d}")
        held = size
        yield f"\n| {size * rows / 1e6:g} m rows | Store p50 | p95 | CPU | aim | bare DuckDB p50 | p95 | p50 / bare |"
        yield "|---|---|---|---|---|---|---|---|"
        measured = [sys.executable, "-m", "tests.benchmarks.queried", str(home)]
        yield subprocess.run(measured, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.rstrip()
    shutil.rmtree(home)


def measured(home: Path) -> Iterator[str]:
    """The rows of the table for the tables in a folder, and the memory of this process at the end."""
    import resource

    import duckdb

    from dashboard.store import open_store

    store = open_store(home)
    for sql in QUERIES.values():
        store.rows(sql, **_given(0, sql))
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bare = duckdb.connect()
    for table in ("trade_flow", "product_scope"):
        of_table = [r for r in store.resources if r["waybill"]["table"] == table]
        counted = [r for r in of_table if table != "trade_flow" or "whole" in r["waybill"]]
        paths = [str(store.folder / r["path"]) for r in counted]
        bare.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({paths})")
    for name, sql in QUERIES.items():
        times: dict[str, list[float]] = {"ours": [], "bare": [], "CPU": []}
        for turn in range(TIMES):
            used = _given(turn, sql)
            for which in ("ours", "bare"):
                begun, spent = time.perf_counter(), time.process_time()
                if which == "ours":
                    store.rows(sql, **used)
                    times["CPU"].append((time.process_time() - spent) * 1e3)
                else:
                    bare.cursor().execute(sql, used or None).df()
                times[which].append((time.perf_counter() - begun) * 1e3)
        at = {which: sorted(some[1:]) for which, some in times.items()}
        p50, p95 = ({which: some[int(len(some) * share)] for which, some in at.items()} for share in (0.5, 0.95))
        aim = AIMS.get(name, 30)
        mark = "met" if p95["ours"] <= aim else "MISSED"
        shown = [p50["ours"], p95["ours"], p50["CPU"], p50["bare"], p95["bare"]]
        ours, high, cpu, other, other_high = (f"{milliseconds:.1f} ms" for milliseconds in shown)
        ratio = p50["ours"] / p50["bare"]
        yield f"| {name} | {ours} | {high} | {cpu} | ≤ {aim} {mark} | {other} | {other_high} | {ratio:.2f} |"
    bare.close()
    yield f"\nmemory of the process with the Store alone: {held:,.0f} MiB at most"


def _given(turn: int, sql: str) -> dict[str, object]:
    """Other parameters at every turn, so that nothing is remembered from the last."""
    given = {
        "reporter": PLACES[turn % 10],
        "partner": PLACES[(turn + 3) % 10],
        "period": date(2024, 1, 1),
        "product": f"{10_121 + 197 * (turn * 211):06d}",
    }
    return {word: value for word, value in given.items() if f"${word}" in sql}
