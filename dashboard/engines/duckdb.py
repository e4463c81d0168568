"""DuckDB in this process over the published Parquet files: the engine that needs nothing else."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from dashboard.engines import QueryFailed, parquet
from dashboard.engines.held import Resource, vintages

MEMORY = "2GB"
"""What queries may take, however many rows lie on the disk."""
EXTENT = pa.schema([("n", pa.int64()), ("first", pa.date32()), ("last", pa.date32())])
"""What is answered to `whole.EXTENT`."""
BATCH = 200_000
"""Rows handed on at a time when a table is read out whole."""

_asking = threading.Lock()
"""Two threads must not ask one connection for a cursor at the same moment."""


Schemas = Mapping[str, Mapping[str, Any]]
"""Table Schemas of tables of which nothing is held."""


def tables(
    folder: Path, resources: Sequence[Resource], catalogue: pd.DataFrame, empty: Schemas
) -> duckdb.DuckDBPyConnection:
    """A connection that has every table, `<table>_vintages`, and `resource`; those of `empty` without a row."""
    connection = _connected()
    parquet.create(connection, folder, resources)
    _create_empty(connection, empty)
    _create_resource(connection, catalogue)
    return connection


def outlines(resources: Sequence[Resource], catalogue: pd.DataFrame, empty: Schemas) -> duckdb.DuckDBPyConnection:
    """The same tables without a row: what a query over them must be, and what it returns, wherever it then runs."""
    connection = _connected()
    _create_empty(connection, {table: held[0]["schema"] for table, held in vintages(resources).items()} | dict(empty))
    _create_resource(connection, catalogue.head(0))
    return connection


def _create_empty(connection: duckdb.DuckDBPyConnection, schemas: Schemas) -> None:
    for table, schema in schemas.items():
        columns = ", ".join(f'"{f["name"]}" {parquet.KINDS[f["type"]]}' for f in schema["fields"])
        connection.execute(f'CREATE TABLE "{table}" ({columns})')
        connection.execute(f'CREATE TABLE "{table}_vintages" ({columns})')


def _connected() -> duckdb.DuckDBPyConnection:
    config: dict[str, Any] = {"threads": min(4, os.cpu_count() or 1), "memory_limit": MEMORY}
    connection = duckdb.connect(":memory:", config=config)
    # Published files carry their hash in their name, so that what their footers say holds for good.
    connection.execute("SET GLOBAL parquet_metadata_cache = true")
    return connection


def _create_resource(connection: duckdb.DuckDBPyConnection, catalogue: pd.DataFrame) -> None:
    days = ", ".join(f"CAST({name} AS DATE) AS {name}" for name in ("start_date", "end_date", "obtained"))
    connection.from_df(catalogue).project(f"* REPLACE ({days})").create("resource")


def answer(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, Any]) -> pd.DataFrame:
    """The rows of a query. Raises QueryFailed with DuckDB's own words."""
    with _cursor(connection) as cursor:
        if (result := cursor.execute(sql, dict(parameters) or None)) is None:
            raise QueryFailed("There is no query to run.")
        return result.df()


def shape(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, Any]) -> pa.Schema:
    """The columns and types that a query returns. Raises QueryFailed with DuckDB's own words."""
    with _cursor(connection) as cursor:
        if (result := cursor.sql(sql, params=dict(parameters) or None)) is None:
            raise QueryFailed("There is no query to run.")
        return result.to_arrow_table().schema


@contextmanager
def _cursor(connection: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    with _asking:
        cursor = connection.cursor()
    try:
        yield cursor
    except duckdb.Error as failure:
        raise QueryFailed(str(failure).strip().splitlines()[0]) from failure
    finally:
        cursor.close()


def framed(rows: pa.Table) -> pd.DataFrame:
    """Rows from elsewhere as DuckDB hands out its own, so that nothing after this can tell them apart."""
    with _cursor(_plain()) as cursor:
        frame: pd.DataFrame = cursor.from_arrow(rows).df()
    return frame


@cache
def _plain() -> duckdb.DuckDBPyConnection:
    return _connected()


def batches(folder: Path, resource: Resource) -> Iterator[pa.Table]:
    """The rows of one published file, in order, a part at a time."""
    with duckdb.connect(":memory:") as connection:
        for batch in connection.read_parquet(str(folder / resource["path"])).to_arrow_reader(BATCH):
            yield pa.Table.from_batches([batch])
