"""Text on a picture has no page to flow on, so it is measured and broken into lines here."""

from __future__ import annotations

import html
from unicodedata import category, east_asian_width

NARROW = frozenset("ijltfrI.,:;'’‘|!()[]/·- \u00a0\u2009\u202f")
BROAD = frozenset("mwMW@%—…")


def width(text: str, size: float) -> float:
    """About how many pixels a text takes at a font size in pixels; rather too many than too few."""
    return sum(_em(letter) for letter in text) * size


def _em(letter: str) -> float:
    if letter in NARROW:
        return 0.3
    if letter in BROAD or east_asian_width(letter) in "WF":
        return 1.0
    if category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    return 0.64 if letter.isupper() else 0.51


def lines(text: str, pixels: float, size: float) -> list[str]:
    """The text in lines no wider than `pixels` at a font size in pixels.

    Lines break at spaces; a word that is wider than a line is broken inside, because nothing is ever cut.
    """
    broken: list[str] = []
    held = ""
    for word in text.split():
        longer = f"{held} {word}" if held else word
        if width(longer, size) <= pixels:
            held = longer
            continue
        if held:
            broken.append(held)
        *full, held = _pieces(word, pixels, size)
        broken.extend(full)
    return [*broken, held] if held else broken


def _pieces(word: str, pixels: float, size: float) -> list[str]:
    """A word in pieces that each fit a line."""
    pieces, held, taken = [], "", 0.0
    for letter in word:
        step = width(letter, size)
        if held and taken + step > pixels:
            pieces.append(held)
            held, taken = "", 0.0
        held, taken = held + letter, taken + step
    return [*pieces, held]


def drawn(broken: list[str]) -> str:
    """Lines as plotly draws them, with the signs that plotly would read as markup escaped."""
    return "<br>".join(html.escape(line, quote=False) for line in broken)
