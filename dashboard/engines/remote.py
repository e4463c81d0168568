"""Asking another engine: what is published there, and the rows of a query, within a time and without a traceback."""

from __future__ import annotations

import importlib
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeVar

import pyarrow as pa
from sqlglot import exp

from dashboard.engines import Address, EngineDown, QueryFailed, patience
from dashboard.engines.dialect import Relation, translated, written
from dashboard.engines.loaded import PUBLICATION, SCHEMA, Field

FRESH_SECONDS = 60
"""How long what is published there is taken for known."""
REST_SECONDS = 10
"""How long an engine that did not answer is left alone, so that not every chart of a page waits for it in turn."""

Answer = TypeVar("Answer")


class Engine(Protocol):
    """What the module of an engine has: each a plain function of an address."""

    def dialect(self, address: Address, /) -> str: ...
    def answer(self, address: Address, sql: str, asked: str, /) -> pa.Table: ...
    def cancel(self, address: Address, asked: str, /) -> None: ...
    def down(self, failure: Exception, /) -> bool: ...
    def has(self, address: Address, table: str, /) -> bool: ...
    def execute(self, address: Address, statement: str, /) -> None: ...
    def drop(self, address: Address, name: str, /) -> None: ...
    def load(self, address: Address, table: str, batches: Iterator[pa.Table], /) -> None: ...
    def definitions(
        self, dialect: str, table: str, fields: Sequence[Field], key: Sequence[str], about: str, /
    ) -> list[str]: ...


@dataclass(frozen=True, eq=False)
class Publication:
    """What is published on an engine: its version, when, and its datapackage.json."""

    version: str
    published: str
    package: Mapping[str, Any]


_known: dict[Address, tuple[float, Publication]] = {}
_resting: dict[Address, tuple[float, str]] = {}


def engine(address: Address) -> Engine:
    """The module that speaks to this kind of engine. Raises EngineDown when its driver is not installed."""
    name = "spark" if address.scheme == "sc" else "sqlalchemy"
    try:
        if name == "spark":
            importlib.import_module("pyspark.sql.connect.session")
        module: Any = importlib.import_module(f"dashboard.engines.{name}")
    except ImportError as missing:
        raise EngineDown(
            f"{address.shown} needs a package that is not installed ({missing.name}): "
            f'python -m pip install "waybill[{name}]".'
        ) from None
    return module  # type: ignore[no-any-return]


def current(address: Address) -> Publication:
    """What is published there now, at most FRESH_SECONDS old. Raises EngineDown when nothing is, or nobody answers."""
    if (known := _known.get(address)) and time.monotonic() - known[0] < FRESH_SECONDS:
        return known[1]
    found = published(address)
    if not found:
        raise EngineDown(f"Nothing is published on {address.shown}. Run `waybill publish --to` with its address first.")
    if known and known[1].version == found[0].version:
        found = [known[1]]
    _known[address] = (time.monotonic(), found[0])
    return found[0]


def published(address: Address, most: int = 1) -> list[Publication]:
    """The last publications, newest first."""
    speaks = engine(address)
    if not asked(address, lambda _: speaks.has(address, PUBLICATION)):
        return []
    query = (
        exp.select("version", "published", "package")
        .from_(exp.table_(PUBLICATION, db=SCHEMA))
        .order_by(exp.Ordered(this=exp.column("published"), desc=True, nulls_first=False))
        .limit(most)
    )
    sql = written(query, speaks.dialect(address))
    rows = asked(address, lambda name: speaks.answer(address, sql, name)).to_pylist()
    return [Publication(row["version"], row["published"], json.loads(row["package"])) for row in rows]


def rows(address: Address, sql: str, parameters: Mapping[str, Any], shape: pa.Schema, relation: Relation) -> pa.Table:
    """The rows of a query in the columns and types of `shape`, which are what DuckDB would return.

    Raises EngineDown, and QueryFailed when the engine cannot run it or answers with other values than can be had here.
    """
    speaks = engine(address)
    said, needed = _translated(sql, _frozen(parameters), speaks.dialect(address), relation)
    try:
        answer = asked(address, lambda name: speaks.answer(address, said, name))
    except QueryFailed as failed:
        # DuckDB knew every table and column, so that a table may be missing there.
        lost = [name for name in needed if not asked(address, _there(speaks, address, name))]
        if lost:
            raise EngineDown(
                f"{address.shown} lacks {', '.join(lost)}, which was published there. "
                "Run `waybill publish --to` with its address again."
            ) from None
        raise failed
    return _typed(answer, shape, address)


def _there(speaks: Engine, address: Address, table: str) -> Callable[[str], bool]:
    return lambda _: speaks.has(address, table)


def _frozen(parameters: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, tuple(v) if isinstance(v, list) else v) for name, v in sorted(parameters.items()))


@lru_cache(maxsize=512)
def _translated(
    sql: str, parameters: tuple[tuple[str, Any], ...], dialect: str, relation: Relation
) -> tuple[str, tuple[str, ...]]:
    """The query in the engine's words, and the tables of the engine that it reads; each is worked out once."""
    needed: dict[str, None] = {}

    def noting(name: str) -> exp.Query | None:
        found = relation(name)
        if found is not None:
            needed.update((table.name, None) for table in found.find_all(exp.Table) if table.db == SCHEMA)
        return found

    return translated(sql, dict(parameters), dialect, noting), tuple(needed)


def _typed(answer: pa.Table, shape: pa.Schema, address: Address) -> pa.Table:
    """The answer in DuckDB's types. A value that does not fit is a failure, never rounded or cut."""
    if answer.num_columns != len(shape):
        raise QueryFailed(f"{address.shown} answered with {answer.num_columns} columns instead of {len(shape)}.")
    columns = []
    for field, column in zip(shape, answer.columns, strict=True):
        try:
            columns.append(column.cast(field.type))
        except pa.ArrowException as wrong:
            raise QueryFailed(f"{address.shown}: the column {field.name} cannot be taken over ({wrong}).") from None
    return pa.table(columns, schema=pa.schema([pa.field(field.name, field.type) for field in shape]))


def asked(address: Address, ask: Callable[[str], Answer], bounded: bool = True) -> Answer:
    """What the engine answers, within WAYBILL_ENGINE_SECONDS; a query that takes longer is cancelled there too.

    Only loading is not `bounded`, because nobody waits before a page for it.
    `ask` is given the name under which the query can be cancelled. Raises EngineDown or QueryFailed, in whose
    words no credentials are.
    """
    until, words = _resting.get(address, (0.0, ""))
    if time.monotonic() < until:
        raise EngineDown(words)
    speaks = engine(address)
    name = f"waybill-{uuid.uuid4().hex}"
    done: Future[Answer] = Future()
    threading.Thread(target=_settle, args=(done, ask, name), name=name, daemon=True).start()
    try:
        return done.result(patience() if bounded else None)
    except TimeoutError as late:
        if done.done() and done.exception() is late:
            raise _rest(address, f"{address.shown} does not answer.") from None
        _stop(speaks, address, name)
        raise _rest(
            address, f"{address.shown} did not answer within {patience():g} seconds; the query was cancelled."
        ) from None
    except EngineDown as told:
        raise _rest(address, str(told)) from None
    except Exception as failure:
        words = address.scrubbed(str(getattr(failure, "orig", None) or failure))
        if speaks.down(failure):
            raise _rest(address, f"{address.shown} does not answer: {words}") from None
        raise QueryFailed(f"{address.shown}: {words}") from None
    except BaseException:
        _stop(speaks, address, name)
        raise


def _settle(done: Future[Any], ask: Callable[[str], Any], name: str) -> None:
    try:
        done.set_result(ask(name))
    except BaseException as failure:
        done.set_exception(failure)


def _stop(speaks: Engine, address: Address, name: str) -> None:
    """Cancel on the engine, without waiting for it: it may be that it does not answer to that either."""

    def stop() -> None:
        try:
            speaks.cancel(address, name)
        except Exception:
            return

    threading.Thread(target=stop, name=f"{name}-stop", daemon=True).start()


def _rest(address: Address, words: str) -> EngineDown:
    _resting[address] = (time.monotonic() + REST_SECONDS, words)
    return EngineDown(words)


def try_again(address: Address) -> None:
    """Forget that the engine did not answer, and ask it again at once."""
    _resting.pop(address, None)
    _known.pop(address, None)
