"""What is wrong with a bulk file that was refused: the text is read again, and every fault told by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from etl.columnar.order import completed, fields_of, packed, translated
from etl.columnar.text import FILE, ROW, Opening, read_cells, refuse_cut_rows, typed
from etl.layout import Layout, Meaning
from etl.reading import AGAIN
from etl.sheet import FIRST_SHOWN, NUMBER
from etl.table import ContractBroken


def every_fault(openings: Sequence[Opening], layout: Layout, more: Mapping[str, Meaning]) -> list[str]:
    """Every fault there is, one column at a time so that the memory stays bounded."""
    faults: list[str] = []
    for opening in openings:
        refuse_cut_rows(opening)
        for name in opening.columns:
            faults += _column_faults(opening, name, layout, more)
    if not faults:
        faults += _row_faults(openings, layout, more)
    return faults


def _column_faults(opening: Opening, name: str, layout: Layout, more: Mapping[str, Meaning]) -> list[str]:
    text = read_cells(opening, {name: pl.String}, empty_string_is_null=False, row_index_name=ROW)
    cells = pl.col(name)
    if name in layout.numbers:
        bare = cells.str.strip_chars(" ")
        silent = bare.is_in(list(layout.numbers[name]))
        number = bare.cast(pl.Float64, strict=False)
        plain = bare.str.contains(f"^(?:{NUMBER})$") & number.is_finite()
        return [
            *_said(opening, name, text.filter(~silent & ~plain), "is not a number", f"correct it or {AGAIN}"),
            *_said(opening, name, text.filter(~silent & plain & (number < 0)), "is below 0", f"correct it or {AGAIN}"),
        ]
    faults = []
    unwanted = layout.left_out.get(name)
    tests = [layout.checks.get(name), more.get(name), *(m for c, m in layout.targets.values() if c == name)]
    for word in text[name].unique(maintain_order=True).to_list():
        for test in tests:
            try:
                if test and not (unwanted and unwanted(word)):
                    test(word)
            except ContractBroken as unknown:
                faults += _said(opening, name, text.filter(cells == word), "", str(unknown))
                break
    return faults


def _said(opening: Opening, column: str, rows: pl.DataFrame, words: str, remedy: str) -> list[str]:
    if not rows.height:
        return []
    shown = "; ".join(
        f"{opening.path.name} row {row[ROW]}, column '{column}': {row[column]!r}"
        for row in rows.head(FIRST_SHOWN).iter_rows(named=True)
    )
    more = f" (and {rows.height - FIRST_SHOWN:,} more)" if rows.height > FIRST_SHOWN else ""
    return [f"{f'{shown}{more} {words}'.rstrip()}; {remedy}"]


def _row_faults(openings: Sequence[Opening], layout: Layout, more: Mapping[str, Meaning]) -> list[str]:
    """Faults between columns or rows: rules, parts without their total, flows that stand there twice."""
    frame = typed(openings, layout, rows=True)
    found: list[str] = []
    frame, _ = translated(frame, layout, more)
    if layout.total:
        whole = pl.sql_expr(layout.total)
        parts, frame = frame.filter(~whole), frame.filter(whole)
        alone = parts.join(frame, on=list(layout.part_of), how="anti")
        words, remedy = "is part of a total that is not there", "get the totals as well"
        found += _shown(openings, alone, list(layout.unique), words, remedy)
    for rule in layout.rules:
        broken = frame.filter(~pl.sql_expr(rule.sql).fill_null(False))
        found += _shown(openings, broken, [rule.column], rule.words, rule.remedy)
    if not frame.height:
        return found
    frame = completed(frame, layout)
    twice = frame.filter(pl.Series(packed(frame, fields_of(frame, layout))).is_duplicated())
    return found + _shown(openings, twice, list(layout.unique), "stands in more than one row", layout.remedy)


def _shown(openings: Sequence[Opening], rows: pl.DataFrame, columns: list[str], words: str, remedy: str) -> list[str]:
    if not rows.height:
        return []
    shown = [
        f"{openings[row[FILE]].path.name} row {row[ROW]}, column '{', '.join(columns)}': "
        f"{' / '.join(str(row[name]) for name in columns)!r}"
        for row in rows.sort(FILE, ROW).head(FIRST_SHOWN).iter_rows(named=True)
    ]
    more = f" (and {rows.height - FIRST_SHOWN:,} more)" if rows.height > FIRST_SHOWN else ""
    return [f"{'; '.join(shown)}{more} {words}; {remedy}"]
