"""Whole years and months of bulk files: which of them count, and which rows of extracts they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Resource = Mapping[str, Any]
EXTRACTS = " in extracts"
"""What the name ends with under which an engine knows the rows that no whole part stands for."""
EXTENT = "count(*) AS n, min(period) AS first, max(period) AS last"
"""How many rows there are, and from when to when; whole parts are all of trade."""


def parted(held: Sequence[Resource]) -> tuple[list[Resource], list[Resource]]:
    """What is held of one table, oldest first, as the newest of each whole part, and everything that is no part."""
    newest = {(r["waybill"]["source"], *sorted(_whole(r).items())): r for r in held if _whole(r)}
    return list(newest.values()), [r for r in held if not _whole(r)]


def uncovered(parts: Sequence[Resource], rest: Sequence[Resource]) -> str:
    """The condition in SQL for rows of `rest` that no whole part stands for: a part has all there is of its period,
    so that the rows of an extract would be counted twice."""
    sources = {r["waybill"]["source"] for r in rest}
    covered = [
        " AND ".join([f"source = {text(source)}", *(f"{name} = {text(word)}" for name, word in _whole(r).items())])
        for r in parts
        if (source := r["waybill"]["source"]) in sources
    ]
    return " AND ".join(f"NOT ({condition})" for condition in covered) or "TRUE"


def same_parts(parts: Sequence[Resource], sums: Sequence[Resource]) -> bool:
    """True when sums were made of exactly these parts."""
    return {r["waybill"]["recipe"] for r in parts} == {r["waybill"]["recipe"] for r in sums}


def files(folder: Any, resources: Sequence[Resource]) -> str:
    """The Parquet files as a list in SQL."""
    return "[" + ", ".join(text(str(folder / r["path"])) for r in resources) + "]"


def _whole(resource: Resource) -> Mapping[str, str]:
    return dict(resource["waybill"].get("whole", {}))


def text(words: str) -> str:
    """Words as a literal in SQL."""
    return "'" + words.replace("'", "''") + "'"
