"""What is suggested for a passage: which metric, which months, which countries, and what is left to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dashboard.annotate.places import Named
from dashboard.annotate.spans import Span
from dashboard.period import Period


@dataclass(frozen=True)
class Passage:
    """The words of one proposal with what was found in them; `head` is the span that makes it checkable."""

    words: str
    spans: tuple[Span, ...]
    head: Span
    named: tuple[Named, ...]
    topic: str
    written: date | None

    @property
    def cited(self) -> Period | None:
        """The months the passage speaks of: the last one named that is not what it compares with."""
        own = [span.months for span in self.spans if span.kind == "period" and span.months and not span.base]
        return own[-1] if own else None


@dataclass(frozen=True)
class Reading:
    """A reading to be offered: its label, the parameters that are its own, and whether the words ask for it."""

    label: str
    own: Mapping[str, Any]
    as_worded: bool = False


@dataclass(frozen=True)
class Suggestion:
    """A binding. It is complete when it has a metric and readings; otherwise `open` says what is to be decided."""

    chart: str
    chosen: Mapping[str, str] = field(default_factory=dict)
    cited: Period | None = None
    compared: Period | None = None
    events: tuple[str, ...] = ()
    metric: str = ""
    comparator: str = "equals"
    stated: float | None = None
    tolerance: float = 0.0
    because: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()
    open: tuple[str, ...] = ()
    why: str = ""

    @property
    def complete(self) -> bool:
        """True when it can be written down as a claim."""
        return bool(self.metric and self.readings and self.stated is not None and self.because)


def tolerance(span: Span) -> tuple[str, float, str]:
    """Comparator, tolerance and the reason, as they follow from the words alone, before any number is seen.

    In the metric's unit: fractions for percentages, plain numbers otherwise.
    """
    stated = (span.low or 0.0) if span.low == span.high or span.high is None else ((span.low or 0) + span.high) / 2
    if span.low is not None and span.high is not None and span.low != span.high:
        return "equals", (span.high - span.low) / 2, "a range: anything within it"
    if span.qualifier == "about":
        return "equals", abs(stated) * 0.05, f"“{_first(span)}”: ±5 % of what is stated"
    if span.qualifier:
        words = {"more_than": "more than", "less_than": "less than", "at_least": "at least", "at_most": "at most"}
        return span.qualifier, 0.0, f"“{words[span.qualifier]}”: one-sided"
    if span.kind == "percent":
        digits = span.words.replace(",", "").split(".")[1] if "." in span.words else ""
        places = len(digits) - len(digits.lstrip("0123456789"))
        half = 0.5 / 10**places
        said = {0: "a whole percent", 1: "a tenth of a percent"}.get(places, f"a percentage with {places} decimals")
        return "equals", half / 100, f"{said}: ±{half:g} points"
    if stated == int(stated) and abs(stated) < 100:
        return "equals", 0.0, "a whole number, exact"
    return "equals", abs(stated) * 0.05, "a round number: ±5 % of what is stated"


def _first(span: Span) -> str:
    """The words before the number."""
    return span.words[: next((n for n, letter in enumerate(span.words) if letter.isdigit()), len(span.words))].strip()
