"""From a text to a draft: every passage with something to check in it, quoted, anchored and with a suggestion."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from dashboard.annotate import ammunition, happenings, trade
from dashboard.annotate.months import LONGEST
from dashboard.annotate.places import named
from dashboard.annotate.sentences import Sentence, flat, sentences
from dashboard.annotate.spans import Span, spans
from dashboard.annotate.suggestion import Passage, Suggestion
from dashboard.commentary.excerpt import QUOTE_WORDS
from dashboard.metrics.definition import Tables

TOPICS = {
    "trade": r"\b(exports?|exported|imports?|imported|trade|sales|customs|turnover|surplus|deficit)\b",
    "ammunition": r"\b(ammunition|munitions?|shells?|rounds|artillery|containers?|howitzers?|projectiles?)\b",
    "sanctions": r"\b(sanction\w*|packages?|designat\w*|listings?|entries|embargo\w*|fro[zs]en?|price cap|vessels?)\b",
    "diplomacy": r"\b(visit\w*|trips?|met|meetings?|summits?|travell?ed|went to|treaty|pacts?|sign(?:ed|ing)|veto\w*|"
                 r"ambassadors?|arrived|elect\w*|resolution|votes?)\b",
}  # fmt: skip
HAPPENED = re.compile(
    r"\b(met|visited|travell?ed|went|arrived|signed|adopted|imposed|vetoed|launched|announced|agreed|delivered|sent|"
    r"listed|sanctioned|designated|received|made an? [\w ]*visit|held|voted|entered into force|ratified|invaded)\b"
)
CUT = re.compile(r"[;:,–—]\s+|\s+[–—-]\s+")
LEAD = re.compile(r"^(?:and|but|while|as|or|Accordingly,|Furthermore,|Moreover,|Importantly,|Thus,)\s+")
MOST = 500
"""More passages than this nobody confirms one by one; a longer text is given in parts."""

CONTEXT = (6, 12, 24, 48)
REACH = 2000
"""Words around a quotation that are tried until it is the only one, and the letters they are taken from."""


@dataclass(frozen=True)
class Proposal:
    """A passage to check. `quote` stands in the text between `before` and `after`; `span` is highlighted in it."""

    quote: str
    before: str
    after: str
    span: str
    kind: str
    topic: str
    spans: tuple[Span, ...]
    countries: tuple[str, ...]
    suggestion: Suggestion | None

    @property
    def confidence(self) -> str:
        """High when a claim is complete, medium when tables are known that speak of it, otherwise low."""
        if self.suggestion is None:
            return "low"
        if self.suggestion.complete:
            return "high"
        return "medium" if self.suggestion.events or len(self.countries) > 1 else "low"


@dataclass(frozen=True)
class _Remembered:
    """Tables that are asked each question once: the sentences of a text ask for much the same."""

    tables: Tables
    answers: dict[str, pd.DataFrame] = field(default_factory=dict)

    def rows(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """The rows, as the tables gave them the first time."""
        asked = f"{sql} {sorted(parameters.items())}"
        if asked not in self.answers:
            self.answers[asked] = self.tables.rows(sql, **parameters)
        return self.answers[asked]


def propose(text: str, written: date | None, tables: Tables) -> list[Proposal]:
    """Every proposal for a text in its order, up to MOST of them. `written` is the month the text is from."""
    whole, remembered = flat(text), _Remembered(tables)
    made: list[Proposal] = []
    for sentence in sentences(text):
        for start, end, head in _passages(sentence, written):
            proposal = _proposal(whole, sentence.start + start, sentence.start + end, head, written, remembered)
            if proposal:
                made.append(proposal)
            if len(made) == MOST:
                return made
    return made


def topic(words: str) -> str:
    """What words speak of; empty when it is none of the four topics."""
    counts = {name: len(re.findall(pattern, words, re.IGNORECASE)) for name, pattern in TOPICS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


def _passages(sentence: Sentence, written: date | None) -> list[tuple[int, int, Span]]:
    """Start, end and head of each passage of a sentence: the whole of it, or its parts where it says several things."""
    text = sentence.text[:LONGEST]
    found = spans(text, written)
    heads = [span for span in found if span.kind != "period"]
    words = len(text.split())
    ended = text.rstrip('"”’»)]')[-1:] in ".!?…"
    if heads and words <= QUOTE_WORDS:
        return [(0, len(text), heads[0])]
    parts = _parts(text)
    if heads:
        return [
            (*_around(text, parts, head), head)
            for n, head in enumerate(heads)
            if not any(_part(parts, head) == _part(parts, earlier) for earlier in heads[:n])
        ]
    dated = [span for span in found if not span.base and span.months]
    if words <= QUOTE_WORDS:
        fit = ended and dated and _happened(text)
        return [(0, len(text), dated[0])] if fit else []
    chosen = [(*_part(parts, span), span) for span in dated]
    told = [(a, b, span) for a, b, span in chosen if _happened(text[a:b])]
    return [one for n, one in enumerate(told) if one[:2] not in [earlier[:2] for earlier in told[:n]]]


def _happened(words: str) -> bool:
    return bool(HAPPENED.search(words)) and bool(named(words))


def _parts(text: str) -> list[tuple[int, int]]:
    """The parts of a long sentence between its commas, colons and dashes."""
    parts, start = [], 0
    for cut in CUT.finditer(text):
        parts.append((start, cut.start()))
        start = cut.end()
    return [part for part in [*parts, (start, len(text))] if part[0] < part[1]]


def _part(parts: list[tuple[int, int]], span: Span) -> tuple[int, int]:
    """The part, or the run of parts, that a span lies in."""
    start = max((a for a, _ in parts if a <= span.start), default=span.start)
    return start, min((b for _, b in parts if b >= span.end), default=span.end)


def _around(text: str, parts: list[tuple[int, int]], span: Span) -> tuple[int, int]:
    """The span's part, with its neighbours as long as the whole stays short."""
    start, end = _part(parts, span)
    for a, _ in reversed([part for part in parts if part[0] < start]):
        if len(text[a:end].split()) > QUOTE_WORDS * 3 // 4 or len(text[start:end].split()) > 8:
            break
        start = a
    return start, end


def _proposal(whole: str, start: int, end: int, head: Span, written: date | None, tables: Tables) -> Proposal | None:
    """The proposal for a passage that stands at `start` to `end` of the flat text; None where it cannot be anchored."""
    start, end = _trimmed(whole, start, end)
    placed = _anchored(whole, start, end)
    if placed is None:
        return None
    start, end, before, after = placed
    quote = whole[start:end]
    found = tuple(spans(quote, written))
    heads = [s for s in found if s.kind == head.kind] or [s for s in found if s.kind != "period"] or list(found)
    if not heads:
        return None
    places = tuple(named(quote))
    passage = Passage(quote, found, heads[0], places, topic(heads[0].words) or topic(quote), written)
    suggestion = _suggested(passage, tables)
    last = _reach(quote, heads[0], found)
    span = quote[heads[0].start : last]
    return Proposal(
        quote, before, after, span if quote.count(span) == 1 else "", heads[0].kind, passage.topic, found,
        tuple(dict.fromkeys(one.code for one in places)), suggestion,
    )  # fmt: skip


def _suggested(passage: Passage, tables: Tables) -> Suggestion | None:
    kind = passage.head.kind
    if kind in ("first_since", "ordinal", "superlative", "period") and passage.topic != "trade":
        return happenings.suggest(passage, tables) if passage.topic else None
    if passage.topic == "trade":
        return trade.suggest(passage, tables)
    if passage.topic == "ammunition":
        return ammunition.suggest(passage, tables)
    return happenings.suggest(passage, tables) if passage.topic in ("sanctions", "diplomacy") else None


def _reach(quote: str, head: Span, found: tuple[Span, ...]) -> int:
    """Where the highlight ends: after the comparison that follows the number, if one does."""
    following = [s for s in found if s.base and 0 <= s.start - head.end <= 40]
    return following[0].end if following else head.end


def _trimmed(whole: str, start: int, end: int) -> tuple[int, int]:
    """Without a joining word in front and without the stop at the end."""
    lead = LEAD.match(whole[start:end])
    start += lead.end() if lead else 0
    kept = whole[start:end].rstrip(" .,;:!?…–—")
    words = [match.end() for match in re.finditer(r"\S+", kept)]
    return start, start + (words[QUOTE_WORDS - 1] if len(words) > QUOTE_WORDS else len(kept))


def _anchored(whole: str, start: int, end: int) -> tuple[int, int, str, str] | None:
    """The passage with as many words around it as make it the only one; a word is given up at the text's edges."""
    if not whole[max(0, start - REACH) : start].strip():
        gap = whole.find(" ", start, end)
        start = gap + 1 if gap > 0 else end
    if not whole[end : end + REACH].strip():
        end = max(whole.rfind(" ", start, end), start)
    if not whole[start:end].strip():
        return None
    alone = _only(whole, whole[start:end])
    for most in CONTEXT:
        before = " ".join(whole[max(0, start - REACH) : start].split()[-most:])
        after = " ".join(whole[end : end + REACH].split()[:most])
        left, right = whole.rfind(before, 0, start), whole.find(after, end) + len(after)
        if alone or _only(whole, whole[left:right]):
            return start, end, before, after
    return None


def _only(whole: str, words: str) -> bool:
    """True when the words stand in the text once."""
    first = whole.find(words)
    return first >= 0 and whole.find(words, first + 1) < 0


def kept(proposals: list[Proposal]) -> list[Proposal]:
    """Those that can be written down: something held speaks of them, and no two of the same words."""
    seen: set[str] = set()
    chosen = []
    for proposal in proposals:
        if proposal.suggestion and proposal.quote not in seen:
            seen.add(proposal.quote)
            chosen.append(proposal)
    return chosen
