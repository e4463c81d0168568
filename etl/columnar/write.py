"""Write a part, and what it adds up to, as Parquet files that are read fast."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from etl.columnar.part import AMOUNTS, Part, as_words
from etl.table import Table

ROW_GROUP, PAGE = 245_760, 65_536
"""Rows that are planned for at once, and bytes that are unpacked at once: of 110 million rows the chapters and the
products of a pair were read fastest so. Smaller groups make planning longer, larger pages unpack what is not needed."""
Amounts = tuple[np.ndarray, np.ndarray | None]


@dataclass(frozen=True)
class Written:
    """A Parquet file of a part: its rows, and what all of them have in common but for dates."""

    path: Path
    rows: int
    shared: Mapping[str, str | float | bool | None]


def write(
    part: Part, contract: Table, sums: Mapping[Table, Sequence[str]], facts: Mapping[str, Any], folder: Path
) -> dict[Table, Written]:
    """The part and what it adds up to as Parquet files named for their tables.

    `sums` says by which columns of the key, in their order, a table adds up; `facts` are those that all rows share.
    The rows are written while the sums are made.
    """
    with ThreadPoolExecutor(1) as beside:
        whole = beside.submit(_written, part, contract, facts, folder)
        amounts = {name: _amounts(part.rows[name]) for name in AMOUNTS} if sums else {}
        made = {other: _write_sums(part, amounts, by, other, facts, folder) for other, by in sums.items()}
        return {contract: whole.result(), **made}


def _written(part: Part, contract: Table, facts: Mapping[str, Any], folder: Path) -> Written:
    return _put(*whole_rows(frame_of(part), part, contract, facts), folder, contract)


def _amounts(cells: pl.Series) -> Amounts:
    """A column with nothing where no number is, and where that is so, if anywhere."""
    numbers = cells.to_numpy()
    silent = np.isnan(numbers)
    return (np.where(silent, 0.0, numbers), silent) if silent.any() else (numbers, None)


def _write_sums(
    part: Part,
    amounts: Mapping[str, Amounts],
    by: Sequence[str],
    contract: Table,
    facts: Mapping[str, Any],
    folder: Path,
) -> Written:
    """The part added up; sums run in the order of the rows, so that the same rows give the same last digit."""
    several = {name for name, _, _ in part.fields}
    names = [name for name in by if name in several]
    names += [name for name, _, _ in part.fields if name in contract.names and name not in by]
    numbered = [(name, *part.codes(name)) for name in names]
    facts = dict(facts)
    if "product_digits" in contract.names:
        lengths = [len(word) for word in part.words("product")]
        known = sorted(set(lengths))
        if len(known) == 1:
            facts["product_digits"] = known[0]
        else:
            place = np.array([known.index(length) for length in lengths], np.uint8)
            numbered.append(("product_digits", place[part.codes("product")[0]], tuple(map(str, known))))
    if part.aggregate is not None:
        numbered.append(("aggregate", part.aggregate, ("", "1")))
    groups = math.prod(len(words) for _, _, words in numbered)
    group: np.ndarray = np.zeros(part.rows.height, np.int32 if groups < 1 << 31 else np.int64)
    for _, codes, words in numbered:
        group *= len(words)
        group += codes
    used, added = _adding(group)
    sums = {}
    for name, (cells, silent) in amounts.items():
        total = added(cells).round(3)
        if silent is not None:
            total[added((~silent).astype(np.float64)) == 0] = np.nan
        sums[name] = pl.Series(name, total).fill_nan(None)
    columns: list[pl.Series] = []
    rest = used
    for name, _, words in reversed(numbered):
        codes, rest = rest % len(words), rest // len(words)
        if name == "aggregate":
            columns.append(pl.Series(name, codes == 1))
        elif name == "product_digits":
            columns.append(pl.Series(name, np.array(list(map(int, words)))[codes]))
        else:
            columns.append(as_words(name, codes, words))
    frame = pl.DataFrame([*columns, *sums.values()])
    return _put(*whole_rows(frame, part, contract, facts), folder, contract)


def _adding(group: np.ndarray) -> tuple[np.ndarray, Callable[[np.ndarray], np.ndarray]]:
    """The different numbers in order, and what adds up the cells that stand beside each of them."""
    if (group[1:] >= group[:-1]).all():
        starts = np.flatnonzero(np.concatenate([[True], group[1:] != group[:-1]]))
        return group[starts], lambda cells: np.add.reduceat(cells, starts)
    most = int(group.max()) + 1
    if most > 50_000_000:
        used, inverse = np.unique(group, return_inverse=True)
    else:
        there = np.zeros(most, bool)
        there[group] = True
        used = np.flatnonzero(there)
        place = np.zeros(most, np.int32)
        place[used] = np.arange(len(used), dtype=np.int32)
        inverse = place[group]
    return used, lambda cells: np.bincount(inverse, cells, len(used))


def frame_of(part: Part) -> pl.DataFrame:
    """The part with the key's columns as words."""
    columns = [as_words(name, *part.codes(name)) for name, _, _ in part.fields]
    return pl.DataFrame([*columns, part.rows["value"], part.rows["mass_kg"]])


def whole_rows(
    frame: pl.DataFrame, part: Part, contract: Table, facts: Mapping[str, Any]
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The columns of the table, dates as such, and of those that all rows share what they share."""
    if part.aggregate is not None and "aggregate" in contract.names and "aggregate" not in frame.columns:
        frame = frame.with_columns(pl.Series("aggregate", part.aggregate))
    if "period" in frame.columns:
        frame = frame.with_columns(pl.col("period").cast(pl.String).str.to_date("%Y-%m-%d"))
    known: dict[str, Any] = {**part.constants, "aggregate": False, **facts}
    missing = [column for column in contract.columns if column.name not in frame.columns]
    repeated = {column.name: _repeated(column.kind, known.get(column.name)) for column in missing}
    shared = {column.name: known.get(column.name) for column in missing if column.kind != "date"}
    return frame.with_columns(**repeated).select(contract.names), shared


def _repeated(kind: str, value: Any) -> pl.Expr:
    return pl.lit(
        date.fromisoformat(value) if kind == "date" and isinstance(value, str) else value, _dtype(kind, value)
    )


def _dtype(kind: str, value: Any) -> Any:
    if kind == "text":
        return pl.Enum([] if value is None else [value])
    return {"number": pl.Float64, "date": pl.Date, "truth": pl.Boolean, "whole": pl.Int64}[kind]


def _put(frame: pl.DataFrame, shared: Mapping[str, Any], folder: Path, contract: Table) -> Written:
    target = folder / f"{contract.name}.parquet"
    frame.write_parquet(target, compression="zstd", compression_level=1, row_group_size=ROW_GROUP, data_page_size=PAGE)
    return Written(target, frame.height, shared)
