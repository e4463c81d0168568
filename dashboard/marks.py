"""Marks on a chart over time: the cited and the comparison period, gaps by kind, events as thin lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
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
APART = 0.055
"""The least distance of two numbers, as a share of the time shown."""
BADGE = 17
"""Pixels from one row of numbers to the next."""


def light_up(
    layout: Plain,
    scope: Scope,
    missing: tuple[gaps.Gap, ...],
    events: tuple[Happening, ...],
    by_day: bool = False,
) -> None:
    """Shade the cited and the comparison period, mark gaps and events.

    Points stand at the first of a month, so that the axis ends in the middle of the last one; with `by_day`, and where
    an event falls later, it reaches the last day.
    """
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
    shapes += [_line(event.date, *row) for event in events for row in _rows(layout)]
    start, end = gaps.edges(scope.period)
    last = datetime.combine(scope.period.last_day, time.max)
    if by_day or any(event.date > end.date() for event in events):
        end = max(end, last)
    known = layout["xaxis"].get("range") or (start, end)
    start, end = min(start, known[0]), max(end, known[1])
    bundles = _bundled(events, (end - start).days)
    if events and len(events) <= FEW and len(bundles) == len(events):
        notes += [_line_label(event) for event in events]
    elif events:
        lanes = _lanes(bundles, (end - start).days)
        notes += [_badge(bundle, lane) for bundle, lane in zip(bundles, lanes, strict=True)]
        margin = layout.get("margin", {})
        layout["margin"] = margin | {"t": max(margin.get("t", 0), 28) + BADGE * (1 + max(lanes))}
        if "y" in layout.get("legend", {}) and layout.get("showlegend"):
            room = layout.get("height", 380) - layout["margin"]["t"] - 40
            layout["legend"] = layout["legend"] | {"y": 1.02 + BADGE * (1 + max(lanes)) / room}
    layout |= {"shapes": shapes, "annotations": notes, "xaxis": layout["xaxis"] | {"range": [start, end]}}


def gap(missing: gaps.Gap, axis: str, shown: Period) -> tuple[dict[str, Any], dict[str, Any]]:
    """The band and the words of a gap in one row of a chart with several; `axis` is the row's, as y or y2."""
    within = {"yref": f"{axis} domain"}
    short = missing.period.length < shown.length / 6
    words = _label(missing.period, missing.kind, inside=True, low=short) | within | {"y": 0.5, "yanchor": "middle"}
    return _band(missing.period, *GAP_MARKS[missing.kind]) | within, words


def _bundled(events: Sequence[Happening], length: int) -> list[list[Happening]]:
    """The events, those too close for two numbers on a phone's chart together."""
    bundles: list[list[Happening]] = []
    for event in events:
        near = bundles and (event.date - bundles[-1][0].date).days < max(1, length) * APART
        if near:
            bundles[-1].append(event)
        else:
            bundles.append([event])
    return bundles


def _lanes(bundles: Sequence[list[Happening]], length: int) -> list[int]:
    """A row for each number or span of numbers such that none touches another."""
    free = [float("-inf")] * LANES
    lanes = []
    for bundle in bundles:
        day, wide = bundle[0].date.toordinal(), APART * max(1, length) * (1 if len(bundle) == 1 else 2.2)
        lane = next((n for n, end in enumerate(free) if day - wide / 2 >= end), LANES - 1)
        free[lane] = day + wide / 2
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


def _rows(layout: Plain) -> list[tuple[float, float]]:
    """From where to where events' lines run: in a chart of several rows through each, and not through the headings."""
    rows = [tuple(axis["domain"]) for name, axis in layout.items() if name.startswith("yaxis") and "domain" in axis]
    return list(dict.fromkeys(rows)) or [(0, 1)]


def _line(day: Any, low: float, high: float) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": day,
        "x1": day,
        "y0": low,
        "y1": high,
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


def _badge(bundle: list[Happening], lane: int) -> dict[str, Any]:
    """The events' numbers above their lines; the list under the chart says what they stand for."""
    first, last = bundle[0], bundle[-1]
    return {
        "text": _link(first, str(first.number)) if first is last else f"{first.number}–{last.number}",
        "hovertext": "<br>".join(_told(event) for event in bundle),
        "x": first.date,
        "xref": "x",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 2 + lane * BADGE,
        "showarrow": False,
        "font": {"size": 10, "color": theme.MARK},
        "bordercolor": theme.MARK,
        "borderwidth": 1,
        "borderpad": 1,
    }


def _link(event: Happening, words: str) -> str:
    """Words that open the event's source; in the accent, because a link's own blue is lost on dark paper."""
    inner = f'<span style="color:{theme.MARK}">{escape(words)}</span>'
    return f'<a href="{escape(event.url)}" target="_blank">{inner}</a>' if event.url else escape(words)


def _told(event: Happening) -> str:
    """What hovering over the mark says."""
    lines = wrap(f"{theme.day(event.date)}: {event.title}", 48)
    return "<br>".join(escape(line) for line in lines)
