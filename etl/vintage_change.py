"""What a vintage that was just kept changed, in numbers and in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from etl.publish import Resource
from etl.snapshot import Snapshot


@dataclass(frozen=True)
class Change:
    """What a new vintage changed: its rows, those that counted before it, and for lists the entries.

    The files of a series count beside each other: then `rows_now` is how many count with this one.
    """

    rows_before: int | None
    rows: int
    rows_now: int | None = None
    added: int = 0
    removed: int = 0
    amended: int = 0
    listed: bool = False
    parts: int = 0

    @property
    def said(self) -> str:
        """The change in a few words."""
        rows = _rows(self.rows)
        if self.parts:
            return f"{rows} in {self.parts:,} part{'s' * (self.parts > 1)}"
        if self.rows_before is None:
            return rows
        if self.rows_now is not None:
            return _more(self.rows, self.rows_now - self.rows_before, self.rows_now)
        rows = f"{self.rows_before:,} → {rows}"
        if not self.listed:
            return rows
        return f"{rows}; {self.added:,} added, {self.removed:,} removed, {self.amended:,} amended"


def _rows(number: int) -> str:
    return f"{number:,} row{'s' * (number != 1)}"


def _more(rows: int, more: int, now: int) -> str:
    """Of a series: how many rows count more, or fewer where later files restate earlier ones, and how many do now."""
    if more == rows:
        return f"{_rows(rows)} more ({now:,} now)"
    against = f"{more:,} more than" if more > 0 else f"{-more:,} fewer than" if more else "as many as"
    return f"{_rows(rows)}, {against} before ({now:,} now)"


def change(shot: Snapshot, resources: Sequence[Resource]) -> Change:
    """What the vintage changed against the one before it, from the tables as they are published now."""
    files = {file.sha256 for file in shot.files}
    ours = [resource for resource in resources if resource["waybill"].get("source") == shot.source]
    own = [r for r in ours if {file["sha256"] for file in r["waybill"]["files"]} == files]
    mains = [r for r in own if r["waybill"]["main"]]
    main = next(iter(mains), None)
    if main is None:
        return Change(None, 0)  # the build failed, and says why
    if "whole" in main["waybill"]:
        return Change(None, sum(r["waybill"]["rows"] for r in mains), parts=len(mains))
    earlier = newest(shot.source, [r for r in ours if str(r["name"]) < str(main["name"])], shot.obtained.isoformat())
    if counts := main["waybill"].get("counts"):
        latest = newest(shot.source, ours, date.max.isoformat())
        # Later files restate what an older one brings, so that nobody can say what it changes by itself.
        known = earlier["waybill"].get("counts") if earlier and main is latest else None
        return Change(known and known["rows"], main["waybill"]["rows"], counts["rows"])
    changes = [resource for resource in own if resource["waybill"]["table"] == "listing_change"]
    entries = {name: n for resource in changes for name, n in resource["waybill"]["entries"].items()}
    before = earlier["waybill"]["rows"] if earlier else None
    return Change(before, main["waybill"]["rows"], **entries, listed=bool(changes))


def newest(source: str, resources: Sequence[Resource], until: str) -> Resource | None:
    """The main table of a source's newest vintage until a day, if there is one."""
    mains = [r for r in resources if r["waybill"].get("source") == source and r["waybill"].get("main")]
    return max((r for r in mains if r["waybill"]["obtained"] <= until), key=lambda r: str(r["name"]), default=None)
