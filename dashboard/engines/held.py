"""Which published files make up a table: all vintages that are held, and those of them that count now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Resource = Mapping[str, Any]
"""A table of one vintage of one source, as datapackage.json describes it."""
ALL_TIME = ("", "")
FIRST, LAST = "1000-01-01", "2299-12-31"
"""Days before and after all data, which every engine knows."""


def vintages(resources: Sequence[Resource]) -> dict[str, list[Resource]]:
    """Everything held of each table, by the table's name, in the order given."""
    found: dict[str, list[Resource]] = {}
    for resource in resources:
        found.setdefault(resource["waybill"]["table"], []).append(resource)
    return found


def by_source(held: Sequence[Resource]) -> dict[str, list[Resource]]:
    """What is held of one table, by source."""
    found: dict[str, list[Resource]] = {}
    for resource in held:
        found.setdefault(resource["waybill"]["source"], []).append(resource)
    return found


def chosen(held: Sequence[Resource]) -> list[Resource]:
    """What counts now of one table: of a whole list the newest vintage, of months that add up every one."""
    return [r for own in by_source(held).values() for r in (own[-1:] if replaces(own[-1]) else own)]


def overlaps(newest: Sequence[Resource]) -> bool:
    """True when a source has several vintages that count, so that of what is in several the newest is taken."""
    return len(newest) > len(by_source(newest))


def not_restated(held: Sequence[Resource]) -> str:
    """The condition in SQL that no later file restates a row; `turn` is the row's file, counted from 1 in this order.

    A file restates what it has of the same columns, such as those of a deal, within the period it is about.
    """
    about: dict[tuple[str, str], list[str]] = {}
    for turn, resource in enumerate(held, 1):
        about.setdefault(_about(resource), []).append(str(turn))
    by = ", ".join(f'"{name}"' for name in _restated_by(held[-1]))
    if list(about) == [ALL_TIME]:
        return f"max(turn) OVER (PARTITION BY {by}) = turn"
    time = held[-1]["waybill"]["time"]
    return " AND ".join(
        f"(coalesce(max(CASE WHEN turn IN ({', '.join(turns)}) THEN turn END) OVER (PARTITION BY {by}), 0) <= turn "
        f"OR NOT \"{time}\" BETWEEN DATE '{start or FIRST}' AND DATE '{end or LAST}')"
        for (start, end), turns in about.items()
    )


def _restated_by(resource: Resource) -> list[str]:
    """The columns by which a later file replaces rows; a package of before this was said has the key."""
    key = [name for name in resource["schema"]["primaryKey"] if name != "vintage"]
    return list(resource["waybill"].get("restates", {}).get("by", key))


def _about(resource: Resource) -> tuple[str, str]:
    told = resource["waybill"].get("restates", {})
    return told.get("start") or "", told.get("end") or ""


def replaces(resource: Resource) -> bool:
    """True when this vintage stands for all before it: a whole list, not months that add to others."""
    return bool(resource["waybill"]["complete"])
