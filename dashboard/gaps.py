"""Months without a figure, told apart by why, so that no chart draws them as zero or bridges them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from dashboard.period import Period, shifted

HALF_MONTH = timedelta(days=15)
USUAL_LAG_MONTHS = 3
"""Months before the day of retrieval that publishers usually still work on."""

MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}

WORDS = {
    "not covered": "not covered by the data held",
    "not reported": "not reported",
    "not yet published": "not yet published when obtained",
    "suppressed": "suppressed by the publisher",
}


@dataclass(frozen=True)
class Gap:
    """Months without a figure and why; `series` is empty where no series of the chart has one."""

    period: Period
    kind: str
    series: str = ""

    @property
    def words(self) -> str:
        """The gap as said under the chart."""
        return f"{self.series + ' ' if self.series else ''}{self.period.label} {WORDS[self.kind]}"


def edges(period: Period) -> tuple[datetime, datetime]:
    """Where a band over these months starts and ends on an axis whose points stand at the first of a month."""
    start = datetime.combine(period.start, datetime.min.time())
    end = datetime.combine(period.end, datetime.min.time())
    return start - HALF_MONTH, end + HALF_MONTH


def found(rows: pd.DataFrame, series: tuple[str, ...], period: Period, obtained: date | None) -> tuple[Gap, ...]:
    """The stretches of `period` in which all series, and then in which single series, have no value.

    `rows` has first-of-month dates in `period`, the first of each quarter or year where `grain` says so,
    and may have `status`, where "suppressed" marks values that the publisher holds back. `obtained` is the newest
    day on which a file behind the rows was got.
    """
    if rows.empty:
        return ()
    if (step := months_each(rows)) > 1:
        inside = [rows.assign(period=rows["period"] + pd.DateOffset(months=n)) for n in range(step)]
        rows = pd.concat(inside, ignore_index=True)
    stamps = pd.DatetimeIndex(rows["period"])
    months = [date(year, month, 1) for year, month in zip(stamps.year, stamps.month, strict=True)]
    held_back = rows["status"].eq("suppressed").tolist() if "status" in rows else [False] * len(rows)
    labels = [" ".join(map(str, key)) for key in zip(*(rows[column] for column in series), strict=True)]
    pending = shifted(obtained.replace(day=1), -USUAL_LAG_MONTHS) if obtained else None
    together = _stretches(months, held_back, period, pending, "")
    shared = {month for gap in together for month in gap.period.months}
    single: list[Gap] = []
    for label in sorted(set(labels)) if len(set(labels)) > 1 else []:
        own = [position for position, name in enumerate(labels) if name == label]
        gaps = _stretches([months[i] for i in own], [held_back[i] for i in own], period, pending, label)
        for gap in gaps:
            alone = [month for month in gap.period.months if month not in shared]
            single += [Gap(run, gap.kind, label) for run in _runs(alone)]
    return (*together, *single)


def months_each(rows: pd.DataFrame) -> int:
    """How many months each row is about: 1 unless the column `grain` says otherwise."""
    return MONTHS_IN.get(str(rows["grain"].iloc[0]), 1) if "grain" in rows and len(rows) else 1


def _stretches(
    months: list[date], held_back: list[bool], period: Period, pending: date | None, label: str
) -> list[Gap]:
    held = {month for month, suppressed in zip(months, held_back, strict=True) if not suppressed}
    suppressed = set(months) - held
    first, last = (min(held), max(held)) if held else (period.end, period.start)
    kinds: dict[date, str] = {}
    for month in period.months:
        if month in held:
            continue
        if month in suppressed:
            kinds[month] = "suppressed"
        elif first < month < last:
            kinds[month] = "not reported"
        elif month > last and pending and month >= pending:
            kinds[month] = "not yet published"
        else:
            kinds[month] = "not covered"
    return [
        Gap(stretch, kind, label)
        for kind in dict.fromkeys(kinds.values())
        for stretch in _runs(month for month, k in kinds.items() if k == kind)
    ]


def _runs(months: Iterable[date]) -> list[Period]:
    runs: list[Period] = []
    for month in sorted(months):
        if runs and shifted(runs[-1].end, 1) == month:
            runs[-1] = Period(runs[-1].start, month)
        else:
            runs.append(Period(month, month))
    return runs


def with_gaps(rows: pd.DataFrame, values: list[str]) -> dict[str, list[Any]]:
    """One series' columns as lists, with None for every missing month between its first and last, so that
    a line breaks there instead of running across. `period` holds the months, or the first of each quarter or year
    where `grain` says so."""
    stamps = pd.DatetimeIndex(rows["period"])
    months = [date(year, month, 1) for year, month in zip(stamps.year, stamps.month, strict=True)]
    position = {month: place for place, month in enumerate(months)}
    columns = {name: rows[name].tolist() for name in values}
    every = Period(min(months), max(months)).months[:: months_each(rows)]
    line: dict[str, list[Any]] = {"period": every}
    for name, cells in columns.items():
        line[name] = [cells[position[month]] if month in position else None for month in every]
    return line
