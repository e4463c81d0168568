"""A draft commentary: what a text says that can be checked, for somebody to confirm; as a list and as a file."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from textwrap import fill

from dashboard.annotate.extract import NotReadable, extract
from dashboard.annotate.months import newest
from dashboard.annotate.propose import MOST, Proposal, kept, propose
from dashboard.annotate.sentences import flat, sentences
from dashboard.metrics.definition import Tables

WIDTH = 116


@dataclass(frozen=True)
class Draft:
    """A text's particulars and its proposals. `published` is empty when neither the text nor the user says it."""

    name: str
    title: str
    publisher: str
    published: str
    link: str
    guessed: str
    proposals: tuple[Proposal, ...]

    @property
    def kept(self) -> list[Proposal]:
        """The proposals that can be written down."""
        return kept(list(self.proposals))


def draft(
    content: bytes, name: str, tables: Tables, *, title: str = "", publisher: str = "", published: str = ""
) -> Draft:
    """The draft for a file. Particulars given here count more than those in the file.

    Raises NotReadable for a file without text, and for a date that is none.
    """
    document = extract(content, name)
    stem = PurePath(name).stem
    said = published or _day(document.published)
    month = month_of(said) if said else newest(sentence.text for sentence in sentences(document.text))
    if said and month is None:
        raise NotReadable(f"“{said}” is no date; write a month or a day, such as 2024-06 or 2024-06-19.")
    guessed = "" if said or month is None else "the newest month that the text names"
    return Draft(
        name=slug(stem, "_") or "text",
        title=flat(title) or flat(document.title) or _headline(document.text) or stem,
        publisher=flat(publisher) or flat(document.publisher) or "Publisher to be named",
        published=said or (f"{month:%Y-%m}" if month else ""),
        link=document.link,
        guessed=guessed,
        proposals=tuple(propose(document.text, month, tables)),
    )


def slug(words: str, joint: str) -> str:
    """Words as a name: small letters, digits and joints."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return joint.join(re.findall(r"[a-z0-9]+", plain.lower()))[:60].strip(joint)


def as_text(made: Draft) -> str:
    """The draft for the terminal: each passage with what was found in it and what is suggested."""
    dated = made.published or "not known; give --date"
    lines = [f"{made.title} ({made.publisher}; {dated}{', ' + made.guessed if made.guessed else ''})"]
    for number, proposal in enumerate(made.proposals, 1):
        lines += ["", *_told(number, proposal)]
    ready = sum(1 for p in made.kept if p.suggestion and p.suggestion.complete)
    lines += ["", f"{len(made.proposals)} passages can be checked; {ready} are suggested as complete claims."]
    if len(made.proposals) == MOST:
        lines.append(f"These are the first {MOST}; give a longer text in parts.")
    return "\n".join(lines)


def _told(number: int, proposal: Proposal) -> list[str]:
    found = "; ".join(f"{span.kind} “{span.words}”" for span in proposal.spans)
    lines = [fill(f"“{proposal.quote}”", WIDTH, initial_indent=f"{number:>3}. ", subsequent_indent="     ")]
    lines.append(f"     {proposal.confidence} confidence · {proposal.topic or 'other topic'} · {found}")
    suggestion = proposal.suggestion
    if suggestion is None:
        return [*lines, "     no table held speaks of this; it is left out of the file"]
    lines.append(f"     {suggested(proposal)}")
    if suggestion.open:
        lines.append(f"     to be decided: {'; '.join(suggestion.open)}")
    return lines


def suggested(proposal: Proposal) -> str:
    """What is suggested for a proposal, in one line."""
    suggestion = proposal.suggestion
    if suggestion is None:
        return "no table held speaks of this"
    parts = [suggestion.metric or f"chart {suggestion.chart}"]
    if proposal.countries:
        parts.append(", ".join(proposal.countries))
    if suggestion.cited:
        parts.append(suggestion.cited.label)
    if suggestion.stated is not None:
        parts.append(f"{suggestion.comparator.replace('_', ' ')} {suggestion.stated:g} ({suggestion.because})")
    if suggestion.readings:
        parts.append(f"{len(suggestion.readings)} readings")
    return " · ".join([*parts, suggestion.why])


def _headline(text: str) -> str:
    """The first line, without the path to the page, where it is short enough to be a title."""
    first = flat(next((line for line in text.splitlines() if line.strip()), "")).rsplit(" / ", 1)[-1]
    return first if 0 < len(first) <= 140 else ""


def _day(text: str) -> str:
    """A day or month at the start of what a page says about its date; empty when there is none."""
    found = re.match(r"\d{4}-\d\d(?:-\d\d)?(?!\d)", text)
    return found[0] if found and month_of(found[0]) else ""


def month_of(text: str) -> date | None:
    """The month of a day or month written as ISO 8601; None for anything else."""
    try:
        day = date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        return None
    return day.replace(day=1) if len(text) in (7, 10) and 1900 <= day.year <= 2100 else None
