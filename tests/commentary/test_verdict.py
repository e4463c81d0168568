"""Verdicts: one vocabulary, and a rule that looks at the readings the words ask for and at nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.material_icon_names import ALL_MATERIAL_ICONS

from dashboard.commentary.verdict import (
    CANNOT_BE_CHECKED,
    CLOSE,
    COMPARATORS,
    DEPENDS,
    NOT_SUPPORTED,
    REACHED,
    SUPPORTED,
    VERDICTS,
    fits,
    holds,
    judge,
    straddles,
)
from dashboard.metrics.value import Value, between, exactly


@dataclass(frozen=True)
class Said:
    comparator: str
    stated: float
    tolerance: float


@dataclass(frozen=True)
class Came:
    value: Value | None
    problem: str = ""


SIXTEEN_LOWER = Said("equals", -0.16, 0.005)
TWICE = Said("at_least", 2.0, 0.0)


def judged(claim: Said, *values: float) -> object:
    return judge(claim, [Came(exactly(value)) for value in values])[0]


def test_the_vocabulary_is_five_verdicts_told_apart_by_word_icon_and_colour():
    words = ["supported", "close", "not supported", "depends on the definition", "cannot be checked here"]
    assert [verdict.word for verdict in VERDICTS] == words
    assert len({verdict.icon for verdict in VERDICTS}) == len({verdict.colour for verdict in VERDICTS}) == 5
    assert all(verdict.definition.endswith(".") for verdict in VERDICTS)


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: verdict.word)
def test_every_icon_and_colour_exists_in_streamlit(verdict):
    assert verdict.icon in ALL_MATERIAL_ICONS
    assert verdict.colour in ("red", "orange", "yellow", "green", "blue", "violet", "gray")


def test_how_a_verdict_is_reached_takes_three_sentences():
    assert REACHED.count(". ") + 1 == 3


@pytest.mark.parametrize(
    ("comparator", "number", "fit"),
    [
        ("equals", 1.5, True),
        ("equals", 2.5, True),
        ("equals", 2.51, False),
        ("at_least", 1.5, True),
        ("at_least", 9.0, True),
        ("at_least", 1.49, False),
        ("more_than", 1.5, False),
        ("more_than", 1.51, True),
        ("at_most", 2.5, True),
        ("at_most", -9.0, True),
        ("at_most", 2.51, False),
        ("less_than", 2.5, False),
        ("less_than", 2.49, True),
    ],
)
def test_each_comparator_keeps_to_its_side_of_two_give_or_take_a_half(comparator, number, fit):
    assert fits(number, Said(comparator, 2.0, 0.5)) is fit


def test_the_edge_of_the_tolerance_is_inside_it_whatever_the_last_digit():
    assert fits(-0.155, SIXTEEN_LOWER)  # 0.16 − 0.155 is 0.0050000000000000044 in binary
    assert fits(-0.165, SIXTEEN_LOWER)


@pytest.mark.parametrize(
    ("claim", "values", "verdict"),
    [
        (SIXTEEN_LOWER, [-0.161, -0.158], SUPPORTED),
        (SIXTEEN_LOWER, [-0.161, -0.104], DEPENDS),
        (SIXTEEN_LOWER, [-0.151, -0.168], CLOSE),  # misses of 0.9 and 0.8 points, twice the tolerance is 1
        (SIXTEEN_LOWER, [-0.151, -0.104], NOT_SUPPORTED),
        (SIXTEEN_LOWER, [-0.104, -0.066], NOT_SUPPORTED),
        (TWICE, [3.0, 9.6], SUPPORTED),
        (TWICE, [2.0], SUPPORTED),
        (TWICE, [1.9], NOT_SUPPORTED),  # without a tolerance nothing is close
        (Said("at_most", 2.0, 0.1), [2.15], CLOSE),
    ],
)
def test_the_readings_that_the_words_ask_for_decide(claim, values, verdict):
    assert judged(claim, *values) == verdict


def test_a_reading_that_cannot_be_computed_has_no_say_while_another_can():
    verdict, why = judge(TWICE, [Came(None, "No figure for May."), Came(exactly(3.0))])
    assert verdict == SUPPORTED
    assert "1 of 1" in why


def test_without_any_number_the_reason_is_given_once():
    missing = Came(None, "No figure for May.")
    assert judge(TWICE, [missing, missing]) == (CANNOT_BE_CHECKED, "No figure for May.")


@pytest.mark.parametrize(
    ("claim", "value", "held", "across"),
    [
        (SIXTEEN_LOWER, Value(-0.16, -0.18, -0.14), True, True),  # wider than the tolerance on both sides
        (SIXTEEN_LOWER, Value(-0.16, -0.162, -0.158), True, False),
        (SIXTEEN_LOWER, Value(-0.15, -0.16, -0.14), False, True),
        (SIXTEEN_LOWER, Value(-0.10, -0.12, -0.08), False, False),
        (TWICE, between(1.0, 4.0), True, True),
        (TWICE, between(1.0, 2.5), False, True),
        (TWICE, between(2.0, 3.0), True, False),
        (Said("less_than", 2.0, 0.0), between(1.0, 2.0), True, True),
    ],
)
def test_a_range_holds_when_its_value_does_and_says_when_its_bounds_disagree(claim, value, held, across):
    assert holds(value, claim) is held
    assert straddles(value, claim) is across


NUMBERS = st.floats(-1e6, 1e6)
CLAIMS = st.builds(Said, st.sampled_from(list(COMPARATORS)), NUMBERS, st.floats(0, 1e3))


@given(CLAIMS, st.lists(NUMBERS, min_size=3, max_size=3).map(sorted), st.floats(0, 1))
def test_a_range_that_does_not_straddle_holds_everywhere_or_nowhere(claim, parts, where):
    low, value, high = parts
    interval = Value(value, low, high)
    inside = min(max(low + where * (high - low), low), high)
    if not straddles(interval, claim):
        assert fits(inside, claim) is holds(interval, claim)


@given(CLAIMS, st.lists(NUMBERS, min_size=1, max_size=4))
def test_every_set_of_numbers_has_one_verdict_whatever_their_order(claim, numbers):
    assert judged(claim, *numbers) == judged(claim, *reversed(numbers))
