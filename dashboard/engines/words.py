"""What engines say differently and sqlglot does not know yet: one small rule each, on the tree of a query."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp, parse_one

from dashboard.engines import QueryFailed

Tree = exp.Expr
Rule = Callable[[Tree], Tree]


def _all_of(node: Tree) -> Tree:
    """`list_has_all(list, [a, b])` holds when the list has a and has b."""
    if isinstance(node, exp.Anonymous) and node.name.lower() == "list_has_all":
        held, wanted = node.expressions
        if isinstance(wanted, exp.Array):
            parts = [exp.ArrayContains(this=held.copy(), expression=item.copy()) for item in wanted.expressions]
            return exp.and_(*parts) if parts else exp.true()
    return node


def _one_of(node: Tree) -> Tree:
    """`list_contains([a, b], x)` is `x IN (a, b)`."""
    if isinstance(node, exp.ArrayContains) and isinstance(node.this, exp.Array):
        if not node.this.expressions:
            return exp.false()
        return exp.In(this=node.expression.copy(), expressions=[e.copy() for e in node.this.expressions])
    return node


def _months(node: Tree) -> Tree:
    """`to_months(3)` is an interval of three months."""
    if isinstance(node, exp.Anonymous) and node.name.lower() == "to_months":
        (number,) = node.expressions
        return exp.Interval(this=number.this if isinstance(number, exp.Cast) else number, unit=exp.var("MONTH"))
    return node


def _grouped(node: Tree) -> Tree:
    """`GROUP BY ALL` names what is neither added up nor the same in every row."""
    if isinstance(node, exp.Select) and (group := node.args.get("group")) and group.args.get("all"):
        named = [e.unalias().copy() for e in node.expressions if e.find(exp.Column) and not e.find(exp.AggFunc)]
        node.set("group", exp.Group(expressions=named) if named else None)
    return node


def _series(node: Tree) -> exp.GenerateSeries | None:
    """The series of days in `CAST(unnest(generate_series(first, last, step)) AS DATE)`, as a series of dates."""
    if isinstance(node, exp.Cast) and node.is_type("date") and isinstance(node.this, exp.Explode):
        series = node.this.this
        if isinstance(series, exp.GenerateSeries):
            first, last = (exp.cast(series.args[end].copy(), "date") for end in ("start", "end"))
            return exp.GenerateSeries(start=first, end=last, step=series.args["step"].copy())
    return None


def _sequence(node: Tree) -> Tree:
    """Spark takes a generator only by itself, not within a CAST."""
    return exp.Explode(this=series) if (series := _series(node)) else node


def _set_returning(node: Tree) -> Tree:
    """PostgreSQL's series gives rows by itself."""
    return exp.cast(series, "date") if (series := _series(node)) else node


COUNTED = """
arrayJoin(arrayFilter(one -> one <= last, arrayMap(
  turn -> addMonths(first, turn * step), range(0, intDiv(coalesce(dateDiff('month', first, last), -1), step) + 1))))
"""


def _counted(node: Tree) -> Tree:
    """ClickHouse has no series of dates; months are counted from the first one."""
    if not (series := _series(node)):
        return node
    step = series.args["step"]
    if not isinstance(step, exp.Interval) or step.text("unit").upper() not in ("MONTH", "MONTHS"):
        raise QueryFailed("ClickHouse has no words for this query: a series of dates goes by whole months there.")
    parts = {"first": series.args["start"], "last": series.args["end"], "step": exp.Literal.number(step.this.name)}
    written: Tree = parse_one(COUNTED, read="clickhouse")
    counted: Tree = written.transform(
        lambda n: parts[n.name].copy() if isinstance(n, exp.Column) and n.name in parts else n
    )
    return counted


def _joined(node: Tree) -> Tree:
    """ClickHouse joins texts in an order only after it has sorted them itself."""
    if not isinstance(node, exp.GroupConcat):
        return node
    what, order = node.this, None
    if isinstance(what, exp.Order):
        what, order = what.this, what.expressions[0]
    distinct = isinstance(what, exp.Distinct)
    text = what.expressions[0] if isinstance(what, exp.Distinct) else what
    if order is not None and (order.this != text or order.args.get("desc")):
        raise QueryFailed("ClickHouse has no words for this query: texts are joined in their own order there.")
    gathered: Tree = exp.func("groupUniqArray" if distinct else "groupArray", text.copy())
    if order is not None:
        gathered = exp.func("arraySort", gathered)
    joined = exp.func("arrayStringConcat", gathered, node.args["separator"].copy())
    return exp.func("nullIf", joined, exp.Literal.string(""))


def _parts(node: Tree) -> Tree:
    """PostgreSQL's name for splitting a text."""
    if isinstance(node, exp.Split):
        return exp.func("string_to_array", node.this.copy(), node.expression.copy())
    return node


def _any(node: Tree) -> Tree:
    """Older PostgreSQL has no ANY_VALUE; the smallest is any."""
    if isinstance(node, exp.IgnoreNulls) and isinstance(node.this, exp.AnyValue):
        return exp.Min(this=node.this.this.copy())
    return exp.Min(this=node.this.copy()) if isinstance(node, exp.AnyValue) else node


def _either(node: Tree) -> Tree:
    """ClickHouse takes the largest of truths where others have BOOL_OR, and the smallest for BOOL_AND."""
    if isinstance(node, exp.LogicalOr):
        return exp.Max(this=node.this.copy())
    return exp.Min(this=node.this.copy()) if isinstance(node, exp.LogicalAnd) else node


def _ordered(node: Tree) -> Tree:
    """In ORDER BY a name is that of what is selected, also where a column is called the same; so it goes by place."""
    if isinstance(node, exp.Select) and (order := node.args.get("order")):
        places = {e.alias: place for place, e in enumerate(node.expressions, 1) if isinstance(e, exp.Alias)}
        for one in order.expressions:
            if isinstance(one.this, exp.Column) and not one.this.table and one.this.name in places:
                one.set("this", exp.Literal.number(places[one.this.name]))
    return node


def _named(node: Tree) -> Tree:
    """In ClickHouse `older.deal_id` may be called just that by what reads a subquery; elsewhere it is `deal_id`."""
    if isinstance(node, exp.Select):
        for one in node.expressions:
            if isinstance(one, exp.Column) and one.table and not isinstance(one.this, exp.Star):
                one.replace(exp.alias_(one.copy(), one.name, quoted=True))
    return node


def _wide_date(node: Tree) -> Tree:
    """ClickHouse's Date begins in 1970; its Date32 has the years that are needed here."""
    if isinstance(node, exp.DataType) and node.this is exp.DataType.Type.DATE:
        return exp.DataType(this=exp.DataType.Type.DATE32, nullable=node.args.get("nullable"))
    return node


RULES: Mapping[str, tuple[Rule, ...]] = {
    "every": (_all_of, _one_of, _months, _grouped),
    "spark": (_sequence,),
    "databricks": (_sequence,),
    "postgres": (_set_returning, _parts, _any),
    "clickhouse": (_counted, _joined, _either, _named, _ordered, _wide_date),
}
SETTINGS: Mapping[str, str] = {
    "clickhouse": "SETTINGS join_use_nulls = 1, aggregate_functions_null_for_empty = 1, prefer_column_name_to_alias = 1"
}
"""What is said at the end of every query. ClickHouse otherwise fills in zeros where other engines have nulls."""
