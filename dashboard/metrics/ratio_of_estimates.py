"""How many times one supply or rate of fire is another, from published estimates that may be ranges.

ratio = usable × sum of the supply's estimates / sum of the estimates it is held against.

An estimate's number is what was stated; failing that the range from its lower to its upper end, valued at
the middle; failing that the one end that was stated ("more than", "up to"). Bounds follow by interval
arithmetic. Rates are compared only with rates over the same time.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import reduce
from typing import Any

import pandas as pd

from dashboard.metrics.definition import Metric, MetricImpossible, Parameters, names, share
from dashboard.metrics.value import Value, between, exactly, over, plus, times

QUERY = """
SELECT estimate_id, supplier, recipient, unit, span, low, central, high, basis, as_of, estimator, url, source, vintage
FROM ammunition_estimate
WHERE list_contains($supply, estimate_id) OR list_contains($against, estimate_id)
ORDER BY estimate_id
"""


def measure(rows: pd.DataFrame, parameters: Parameters) -> Value:
    """The ratio: 3.0 is three times as much.

    `supply` and `against` are lists of estimate_ids, each added up; `usable` is the fraction of the supply
    that can be used. Raises MetricImpossible when an estimate is missing, has no number, or the units or the
    times of rates differ.
    """
    asked = [*parameters["supply"], *parameters["against"]]
    held: dict[str, dict[Hashable, Any]] = {row["estimate_id"]: row for row in rows.to_dict("records")}
    missing = [name for name in asked if name not in held]
    if missing:
        raise MetricImpossible(f"The data hold no estimate {', '.join(missing)}.")
    units = sorted({held[name]["unit"] for name in asked})
    if len(units) > 1:
        raise MetricImpossible(f"Estimates in {' and '.join(units)} cannot be compared.")
    spans = sorted({str(held[name]["span"]) for name in asked})
    if len(spans) > 1 and any(span.startswith("rate") for span in spans):
        worded = " and ".join(span.replace("_", " ") for span in spans)
        raise MetricImpossible(f"Numbers that are {worded} cannot be compared.")
    supply = reduce(plus, (_number(held[name]) for name in parameters["supply"]))
    against = reduce(plus, (_number(held[name]) for name in parameters["against"]))
    try:
        return over(times(supply, parameters["usable"]), against)
    except ValueError:
        raise MetricImpossible("What the supply is held against may be nothing.") from None


def _number(estimate: dict[Hashable, Any]) -> Value:
    """An estimate's number: as stated, else its range, else its one known end."""
    low, central, high = (
        None if pd.isna(estimate[end]) else float(estimate[end]) for end in ("low", "central", "high")
    )
    if central is not None:
        return Value(central, central if low is None else low, central if high is None else high)
    if low is not None and high is not None:
        return between(low, high)
    known = low if high is None else high
    if known is None:
        raise MetricImpossible(f"Estimate {estimate['estimate_id']} states no number.")
    return exactly(known)


metric = Metric(
    about="How many times one supply or rate of fire is another, from published estimates.",
    unit="times",
    parameters={"supply": names, "against": names, "usable": share},
    query=QUERY,
    measure=measure,
)
