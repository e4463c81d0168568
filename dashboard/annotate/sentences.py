"""Splits a text into sentences that know where they stand in it, by rules that a reader can follow."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashboard.annotate import words as listed

ABBREVIATIONS = frozenset(
    listed(
        "mr mrs ms dr prof sr jr st gen lt col maj sgt capt adm gov sen rep hon rev amb vs etc approx ca cf al "
        "fig figs no nos art arts para paras sec ch vol pp ed eds inc ltd co corp dept est min max jan feb mar "
        "apr jun jul aug sep sept oct nov dec mio mrd bn resp incl excl ref tel op reg doc"
    )
)
"""Words that a full stop is part of. Those that also end sentences ("no", "co") count only where a number or a
small letter follows."""
AMBIGUOUS = frozenset(
    listed("no co al st min max mar art ed sec inc ltd corp etc jan feb apr jun jul aug sep oct nov dec bn mio mrd")
)
END = re.compile(r"(?P<mark>[.!?…]+)(?P<close>[\"'”’»)\]]*)(?P<gap>\s+)(?=(?P<next>[\"'“‘«(\[]*\S))")


@dataclass(frozen=True)
class Sentence:
    """A sentence with single blanks, and where it starts in the text with single blanks throughout."""

    text: str
    start: int


def flat(text: str) -> str:
    """The text with every run of white space as one blank, which is how anchors are compared."""
    return " ".join(text.split())


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order. A blank line ends one whatever stands there; nothing is left out."""
    found: list[Sentence] = []
    at = 0
    for paragraph in re.split(r"\n[^\S\n]*\n\s*", text):
        words = flat(paragraph)
        for start, end in _cuts(words):
            found.append(Sentence(words[start:end], at + start))
        at += len(words) + 1 if words else 0
    return found


def _cuts(paragraph: str) -> list[tuple[int, int]]:
    """Where each sentence of a paragraph starts and ends."""
    cuts, start = [], 0
    for mark in END.finditer(paragraph):
        if _ends(paragraph, mark):
            cuts.append((start, mark.end("close")))
            start = mark.end("gap")
    if start < len(paragraph):
        cuts.append((start, len(paragraph)))
    return cuts


def _ends(paragraph: str, mark: re.Match[str]) -> bool:
    """True when this stop ends a sentence and is no part of an abbreviation, an initial or a number."""
    following = mark["next"][-1]
    if following.islower():
        return False
    if mark["mark"] != ".":
        return True
    word = re.search(r"[^\s(\[“\"‘]*$", paragraph[max(0, mark.start() - 40) : mark.start()])
    before = word[0] if word else ""
    plain = before.lower().strip("’'")
    if re.fullmatch(r"[A-Z]", before) or plain in ("e.g", "i.e", "p", "pp"):
        return False
    if re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", before):  # U.S. ends a sentence now and then; a.m. as well.
        return (
            not following.isdigit()
            and re.match(r"(The|A|An|It|This|That|In|On|He|She|They|But|And)\b", paragraph[mark.end("gap") :])
            is not None
        )
    if plain in AMBIGUOUS:
        return not following.isdigit() and plain not in ("st", "art")
    return plain not in ABBREVIATIONS
