"""The ledger: every claim of every commentary, computed under all its readings, with its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

import pandas as pd

from dashboard import metrics
from dashboard.commentary.bind import unit
from dashboard.commentary.excerpt import Claim, Excerpt, Reading, Text
from dashboard.commentary.fields import CommentaryBroken
from dashboard.commentary.read import read
from dashboard.commentary.verdict import CANNOT_BE_CHECKED, COMPARATORS, Verdict, holds, judge, straddles
from dashboard.commentary.wording import spread, worded
from dashboard.metrics.definition import MetricImpossible, Tables
from dashboard.metrics.value import Value

Failures = tuple[type[Exception], ...]


class Published(Protocol):
    """What the ledger needs of the published data: its rows and its commentary files."""

    def rows(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """The rows a query returns, with its $parameters bound."""

    def texts(self) -> Mapping[str, str]:
        """The commentary files' content by name."""


@dataclass(frozen=True)
class Computed:
    """One reading with what became of it: its value, or None and the problem in a sentence.

    `straddles` is True when the value's bounds lie on both sides of what the claim allows. `rows` are the
    published rows that it was computed from.
    """

    label: str
    parameters: Mapping[str, Any]
    as_worded: bool
    value: Value | None
    holds: bool
    straddles: bool
    problem: str
    metric: str
    along: tuple[tuple[str, str], ...]
    rows: pd.DataFrame = field(compare=False, repr=False)


@dataclass(frozen=True)
class Entry:
    """One claim with its verdict. Values are in `unit`: fractions, not percentages.

    A claim that data cannot settle has no metric, no unit, no readings, and not a number as `stated`.
    """

    id: str
    text: str
    topic: str
    quote: str
    span: str
    metric: str
    comparator: str
    stated: float
    tolerance: float
    because: str
    unit: str
    verdict: Verdict
    why: str
    readings: tuple[Computed, ...]

    @property
    def computed(self) -> Value | None:
        """The first reading that the words ask for and that can be computed."""
        return next((r.value for r in self.readings if r.as_worded and r.value), None)

    @property
    def held(self) -> int:
        """How many readings give the stated value."""
        return sum(reading.holds for reading in self.readings)

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the rows behind all readings, by name."""
        named = {str(name) for r in self.readings if "source" in r.rows for name in r.rows["source"].dropna()}
        return tuple(sorted(named))

    @property
    def tally(self) -> str:
        """How many readings hold, in words: holds in 2 of 9 readings."""
        lost = sum(reading.value is None for reading in self.readings)
        words = f"holds in {self.held} of {len(self.readings)} readings"
        return f"{words}; {lost} cannot be computed" if lost else words


def texts(store: Published) -> tuple[Text, ...]:
    """The published commentaries in name order, without those that are `broken`."""
    return tuple(read_text for read_text in _opened(store) if isinstance(read_text, Text))


def broken(store: Published) -> tuple[str, ...]:
    """What is wrong with the published commentary files that cannot be read, one line for every fault."""
    return tuple(line for faults in _opened(store) if isinstance(faults, str) for line in faults.split("\n"))


def _opened(store: Published) -> list[Text | str]:
    return [_read(content, name) for name, content in sorted(store.texts().items())]


@lru_cache(maxsize=32)
def _read(content: str, name: str) -> Text | str:
    """The text, or its faults; kept because every page asks at every click, and the same content reads the same."""
    try:
        return read(content, name)
    except CommentaryBroken as faults:
        return str(faults)


def ledger(store: Published, failures: Failures = (), at_once: int = 1) -> list[Entry]:
    """Every claim of every published commentary, computed, in the order of the texts, so many of them `at_once`.

    A query that fails with one of `failures` (the store's own exceptions) makes its reading impossible and
    leaves the others standing. A commentary file that is `broken` has no claims.
    """
    claims = [(t, excerpt, excerpt.claim) for t in texts(store) for excerpt in t.excerpts if excerpt.claim]
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(lambda one: entry(one[0], one[1], one[2], store, failures), claims))


def entry(text: Text, excerpt: Excerpt, claim: Claim, tables: Tables, failures: Failures = ()) -> Entry:
    """One claim computed under all its readings."""
    readings = tuple(_computed(reading, claim, tables, failures) for reading in claim.readings)
    verdict, why = (
        (CANNOT_BE_CHECKED, claim.cannot)
        if claim.cannot
        else judge(claim, [reading for reading in readings if reading.as_worded])
    )
    return Entry(
        id=excerpt.id,
        text=text.name,
        topic=excerpt.topic,
        quote=excerpt.quote,
        span=excerpt.span,
        metric=claim.metric,
        comparator=claim.comparator,
        stated=claim.stated,
        tolerance=claim.tolerance,
        because=claim.because,
        unit=unit(claim.readings[0]) if claim.readings else "",
        verdict=verdict,
        why=why,
        readings=readings,
    )


def _computed(reading: Reading, claim: Claim, tables: Tables, failures: Failures) -> Computed:
    value: Value | None = None
    problem = ""
    rows = pd.DataFrame()
    metric = metrics.get(reading.metric)
    try:
        rows = tables.rows(metric.query, **reading.parameters)
        value = metric.value(rows, reading.parameters)
    except MetricImpossible as impossible:
        problem = str(impossible)
    except failures as failed:
        problem = f"The data could not be queried: {failed}"
    return Computed(
        label=reading.label,
        parameters=reading.parameters,
        as_worded=reading.as_worded,
        value=value,
        holds=value is not None and holds(value, claim),
        straddles=value is not None and straddles(value, claim),
        problem=problem,
        metric=reading.metric,
        along=reading.along,
        rows=rows,
    )


def as_json(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """The ledger as plain objects for json.dumps: fractions, not percentages; null where not computable."""
    return [
        {
            "id": e.id,
            "text": e.text,
            "quote": e.quote,
            "span": e.span,
            "verdict": e.verdict.word,
            "why": e.why,
            "topic": e.topic,
            "metric": e.metric or None,
            "comparator": e.comparator if e.metric else None,
            "stated": e.stated if e.metric else None,
            "tolerance": e.tolerance if e.metric else None,
            "because": e.because or None,
            "computed": e.computed.value if e.computed else None,
            "low": e.computed.low if e.computed else None,
            "high": e.computed.high if e.computed else None,
            "unit": e.unit or None,
            "readings": [
                {
                    "label": r.label,
                    "value": r.value.value if r.value else None,
                    "low": r.value.low if r.value else None,
                    "high": r.value.high if r.value else None,
                    "holds": r.holds,
                    "straddles": r.straddles,
                    "as_worded": r.as_worded,
                    "problem": r.problem,
                }
                for r in e.readings
            ],
        }
        for e in entries
    ]


def as_text(entries: Iterable[Entry]) -> str:
    """The ledger for the terminal: each claim with its verdict, and a line for every reading."""
    return "\n\n".join(_told(entry) for entry in entries) or "No commentary carries a claim."


def _told(entry: Entry) -> str:
    """One claim in lines; ✓ marks the readings that hold, * those that the words ask for."""
    lines = [f"{entry.id}: {entry.verdict.word}", f"  “{entry.span}”"]
    if not entry.metric:
        return "\n".join([*lines, f"  {entry.why}"])
    said = f"{COMPARATORS[entry.comparator]} {worded(entry.stated, entry.unit)} ({entry.because})"
    lines += [f"  stated: {said}", f"  {entry.why}"]
    width = max(len(reading.label) for reading in entry.readings)
    for reading in entry.readings:
        marks = ("✓" if reading.holds else "·") + ("*" if reading.as_worded else " ")
        came = spread(reading.value, entry.unit) if reading.value else reading.problem
        lines.append(f"  {marks} {reading.label:<{width}}  {came}")
    return "\n".join([*lines, f"  {entry.tally}; * as worded"]).replace("\u202f", " ").replace("\u00a0", " ")
