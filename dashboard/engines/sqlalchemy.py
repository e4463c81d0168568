"""Any database that SQLAlchemy has a driver for, such as ClickHouse, PostgreSQL, Trino or BigQuery."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.csv
import sqlalchemy
from sqlalchemy import Connection, Engine, event, exc
from sqlglot import exp

from dashboard.engines import Address, EngineDown, patience
from dashboard.engines.dialect import quoted, written
from dashboard.engines.loaded import SCHEMA, Field, definition, explained

CONNECT_SECONDS = 10
DIALECTS = {"postgresql": "postgres", "clickhousedb": "clickhouse", "mariadb": "mysql", "mssql": "tsql"}
"""Where sqlglot has another name than SQLAlchemy."""
ROWS_AT_ONCE = 5_000

_running: dict[str, Any] = {}
"""The driver's connection of each query under way, so that it can be stopped."""
_noting = threading.Lock()


def dialect(address: Address) -> str:
    """The name by which sqlglot knows its SQL."""
    name = address.scheme.partition("+")[0]
    return DIALECTS.get(name, name)


@lru_cache(maxsize=4)
def _engine(address: Address) -> Engine:
    options: dict[str, Any] = {}
    if dialect(address) == "postgres":
        options["connect_timeout"] = CONNECT_SECONDS
    if dialect(address) == "clickhouse" and "chdb" not in address.url:
        options |= {"connect_timeout": CONNECT_SECONDS, "send_receive_timeout": int(patience()) + 5}
    try:
        engine = sqlalchemy.create_engine(address.url, connect_args=options, pool_pre_ping=True, hide_parameters=True)
    except exc.NoSuchModuleError:
        raise EngineDown(f"{address.scheme}: there is no SQLAlchemy driver of this name on this machine.") from None
    except ImportError as missing:
        raise EngineDown(
            f"{address.scheme}: its driver is not installed ({missing.name}); "
            'python -m pip install "waybill[postgresql]" or "waybill[clickhouse]" brings the usual ones.'
        ) from None
    if dialect(address) == "postgres":
        event.listen(engine, "connect", _settle_postgres)
    return engine


def _settle_postgres(connection: Any, _record: Any) -> None:
    """The server itself gives up a query that takes too long, also when nobody is left to cancel it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = {int(patience() * 1000)}")
        cursor.execute("SET TIME ZONE 'UTC'")
    connection.commit()


def answer(address: Address, sql: str, asked: str) -> pa.Table:
    """The rows of a query, which `cancel` can stop by the name it is asked under."""
    with _engine(address).connect() as connection:
        with _noting:
            _running[asked] = connection.connection.driver_connection
        try:
            result = _as_written(connection).exec_driver_sql(sql)
            names, rows = list(result.keys()), result.fetchall()
        finally:
            with _noting:
                _running.pop(asked, None)
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.table([pa.array(column) for column in columns], names=names)


def _as_written(connection: Connection) -> Connection:
    """SQL goes to the driver as it stands: what is a value is in it by now, and % and : are only text."""
    return connection.execution_options(no_parameters=True)


def cancel(address: Address, asked: str) -> None:
    """Stop a query that takes too long, on the engine too where its driver can."""
    with _noting:
        running = _running.get(asked)
    if stop := getattr(running, "cancel_safe", None):
        stop()


def down(failure: Exception) -> bool:
    """True when a failure is of the connection, not of the query."""
    if isinstance(failure, exc.DBAPIError) and failure.connection_invalidated:
        return True
    return isinstance(failure, exc.OperationalError | exc.InterfaceError | exc.TimeoutError | OSError)


def has(address: Address, table: str) -> bool:
    """True when the table is there."""
    return bool(sqlalchemy.inspect(_engine(address)).has_table(table, schema=SCHEMA))


def execute(address: Address, statement: str) -> None:
    """Run a statement that returns nothing."""
    with _engine(address).begin() as connection:
        _as_written(connection).exec_driver_sql(statement)


def definitions(dialect: str, table: str, fields: Sequence[Field], key: Sequence[str], about: str) -> list[str]:
    """The statements that make a table, in the order of its key where the engine keeps one."""
    made = definition(table, fields, about)
    if dialect == "clickhouse":
        order = exp.Order(expressions=[exp.Tuple(expressions=[exp.column(name, quoted=True) for name in key])])
        engine = exp.EngineProperty(this=exp.func("MergeTree"))
        settings = exp.SettingsProperty(expressions=[exp.condition("allow_nullable_key = 1")])
        made = definition(table, fields, about, engine, order, settings)
    statements = [written(made, dialect)]
    if dialect == "postgres":
        target = exp.table_(table, db=SCHEMA, quoted=True)
        statements.append(
            written(exp.Comment(this=target, kind="TABLE", expression=exp.Literal.string(about)), dialect)
        )
        for field in fields:
            column = exp.column(field["name"], table=table, db=SCHEMA, quoted=True)
            told = exp.Literal.string(explained(field))
            statements.append(written(exp.Comment(this=column, kind="COLUMN", expression=told), dialect))
        names = ", ".join(quoted(name, dialect) for name in key)
        statements.append(f'CREATE INDEX ON "{SCHEMA}"."{table}" ({names})')
    return statements


def drop(address: Address, name: str) -> None:
    """Remove a table or a view, if there is one of this name."""
    found = sqlalchemy.inspect(_engine(address))
    kind = "VIEW" if name in found.get_view_names(schema=SCHEMA) else "TABLE"
    if kind == "VIEW" or found.has_table(name, schema=SCHEMA):
        target = exp.table_(name, db=SCHEMA, quoted=True).sql(dialect(address))
        execute(address, f"DROP {kind} {target}")


def load(address: Address, table: str, batches: Iterator[pa.Table]) -> None:
    """Append rows to a table that is there, by the quickest way that the driver has."""
    with _engine(address).begin() as connection:
        if dialect(address) == "postgres":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        for batch in batches:
            _LOADERS.get(dialect(address), _insert)(connection, table, batch)


def _copy(connection: Connection, table: str, batch: pa.Table) -> None:
    """PostgreSQL's COPY. In its CSV a bare nothing is null and "" is an empty text, as Arrow writes them."""
    sink = pa.BufferOutputStream()
    pyarrow.csv.write_csv(batch, sink, pyarrow.csv.WriteOptions(include_header=False))
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(f'COPY "{SCHEMA}"."{table}" FROM STDIN (FORMAT csv)') as copy:
        copy.write(sink.getvalue().to_pybytes())


def _insert_arrow(connection: Connection, table: str, batch: pa.Table) -> None:
    client = connection.connection.driver_connection.client  # type: ignore[union-attr]
    client.insert_arrow(table, batch, database=SCHEMA)


def _insert(connection: Connection, table: str, batch: pa.Table) -> None:
    columns: list[Any] = [sqlalchemy.column(name) for name in batch.column_names]
    target = sqlalchemy.table(table, *columns, schema=SCHEMA)
    for start in range(0, batch.num_rows, ROWS_AT_ONCE):
        connection.execute(target.insert(), batch.slice(start, ROWS_AT_ONCE).to_pylist())


_LOADERS = {"postgres": _copy, "clickhouse": _insert_arrow}
