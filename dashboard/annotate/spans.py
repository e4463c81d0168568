"""The spans of a sentence that can be checked: shares, amounts, counts, months, comparisons, firsts and records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dashboard.annotate import words as listed
from dashboard.annotate.months import LONGEST, Mention, mentions
from dashboard.annotate.numbers import NUMBER, ORDINALS, QUALIFIER, QUALIFIERS, RANGE, bounds, ordinal, value
from dashboard.period import Period

KINDS = ("percent", "amount", "count", "period", "comparative", "first_since", "ordinal", "superlative")

CURRENCIES = {
    "USD": r"US\$|USD|\$|(?:US\s+)?dollars?", "EUR": r"€|EUR|euros?", "GBP": r"£|GBP|pounds?(?:\s+sterling)?",
    "CNY": r"CNY|RMB|¥|yuan|renminbi", "RUB": r"RUB|₽|roubles?|rubles?", "SEK": r"SEK|(?:Swedish\s+)?kron(?:or|a)",
    "JPY": r"JPY|yen", "KRW": r"KRW|₩|won", "UAH": r"UAH|₴|hryvnias?", "CHF": r"CHF|(?:Swiss\s+)?francs?",
}  # fmt: skip
CURRENCY = "|".join(CURRENCIES.values())
COUNTED = listed(
    "rounds? shells? projectiles? munitions? missiles? rockets? drones? tanks? howitzers? aircraft jets? "
    "helicopters? systems? launchers? vehicles? trucks? containers? railcars? carriages wagons? trains? "
    "voyages? shipments? deliveries vessels? ships? tankers? flights? entries listings? designations? "
    "individuals? entities persons? targets? companies firms? banks? organisations? organizations? tonnes? "
    "tons? barrels? kilograms? litres? troops soldiers personnel packages? tranches? licences? licenses? "
    "declarations? applications? cases? trips? visits? meetings? summits? tests? launches casualties deaths "
    "refugees workers cars lorries excavators units? components? products? items? sanctions measures? "
    "programmes? votes? resolutions? violations? transfers?"
)
ORDERED = listed(
    "package packages round tranche visit trip meeting summit shipment delivery launch test term veto "
    "resolution consecutive successive time largest biggest highest smallest lowest attack vote convoy"
)
JOINING = r"(?:of|the|and|or|to|in|on|for|from|with|by|at|a|an|is|are|was|were|that|which|who|per)"
BETWEEN = rf"(?:(?!{JOINING}\b)[A-Za-z0-9][\w-]*\s+){{0,3}}?"
QUALIFIED = rf"(?:(?P<qualifier>\b(?:{QUALIFIER}))\s+)?"
NTH = rf"(?:{'|'.join(ORDINALS)}|\d+(?:st|nd|rd|th))"
PARTS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "sixth": 1 / 6, "tenth": 0.1, "eighth": 0.125}
PART = (
    r"(?:(?P<many>a|one|two|three|four|nine)[\s-]+)?(?P<part>half|thirds?|quarters?|fifths?|sixths?|eighths?|tenths?)"
)
GREAT = r"(?:largest|biggest|highest|lowest|smallest|steepest|sharpest|fastest|greatest|longest|deadliest)"
MORE = r"(?:larger|higher|lower|smaller|greater|fewer|bigger|longer|shorter|faster|more|less)"
DEGREE = r"(?:(?:far|much|well|slightly|significantly|considerably|substantially|markedly|clearly|many\s+times)\s+)?"

PATTERNS: tuple[tuple[str, str], ...] = (
    ("first_since", r"\b(?:for\s+)?(?:the\s+)?first\s+(?:[^\s.;:!?]+\s+){1,14}?since\s+"
                    r"(?:(?:early|late|mid|the\s+end\s+of)[\s-]+)?(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d"),
    ("superlative", r"\bfirst[\s-]ever(?:\s+(?!and\b|or\b|of\b|to\b|in\b|on\b)[\w’'-]+){0,2}"),
    ("superlative", rf"\b(?<!among )(?<!one of )(?:by\s+far\s+)?(?:the|its|their|his|[A-Z]\w+’s)\s+"
                    rf"(?:by\s+far\s+)?{GREAT}\b"
                    r"(?:\s+(?!since\b|of\b|in\b|to\b|and\b|for\b|by\b|ever\b)[\w-]+){0,2}"
                    r"(?:\s+(?:since\s+(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d|ever|on\s+record|to\s+date))?"),
    ("superlative", r"\b(?:record|all-time)[\s-](?:high|low|number|volume|level|amount|year|sum|figure)s?\b"),
    ("percent", rf"{QUALIFIED}(?P<number>{RANGE})\s?-?(?:%|per\s?cent\b|percent\b|percentage\s+points?\b|pp\b)"
                r"(?:\s?points?\b)?"),
    ("percent", rf"{QUALIFIED}\b{PART}(?=\s+(?:of\b|as\b|higher|lower|more|less|fewer|larger|smaller))"),
    ("percent", rf"(?<=\bby )(?:(?P<qualifier>{QUALIFIER})\s+)?{PART}\b"),
    ("amount", rf"{QUALIFIED}(?P<currency>US\$|[$€£¥₽₩₴]|\b(?:{'|'.join(CURRENCIES)}|RMB)\b)\s?(?P<number>{RANGE})"),
    ("amount", rf"{QUALIFIED}(?P<number>{RANGE})\s?(?P<currency>{CURRENCY})(?!\w)"),
    ("count", rf"{QUALIFIED}(?P<number>{RANGE})\s+{BETWEEN}(?P<noun>{'|'.join(COUNTED)})\b"),
    ("comparative", rf"\b(?P<number>{NUMBER})\s+times\s+(?:as\s+\w+\s+as|(?:the|that)\b|{MORE}(?:\s+than)?)|"
                    r"\b(?:more\s+than\s+)?twice\s+(?:as\s+\w+(?:\s+as)?|the|that)\b|\bhalf\s+as\s+\w+\s+as\b"),
    ("comparative", r"\b(?:an?\s+)?(?:two|three|four|five|six|seven|eight|nine|ten|\w*teen|twenty|hundred|\d+)-?fold\b"
                    r"(?:\s+(?:increase|rise|growth|drop|decline))?"),
    ("comparative", r"\b(?:dwarf(?:s|ed|ing)?|outnumber(?:s|ed|ing)?|outstrip(?:s|ped|ping)?|outpac(?:e|es|ed|ing)|"
                    r"exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|"
                    r"overtook|overtaken|overtak(?:es|ing)|"
                    r"outweigh(?:s|ed|ing)?)\b"),
    ("comparative", r"\b(?:(?:more\s+than|nearly|almost|roughly|about)\s+)?(?:doubled|doubling|trebled|tripled|"
                    r"tripling|quadrupled|quadrupling|halved|halving|quintupled)\b|\bdouble\s+(?:the|that|those)\b"),
    ("comparative", rf"\b{DEGREE}(?:larger|higher|lower|smaller|greater|fewer|bigger)\s+than\b"),
    ("ordinal", rf"\b{NTH}[\s-]+(?:[a-z][\w-]*\s+){{0,3}}?(?:{'|'.join(ORDERED)})\b"),
)  # fmt: skip
COMPILED = tuple((kind, re.compile(pattern, 0 if kind in ("first_since", "superlative") else re.IGNORECASE))
                 for kind, pattern in PATTERNS)  # fmt: skip
NUMBERED = re.compile(
    r"(?:\b(?:Nos?|Art|Articles?|Sections?|pages?|pp?|Figure|Table|footnote|[Qq]uestion|Resolution|"
    r"Regulation|Directive|Decision|Order|rooms?|Chapter|paragraph|paragraphs|Rule|Annex|tel|Tel|call)\.?|[§+])\s*$"
)
OUT_OF_TURN = re.compile(r"\b(?:at the highest level|one of the|among the)", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """A checkable span: its kind, its words and where they stand, and what they state.

    `low` and `high` are the stated number or its range, percentages as fractions. `qualifier` is "about" or a
    comparator from the words before the number. `unit` is a currency or the noun counted; `months` those of a period.
    """

    kind: str
    words: str
    start: int
    end: int
    low: float | None = None
    high: float | None = None
    qualifier: str = ""
    unit: str = ""
    months: Period | None = None
    base: bool = False


def spans(sentence: str, written: date | None = None) -> list[Span]:
    """What can be checked in a sentence, in its order, no two overlapping. `written` is the month it is from.

    What runs on without a stop for longer than any sentence is looked at no further.
    """
    sentence = sentence[:LONGEST]
    periods = mentions(sentence, written)
    found: list[Span] = []
    for kind, pattern in COMPILED:
        for match in pattern.finditer(sentence):
            made = _span(kind, match, sentence)
            if made and not _taken(made, found, periods):
                found.append(made)
    for mention in periods:
        if all(mention.end <= span.start or mention.start >= span.end for span in found):
            words = sentence[mention.start : mention.end]
            found.append(Span("period", words, mention.start, mention.end, months=mention.months, base=mention.base))
    return sorted(found, key=lambda span: span.start)


def _taken(made: Span, found: list[Span], periods: list[Mention]) -> bool:
    """True when other spans, or months that only look like a number, stand there already."""
    if any(made.start < other.end and other.start < made.end for other in found):
        return True
    if made.kind == "comparative" and any(
        0 <= made.start - other.end <= 1 for other in found if other.kind == "percent"
    ):
        return True  # "16 % lower than" is one thing.
    if made.kind in ("first_since", "superlative"):
        return False
    return any(made.start < period.end and period.start < made.end for period in periods)


def _span(kind: str, match: re.Match[str], sentence: str) -> Span | None:
    part = match.groupdict()
    start, end = match.span()
    low = high = None
    if part.get("number"):
        if NUMBERED.search(sentence[: match.start("number")]):
            return None
        low, high = bounds(part["number"]) or (None, None)
        if low is None or high is None:
            return None
    if kind == "percent":
        low, high = _fraction(part, low, high)
        if part.get("part") == "half" and re.match(r"\s+of\s+(?:19|20)\d\d", sentence[end:]):
            return None
    if kind == "superlative" and OUT_OF_TURN.search(sentence[max(0, start - 8) : end]):
        return None
    if kind == "ordinal":
        nth = ordinal(re.split(r"[\s-]", match[0], maxsplit=1)[0])
        low = high = float(nth) if nth else None
    unit = part.get("noun") or ""
    if part.get("currency"):
        unit = next(
            code for code, written in CURRENCIES.items() if re.fullmatch(written, part["currency"], re.IGNORECASE)
        )
    qualifier = QUALIFIERS.get(" ".join((part.get("qualifier") or "").lower().split()), "")
    return Span(
        kind, sentence[start:end], start, end, low, high, qualifier, unit.lower() if not part.get("currency") else unit
    )


def _fraction(part: dict[str, str], low: float | None, high: float | None) -> tuple[float | None, float | None]:
    if low is not None and high is not None:
        return low / 100, high / 100
    many = {"a": 1.0, None: 1.0}.get(part["many"], value(part["many"] or "") or 1.0)
    fraction = min(1.0, many * PARTS[part["part"].lower().removesuffix("s")])
    return fraction, fraction
