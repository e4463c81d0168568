"""How much room a figure's labels need, worked out beforehand so that a frame around it fits exactly.

Plotly measures labels only in the browser, and moves the plot when they do not fit; that would move the
title and the footer with it. The estimates are generous, so that this does not happen.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, isfinite
from numbers import Real
from typing import Any

from dashboard.take_away import words

BAND = 12
"""Pixels between an axis and its labels, and between them and what follows."""


def broken_labels(data: list[Any], layout: dict[str, Any], pixels: float, size: float) -> None:
    """Set names of bars that are wider than `pixels` in several lines. Changes `layout`."""
    long = {label for label in _names(data, "y") if words.width(label, size) > pixels and "<br>" not in label}
    if long:
        aliases = {label: "<br>".join(words.lines(label, pixels, size)) for label in sorted(long)}
        layout["yaxis"] = {**(layout.get("yaxis") or {}), "labelalias": aliases}


def room_beside(data: list[Any], layout: Mapping[str, Any], size: float) -> float:
    """Pixels left of the plot for the labels of the vertical axis."""
    axis = _axis(data, layout, "y")
    if axis is None:
        return 0
    labels = _labels(data, axis, "y") or [_largest(data, axis)]
    return max(_widest(label, size) for label in labels) + BAND + _title(axis, size)


def room_below(data: list[Any], layout: Mapping[str, Any], room: float, size: float) -> float:
    """Pixels under the plot for the labels of the horizontal axis, slanted where they are many."""
    axis = _axis(data, layout, "x")
    if axis is None:
        return 0
    labels = _labels(data, axis, "x")
    widest = max((_widest(label, size) for label in labels), default=0.0)
    slanted = labels and widest + 10 > room * 0.8 / len(set(labels))
    tallest = max((label.count("<br>") + 1 for label in labels), default=1) * size * 1.3
    return (widest if slanted else tallest) + BAND + _title(axis, size)


def legend_rows(data: list[Any], layout: Mapping[str, Any], room: float, size: float) -> int:
    """How many rows a legend above the plot takes; none where labels stand at the lines."""
    names = [str(trace.get("name", "")) for trace in data if trace.get("showlegend", True)]
    if not layout.get("showlegend") or not names:
        return 0
    across = max(1, int(room // (max(words.width(name, size) for name in names) + 60)))
    return ceil(len(names) / across)


def _axis(data: list[Any], layout: Mapping[str, Any], letter: str) -> Mapping[str, Any] | None:
    """The axis as the layout has it, or None where no trace uses it or it is hidden."""
    axis: Mapping[str, Any] = layout.get(f"{letter}axis") or {}
    hidden = axis.get("visible") is False or axis.get("showticklabels") is False
    return None if hidden or not any(letter in trace for trace in data) else axis


def _labels(data: list[Any], axis: Mapping[str, Any], letter: str) -> list[str]:
    """The words along an axis; none where it carries numbers or dates."""
    aliases = axis.get("labelalias") or {}
    ticks = axis.get("ticktext")
    shown = [aliases.get(name, name) for name in _names(data, letter)] if ticks is None else ticks
    return [str(label) for label in shown]


def _names(data: list[Any], letter: str) -> list[str]:
    held = [value for trace in data for value in _values(trace.get(letter)) if isinstance(value, str)]
    return [name for name in dict.fromkeys(held) if not name[:4].isdigit()]


def _values(values: Any) -> list[Any]:
    """A trace's values; none for those that plotly has packed already, which are always numbers."""
    return [] if values is None or isinstance(values, Mapping | str) else list(values)


def _largest(data: list[Any], axis: Mapping[str, Any]) -> str:
    """About what stands at the highest tick of an axis of numbers."""
    numbers = [abs(float(v)) for t in data for v in _values(t.get("y")) if isinstance(v, Real)]
    largest = max((number for number in numbers if isfinite(number)), default=1000.0)
    stacked = largest * max(1, len(data)) if axis.get("type") != "log" else largest
    digits = f"−{stacked:.0f}" if stacked >= 10 else "−0.25"
    return f"{axis.get('tickprefix') or ''}{digits[:6]}{axis.get('ticksuffix') or ''}"


def _widest(label: str, size: float) -> float:
    return max(words.width(line, size) for line in label.split("<br>"))


def _title(axis: Mapping[str, Any], size: float) -> float:
    title = axis.get("title") or {}
    return size * 1.3 if (title if isinstance(title, str) else title.get("text")) else 0
