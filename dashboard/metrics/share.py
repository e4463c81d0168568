"""The share of one trade flow in a larger one over some months: one product of all, one partner of a group.

share = sum of the part's months / sum of the whole's months, as a fraction.

`product` and `partner` name the part, `of_product` and `of_partner` the whole; the rest is common to both.
"""

from __future__ import annotations

import pandas as pd

from dashboard.metrics.definition import Metric, MetricImpossible, Parameters, text
from dashboard.metrics.months import FLOW, WINDOW, figures, total, window
from dashboard.metrics.value import Value, over

QUERY = """
SELECT period, grain, partner, product, classification, valuation, value, value_low, value_high, status, source, vintage
FROM trade_flow
WHERE source = $source AND reporter = $reporter AND flow = $flow AND currency = $currency AND grain = 'month'
  AND ((partner = $partner AND product = $product) OR (partner = $of_partner AND product = $of_product))
  AND period BETWEEN CAST($start AS DATE) AND CAST($end AS DATE)
ORDER BY partner, product, period
"""


def measure(rows: pd.DataFrame, parameters: Parameters) -> Value:
    """The share as a fraction. Raises MetricImpossible when a month of either is missing or given twice."""
    asked = window(parameters)
    part = total(asked, figures(_of(rows, parameters["partner"], parameters["product"])))
    whole = total(asked, figures(_of(rows, parameters["of_partner"], parameters["of_product"])))
    try:
        return over(part, whole)
    except ValueError:
        raise MetricImpossible(f"The whole of {asked.label} may be zero or less.") from None


def _of(rows: pd.DataFrame, partner: str, product: str) -> pd.DataFrame:
    return rows[(rows["partner"] == partner) & (rows["product"] == product)]


metric = Metric(
    about="The share of one trade flow in a larger one over some months.",
    unit="fraction",
    parameters={**FLOW, "of_partner": text, "of_product": text, **WINDOW},
    query=QUERY,
    measure=measure,
)
