"""A claim on one printed page: a web page of its own that needs no network and runs no script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from dashboard import theme
from dashboard.commentary.excerpt import Excerpt, Text
from dashboard.commentary.ledger import Computed, Entry
from dashboard.commentary.turning import turning
from dashboard.commentary.verdict import REACHED
from dashboard.commentary.wording import asked, spread

MARKS = {
    "supported": "✓",
    "close": "≈",
    "not supported": "✗",
    "depends on the definition": "⑂",
    "cannot be checked here": "?",
}
"""The verdicts' icons as plain characters, which print everywhere."""

STYLE = f"""
@page {{ size: A4; margin: 14mm; }}
body {{ margin: 0 auto; max-width: 46rem; padding: 1.5rem; background: {theme.PAPER}; color: {theme.INK};
  font: 15px/1.45 system-ui, sans-serif; }}
h1, blockquote {{ font-family: Georgia, "Source Serif 4", serif; }}
h1 {{ font-size: 1.15rem; margin: 0 0 .2rem; }}
h2 {{ font-size: .8rem; margin: 1.1rem 0 .3rem; color: {theme.MUTED}; font-weight: 600; }}
p {{ margin: .3rem 0; }}
blockquote {{ margin: 1rem 0; padding-left: 1rem; border-left: 4px solid {theme.ACCENT}; font-size: 1.2rem; }}
mark {{ background: #F3DFC4; color: inherit; }}
.verdict {{ font-size: 1.2rem; font-weight: 700; }}
.muted {{ color: {theme.MUTED}; font-size: .85rem; }}
table {{ border-collapse: collapse; width: 100%; font-size: .85rem; }}
th, td {{ text-align: left; padding: .18rem .5rem .18rem 0; border-bottom: 1px solid {theme.RULE}; }}
td:nth-child(2) {{ text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; padding-right: 1rem; }}
@media print {{
  body {{ background: white; padding: 0; font-size: 9pt; line-height: 1.3; max-width: none; }}
  h2 {{ margin-top: .6rem; }} blockquote {{ margin: .6rem 0; }}
  td {{ padding-block: .08rem; }} tr {{ break-inside: avoid; }}
}}
"""


def brief(
    entry: Entry, text: Text, excerpt: Excerpt, further: Sequence[str], sources: Sequence[str], version: str
) -> str:
    """The page. `further` are sentences that other checks add, `sources` one line per source."""
    quote = escape(entry.quote)
    if entry.span:
        quote = quote.replace(escape(entry.span), f"<mark>{escape(entry.span)}</mark>", 1)
    said = "".join(f"<p>{escape(plain(words))}</p>" for words in (turning(entry), *further) if words)
    parts = [
        f"<h1>{escape(text.title)}</h1>",
        f'<p class="muted">{escape(text.attribution)}, {escape(text.published)}</p>',
        f"<blockquote>“{quote}”</blockquote>",
        f'<p class="verdict">{MARKS[entry.verdict.word]} {escape(entry.verdict.word.capitalize())}</p>',
        _outcome(entry),
        f"<h2>Our note</h2><p>{escape(plain(excerpt.annotation))}</p>",
        _readings(entry.readings, entry.unit),
        f"<h2>What it depends on</h2>{said}" if said else "",
        f'<h2>How a verdict is reached</h2><p class="muted">{escape(REACHED)} {escape(_defined(entry))}</p>',
        "<h2>Sources</h2>" + "".join(f'<p class="muted">{escape(line)}</p>' for line in sources) if sources else "",
        f'<p class="muted">Computed by Waybill from data version {escape(version)}.</p>',
    ]
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(entry.id)}: {escape(entry.verdict.word)}'
        f"</title><style>{STYLE}</style></head><body>{''.join(parts)}</body></html>\n"
    )


def plain(markdown: str) -> str:
    """Our Markdown without its marks: links keep their words."""
    return re.sub(r"\*\*?|`", "", re.sub(r"\[([^\]]*)\]\([^)\s]*\)", r"\1", markdown))


def _outcome(entry: Entry) -> str:
    if not entry.metric:
        return f"<p>{escape(entry.why)}</p>"
    came = spread(entry.computed, entry.unit) if entry.computed else "nothing"
    said = asked(entry.comparator, entry.stated, entry.unit)
    tally = entry.tally[0].upper() + entry.tally[1:]
    return (
        f"<p>Stated: <b>{escape(said)}</b>. Computed as worded: <b>{escape(came)}</b>. {escape(tally)}.</p>"
        f'<p class="muted">Tolerance: {escape(entry.because)}.</p>'
    )


def _readings(readings: Sequence[Computed], unit: str) -> str:
    if not readings:
        return ""
    rows = "".join(
        f"<tr><td>{escape(r.label)}{' (as worded)' if r.as_worded else ''}</td>"
        f"<td>{escape(spread(r.value, unit) if r.value else '–')}</td>"
        f"<td>{'✓ holds' if r.holds else escape(r.problem) or 'does not hold'}</td></tr>"
        for r in readings
    )
    return f"<h2>Readings</h2><table><tbody>{rows}</tbody></table>"


def _defined(entry: Entry) -> str:
    return f"“{entry.verdict.word.capitalize()}” means: {entry.verdict.definition}"
