"""The one module that runs queries: SQL with named parameters over the published tables."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from dashboard import sums
from dashboard.period import Period

# Rows that pages get are few; on short columns of words this takes two thirds of the time that Arrow's do.
pd.set_option("mode.string_storage", "python")

IN_MEMORY = 32 * 2**20
"""Tables up to this many bytes of Parquet are kept in memory, which halves the time of small queries."""
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
        connection = duckdb.connect(":memory:", config={"threads": min(4, os.cpu_count() or 1)})
        for table in dict.fromkeys(r["waybill"]["table"] for r in self.resources):
            self._create(connection, table)
        connection.from_df(self.catalogue).create("resource")
        return connection

    def _create(self, connection: duckdb.DuckDBPyConnection, table: str) -> None:
        """The table with what is newest, and `<table>_vintages` with everything that is held."""
        held = [r for r in self.resources if r["waybill"]["table"] == table]
        by_source: dict[str, list[dict[str, Any]]] = {}
        for resource in held:
            by_source.setdefault(resource["waybill"]["source"], []).append(resource)
        newest = [r for vintages in by_source.values() for r in (vintages[-1:] if replaces(vintages[-1]) else vintages)]
        files = [str(self.folder / r["path"]) for r in newest]
        chosen = connection.sql(
            "SELECT * EXCLUDE (filename) FROM read_parquet($files, filename = true)", params={"files": files}
        )
        if len(newest) > len(by_source):
            key = ", ".join(f'"{name}"' for name in held[0]["schema"]["primaryKey"] if name != "vintage")
            chosen = connection.sql(
                "SELECT * EXCLUDE (filename) FROM read_parquet($files, filename = true) QUALIFY "
                f"row_number() OVER (PARTITION BY {key} ORDER BY vintage DESC, filename DESC) = 1",
                params={"files": files},
            )
        if sum(r["waybill"]["bytes"] for r in newest) <= IN_MEMORY:
            chosen.create(table)
        else:
            chosen.create_view(table)
        connection.read_parquet([str(self.folder / r["path"]) for r in held]).create_view(f"{table}_vintages")

    @cached_property
    def catalogue(self) -> pd.DataFrame:
        """One row per source: what it holds, from when to when, on what terms; the table `resource` in SQL."""
        newest = {r["waybill"]["source"]: r for r in self.resources if r["waybill"]["main"]}.values()
        catalogue = pd.DataFrame(
            {
                "source": r["waybill"]["source"],
                "title": r["title"],
                "publisher": r["waybill"]["publisher"],
                "table_name": r["waybill"]["table"],
                "rows_held": r["waybill"]["rows"],
                "start_date": r["waybill"]["coverage"]["start"],
                "end_date": r["waybill"]["coverage"]["end"],
                "obtained": r["waybill"]["obtained"],
                "rhythm_days": r["waybill"]["rhythm_days"],
                "vintages": sum(_same_table(r, other) for other in self.resources),
                "license": r["licenses"][0]["title"],
                "page": r["sources"][0].get("path", ""),
                "note": r["waybill"]["note"],
                "bytes": r["waybill"]["bytes"],
            }
            for r in newest
        )
        for column in ("start_date", "end_date", "obtained"):
            catalogue[column] = pd.to_datetime(catalogue[column])
        return catalogue

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
