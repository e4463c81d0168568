"""Monthly trade figures with their bounds, as several metrics add them up: nothing missing is skipped."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from functools import reduce
from typing import Any

import pandas as pd

from dashboard.metrics.definition import Kind, MetricImpossible, Parameters, month, text
from dashboard.metrics.value import Value, plus
from dashboard.period import Period, written

Figures = dict[date, Value]

FLOW: dict[str, Kind] = {
    "source": text,
    "reporter": text,
    "partner": text,
    "flow": text,
    "product": text,
    "currency": text,
}
"""The parameters that name one flow of goods in one source."""

WINDOW: dict[str, Kind] = {"start": month, "end": month}
"""The parameters that name some months in a row."""


def window(parameters: Parameters) -> Period:
    """The months from `start` to `end`. Raises MetricImpossible when they end before they start."""
    try:
        return Period(parameters["start"], parameters["end"])
    except ValueError as wrong:
        raise MetricImpossible(f"These are no months to take together: {wrong}.") from None


def figures(rows: pd.DataFrame, grain: str = "month") -> Figures:
    """The values of one grain by month; suppressed ones are missing.

    Raises MetricImpossible when a month is given twice, by different classifications or valuations.
    """
    chosen = rows[(rows["grain"] == grain) & rows["value"].notna()]
    chosen = chosen.assign(period=pd.to_datetime(chosen["period"]).dt.date)
    repeated = chosen.loc[chosen["period"].duplicated(), "period"]
    if len(repeated):
        raise MetricImpossible(
            f"The data hold several figures for {written(repeated.iloc[0])}, "
            "by different product classifications or valuations."
        )
    return {row["period"]: _value(row) for row in chosen.to_dict("records")}


def summed(over: Period, months: Figures) -> Value | None:
    """The months added up, or None when one is missing."""
    if not all(m in months for m in over.months):
        return None
    return reduce(plus, (months[m] for m in over.months))


def total(over: Period, months: Figures) -> Value:
    """The months added up. Raises MetricImpossible naming those that are missing."""
    added = summed(over, months)
    if added is None:
        raise lacking(over, months)
    return added


def lacking(over: Period, months: Figures) -> MetricImpossible:
    """What is said when months of a window are missing."""
    missing = ", ".join(written(m) for m in over.months if m not in months)
    return MetricImpossible(f"The data hold no figure for {missing}.")


def _value(row: dict[Hashable, Any]) -> Value:
    """A row's value with its bounds, which are the value itself where the publisher gave it as such."""
    value = float(row["value"])
    low, high = (value if pd.isna(row[end]) else float(row[end]) for end in ("value_low", "value_high"))
    return Value(value, low, high)
