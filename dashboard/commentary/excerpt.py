"""What a commentary file holds once it is read: a text, its excerpts, their claims, a claim's readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.period import Period

TOPICS = ("trade", "ammunition", "sanctions", "diplomacy")
QUOTE_WORDS = 40
"""The longest quotation, in words: an excerpt is quoted to be checked, not to be reprinted."""
QUOTED_SHARE = 0.2
"""The largest part of a text that all its quotations together may be, by words."""


@dataclass(frozen=True)
class Reading:
    """One defensible way to take a claim: which source, months, currency … its words may mean.

    `parameters` are complete, as the metric takes them. `as_worded` marks the readings that the words
    themselves ask for; they decide the verdict, the others show what it depends on. `along` says which
    option it takes of each choice there is, such as ("window", "Mar alone").
    """

    label: str
    parameters: Mapping[str, Any]
    as_worded: bool
    metric: str = ""
    along: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Claim:
    """What an excerpt states in a form that can be computed.

    `stated` and `tolerance` are in the metric's unit (fractions, not percentages). `because` says which
    words the tolerance follows from; it is fixed before the number is seen. A claim that data cannot settle
    has the reason in `cannot` and nothing else: no metric, no readings, and not a number as `stated`.
    """

    metric: str
    comparator: str
    stated: float
    tolerance: float
    because: str
    readings: tuple[Reading, ...]
    cannot: str = ""


@dataclass(frozen=True)
class Excerpt:
    """A short verbatim quotation and our note on it, with the view of the data that belongs to it.

    `before` and `after` are the words around the quotation; `span` is the part of it to highlight. `chosen`
    are choices of the chart; `cited` and `compared` the months the words speak of.
    """

    id: str
    quote: str
    before: str
    after: str
    span: str
    topic: str
    chart: str
    chosen: tuple[tuple[str, str], ...]
    period: Period
    cited: Period | None
    compared: Period | None
    events: tuple[str, ...]
    claim: Claim | None
    annotation: str


@dataclass(frozen=True)
class Text:
    """A commentary: what it is, who published it when and where, and its excerpts in the text's order."""

    name: str
    title: str
    series: str
    publisher: str
    published: str
    language: str
    author: str
    link: str
    excerpts: tuple[Excerpt, ...]

    @property
    def attribution(self) -> str:
        """Who said it, in one line: author, series, publisher."""
        return ", ".join(part for part in (self.author, self.series, self.publisher) if part)
