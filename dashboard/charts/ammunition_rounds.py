"""Every published number of rounds from the DPRK to Russia and from the EU to Ukraine, by kind of count."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import rowed, statement, theme
from dashboard.chart import Chart, Plain, Scope, records

QUERY = f"""
SELECT {statement.COLUMNS}
FROM ammunition_estimate
WHERE unit = 'rounds' AND source = 'ammunition_estimates'
  AND ((supplier = 'PRK' AND recipient = 'RUS') OR (supplier = 'EUU' AND recipient = 'UKR'))
  AND as_of BETWEEN $start AND $end
ORDER BY as_of, estimate_id
"""

PANELS = {
    "Counted or stated, running total": ("rounds_stated", "tonnes_converted", "commercial"),
    "Capacity of containers, if all of one calibre": ("capacity",),
    "Total of a stated period": ("period_total",),
    "Pledge or forecast": ("pledge", "forecast"),
}
HEAD, PANEL, FOOT = 62, 165, 34
"""Pixels above the panels, of each, and below."""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """One panel with its own axis per kind of count, because kinds of count cannot be compared."""
    shown = {title: bases for title, bases in PANELS.items() if rows["basis"].isin(bases).any()}
    height = 1 / len(shown)
    layout: dict[str, Any] = {}
    traces: list[Plain] = []
    notes: list[Plain] = []
    seen: set[str] = set()
    for index, (title, bases) in enumerate(shown.items()):
        axis = "" if index == 0 else str(index + 1)
        top = 1 - index * height
        inside = [top - height + (0.02 if index == len(shown) - 1 else 0.13 * height), top - 26 / PANEL * height]
        most = 0.0
        notes.append(rowed.title(title, top - 22 / PANEL * height, "bottom"))
        for supplier, part in rows[rows["basis"].isin(bases)].groupby("supplier"):
            trace, arrows = _marks(part, str(supplier), axis, first=str(supplier) not in seen)
            traces.append(trace)
            notes += arrows
            seen.add(str(supplier))
            most = max(most, *(statement.bounds(row)[1] / 1e6 for row in records(part)))
        layout[f"yaxis{axis}"] = {
            "domain": inside,
            "ticksuffix": " m",
            "range": [0, most * 1.25],
            "nticks": 4,
            "automargin": True,
            "anchor": "x",
        }
    return theme.figure(
        traces,
        annotations=notes,
        height=HEAD + FOOT + PANEL * len(shown),
        showlegend=True,
        legend={"y": 1, "yanchor": "bottom"},
        margin={"t": HEAD, "b": FOOT},
        hovermode="closest",
        xaxis={**theme.TIME_AXIS, "anchor": "free", "position": 0, "hoverformat": "%d %b %Y"},
        **layout,
    )


def _marks(part: pd.DataFrame, supplier: str, axis: str, first: bool) -> tuple[Plain, list[Plain]]:
    """Dots for numbers, bars for ranges, arrows for "more than" and "up to"."""
    found = list(records(part))
    ends = [statement.bounds(row) for row in found]
    middles = [(low + high) / 2e6 for low, high in ends]
    colour = theme.colour(supplier)
    arrows = [
        statement.arrow(row.period, middle, ("x", f"y{axis}"), (0, 22 * statement.direction(row)), colour)
        for row, middle in zip(found, middles, strict=True)
        if statement.direction(row)
    ]
    trace = {
        "type": "scatter",
        "mode": "markers+text",
        "cliponaxis": False,
        "yaxis": f"y{axis}",
        "legendgroup": supplier,
        "showlegend": first,
        "name": f"{theme.name(supplier)} to {'Russia' if supplier == 'PRK' else 'Ukraine'}",
        "x": part["period"],
        "y": middles,
        "ids": part["estimate_id"].tolist(),
        "text": [statement.signs(row) for row in found],
        "textposition": "middle right",
        "customdata": [statement.hover(row) for row in found],
        "error_y": {
            "type": "data",
            "array": [(high - low) / 2e6 for low, high in ends],
            "color": colour,
            "thickness": 3,
            "width": 0,
        },
        "marker": statement.marker(found, [colour] * len(found), 10),
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    return trace, arrows


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """How many estimates there are and the newest running total on each side."""
    totals = rows[rows["basis"].isin(PANELS["Counted or stated, running total"]) & (rows["basis"] != "commercial")]
    newest = [next(iter(records(part.tail(1)))) for _, part in totals.groupby("supplier")]
    parts = [f"{theme.name(r.supplier)} {statement.stated(r)} ({r.estimator}, {statement.day(r)})" for r in newest]
    return f"{len(rows)} published figures. Newest running totals: {'; '.join(parts) or 'none in this period'}."


chart = Chart(
    topic="arms",
    question="How many rounds did the DPRK send Russia, and the EU send Ukraine?",
    measure="Published estimates in million rounds, by day of the statement; one panel per kind of count",
    query=QUERY,
    figure=figure,
    summary=summary,
    kept="month",
    record=statement.record,
    caveat=f"Circles: counted or stated; hexagons: converted from tonnes; crosses: sold. {statement.LEGEND} Pale: "
    "capacity, which is no delivery. Kinds of count cannot be compared across panels, and running totals of different "
    "speakers begin on different days.",
)
