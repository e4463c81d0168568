"""The one module that runs queries: SQL with named parameters over the published tables."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from dashboard import added_up, sums, whole
from dashboard.period import Period

# Rows that pages get are few; on short columns of words this takes two thirds of the time that Arrow's do.
pd.set_option("mode.string_storage", "python")

IN_MEMORY = 32 * 2**20
"""Tables up to this many bytes of Parquet are kept in memory, which halves the time of small queries."""
MEMORY = "2GB"
"""What queries may take, however many rows lie on the disk."""
PARTS, EXTRACTS, INSTEAD = " in parts", " in extracts", " instead"
"""What names of our own end with: whole parts of bulk files, everything else, sums that stand for rows."""
PARAMETER = re.compile(r"\$([a-z_]+)")


class NotPublished(Exception):
    """There are no published tables where they are expected, or they cannot be read."""


class QueryFailed(Exception):
    """A query could not be run; the message is the engine's, in one sentence."""


@dataclass(frozen=True)
class Provenance:
    """Where the rows of one source come from, as shown under a chart."""

    source: str
    title: str
    publisher: str
    page: str
    obtained: date
    license: str
    license_path: str
    citation: str
    note: str


@dataclass(frozen=True, eq=False)
class Store:
    """The published tables of one folder at one version of the data, or as they were held on a day."""

    folder: Path
    stamp: int
    until: date | None = None

    @cached_property
    def package(self) -> dict[str, Any]:
        """The published datapackage.json."""
        return dict(json.loads((self.folder / "datapackage.json").read_text(encoding="utf-8")))

    @property
    def version(self) -> str:
        """Short hash of everything published; equal for equal data."""
        return str(self.package["version"]) + (f"@{self.until.isoformat()}" if self.until else "")

    def as_of(self, day: date) -> Store:
        """The tables from files obtained on or before a day: what one could have known then."""
        return _opened(self.folder, self.stamp, day)

    @cached_property
    def resources(self) -> list[dict[str, Any]]:
        """The tables' resources, newest vintage of each source last."""
        tables = [r for r in self.package["resources"] if "table" in r["waybill"]]
        held = [r for r in tables if not self.until or r["waybill"]["obtained"] <= self.until.isoformat()]
        return sorted(held, key=lambda r: (r["waybill"]["source"], r["waybill"]["obtained"], r["name"]))

    @cached_property
    def provenance(self) -> Mapping[str, Provenance]:
        """Where each source's newest rows come from, by source name."""
        return {
            r["waybill"]["source"]: Provenance(
                source=r["waybill"]["source"],
                title=r["title"],
                publisher=r["waybill"]["publisher"],
                page=r["sources"][0].get("path", ""),
                obtained=date.fromisoformat(r["waybill"]["obtained"]),
                license=r["licenses"][0]["title"],
                license_path=r["licenses"][0].get("path", ""),
                citation=r["waybill"]["citation"],
                note=r["waybill"]["note"],
            )
            for r in self.resources
        }

    def texts(self) -> dict[str, str]:
        """The published commentary files by name, as Markdown; a byte that is not UTF-8 as U+FFFD."""
        texts = [r for r in self.package["resources"] if "commentary" in r["waybill"]]
        return {r["waybill"]["commentary"]: (self.folder / r["path"]).read_text("utf-8", "replace") for r in texts}

    @cached_property
    def _lock(self) -> threading.Lock:
        return threading.Lock()

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        threads = min(4, os.cpu_count() or 1)
        connection = duckdb.connect(":memory:", config={"threads": threads, "memory_limit": MEMORY})
        for table in dict.fromkeys(r["waybill"]["table"] for r in self.resources):
            self._create(connection, table)
        connection.from_df(self.catalogue).create("resource")
        return connection

    def _create(self, connection: duckdb.DuckDBPyConnection, table: str) -> None:
        """The table with what is newest, and `<table>_vintages` with everything that is held."""
        held = [r for r in self.resources if r["waybill"]["table"] == table]
        parts, rest = whole.parted(held)
        if parts:
            self._create_parts(connection, table, parts, bool(rest))
        if rest:
            self._create_rest(connection, f"{table}{EXTRACTS}" if parts else table, rest, whole.uncovered(parts, rest))
        if parts and rest:
            together = f'SELECT * FROM "{table}{EXTRACTS}" UNION ALL BY NAME SELECT * FROM "{table}{PARTS}"'
            connection.execute(f'CREATE VIEW "{table}" AS {together}')
        connection.read_parquet([str(self.folder / r["path"]) for r in held]).create_view(f"{table}_vintages")

    def _create_parts(
        self, connection: duckdb.DuckDBPyConnection, table: str, parts: Sequence[whole.Resource], more: bool
    ) -> None:
        """The whole parts of bulk files, in memory where they are few rows."""
        kind = "TABLE" if sum(r["waybill"]["bytes"] for r in parts) <= IN_MEMORY else "VIEW"
        rows = f"SELECT * FROM read_parquet({whole.files(self.folder, parts)})"
        connection.execute(f'CREATE {kind} "{table}{PARTS if more else ""}" AS {rows}')

    def _create_rest(
        self, connection: duckdb.DuckDBPyConnection, name: str, held: Sequence[whole.Resource], condition: str
    ) -> None:
        """Rows of one file a vintage: of a list those of the newest, of months those that no later file replaces."""
        by_source: dict[str, list[whole.Resource]] = {}
        for resource in held:
            by_source.setdefault(resource["waybill"]["source"], []).append(resource)
        newest = [r for vintages in by_source.values() for r in (vintages[-1:] if replaces(vintages[-1]) else vintages)]
        files = [str(self.folder / r["path"]) for r in newest]
        latest = ""
        if len(newest) > len(by_source):
            key = ", ".join(f'"{name}"' for name in held[0]["schema"]["primaryKey"] if name != "vintage")
            latest = f" QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY vintage DESC, filename DESC) = 1"
        chosen = connection.sql(
            f"SELECT * EXCLUDE (filename) FROM read_parquet($files, filename = true) WHERE {condition}{latest}",
            params={"files": files},
        )
        if sum(r["waybill"]["bytes"] for r in newest) <= IN_MEMORY:
            chosen.create(name)
        else:
            chosen.create_view(name)

    @cached_property
    def _sums(self) -> Mapping[str, tuple[tuple[str, frozenset[str]], ...]]:
        """For each table with published sums the views that may stand for it, fewest rows first, and their columns."""
        found: dict[str, list[tuple[int, str, frozenset[str]]]] = {}
        for name in dict.fromkeys(r["waybill"]["table"] for r in self.resources if "sums_of" in r["waybill"]):
            added, _ = whole.parted([r for r in self.resources if r["waybill"]["table"] == name])
            of = added[-1]["waybill"]["sums_of"]
            parts, rest = whole.parted([r for r in self.resources if r["waybill"]["table"] == of])
            if not whole.same_parts(parts, added):
                continue
            columns = [field["name"] for field in added[-1]["schema"]["fields"]]
            view = f'SELECT * FROM "{name}"'
            if rest:
                given = ", ".join(added_up.INSTEAD_OF.get(column, f'"{column}"') for column in columns)
                view = f'SELECT {given} FROM "{of}{EXTRACTS}" UNION ALL BY NAME {view}'
            self._connection.execute(f'CREATE VIEW "{name}{INSTEAD}" AS {view}')
            size = sum(r["waybill"]["rows"] for r in added)
            found.setdefault(of, []).append((size, f"{name}{INSTEAD}", frozenset(columns)))
        return {of: tuple((name, columns) for _, name, columns in sorted(some)) for of, some in found.items()}

    @cached_property
    def catalogue(self) -> pd.DataFrame:
        """One row per source: what it holds, from when to when, on what terms; the table `resource` in SQL."""
        by_source: dict[str, list[dict[str, Any]]] = {}
        for resource in self.resources:
            if resource["waybill"]["main"]:
                by_source.setdefault(resource["waybill"]["source"], []).append(resource)
        newest = [(held[-1], *self._extent_of(held)) for held in by_source.values()]
        catalogue = pd.DataFrame(
            {
                "source": r["waybill"]["source"],
                "title": r["title"],
                "publisher": r["waybill"]["publisher"],
                "table_name": r["waybill"]["table"],
                "rows_held": rows,
                "start_date": start,
                "end_date": end,
                "obtained": r["waybill"]["obtained"],
                "rhythm_days": r["waybill"]["rhythm_days"],
                "vintages": len({_vintage(other) for other in self.resources if _same_table(r, other)}),
                "license": r["licenses"][0]["title"],
                "page": r["sources"][0].get("path", ""),
                "note": r["waybill"]["note"],
                "bytes": r["waybill"]["bytes"],
            }
            for r, rows, start, end in newest
        )
        for column in ("start_date", "end_date", "obtained"):
            catalogue[column] = pd.to_datetime(catalogue[column])
        return catalogue

    def _extent_of(self, held: Sequence[whole.Resource]) -> tuple[int, str | None, str | None]:
        """Rows and first and last date of one source: of its newest file, or of all its parts and what they leave."""
        parts, rest = whole.parted(held)
        counted = [(r["waybill"]["rows"], *r["waybill"]["coverage"].values()) for r in parts or rest[-1:]]
        if parts and rest:
            left = f"FROM read_parquet({whole.files(self.folder, rest[-1:])}) WHERE {whole.uncovered(parts, rest)}"
            with duckdb.connect(":memory:") as alone:
                found = alone.execute(f"SELECT count(*), min(period)::VARCHAR, max(period)::VARCHAR {left}").fetchone()
            counted += [found] if found and found[0] else []
        dates = [day for _, *span in counted for day in span if day]
        return sum(rows for rows, *_ in counted), min(dates, default=None), max(dates, default=None)

    @cached_property
    def extent(self) -> Period:
        """The period people can choose from: first month of any trade to the last of any source but rates."""
        held = self.catalogue[self.catalogue["table_name"] != "exchange_rate"]
        first = held.loc[held["table_name"] == "trade_flow", "start_date"].min()
        last = held["end_date"].max()
        return Period(first.date().replace(day=1), last.date().replace(day=1))

    def rows(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """The rows a query returns. Parameters are bound, never formatted in; unused ones are ignored.

        Tables hold the newest vintage of each source; `<table>_vintages` holds every vintage.
        Raises QueryFailed with the engine's own words, or when the query would add what cannot be added.
        """
        if mixed := sums.faults(sql):
            raise QueryFailed(". ".join(mixed) + ".")
        used = {name: parameters[name] for name in PARAMETER.findall(sql) if name in parameters}
        with self._lock:
            for table, instead in self._sums.items():
                sql = added_up.rewritten(sql, table, instead)
            cursor = self._connection.cursor()
        try:
            if (result := cursor.execute(sql, used or None)) is None:
                raise QueryFailed("There is no query to run.")
            return result.df()
        except duckdb.Error as failure:
            raise QueryFailed(str(failure).strip().splitlines()[0]) from failure
        finally:
            cursor.close()


def _same_table(resource: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    known, seen = resource["waybill"], other["waybill"]
    return bool(known["source"] == seen["source"] and known["table"] == seen["table"])


def _vintage(resource: Mapping[str, Any]) -> str:
    """The day of a vintage, with its number where there are several: what the parts of one have in common."""
    name = str(resource["name"]).split(".", 2)[2]
    return name.rpartition(".")[0] if resource["waybill"].get("whole") else name


def replaces(resource: Mapping[str, Any]) -> bool:
    """True when this vintage stands for all before it: a whole list, not months that add to others."""
    return bool(resource["waybill"]["complete"])


@lru_cache(maxsize=8)
def _opened(folder: Path, stamp: int, until: date | None = None) -> Store:
    return Store(folder, stamp, until)


def open_store(home: Path | str | None = None) -> Store:
    """The store over the tables under `home`, by default under the folder in WAYBILL_DATA.

    A new publication is seen at once, because its datapackage.json has another time stamp.
    Raises NotPublished when there is none.
    """
    chosen = home or os.environ.get("WAYBILL_DATA")
    if not chosen:
        raise NotPublished("No data folder is named: start with `waybill`, or set WAYBILL_DATA.")
    folder = Path(chosen) / "tables"
    try:
        stamp = (folder / "datapackage.json").stat().st_mtime_ns
    except OSError:
        raise NotPublished(f"There are no tables in {folder}: run `waybill build`.") from None
    return _opened(folder, stamp)


def freshness(age: int, rhythm: int) -> str:
    """How a file of this age in days stands to its publisher's usual rhythm in days (0: nothing new comes)."""
    if not rhythm:
        return "closed collection"
    if age <= rhythm:
        return f"{age} days old, current"
    return f"{age} days old, new data due"


def with_freshness(catalogue: pd.DataFrame, today: date) -> pd.DataFrame:
    """The catalogue with a column `freshness`, in words, as of a day."""
    ages = [(today - day.date()).days for day in catalogue["obtained"]]
    words = [freshness(age, rhythm) for age, rhythm in zip(ages, catalogue["rhythm_days"], strict=True)]
    return catalogue.assign(freshness=words)


def readable(sql: str, parameters: Mapping[str, Any]) -> str:
    """The query with its parameters written in as literals, to read and to run elsewhere."""
    import sqlglot
    from sqlglot import exp

    def literal(node: Any) -> Any:
        if isinstance(node, exp.Parameter | exp.Placeholder) and node.name in parameters:
            value = parameters[node.name]
            if isinstance(value, date):
                return exp.cast(exp.Literal.string(value.isoformat()), "date")
            return exp.convert(value)
        return node

    return str(sqlglot.parse_one(sql, read="duckdb").transform(literal).sql("duckdb", pretty=True))
