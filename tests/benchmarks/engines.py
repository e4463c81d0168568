"""Measures the same queries on DuckDB, ClickHouse, PostgreSQL and Spark: what the dashboard asks, and 11 million rows.

Example: python -m tests.benchmarks engines
Each engine that is installed is started, published to and stopped again; the others are left out and named.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

from dashboard import engines
from dashboard.engines.publish import publish
from dashboard.store import Store, open_store
from tests.engines.everything import everything
from tests.engines.servers import ENGINES, NotHere

ROWS = int(os.environ.get("BENCHMARK_ROWS", "11_000_000"))
ROUNDS = 5
FIXED = (
    "source = 'generated' AND currency = 'USD' AND valuation = 'FOB' AND grain = 'year' "
    "AND classification = 'HS2017' AND length(product) = 6"
)
BIG = {
    "one country's trade with another, by year": f"""
        SELECT period, source, sum(value) AS value FROM trade_flow
        WHERE {FIXED} AND reporter = 'C17' AND partner = 'C42' AND NOT aggregate GROUP BY period, source
        ORDER BY period""",
    "a country's largest partners of a year": f"""
        SELECT partner, source, sum(value) AS value FROM trade_flow
        WHERE {FIXED} AND reporter = 'C17' AND period = DATE '2020-01-01' AND NOT aggregate GROUP BY partner, source
        ORDER BY value DESC, partner LIMIT 30""",
    "every country's exports, all years": f"""
        SELECT reporter, period, source, sum(value) AS value FROM trade_flow
        WHERE {FIXED} AND flow = 'export' AND NOT aggregate GROUP BY reporter, period, source
        ORDER BY reporter, period""",
}


def lines(data: Path) -> Iterator[str]:
    """The table in Markdown: milliseconds, half of the answers within the first, 19 of 20 within the second."""
    with tempfile.TemporaryDirectory(prefix="waybill-engines-") as folder:
        Path(folder).chmod(0o755)
        large = with_rows(data, Path(folder) / "large", ROWS)
        here, large_here = open_store(data, here=True), open_store(large, here=True)
        asked = [(sql, parameters) for about, sql, parameters in everything(here) if not about.startswith("table")]
        yield f"| engine | {len(asked)} queries of the dashboard | " + " | ".join(f"{n}, 11 m rows" for n in BIG) + " |"
        yield "|---|---|" + "---|" * len(BIG)
        yield f"| DuckDB, this machine | {measured(here, asked)} | {' | '.join(big(large_here))} |"
        for name, start in ENGINES.items():
            own = Path(folder) / name
            own.mkdir()
            try:
                with start(own) as url:
                    yield f"| {name} | {' | '.join(on_engine(url, data, large, asked))} |"
            except NotHere as missing:
                yield f"| {name} | not measured: {missing} |{' |' * len(BIG)}"


def on_engine(url: str, data: Path, large: Path, asked: list[tuple[str, dict[str, Any]]]) -> list[str]:
    """The cells of one engine, and how long the large table took to get there."""
    os.environ[engines.VARIABLE] = url
    try:
        address = engines.chosen()
        assert address
        publish(open_store(data, here=True), address, lambda _: None)
        small = measured(open_store(data), asked)
        began = time.perf_counter()
        files = str(large / "tables") if address.scheme == "sc" else ""
        publish(open_store(large, here=True), address, lambda _: None, files)
        loading = f"{'registering' if files else 'loading'} took {time.perf_counter() - began:.0f} s"
        cells = big(open_store(large))
        return [f"{small}; {loading}", *cells]
    finally:
        del os.environ[engines.VARIABLE]


def measured(store: Store, asked: list[tuple[str, dict[str, Any]]]) -> str:
    """Half and 19 of 20 of the queries, each asked once after one that warms up."""
    store.rows(asked[0][0], **asked[0][1])
    return shown([took(store, sql, parameters) for sql, parameters in asked])


def big(store: Store) -> list[str]:
    return [shown([took(store, sql, {}) for _ in range(ROUNDS + 1)][1:]) for sql in BIG.values()]


def took(store: Store, sql: str, parameters: dict[str, Any]) -> float:
    began = time.perf_counter()
    store.rows(sql, **parameters)
    return 1000 * (time.perf_counter() - began)


def shown(milliseconds: list[float]) -> str:
    ordered = sorted(milliseconds)
    return f"{median(ordered):,.0f} / {ordered[int(0.95 * (len(ordered) - 1))]:,.0f} ms"


def with_rows(data: Path, home: Path, rows: int) -> Path:
    """A copy of a data folder whose trade_flow has so many rows more, of a source of their own."""
    shutil.copytree(data / "tables", home / "tables")
    package = json.loads((home / "tables" / "datapackage.json").read_text(encoding="utf-8"))
    pattern = next(r for r in package["resources"] if r["waybill"].get("source") == "cepii_baci")
    made = home / "tables" / "trade_flow" / "generated.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"""COPY (SELECT make_date(2010 + i % 12, 1, 1) AS period, 'year' AS grain,
              format('C{{:02d}}', hash(i) % 60) AS reporter, format('C{{:02d}}', hash(i + 1) % 90) AS partner,
              CASE WHEN hash(i + 2) % 2 = 0 THEN 'export' ELSE 'import' END AS flow,
              format('{{:06d}}', hash(i + 3) % 5000) AS product, 'HS2017' AS classification,
              CAST(hash(i + 4) % 1000000 AS DOUBLE) AS value, CAST(NULL AS DOUBLE) AS value_low,
              CAST(NULL AS DOUBLE) AS value_high, 'USD' AS currency, 'FOB' AS valuation,
              CAST(hash(i + 5) % 10000 AS DOUBLE) AS mass_kg, 'reconciled' AS status, CAST(NULL AS TEXT) AS basis,
              false AS aggregate, 'generated' AS source, DATE '2026-11-01' AS vintage
            FROM range({rows}) AS t(i) ORDER BY period, reporter, partner, product)
            TO '{made}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"""
        )
    hashed = hashlib.sha256(made.read_bytes()).hexdigest()
    known = pattern["waybill"] | {"source": "generated", "rows": rows, "bytes": made.stat().st_size}
    added = {"name": "trade_flow.generated.2026-11-01", "path": "trade_flow/generated.parquet"}
    package["resources"].append(pattern | added | {"hash": f"sha256:{hashed}", "waybill": known})
    package["version"] = hashed[:12]
    (home / "tables" / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return home
