"""The pictures of a claim: the strip of its readings, the meter of its windows, the stated value on the chart."""

from __future__ import annotations

from datetime import date

import plotly.graph_objects as go
import pytest

from dashboard import charts
from dashboard.chart import drawn
from dashboard.commentary import meter, strip
from dashboard.commentary.ledger import ledger, texts
from dashboard.commentary.stated import drawn_in
from dashboard.commentary.windows import slid
from dashboard.period import Period

PERIOD = Period(date(2022, 2, 1), date(2024, 12, 1))


@pytest.fixture(scope="module")
def entries(published):
    return {entry.id: entry for entry in ledger(published)}


def shown_strip(entry):
    return strip.exhibit(entry, PERIOD, (), "v1")


def test_every_claim_with_readings_has_a_strip_that_plotly_accepts(entries):
    for entry in entries.values():
        if entry.readings:
            exhibit = shown_strip(entry)
            go.Figure(exhibit.figure.to_dict())
            assert len(exhibit.rows) == len(entry.readings)
            assert len(exhibit.figure.data[0].x) == sum(r.value is not None for r in entry.readings)


def test_the_sql_of_a_strip_gives_the_rows_of_its_first_reading(entries, published):
    from dashboard.store import readable

    for entry in entries.values():
        if entry.readings:
            chart, first = shown_strip(entry).chart, entry.readings[0]
            rows = published.rows(readable(chart.query, chart.parameters(shown_strip(entry).scope)))
            assert len(rows) == len(first.rows), entry.id


def test_the_meter_shows_every_window_of_the_cited_length(entries, published):
    entry = entries["chinese-exports"]
    slides = slid(entry, published)
    exhibit = meter.exhibit(entry, slides, PERIOD, (), "v1")
    go.Figure(exhibit.figure.to_dict())
    assert exhibit.chart.question == "Is the cited window like the others?"
    dollars = exhibit.rows[exhibit.rows["series"] == "US dollars"]
    assert len(dollars) == 82
    (cited,) = dollars[dollars["cited"]].itertuples()
    assert (cited.start.date(), cited.end.date()) == (date(2024, 3, 1), date(2024, 5, 1))
    assert round(cited.value, 3) == -0.104
    assert "5th lowest of 82 windows of three months" in exhibit.summary
    assert any("stated" in note["text"] for note in exhibit.figure.layout.to_plotly_json()["annotations"])


def test_the_stated_change_is_drawn_over_the_cited_months(entries, published):
    (text,) = (t for t in texts(published) if t.name == "sceeus_2024_10")
    excerpt = next(e for e in text.excerpts if e.id == "chinese-exports")
    chart = charts.get("exports")
    scope = chart.scope(PERIOD, dict(excerpt.chosen), published, cited=excerpt.cited, compared=excerpt.compared)
    plain = drawn(chart, scope, published)
    exhibit = drawn_in(plain, excerpt, entries["chinese-exports"])
    # 27.716 / 3 = 9.239, 24.828 / 3 = 8.276, 0.84 × 9.2388 = 7.7606
    levels = [round(s["y0"], 3) for s in exhibit.figure.to_dict()["layout"]["shapes"] if s.get("yref") is None][-3:]
    assert levels == [9.239, 8.276, 7.761]
    assert "−16.0\u202f% would be USD\u00a07.8\u00a0bn" in exhibit.summary
    assert drawn(chart, scope, published) is plain  # what others look at stays as it was
    assert "stated" not in plain.figure.to_json()


def test_where_a_cited_month_is_not_shown_nothing_is_drawn(entries, published):
    (text,) = (t for t in texts(published) if t.name == "sceeus_2024_10")
    excerpt = next(e for e in text.excerpts if e.id == "chinese-exports")
    chart = charts.get("exports")
    plain = drawn(
        chart, chart.scope(Period(date(2024, 4, 1), date(2024, 12, 1)), dict(excerpt.chosen), published), published
    )
    assert drawn_in(plain, excerpt, entries["chinese-exports"]) is plain


def test_other_claims_leave_their_chart_alone(entries, published):
    chart = charts.get("firing_rates")
    plain = drawn(chart, chart.scope(PERIOD, {}, published), published)
    (text,) = (t for t in texts(published) if t.name == "sceeus_2024_10")
    excerpt = next(e for e in text.excerpts if e.id == "firepower")
    assert drawn_in(plain, excerpt, entries["firepower"]) is plain
