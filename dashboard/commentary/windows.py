"""The claim's window slid over all windows: which one gives the stated value, and how rare the cited one is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import metrics
from dashboard.chart import records
from dashboard.commentary.ledger import Computed, Entry, Failures
from dashboard.commentary.verdict import fits
from dashboard.commentary.wording import capital, ordinal, worded
from dashboard.metrics.definition import MetricImpossible, Tables
from dashboard.metrics.value import Value, exactly
from dashboard.period import Period

LENGTHS = range(1, 13)
"""Windows from one month to a year."""
NUMERALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True)
class Slid:
    """All windows in one source and currency: start, end, length, value, low, high and whether each fits."""

    label: str
    parameters: Mapping[str, Any]
    windows: pd.DataFrame

    @property
    def cited(self) -> Period:
        """The window of the reading itself."""
        return Period(self.parameters["start"], self.parameters["end"])

    @property
    def alike(self) -> pd.DataFrame:
        """The windows as long as the cited one, in order of time."""
        return self.windows[self.windows["length"] == self.cited.length]

    def rank(self) -> tuple[int, int] | None:
        """The cited window's place from the lowest among windows of its length, and how many there are."""
        own = self.alike.loc[self.alike["start"] == pd.Timestamp(self.cited.start), "value"]
        if own.empty:
            return None
        return int((self.alike["value"] < own.iloc[0]).sum()) + 1, len(self.alike)


@dataclass(frozen=True)
class Found:
    """A window that gives the stated value."""

    label: str
    window: Period
    value: Value


def slid(entry: Entry, tables: Tables, failures: Failures = ()) -> tuple[Slid, ...]:
    """The windows of every reading as worded whose metric can be slid, one query each; nothing for other claims."""
    found = []
    for reading in entry.readings:
        slides = metrics.get(reading.metric).slides if reading.as_worded else None
        if slides is None or not reading.value:
            continue
        try:
            rows = tables.rows(slides.query, **reading.parameters)
            windows = slides.slide(rows, reading.parameters, LENGTHS)
        except MetricImpossible:
            continue
        except failures:
            continue
        fitting = [fits(value, entry) for value in windows["value"]]
        found.append(Slid(_label(reading), reading.parameters, windows.assign(fits=pd.Series(fitting, windows.index))))
    return tuple(found)


def nearest(slides: Sequence[Slid]) -> Found | None:
    """The window that gives the stated value and shares most with the cited one; of equals the nearest in time."""
    best: tuple[tuple[float, int, int], Found] | None = None
    for one in slides:
        for row in records(one.windows[one.windows["fits"]]):
            window = Period(row.start.date(), row.end.date())
            place = (-_common(window, one.cited), _apart(window, one.cited), abs(window.length - one.cited.length))
            if best is None or place < best[0]:
                exact = row.low == row.high
                value = exactly(row.value) if exact else Value(row.value, row.low, row.high)
                best = place, Found(one.label, window, value)
    return best[1] if best else None


def nearest_in_words(entry: Entry, slides: Sequence[Slid]) -> str:
    """Which window gives the stated value, in a sentence; nothing where the cited one does or none was slid."""
    found = nearest(slides)
    if found is None:
        return "No window of one to twelve months gives the stated value." if slides else ""
    if any(found.window == one.cited for one in slides):
        return ""
    return f"{found.window.label}, {found.label}: {worded(found.value.value, entry.unit)}."


def ranks(slides: Sequence[Slid]) -> list[str]:
    """For each source the cited window's place among windows of its length, and how many windows would do."""
    told = []
    for one in slides:
        if (rank := one.rank()) is not None:
            place, count = rank
            lowest = place <= (count + 1) / 2
            from_end = place if lowest else count + 1 - place
            where = f"{ordinal(from_end)} " if from_end > 1 else ""
            windows = f"windows of {_months(one.cited.length)}" if count > 1 else "window of its length held"
            told.append(
                f"In {one.label}, {one.cited.label} is the {where}{'lowest' if lowest else 'highest'} of {count} "
                f"{windows}; {_would_do(one)}."
            )
    return told


def _would_do(one: Slid) -> str:
    """How many windows of this length and of other lengths give the stated value."""
    same, others = int(one.alike["fits"].sum()), int(one.windows["fits"].sum()) - int(one.alike["fits"].sum())
    lengths = len(one.windows) - len(one.alike)
    return f"{same or 'none'} of them and {others or 'none'} of {lengths} other windows give the stated value"


def _months(length: int) -> str:
    return "one month" if length == 1 else f"{NUMERALS[length - 1]} months"


def _label(reading: Computed) -> str:
    """The reading's options without the window: US dollars."""
    rest = [option for choice, option in reading.along if choice not in ("window", "reading")]
    return ", ".join(rest) or reading.label


def _common(one: Period, other: Period) -> float:
    """The months that two windows have in common as a part of all the months of both."""
    start, end = max(one.start, other.start), min(one.end, other.end)
    shared = Period(start, end).length if start <= end else 0
    return shared / (one.length + other.length - shared)


def _apart(one: Period, other: Period) -> int:
    """How many months apart two windows begin."""
    return abs((one.start.year - other.start.year) * 12 + one.start.month - other.start.month)


def headline(slides: Sequence[Slid]) -> str:
    """The length of the windows in words, for a title: three months."""
    return capital(_months(slides[0].cited.length))
