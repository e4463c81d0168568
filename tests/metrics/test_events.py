"""Counts of events and the year of the last one: days at the edges count, and silence is not zero."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard import metrics
from dashboard.metrics.definition import MetricImpossible
from dashboard.metrics.value import exactly


@pytest.fixture
def timeline(events):
    return events(
        ("2000-07-19", "Putin first visit to Pyongyang", "visit", "RUS;PRK"),
        ("2023-09-13", "Putin-Kim summit at Vostochny", "visit", "RUS;PRK"),
        ("2024-03-17", "Election ends", "election", "RUS"),
        ("2024-05-16", "Putin state visit to China (16-17 May)", "visit", "RUS;CHN"),
        ("2024-05-23", "Putin visit to Belarus (23-24 May)", "visit", "RUS;BLR"),
        ("2024-05-26", "Putin state visit to Uzbekistan", "visit", "RUS;UZB"),
        ("2024-06-18", "Putin arrives in Pyongyang", "visit", "RUS;PRK"),
        ("2024-06-20", "Putin visits Hanoi", "visit", None),
    )


def counted(start: str, end: str, **other: object) -> dict[str, object]:
    return {
        "source": "events",
        "category": "visit",
        "countries": ["RUS"],
        "pattern": "^Putin (state visit|visit|arrives)",
        "start": date.fromisoformat(start),
        "end": date.fromisoformat(end),
    } | other


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        (counted("2024-03-18", "2024-06-19"), 4.0),  # China, Belarus, Uzbekistan, Pyongyang
        (counted("2024-05-16", "2024-05-26"), 3.0),  # both days included
        (counted("2024-05-17", "2024-05-25"), 1.0),
        (counted("2024-03-18", "2024-06-19", pattern="^Putin state visit"), 2.0),
        (counted("2024-03-18", "2024-06-30", countries=["RUS", "PRK"]), 1.0),
        (counted("2024-03-01", "2024-06-19", category="any", pattern="."), 5.0),
        (counted("2024-03-18", "2024-06-19", pattern="putin"), 0.0),  # capitals count
        (counted("2023-09-01", "2023-09-30", pattern="Vladivostok"), 0.0),
    ],
)
def test_events_are_counted_by_title_kind_country_and_day(timeline, asked, count):
    assert metrics.get("count_of_events").compute(timeline, asked) == exactly(count)


def test_days_before_the_timeline_begins_are_not_counted_as_nothing(timeline):
    with pytest.raises(MetricImpossible, match="held from 2000-07-19 to 2024-06-20"):
        metrics.get("count_of_events").compute(timeline, counted("1990-01-01", "1999-12-31"))


def test_a_source_without_events_gives_no_count(timeline):
    with pytest.raises(MetricImpossible, match="no events from elsewhere"):
        metrics.get("count_of_events").compute(timeline, counted("2024-03-18", "2024-06-19", source="elsewhere"))


def test_days_in_the_wrong_order_are_refused(timeline):
    with pytest.raises(MetricImpossible, match="end before they start"):
        metrics.get("count_of_events").compute(timeline, counted("2024-06-19", "2024-03-18"))


def before(day: str, pattern: str) -> dict[str, object]:
    return {
        "source": "events",
        "category": "visit",
        "countries": ["RUS", "PRK"],
        "pattern": pattern,
        "before": date.fromisoformat(day),
    }


@pytest.mark.parametrize(
    ("asked", "year"),
    [
        (before("2024-06-18", "Putin .*Pyongyang"), 2000.0),
        (before("2024-06-19", "Putin .*Pyongyang"), 2024.0),  # the day itself is not before it
        (before("2024-06-18", "Putin"), 2023.0),
    ],
)
def test_first_since_is_the_year_of_the_one_before(timeline, asked, year):
    assert metrics.get("first_since").compute(timeline, asked) == exactly(year)


def test_without_an_earlier_one_there_is_no_year(timeline):
    with pytest.raises(MetricImpossible, match="no such event before 2000-07-19"):
        metrics.get("first_since").compute(timeline, before("2000-07-19", "Putin"))
