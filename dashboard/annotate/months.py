"""The months that a text speaks of: "from March to May 2024", "in the first half of 2023", "over the past year"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dashboard.annotate import words as listed
from dashboard.period import Period, shifted

NAMES = listed("January February March April May June July August September October November December")
SHORT = {name[:3].lower(): n for n, name in enumerate(NAMES, 1)}
NAME = rf"(?:{'|'.join(NAMES)}|Jan\.?|Feb\.?|Apr\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
YEAR = r"(?:19|20)\d\d(?![\d/–-]?\d)"
DAY = r"\d{1,2}(?:st|nd|rd|th)?(?:\s?[-–]\s?\d{1,2}(?:st|nd|rd|th)?)?"
NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
SMALL = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
}
LONGEST = 3000
"""Letters of a sentence: lists and tables without a full stop are not read as one."""

BEFORE = r"(?:in|on|from|since|during|until|till|by|before|after|between|through|throughout|of|as of|for|to)"
PART = r"(?:early|late|mid|the (?:beginning|start|end|middle) of|the (?:spring|summer|autumn|fall|winter) of)"
COUNTED = rf"(?:{'|'.join(SMALL)}|\d+)"

PATTERNS: tuple[tuple[str, str], ...] = (
    ("between_months", rf"\b(?:between|from)\s+(?P<m1>{NAME})(?:\s+(?P<y1>{YEAR}))?\s+(?:and|to|until|through)\s+"
                       rf"(?P<m2>{NAME})(?:,?\s+(?P<y2>{YEAR}))?"),
    ("month_range", rf"\b(?:{BEFORE}\s+)?(?P<m1>{NAME})\s?[–-]\s?(?P<m2>{NAME})\s+(?P<y2>{YEAR})"),
    ("between_years", rf"\b(?:between|from)\s+(?P<y1>{YEAR})\s+(?:and|to|until|through)\s+(?P<y2>{YEAR})"),
    ("half", rf"\b(?:{BEFORE}\s+)?the\s+(?P<nth>first|second)\s+half\s+of\s+(?P<y1>{YEAR})"),
    ("quarter", rf"\b(?:{BEFORE}\s+)?the\s+(?P<nth>first|second|third|fourth)\s+quarter\s+of\s+(?P<y1>{YEAR})"),
    ("short_quarter", rf"\b(?:{BEFORE}\s+)?(?P<unit>[QH])(?P<nth>[1-4])\s+(?P<y1>{YEAR})"),
    ("first_months", rf"\b(?:{BEFORE}\s+)?the\s+first\s+(?P<n>{COUNTED})\s+months\s+of\s+(?P<y1>{YEAR}|this year)"),
    ("fiscal", rf"\b(?:{BEFORE}\s+)?the\s+(?:fiscal|financial)\s+year\s+(?P<y1>(?:19|20)\d\d)(?:/\d\d(?:\d\d)?)?"),
    ("day", rf"\b(?:{BEFORE}\s+)?(?:{DAY}\s+(?P<m1>{NAME})|(?P<m2>{NAME})\s+{DAY}(?!\d))(?:,?\s+(?P<y1>{YEAR}))?"),
    ("month", rf"\b(?:{BEFORE}\s+)?(?:{PART}[\s-]+)?(?P<m1>{NAME})(?:\s+of)?,?\s+(?P<y1>{YEAR})"),
    ("bare_month", rf"\b(?:in|since|during|until|by|before|after|throughout|through)\s+(?:{PART}[\s-]+|last\s+)?"
                   rf"(?P<m1>{NAME})(?![\w’'])"),
    ("year", rf"\b(?:in|from|since|during|until|by|before|after|throughout|for|over|as of|end-)\s*"
             rf"(?:{PART}[\s-]+|the year\s+)?(?P<y1>{YEAR})(?!\s+(?:{NAME})|[\w’']|[.,]\d)"),
    ("same_earlier", r"\b(?:(?:in|during|to|with|over|of)\s+)?the\s+same\s+(?:months?|period|quarter|half|time)\s+"
                     r"(?:(?:in|of|during)\s+)?(?:the\s+(?:year\s+before|previous\s+year|preceding\s+year|year\s+earlier)|"
                     r"last\s+year|a\s+year\s+(?:earlier|before|ago)|one\s+year\s+(?:earlier|before))"),
    ("year_earlier", r"\b(?:a|one|the)\s+year\s+(?:earlier|before(?!\s+the)|ago)\b|\byear[\s-]on[\s-]year\b|"
                     r"\bthe\s+(?:previous|preceding)\s+year\b"),
    ("past", rf"\b(?:(?:over|during|in|within|for)\s+)?the\s+(?:past|last)\s+(?:(?P<n>{COUNTED})\s+)?"
             r"(?P<unit>year|months|years|quarter|half-year)\b"),
    ("last_year", r"\b(?:in\s+)?(?:early\s+|late\s+)?last\s+year\b"),
)  # fmt: skip
COMPILED = tuple((name, re.compile(pattern)) for name, pattern in PATTERNS)
INSENSITIVE = re.compile(r"^[A-Z][a-z]+")


@dataclass(frozen=True)
class Mention:
    """A period as a text words it. `months` is None where the text's own date would be needed and is not known."""

    start: int
    end: int
    form: str
    months: Period | None

    @property
    def base(self) -> bool:
        """True when this is what something is compared with, not what is spoken of."""
        return self.form in ("same_earlier", "year_earlier")


def mentions(sentence: str, written: date | None) -> list[Mention]:
    """Every period a sentence names, in its order. `written` is the month the text is from."""
    lowered = INSENSITIVE.sub(lambda first: first[0] if first[0] in NAMES else first[0].lower(), sentence)
    found: list[Mention] = []
    for form, pattern in COMPILED:
        for match in pattern.finditer(lowered):
            if all(match.end() <= m.start or match.start() >= m.end for m in found):
                try:
                    months = _months(form, match.groupdict(), written)
                except ValueError:
                    months = None
                found.append(Mention(match.start(), match.end(), form, months))
    return sorted(found, key=lambda mention: mention.start)


def _months(form: str, part: dict[str, str | None], written: date | None) -> Period | None:
    """The months of one mention. Raises ValueError for months that are none."""
    named = part.get("y1") or ""
    first_year = int(named) if named.isdigit() else 0
    if form in ("between_months", "month_range"):
        last_year = int(part["y2"] or 0) or _year_of(_number(part["m2"]), written)
        begun = _number(part["m1"])
        start = first_year or (last_year if begun <= _number(part["m2"]) else last_year - 1)
        return Period(date(start, begun, 1), date(last_year, _number(part["m2"]), 1)) if last_year else None
    if form in ("day", "month", "bare_month"):
        number = _number(part.get("m1") or part.get("m2"))
        year = first_year or _year_of(number, written)
        return _span(date(year, number, 1), 1) if year else None
    if form in ("half", "quarter", "short_quarter"):
        nth = NTH.get(part["nth"] or "") or int(part["nth"] or 1)
        length = 6 if form == "half" or part.get("unit") == "H" else 3
        return _span(date(first_year, (nth - 1) * length + 1, 1), length)
    if form == "first_months":
        first_year = first_year or (written.year if written else 0)
        return _span(date(first_year, 1, 1), _counted(part["n"])) if first_year else None
    if form == "between_years":
        return Period(date(first_year, 1, 1), date(int(part["y2"] or 0), 12, 1))
    if form in ("year", "fiscal"):
        return _span(date(first_year, 1, 1), 12)
    if form == "last_year" and written:
        return _span(date(written.year - 1, 1, 1), 12)
    if form == "past" and written:
        unit = {"year": 12, "years": 12, "quarter": 3, "half-year": 6}.get(part["unit"] or "", 1)
        length = min(unit * (_counted(part["n"]) if part["n"] else 1), 600)
        return _span(shifted(written, 1 - length), length)
    return None


def _span(first: date, length: int) -> Period:
    return Period(first, shifted(first, length - 1))


def _number(name: str | None) -> int:
    return SHORT[(name or "")[:3].lower()]


def _counted(words: str | None) -> int:
    return max(1, min(SMALL.get(words or "") or int(words or 1), 1200))


def _year_of(month: int, written: date | None) -> int:
    """The year of a month named without one: the last time it came round before the text was written."""
    if written is None:
        return 0
    return written.year if month <= written.month else written.year - 1


def newest(sentences: Iterable[str]) -> date | None:
    """The newest month that sentences name with its year, leaving out what it announces ("by", "until", "from")."""
    found = [
        mention.months.end
        for text in sentences
        for mention in mentions(text[:LONGEST], None)
        if mention.form in ("month", "day", "month_range", "between_months")
        and mention.months
        and not re.match(r"(by|until|till|from)\b", text[mention.start : mention.end].lower())
    ]
    return max(found, default=None)
