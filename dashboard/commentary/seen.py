"""What the author could see: the claim replayed on data held when it was published, and what was printed first."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, runtime_checkable
from urllib.parse import urlsplit

import pandas as pd

from dashboard import theme
from dashboard.commentary.excerpt import Claim, Excerpt, Text
from dashboard.commentary.ledger import Entry, Failures, entry
from dashboard.commentary.wording import listed, spread
from dashboard.metrics.definition import Tables
from dashboard.period import Period

PRINTED = """
SELECT p.period_start, p.period_end, p.currency, p.value, p.value_high, p.change, p.words, p.url,
       CASE WHEN now.months = datediff('month', p.period_start, p.period_end) + 1 THEN now.value END AS value_now
FROM press_figure AS p
LEFT JOIN (
  SELECT asked.period_start, asked.period_end, count(*) AS months, sum(t.value) AS value
  FROM (SELECT DISTINCT period_start, period_end FROM press_figure) AS asked CROSS JOIN trade_flow AS t
  WHERE t.source = $source AND t.reporter = $reporter AND t.partner = $partner AND t.flow = $flow
    AND t.currency = $currency AND t.product = $product AND t.grain = 'month'
    AND t.period BETWEEN asked.period_start AND asked.period_end
  GROUP BY asked.period_start, asked.period_end
  HAVING min(t.valuation) = max(t.valuation) AND min(t.classification) = max(t.classification)
) AS now ON now.period_start = p.period_start AND now.period_end = p.period_end
WHERE p.reporter = $reporter AND p.partner = $partner AND p.flow = $flow AND p.currency = $currency
  AND ((p.period_start >= $cited_start AND p.period_end <= $cited_end)
    OR (p.period_start >= $compared_start AND p.period_end <= $compared_end))
ORDER BY p.period_start, p.period_end, p.url
"""


class Provenances(Protocol):
    """The part of a source's provenance that is needed here."""

    @property
    def obtained(self) -> date: ...


@runtime_checkable
class Dated(Protocol):
    """Published data that can be had as they were held on a day."""

    @property
    def provenance(self) -> Mapping[str, Provenances]: ...

    def as_of(self, day: date) -> Any:
        """The same as it was held on a day."""


@dataclass(frozen=True)
class Printed:
    """A figure as the press first printed it, with what stands in the data now."""

    period: Period
    said: str
    now: str
    url: str

    @property
    def host(self) -> str:
        """Where it was printed: kyivindependent.com."""
        return urlsplit(self.url).netloc.removeprefix("www.")


def published(text: Text) -> date:
    """The day a text was published; the last of the month where only the month is known."""
    if len(text.published) > len("2024-06"):
        return date.fromisoformat(text.published)
    year, month = int(text.published[:4]), int(text.published[5:7])
    return date(year, month, monthrange(year, month)[1])


def replayed(now: Entry, text: Text, excerpt: Excerpt, claim: Claim, store: Tables, failures: Failures = ()) -> str:
    """The claim's outcome on what was held when the text was published, or that nothing from then is held."""
    if not now.sources or not isinstance(store, Dated):
        return ""
    day = published(text)
    then = store.as_of(day)
    if not set(now.sources) & set(then.provenance):
        held = [store.provenance[name].obtained for name in now.sources if name in store.provenance]
        newer = f" (ours is of {_day(min(held))})" if held else ""
        said = f"No copy of these data from {_day(day)} or before is held{newer}, so the claim cannot be replayed."
        return " ".join([said, *_public(now, day)])
    replay = entry(text, excerpt, claim, then, failures)
    if replay.computed is None:
        return f"The data held on {_day(day)} did not give this number yet."
    return (
        f"On the data held on {_day(day)} it comes out as {replay.verdict.word}: "
        f"{spread(replay.computed, replay.unit)}."
    )


def printed(now: Entry, excerpt: Excerpt, tables: Tables, failures: Failures = ()) -> tuple[Printed, ...]:
    """What the press first printed for the cited and the comparison period, where that is known."""
    if not excerpt.cited or not excerpt.compared:
        return ()
    months = {
        "cited_start": excerpt.cited.start,
        "cited_end": excerpt.cited.end,
        "compared_start": excerpt.compared.start,
        "compared_end": excerpt.compared.end,
    }
    flows = [r.parameters for r in now.readings if r.as_worded and {"reporter", "product"} <= set(r.parameters)]
    found: list[Printed] = []
    for flow in flows:
        try:
            rows = tables.rows(PRINTED, **flow, **months)
        except failures:
            continue
        found += [_printed(row) for row in rows.itertuples(index=False)]
    return tuple(found)


def in_words(figures: tuple[Printed, ...]) -> str:
    """The first printed figures in a sentence, as Markdown with a link each."""
    if not figures:
        return ""
    said = [f"{f.period.label}: {f.said} ([{f.host}]({f.url})){f.now}" for f in figures]
    return f"First printed by the press: {'; '.join(said)}."


def _printed(row: Any) -> Printed:
    said = []
    if not pd.isna(row.value):
        digits = max(0, round(-math.log10(2 * (row.value_high - row.value) / 1e9)))
        said.append(f"{row.currency}\u00a0{theme.number(row.value / 1e9, digits)}\u00a0bn")
    if isinstance(row.words, str):
        said.append(row.words)
    elif not pd.isna(row.change):
        said.append(f"{theme.change(row.change)} on the year")
    moved = not pd.isna(row.value) and not pd.isna(row.value_now)
    return Printed(
        period=Period(row.period_start.date(), row.period_end.date()),
        said=listed(said),
        now=f", now {theme.number(row.value_now / 1e9, 3)}\u00a0bn" if moved else "",
        url=row.url,
    )


def _public(now: Entry, day: date) -> list[str]:
    """For claims that rest on dated statements: whether those that the words ask for were public by then."""
    said = [r.rows["as_of"].max() for r in now.readings if r.as_worded and "as_of" in r.rows and len(r.rows)]
    if not said:
        return []
    latest = pd.Timestamp(max(said)).date()
    were = "were public by then" if latest <= day else "were not all public by then"
    return [f"The statements it rests on {were}: the latest is of {_day(latest)}."]


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
