"""Checks that every quotation stands in the text it is taken from, exactly once and in order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboard.commentary.excerpt import QUOTED_SHARE, Excerpt, Text


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


def faults(commentaries: Sequence[Text], full: str) -> list[str]:
    """What is wrong with the quotations of the one commentary that a full text belongs to.

    It belongs to the one of which most quotations stand in it. A commentary that quotes too much of it is at
    fault too.
    """
    flat = " ".join(full.split())
    found = [sum(" ".join(e.quote.split()) in flat for e in commentary.excerpts) for commentary in commentaries]
    if not any(found):
        return ["no quotation of any commentary stands in this text; give the text that was quoted from"]
    own = commentaries[found.index(max(found))]
    told = misplaced(own, full)
    if (share := quoted_share(own, full)) > QUOTED_SHARE:
        told.append(f"{own.name}.md: {share:.0%} of the text is quoted, more than {QUOTED_SHARE:.0%}; quote less")
    return told


def quoted_share(commentary: Text, full: str) -> float:
    """The words quoted as a fraction of all words of the full text."""
    return sum(len(excerpt.quote.split()) for excerpt in commentary.excerpts) / max(1, len(full.split()))


def _pattern(excerpt: Excerpt) -> str:
    before, quote, after = (re.escape(" ".join(p.split())) for p in (excerpt.before, excerpt.quote, excerpt.after))
    return f"{before} ?(?P<quote>{quote}) ?{after}"
