"""Read files as a part in key order, strictly; and small files as the rows that an adapter returns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import polars as pl

from etl.columnar.faults import every_fault
from etl.columnar.order import in_order
from etl.columnar.part import Part
from etl.columnar.text import ROW, Opening, Suspect, opened, read_cells, typed
from etl.columnar.write import frame_of, whole_rows
from etl.days import impossible
from etl.layout import Layout
from etl.reading import AGAIN
from etl.table import ContractBroken, Table
from etl.tables import trade_flow


def read_part(paths: Sequence[Path], layout: Layout, lists: Sequence[Path] = (), latest: str = "") -> Part:
    """All rows of the files as one sorted part.

    `lists` are the publisher's lists of codes that came with them, `latest` is the last day that a period may begin
    on. Raises ContractBroken with every fault found, each by file, row, column and value.
    """
    layout = _bounded(layout, latest)
    openings = [opened(path, layout) for path in paths]
    more = layout.lists(lists) if layout.lists and lists else {}
    try:
        return in_order(typed(openings, layout), layout, more, [said for o in openings for said in o.warnings])
    except (Suspect, pl.exceptions.PolarsError) as why:
        try:
            faults = every_fault(openings, layout, more)
        except (Suspect, pl.exceptions.PolarsError) as still:
            faults = [f"{', '.join(path.name for path in paths)}: {still}; {AGAIN}"]
        raise ContractBroken("; ".join(faults) or f"{paths[0].name}: {why}; {AGAIN}") from None


def _bounded(layout: Layout, latest: str) -> Layout:
    """The layout whose periods begin when trade can have been counted."""
    column, meaning = layout.targets["period"]
    first = next(column.first for column in trade_flow.columns if column.name == "period")

    def within(word: str) -> str:
        day = meaning(word)
        if fault := impossible(day, first, latest):
            raise ContractBroken(f"{fault}; {AGAIN}")
        return day

    return replace(layout, targets={**layout.targets, "period": (column, within)})


def tidy(paths: Sequence[Path], layout: Layout, lists: Sequence[Path] = ()) -> pd.DataFrame:
    """The rows of small files in columns of trade_flow, as an adapter returns them. Raises ContractBroken."""
    part = read_part(paths, layout, lists)
    columns = tuple(column for column in trade_flow.columns if column.name not in ("source", "vintage"))
    bare = Table(trade_flow.name, trade_flow.title, (), columns, trade_flow.time)
    rows = whole_rows(frame_of(part), part, bare, {})[0].to_pandas()
    texts = {column.name: "str" for column in columns if column.kind == "text" and column.name != "basis"}
    rows = rows.astype(texts).assign(period=pd.to_datetime(rows["period"]), value_low=None, value_high=None, basis=None)
    stands = {day: where for path in reversed(paths) for day, where in _periods(opened(path, layout), layout)}
    rows.attrs = {"left_out": dict(part.left_out), "warnings": list(part.warnings), "stands": stands}
    return rows


def _periods(opening: Opening, layout: Layout) -> Iterator[tuple[str, str]]:
    """Every different period of a small file and where it stands first."""
    column, meaning = layout.targets["period"]
    cells = read_cells(opening, {column: pl.String}, row_index_name=ROW)
    for row, word in cells.unique(column, keep="first", maintain_order=True).iter_rows():
        yield meaning(word), f"{opening.path.name} row {row}, column '{column}': {word!r}"
