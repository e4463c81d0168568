"""The change on a year earlier for every window of months at once, as arrays: what the cherry-pick meter ranks.

For each window it is the same number that `change_on_year_earlier` gives; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboard.metrics.definition import Parameters, Slides
from dashboard.metrics.months import Figures, figures

YEAR = 12
QUERY = """
SELECT period, grain, classification, valuation, value, value_low, value_high, status, source, vintage
FROM trade_flow
WHERE source = $source AND reporter = $reporter AND partner = $partner AND flow = $flow
  AND product = $product AND currency = $currency AND grain IN ('month', 'year_to_date')
ORDER BY grain, period
"""

Bounds = np.ndarray[Any, np.dtype[np.float64]]
"""Value, low and high in three rows, one column per month or window; not a number where nothing is held."""


def slide(rows: pd.DataFrame, parameters: Parameters, lengths: Sequence[int]) -> pd.DataFrame:
    """The change of every window that the data allow, for windows of up to a year."""
    months, since_january = figures(rows), figures(rows, "year_to_date")
    held = sorted({*months, *since_january})
    parts = []
    if held:
        first = held[0].year * YEAR + held[0].month - 1
        count = held[-1].year * YEAR + held[-1].month - first
        each, since = _placed(months, first, count), _placed(since_january, first, count)
        parts = [_changes(each, since, first, length) for length in lengths if length <= min(YEAR, count - YEAR)]
    columns = ["start", "end", "length", "value", "low", "high"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def _placed(known: Figures, first: int, count: int) -> Bounds:
    placed = np.full((3, count), np.nan)
    for month, value in known.items():
        placed[:, month.year * YEAR + month.month - 1 - first] = value.value, value.low, value.high
    return placed


def _changes(each: Bounds, since: Bounds, first: int, length: int) -> pd.DataFrame:
    """All windows of one length; the first that has a year before it starts twelve months after the first month."""
    added = np.lib.stride_tricks.sliding_window_view(each, length, axis=1).sum(axis=2)
    differenced = _differenced(since, first, length)
    one, other = (added, differenced) if length == 1 else (differenced, added)
    base = np.where(np.isnan(one[0]), other, one)[:, :-YEAR]
    now = np.where(np.isnan(one[0]), other, one)
    if length > 1:
        both = ~np.isnan(added[0]) & ~np.isnan(differenced[0])
        hull = np.stack(
            [
                (added[0] + differenced[0]) / 2,
                np.minimum(added[1], differenced[1]),
                np.maximum(added[2], differenced[2]),
            ]
        )
        now = np.where(both, hull, now)
    now = now[:, YEAR:]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = now[0] / base[0] - 1
        low = now[1] / np.where(now[1] >= 0, base[2], base[1]) - 1
        high = now[2] / np.where(now[2] >= 0, base[1], base[2]) - 1
    starts = np.arange(first + YEAR, first + YEAR + value.size)
    frame = pd.DataFrame(
        {"start": _month(starts), "end": _month(starts + length - 1), "length": length}
        | {"value": value, "low": np.minimum(low, value), "high": np.maximum(high, value)}
    )
    held: pd.DataFrame = frame[(base[1] > 0) & np.isfinite(value)]
    return held


def _differenced(since: Bounds, first: int, length: int) -> Bounds:
    """Every window as the sums since January at its end less those before its start, over one turn of the year."""
    size = since.shape[1] - length + 1
    starts = np.arange(size)
    ends = starts + length - 1
    january = (first + starts) % YEAR == 0
    before = np.where(january, 0.0, since[:, np.maximum(starts - 1, 0)])
    before[:, ~january & (starts == 0)] = np.nan
    turns = (first + starts) // YEAR != (first + ends) // YEAR
    december = np.minimum(starts + YEAR - 1 - (first + starts) % YEAR, since.shape[1] - 1)
    whole = since[:, ends] + np.where(turns, since[:, december], 0.0)
    return np.stack([whole[0] - before[0], whole[1] - before[2], whole[2] - before[1]])


def _month(positions: np.ndarray[Any, np.dtype[np.int64]]) -> pd.DatetimeIndex:
    months: pd.DatetimeIndex = pd.DatetimeIndex(
        (positions - 1970 * YEAR).astype("datetime64[M]").astype("datetime64[s]")
    )
    return months


SLIDES = Slides(query=QUERY, slide=slide)
