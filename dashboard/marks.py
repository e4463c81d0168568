"""Marks on a chart over time: the cited and the comparison period, gaps by kind, events as thin lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard import gaps, theme
from dashboard.period import Period

if TYPE_CHECKING:
    from dashboard.chart import Plain, Scope

GAP_MARKS = {
    "not covered": ("rgba(128,128,128,0.06)", "dot"),
    "not reported": ("rgba(128,128,128,0.14)", "dot"),
    "not yet published": ("rgba(128,128,128,0.06)", "dash"),
    "suppressed": ("rgba(128,128,128,0.14)", "solid"),
}


def light_up(layout: Plain, scope: Scope, missing: tuple[gaps.Gap, ...], events: pd.DataFrame | None) -> None:
    """Shade the cited and the comparison period, mark gaps and events."""
    shapes: list[Any] = list(layout.get("shapes", ()))
    notes: list[Any] = list(layout.get("annotations", ()))
    for period, fill, words in (
        (scope.compared, theme.COMPARED, "compared with"),
        (scope.cited, theme.CITED, "cited"),
    ):
        shown = period.clipped(scope.period) if period else None
        if shown:
            shapes.append(_band(shown, fill))
            notes.append(_label(shown, words))
    for gap in missing:
        if not gap.series:
            fill, dash = GAP_MARKS[gap.kind]
            shapes.append(_band(gap.period, fill, dash))
            notes.append(_label(gap.period, gap.kind, inside=True, low=gap.period.length < 9))
    if events is not None:
        for event in events.itertuples(index=False):
            shapes.append(_line(event.date))
            notes.append(_line_label(event.date, str(event.title)))
    start, end = gaps.edges(scope.period)
    layout |= {"shapes": shapes, "annotations": notes, "xaxis": layout["xaxis"] | {"range": [start, end]}}


def _band(period: Period, fill: str, dash: str = "") -> dict[str, Any]:
    line = {"width": 1, "color": theme.MUTED, "dash": dash} if dash else {"width": 0}
    x0, x1 = gaps.edges(period)
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": x0,
        "x1": x1,
        "y0": 0,
        "y1": 1,
        "fillcolor": fill,
        "line": line,
        "layer": "below",
    }


def _label(period: Period, words: str, inside: bool = False, low: bool = False) -> dict[str, Any]:
    x0, x1 = gaps.edges(period)
    middle = x0 + (x1 - x0) / 2
    height: dict[str, Any] = {"y": 0.97, "yanchor": "top"} if inside else {"y": 1.003, "yanchor": "bottom"}
    if low:
        height["textangle"] = -90
    return {
        "text": words,
        "x": middle,
        "xref": "x",
        "yref": "paper",
        "showarrow": False,
        "font": {"size": 12},
        "opacity": 0.75,
        **height,
    }


def _line(day: Any) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": day,
        "x1": day,
        "y0": 0,
        "y1": 1,
        "line": {"width": 1, "color": theme.MUTED, "dash": "dot"},
    }


def _line_label(day: Any, title: str) -> dict[str, Any]:
    short = title if len(title) <= 34 else title[:34].rsplit(" ", 1)[0].rstrip(":,;") + " …"
    return {
        "text": short,
        "x": day,
        "xref": "x",
        "y": 0.02,
        "yref": "paper",
        "textangle": -90,
        "xanchor": "right",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 11},
        "opacity": 0.75,
    }
