"""Change on a year earlier: the months named, nothing skipped, bounds where a base was recovered."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard import metrics
from dashboard.metrics.definition import MetricImpossible

METRIC = metrics.get("change_on_year_earlier")


def asked(start: str, end: str, **other: str) -> dict[str, object]:
    """Parameters for a window of months."""
    return {
        "source": "a_source",
        "reporter": "CHN",
        "partner": "RUS",
        "flow": "export",
        "product": "TOTAL",
        "currency": "USD",
        "start": date.fromisoformat(f"{start}-01"),
        "end": date.fromisoformat(f"{end}-01"),
    } | other


@pytest.fixture
def dollars(trade, row):
    """China's exports to Russia as China reports them in dollars, March to May of both years."""
    return trade(
        row("2023-03", 8_890_318_494),
        row("2023-04", 9_574_571_715),
        row("2023-05", 9_251_524_258),
        row("2024-03", 7_456_257_276),
        row("2024-04", 8_296_607_890),
        row("2024-05", 9_075_194_053),
    )


@pytest.mark.parametrize(
    ("start", "end", "percent"),
    [
        ("2024-03", "2024-03", -16.1),  # 7.456 / 8.890 = 0.8387
        ("2024-04", "2024-04", -13.3),  # 8.297 / 9.575 = 0.8665
        ("2024-05", "2024-05", -1.9),  # 9.075 / 9.252 = 0.9809
        ("2024-03", "2024-05", -10.4),  # 24.828 / 27.716 = 0.8958
    ],
)
def test_dollars_give_the_published_changes(dollars, start, end, percent):
    change = METRIC.compute(dollars, asked(start, end))
    assert round(change.value * 100, 1) == percent
    assert change.exact


@pytest.fixture
def yuan(trade, row):
    """The bulletin in units of 10,000 yuan: months as published, sums since January of both years.

    The sums of 2023 follow from growth of 15.5, 5.5, 1.0 and 1.1 %, each printed to ±0.05 points:
    11,926,723.7636 / 1.155 = 10,326,168.6, between / 1.1555 = 10,321,700.4 and / 1.1545 = 10,330,640.6, …
    """
    growth = {
        "02": (11_926_723.7636, 15.5),
        "03": (17_339_506.3873, 5.5),
        "04": (23_234_110.5373, 1.0),
        "05": (29_665_676.6613, 1.1),
    }
    since_january = [row(f"2024-{m}", value, "year_to_date") for m, (value, _) in growth.items()]
    year_before = [
        row(
            f"2023-{m}",
            value / (1 + percent / 100),
            "year_to_date",
            low=value / (1 + (percent + 0.05) / 100),
            high=value / (1 + (percent - 0.05) / 100),
        )
        for m, (value, percent) in growth.items()
    ]
    months = [
        row("2024-03", 5_417_709.5375),
        row("2024-04", 5_902_546.0922),
        row("2024-05", 6_453_681.9414),
    ]
    return trade(*since_january, *year_before, *months)


@pytest.mark.parametrize(
    ("start", "percent"),
    [
        ("2024-03", -11.3),  # 5,417,710 / (16,435,551 − 10,326,168 = 6,109,382) = 0.8868
        ("2024-04", -10.1),  # 5,902,546 / (23,004,070 − 16,435,551 = 6,568,519) = 0.8986
        ("2024-05", 1.8),  # 6,453,682 / (29,342,905 − 23,004,070 = 6,338,835) = 1.0181
    ],
)
def test_one_month_is_taken_as_published_and_its_base_as_recovered(yuan, start, percent):
    change = METRIC.compute(yuan, asked(start, start))
    assert round(change.value * 100, 1) == percent
    assert change.low < change.value < change.high


def test_several_months_lie_between_both_ways_to_add_them(yuan):
    # Months added: 5,417,709.5 + 5,902,546.1 + 6,453,681.9 = 17,773,937.6
    # Sums since January: 29,665,676.7 − 11,926,723.8 = 17,738,952.9; the middle is 17,756,445.2
    # Base: 29,342,904.7 − 10,326,168.6 = 19,016,736.1,
    #   at least 29,328,400.6 − 10,330,640.6 = 18,997,760.0,
    #   at most 29,357,424.7 − 10,321,700.4 = 19,035,724.3
    # Value: 17,756,445.2 / 19,016,736.1 − 1 = −0.0663
    # Low: 17,738,952.9 / 19,035,724.3 − 1 = −0.0681; high: 17,773,937.6 / 18,997,760.0 − 1 = −0.0644
    change = METRIC.compute(yuan, asked("2024-03", "2024-05"))
    assert [round(part, 4) for part in (change.low, change.value, change.high)] == [-0.0681, -0.0663, -0.0644]


def test_a_window_from_january_needs_no_sum_before_it(trade, row):
    tables = trade(row("2023-02", 100, "year_to_date"), row("2024-02", 120, "year_to_date"))
    change = METRIC.compute(tables, asked("2024-01", "2024-02"))
    assert round(change.value, 9) == 0.2  # 120 / 100


def test_sums_since_january_are_taken_year_by_year(trade, row):
    # Dec 2023–Jan 2024: (500 − 440) + 70 = 130; Dec 2022–Jan 2023: (400 − 350) + 50 = 100
    tables = trade(
        row("2022-11", 350, "year_to_date"),
        row("2022-12", 400, "year_to_date"),
        row("2023-01", 50, "year_to_date"),
        row("2023-11", 440, "year_to_date"),
        row("2023-12", 500, "year_to_date"),
        row("2024-01", 70, "year_to_date"),
    )
    assert round(METRIC.compute(tables, asked("2023-12", "2024-01")).value, 9) == 0.3


@pytest.mark.parametrize("lost", ["2023-04", "2024-04"])
def test_a_missing_month_is_never_skipped(trade, row, lost):
    months = ["2023-03", "2023-04", "2023-05", "2024-03", "2024-04", "2024-05"]
    tables = trade(*(row(month, 10) for month in months if month != lost))
    with pytest.raises(MetricImpossible, match=f"no figure for Apr {lost[:4]}"):
        METRIC.compute(tables, asked("2024-03", "2024-05"))


def test_a_suppressed_month_is_missing(trade, row):
    tables = trade(row("2023-03", 10), row("2024-03", None, status="suppressed"))
    with pytest.raises(MetricImpossible, match="Mar 2024"):
        METRIC.compute(tables, asked("2024-03", "2024-03"))


def test_two_figures_for_one_month_are_not_added(trade, row):
    tables = trade(row("2023-03", 10), row("2024-03", 8), row("2024-03", 9, valuation="CIF"))
    with pytest.raises(MetricImpossible, match="several figures for Mar 2024"):
        METRIC.compute(tables, asked("2024-03", "2024-03"))


@pytest.mark.parametrize("other", [{"currency": "CNY"}, {"source": "another"}, {"partner": "KAZ"}])
def test_figures_of_something_else_do_not_count(dollars, other):
    with pytest.raises(MetricImpossible, match="no figure"):
        METRIC.compute(dollars, asked("2024-03", "2024-05", **other))


def test_a_base_of_nothing_gives_no_change(trade, row):
    tables = trade(row("2023-03", 0), row("2024-03", 8))
    with pytest.raises(MetricImpossible, match="Mar 2023 may be zero"):
        METRIC.compute(tables, asked("2024-03", "2024-03"))


def test_a_window_that_ends_before_it_starts_is_refused(dollars):
    with pytest.raises(MetricImpossible, match="ends"):
        METRIC.compute(dollars, asked("2024-05", "2024-03"))


def test_bounds_that_exclude_their_value_are_reported_as_contradiction(trade, row):
    tables = trade(row("2023-03", 10, low=11, high=12), row("2024-03", 8))
    with pytest.raises(MetricImpossible, match="contradict"):
        METRIC.compute(tables, asked("2024-03", "2024-03"))
