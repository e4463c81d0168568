"""Let a query that only adds up read sums that were published beside the rows: the same answer, much sooner.

A SELECT over the table may read sums over a column that it does not name, when it takes values and masses in
nothing but sum(...) and counts no rows. The words of the query stay as they are but for the table's name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

MEASURES = frozenset({"value", "mass_kg"})
DIGITS = "product_digits"
INSTEAD_OF = {DIGITS: f"length(product) AS {DIGITS}"}
"""Columns that only sums have, and what they are of the rows."""
LENGTH = re.compile(r"\blen(?:gth)?\s*\(\s*(?:\w+\s*\.\s*)?$", re.IGNORECASE)
LOST = frozenset({"reporter", "partner", "product", "value_low", "value_high", "basis", DIGITS})
"""Columns of the table that sums may lack; a name that neither has is one of the query's own."""


@lru_cache(maxsize=1024)
def rewritten(sql: str, table: str, sums: tuple[tuple[str, frozenset[str]], ...]) -> str:
    """The query with the first of `sums` (names and their columns) that can stand for the table in each SELECT."""
    if table not in sql:
        return sql
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
    except SqlglotError:
        return sql  # the engine says better what is wrong with it
    if any(cte.alias == table for cte in tree.find_all(exp.CTE)):
        return sql
    places: list[tuple[int, int, str]] = []
    for select in tree.find_all(exp.Select):
        named = [node for node in _from(select) if isinstance(node, exp.Table) and node.name == table and not node.db]
        if len(named) != 1 or not (name := _fit(select, named[0], table, sums)):
            continue
        where = named[0].this.meta
        alias = "" if named[0].alias else f" AS {table}"
        places.append((where["start"], where["end"] + 1, f'"{name}"{alias}'))
        if DIGITS in dict(sums)[name]:
            of = named[0].alias or table
            for column in _lengths(select, of):
                here = column.this.meta
                before = LENGTH.search(sql, 0, here["start"])
                after = re.compile(r"\s*\)").match(sql, here["end"] + 1)
                if not (before and after):
                    return sql
                places.append((before.start(), after.end(), f"{column.table}.{DIGITS}" if column.table else DIGITS))
    for start, end, words in sorted(set(places), reverse=True):
        sql = sql[:start] + words + sql[end:]
    return sql


def _lengths(select: object, alias: str) -> list[Any]:
    """The columns `product` of which only the length is asked."""
    from sqlglot import exp

    assert isinstance(select, exp.Select)
    found = [c for c in select.find_all(exp.Column) if c.name == "product" and isinstance(c.parent, exp.Length)]
    return [column for column in found if column.table in ("", alias) and column.parent_select is select]


def _from(select: Any) -> Sequence[Any]:
    """What a SELECT reads, without what its subqueries read."""
    start = select.args.get("from_")
    joins = select.args.get("joins") or []
    return [node.this for node in ([start] if start else []) + joins]


def _fit(select: object, node: object, table: str, sums: Sequence[tuple[str, frozenset[str]]]) -> str | None:
    from sqlglot import exp

    assert isinstance(select, exp.Select)
    assert isinstance(node, exp.Table)
    if node.args.get("sample") or _own(select, exp.Star, exp.TableSample, exp.Anonymous, exp.AnonymousAggFunc):
        return None
    alias = node.alias or table
    several = len(_from(select)) > 1
    used: set[str] = set()
    lengths = {id(column) for column in _lengths(select, alias)}
    aliases = {projection.alias for projection in select.selects if projection.alias}
    for column in select.find_all(exp.Column):
        inside = column.parent_select
        if inside is not select:
            # What a subquery reads is its own, unless it reaches out for this one's rows.
            sources = _from(inside)
            if column.table == alias and alias not in {source.alias_or_name for source in sources}:
                return None
            if not column.table and table not in {source.name for source in sources}:
                used.add(column.name)
            continue
        order = column.find_ancestor(exp.Order, exp.Select)
        if isinstance(order, exp.Order) and order.parent is select and not column.table and column.name in aliases:
            continue  # ORDER BY takes what was selected under this name
        if column.table in ("", alias):
            # In a query over several tables an unqualified column may be of any of them.
            used.add(DIGITS if id(column) in lengths else column.name)
            if column.name in MEASURES and not _only_summed(column):
                return None
    for using in select.args.get("joins") or []:
        used |= {name.name for name in using.args.get("using") or []}
    for function in _own(select, exp.AggFunc):
        if not _keeps(function, alias, several):
            return None
    grouped = select.args.get("group") or select.args.get("distinct")
    if not grouped and not _own(select, exp.AggFunc):
        return None
    own = used & (LOST | {column for _, columns in sums for column in columns})
    return next(
        (name for name, columns in sums if own <= columns or (DIGITS in own and _by_product(own, columns))), None
    )


def _by_product(own: set[str], columns: frozenset[str]) -> bool:
    """Sums that keep the product know the length of its code as well."""
    return "product" in columns and own - {DIGITS} <= columns


def _own(select: Any, *kinds: Any) -> list[Any]:
    """The parts of a SELECT that are not a subquery's."""
    return [node for node in select.find_all(*kinds) if node.parent_select is select]


def _only_summed(column: Any) -> bool:
    """True when the column is all that a sum adds up, over groups and not over a window."""
    from sqlglot import exp

    around = column.parent
    if not isinstance(around, exp.Sum):
        return False
    over = around.parent.parent if isinstance(around.parent, exp.Filter) else around.parent
    return not isinstance(over, exp.Window)


def _keeps(function: object, alias: str, several: bool) -> bool:
    """True when an aggregate is the same over sums as over the rows they were made of."""
    from sqlglot import exp

    assert isinstance(function, exp.AggFunc)
    if isinstance(function, exp.Min | exp.Max):
        return True
    if isinstance(function, exp.Count):
        return isinstance(function.this, exp.Distinct)
    if isinstance(function, exp.Sum):
        inner = function.this
        if isinstance(inner, exp.Column):
            ours = inner.table == alias or (not inner.table and not several)
            return ours and inner.name in MEASURES
        return isinstance(inner, exp.Sum)
    return isinstance(function, exp.RowNumber | exp.Rank | exp.DenseRank)
