"""How a trade flow's mean month after an event differs from its mean month before: association, not effect.

change = mean of the `months` months after the event's month / mean of the `months` months before it − 1.

The event's own month is left out, because it is partly before and partly after.
"""

from __future__ import annotations

import pandas as pd

from dashboard.metrics.definition import Metric, MetricImpossible, Parameters, month, whole
from dashboard.metrics.months import FLOW, figures, total
from dashboard.metrics.value import Value, exactly, minus, over
from dashboard.period import Period, shifted

QUERY = """
SELECT period, grain, classification, valuation, value, value_low, value_high, status, source, vintage
FROM trade_flow
WHERE source = $source AND reporter = $reporter AND partner = $partner AND flow = $flow
  AND product = $product AND currency = $currency AND grain = 'month' AND period <> CAST($event AS DATE)
  AND period BETWEEN CAST($event AS DATE) - to_months(CAST($months AS INTEGER))
                 AND CAST($event AS DATE) + to_months(CAST($months AS INTEGER))
ORDER BY period
"""


def measure(rows: pd.DataFrame, parameters: Parameters) -> Value:
    """The change as a fraction. Raises MetricImpossible when a month is missing or given twice."""
    event, count = parameters["event"], parameters["months"]
    known = figures(rows)
    after = total(Period(shifted(event, 1), shifted(event, count)), known)
    earlier = Period(shifted(event, -count), shifted(event, -1))
    try:
        return minus(over(after, total(earlier, known)), exactly(1.0))
    except ValueError:
        raise MetricImpossible(f"The value for {earlier.label} may be zero or less.") from None


metric = Metric(
    about="Change of a trade flow's mean month from before to after an event.",
    unit="fraction",
    parameters={**FLOW, "event": month, "months": whole},
    query=QUERY,
    measure=measure,
)
