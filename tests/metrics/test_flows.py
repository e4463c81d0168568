"""Level, share, before and after, rank: small sums by hand, and nothing missing is skipped."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard import metrics
from dashboard.metrics.definition import MetricImpossible
from dashboard.metrics.value import Value, exactly

FLOW = {
    "source": "a_source",
    "reporter": "CHN",
    "partner": "RUS",
    "flow": "export",
    "product": "TOTAL",
    "currency": "USD",
}


def month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def months(start: str, end: str) -> dict[str, object]:
    return {"start": month(start), "end": month(end)}


@pytest.mark.parametrize(("per", "level"), [("total", 60.0), ("month", 20.0)])
def test_level_is_the_sum_of_the_months_or_that_per_month(trade, row, per, level):
    tables = trade(row("2024-01", 10), row("2024-02", 20), row("2024-03", 30), row("2024-04", 99))
    asked = FLOW | months("2024-01", "2024-03") | {"per": per}
    assert metrics.get("level").compute(tables, asked).value == pytest.approx(level)


def test_level_keeps_bounds(trade, row):
    tables = trade(row("2024-01", 10, low=9, high=12), row("2024-02", 20))
    asked = FLOW | months("2024-01", "2024-02") | {"per": "total"}
    assert metrics.get("level").compute(tables, asked) == Value(30.0, 29.0, 32.0)


@pytest.mark.parametrize("name", ["level", "share", "rank"])
def test_a_missing_month_is_named_not_skipped(trade, row, name):
    tables = trade(row("2024-01", 10), row("2024-03", 30))
    more = {"per": "total", "of_partner": "RUS", "of_product": "TOTAL", "among": "windows", "order": "highest"}
    with pytest.raises(MetricImpossible, match="no figure for Feb 2024"):
        metrics.get(name).compute(tables, FLOW | months("2024-01", "2024-03") | more)


def test_share_is_the_part_of_the_whole(trade, row):
    # (5 + 10) / (20 + 40) = 0.25
    tables = trade(
        row("2024-01", 5, product="8542"), row("2024-02", 10, product="8542"), row("2024-01", 20), row("2024-02", 40)
    )
    asked = FLOW | months("2024-01", "2024-02") | {"product": "8542", "of_partner": "RUS", "of_product": "TOTAL"}
    assert metrics.get("share").compute(tables, asked) == exactly(0.25)


def test_share_of_nothing_is_refused(trade, row):
    tables = trade(row("2024-01", 5, product="8542"), row("2024-01", 0))
    asked = FLOW | months("2024-01", "2024-01") | {"product": "8542", "of_partner": "RUS", "of_product": "TOTAL"}
    with pytest.raises(MetricImpossible, match="Jan 2024 may be zero"):
        metrics.get("share").compute(tables, asked)


def test_before_and_after_leave_the_months_of_the_event_out(trade, row):
    # After: (90 + 70) / 2 = 80; before: (100 + 100) / 2 = 100; the event's month would have made it something else
    tables = trade(
        row("2023-10", 100), row("2023-11", 100), row("2023-12", 5000), row("2024-01", 90), row("2024-02", 70)
    )
    asked = FLOW | {"event": month("2023-12"), "months": 2}
    assert metrics.get("before_after").compute(tables, asked).value == pytest.approx(-0.2)


def test_before_and_after_need_every_month_of_both_sides(trade, row):
    tables = trade(row("2023-11", 100), row("2024-01", 90), row("2024-02", 70))
    with pytest.raises(MetricImpossible, match="no figure for Oct 2023"):
        metrics.get("before_after").compute(tables, FLOW | {"event": month("2023-12"), "months": 2})


def rank(**other: str) -> dict[str, object]:
    return FLOW | {"among": "windows", "order": "lowest"} | other


def test_rank_among_windows_counts_those_ahead(trade, row):
    # Two months at a time: 30, 25, 45, 70; 45 is third from below and second from above
    tables = trade(row("2024-01", 10), row("2024-02", 20), row("2024-03", 5), row("2024-04", 40), row("2024-05", 30))
    asked = months("2024-03", "2024-04")
    assert metrics.get("rank").compute(tables, rank() | asked) == exactly(3.0)
    assert metrics.get("rank").compute(tables, rank(order="highest") | asked) == exactly(2.0)


def test_rank_among_partners_leaves_groups_of_countries_out(trade, row):
    tables = trade(
        row("2024-01", 10),
        row("2024-01", 50, partner="USA"),
        row("2024-01", 7, partner="KAZ"),
        row("2024-01", 900, partner="WLD", aggregate=True),
    )
    asked = rank(among="partners", order="highest") | months("2024-01", "2024-01")
    assert metrics.get("rank").compute(tables, asked) == exactly(2.0)


def test_rank_keeps_the_doubt_of_overlapping_bounds(trade, row):
    tables = trade(row("2024-01", 10, low=8, high=12), row("2024-02", 11, low=10, high=13), row("2024-03", 30))
    asked = rank(order="highest") | months("2024-01", "2024-01")
    # 30 is surely ahead; 11 is ahead as it stands, and 12 against 10 could turn them round
    assert metrics.get("rank").compute(tables, asked) == Value(3.0, 2.0, 3.0)


def test_there_must_be_something_to_rank_among(trade, row):
    with pytest.raises(MetricImpossible, match="nothing else to rank"):
        metrics.get("rank").compute(trade(row("2024-01", 10)), rank() | months("2024-01", "2024-01"))
