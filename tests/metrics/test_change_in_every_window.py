"""Every window at once gives the same numbers as one window at a time."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard import metrics
from dashboard.metrics.definition import MetricImpossible
from dashboard.period import shifted

METRIC = metrics.get("change_on_year_earlier")
FLOW = {
    "source": "a_source",
    "reporter": "CHN",
    "partner": "RUS",
    "flow": "export",
    "product": "TOTAL",
    "currency": "USD",
}


def every_window(tables, lengths=range(1, 13)):
    assert METRIC.slides
    return METRIC.slides.slide(tables.rows(METRIC.slides.query, **FLOW), FLOW, lengths)


def test_three_months_of_each_year_give_one_window_of_each_kind(trade, row):
    # 80 / 100 = 0.8, 90 / 100 = 0.9, 130 / 100 = 1.3; two months: 170 / 200 = 0.85, 220 / 200 = 1.1; all: 300 / 300
    tables = trade(
        *(row(f"2023-{m}", 100) for m in ("03", "04", "05")),
        row("2024-03", 80),
        row("2024-04", 90),
        row("2024-05", 130),
    )
    windows = every_window(tables)
    found = {(r.start.month, r.length): round(r.value, 9) for r in windows.itertuples()}
    assert found == {(3, 1): -0.2, (4, 1): -0.1, (5, 1): 0.3, (3, 2): -0.15, (4, 2): 0.1, (3, 3): 0.0}
    assert (windows["low"] == windows["value"]).all()


def test_a_window_with_a_missing_month_is_left_out(trade, row):
    tables = trade(
        *(row(f"2023-{m:02}", 100) for m in range(1, 13)), *(row(f"2024-{m:02}", 90) for m in range(1, 13) if m != 6)
    )
    windows = every_window(tables, [3])
    assert [r.start.month for r in windows.itertuples()] == [1, 2, 3, 7, 8, 9, 10]


@pytest.fixture
def mixed(trade, row):
    """Months and sums since January that differ, with bounds and holes, over three years and their turns."""
    months = [shifted(date(2022, 1, 1), n) for n in range(36)]
    rows = []
    since = {2022: 0.0, 2023: 0.0, 2024: 0.0}
    for n, month in enumerate(months):
        value = 100 + 7 * (n % 5) - 3 * (n % 7)
        since[month.year] += value + 0.5
        if n not in (4, 17, 30):
            low = value - 1 if n % 3 == 0 else None
            rows.append(row(f"{month:%Y-%m}", value, low=low, high=None if low is None else value + 2))
        if n not in (9, 14):
            total = since[month.year]
            rows.append(row(f"{month:%Y-%m}", total, "year_to_date", low=total - 1, high=total + 1))
    return trade(*rows)


def test_every_window_is_what_it_is_when_computed_alone(mixed):
    windows = every_window(mixed)
    found = {(r.start.date(), r.length): (r.value, r.low, r.high) for r in windows.itertuples()}
    alone = {}
    for n in range(36):
        for length in range(1, 13):
            start = shifted(date(2022, 1, 1), n)
            asked = FLOW | {"start": start, "end": shifted(start, length - 1)}
            try:
                value = METRIC.compute(mixed, asked)
            except MetricImpossible:
                continue
            alone[start, length] = (value.value, value.low, value.high)
    assert len(alone) > 150
    assert found.keys() == alone.keys()
    for window, parts in alone.items():
        assert found[window] == pytest.approx(parts, abs=1e-12), window


def test_no_data_give_no_window(trade, row):
    assert every_window(trade(row("2024-03", 80))).empty
