"""The revision alarm: the ledger of the last run is kept, and what came out differently since is told."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.commentary.ledger import Computed, Entry
from dashboard.commentary.wording import worded

MOST_KEPT = 200
"""Changes kept for the feed, newest first."""
MOST_TOLD = 8
"""Restated cells named for one claim; the rest are counted."""
APART = 1e-9
"""Relative difference below which two numbers are one."""
NOT_CELLS = ("vintage", "first_held", "last_held")
"""Columns that change with every delivery and move no value."""

Stored = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One claim that came out differently: its verdict flipped, or values moved under the same verdict."""

    id: str
    text: str
    span: str
    kind: str
    was: str
    now: str
    moved: tuple[str, ...]
    cells: tuple[str, ...]
    noticed: str

    @property
    def flipped(self) -> bool:
        """True when the verdict is another one."""
        return self.kind == "flipped"

    @property
    def title(self) -> str:
        """The change in a line."""
        verdict = f"{self.was} → {self.now}" if self.was != self.now else self.now
        return f"{self.id} {self.kind}: {verdict}"


def stored(entries: Sequence[Entry], version: str, changes: Sequence[Change] = ()) -> Stored:
    """The ledger as it is kept for the next run, with the rows behind every reading."""
    return {
        "data_version": version,
        "claims": {
            f"{e.text}/{e.id}": {
                "verdict": e.verdict.word,
                "unit": e.unit,
                "bound": _bound(e),
                "readings": {r.label: _reading(r) for r in e.readings},
            }
            for e in entries
        },
        "changes": [asdict(change) for change in changes[:MOST_KEPT]],
    }


def changes(last: Stored, entries: Sequence[Entry], today: date) -> list[Change]:
    """What came out differently since the last run, flipped verdicts first; new claims are none."""
    found = []
    for e in entries:
        was = last.get("claims", {}).get(f"{e.text}/{e.id}")
        if was is None:
            continue
        moved = [said for r in e.readings if (said := _moved(was["readings"].get(r.label), r, e.unit))]
        kind = "flipped" if was["verdict"] != e.verdict.word else "moved" if moved else ""
        if kind:
            cells = [f for r in e.readings for f in restated(was["readings"].get(r.label, {}).get("rows", []), r.rows)]
            why = ["The claim itself was bound anew."] if was["bound"] != _bound(e) else []
            found.append(
                Change(
                    id=e.id,
                    text=e.text,
                    span=e.span,
                    kind=kind,
                    was=was["verdict"],
                    now=e.verdict.word,
                    moved=tuple(moved),
                    cells=(*why, *dict.fromkeys(cells)),
                    noticed=today.isoformat(),
                )
            )
    return sorted(found, key=lambda change: not change.flipped)


def restated(before: Sequence[Mapping[str, Any]], now: pd.DataFrame) -> list[str]:
    """The cells that differ between two sets of rows, each in words: value of 2023-03-01 … 9.044 → 8.890."""
    was, are = _by_identity(before), _by_identity(_cells(now))
    told = [f"{name}: gone" for name in was if name not in are]
    told += [f"{name}: new" for name in are if name not in was]
    for name, numbers in are.items():
        for column, number in numbers.items():
            old = was.get(name, {}).get(column, number)
            if not _same(old, number):
                told.append(f"{column} of {name}: {_figure(old)} → {_figure(number)}")
    return told


def as_text(found: Sequence[Change], first: bool) -> str:
    """The changes for the terminal."""
    if first:
        return "No earlier run is kept; this one is what the next is compared with."
    if not found:
        return "Nothing came out differently since the last run."
    lines = []
    for change in found:
        lines += [change.title, *(f"  {said}" for said in change.moved)]
        lines += [f"  restated: {cell}" for cell in change.cells[:MOST_TOLD]]
        if len(change.cells) > MOST_TOLD:
            lines.append(f"  and {len(change.cells) - MOST_TOLD} more cells")
    return "\n".join(["Since the last run:", *lines])


def last_run(path: Path) -> Stored:
    """What the last run kept, empty when there is none. Raises ValueError when it cannot be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as wrong:
        raise ValueError(f"{path} cannot be read ({wrong}); delete it to start anew") from None
    if not isinstance(kept, dict) or not isinstance(kept.get("claims"), dict):
        raise ValueError(f"{path} is no ledger; delete it to start anew")
    return kept


def earlier(last: Stored) -> list[Change]:
    """The changes that earlier runs noticed, newest first."""
    kept = [Change(**change) for change in last.get("changes", [])]
    return [Change(**(asdict(c) | {"moved": tuple(c.moved), "cells": tuple(c.cells)})) for c in kept]


def keep(path: Path, content: str) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(content, encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _bound(entry: Entry) -> str:
    """What the claim is held against, as text; it changes only when somebody edits the claim."""
    asked = [
        (r.label, r.metric, r.as_worded, sorted((k, str(v)) for k, v in r.parameters.items())) for r in entry.readings
    ]
    return json.dumps([entry.comparator, str(entry.stated), entry.tolerance, asked])


def _reading(reading: Computed) -> Stored:
    value = reading.value.value if reading.value else None
    return {"value": value, "holds": reading.holds, "problem": reading.problem, "rows": _cells(reading.rows)}


def _moved(was: Stored | None, reading: Computed, unit: str) -> str:
    """A reading whose value is another one, in words; nothing when it is the same or new."""
    now = reading.value.value if reading.value else None
    if was is None or _same(was["value"], now):
        return ""
    said = ["not computable" if value is None else worded(value, unit) for value in (was["value"], now)]
    return f"{reading.label}: {said[0]} → {said[1]}"


def _cells(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain JSON objects, days as text, missing cells as null."""
    kept = rows.drop(columns=[name for name in NOT_CELLS if name in rows])
    days = {name: kept[name].dt.strftime("%Y-%m-%d") for name in kept.select_dtypes("datetime").columns}
    return [{str(name): _plain(cell) for name, cell in row.items()} for row in kept.assign(**days).to_dict("records")]


def _plain(cell: Any) -> Any:
    if pd.isna(cell):
        return None
    return cell.item() if hasattr(cell, "item") else cell if isinstance(cell, int | float) else str(cell)


def _by_identity(rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Each row's numbers under its words: what is text names the row, what is a number may be restated."""
    named: dict[str, dict[str, Any]] = {}
    for row in rows:
        words = [str(cell) for name, cell in row.items() if isinstance(cell, str) and name not in ("status", "url")]
        if words:
            numbers = {n: c for n, c in row.items() if isinstance(c, int | float) or c is None}
            named[" ".join(words)] = numbers
    return named


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, int | float) and isinstance(new, int | float):
        return abs(old - new) <= APART * max(1.0, abs(old), abs(new))
    return bool(old == new)


def _figure(number: Any) -> str:
    return "nothing" if number is None else f"{number:,.10g}"
