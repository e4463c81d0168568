"""A trend fitted to the months before an event, continued after it with its uncertainty, and what exceeds it.

Method. The logarithm of the value is regressed by ordinary least squares on time and on eleven dummies for the months
of the year, over the months before the event alone. The trend after it is the exponential of the forecast, and its
bounds are those of the 95 % prediction interval of the regression (Student's t, for a single new month; R. Hyndman and
G. Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., sections 7.5 and 7.6). The exponential of a forecast
of logarithms is the median of what may be expected, not its mean. Excess is value minus trend.

Sums over months are given with two bounds: months whose errors are independent (squares add) and months that
all err together (widths add); the truth lies between, and the wider one is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, log, sqrt

import numpy as np

LEAST = 24
"""Months that a trend with a season needs at the least."""


class TooShort(Exception):
    """There are too few months to fit a trend to. The message says how many there are and are needed."""


@dataclass(frozen=True)
class Expected:
    """What the trend gives for one month, with the bounds of its 95 % prediction interval."""

    month: date
    trend: float
    low: float
    high: float


def fitted(known: Sequence[tuple[date, float]], wanted: Sequence[date]) -> list[Expected]:
    """The trend through `known` months (all before the event, values above zero) for the `wanted` months.

    Raises TooShort for fewer than LEAST months, or when a month of the year is never among them.
    """
    held = [(month, value) for month, value in known if value > 0]
    if len(held) < LEAST or len({month.month for month, _ in held}) < 12:
        raise TooShort(f"{len(held)} months before the event are held and a trend with a season needs {LEAST}")
    start = held[0][0]
    design = np.array([_row(month, start) for month, _ in held])
    logs = np.array([log(value) for _, value in held])
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ logs
    freedom = len(held) - design.shape[1]
    error = logs - design @ coefficients
    variance = float(error @ error) / freedom
    reach = student(freedom)
    expected = []
    for month in wanted:
        row = np.array(_row(month, start))
        centre = float(row @ coefficients)
        half = reach * sqrt(variance * (1 + float(row @ inverse @ row)))
        expected.append(Expected(month, exp(centre), exp(centre - half), exp(centre + half)))
    return expected


def _row(month: date, start: date) -> list[float]:
    """Intercept, time in years and eleven months of the year."""
    time = (month.year - start.year) + (month.month - start.month) / 12
    return [1.0, time, *(1.0 if month.month == number else 0.0 for number in range(2, 13))]


def student(freedom: int) -> float:
    """The 97.5 % point of Student's t, by the Cornish-Fisher expansion; right to 0.1 % from ten degrees of freedom.

    Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5.
    """
    z = 1.959963984540054
    one = (z**3 + z) / 4
    two = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    three = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + one / freedom + two / freedom**2 + three / freedom**3


@dataclass(frozen=True)
class Excess:
    """The sum over months of value minus trend, with bounds if errors are independent and if they all go together."""

    value: float
    apart: tuple[float, float]
    together: tuple[float, float]


def excess(values: Sequence[float], expected: Sequence[Expected]) -> Excess:
    """What the months together exceed the trend by. Both are in the same order."""
    central = sum(value - one.trend for value, one in zip(values, expected, strict=True))
    below = [one.high - one.trend for one in expected]
    above = [one.trend - one.low for one in expected]
    return Excess(
        central,
        (central - sqrt(sum(b * b for b in below)), central + sqrt(sum(a * a for a in above))),
        (central - sum(below), central + sum(above)),
    )
