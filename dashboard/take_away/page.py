"""The chart as one file that still answers questions: interactive, with its table, without a network."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from html import escape
from math import ceil
from pathlib import Path
from string import Template

import plotly.graph_objects as go

from dashboard import theme
from dashboard.chart import Exhibit
from dashboard.take_away import axes
from dashboard.take_away.cells import Cell, columns
from dashboard.take_away.facts import facts
from dashboard.take_away.frame import grown, on_paper, text_size

NUMBER = ' class="number"'
TEXT, LABEL = 14, 150
"""Pixels of the text, and of the names of bars before they go to a second line on a phone."""

DRAW = """
const drawing = JSON.parse(document.getElementById("drawing").textContent);
Plotly.newPlot("chart", drawing.figure.data, drawing.figure.layout, drawing.config);
"""


def html_bytes(exhibit: Exhibit) -> bytes:
    """The exhibit as a page of its own, in UTF-8. It draws offline, and is told to load nothing."""
    plotly = _plotly()
    sourced = [exhibit.chart.caveat, f"Source: {exhibit.source_line}" if exhibit.sources else ""]
    known = facts(exhibit)
    filled = _template().substitute(
        paper=theme.PAPER,
        panel=theme.PANEL,
        ink=theme.INK,
        rule=theme.RULE,
        accent=theme.ACCENT,
        muted=theme.MUTED,
        allowed=f"{_allowed(plotly)} {_allowed(DRAW)}",
        question=escape(exhibit.question),
        measure=escape(exhibit.measure),
        filters="".join(f"<li>{escape(name)}: {escape(words)}</li>" for name, words in exhibit.filters),
        summary=escape(exhibit.summary),
        count=theme.number(len(exhibit.rows)),
        table=_table(columns(exhibit.rows)),
        facts="".join(f"<dt>{escape(name)}</dt><dd>{_linked(words)}</dd>" for name, words in known),
        footer="".join(f"<p>{escape(words)}</p>" for words in sourced if words),
        version=escape(exhibit.version),
        drawing=_drawing(exhibit),
        least=ceil(grown(exhibit, text_size(exhibit))),
        plotly=plotly,
        draw=DRAW,
    )
    return filled.encode("utf-8", errors="replace")


@lru_cache(maxsize=1)
def _template() -> Template:
    return Template((Path(__file__).parent / "page.html").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _plotly() -> str:
    """plotly.js, about 5 MB. Line ends are made those a browser hashes."""
    from plotly.offline import get_plotlyjs

    return str(get_plotlyjs()).replace("\r\n", "\n").replace("\r", "\n")


@lru_cache(maxsize=2)
def _allowed(script: str) -> str:
    """The one script that may run, by its hash: text that slipped in as a script would not."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def _drawing(exhibit: Exhibit) -> str:
    """The figure and plotly's settings as JSON that cannot end the script it stands in."""
    size = text_size(exhibit) if grown(exhibit, TEXT) else TEXT
    drawing = on_paper(exhibit, size)
    axes.broken_labels(drawing["data"], drawing["layout"], LABEL, size)
    for fixed in ("width", "height"):
        drawing["layout"].pop(fixed, None)
    drawing["layout"].update(autosize=True, dragmode="pan" if exhibit.chart.over_time else False)
    config = {
        "responsive": True,
        "displaylogo": False,
        "showSendToCloud": False,  # plotly's own button that uploads the chart
        "modeBarButtonsToRemove": ["autoScale2d", "select2d", "lasso2d"],
        "toImageButtonOptions": {"filename": exhibit.file_stem, "scale": 2},
    }
    written = f'{{"figure":{go.Figure(drawing, _validate=False).to_json()},"config":{json.dumps(config)}}}'
    return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _linked(words: str) -> str:
    """Words as HTML, as a link where they are an address of the web and nothing else."""
    if words.startswith(("https://", "http://")) and " " not in words:
        return f'<a href="{escape(words)}" rel="noreferrer">{escape(words)}</a>'
    return escape(words)


def _table(table: dict[str, list[Cell]]) -> str:
    """The rows as an HTML table, whole."""
    numeric = [all(value is None or _is_number(value) for value in cells) for cells in table.values()]
    head = _row("th", table, numeric)
    body = "".join(_row("td", (_shown(value) for value in row), numeric) for row in zip(*table.values(), strict=True))
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def _row(tag: str, texts: Iterable[str], numeric: list[bool]) -> str:
    opening = f'<{tag} scope="col"' if tag == "th" else f"<{tag}"
    made = (
        f"{opening}{NUMBER if right else ''}>{escape(text)}</{tag}>" for text, right in zip(texts, numeric, strict=True)
    )
    return f"<tr>{''.join(made)}</tr>"


def _is_number(value: Cell) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: Cell) -> str:
    """A cell as people read it: long numbers in groups of three, a missing value as a dash."""
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) == float("inf"):
        return str(value)
    if abs(value) < 10_000:
        return f"{value:.10g}".replace("-", "−")
    return theme.number(value, 0 if value == round(value) else 2)
