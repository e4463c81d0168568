"""Charts with a row per thing and its words above it, so that they read on a phone: panels with axes of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import theme
from dashboard.chart import Plain

ROW, LINE, TITLE, AXIS, MARGIN = 42, 15, 28, 34, 20
"""Pixels of a row with one line of words, of a further line, of a panel's title, of its axis, and around all."""
LETTERS = 58
"""What fits above a row on a phone; what matters most comes first, the whole is under the pointer and in the record."""
ROOM = 1.12
"""How far an axis reaches beyond its largest number."""


@dataclass(frozen=True)
class Panel:
    """Rows that share an axis from nothing to `most`: their names from top to bottom, and how ticks are written."""

    title: str
    names: Sequence[str]
    most: float
    ticks: str = "~s"
    suffix: str = ""


def figure(
    panels: Sequence[Panel], traces: Sequence[Plain], notes: Sequence[Plain], lines: int = 1, **layout: Any
) -> Plain:
    """The panels below each other; traces and notes stand on `x`, `y`, `x2`, `y2` … in the order of the panels.

    `lines` is how many lines of words stand above each row.
    """
    row = ROW + (lines - 1) * LINE
    height = sum(len(panel.names) * row + TITLE + AXIS for panel in panels)
    titles: list[Plain] = []
    top = height
    for position, panel in enumerate(panels):
        tail = axis(position)
        titles.append(title(panel.title, top / height))
        high, low = top - TITLE, top - TITLE - len(panel.names) * row
        layout[f"xaxis{tail}"] = {
            "anchor": f"y{tail}",
            "type": "linear",
            "range": [0, panel.most * ROOM],
            "nticks": 6,
            "showgrid": True,
            "fixedrange": True,
            "tickformat": panel.ticks,
            "ticksuffix": panel.suffix,
        }
        layout[f"yaxis{tail}"] = {
            "domain": [low / height, high / height],
            "anchor": f"x{tail}",
            "type": "category",
            "categoryorder": "array",
            "categoryarray": list(reversed(panel.names)),
            "range": [-0.6, len(panel.names) - 0.4],
            "visible": False,
            "fixedrange": True,
        }
        top = low - AXIS
    return theme.figure(
        traces,
        annotations=[*titles, *notes],
        height=height + MARGIN,
        hovermode="closest",
        margin={"l": 6, "r": 16, "t": 10},
        **layout,
    )


def axis(position: int) -> str:
    """What plotly adds to `x` and `y` for the panel at this position."""
    return "" if position == 0 else str(position + 1)


def label(words: str, name: str, position: int) -> Plain:
    """The words above a row."""
    return {
        "text": words,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": name,
        "yref": f"y{axis(position)}",
        "yanchor": "bottom",
        "yshift": 6,
        "align": "left",
        "showarrow": False,
        "font": {"size": 12},
    }


def words(bold: str, rest: str, under: str = "") -> str:
    """What is said above a row: the number in bold, then the rest, and a line under it, each as long as a phone is
    wide."""
    lines = [f"<b>{bold}</b> {_short(rest, max(8, LETTERS - len(bold)))}", *([_short(under, LETTERS)] if under else [])]
    return "<br>".join(lines)


def _short(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1].rstrip(" ,·(") + "…"


def title(words: str, top: float, anchor: str = "top") -> Plain:
    """The heading of a panel, at its left edge; `top` as a share of the figure's height."""
    return {
        "text": f"<b>{words}</b>",
        "x": 0,
        "y": top,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": anchor,
        "showarrow": False,
        "font": {"size": 13},
    }
