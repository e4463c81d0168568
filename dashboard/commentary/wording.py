"""How numbers of every unit are written for people, in the one place that cards, strips and files share."""

from __future__ import annotations

import math

from dashboard import theme
from dashboard.commentary.verdict import COMPARATORS
from dashboard.metrics.value import Value

ORDINALS = {1: "st", 2: "nd", 3: "rd"}


def worded(number: float, unit: str) -> str:
    """A number in the metric's unit as people read it: −16.0 %, 3.0 times, 4, 2000, 11 months, USD 24.8 bn."""
    if math.isnan(number):
        return "no number"
    if unit == "fraction":
        return theme.percent(number)
    if unit == "times":
        return f"{theme.number(number, 1)} times"
    if unit == "months":
        return f"{_plain(number)} months"
    if unit == "year":
        return f"{number:.0f}"
    return _plain(number) if unit == "count" else theme.money(number, unit)


def spread(value: Value, unit: str) -> str:
    """A value with its bounds where it has any: −6.6 % (−6.8 % to −6.4 %)."""
    said = worded(value.value, unit)
    if value.exact:
        return said
    return f"{said} ({worded(value.low, unit)} to {worded(value.high, unit)})"


def asked(comparator: str, stated: float, unit: str) -> str:
    """What the words state, with how they compare: −16.0 %; at least 2.0 times."""
    number = worded(stated, unit)
    return number if comparator == "equals" else f"{COMPARATORS[comparator]} {number}"


def ordinal(position: int) -> str:
    """A place in an order: 1st, 2nd, 3rd, 11th, 22nd."""
    ending = "th" if position % 100 in (11, 12, 13) else ORDINALS.get(position % 10, "th")
    return f"{position}{ending}"


def listed(words: list[str]) -> str:
    """Words in a row: a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def capital(words: str) -> str:
    """The words with a capital first letter."""
    return words[:1].upper() + words[1:]


def _plain(number: float) -> str:
    return theme.number(number, 0 if number == round(number) else 1)
