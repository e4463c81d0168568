"""The observatory: each published estimate of one supply, by who said it, with bases on panels of their own."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import rowed, statement, theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.choice import Choice

FLOWS = """
SELECT supplier || '-' || recipient AS value,
       CASE supplier WHEN 'PRK' THEN 'DPRK' WHEN 'EUU' THEN 'EU' WHEN 'IRN' THEN 'Iran' WHEN 'CZE' THEN 'Czechia'
            WHEN 'USA' THEN 'United States' WHEN 'KOR' THEN 'South Korea' ELSE supplier END || ' to ' ||
       CASE recipient WHEN 'RUS' THEN 'Russia' WHEN 'UKR' THEN 'Ukraine' WHEN 'USA' THEN 'United States'
            ELSE recipient END AS label
FROM ammunition_estimate WHERE source = 'ammunition_estimates'
GROUP BY supplier, recipient ORDER BY count(*) DESC, value
"""

BASES = """
SELECT basis AS value,
       CASE basis WHEN 'containers_seen' THEN 'containers seen' WHEN 'rounds_stated' THEN 'rounds stated'
            WHEN 'tonnes_converted' THEN 'tonnes as rounds' WHEN 'period_total' THEN 'totals of a period'
            WHEN 'other_count' THEN 'other counts' WHEN 'commercial' THEN 'rounds sold' ELSE basis END AS label
FROM ammunition_estimate WHERE source = 'ammunition_estimates' AND supplier || '-' || recipient = $flow
GROUP BY basis ORDER BY count(*) DESC, basis
"""

QUERY = f"""
SELECT {statement.COLUMNS}, {statement.SAID_BY} AS said_by
FROM ammunition_estimate
WHERE source = 'ammunition_estimates' AND supplier || '-' || recipient = $flow AND list_contains($bases, basis)
  AND as_of BETWEEN $start AND $end
ORDER BY as_of, estimate_id
"""

TITLES = {
    "containers_seen": "Containers seen, running totals",
    "rounds_stated": "Rounds counted or stated, running totals",
    "tonnes_converted": "Tonnes converted to rounds",
    "commercial": "Rounds sold, outside donations",
    "capacity": "Rounds that would fit the containers if all were of one calibre",
    "period_total": "Rounds in one stated period",
    "pledge": "Rounds pledged",
    "forecast": "Rounds forecast",
    "share": "Share of all ammunition, percent",
    "value": "Value, US dollars",
}


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """A row per estimate, grouped by who said it or by day; dots, bars for ranges, arrows for one end only."""
    by_day = scope["order"] == "day"
    ordered = rows.sort_values(["period", "estimate_id"] if by_day else ["said_by", "period", "estimate_id"])
    # A panel per basis and unit: five missiles and four voyages are not on one axis.
    shown = sorted(
        set(zip(rows["basis"], rows["unit"], strict=True)), key=lambda p: (list(statement.BASES).index(p[0]), p[1])
    )
    panels, traces, notes = [], [], []
    for position, (basis, unit) in enumerate(shown):
        part = list(records(ordered[(ordered["basis"] == basis) & (ordered["unit"] == unit)]))
        most = max(statement.bounds(row)[1] for row in part)
        names = [row.estimate_id for row in part]
        panels.append(rowed.Panel(TITLES.get(basis, unit.capitalize()), names, most, "~s" if most >= 1e6 else ",d"))
        trace, words = _marks(part, position)
        traces.append(trace)
        notes += words
    return rowed.figure(panels, traces, notes, lines=2)


def _marks(part: list[Any], position: int) -> tuple[Plain, list[Plain]]:
    axis = rowed.axis(position)
    ends = [statement.bounds(row) for row in part]
    colours = [theme.colour(statement.SHADES[row.said_by], 5) for row in part]
    notes = [rowed.label(_words(row), row.estimate_id, position) for row in part]
    notes += [
        statement.arrow(end[0], row.estimate_id, (f"x{axis}", f"y{axis}"), (24 * statement.direction(row), 0), colour)
        for row, end, colour in zip(part, ends, colours, strict=True)
        if statement.direction(row)
    ]
    trace = {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "x": [(low + high) / 2 for low, high in ends],
        "y": [row.estimate_id for row in part],
        "ids": [row.estimate_id for row in part],
        "customdata": [statement.hover(row) for row in part],
        "hovertemplate": "%{customdata}<extra></extra>",
        "error_x": {
            "type": "data",
            "array": [(high - low) / 2 for low, high in ends],
            "color": theme.MUTED,
            "thickness": 3,
            "width": 0,
        },
        "marker": statement.marker(part, colours),
    }
    return trace, notes


def _words(row: Any) -> str:
    who = row.estimator.split(" (")[0]
    return rowed.words(f"{statement.signs(row)} {statement.stated(row)}".strip(), f"· {statement.day(row)}", who)


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """How many statements, on how many bases, and how many of them lean on another or rest on a weak host."""
    leaning = int(rows["leaning"].notna().sum())
    weak = int(rows["host"].isin(statement.WEAK).sum())
    return (
        f"{len(rows)} statements on {rows['basis'].nunique()} bases, {scope.label('flow')}, from "
        f"{rows['period'].min():%b %Y} to {rows['period'].max():%b %Y}; {leaning} lean on another of them, "
        f"{weak} rest on a weak host."
    )


chart = Chart(
    topic="arms",
    question="Who said how much ammunition went from {flow}, and what did they count?",
    measure="Published estimates in the unit of each panel: containers, rounds, tonnes or others; a row each",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=(
        Choice("flow", "From and to", offered=FLOWS, default="PRK-RUS"),
        Choice(
            "bases",
            "Bases",
            offered=BASES,
            default="containers_seen,rounds_stated,tonnes_converted,capacity,period_total,pledge,forecast,commercial",
            many=True,
        ),
        Choice("order", "Rows", {"said_by": "by who said it", "day": "by day"}, "said_by"),
    ),
    record=statement.record,
    over_time=False,
    kept="month",
    caveat=f"Every panel has its own axis: bases cannot be compared. Pale: capacity, which is no delivery. "
    f"{statement.LEGEND}",
)
