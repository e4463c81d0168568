"""Figures of several lines over time: one panel or small multiples under each other on one time axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log10
from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.chart import Plain
from dashboard.gaps import edges, with_gaps
from dashboard.period import Period

HOLLOW = "rgba(0,0,0,0)"
NOT_AS_PUBLISHED = ("derived", "recovered", "estimate", "incomplete")
"""Values with these statuses are drawn hollow."""
PATTERNS = ("solid", "dash", "dot", "dashdot", "longdash")
PANEL = 150
TICKS = [base * 10.0**power for power in range(-4, 8) for base in (1, 3)]


@dataclass(frozen=True)
class Look:
    """How the values are written: a suffix on the axis, the format in the hover, percent or not, log or not."""

    suffix: str = ""
    hover: str = "%{y:,.2f}"
    percent: bool = False
    log: bool = False
    panels: str = "one"
    """`one` panel, `shared` axes or `own` axes for each."""


def scaled(values: Sequence[float | None]) -> tuple[float, str]:
    """What money is divided by so that it reads well, and the word for it."""
    largest = max((abs(v) for v in values if v is not None and v == v), default=0.0)
    return (
        (1e9, "bn") if largest >= 5e8 else (1e6, "m") if largest >= 1e6 else (1e3, "thousand") if largest else (1.0, "")
    )


def figure(
    rows: pd.DataFrame,
    series: Callable[[Any], str],
    column: str,
    look: Look,
    period: Period,
    colours: Callable[[str, int], str] | None = None,
    per: float = 1.0,
) -> Plain:
    """One line for each value of `series` over a row; broken at gaps, hollow where not as published."""
    names = [series(row) for row in rows.itertuples()]
    order = list(dict.fromkeys(names))
    traces: list[Any] = []
    ends: list[tuple[Any, float, str, str]] = []
    for place, name in enumerate(order):
        part = rows[[one == name for one in names]]
        extra = [c for c in ("status", "months_held", "months_due", "basis") if c in part]
        line = with_gaps(part, [column, *extra])
        shade = (colours or theme.colour)(name, place)
        values = [None if v is None or v != v else v / per for v in line[column]]
        if look.log:
            values = [v if v is not None and v > 0 else None for v in values]
        statuses = line.get("status", [""] * len(values))
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers" if len(values) <= 120 else "lines",
                "name": name,
                "x": line["period"],
                "y": values,
                "customdata": [_told(line, n) for n in range(len(values))],
                "connectgaps": False,
                "line": {"color": shade, "width": 2, "dash": PATTERNS[place % len(PATTERNS)]},
                "marker": {
                    "size": 5,
                    "color": [HOLLOW if s in NOT_AS_PUBLISHED else shade for s in statuses],
                    "line": {"color": shade, "width": 1.3},
                },
                "hovertemplate": f"{look.hover}{look.suffix}%{{customdata}}<extra>{name}</extra>",
            }
        )
        drawn = [(x, v) for x, v in zip(line["period"], values, strict=True) if v is not None]
        if drawn:
            ends.append((drawn[-1][0], drawn[-1][1], name, shade))
    first = min(part for part in rows["period"]).to_pydatetime()
    xaxis: dict[str, Any] = {**theme.TIME_AXIS, "range": [min(first, edges(period)[0]), edges(period)[1]]}
    if look.panels != "one" and len(order) > 1:
        return _panels(traces, order, look, xaxis)
    height = 400
    apart = _apart([v for t in traces for v in t["y"] if v is not None], look, height)
    labels = theme.end_labels([(x, log10(v) if look.log else v, n, c) for x, v, n, c in ends], apart)
    several = len(order) > 1
    return theme.figure(
        traces,
        height=height,
        margin={"r": 12 + 7 * max(len(n) for n in order)} if several else {"r": 12},
        annotations=labels if several else [],
        hovermode="x unified" if several else "x",
        xaxis=xaxis,
        yaxis=_axis(look, [v for t in traces for v in t["y"] if v is not None]),
    )


def _told(line: dict[str, list[Any]], n: int) -> str:
    """What hovering adds: that a value is not as published, or a period not whole."""
    words = []
    status = line.get("status", [""] * (n + 1))[n]
    if status in NOT_AS_PUBLISHED and status != "incomplete":
        words.append(str(status))
    held, due = (line.get(c, [None] * (n + 1))[n] for c in ("months_held", "months_due"))
    if held is not None and due is not None and held == held and held < due:
        words.append(f"incomplete: {held:g} of {due:g} months")
    return "".join(f" · {word}" for word in words)


def _axis(look: Look, values: Sequence[float]) -> dict[str, Any]:
    if look.log and values:
        low, high = min(values), max(values)
        ticks = [t for t in TICKS if low / 2 <= t <= high * 2] or [low, high]
        return {
            "type": "log",
            "tickvals": ticks,
            "ticktext": [f"{t:g}{look.suffix}" for t in ticks],
            "rangemode": "normal",
        }
    if look.percent:
        return {"tickformat": ".0%", "rangemode": "normal", "zerolinewidth": 1.5}
    return {"ticksuffix": look.suffix}


def _apart(values: Sequence[float], look: Look, height: int) -> float:
    """The least distance of two labels on the axis's scale."""
    if not values:
        return 1.0
    low, high = (min(values), max(values)) if look.percent or look.log else (min(0.0, *values), max(values))
    span = log10(high / low) if look.log and low > 0 else high - low
    return max(span, 1e-9) * 17 / (height - 80)


def _panels(traces: list[Any], order: Sequence[str], look: Look, xaxis: dict[str, Any]) -> Plain:
    """Panels under each other with one time axis, so that marks of periods and events run through all of them."""
    count = len(order)
    share = 1 / count
    everything = [v for t in traces for v in t["y"] if v is not None]
    axes: dict[str, Any] = {}
    notes = []
    for place, (trace, name) in enumerate(zip(traces, order, strict=True)):
        number = "" if place == 0 else str(place + 1)
        trace["yaxis"] = f"y{number}"
        own = [v for v in trace["y"] if v is not None]
        axis = _axis(look, everything if look.panels == "shared" else own) | {"automargin": True, "nticks": 4}
        if look.panels == "shared" and place:
            axis["matches"] = "y"
        top = 1 - place * share
        axis["domain"] = [max(0.0, top - share * 0.8), top - share * 0.02]
        axes[f"yaxis{number}"] = axis
        notes.append(
            {
                "text": f"<b>{name}</b>",
                "x": 0,
                "xref": "paper",
                "xanchor": "left",
                "y": top - share * 0.01,
                "yref": "paper",
                "yanchor": "bottom",
                "yshift": -2,
                "showarrow": False,
                "font": {"size": 12, "color": trace["line"]["color"]},
            }
        )
    return theme.figure(
        traces,
        height=max(400, PANEL * count + 60),
        annotations=notes,
        hovermode="x",
        xaxis=xaxis | {"anchor": "free", "position": 0, "showgrid": False},
        **axes,
    )
