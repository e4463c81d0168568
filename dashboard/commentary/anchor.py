"""Checks that every quotation stands in the text it is taken from, exactly once and in order."""

from __future__ import annotations

import re

from dashboard.commentary.excerpt import Excerpt, Text


def misplaced(commentary: Text, full: str) -> list[str]:
    """A sentence for every excerpt that does not stand in the full text between the words around it.

    White space counts as one blank, because line breaks differ between copies. Empty when all fit.
    """
    flat = " ".join(full.split())
    faults: list[str] = []
    reached = 0
    for excerpt in commentary.excerpts:
        found = [match.start("quote") for match in re.finditer(_pattern(excerpt), flat)]
        where = f"{commentary.name}.md, section {excerpt.id}"
        if len(found) != 1:
            times = "more than once" if found else "nowhere"
            faults.append(f"{where}: the words before, quoted and after stand {times} in the text; copy them anew")
        elif found[0] < reached:
            faults.append(f"{where}: it comes earlier in the text than the excerpt above it; reorder them")
        else:
            reached = found[0]
    return faults


def quoted_share(commentary: Text, full: str) -> float:
    """The words quoted as a fraction of all words of the full text."""
    return sum(len(excerpt.quote.split()) for excerpt in commentary.excerpts) / max(1, len(full.split()))


def _pattern(excerpt: Excerpt) -> str:
    before, quote, after = (re.escape(" ".join(p.split())) for p in (excerpt.before, excerpt.quote, excerpt.after))
    return f"{before} ?(?P<quote>{quote}) ?{after}"
