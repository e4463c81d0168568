"""Marks on a chart over time: the cited and the comparison period, gaps by kind, events as thin lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from dashboard import gaps, theme
from dashboard.happenings import Happening
from dashboard.period import Period

if TYPE_CHECKING:
    from dashboard.chart import Plain, Scope

GAP_MARKS = {
    "not covered": ("rgba(128,128,128,0.06)", "dot"),
    "not reported": ("rgba(128,128,128,0.14)", "dot"),
    "not yet published": ("rgba(128,128,128,0.06)", "dash"),
    "suppressed": ("rgba(128,128,128,0.14)", "solid"),
}


FEW = 3
"""Up to this many events carry their title at the line; more of them, or close ones, carry a number."""
LANES = 3
BADGE = 17
"""Pixels from one row of numbers to the next."""


def light_up(layout: Plain, scope: Scope, missing: tuple[gaps.Gap, ...], events: tuple[Happening, ...]) -> None:
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
    shapes += [_line(event.date) for event in events]
    start, end = gaps.edges(scope.period)
    known = layout["xaxis"].get("range") or (start, end)
    start, end = min(start, known[0]), max(end, known[1])
    lanes = _lanes([event.date for event in events], (end - start).days)
    if events and len(events) <= FEW and not any(lanes):
        notes += [_line_label(event) for event in events]
    elif events:
        notes += [_badge(event, lane) for event, lane in zip(events, lanes, strict=True)]
        margin = layout.get("margin", {})
        layout["margin"] = margin | {"t": max(margin.get("t", 0), 28) + BADGE * (1 + max(lanes))}
        if "y" in layout.get("legend", {}) and layout.get("showlegend"):
            room = layout.get("height", 380) - layout["margin"]["t"] - 40
            layout["legend"] = layout["legend"] | {"y": 1.02 + BADGE * (1 + max(lanes)) / room}
    layout |= {"shapes": shapes, "annotations": notes, "xaxis": layout["xaxis"] | {"range": [start, end]}}


def _lanes(days: Sequence[date], length: int) -> list[int]:
    """A row for each number such that none touches another, as narrow as a phone's chart makes them."""
    apart = max(1, length) * 0.055
    ends = [float("-inf")] * LANES
    lanes = []
    for day in days:
        lane = next(
            (n for n, end in enumerate(ends) if day.toordinal() - end >= apart), min(range(LANES), key=ends.__getitem__)
        )
        ends[lane] = day.toordinal()
        lanes.append(lane)
    return lanes


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


def _line_label(event: Happening) -> dict[str, Any]:
    title = event.title
    short = title if len(title) <= 34 else title[:34].rsplit(" ", 1)[0].rstrip(":,;") + " …"
    return {
        "text": _link(event, short),
        "hovertext": _told(event),
        "x": event.date,
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


def _badge(event: Happening, lane: int) -> dict[str, Any]:
    """The event's number above its line; the list under the chart says what it stands for."""
    return {
        "text": _link(event, str(event.number)),
        "hovertext": _told(event),
        "x": event.date,
        "xref": "x",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 2 + lane * BADGE,
        "showarrow": False,
        "font": {"size": 10},
        "bordercolor": theme.MUTED,
        "borderwidth": 1,
        "borderpad": 1,
    }


def _link(event: Happening, words: str) -> str:
    return f'<a href="{escape(event.url)}" target="_blank">{escape(words)}</a>' if event.url else escape(words)


def _told(event: Happening) -> str:
    """What hovering over the mark says."""
    lines = wrap(f"{event.date.day} {event.date:%b %Y}: {event.title}", 48)
    return "<br>".join(escape(line) for line in lines)
