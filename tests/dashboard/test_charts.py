"""Every chart there is, in every choice it offers, over the bundled tables: it draws, it speaks, it hides no gap."""

from __future__ import annotations

import re
from datetime import date
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import charts, theme
from dashboard.chart import Chart, Exhibit, Scope, drawn, records, rows_of
from dashboard.choice import Amount, Choice
from dashboard.gaps import edges
from dashboard.period import Period
from dashboard.store import Store, open_store

UNITS = re.compile(
    r"\b(USD|EUR)\b|billion|change|rounds|containers|entries|events|days|index|TIV|date|tonnes|per (month|year|day)",
    re.IGNORECASE,
)
LEFTOVERS = re.compile(r"[{}]|\b(nan|None|NaT|inf)\b")
FEW = 8
"""Up to this many combinations of options are all drawn."""
LONG_AGO = Period.read("1950-01..1950-12")


@pytest.fixture
def published(fuller: Store) -> Store:
    """Here: the bundled tables with a little of what only some people hold, so that every chart has rows."""
    return fuller


def views() -> list[tuple[str, dict[str, str]]]:
    """Every chart as it opens, and with every fixed option it offers; with all combinations where they are few."""
    return [(name, view) for name, chart in charts.all_charts().items() for view in _views(chart)]


def _views(chart: Chart) -> list[dict[str, str]]:
    fixed = {c.name: list(c.options) for c in chart.choices if isinstance(c, Choice) and c.options}
    if prod(len(options) for options in fixed.values()) <= FEW:
        return [dict(zip(fixed, picked, strict=True)) for picked in product(*fixed.values())]
    return [{}, *({name: option} for name, options in fixed.items() for option in options)]


def named(view: tuple[str, dict[str, str]]) -> str:
    return "-".join([view[0], *view[1].values()])


@pytest.fixture(params=views(), ids=named)
def exhibit(request: pytest.FixtureRequest, published: Store) -> Exhibit:
    """One view of one chart over everything held."""
    name, chosen = request.param
    chart = charts.get(name)
    return drawn(chart, chart.scope(published.extent, chosen, published), published)


@pytest.fixture(params=charts.all_charts())
def chart(request: pytest.FixtureRequest) -> Chart:
    """One chart."""
    return charts.get(request.param)


def traces(exhibit: Exhibit) -> list[dict[str, Any]]:
    """The traces that have both axes, with plain lists on them."""
    plain = [trace.to_plotly_json() for trace in exhibit.figure.data]
    return [
        {"mode": "", "connectgaps": None, **trace, "x": list(trace["x"]), "y": list(trace["y"])}
        for trace in plain
        if "x" in trace and "y" in trace
    ]


def missing(value: object) -> bool:
    return value is None or value != value


def months(values: list) -> list[date]:
    return [stamp.date() for stamp in pd.to_datetime(pd.Series(values))]


def test_the_figure_is_one_that_plotly_accepts(exhibit: Exhibit):
    figure = go.Figure(exhibit.figure.to_dict())
    assert figure.data, "nothing is drawn"
    assert figure.layout.height, "its height is left to chance"


def test_it_asks_a_question_and_answers_in_words(exhibit: Exhibit):
    assert exhibit.question.endswith("?")
    for words in (exhibit.question, exhibit.measure, exhibit.summary):
        assert len(words) > 12
        assert not LEFTOVERS.search(words), words
    assert re.search(r"\d", exhibit.summary), "the summary gives no number"


def test_the_measure_names_the_unit(exhibit: Exhibit):
    assert UNITS.search(exhibit.measure), exhibit.measure


def test_it_names_sources_with_date_and_licence(exhibit: Exhibit):
    assert "source" in exhibit.rows
    named = [column for column in exhibit.rows if column == "source" or column.endswith("_source")]
    assert {source.source for source in exhibit.sources} == set(pd.concat([exhibit.rows[c] for c in named]).dropna())
    for source in exhibit.sources:
        assert source.publisher
        assert source.license
        assert source.citation
        assert f"{source.obtained:%Y-%m-%d}" in exhibit.source_line


def test_lines_do_not_run_across_gaps(exhibit: Exhibit):
    assert all(trace["connectgaps"] is not True for trace in traces(exhibit))
    for trace in traces(exhibit):
        if exhibit.chart.over_time and "lines" in trace["mode"]:
            x = months(trace["x"])
            assert x == Period(x[0], x[-1]).months, "a missing month is not in the line, so the line crosses it"


def test_what_is_missing_is_not_drawn_as_zero(exhibit: Exhibit):
    if not exhibit.chart.over_time:
        return
    held = set(months(exhibit.rows["period"].tolist()))
    numbers = exhibit.rows.select_dtypes("number").assign(period=months(exhibit.rows["period"].tolist()))
    zeros = set(numbers.loc[(numbers.drop(columns="period") == 0).any(axis=1), "period"])
    for trace in traces(exhibit):
        for month, value in zip(months(trace["x"]), trace["y"], strict=True):
            assert missing(value) or month in held, f"{month} is drawn and not held"
            assert value != 0 or month in zeros, f"{month} is drawn as zero"


def test_a_month_taken_out_breaks_the_line(exhibit: Exhibit):
    if not (exhibit.chart.series and exhibit.chart.over_time):
        return
    taken = exhibit.rows["period"].drop_duplicates().iloc[len(exhibit.rows["period"].unique()) // 2]
    left = exhibit.rows[exhibit.rows["period"] != taken]
    plain = exhibit.chart.figure(left, exhibit.scope)
    for trace in plain["data"]:
        points = dict(zip(months(list(trace["x"])), list(trace["y"]), strict=True))
        assert missing(points.get(taken.date()))
        if "lines" in trace.get("mode", "") and min(points) < taken.date() < max(points):
            assert taken.date() in points, "the line runs across the month taken out"


def test_every_gap_of_a_line_is_told(exhibit: Exhibit, published: Store):
    if not exhibit.chart.series:
        return
    told = {month for gap in exhibit.missing for month in gap.period.months}
    empty = set(published.extent.months) - set(months(exhibit.rows["period"].tolist()))
    assert empty <= told
    assert all(gap.words.count(gap.period.label) == 1 for gap in exhibit.missing)


def test_a_period_without_data_says_so(chart: Chart, published: Store):
    exhibit = drawn(chart, chart.scope(LONG_AGO, store=published), published)
    assert exhibit.rows.empty
    assert exhibit.summary == f"No data for {LONG_AGO.label}."
    assert "held for" in exhibit.nearest, "only the period is empty, so nothing is to be added"
    assert "No data" in go.Figure(exhibit.figure.to_dict()).layout.annotations[0].text


def test_a_single_month_can_be_shown(chart: Chart, published: Store):
    """The shortest period people can choose."""
    for month in ("2022-02", "2024-03", "2023-12"):
        exhibit = drawn(chart, chart.scope(Period.read(month), store=published), published)
        go.Figure(exhibit.figure.to_dict())
        assert not LEFTOVERS.search(exhibit.summary), exhibit.summary


def test_only_the_period_chosen_is_drawn(chart: Chart, published: Store):
    """Years are shown whole, so a year's chart may begin in January."""
    period = Period.read("2023-04..2024-05")
    rows = drawn(chart, chart.scope(period, store=published), published).rows
    if "period" in rows:
        assert months(rows["period"].tolist())
        assert min(rows["period"]).date() >= (period.start if chart.over_time else date(2023, 1, 1))
        assert max(rows["period"]).date() <= period.last_day


def test_rows_cut_out_of_all_time_are_those_the_query_returns(chart: Chart, published: Store):
    for period in ("2022-02..2024-05", "2023-12", "2017-01..2026-07", "2024-02..2024-02"):
        scope = chart.scope(Period.read(period), store=published)
        asked = chart.rows(published, scope)
        cut = rows_of(chart, scope, published)
        # A column in which nothing is held has no type of its own.
        pd.testing.assert_frame_equal(cut, asked.astype(cut.dtypes))


def lit(chart: Chart, store: Store, **more: object) -> Scope:
    return chart.scope(Period.read("2022-02..2024-12"), store=store, **more)


def bands(exhibit: Exhibit, fill: str) -> list[tuple[object, object]]:
    found = [shape for shape in exhibit.figure.to_dict()["layout"].get("shapes", ()) if shape.get("fillcolor") == fill]
    return [(shape["x0"], shape["x1"]) for shape in found]


def test_cited_and_compared_periods_are_shaded(chart: Chart, published: Store):
    cited, compared = Period.read("2024-03..2024-05"), Period.read("2023-03..2023-05")
    exhibit = drawn(chart, lit(chart, published, cited=cited, compared=compared), published)
    if chart.over_time:
        assert bands(exhibit, theme.CITED) == [edges(cited)]
        assert bands(exhibit, theme.COMPARED) == [edges(compared)]
        words = [note.text for note in exhibit.figure.layout.annotations]
        assert {"cited", "compared with"} <= set(words)


def test_a_cited_period_outside_the_one_shown_leaves_no_band(chart: Chart, published: Store):
    exhibit = drawn(chart, lit(chart, published, cited=Period.read("2019-03..2019-05")), published)
    assert bands(exhibit, theme.CITED) == []


def test_an_unknown_choice_is_refused_with_those_there_are(chart: Chart, published: Store):
    with pytest.raises(ValueError, match="has no choice 'colour'"):
        chart.scope(published.extent, {"colour": "red"}, published)
    for choice in chart.choices:
        expected = "a number" if isinstance(choice, Amount) else "one of "
        with pytest.raises(ValueError, match=f"chart {chart.name}: {choice.name} is {expected}"):
            chart.scope(published.extent, {choice.name: "no such option"}, published)


def test_the_file_name_says_chart_scope_and_period(exhibit: Exhibit):
    assert re.fullmatch(r"[\w.-]+", exhibit.file_stem), exhibit.file_stem
    assert exhibit.chart.name.replace("_", "-") in exhibit.file_stem
    assert exhibit.file_stem.endswith(f"{exhibit.scope.period.start:%Y-%m}-to-{exhibit.scope.period.end:%Y-%m}")
    plain = [value for _, value in exhibit.scope.chosen if isinstance(value, str)]
    assert all(re.sub("[^a-z0-9.]+", "-", value.lower()).strip("-") in exhibit.file_stem for value in plain)


def test_a_chart_of_tables_that_are_not_held_says_what_to_do(chart: Chart, tables: Path):
    bundled = open_store(tables)
    exhibit = drawn(chart, chart.scope(bundled.extent, store=bundled), bundled)
    go.Figure(exhibit.figure.to_dict())
    if exhibit.rows.empty:
        assert "waybill add FILE" in chart.nothing
        assert chart.nothing in exhibit.summary
    elif chart.record:
        assert exhibit.rows[chart.record.key].is_unique


def test_every_mark_that_opens_leads_to_its_row(exhibit: Exhibit):
    record = exhibit.chart.record
    if not record:
        return
    names = {str(name) for name in exhibit.rows[record.key]}
    ids = [str(name) for trace in exhibit.figure.to_dict()["data"] for name in trace.get("ids", ())]
    assert ids
    assert set(ids) <= names
    for row in records(exhibit.rows):
        for words in (record.label(row), record.text(row)):
            assert words
            assert not re.search(r"\b(nan|None|NaT)\b", words), words


def test_every_topic_has_at_least_two_charts():
    topics = [chart.topic for chart in charts.all_charts().values()]
    assert all(topics.count(topic) >= 2 for topic in ("trade", "arms", "sanctions", "data"))


def test_no_two_charts_ask_the_same():
    questions = [chart.question for chart in charts.all_charts().values()]
    assert len(set(questions)) == len(questions)


def test_an_unknown_chart_is_named():
    with pytest.raises(KeyError, match="there is no chart 'nothing'"):
        charts.get("nothing")


def test_the_same_view_is_drawn_once_for_everybody(chart: Chart, published: Store):
    period = Period.read("2023-04..2024-05")
    assert drawn(chart, chart.scope(period, store=published), published) is drawn(
        chart, chart.scope(period, store=published), published
    )
