"""Colours of the house: one for each country or authority, legible on both papers."""

from __future__ import annotations

from itertools import combinations

from dashboard import theme

SAME = ({"EU", "EUU"}, {"US", "USA"}, {"UK", "GBR"})
"""Codes of one and the same."""
PAPERS = (theme.PAPER, "#191816")


def light(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_no_two_of_the_house_share_a_colour():
    for one, other in combinations(theme.COLOURS, 2):
        assert (theme.COLOURS[one] == theme.COLOURS[other]) == ({one, other} in SAME), f"{one} and {other}"


def test_every_colour_of_the_house_stands_out_on_either_paper():
    for code, colour in theme.COLOURS.items():
        assert all(contrast(colour, paper) >= 3 for paper in PAPERS), code


def test_numbers_and_days_are_written_in_one_way():
    from datetime import date

    assert theme.number(55527) == "55\u202f527"
    assert theme.day(date(2025, 5, 2)) == "2 May 2025"
