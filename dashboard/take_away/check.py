"""Checks a pack: whether its bytes are as packed, and whether its numbers come out again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard import charts
from dashboard.metrics.definition import Tables
from dashboard.period import Period
from dashboard.store import QueryFailed
from dashboard.take_away.evidence import Asked, NotInPack, Replayed, differences, read_parquet
from dashboard.take_away.pack import FORMAT, NoSuchThing, computed, values_of_claim
from dashboard.take_away.sealed import Tampered, unseal

SAME, CHANGED, TAMPERED = "same", "changed", "tampered"


@dataclass(frozen=True)
class Answer:
    """What became of a pack: same, changed or tampered, and a line for each thing that differs."""

    word: str
    lines: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """True when nothing differs."""
        return self.word == SAME


def check(content: bytes, tables: Tables | None) -> Answer:
    """The answer for a pack's bytes. `tables` are those at hand, or None to look at the pack alone."""
    try:
        members, manifest = unseal(content)
    except Tampered as wrong:
        return Answer(TAMPERED, tuple(str(wrong).split("; ")))
    if manifest.get("format") != FORMAT:
        return Answer(CHANGED, (f"the pack is of format {manifest.get('format')}, this Waybill reads {FORMAT}",))
    try:
        asked = _asked(members, manifest)
        again = _values(members, manifest, Replayed(asked))
    except NotInPack as other:
        return Answer(CHANGED, (str(other),))
    except (KeyError, TypeError, ValueError, AttributeError, NoSuchThing) as wrong:
        return Answer(CHANGED, (f"this Waybill cannot compute it any more: {wrong}",))
    lines = [f"from the rows in the pack, {line}" for line in _compared(manifest["values"], again)]
    if tables is not None:
        lines += _against(members, manifest, asked, tables)
    return Answer(CHANGED if lines else SAME, tuple(lines))


def _asked(members: Mapping[str, bytes], manifest: Mapping[str, Any]) -> dict[str, Asked]:
    kept = [Asked(q["sql"], q["parameters"], read_parquet(members[q["rows"]])) for q in manifest["queries"]]
    return {one.key: one for one in kept}


def _values(members: Mapping[str, bytes], manifest: Mapping[str, Any], tables: Tables) -> dict[str, Any]:
    """What the pack's claim or chart comes to, computed from these tables."""
    if manifest["kind"] == "claim":
        texts = {str(manifest["text"]): members["commentary.md"].decode("utf-8")}
        return values_of_claim(computed(str(manifest["id"]), texts, tables, QueryFailed).entry)
    chart = charts.get(str(manifest["id"]))
    scope = chart.scope(Period.read(str(manifest["period"])), manifest["choices"], tables)
    rows = chart.rows(tables, scope)
    return {"summary": chart.said(rows, scope), "rows": len(rows)}


def _against(
    members: Mapping[str, bytes], manifest: Mapping[str, Any], asked: Mapping[str, Asked], tables: Tables
) -> list[str]:
    """What the tables at hand give instead: values first, then the rows that did it."""
    try:
        lines = [
            f"from the tables at hand, {line}"
            for line in _compared(manifest["values"], _values(members, manifest, tables))
        ]
        for one in asked.values():
            lines += [
                line for line in differences(one.rows, tables.rows(one.sql, **one.parameters)) if line not in lines
            ]
    except QueryFailed as failed:
        return [f"the tables at hand cannot be queried like this: {failed}"]
    return lines


def _compared(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Each value that differs, with both."""
    told = [
        f"{name} is {_worded(now.get(name))}, the pack says {_worded(before[name])}"
        for name in before
        if name != "readings" and not _equal(before[name], now.get(name))
    ]
    readings = {one["label"]: one for one in now.get("readings", ())}
    for one in before.get("readings", ()):
        other = readings.pop(one["label"], None)
        if other is None:
            told.append(f"the reading “{one['label']}” is gone")
        elif not all(_equal(one[part], other[part]) for part in ("value", "low", "high", "holds")):
            told.append(f"“{one['label']}” is {_worded(other['value'])}, the pack says {_worded(one['value'])}")
    return [*told, *(f"the reading “{label}” is new" for label in readings)]


def _equal(one: Any, other: Any) -> bool:
    """Equal, numbers to twelve digits: another machine may add in another order."""
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-12 * max(1.0, abs(one), abs(other))
    return bool(one == other)


def _worded(value: Any) -> str:
    return "nothing" if value is None else f"{value:.10g}" if isinstance(value, float) else f"“{value}”"
