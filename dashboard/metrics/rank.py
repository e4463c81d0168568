"""Where a trade flow stands: its months among all windows of that length, or its partner among all partners.

rank = 1 + number of others that are higher (order: highest) or lower (order: lowest).

Among windows the others are all runs of as many months that are held in full; among partners they are the
same months of every other partner, groups of countries left out, held in full. Bounds are the best and the
worst rank that the values' bounds allow.
"""

from __future__ import annotations

import pandas as pd

from dashboard.metrics.definition import Metric, MetricImpossible, Parameters, option
from dashboard.metrics.months import FLOW, WINDOW, Figures, figures, summed, total, window
from dashboard.metrics.value import Value
from dashboard.period import Period, shifted

QUERY = """
SELECT period, grain, partner, classification, valuation, value, value_low, value_high, status, source, vintage
FROM trade_flow
WHERE source = $source AND reporter = $reporter AND flow = $flow AND product = $product
  AND currency = $currency AND grain = 'month'
  AND (partner = $partner OR ($among = 'partners' AND NOT aggregate))
  AND ($among = 'windows' OR period BETWEEN CAST($start AS DATE) AND CAST($end AS DATE))
ORDER BY partner, period
"""


def measure(rows: pd.DataFrame, parameters: Parameters) -> Value:
    """The rank, 1 being first. Raises MetricImpossible when its own months are not all held, or nothing else is."""
    asked = window(parameters)
    mine = rows["partner"] == parameters["partner"]
    own = figures(rows[mine])
    value = total(asked, own)
    others = _windows(asked, own) if parameters["among"] == "windows" else _partners(asked, rows[~mine])
    if not others:
        raise MetricImpossible(f"The data hold nothing else to rank {asked.label} among.")
    high = parameters["order"] == "highest"
    ahead = [(o.value > value.value) if high else (o.value < value.value) for o in others]
    surely = [(o.low > value.high) if high else (o.high < value.low) for o in others]
    perhaps = [(o.high > value.low) if high else (o.low < value.high) for o in others]
    return Value(1.0 + sum(ahead), 1.0 + sum(surely), 1.0 + sum(perhaps))


def _windows(asked: Period, own: Figures) -> list[Value]:
    """The totals of all other windows of the same length that are held in full."""
    windows = [Period(start, shifted(start, asked.length - 1)) for start in own if start != asked.start]
    totals = [summed(window, own) for window in windows]
    return [value for value in totals if value is not None]


def _partners(asked: Period, rows: pd.DataFrame) -> list[Value]:
    """The totals of all other partners whose months are held in full."""
    totals = [summed(asked, figures(part)) for _, part in rows.groupby("partner")]
    return [value for value in totals if value is not None]


metric = Metric(
    about="Where a trade flow stands among windows of the same length, or among partners.",
    unit="count",
    parameters={
        **FLOW,
        **WINDOW,
        "among": option("windows", "partners"),
        "order": option("highest", "lowest"),
    },
    query=QUERY,
    measure=measure,
)
