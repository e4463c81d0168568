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

from datetime import date
from functools import reduce

import pandas as pd

from dashboard.metrics.change_in_every_window import SLIDES
from dashboard.metrics.definition import Metric, MetricImpossible, Parameters
from dashboard.metrics.months import FLOW, WINDOW, Figures, figures, lacking, summed, window
from dashboard.metrics.value import Value, exactly, hull, minus, over, plus
from dashboard.period import Period, shifted

QUERY = """
SELECT period, grain, classification, valuation, value, value_low, value_high, status, source, vintage
FROM trade_flow
WHERE source = $source AND reporter = $reporter AND partner = $partner AND flow = $flow
  AND product = $product AND currency = $currency AND grain IN ('month', 'year_to_date')
  AND period BETWEEN CAST($start AS DATE) - INTERVAL 13 MONTH AND CAST($end AS DATE)
ORDER BY grain, period
"""


def measure(rows: pd.DataFrame, parameters: Parameters) -> Value:
    """The change as a fraction: −0.16 is 16 % lower.

    Raises MetricImpossible when a month of either year is missing or given more than once.
    """
    asked = window(parameters)
    months, since_january = figures(rows), figures(rows, "year_to_date")
    now = _either(asked, months, since_january)
    before = _base(asked.earlier(), months, since_january)
    try:
        return minus(over(now, before), exactly(1.0))
    except ValueError:
        raise MetricImpossible(f"The value for {asked.earlier().label} may be zero or less.") from None


def _either(asked: Period, months: Figures, since_january: Figures) -> Value:
    """The window's total in both ways that the data allow, or in the one."""
    added, differenced = summed(asked, months), _differenced(asked, since_january)
    if asked.length > 1 and added and differenced:
        return hull(added, differenced)
    return _known(asked, months, added, differenced)


def _base(asked: Period, months: Figures, since_january: Figures) -> Value:
    """The total of the year before in the way that bounds it most tightly."""
    added, differenced = summed(asked, months), _differenced(asked, since_january)
    if asked.length > 1:
        added, differenced = differenced, added
    return _known(asked, months, added, differenced)


def _known(asked: Period, months: Figures, first: Value | None, second: Value | None) -> Value:
    total = first or second
    if total is None:
        raise lacking(asked, months)
    return total


def _differenced(asked: Period, since_january: Figures) -> Value | None:
    """The sums since January subtracted, year by year, or None when one is missing."""
    parts: list[Value] = []
    for year in range(asked.start.year, asked.end.year + 1):
        part = asked.clipped(Period(date(year, 1, 1), date(year, 12, 1)))
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


metric = Metric(
    about="Change of a trade flow over some months against the same months a year earlier.",
    unit="fraction",
    parameters={**FLOW, **WINDOW},
    query=QUERY,
    measure=measure,
    slides=SLIDES,
)
