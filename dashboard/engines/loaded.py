"""What lies on another engine: one table per published file, named for its content, in the schema `waybill`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import sqlglot
from sqlglot import exp

from dashboard import whole
from dashboard.engines.dialect import Relation, literal
from dashboard.engines.held import Resource, by_source, chosen, not_restated, replaces, vintages

Field = Mapping[str, Any]
"""A column as the Table Schema describes it."""

SCHEMA = "waybill"
PUBLICATION = "publication"
"""The table of what was published when, newest last: version, published, package."""
KINDS = {"string": "TEXT", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
"""The type of a column for each type of the Table Schema, in DuckDB's words."""
RESOURCE = {
    "rows_held": "BIGINT",
    "rhythm_days": "BIGINT",
    "vintages": "BIGINT",
    "bytes": "BIGINT",
    "left_out": "BIGINT",
} | dict.fromkeys(("start_date", "end_date", "obtained"), "DATE")
"""The types of the columns of `resource` that are not text."""


def physical(resource: Resource) -> str:
    """The name of the table with one file's rows: equal for equal content, so that it is loaded once."""
    return f"{resource['waybill']['table']}_{resource['hash'].removeprefix('sha256:')[:10]}"


def relations(
    resources: Sequence[Resource], catalogue: pd.DataFrame, empty: Mapping[str, Mapping[str, Any]] | None = None
) -> Relation:
    """What stands for each table: its newest rows, for `<table>_vintages` all rows, for `resource` the catalogue.

    `empty` are the schemas of tables of which nothing is held; no row stands for them.
    """
    held = vintages(resources)
    built: dict[str, exp.Query] = {}

    def relation(name: str) -> exp.Query | None:
        if name not in built:
            if name in held:
                built[name] = newest(held[name])
            elif (table := name.removesuffix("_vintages")) in held:
                built[name] = everything(held[table])
            elif (table := name.removesuffix(whole.EXTRACTS)) in held:
                built[name] = extracts(held[table])
            elif (schema := (empty or {}).get(name.removesuffix("_vintages"))) is not None:
                built[name] = nothing(schema)
            elif name == "resource":
                built[name] = listed(catalogue)
        return built.get(name)

    return relation


def named(resources: Sequence[Resource]) -> list[str]:
    """Every name that a query may use."""
    return [name for table in vintages(resources) for name in (table, f"{table}_vintages")] + ["resource"]


def everything(held: Sequence[Resource]) -> exp.Query:
    """All rows of all vintages of one table."""
    return _together([_rows(resource) for resource in held])


def nothing(schema: Mapping[str, Any]) -> exp.Query:
    """The columns of a table without a row."""
    cells = [
        exp.alias_(exp.cast(exp.null(), KINDS[field["type"]]), field["name"], quoted=True) for field in schema["fields"]
    ]
    return exp.select(*cells).where(exp.false())


def newest(held: Sequence[Resource]) -> exp.Query:
    """The rows that count: of bulk files the newest of each whole part, and besides them what no part stands for."""
    parts, rest = whole.parted(held)
    if not parts or not rest:
        return _together([_rows(resource) for resource in parts]) if parts else _newest(rest)
    return _together([extracts(held), *(_rows(resource) for resource in parts)])


def extracts(held: Sequence[Resource]) -> exp.Query:
    """Of the rows that count those that no whole part stands for."""
    parts, rest = whole.parted(held)
    condition: exp.Expr = sqlglot.parse_one(whole.uncovered(parts, rest), read="duckdb")
    return exp.select(*_columns(rest[0])).from_(_newest(rest).subquery("extracts")).where(condition)


def _newest(held: Sequence[Resource]) -> exp.Query:
    """Where vintages of a source overlap, the rows that no later one restates."""
    several = {name for name, own in by_source(held).items() if len(own) > 1 and not replaces(own[-1])}
    counting = chosen(held)
    alone = [_rows(r) for r in counting if r["waybill"]["source"] not in several]
    mixed = [r for r in counting if r["waybill"]["source"] in several]
    return _together([*alone, *([_latest(mixed)] if mixed else [])])


def _latest(mixed: Sequence[Resource]) -> exp.Query:
    """The rows that no later file restates; only sources with several files go through this."""
    parts = [_rows(r).select(exp.alias_(exp.Literal.number(turn), "turn")) for turn, r in enumerate(mixed, 1)]
    counts: exp.Expr = sqlglot.parse_one(not_restated(mixed), read="duckdb")
    judged = exp.select("*", exp.alias_(counts, "counts")).from_(_together(parts).subquery("held"))
    return exp.select(*_columns(mixed[0])).from_(judged.subquery("judged")).where("counts")


def _rows(resource: Resource) -> exp.Select:
    return exp.select(*_columns(resource)).from_(exp.table_(physical(resource), db=SCHEMA, quoted=True))


def _columns(resource: Resource) -> list[exp.Expr]:
    return [exp.column(field["name"], quoted=True) for field in resource["schema"]["fields"]]


def _together(parts: Sequence[exp.Query]) -> exp.Query:
    return parts[0] if len(parts) == 1 else exp.union(*parts, distinct=False, copy=False)


def listed(catalogue: pd.DataFrame) -> exp.Query:
    """The catalogue written out row by row: it belongs to what is held on a day and is short."""
    rows: list[exp.Query] = []
    for row in catalogue.to_dict("records"):
        cells = [exp.alias_(_cell(str(name), value), str(name), quoted=True) for name, value in row.items()]
        rows.append(exp.select(*cells))
    return _together(rows)


def _cell(name: str, value: Any) -> exp.Expr:
    kind = RESOURCE.get(name, "TEXT")
    if pd.isna(value):
        return exp.cast(exp.null(), kind)
    if kind == "DATE":
        return literal(date(value.year, value.month, value.day))
    return exp.cast(literal(int(value)), kind) if kind == "BIGINT" else exp.cast(literal(str(value)), kind)


def definition(name: str, fields: Sequence[Field], about: str, *properties: exp.Expr) -> exp.Create:
    """The statement that makes a table: its types, what may be null, and what it and its columns mean.

    `properties` are what an engine wants to be told besides.
    """
    columns = []
    for field in fields:
        required = field["constraints"]["required"]
        kind = exp.DataType.build(KINDS[field["type"]], dialect="duckdb")
        kind.set("nullable", not required)
        limits: list[exp.Expr] = [exp.NotNullColumnConstraint()] if required else []
        limits.append(exp.CommentColumnConstraint(this=exp.Literal.string(explained(field))))
        constraints = [exp.ColumnConstraint(kind=limit) for limit in limits]
        columns.append(
            exp.ColumnDef(this=exp.to_identifier(field["name"], quoted=True), kind=kind, constraints=constraints)
        )
    schema = exp.Schema(this=exp.table_(name, db=SCHEMA, quoted=True), expressions=columns)
    told = [*properties, exp.SchemaCommentProperty(this=exp.Literal.string(about))]
    return exp.Create(this=schema, kind="TABLE", properties=exp.Properties(expressions=told))


def explained(field: Field) -> str:
    """What a column means, with its unit."""
    unit = field.get("unit", "")
    return f"{field['description']} Unit: {unit}." if unit else str(field["description"])


PUBLICATION_FIELDS: list[Field] = [
    {"name": name, "type": "string", "description": about, "constraints": {"required": True}}
    for name, about in (
        ("version", "Short hash of everything published."),
        ("published", "When, in UTC."),
        ("package", "The datapackage.json of that version."),
    )
]
