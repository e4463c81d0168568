"""The value of a trade flow over some months: their sum, or what that comes to per month.

level = sum of the months (per: total), or sum of the months / number of months (per: month).
"""

from __future__ import annotations

import pandas as pd

from dashboard.metrics.definition import Metric, Parameters, option
from dashboard.metrics.months import FLOW, WINDOW, figures, total, window
from dashboard.metrics.value import Value, times

QUERY = """
SELECT period, grain, classification, valuation, value, value_low, value_high, status, source, vintage
FROM trade_flow
WHERE source = $source AND reporter = $reporter AND partner = $partner AND flow = $flow
  AND product = $product AND currency = $currency AND grain = 'month'
  AND period BETWEEN CAST($start AS DATE) AND CAST($end AS DATE)
ORDER BY period
"""


def measure(rows: pd.DataFrame, parameters: Parameters) -> Value:
    """The amount in the flow's currency. Raises MetricImpossible when a month is missing or given twice."""
    asked = window(parameters)
    added = total(asked, figures(rows))
    return times(added, 1 / asked.length) if parameters["per"] == "month" else added


metric = Metric(
    about="The value of a trade flow over some months, summed or per month.",
    unit="currency",
    parameters={**FLOW, **WINDOW, "per": option("total", "month")},
    query=QUERY,
    measure=measure,
)
