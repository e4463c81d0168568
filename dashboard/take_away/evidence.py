"""Queries kept with the rows they returned, so that a number can be computed again where the tables are not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

import pandas as pd

from dashboard.metrics.definition import Tables


class NotInPack(Exception):
    """A query was asked that the pack does not hold the answer to: the way of computing has changed since."""


@dataclass(frozen=True)
class Asked:
    """A query with its parameters and the rows it returned."""

    sql: str
    parameters: Mapping[str, Any]
    rows: pd.DataFrame

    @property
    def key(self) -> str:
        """What tells one query from another."""
        return key(self.sql, self.parameters)


@dataclass(frozen=True, eq=False)
class Recorded:
    """Tables that keep every query put to them, once each, in the order they came."""

    tables: Tables
    asked: dict[str, Asked] = field(default_factory=dict)

    def rows(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """The rows of the tables behind."""
        rows = self.tables.rows(sql, **parameters)
        one = Asked(sql, parameters, rows)
        self.asked.setdefault(one.key, one)
        return rows


@dataclass(frozen=True, eq=False)
class Replayed:
    """Tables that know only the answers that were kept."""

    asked: Mapping[str, Asked]

    def rows(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """The rows kept for this query. Raises NotInPack for any other."""
        kept = self.asked.get(key(sql, parameters))
        if kept is None:
            raise NotInPack("this Waybill computes it with another query than the one that made the pack")
        return kept.rows.copy()


def key(sql: str, parameters: Mapping[str, Any]) -> str:
    """A query and its parameters as text, equal for equal ones."""
    return json.dumps([" ".join(sql.split()), plain(parameters)], sort_keys=True, ensure_ascii=False)


def plain(value: Any) -> Any:
    """A parameter as JSON has it: days as ISO 8601."""
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()[:10]
    return value


def parquet(rows: pd.DataFrame) -> bytes:
    """Rows as Parquet, equal bytes for equal rows."""
    into = BytesIO()
    rows.reset_index(drop=True).to_parquet(into, index=False, compression="zstd")
    return into.getvalue()


def read_parquet(content: bytes) -> pd.DataFrame:
    """Rows from Parquet."""
    return pd.read_parquet(BytesIO(content))


def differences(before: pd.DataFrame, now: pd.DataFrame, most: int = 12) -> list[str]:
    """Where rows differ, a line for each: cells restated, rows gone and rows new. Empty when they do not.

    Rows are the same row when all that is neither a number nor the day of the vintage is the same.
    """
    missing = [name for name in before.columns if name not in now.columns]
    if missing:
        return [f"the column {name} is gone" for name in missing]
    numbers = [
        n for n in before.columns if pd.api.types.is_float_dtype(before[n]) or pd.api.types.is_float_dtype(now[n])
    ]
    names = [name for name in before.columns if name not in numbers and name != "vintage"]
    told: list[str] = []
    held, seen = _by_name(before, names), _by_name(now, names)
    for name, old in held.items():
        new = seen.get(name)
        if new is None:
            told.append(f"gone: {_row(names, name)}")
            continue
        for column in numbers:
            was, is_ = old[column], new[column]
            if not (was == is_ or (pd.isna(was) and pd.isna(is_))):
                told.append(f"{column} of {_row(names, name)}: {_number(was)} → {_number(is_)}")
    told += [f"new: {_row(names, name)}" for name in seen if name not in held]
    more = len(told) - most
    return [*told[:most], f"and {more:,} more"] if more > 0 else told


def _by_name(rows: pd.DataFrame, names: list[str]) -> dict[tuple[str, ...], dict[str, Any]]:
    made: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows.to_dict("records"):
        name = tuple(_cell(row[column]) for column in names)
        while name in made:
            name = (*name, "again")
        made[name] = {str(column): value for column, value in row.items()}
    return made


def _cell(value: Any) -> str:
    if not isinstance(value, list) and not hasattr(value, "tolist") and pd.isna(value):
        return ""
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def _row(names: list[str], cells: tuple[str, ...]) -> str:
    """The cells that say which row it is; the longest ones, such as notes, would only hide it."""
    return " ".join(cell for cell in cells if 0 < len(cell) <= 40) or f"a row of {', '.join(names)}"


def _number(value: Any) -> str:
    return "nothing" if pd.isna(value) else f"{value:,.10g}"
