"""Change of a trade flow over some months against the same months a year earlier, as claims often put it.

change = sum of the months / sum of the same months a year earlier − 1, as a fraction.

Some publishers give each month and, apart from it, the sum since January. A single month is taken as
published. A span of several months can then be had in two ways that differ by the publisher's revisions:
the sum of its months, and the sum since January at its end less the sum since January before its start. What
is compared is all between the two, valued at their middle. The year before is taken from the sums since
January, because where they are recovered from a rounded growth rate their bounds are tighter than those of
the months between them. Bounds follow by interval arithmetic.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from functools import reduce
from typing import Any

import pandas as pd

from dashboard.metrics.definition import Metric, MetricImpossible, Parameters, month, text
from dashboard.metrics.value import Value, exactly, hull, minus, over, plus
from dashboard.period import Period, shifted, written

QUERY = """
SELECT period, grain, classification, valuation, value, value_low, value_high, status
FROM trade_flow
WHERE source = $source AND reporter = $reporter AND partner = $partner AND flow = $flow
  AND product = $product AND currency = $currency AND grain IN ('month', 'year_to_date')
  AND period BETWEEN CAST($start AS DATE) - INTERVAL 13 MONTH AND CAST($end AS DATE)
ORDER BY grain, period
"""

Figures = dict[date, Value]


def measure(rows: pd.DataFrame, parameters: Parameters) -> Value:
    """The change as a fraction: −0.16 is 16 % lower.

    Raises MetricImpossible when a month of either year is missing or given more than once.
    """
    try:
        window = Period(parameters["start"], parameters["end"])
    except ValueError as wrong:
        raise MetricImpossible(f"These are no months to compare: {wrong}.") from None
    months, since_january = _figures(rows, "month"), _figures(rows, "year_to_date")
    now = _either(window, months, since_january)
    before = _base(window.earlier(), months, since_january)
    try:
        return minus(over(now, before), exactly(1.0))
    except ValueError:
        raise MetricImpossible(f"The value for {window.earlier().label} may be zero or less.") from None


def _either(window: Period, months: Figures, since_january: Figures) -> Value:
    """The window's total in both ways that the data allow, or in the one."""
    summed, differenced = _summed(window, months), _differenced(window, since_january)
    if window.length > 1 and summed and differenced:
        return hull(summed, differenced)
    return _known(window, months, summed, differenced)


def _base(window: Period, months: Figures, since_january: Figures) -> Value:
    """The total of the year before in the way that bounds it most tightly."""
    summed, differenced = _summed(window, months), _differenced(window, since_january)
    if window.length > 1:
        summed, differenced = differenced, summed
    return _known(window, months, summed, differenced)


def _known(window: Period, months: Figures, first: Value | None, second: Value | None) -> Value:
    total = first or second
    if total is None:
        missing = ", ".join(written(m) for m in window.months if m not in months)
        raise MetricImpossible(f"The data hold no figure for {missing}.")
    return total


def _summed(window: Period, months: Figures) -> Value | None:
    """The months added up, or None when one is missing: a missing month is never skipped."""
    if not all(m in months for m in window.months):
        return None
    return reduce(plus, (months[m] for m in window.months))


def _differenced(window: Period, since_january: Figures) -> Value | None:
    """The sums since January subtracted, year by year, or None when one is missing."""
    parts: list[Value] = []
    for year in range(window.start.year, window.end.year + 1):
        part = window.clipped(Period(date(year, 1, 1), date(year, 12, 1)))
        if part is None or part.end not in since_january:
            return None
        through = since_january[part.end]
        if part.start.month > 1:
            earlier = since_january.get(shifted(part.start, -1))
            if earlier is None:
                return None
            through = minus(through, earlier)
        parts.append(through)
    return reduce(plus, parts)


def _figures(rows: pd.DataFrame, grain: str) -> Figures:
    """The values of one grain by month; suppressed ones are missing."""
    chosen = rows[(rows["grain"] == grain) & rows["value"].notna()]
    chosen = chosen.assign(period=pd.to_datetime(chosen["period"]).dt.date)
    repeated = chosen.loc[chosen["period"].duplicated(), "period"]
    if len(repeated):
        raise MetricImpossible(
            f"The data hold several figures for {written(repeated.iloc[0])}, "
            "by different product classifications or valuations."
        )
    return {row["period"]: _value(row) for row in chosen.to_dict("records")}


def _value(row: dict[Hashable, Any]) -> Value:
    """A row's value with its bounds, which are the value itself where the publisher gave it as such."""
    value = float(row["value"])
    low, high = (value if pd.isna(row[end]) else float(row[end]) for end in ("value_low", "value_high"))
    return Value(value, low, high)


metric = Metric(
    about="Change of a trade flow over some months against the same months a year earlier.",
    unit="fraction",
    parameters={
        "source": text,
        "reporter": text,
        "partner": text,
        "flow": text,
        "product": text,
        "currency": text,
        "start": month,
        "end": month,
    },
    query=QUERY,
    measure=measure,
)
