"""For how many months a supply of ammunition has been documented when a text is written.

months = calendar months from that of the earliest start of counting to `until`, both counted.

The start is the earliest `period_start` of the statements on the supply that were known on `known_by`, whose
basis is one of `bases` and whose estimator fits `estimator`, a regular expression.
"""

from __future__ import annotations

import pandas as pd

from dashboard.metrics.definition import Metric, MetricImpossible, Parameters, day, month, names, pattern, text
from dashboard.metrics.value import Value, exactly
from dashboard.period import Period

QUERY = """
SELECT estimate_id, supplier, recipient, estimator, basis, unit, period_start, as_of, url, source, vintage
FROM ammunition_estimate
WHERE supplier = $supplier AND recipient = $recipient AND list_contains($bases, basis)
  AND regexp_matches(estimator, $estimator) AND as_of <= CAST($known_by AS DATE) AND period_start IS NOT NULL
ORDER BY period_start, estimate_id
"""


def measure(rows: pd.DataFrame, parameters: Parameters) -> Value:
    """The number of months. Raises MetricImpossible when no start was stated by then."""
    if rows.empty:
        raise MetricImpossible(f"No start of the supply was stated by {parameters['known_by']:%Y-%m-%d}.")
    start = pd.to_datetime(rows["period_start"]).min().date().replace(day=1)
    try:
        return exactly(float(Period(start, parameters["until"]).length))
    except ValueError:
        raise MetricImpossible(f"The supply is documented from {start:%Y-%m} only.") from None


metric = Metric(
    about="For how many months a supply of ammunition has been documented.",
    unit="months",
    parameters={
        "supplier": text,
        "recipient": text,
        "bases": names,
        "estimator": pattern,
        "known_by": day,
        "until": month,
    },
    query=QUERY,
    measure=measure,
)
