"""Events of chosen kinds on charts over time: numbered by day, apart from each other, told and linked."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import charts, happenings, marks, view
from dashboard.chart import Exhibit, drawn
from dashboard.charts import events_timeline
from dashboard.choice import Choice
from dashboard.period import Period
from dashboard.store import Store

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
SINCE = Period.read("2022-02..2024-12")
INVADED = "2022-02-24 Russia launches full-scale invasion of Ukraine"


def shown(published: Store, *kinds: str, name: str = "exports") -> Exhibit:
    chart = charts.get(name)
    events = happenings.of(kinds, SINCE, published)
    return drawn(chart, chart.scope(SINCE, store=published, events=events), published)


def test_the_categories_are_those_of_the_table(published: Store):
    held = published.rows("SELECT DISTINCT category FROM event ORDER BY category")["category"].tolist()
    assert set(held) <= set(happenings.CATEGORIES)


def test_only_events_of_the_kind_and_the_period_are_marked(published: Store):
    exhibit = shown(published, "war")
    assert [(e.number, e.date, e.title) for e in exhibit.events] == [
        (1, date(2022, 2, 24), "Russia launches full-scale invasion of Ukraine")
    ]
    layout = exhibit.figure.to_dict()["layout"]
    lines = [shape for shape in layout["shapes"] if shape["type"] == "line"]
    assert [line["x0"] for line in lines] == [date(2022, 2, 24)]


def test_many_events_carry_numbers_that_do_not_touch(published: Store):
    exhibit = shown(published, "sanctions", "visit", "treaty", "un_vote")
    assert len(exhibit.events) > 20
    layout = exhibit.figure.to_dict()["layout"]
    badges = [note for note in layout["annotations"] if "bordercolor" in note]
    reach = (layout["xaxis"]["range"][1] - layout["xaxis"]["range"][0]).days * marks.APART
    by_lane: dict[float, list[date]] = {}
    for badge in badges:
        by_lane.setdefault(badge["yshift"], []).append(badge["x"])
    for days in by_lane.values():
        assert all((b - a).days >= reach for a, b in pairwise(days))
    told = " ".join(badge["hovertext"] for badge in badges).replace("<br>", " ")
    assert all(word in told for word in ("EU 12th sanctions package", "Shoigu", "Treaty signed"))


def test_a_mark_links_its_source_and_the_file_says_what_the_numbers_mean(published: Store):
    exhibit = shown(published, "sanctions")
    notes = [note["text"] for note in exhibit.figure.to_dict()["layout"]["annotations"] if "href" in note["text"]]
    assert any('href="https://eur-lex.europa.eu/eli/reg/2023/1214/oj"' in note for note in notes)
    named = dict(exhibit.filters)["Events"]
    assert named.startswith("1: 2023-06-23, EU 11th sanctions package")
    assert "Events" not in dict(shown(published).filters)


def test_the_address_is_checked_for_kinds_there_are_not():
    (problem,) = view.problems({"events": ["Sanctions", "Parties"]}, SINCE, [])
    assert "“Parties” is not one of War, Sanctions" in problem.sentence


@pytest.mark.usefixtures("data")
def test_the_page_marks_what_the_address_asks_for():
    page = AppTest.from_file(str(APP), default_timeout=60)
    page.query_params["events"] = ["War"]
    page.run().switch_page("topics/trade.py").run()
    assert not page.exception
    assert any("Events: **1** 24 Feb 2022" in caption.value for caption in page.caption)


def test_a_single_event_is_marked_beside_the_kinds(published: Store):
    chart = charts.get("exports")
    vote = published.rows("SELECT event_id FROM event WHERE category = 'un_vote' AND date >= '2022-02-24' LIMIT 1")
    events = (*happenings.of(("war",), SINCE, published), str(vote["event_id"].iloc[0]))
    exhibit = drawn(chart, chart.scope(SINCE, store=published, events=events), published)
    assert [event.number for event in exhibit.events] == [1, 2]
    lines = [shape["x0"] for shape in exhibit.figure.to_dict()["layout"]["shapes"] if shape["type"] == "line"]
    assert lines == [event.date for event in exhibit.events]


def test_no_two_events_read_alike_when_one_is_chosen(published: Store):
    every = happenings.every(published)
    assert len(every) == int(published.rows("SELECT count(*) AS n FROM event")["n"].iloc[0])
    assert len(set(every.values())) == len(every)
    assert "2022-02-24 Russia launches full-scale invasion of Ukraine" in every.values()


def test_the_address_is_checked_for_events_there_are_not(published: Store):
    held = happenings.every(published).values()
    (problem,) = view.problems({"event": [INVADED, "1999-01-01 Nothing"]}, SINCE, [], held)
    assert problem.sentence == "There is no event “1999-01-01 Nothing” on the timeline; it is not marked."
    assert view.problems({"event": [INVADED]}, SINCE, [], held) == []


@pytest.mark.usefixtures("data")
def test_the_page_marks_the_single_event_that_the_address_asks_for():
    page = AppTest.from_file(str(APP), default_timeout=60)
    page.query_params["event"] = [INVADED]
    page.run().switch_page("topics/trade.py").run()
    assert not page.exception
    assert any("Events: **1** 24 Feb 2022" in caption.value for caption in page.caption)
    assert page.query_params["event"] in (INVADED, [INVADED])


@pytest.mark.usefixtures("data")
def test_an_event_that_is_not_there_is_said_and_nothing_is_marked():
    page = AppTest.from_file(str(APP), default_timeout=60)
    page.query_params["event"] = ["1999-01-01 Nothing"]
    page.run().switch_page("topics/trade.py").run()
    assert not page.exception
    said = " ".join(str(box.value) for kind in ("warning", "info", "error") for box in page.get(kind))
    assert "There is no event “1999-01-01 Nothing” on the timeline" in said
    assert not any("Events: **1**" in caption.value for caption in page.caption)


def timeline(published: Store, **chosen: str) -> Exhibit:
    chart = charts.get("events_timeline")
    return drawn(chart, chart.scope(SINCE, chosen, published), published)


def test_every_kind_that_is_drawn_can_be_chosen_and_looks_like_no_other(published: Store):
    kinds = charts.get("events_timeline").choices[0]
    assert isinstance(kinds, Choice)
    assert {"war", "election", "data"} <= set(timeline(published).rows["category"]) <= set(kinds.options)
    marks_of = [events_timeline.MARKS[kind] for kind in happenings.CATEGORIES]
    assert len(set(marks_of)) == len(marks_of)
    drawn_as = {trace["name"]: trace["marker"]["color"] for trace in timeline(published).figure.to_dict()["data"]}
    assert drawn_as["War"] != drawn_as["Aid"] != drawn_as["Elections"]


def test_no_title_is_cut(published: Store):
    exhibit = timeline(published, category="un_vote")
    words = [note["text"].replace("<br>", " ") for note in exhibit.figure.to_dict()["layout"]["annotations"]]
    assert any(said.endswith("against (RUS, BLR, PRK, ERI, SYR), 35 abstentions") for said in words)
    assert not any("…" in said for said in words)


def test_votes_of_the_general_assembly_lead_to_its_documents(published: Store):
    rows = timeline(published, category="un_vote").rows
    votes = rows[rows["title"].str.startswith("UNGA")]
    assert votes["url"].tolist() == [
        "https://undocs.org/A/RES/ES-11/1",
        "https://undocs.org/A/RES/ES-11/4",
        *votes["url"].tolist()[2:],
    ]
    assert set(votes["host"]) == {"official"}


@pytest.mark.usefixtures("data")
def test_the_list_of_events_names_countries_and_has_no_empty_rows():
    page = AppTest.from_file(str(APP), default_timeout=60)
    page.query_params["sanctions.part"] = "Timeline"
    page.query_params["events_timeline.category"] = "War"
    page.switch_page("topics/sanctions.py").run()
    assert not page.exception
    (table,) = page.dataframe
    assert table.value["countries"].tolist() == ["Russia, Ukraine"]
    assert table.value["category"].tolist() == ["War"]


def test_the_axis_reaches_an_event_in_the_last_days_of_the_period(published: Store):
    """EU package 21 was adopted on 23 July 2026, when the axis of months would have ended on the 16th."""
    period = Period.read("2026-01..2026-07")
    timeline = charts.get("events_timeline")
    exhibit = drawn(timeline, timeline.scope(period, store=published), published)
    assert exhibit.rows["period"].max().date() == date(2026, 7, 23)
    assert exhibit.figure.to_dict()["layout"]["xaxis"]["range"][1].date() == date(2026, 7, 31)
    months = charts.get("eu_listings")
    events = happenings.of(("eu_package",), period, published)
    for marked, end in ((events, date(2026, 7, 31)), ((), date(2026, 7, 16))):
        exhibit = drawn(months, months.scope(period, store=published, events=marked), published)
        assert exhibit.figure.to_dict()["layout"]["xaxis"]["range"][1].date() == end
