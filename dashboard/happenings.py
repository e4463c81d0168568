"""Events of the timeline as lines on charts over time: which kinds there are, and those that a view shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from dashboard.period import Period

CATEGORIES: Mapping[str, str] = {
    "war": "War",
    "sanctions": "Sanctions",
    "eu_package": "EU packages",
    "us_designations": "US list grows",
    "un_measure": "UN measures",
    "un_vote": "UN votes",
    "visit": "Visits",
    "treaty": "Treaties",
    "diplomacy": "Diplomacy",
    "election": "Elections",
    "aid": "Aid",
    "arms_transfer": "Arms transfers",
    "ammunition": "Ammunition",
    "troops": "Troops",
    "data": "Data",
}
"""The categories of the table `event`, with the words for them."""

EVENTS = "SELECT event_id, date, title, url FROM event WHERE list_contains($events, event_id) ORDER BY date, event_id"
EVERY = "SELECT event_id, date, title FROM event ORDER BY date DESC, event_id"
IN_CATEGORIES = """
SELECT event_id FROM event WHERE list_contains($categories, category) AND date BETWEEN $start AND $end
ORDER BY date, event_id
"""


@dataclass(frozen=True)
class Happening:
    """One event as a chart marks it: by its number in the order of the days."""

    number: int
    date: date
    title: str
    url: str


def named(events: Sequence[str], period: Period, store: Any) -> tuple[Happening, ...]:
    """The events of these names that lie in the period, numbered by day."""
    if not events:
        return ()
    rows = store.rows(EVENTS, events=list(events))
    days = [stamp.date() for stamp in rows["date"]]
    inside = [n for n, day in enumerate(days) if period.start <= day <= period.last_day]
    told = rows.iloc[inside]
    cells = zip((days[n] for n in inside), told["title"], told["url"], strict=True)
    return tuple(Happening(number, day, str(title), str(url)) for number, (day, title, url) in enumerate(cells, 1))


@lru_cache(maxsize=256)
def of(categories: tuple[str, ...], period: Period, store: Any) -> tuple[str, ...]:
    """The names of the events of some categories in a period, by day."""
    if not categories:
        return ()
    rows = store.rows(IN_CATEGORIES, categories=list(categories), start=period.start, end=period.last_day)
    return tuple(rows["event_id"].astype(str))


@lru_cache(maxsize=4)
def every(store: Any) -> Mapping[str, str]:
    """The day and the title of every event on the timeline by its name, newest first; no two read alike."""
    rows = store.rows(EVERY)
    cells = zip(rows["event_id"].astype(str), rows["date"], rows["title"], strict=True)
    return {name: f"{day:%Y-%m-%d} {title}" for name, day, title in cells}
