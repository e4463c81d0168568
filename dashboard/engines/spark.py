"""Spark, spoken to over Spark Connect: the tables lie in its catalogue, in the database `waybill`."""

from __future__ import annotations

import atexit
import socket
import warnings
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa

from dashboard.engines import Address, EngineDown, patience
from dashboard.engines.dialect import quoted, written
from dashboard.engines.loaded import SCHEMA, Field, definition

CONNECT_SECONDS = 10


def dialect(address: Address) -> str:
    """The name by which sqlglot knows its SQL."""
    return "spark"


@lru_cache(maxsize=4)
def _session(address: Address) -> Any:
    _listening(address)
    with warnings.catch_warnings():
        # Spark's own frames are not used, only Arrow, so that its word on pandas 3 does not concern us.
        warnings.simplefilter("ignore", FutureWarning)
        from pyspark.sql.connect.session import SparkSession

        session = SparkSession.builder.remote(address.url).create()
    # At the end of this process it would wait for a server that is gone; the server forgets sessions by itself.
    atexit.unregister(session.client._on_exit)
    session.conf.set("spark.sql.session.timeZone", "UTC")
    session.conf.set("spark.sql.timestampType", "TIMESTAMP_NTZ")
    session.conf.set("spark.sql.variable.substitute", "false")  # or ${x} in a value would be read as a setting
    return session


def _listening(address: Address) -> None:
    """Ask at the door first: Spark's client would knock for minutes at one that is closed, or where nobody speaks."""
    import grpc

    parts = urlsplit(address.url)
    host, port = parts.hostname or "", parts.port or 15002
    try:
        socket.create_connection((host, port), CONNECT_SECONDS).close()
        secure = "use_ssl=true" in parts.path.lower() or "token=" in parts.path.lower()
        with (
            grpc.secure_channel(f"{host}:{port}", grpc.ssl_channel_credentials())
            if secure
            else grpc.insecure_channel(f"{host}:{port}")
        ) as channel:
            grpc.channel_ready_future(channel).result(min(CONNECT_SECONDS, patience()))
    except grpc.FutureTimeoutError:
        raise EngineDown(f"{address.shown} cannot be reached (something listens there, but no Spark).") from None
    except OSError as refused:
        raise EngineDown(f"{address.shown} cannot be reached ({refused.strerror or refused}).") from None


def answer(address: Address, sql: str, asked: str) -> pa.Table:
    """The rows of a query, which `cancel` can stop by the name it is asked under."""

    def ask(session: Any) -> pa.Table:
        session.addTag(asked)
        try:
            return session.sql(sql).toArrow()
        finally:
            session.removeTag(asked)

    return _once_more(address, ask)


def _once_more(address: Address, ask: Any) -> Any:
    """Ask; a session that the server has closed or forgotten meanwhile is opened anew, once."""
    try:
        return ask(_session(address))
    except EngineDown:
        raise
    except Exception as failure:
        if "INVALID_HANDLE" not in str(failure) and "UNAVAILABLE" not in str(failure):
            raise
        _session.cache_clear()
        _listening(address)
        return ask(_session(address))


def cancel(address: Address, asked: str) -> None:
    """Stop a query that takes too long, on the engine too."""
    if _session.cache_info().currsize:
        _session(address).interruptTag(asked)


def down(failure: Exception) -> bool:
    """True when a failure is of the connection, not of the query."""
    return any(word in str(failure) for word in ("UNAVAILABLE", "UNAUTHENTICATED", "DEADLINE_EXCEEDED"))


def has(address: Address, table: str) -> bool:
    """True when the table is there."""
    return bool(_once_more(address, lambda session: session.catalog.tableExists(f"{SCHEMA}.{table}")))


def execute(address: Address, statement: str) -> None:
    """Run a statement that returns nothing."""
    _once_more(address, lambda session: session.sql(statement).toArrow())


def definitions(dialect: str, table: str, fields: Sequence[Field], key: Sequence[str], about: str) -> list[str]:
    """The statement that makes a table; its format is the catalogue's own."""
    return [written(definition(table, fields, about), dialect)]


def drop(address: Address, name: str) -> None:
    """Remove a table or a view, if there is one of this name."""
    if has(address, name):
        found = _once_more(address, lambda session: session.catalog.getTable(f"{SCHEMA}.{name}"))
        execute(address, f"DROP {'VIEW' if found.tableType == 'VIEW' else 'TABLE'} {SCHEMA}.{quoted(name, 'spark')}")


def load(address: Address, table: str, batches: Iterator[pa.Table]) -> None:
    """Append rows to a table that is there."""
    session = _session(address)
    for batch in batches:
        session.createDataFrame(batch).write.insertInto(f"{SCHEMA}.{table}")


def register(address: Address, table: str, paths: Sequence[str], columns: Sequence[str]) -> None:
    """Make Parquet files that the engine itself can read known under a name, without copying them."""
    chosen = ", ".join(quoted(name, "spark") for name in columns)
    parts = " UNION ALL ".join(f"SELECT {chosen} FROM parquet.{quoted(path, 'spark')}" for path in paths)
    execute(address, f"CREATE OR REPLACE VIEW {SCHEMA}.{table} AS {parts}")
