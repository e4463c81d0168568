"""Every excerpt's own view of the data: it has something to show, its months are shaded, its events marked."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard import charts, theme
from dashboard.chart import Exhibit, drawn
from dashboard.commentary.excerpt import Excerpt
from dashboard.commentary.ledger import texts
from dashboard.gaps import edges
from dashboard.happenings import EVENTS
from dashboard.store import Store


@pytest.fixture(scope="module")
def excerpts(published: Store) -> list[Excerpt]:
    return [excerpt for text in texts(published) for excerpt in text.excerpts]


def shown(excerpt: Excerpt, published: Store) -> Exhibit:
    chart = charts.get(excerpt.chart)
    period = excerpt.period.clipped(published.extent)
    assert period, f"{excerpt.id} speaks of a period of which nothing is held"
    scope = chart.scope(
        period, dict(excerpt.chosen), published, cited=excerpt.cited, compared=excerpt.compared, events=excerpt.events
    )
    return drawn(chart, scope, published)


def test_every_excerpt_has_data_to_show(excerpts: list[Excerpt], published: Store):
    assert len(excerpts) >= 8
    assert [e.id for e in excerpts if shown(e, published).rows.empty] == []


def test_every_cited_and_compared_period_is_shaded(excerpts: list[Excerpt], published: Store):
    for excerpt in excerpts:
        exhibit = shown(excerpt, published)
        if not exhibit.chart.over_time:
            continue
        shapes = exhibit.figure.to_dict()["layout"].get("shapes", ())
        for period, fill in ((excerpt.cited, theme.CITED), (excerpt.compared, theme.COMPARED)):
            visible = period.clipped(exhibit.scope.period) if period else None
            expected = [edges(visible)] if visible else []
            assert [(s["x0"], s["x1"]) for s in shapes if s.get("fillcolor") == fill] == expected, excerpt.id


def marked(exhibit: Exhibit) -> set[pd.Timestamp]:
    """The days of the upright lines, and on a chart of events of the dots in the accent."""
    days = {s["x0"] for s in exhibit.figure.to_dict()["layout"].get("shapes", ()) if s["type"] == "line"}
    for trace in exhibit.figure.data:
        colours = trace.to_plotly_json().get("marker", {}).get("color")
        if isinstance(colours, list):
            days |= {day for day, colour in zip(trace.x, colours, strict=True) if colour == theme.MARK}
    return {pd.Timestamp(day) for day in days}


def test_every_event_spoken_of_is_marked_at_its_day(excerpts: list[Excerpt], published: Store):
    for excerpt in excerpts:
        exhibit = shown(excerpt, published)
        if excerpt.events and exhibit.chart.over_time:
            events = published.rows(EVENTS, events=list(excerpt.events))
            assert len(events) == len(excerpt.events)
            if "event_id" in exhibit.rows:  # A chart of one kind of event has no place for the others.
                events = events[events["event_id"].isin(exhibit.rows["event_id"])]
            assert marked(exhibit) == set(events["date"]), excerpt.id


def test_at_least_one_excerpt_shades_both_and_one_marks_events(excerpts: list[Excerpt]):
    assert any(excerpt.cited and excerpt.compared for excerpt in excerpts)
    assert any(excerpt.events for excerpt in excerpts)
