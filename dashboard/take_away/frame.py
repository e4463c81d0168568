"""A figure that leaves the page has to say by itself what it shows: question, measure, filters, source."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Any

import plotly.graph_objects as go

from dashboard import theme
from dashboard.chart import Exhibit
from dashboard.take_away import axes, facts, words

SERIF = "'Source Serif', Georgia, 'Times New Roman', serif"
SANS = "'Source Sans', Arial, Helvetica, sans-serif"

EDGE = 48
"""Pixels of paper on each side."""

TITLE, SUBTITLE, TEXT, FOOTER = 30, 18, 16, 13.5
"""Font sizes in pixels of a picture 1200 pixels wide; long titles and footers are set smaller."""

ON_PAGE = 12
"""Pixels of the text of a figure on the page."""

TALL = 800
"""Pixels from which on a figure is as tall as it has rows: its picture grows with it, so that its words stay apart."""

LINE = 1.3
"""Plotly's line height, in font sizes."""

MARK = 90
"""Pixels kept free for the name at the bottom right."""

LABEL = 280
"""Pixels after which the name of a bar goes to a second line."""

AXIS: Mapping[str, Any] = {
    "gridcolor": "#E6E1D6",
    "linecolor": "#B9B3A5",
    "tickcolor": "#B9B3A5",
    "zerolinecolor": "#8F897C",
    "zerolinewidth": 1,
    "tickfont": {"color": theme.MUTED},
    "title": {"font": {"color": theme.MUTED}},
}
PAPER: Mapping[str, Any] = {
    "layout": {
        "xaxis": AXIS,
        "yaxis": {**AXIS, "ticklabelstandoff": 6},
        "colorway": theme.SPARE,
        "hoverlabel": {"bgcolor": theme.PAPER, "bordercolor": theme.RULE, "font": {"color": theme.INK}},
    }
}


def on_paper(exhibit: Exhibit, size: float) -> dict[str, Any]:
    """A copy of the exhibit's figure as data and layout, with its own fonts and the colours of light paper.

    `size` is that of the text in pixels; text that the chart wrote smaller or larger keeps its proportion.
    """
    copied: dict[str, Any] = deepcopy(exhibit.figure.to_plotly_json())
    layout: dict[str, Any] = copied.get("layout", {})
    scales = [axis for name, axis in layout.items() if name.startswith(("xaxis", "yaxis"))]
    for holder, kind in [
        *((note, "font") for note in layout.get("annotations") or ()),
        *((axis, "tickfont") for axis in scales),
        *((trace, "textfont") for trace in copied["data"]),
    ]:
        font = holder.get(kind) or {}
        if kind == "font" or "size" in font:
            holder[kind] = {**font, "size": round(font.get("size", ON_PAGE) * size / ON_PAGE, 1)}
    font = {"family": SANS, "size": size, "color": theme.INK}
    explicit = {"template": PAPER, "font": font, "paper_bgcolor": theme.PAPER, "plot_bgcolor": theme.PAPER}
    return {"data": copied["data"], "layout": {**layout, **explicit}}


@dataclass(frozen=True)
class Print:
    """The words around the plot, already in lines, and their font sizes in pixels."""

    title: list[str]
    subtitle: list[str]
    footer: list[str]
    title_size: float
    footer_size: float

    @property
    def head(self) -> float:
        """Pixels from the top of the paper to the end of the subtitle."""
        return 34 + LINE * (self.title_size * len(self.title) + SUBTITLE * len(self.subtitle)) + 12

    @property
    def foot(self) -> float:
        """Pixels from the rule above the footer to the bottom of the paper."""
        return 10 + LINE * self.footer_size * len(self.footer) + 26


def _printed(exhibit: Exhibit, room: float, height: float) -> Print:
    """The words in the largest type that leaves the plot half of the height."""
    version = f"Data version {exhibit.version}."
    source = f"Source: {exhibit.source_line}. {version}" if exhibit.sources else version
    for scale in (1, 0.9, 0.8, 0.7):
        title_size, footer_size = TITLE * scale, FOOTER * scale
        made = Print(
            title=words.lines(exhibit.question, room, title_size),
            subtitle=words.lines(f"{exhibit.measure} · {facts.filters(exhibit)}", room, SUBTITLE),
            footer=[
                line
                for part in (exhibit.chart.caveat, facts.gaps(exhibit), source)
                for line in words.lines(part, room - MARK, footer_size)
            ],
            title_size=title_size,
            footer_size=footer_size,
        )
        if made.head + made.foot <= height / 2:
            break
    return made


@lru_cache(maxsize=32)
def framed(exhibit: Exhibit, width: int = 1200, height: int = 675) -> go.Figure:
    """The exhibit's figure with title, measure, filters and source inside, on light paper.

    `width` and `height` are in pixels; a figure with many rows is taller. The exhibit's own figure is left alone.
    Framed figures are shared too, so the caller is not to change them.
    """
    size = text_size(exhibit)
    drawing = on_paper(exhibit, size)
    data, layout = drawing["data"], drawing["layout"]
    room = width - 2 * EDGE
    tall = grown(exhibit, size)
    printed = _printed(exhibit, room, max(height, tall))
    if tall:
        height = ceil(tall + printed.head + printed.foot)
    axes.broken_labels(data, layout, LABEL, size)
    own = {"l": 8, "r": 12, "t": 28, "b": 8, **(layout.get("margin") or {})}
    legend = axes.legend_rows(data, layout, room, size) * size * 1.6
    below = own["b"] + axes.room_below(data, layout, room, size)
    margin = {
        "l": EDGE + own["l"] + axes.room_beside(data, layout, size),
        "r": EDGE + own["r"] * size / ON_PAGE,
        "t": printed.head + max(own["t"] * size / ON_PAGE, legend + 16 if legend else 0),
        "b": below + printed.foot,
        "pad": 0,
    }
    layout.update(
        width=width,
        height=height,
        autosize=False,
        margin=margin,
        hovermode=False,
        dragmode=False,
        title={"text": ""},
        annotations=[*(layout.get("annotations") or ()), *_notes(printed, margin, below)],
        shapes=[*(layout.get("shapes") or ()), *_rules(room, margin, below)],
    )
    if legend:
        place = {"x": (EDGE - 5) / width, "xref": "container", "xanchor": "left", "yref": "container"}
        layout["legend"] = {
            **(layout.get("legend") or {}),
            **place,
            "y": 1 - printed.head / height,
            "yanchor": "top",
        }
    return go.Figure({"data": data, "layout": layout}, _validate=False)


def grown(exhibit: Exhibit, size: float) -> float:
    """The pixels that a figure with many rows needs with text of this size; 0 for one that can be set lower."""
    tall = float(exhibit.figure.to_dict()["layout"].get("height") or 0)
    return tall * size / ON_PAGE if tall > TALL else 0.0


def text_size(exhibit: Exhibit) -> float:
    """The size of the text in the plot: smaller where a chart is tall on the page, because it holds more."""
    tall = exhibit.figure.layout.height or 0
    return max(13.0, min(float(TEXT), TEXT * 440 / tall)) if tall else float(TEXT)


def _notes(printed: Print, margin: Mapping[str, float], below: float) -> list[dict[str, Any]]:
    """Title, subtitle, footer and mark, each placed in pixels from the plot's corners.

    Plotly's own title is not used, because it moves up with every line it has.
    """
    held = {"xref": "paper", "yref": "paper", "showarrow": False, "borderpad": 0, "borderwidth": 0}
    start = {
        **held,
        "x": 0,
        "xanchor": "left",
        "xshift": EDGE - margin["l"] - 1,
        "align": "left",
        "yanchor": "top",
    }
    title = {"family": SERIF, "size": printed.title_size, "color": theme.INK, "weight": 600}
    subtitle = {"family": SANS, "size": SUBTITLE, "color": theme.MUTED}
    footer = {"family": SANS, "size": printed.footer_size, "color": theme.MUTED}
    mark = {"family": SERIF, "size": TEXT + 1, "color": theme.ACCENT, "weight": 600}
    top = margin["t"] - 30
    lower = top - LINE * printed.title_size * len(printed.title) - 4
    return [
        {**start, "y": 1, "yshift": top, "text": words.drawn(printed.title), "font": title},
        {**start, "y": 1, "yshift": lower, "text": words.drawn(printed.subtitle), "font": subtitle},
        {**start, "y": 0, "yshift": -below - 10, "text": words.drawn(printed.footer), "font": footer},
        {**held, "x": 1, "xanchor": "right", "xshift": margin["r"] - EDGE, "y": 0, "yanchor": "bottom",
         "yshift": 24 - margin["b"], "text": "Waybill", "font": mark},
    ]  # fmt: skip


def _rules(room: float, margin: Mapping[str, float], below: float) -> list[dict[str, Any]]:
    """The accent at the very top and the quiet rule above the footer."""
    left, top = EDGE - margin["l"], margin["t"]
    held = {
        "type": "rect", "xref": "paper", "yref": "paper", "xsizemode": "pixel", "ysizemode": "pixel",
        "xanchor": 0, "line": {"width": 0}, "layer": "above", "x0": left,
    }  # fmt: skip
    return [
        {**held, "yanchor": 1, "x1": left + 56, "y0": top, "y1": top - 7, "fillcolor": theme.ACCENT},
        {**held, "yanchor": 0, "x1": left + room, "y0": -below, "y1": -below - 1, "fillcolor": theme.RULE},
    ]
