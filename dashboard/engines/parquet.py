"""The published Parquet files as tables of a DuckDB connection: what is newest, all vintages, and published sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb

from dashboard import added_up, whole
from dashboard.engines.held import Resource, chosen, not_restated, overlaps, vintages
from dashboard.whole import EXTRACTS

KINDS = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
"""DuckDB's type for each type of the Table Schema."""
IN_MEMORY = 32 * 2**20
"""Tables up to this many bytes of Parquet are kept in memory, which halves the time of small queries."""
PARTS, INSTEAD = " in parts", " instead"
"""What names of our own end with: whole parts of bulk files, sums that stand for rows; EXTRACTS is the third."""

Sums = Mapping[str, tuple[tuple[str, frozenset[str]], ...]]
"""For each table with published sums the views that may stand for it, fewest rows first, and their columns."""


def create(connection: duckdb.DuckDBPyConnection, folder: Path, resources: Sequence[Resource]) -> None:
    """Every table with what is newest, `<table>_vintages` with everything held, and the views of `sums`."""
    held = vintages(resources)
    for table, own in held.items():
        _create(connection, folder, table, own)
    for of, views in sums(resources).items():
        more = bool(whole.parted(held[of])[1])
        for name, _ in views:
            _create_instead(connection, name.removesuffix(INSTEAD), of if more else "", held)


def sums(resources: Sequence[Resource]) -> Sums:
    """The published sums that can be read instead of their table: those made of just the parts that count."""
    held = vintages(resources)
    found: dict[str, list[tuple[int, str, frozenset[str]]]] = {}
    for name, own in held.items():
        if "sums_of" not in own[0]["waybill"]:
            continue
        added, _ = whole.parted(own)
        of = added[-1]["waybill"]["sums_of"]
        if whole.same_parts(whole.parted(held.get(of, []))[0], added):
            size = sum(r["waybill"]["rows"] for r in added)
            found.setdefault(of, []).append((size, f"{name}{INSTEAD}", _columns(added[-1])))
    return {of: tuple((name, columns) for _, name, columns in sorted(some)) for of, some in found.items()}


def uncovered(
    folder: Path, parts: Sequence[Resource], rest: Sequence[Resource]
) -> tuple[int, date | None, date | None]:
    """Rows, first and last day of what the extracts have and no whole part stands for."""
    left = _rest(folder, rest, whole.uncovered(parts, rest))
    with duckdb.connect(":memory:") as alone:
        rows, start, end = alone.execute(f"SELECT {whole.EXTENT} FROM ({left})").fetchall()[0]
    return rows, start, end


def _columns(resource: Resource) -> frozenset[str]:
    return frozenset(field["name"] for field in resource["schema"]["fields"])


def _create(connection: duckdb.DuckDBPyConnection, folder: Path, table: str, held: Sequence[Resource]) -> None:
    parts, rest = whole.parted(held)
    if parts:
        _create_parts(connection, folder, f"{table}{PARTS if rest else ''}", parts)
    if rest:
        name, condition = f"{table}{EXTRACTS if parts else ''}", whole.uncovered(parts, rest)
        _create_rest(connection, folder, name, rest, condition)
    if parts and rest:
        together = f'SELECT * FROM "{table}{EXTRACTS}" UNION ALL BY NAME SELECT * FROM "{table}{PARTS}"'
        connection.execute(f'CREATE VIEW "{table}" AS {together}')
    connection.read_parquet([str(folder / r["path"]) for r in held]).create_view(f"{table}_vintages")


def _create_parts(connection: duckdb.DuckDBPyConnection, folder: Path, name: str, parts: Sequence[Resource]) -> None:
    """The whole parts of bulk files, in memory where they are few rows."""
    kind = "TABLE" if _bytes(parts) <= IN_MEMORY else "VIEW"
    connection.execute(f'CREATE {kind} "{name}" AS {_rows(folder, parts)}')


def _rows(folder: Path, parts: Sequence[Resource]) -> str:
    """The rows of whole parts in SQL. What all rows of a file share, or what follows from its countries, stands in the
    query and is not read from the file: a condition on it then costs little, or leaves the file out."""
    alike: dict[str, list[Resource]] = {}
    for part in parts:
        alike.setdefault(_known(part), []).append(part)
    return " UNION ALL BY NAME ".join(
        f"SELECT *{f' REPLACE ({known})' if known else ''} FROM read_parquet({whole.files(folder, own)})"
        for known, own in alike.items()
    )


def _known(part: Resource) -> str:
    """The columns of a part that need not be read, in SQL."""
    kinds = {field["name"]: KINDS[field["type"]] for field in part["schema"]["fields"]}
    shared = sorted(part["waybill"].get("shared", {}).items())
    known = [f'CAST({_literal(value)} AS {kinds[name]}) AS "{name}"' for name, value in shared]
    if (groups := part["waybill"].get("groups")) and {"reporter", "partner", "aggregate"} <= set(kinds):
        listed = ", ".join(map(whole.text, groups))
        known.append(f"(reporter IN ({listed}) OR partner IN ({listed})) AS aggregate")
    return ", ".join(known)


def _literal(value: str | float | bool | None) -> str:
    return "NULL" if value is None else whole.text(value) if isinstance(value, str) else str(value)


def _create_rest(
    connection: duckdb.DuckDBPyConnection, folder: Path, name: str, held: Sequence[Resource], condition: str
) -> None:
    """Rows of one file a vintage: of a list those of the newest, of months those that no later file replaces."""
    rows = connection.sql(_rest(folder, held, condition))
    if _bytes(chosen(held)) <= IN_MEMORY:
        rows.create(name)
    else:
        rows.create_view(name)


def _rest(folder: Path, held: Sequence[Resource], condition: str) -> str:
    newest = chosen(held)
    files = whole.files(folder, newest)
    if not overlaps(newest):
        return f"SELECT * FROM read_parquet({files}) WHERE {condition}"
    turn = f"list_position({files}, filename) AS turn"
    numbered = f"SELECT * EXCLUDE (filename), {turn} FROM read_parquet({files}, filename = true) WHERE {condition}"
    return f"SELECT * EXCLUDE (turn) FROM ({numbered}) QUALIFY {not_restated(newest)}"


def _create_instead(
    connection: duckdb.DuckDBPyConnection, name: str, of: str, held: Mapping[str, Sequence[Resource]]
) -> None:
    """Published sums, with the rows of `of` that no whole part stands for, if there are any."""
    view = f'SELECT * FROM "{name}"'
    if of:
        columns = [field["name"] for field in held[name][-1]["schema"]["fields"]]
        given = ", ".join(added_up.INSTEAD_OF.get(column, f'"{column}"') for column in columns)
        view = f'SELECT {given} FROM "{of}{EXTRACTS}" UNION ALL BY NAME {view}'
    connection.execute(f'CREATE VIEW "{name}{INSTEAD}" AS {view}')


def _bytes(resources: Sequence[Resource]) -> int:
    return sum(r["waybill"]["bytes"] for r in resources)
