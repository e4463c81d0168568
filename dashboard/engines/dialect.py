"""One query, written once in DuckDB's SQL, in the words of the engine that is to run it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import sqlglot
from sqlglot import exp

from dashboard.engines import QueryFailed
from dashboard.engines.words import RULES, SETTINGS

Relation = Callable[[str], exp.Query | None]
"""What stands for a table's name: the query that gives its rows, or None for a name that is not ours."""


@lru_cache(maxsize=512)
def _parsed(sql: str) -> exp.Expr:
    try:
        trees = [tree for tree in sqlglot.parse(sql, read="duckdb") if tree]
    except sqlglot.errors.SqlglotError as wrong:
        raise QueryFailed(f"The query cannot be read: {str(wrong).splitlines()[0]}") from None
    if len(trees) != 1 or not isinstance(trees[0], exp.Query):
        raise QueryFailed("One query is run at a time, and it has to be a SELECT.")
    return trees[0]


def literal(value: Any) -> exp.Expr:
    """A value as SQL, escaped by the engine's own rules when it is written out."""
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    if isinstance(value, list | tuple):
        return exp.Array(expressions=[literal(item) for item in value])
    return exp.convert(value)


def bound(tree: exp.Expr, parameters: Mapping[str, Any]) -> exp.Expr:
    """The tree with its $parameters replaced by their values; others are left standing."""

    def value(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Parameter | exp.Placeholder) and node.name in parameters:
            return literal(parameters[node.name])
        return node

    return tree.transform(value)


def readable(sql: str, parameters: Mapping[str, Any]) -> str:
    """The query with its parameters written in as literals, to read and to run elsewhere."""
    return bound(_parsed(sql), parameters).sql("duckdb", pretty=True)


def translated(sql: str, parameters: Mapping[str, Any], dialect: str, relation: Relation) -> str:
    """The query as an engine runs it, its tables replaced by what holds their rows there.

    Raises QueryFailed when it is not one SELECT, or uses what the engine has no words for.
    """
    tree = _placed(bound(_parsed(sql), parameters), relation)
    return written(tree, dialect)


def written(tree: exp.Expr, dialect: str) -> str:
    """A tree in DuckDB's terms, as an engine's SQL."""
    for position, rule in enumerate((*RULES["every"], *RULES.get(dialect, ()))):
        tree = tree.transform(rule, copy=position == 0)
    # A statement that makes a table may lose its comments where an engine knows none; a query may lose nothing.
    strict = sqlglot.ErrorLevel.RAISE if isinstance(tree, exp.Query) else sqlglot.ErrorLevel.IGNORE
    try:
        said = tree.sql(dialect, unsupported_level=strict)
    except sqlglot.errors.UnsupportedError as wrong:
        raise QueryFailed(f"{dialect} has no words for this query: {str(wrong).splitlines()[0]}") from None
    return f"{said} {SETTINGS[dialect]}" if isinstance(tree, exp.Query) and dialect in SETTINGS else said


def _placed(tree: exp.Expr, relation: Relation) -> exp.Expr:
    """The tree with every table of ours replaced; a name that a WITH of the query itself defines is not one."""
    own = {cte.alias for cte in tree.find_all(exp.CTE)}

    def place(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Table) or node.db or node.name in own:
            return node
        rows = relation(node.name)
        if rows is None:
            return node
        placed = rows.subquery(node.alias or node.name)
        for part in ("joins", "laterals", "pivots"):
            if node.args.get(part):
                placed.set(part, node.args[part])
        return placed

    return tree.transform(place, copy=False)


def quoted(name: str, dialect: str) -> str:
    """A name between the engine's own quotation marks."""
    return exp.to_identifier(name, quoted=True).sql(dialect)
