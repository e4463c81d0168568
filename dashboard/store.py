"""The one module that runs queries: SQL with named parameters over the published tables."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard import added_up, engines, sums, whole
from dashboard.engines import Address, duckdb, parquet
from dashboard.engines import EngineDown as EngineDown
from dashboard.engines import QueryFailed as QueryFailed
from dashboard.engines.held import chosen
from dashboard.period import Period

if TYPE_CHECKING:
    from dashboard.engines.dialect import Relation
    from dashboard.engines.remote import Publication

# Rows that pages get are few; on short columns of words this takes two thirds of the time that Arrow's do.
pd.set_option("mode.string_storage", "python")

PARAMETER = re.compile(r"\$([a-z_]+)")


class NotPublished(Exception):
    """There are no published tables where they are expected, or they cannot be read."""


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
    """The published tables at one version of the data, or as they were held on a day.

    They lie in a folder, or on an engine to which that version was published. `folder` has the commentary in
    either case.
    """

    folder: Path
    stamp: int
    until: date | None = None
    engine: Address | None = None
    publication: Publication | None = field(default=None, repr=False)

    @cached_property
    def here(self) -> dict[str, Any]:
        """The datapackage.json on this machine."""
        return dict(json.loads((self.folder / "datapackage.json").read_text(encoding="utf-8")))

    @cached_property
    def package(self) -> dict[str, Any]:
        """The datapackage.json of the tables that are queried."""
        return dict(self.publication.package) if self.publication else self.here

    @property
    def version(self) -> str:
        """Short hash of everything published; equal for equal data."""
        return str(self.package["version"]) + (f"@{self.until.isoformat()}" if self.until else "")

    @property
    def at_once(self) -> int:
        """How many queries are asked at once: DuckDB has every core at work on one, other engines let one wait."""
        return 8 if self.engine else 1

    @cached_property
    def differs(self) -> str:
        """What is to be said when the tables on the engine are not of the version on this machine; else nothing."""
        if not self.engine or not self.publication or self.publication.version == self.here["version"]:
            return ""
        return (
            f"Figures come from {self.engine.shown}: version {self.publication.version}, published "
            f"{self.publication.published[:10]}. This machine holds version {self.here['version']}; "
            "`waybill publish` brings it there."
        )

    def as_of(self, day: date) -> Store:
        """The tables from files obtained on or before a day: what one could have known then."""
        return _opened(self.folder, self.stamp, day, self.engine, self.publication)

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
        """The commentary files published on this machine by name, as Markdown; a byte that is not UTF-8 as U+FFFD."""
        texts = [r for r in self.here["resources"] if "commentary" in r["waybill"]]
        return {r["waybill"]["commentary"]: (self.folder / r["path"]).read_text("utf-8", "replace") for r in texts}

    @property
    def _empty(self) -> dict[str, Any]:
        """The schemas of the tables of which nothing is held: a query finds no rows in them instead of no table."""
        known = self.package.get("waybill", {}).get("tables", {})
        held = {r["waybill"]["table"] for r in self.resources}
        return {table: schema for table, schema in known.items() if table not in held}

    @cached_property
    def _connection(self) -> Any:
        if self.engine:
            return duckdb.outlines(self.resources, self.catalogue, self._empty)
        return duckdb.tables(self.folder, self.resources, self.catalogue, self._empty)

    @cached_property
    def _sums(self) -> parquet.Sums:
        return parquet.sums(self.resources)

    @cached_property
    def _relation(self) -> Relation:
        from dashboard.engines.loaded import relations

        return relations(self.resources, self.catalogue, self._empty)

    @cached_property
    def catalogue(self) -> pd.DataFrame:
        """One row per source: what it holds, from when to when, on what terms; the table `resource` in SQL."""
        by_source: dict[str, list[dict[str, Any]]] = {}
        for resource in self.resources:
            if resource["waybill"]["main"]:
                by_source.setdefault(resource["waybill"]["source"], []).append(resource)
        newest = [(held[-1], held, *self._extent_of(held)) for held in by_source.values()]
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
                "bytes": sum(other["waybill"]["bytes"] for other in _counted(held)),
                "left_out": sum(sum(other["waybill"]["left_out"].values()) for other in _counted(held)),
                "checks": "; ".join(r["waybill"]["checks"]),
                "last_change": self._last_change(held),
            }
            for r, held, rows, start, end in newest
        )
        for column in ("start_date", "end_date", "obtained"):
            catalogue[column] = pd.to_datetime(catalogue[column])
        return catalogue

    def _last_change(self, held: Sequence[whole.Resource]) -> str:
        """What the newest file of a source changed, in a few words; nothing where it is the first."""
        newest, day = held[-1], held[-1]["waybill"]["obtained"]
        _, rest = whole.parted(held)
        if "whole" in newest["waybill"]:
            return f"{', '.join(newest['waybill']['whole'].values())} whole, {day}"
        if len(rest) < 2:
            return ""
        changes = [r for r in self.resources if r["waybill"]["table"] == "listing_change" and _same_source(r, newest)]
        if changes and "entries" in changes[-1]["waybill"]:
            entries = {"added": 0, "removed": 0, "amended": 0} | changes[-1]["waybill"]["entries"]
            return f"{', '.join(f'{n:,} {what}' for what, n in entries.items())}, {day}"
        before, now = ((r["waybill"].get("counts") or r["waybill"])["rows"] for r in rest[-2:])
        rows = f"{abs(now - before):,} row{'s' * (abs(now - before) != 1)}"
        return f"{rows} {'fewer' if now < before else 'more'}, {day}"

    def _extent_of(self, held: Sequence[whole.Resource]) -> tuple[int, str | None, str | None]:
        """Rows that count of one source and their first and last date: of a list those of its newest file, of a series
        those of all its files, of bulk files those of all parts and what these leave of the others."""
        parts, rest = whole.parted(held)
        counted = [(r["waybill"]["rows"], *r["waybill"]["coverage"].values()) for r in parts]
        if parts and rest:
            rows, *span = self._uncovered(parts, rest)
            counted.append((rows, *(day and day.isoformat() for day in span)))
        elif rest:
            known = rest[-1]["waybill"]
            counts = known.get("counts") or known["coverage"] | {"rows": known["rows"]}
            counted.append((counts["rows"], counts["start"], counts["end"]))
        dates = [day for _, *span in counted for day in span if day]
        return sum(rows for rows, *_ in counted), min(dates, default=None), max(dates, default=None)

    def _uncovered(
        self, parts: Sequence[whole.Resource], rest: Sequence[whole.Resource]
    ) -> tuple[int, date | None, date | None]:
        """Rows, first and last day of what the extracts of a source have and none of its whole parts stands for."""
        if not self.engine:
            return parquet.uncovered(self.folder, parts, rest)
        from dashboard.engines import loaded, remote

        name = f'"{rest[-1]["waybill"]["table"]}{whole.EXTRACTS}"'
        relation = loaded.relations([*parts, *rest], pd.DataFrame())
        (found,) = remote.rows(
            self.engine, f"SELECT {whole.EXTENT} FROM {name}", {}, duckdb.EXTENT, relation
        ).to_pylist()
        return found["n"], found["first"], found["last"]

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
        Raises QueryFailed with the engine's own words, or when the query would add what cannot be added, and
        EngineDown when the engine does not answer.
        """
        if mixed := sums.faults(sql):
            raise QueryFailed(". ".join(mixed) + ".")
        used = {name: parameters[name] for name in PARAMETER.findall(sql) if name in parameters}
        if not self.engine:
            for table, instead in self._sums.items():
                sql = added_up.rewritten(sql, table, instead)
            return duckdb.answer(self._connection, sql, used)
        from dashboard.engines import remote

        shape = duckdb.shape(self._connection, sql, used)
        return duckdb.framed(remote.rows(self.engine, sql, used, shape, self._relation))


def _counted(held: Sequence[whole.Resource]) -> list[whole.Resource]:
    """The files of one source that count."""
    parts, rest = whole.parted(held)
    return [*parts, *chosen(rest)]


def _same_source(resource: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(resource["waybill"]["source"] == other["waybill"]["source"])


def _same_table(resource: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    known, seen = resource["waybill"], other["waybill"]
    return bool(known["source"] == seen["source"] and known["table"] == seen["table"])


def _vintage(resource: Mapping[str, Any]) -> str:
    """The day of a vintage, with its number where there are several: what the parts of one have in common."""
    name = str(resource["name"]).split(".", 2)[2]
    return name.rpartition(".")[0] if resource["waybill"].get("whole") else name


@lru_cache(maxsize=8)
def _opened(
    folder: Path,
    stamp: int,
    until: date | None = None,
    engine: Address | None = None,
    publication: Publication | None = None,
) -> Store:
    return Store(folder, stamp, until, engine, publication)


def open_store(home: Path | str | None = None, here: bool = False) -> Store:
    """The store over the tables under `home`, by default under the folder in WAYBILL_DATA.

    Where WAYBILL_ENGINE names an engine, the tables published there are queried instead, unless `here`.
    A new publication is seen at once, because its datapackage.json has another time stamp; one on an engine
    within a minute. Raises NotPublished when there is none, EngineDown when the engine does not answer.
    """
    chosen = home or os.environ.get("WAYBILL_DATA")
    if not chosen:
        raise NotPublished("No data folder is named: start with `waybill`, or set WAYBILL_DATA.")
    folder = Path(chosen) / "tables"
    try:
        stamp = (folder / "datapackage.json").stat().st_mtime_ns
    except OSError:
        raise NotPublished(f"There are no tables in {folder}: run `waybill build`.") from None
    if here or not (engine := engines.chosen()):
        return _opened(folder, stamp)
    from dashboard.engines import remote

    return _opened(folder, stamp, None, engine, remote.current(engine))


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
    from dashboard.engines import dialect

    return dialect.readable(sql, parameters)
