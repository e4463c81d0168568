"""Which published files make up a table: all vintages that are held, and those of them that count now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Resource = Mapping[str, Any]
"""A table of one vintage of one source, as datapackage.json describes it."""


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
    """True when a source has several vintages that count, so that of rows with the same key the newest is taken."""
    return len(newest) > len(by_source(newest))


def replaces(resource: Resource) -> bool:
    """True when this vintage stands for all before it: a whole list, not months that add to others."""
    return bool(resource["waybill"]["complete"])
