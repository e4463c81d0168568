"""Publishing to another engine: load or register every table, then make the whole count in one step."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
from sqlglot import exp

from dashboard.engines import Address, EngineDown, QueryFailed, duckdb, loaded, remote
from dashboard.engines.dialect import written
from dashboard.engines.held import Resource

Tell = Callable[[str], None]


class Packed(Protocol):
    """The store that is published: the tables on this machine."""

    @property
    def folder(self) -> Path: ...
    @property
    def package(self) -> Mapping[str, Any]: ...
    @property
    def resources(self) -> Sequence[Resource]: ...
    @property
    def catalogue(self) -> Any: ...


def publish(store: Packed, address: Address, tell: Tell, files: str = "") -> str:
    """Load every table that is not there yet, and publish this version; returns what became of it in a sentence.

    `files` is where the engine itself sees the folder with the tables: then its files are registered instead of
    copied. Whoever reads the version before goes on reading it; what neither version needs is removed.
    Raises EngineDown and QueryFailed.
    """
    speaks = remote.engine(address)
    register: Any = getattr(speaks, "register", None)
    if files and not register:
        raise EngineDown(f"{address.shown} cannot read files where they lie; leave --files out to load them.")
    schema = exp.Create(this=exp.to_identifier(loaded.SCHEMA, quoted=True), kind="SCHEMA", exists=True)
    _execute(speaks, address, written(schema, speaks.dialect(address)))
    before = remote.published(address, most=2)
    added = 0
    for resource in store.resources:
        name = loaded.physical(resource)
        if _complete(speaks, address, name, resource["waybill"]["rows"]):
            continue
        tell(f"{resource['name']}: {resource['waybill']['rows']:,} rows")
        if files:
            path = f"{files.rstrip('/')}/{resource['path']}"
            remote.asked(address, _call(register, address, name, [path], _names(resource)))
        else:
            _load(speaks, address, name, resource, store.folder)
        if not _complete(speaks, address, name, resource["waybill"]["rows"]):
            raise EngineDown(f"{address.shown}: {name} does not hold its rows after loading; nothing was published.")
        added += 1
    version = str(store.package["version"])
    if not before or before[0].version != version:
        _announce(speaks, address, version, store.package, first=not before)
    _views(speaks, address, store)
    gone = _clear(speaks, address, [store.package, *(p.package for p in before[:1])], before)
    remote.try_again(address)
    return (
        f"{address.shown} now serves version {version}: {added} of {len(store.resources)} tables were "
        f"{'registered' if files else 'loaded'}, {gone} old ones removed."
    )


def _names(resource: Resource) -> list[str]:
    return [field["name"] for field in resource["schema"]["fields"]]


def _load(speaks: remote.Engine, address: Address, name: str, resource: Resource, folder: Path) -> None:
    """Make the table anew, so that what an interrupted run left behind is gone, and fill it."""
    if remote.asked(address, _call(speaks.has, address, name)):
        # Some databases keep a table as long as a view reads it; the views are made again at the end.
        table = resource["waybill"]["table"]
        for lying in (table, f"{table}_vintages", name):
            remote.asked(address, _call(speaks.drop, address, lying))
    about = f"{resource['description']}: {resource['title']}, obtained {resource['waybill']['obtained']}"
    schema = resource["schema"]
    _make(speaks, address, name, schema["fields"], schema["primaryKey"], about)
    remote.asked(address, _call(speaks.load, address, name, duckdb.batches(folder, resource)), bounded=False)


def _make(
    speaks: remote.Engine, address: Address, name: str, fields: Sequence[loaded.Field], key: Sequence[str], about: str
) -> None:
    for statement in speaks.definitions(speaks.dialect(address), name, fields, key, about):
        _execute(speaks, address, statement)


def _complete(speaks: remote.Engine, address: Address, name: str, rows: int) -> bool:
    """True when the table is there with all its rows: loading may have been interrupted."""
    if not remote.asked(address, _call(speaks.has, address, name)):
        return False
    query = exp.select("count(*) AS n").from_(exp.table_(name, db=loaded.SCHEMA, quoted=True))
    sql = written(query, speaks.dialect(address))
    try:
        counted = remote.asked(address, lambda asked: speaks.answer(address, sql, asked))
    except QueryFailed:  # what it was registered over is gone
        return False
    return bool(counted.column(0)[0].as_py() == rows)


def _announce(speaks: remote.Engine, address: Address, version: str, package: Mapping[str, Any], first: bool) -> None:
    """The step that makes a version count: one row more in `publication`."""
    if first:
        _make(speaks, address, loaded.PUBLICATION, loaded.PUBLICATION_FIELDS, ["published"], "What was published when.")
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    row = {"version": [version], "published": [now], "package": [json.dumps(package, ensure_ascii=False)]}
    remote.asked(address, _call(speaks.load, address, loaded.PUBLICATION, iter([pa.table(row)])), bounded=False)


def _views(speaks: remote.Engine, address: Address, store: Packed) -> None:
    """The tables under their own names, for people who come with tools of their own."""
    relation = loaded.relations(store.resources, store.catalogue)
    for name in loaded.named(store.resources):
        target = exp.table_(name, db=loaded.SCHEMA, quoted=True)
        view = exp.Create(this=target, kind="VIEW", expression=relation(name))
        remote.asked(address, _call(speaks.drop, address, name))
        _execute(speaks, address, written(view, speaks.dialect(address)))


def _clear(
    speaks: remote.Engine, address: Address, kept: Sequence[Mapping[str, Any]], before: Sequence[remote.Publication]
) -> int:
    """Remove the tables of the version before the last, as far as no later one has them too."""
    needed = {name for package in kept for name in _physical(package)}
    old = {name for publication in before for name in _physical(publication.package)} - needed
    for name in sorted(old):
        remote.asked(address, _call(speaks.drop, address, name))
    return len(old)


def _physical(package: Mapping[str, Any]) -> list[str]:
    return [loaded.physical(r) for r in package["resources"] if "table" in r["waybill"]]


def _execute(speaks: remote.Engine, address: Address, statement: str) -> None:
    remote.asked(address, _call(speaks.execute, address, statement))


def _call(function: Callable[..., Any], *arguments: Any) -> Callable[[str], Any]:
    """The call as `asked` makes it; statements and loading are not cancelled by name."""
    return lambda _: function(*arguments)
