"""Containers counted from the DPRK to Russia: the observation most round estimates are built on."""

from __future__ import annotations

import pandas as pd

from dashboard import statement, theme
from dashboard.chart import Chart, Plain, Scope, records

QUERY = f"""
SELECT {statement.COLUMNS}, coalesce(central, low) AS containers, {statement.SAID_BY} AS said_by
FROM ammunition_estimate
WHERE unit = 'containers' AND supplier = 'PRK' AND recipient = 'RUS' AND as_of BETWEEN $start AND $end
ORDER BY as_of, estimate_id
"""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """A square per statement, coloured by who counted; never joined, because the counts begin on different days."""
    traces, arrows = [], []
    for side, part in rows.groupby("said_by"):
        found = list(records(part))
        colour = theme.colour(statement.SHADES[str(side)], 5)
        arrows += [
            statement.arrow(row.period, row.containers, ("x", "y"), (0, 22 * statement.direction(row)), colour)
            for row in found
            if statement.direction(row)
        ]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "cliponaxis": False,
                "name": str(side),
                "x": part["period"],
                "y": part["containers"],
                "ids": part["estimate_id"].tolist(),
                "text": [statement.signs(row) for row in found],
                "textposition": "middle right",
                "customdata": [statement.hover(row) for row in found],
                "hovertemplate": "%{customdata}<extra></extra>",
                "marker": statement.marker(found, [colour] * len(found)),
            }
        )
    return theme.figure(
        traces,
        annotations=arrows,
        showlegend=True,
        legend={"y": 1.06},
        margin={"t": 56},
        hovermode="closest",
        xaxis=theme.TIME_AXIS,
        yaxis={"tickformat": ",d", "range": [0, float(rows["containers"].max()) * 1.15]},
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The newest count by each side."""
    newest = records(rows.groupby("said_by").tail(1))
    parts = [f"{r.said_by} {statement.stated(r)} ({statement.day(r)})" for r in newest]
    return f"Counted since the start each names for itself: {'; '.join(parts)}."


chart = Chart(
    topic="arms",
    question="How many containers from the DPRK to Russia were counted, and by whom?",
    measure="Containers, running totals by day of the statement",
    query=QUERY,
    figure=figure,
    summary=summary,
    kept="month",
    record=statement.record,
    caveat=f"A container is an observation, not a number of rounds. The counts start on different days. "
    f"{statement.LEGEND}",
)
