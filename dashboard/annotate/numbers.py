"""Numbers as texts write them: in digits with separators, in words, with a magnitude, as a range."""

from __future__ import annotations

import re
from math import isfinite

from dashboard.annotate import words as listed

UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS = {word: float(n) for n, word in enumerate(f"{UNITS} seventeen eighteen nineteen".split())}
WORDS |= {word: 10.0 * n for n, word in enumerate(TENS.split(), 2)} | {"a dozen": 12.0, "dozen": 12.0, "hundred": 100.0}
MAGNITUDES = {
    **dict.fromkeys(("thousand", "k"), 1e3),
    **dict.fromkeys(("million", "mln", "mn", "mio", "m"), 1e6),
    **dict.fromkeys(("billion", "bln", "bn", "b", "mrd"), 1e9),
    **dict.fromkeys(("trillion", "trn", "tn"), 1e12),
}
ORDINALS = listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)

BLANK = r"[ \u00a0\u2009\u202f]"
MAGNITUDE = rf"(?:{BLANK}?(?:thousand|million|billion|trillion|mln|bln|trn|mn|bn|tn|mio|mrd|[mMk](?![\w²³]))\b\.?)"
DIGITS = rf"[−-]?\d{{1,3}}(?:(?:,|{BLANK})\d{{3}})+(?:\.\d+)?|[−-]?\d+(?:\.\d+)?"
SPELT = "|".join(sorted((re.escape(w) for w in WORDS if w not in ("zero", "one")), key=len, reverse=True))
NUMBER = rf"(?:(?<![\w.,/-])(?:{DIGITS})(?![\d/]){MAGNITUDE}?|\b(?:{SPELT})(?:-(?:{SPELT}|one))?\b{MAGNITUDE}?)"
RANGE = rf"{NUMBER}(?:{BLANK}?(?:–|-|to|and|or){BLANK}?(?:{DIGITS}){MAGNITUDE}?)?"
QUALIFIERS = {
    "about": "about", "around": "about", "some": "about", "roughly": "about", "approximately": "about",
    "an estimated": "about", "nearly": "about", "almost": "about", "close to": "about", "barely": "about",
    "circa": "about", "just under": "about", "just over": "about",
    "more than": "more_than", "over": "more_than", "above": "more_than", "upwards of": "more_than",
    "well over": "more_than", "far more than": "more_than",
    "at least": "at_least", "no fewer than": "at_least", "no less than": "at_least", "a minimum of": "at_least",
    "up to": "at_most", "at most": "at_most", "no more than": "at_most", "as many as": "at_most",
    "less than": "less_than", "fewer than": "less_than", "under": "less_than", "below": "less_than",
}  # fmt: skip
QUALIFIER = "|".join(sorted((word.replace(" ", r"\s+") for word in QUALIFIERS), key=len, reverse=True))


def value(words: str) -> float | None:
    """The number in words such as "4.8 million", "twenty-seven" or "10,000"; None when there is none."""
    text = re.sub(r"[\u00a0\u2009\u202f]", " ", words.strip().lower().replace("−", "-"))
    digits = re.match(r"(-?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)", text)
    if digits:
        number, rest = float(re.sub(r"[, ]", "", digits[1])), text[digits.end() :].strip(" .")
    else:
        spelt = re.match(rf"(?:({SPELT}|one|zero)(?:-({SPELT}|one))?)\b", text)
        if not spelt:
            return None
        number = WORDS[spelt[1]] + (WORDS[spelt[2]] if spelt[2] else 0.0)
        rest = text[spelt.end() :].strip(" .")
    return number * MAGNITUDES.get(rest.split()[0], 1.0) if rest else number


def bounds(words: str) -> tuple[float, float] | None:
    """The two ends of "10 to 15", "1–1.5 million" …, equal for a single number; None when there is none."""
    parts = re.split(r"(?<=\w)\s*(?:–|\bto\b|\band\b|\bor\b|(?<=\d)-(?=\d))\s*", words.strip(), maxsplit=1)
    first, last = value(parts[0]), value(parts[-1])
    if first is None or last is None or not (isfinite(first) and isfinite(last)):
        return None
    magnitude = re.search(rf"{MAGNITUDE}$", parts[-1])
    if len(parts) == 2 and magnitude and not re.search(rf"{MAGNITUDE}$", parts[0]):
        first = value(parts[0] + magnitude[0]) or first
    return (first, last) if first <= last else (last, first)


def ordinal(words: str) -> int | None:
    """Which one of a row: 4 for "fourth" and "4th"; None for other words."""
    text = words.strip().lower()
    digits = re.match(r"(\d+)(?:st|nd|rd|th)$", text)
    if digits:
        return int(digits[1])
    return ORDINALS.index(text) + 1 if text in ORDINALS else None
