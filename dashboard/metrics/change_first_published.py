"""Change on the same months a year earlier, from what the press first printed: what an author could have read.

change = first printed total of the months / first printed total of the same months a year earlier − 1.

The press prints months, quarters and sums since January, rounded. A window's total is had by adding and
subtracting them so that exactly its months remain; of all ways the one with the tightest bounds is taken.
A figure's bounds are half a unit of its last printed digit to both sides.
"""

from __future__ import annotations

import heapq
from datetime import date
from itertools import count

import pandas as pd

from dashboard.metrics.definition import Metric, MetricImpossible, Parameters, text
from dashboard.metrics.months import WINDOW, window
from dashboard.metrics.value import Value, exactly, minus, over, plus
from dashboard.period import Period, shifted

QUERY = """
SELECT period_start, period_end, value, value_low, value_high, url, source, vintage
FROM press_figure
WHERE reporter = $reporter AND partner = $partner AND flow = $flow AND currency = $currency AND value IS NOT NULL
ORDER BY period_start, period_end
"""

Steps = dict[date, list[tuple[date, Value, bool]]]
"""From each month's first day where one can get to by adding (True) or subtracting (False) a printed figure."""


def measure(rows: pd.DataFrame, parameters: Parameters) -> Value:
    """The change as a fraction. Raises MetricImpossible when the printed figures do not give both totals."""
    asked = window(parameters)
    steps = _steps(rows)
    now, before = _total(asked, steps), _total(asked.earlier(), steps)
    try:
        return minus(over(now, before), exactly(1.0))
    except ValueError:
        raise MetricImpossible(f"The value for {asked.earlier().label} may be zero or less.") from None


def _steps(rows: pd.DataFrame) -> Steps:
    steps: Steps = {}
    for row in rows.to_dict("records"):
        start = pd.Timestamp(row["period_start"]).date()
        after = shifted(pd.Timestamp(row["period_end"]).date(), 1)
        value = Value(float(row["value"]), float(row["value_low"]), float(row["value_high"]))
        steps.setdefault(start, []).append((after, value, True))
        steps.setdefault(after, []).append((start, value, False))
    return steps


def _total(asked: Period, steps: Steps) -> Value:
    """The way from the window's start to the day after its end whose bounds are tightest (Dijkstra's)."""
    goal, order = shifted(asked.end, 1), count()
    waiting = [(0.0, next(order), asked.start, exactly(0.0))]
    seen: set[date] = set()
    while waiting:
        _, _, place, total = heapq.heappop(waiting)
        if place == goal:
            return total
        if place in seen:
            continue
        seen.add(place)
        for onward, value, add in steps.get(place, ()):
            longer = plus(total, value) if add else minus(total, value)
            heapq.heappush(waiting, (longer.high - longer.low, next(order), onward, longer))
    raise MetricImpossible(f"The printed figures give no total for {asked.label}.")


metric = Metric(
    about="Change on a year earlier from the figures that the press first printed.",
    unit="fraction",
    parameters={
        "reporter": text,
        "partner": text,
        "flow": text,
        "currency": text,
        **WINDOW,
    },
    query=QUERY,
    measure=measure,
)
