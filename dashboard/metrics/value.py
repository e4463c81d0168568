"""A number that may be known only between two bounds, and how such numbers are added and divided."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Value:
    """A number with its bounds: low ≤ value ≤ high. Shares and changes are fractions, not percentages.

    The bounds hold every number the data allow (interval arithmetic); they are not an error margin with a
    probability. An exactly known number has three equal parts.
    Raises ValueError when a part is not finite or the order is broken.
    """

    value: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(part) for part in (self.value, self.low, self.high)):
            raise ValueError(f"a value is finite, not {self.low} … {self.value} … {self.high}")
        if not self.low <= self.value <= self.high:
            raise ValueError(f"a value lies within its bounds, not {self.low} … {self.value} … {self.high}")

    @property
    def exact(self) -> bool:
        """True when the bounds meet."""
        return self.low == self.high


def exactly(number: float) -> Value:
    """A number known as such."""
    return Value(number, number, number)


def between(low: float, high: float) -> Value:
    """A number known only to lie between two others; its value is their middle."""
    return _ordered(low + (high - low) / 2, low, high)


def hull(one: Value, other: Value) -> Value:
    """What can be said when two ways to the same number differ: all of both, valued at their middle."""
    low, high = min(one.low, other.low), max(one.high, other.high)
    return _ordered(one.value + (other.value - one.value) / 2, low, high)


def plus(one: Value, other: Value) -> Value:
    """The sum of two numbers known independently of each other."""
    return _ordered(one.value + other.value, one.low + other.low, one.high + other.high)


def minus(one: Value, other: Value) -> Value:
    """The difference of two numbers known independently of each other."""
    return _ordered(one.value - other.value, one.low - other.high, one.high - other.low)


def times(one: Value, factor: float) -> Value:
    """A number times a factor of zero or more. Raises ValueError for a negative factor."""
    if factor < 0:
        raise ValueError(f"the factor is zero or more, not {factor}")
    return _ordered(one.value * factor, one.low * factor, one.high * factor)


def over(one: Value, other: Value) -> Value:
    """The quotient of two numbers. Raises ValueError unless the second is surely above zero."""
    if other.low <= 0:
        raise ValueError(f"nothing can be divided by a number that may be {other.low:g}")
    low = one.low / (other.high if one.low >= 0 else other.low)
    high = one.high / (other.low if one.high >= 0 else other.high)
    return _ordered(one.value / other.value, low, high)


def _ordered(value: float, low: float, high: float) -> Value:
    """A Value whose parts were each rounded on their own, so that the last digit may break their order."""
    return Value(min(max(value, low), high), low, high)
