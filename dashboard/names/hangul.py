"""Korean letters as North Korea and most lists write them in Latin: Kim Jong Un, not Gim Jeongeun."""

from __future__ import annotations

FIRST, LAST = 0xAC00, 0xD7A3
STARTS = ("k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "j", "jj", "ch", "kh", "th", "ph", "h")
MIDDLES = (
    "a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "u",
    "ui", "i",
)  # fmt: skip
ENDS = (
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t",
    "t", "k", "t", "p", "t",
)  # fmt: skip
"""The parts of a syllable in the order in which Unicode composes them, as McCune and Reischauer write them without
diacritics. Sounds that change between syllables are left as they are: names are compared with tolerance anyway."""


def is_syllable(letter: str) -> bool:
    """True for a composed Korean syllable."""
    return FIRST <= ord(letter) <= LAST


def romanised(syllable: str) -> str:
    """One syllable in Latin letters."""
    number = ord(syllable) - FIRST
    return STARTS[number // 588] + MIDDLES[number % 588 // 28] + ENDS[number % 28]
