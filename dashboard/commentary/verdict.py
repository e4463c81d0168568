"""The verdict vocabulary, in this one place: its words, what each means, and how a verdict is reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dashboard.metrics.value import Value


@dataclass(frozen=True)
class Verdict:
    """What the data say to a claim; always shown as icon, word and colour together.

    `icon` is a Material icon's name, `colour` one of the colour names of Streamlit's Markdown.
    """

    word: str
    definition: str
    icon: str
    colour: str


SUPPORTED = Verdict(
    "supported",
    "Every reading that the words ask for gives the stated value, within the tolerance that the words allow.",
    "check_circle",
    "green",
)
CLOSE = Verdict(
    "close",
    "No reading that the words ask for gives the stated value, but each misses it by no more than twice the tolerance.",
    "adjust",
    "blue",
)
NOT_SUPPORTED = Verdict(
    "not supported",
    "No reading that the words ask for gives the stated value, and at least one misses it by more than twice "
    "the tolerance.",
    "cancel",
    "red",
)
DEPENDS = Verdict(
    "depends on the definition",
    "Some readings that the words ask for give the stated value and others do not.",
    "alt_route",
    "violet",
)
CANNOT_BE_CHECKED = Verdict(
    "cannot be checked here",
    "No public data can settle it, or no reading that the words ask for can be computed from the data held; the "
    "reason is given.",
    "help",
    "gray",
)
VERDICTS = (SUPPORTED, CLOSE, NOT_SUPPORTED, DEPENDS, CANNOT_BE_CHECKED)
REACHED = (
    "A claim's words are turned into a number to compute, the readings of it that the words allow, and a "
    "tolerance that follows from the wording, all fixed before the number is seen. "
    "The readings that the words themselves ask for decide the verdict. "
    "All other readings show what it depends on."
)
"""How a verdict is reached, in three sentences for the reader."""

COMPARATORS = {
    "equals": "equal to",
    "at_least": "at least",
    "more_than": "more than",
    "at_most": "at most",
    "less_than": "less than",
}
"""How a claim compares, with the words for it."""

SLACK = 1e-9
"""Keeps a value at the very edge of the tolerance inside it: 0.16 − 0.155 is a little more than 0.005."""


class Stated(Protocol):
    """The part of a claim that a value is held against."""

    @property
    def comparator(self) -> str: ...
    @property
    def stated(self) -> float: ...
    @property
    def tolerance(self) -> float: ...


class Outcome(Protocol):
    """What became of one reading: a value, or None when it could not be computed, and why."""

    @property
    def value(self) -> Value | None: ...
    @property
    def problem(self) -> str: ...


def miss(number: float, claim: Stated) -> float:
    """How far a number is from what is stated, on the side that the comparator excludes; 0 when it is not."""
    if claim.comparator == "equals":
        return abs(number - claim.stated)
    wanted_above = claim.comparator in ("at_least", "more_than")
    return max(0.0, claim.stated - number if wanted_above else number - claim.stated)


def fits(number: float, claim: Stated) -> bool:
    """True when a number is as stated, within the tolerance.

    "more than" and "less than" exclude the limit itself, the other comparators include it.
    """
    slack = _slack(claim)
    if claim.comparator == "more_than":
        return number > claim.stated - claim.tolerance + slack
    if claim.comparator == "less_than":
        return number < claim.stated + claim.tolerance - slack
    return miss(number, claim) <= claim.tolerance + slack


def holds(value: Value, claim: Stated) -> bool:
    """True when a reading gives what is stated. A reading that is an interval holds when its value does;
    `straddles` says whether its bounds would decide otherwise."""
    return fits(value.value, claim)


def straddles(value: Value, claim: Stated) -> bool:
    """True when some numbers between the bounds are as stated and others are not."""
    nearest = min(max(claim.stated, value.low), value.high)
    if claim.comparator in ("at_least", "more_than"):
        nearest = value.high
    elif claim.comparator in ("at_most", "less_than"):
        nearest = value.low
    return fits(nearest, claim) and not (fits(value.low, claim) and fits(value.high, claim))


def judge(claim: Stated, as_worded: Sequence[Outcome]) -> tuple[Verdict, str]:
    """The verdict and, in a sentence, why. `as_worded` are the readings that the words ask for.

    Those that cannot be computed have no say while another can.
    """
    values = [outcome.value for outcome in as_worded if outcome.value is not None]
    if not values:
        return CANNOT_BE_CHECKED, " ".join(dict.fromkeys(outcome.problem for outcome in as_worded))
    held, asked = sum(holds(value, claim) for value in values), len(values)
    if held == asked:
        return SUPPORTED, f"Every reading that the words ask for gives what is stated ({held} of {asked})."
    if held:
        return (
            DEPENDS,
            f"{held} of {asked} readings that the words ask for give what is stated, the others do not.",
        )
    worst = max(miss(value.value, claim) for value in values)
    if worst <= 2 * claim.tolerance + _slack(claim):
        return CLOSE, "No reading that the words ask for gives what is stated, but each misses it by little."
    return NOT_SUPPORTED, f"No reading that the words ask for gives what is stated (0 of {asked})."


def _slack(claim: Stated) -> float:
    return SLACK * max(1.0, abs(claim.stated))
