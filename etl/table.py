"""What a tidy table promises, and the check that holds it to that promise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

ARROW = {
    "text": pa.string(),
    "whole": pa.int64(),
    "number": pa.float64(),
    "truth": pa.bool_(),
    "date": pa.date32(),
}
FRICTIONLESS = {"text": "string", "whole": "integer", "number": "number", "truth": "boolean", "date": "date"}


class ContractBroken(Exception):
    """A file or table is not what was promised. The message says what, where, and what to do."""


@dataclass(frozen=True)
class Column:
    """One column, defined once for every table that has it.

    `kind` is text, whole, number, truth or date; `unit` is the unit of measurement, if any; `values`
    the closed list of allowed values; `low` the smallest allowed number; `first` the earliest allowed date, as in
    ISO 8601; `pattern` a regular expression that the whole text must match.
    """

    name: str
    kind: str
    about: str
    unit: str = ""
    values: tuple[str, ...] = ()
    low: float | None = None
    first: str = ""
    pattern: str = ""
    nullable: bool = False

    def describe(self) -> dict[str, Any]:
        """This column as a Table Schema field (frictionlessdata.io)."""
        constraints: dict[str, Any] = {"required": not self.nullable}
        if self.values:
            constraints["enum"] = list(self.values)
        if self.low is not None:
            constraints["minimum"] = self.low
        if self.first:
            constraints["minimum"] = self.first
        if self.pattern:
            constraints["pattern"] = self.pattern
        field: dict[str, Any] = {
            "name": self.name,
            "type": FRICTIONLESS[self.kind],
            "description": self.about,
            "constraints": constraints,
        }
        return field | ({"unit": self.unit} if self.unit else {})


@dataclass(frozen=True)
class Table:
    """A tidy table: its columns in order and the columns that identify a row.

    `time` names the date column by which a period selects rows. `complete` is True for lists, where the
    file of a later day replaces the whole of an earlier one; in other tables a later row replaces only the
    earlier row with the same key. Where a publisher moves rows that belong together from one period to another,
    `restates` names the columns they share: a file then replaces all earlier rows that agree in these, within the
    period it is about. `unpublished` names columns that adapters fill for the comparison of two files and no file of
    ours ever has.
    """

    name: str
    title: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    time: str
    complete: bool = False
    restates: tuple[str, ...] = ()
    unpublished: tuple[str, ...] = ()

    @property
    def restated_by(self) -> tuple[str, ...]:
        """The columns by which rows of a later file replace earlier ones: the key, if nothing else is said."""
        return self.restates or tuple(name for name in self.key if name != "vintage")

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]

    @property
    def arrow(self) -> pa.Schema:
        """The Arrow schema that the Parquet files of this table have."""
        return pa.schema([pa.field(c.name, ARROW[c.kind], c.nullable) for c in self.columns])

    def describe(self) -> dict[str, Any]:
        """This table as a Table Schema."""
        return {
            "fields": [column.describe() for column in self.columns],
            "primaryKey": list(self.key),
            # Validators read Parquet through pandas, where a missing number becomes nan.
            "missingValues": ["", "nan"],
        }

    def check(self, rows: pd.DataFrame) -> pa.Table:
        """The rows as an Arrow table in key order, or ContractBroken with every fault found.

        A column that may be null and is not given is null throughout.

        Raises ContractBroken when a column is missing or unknown, a value is of the wrong kind, null,
        outside the allowed values or too small, or when two rows share a key.
        """
        rows = rows.drop(columns=list(self.unpublished), errors="ignore")
        absent = [column for column in self.columns if column.name not in rows.columns]
        rows = rows.assign(**{column.name: None for column in absent if column.nullable})
        faults = [f"column '{column.name}' is missing" for column in absent if not column.nullable]
        faults += [f"column '{n}' is not part of the table" for n in rows.columns if n not in self.names]
        if faults:
            raise ContractBroken(f"table {self.name}: " + "; ".join(faults))
        rows = rows[self.names].reset_index(drop=True)
        for column in self.columns:
            faults += _column_faults(column, rows[column.name])
        if not faults:
            duplicated = rows.duplicated(list(self.key), keep=False)
            if duplicated.any():
                faults.append(_shown("key repeated", rows.loc[duplicated, list(self.key)]))
        if faults:
            raise ContractBroken(f"table {self.name}: " + "; ".join(faults))
        ordered = rows.sort_values(list(self.key), kind="stable", na_position="first")
        return pa.Table.from_pandas(ordered, schema=self.arrow, preserve_index=False, safe=True)


def _column_faults(column: Column, values: pd.Series) -> list[str]:
    empty = values.isna()
    faults = [] if column.nullable or not empty.any() else [_shown(f"{column.name} is empty", values[empty])]
    present = values[~empty]
    tests: list[tuple[str, Callable[[], pd.Series]]] = []
    if column.kind == "text":
        if not isinstance(values.dtype, pd.StringDtype):
            tests.append(("is not text", lambda: ~present.map(lambda v: isinstance(v, str))))
    elif column.kind == "date":
        if values.dtype.kind != "M":
            tests.append(("is not a date", lambda: ~present.map(_is_date)))
        if column.first:
            tests.append((f"is before {column.first}", lambda: present.map(iso_day).lt(column.first)))
    elif column.kind == "truth":
        tests.append(("is not true or false", lambda: ~present.isin([True, False])))
    else:
        tests.append(("is not a number", lambda: pd.to_numeric(present, errors="coerce").isna()))
        tests.append(("is not finite", lambda: ~present.abs().lt(float("inf"))))
    if column.kind == "whole":
        tests.append(("is not a whole number", lambda: present.mod(1).ne(0)))
    if column.values:
        allowed = ", ".join(column.values)
        tests.append((f"is not one of {allowed}", lambda: ~present.isin(column.values)))
    if column.low is not None:
        tests.append((f"is below {column.low:g}", lambda: present.lt(column.low)))
    if column.pattern:
        tests.append((f"does not match {column.pattern}", lambda: ~present.str.fullmatch(column.pattern)))
    for words, failing in tests:
        wrong = failing().astype(bool)
        if wrong.any():
            faults.append(_shown(f"{column.name} {words}", present[wrong]))
            break
    return faults


def _is_date(value: Any) -> bool:
    return hasattr(value, "year") and hasattr(value, "month") and hasattr(value, "day")


def iso_day(value: Any) -> str:
    """A date or time stamp of any year as ISO 8601 writes its day."""
    return str(value.isoformat())[:10]


def _shown(words: str, values: pd.Series | pd.DataFrame, most: int = 5) -> str:
    """A fault with the first few rows it occurs in, so that nobody has to search."""
    if isinstance(values, pd.DataFrame):
        examples = [f"row {i}: {' / '.join(map(str, row))}" for i, row in zip(values.index, values.values, strict=True)]
    else:
        examples = [f"row {i}: {value!r}" for i, value in values.items()]
    more = f" and {len(examples) - most} more" if len(examples) > most else ""
    return f"{words} ({'; '.join(examples[:most])}{more})"
