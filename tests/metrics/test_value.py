"""Numbers with bounds: whatever the true numbers are, the result's bounds hold what they give."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.metrics.value import Value, between, exactly, hull, minus, over, plus, times

NUMBERS = st.floats(-1e12, 1e12, allow_subnormal=False)


@st.composite
def bounded(draw, low: float = -1e12):  # type: ignore[no-untyped-def]
    """A Value and a number somewhere between its bounds."""
    numbers = st.floats(low, 1e12, allow_subnormal=False)
    lowest, value, highest = sorted(draw(numbers) + 0.0 for _ in range(3))  # never −0.0
    inside = draw(st.floats(lowest, highest, allow_subnormal=False))
    return Value(value, lowest, highest), inside


def holds_in(number: float, value: Value) -> bool:
    """True when a number lies within the bounds, but for the last digits."""
    slack = 1e-9 * max(1.0, abs(number), abs(value.low), abs(value.high))
    return value.low - slack <= number <= value.high + slack


@given(bounded(), bounded())
def test_sums_and_differences_of_any_true_numbers_lie_within_the_bounds(one, other):
    (a, true_a), (b, true_b) = one, other
    assert holds_in(true_a + true_b, plus(a, b))
    assert holds_in(true_a - true_b, minus(a, b))


@given(bounded(), bounded(low=1e-3))
def test_a_quotient_of_any_true_numbers_lies_within_the_bounds(one, other):
    (a, true_a), (b, true_b) = one, other
    assert holds_in(true_a / true_b, over(a, b))


@given(bounded(), st.floats(0, 1e6, allow_subnormal=False))
def test_a_multiple_of_any_true_number_lies_within_the_bounds(one, factor):
    value, true_number = one
    assert holds_in(true_number * factor, times(value, factor))


@given(bounded(), bounded())
def test_two_ways_to_one_number_are_held_by_what_covers_both(one, other):
    (a, true_a), (b, true_b) = one, other
    both = hull(a, b)
    assert holds_in(true_a, both)
    assert holds_in(true_b, both)
    assert holds_in((a.value + b.value) / 2, both)


@given(NUMBERS, NUMBERS)
def test_an_exact_number_stays_exact(a, b):
    assert plus(exactly(a), exactly(b)).exact
    assert minus(exactly(a), exactly(b)).exact


def test_a_range_is_valued_at_its_middle():
    assert between(4e6, 6e6) == Value(5e6, 4e6, 6e6)


@pytest.mark.parametrize("parts", [(1.0, 2.0, 3.0), (4.0, 2.0, 3.0), (math.nan, 0.0, 1.0), (1.0, 0.0, math.inf)])
def test_bounds_in_the_wrong_order_and_endless_numbers_are_refused(parts):
    with pytest.raises(ValueError, match="a value"):
        Value(*parts)


@pytest.mark.parametrize("bottom", [exactly(0.0), Value(1.0, -1.0, 2.0), exactly(-3.0)])
def test_nothing_is_divided_by_what_may_be_zero(bottom):
    with pytest.raises(ValueError, match="divided"):
        over(exactly(1.0), bottom)


def test_a_negative_factor_is_refused():
    with pytest.raises(ValueError, match="factor"):
        times(exactly(1.0), -1.0)
