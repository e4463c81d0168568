"""Containers counted from the DPRK to Russia: the observation most round estimates are built on."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.period import written

QUERY = """
SELECT as_of AS period, coalesce(central, low) AS containers, central IS NULL AS at_least, estimator, item, publisher,
       title, url, host, note, estimate_id,
       CASE WHEN estimator LIKE 'US %' THEN 'United States'
            WHEN estimator LIKE 'ROK %' THEN 'South Korea' ELSE 'Others' END AS counted_by,
       source
FROM ammunition_estimate
WHERE unit = 'containers' AND supplier = 'PRK' AND recipient = 'RUS' AND as_of BETWEEN $start AND $end
ORDER BY as_of, estimate_id
"""

STYLES = {"United States": ("USA", "circle"), "South Korea": ("RUS", "square"), "Others": ("UN", "diamond")}


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """A dot per statement, coloured by who counted; never joined, because the counts begin on different days."""
    traces = []
    for counter, part in rows.groupby("counted_by"):
        code, symbol = STYLES[str(counter)]
        words = [
            f"{'more than ' if r.at_least else ''}{theme.number(r.containers)} containers"
            f"<br>{r.estimator}<br>{r.publisher}{'<br>weak host: blog' if r.host == 'blog' else ''}"
            for r in records(part)
        ]
        symbols = ["triangle-up" if at_least else symbol for at_least in part["at_least"]]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "cliponaxis": False,
                "name": str(counter),
                "x": part["period"],
                "y": part["containers"],
                "customdata": words,
                "hovertemplate": "%{customdata}<br>%{x|%d %b %Y}<extra></extra>",
                "marker": {
                    "size": 11,
                    "symbol": symbols,
                    "color": theme.colour(code),
                    "line": {"width": [2 if h == "blog" else 0 for h in part["host"]], "color": theme.MUTED},
                },
            }
        )
    return theme.figure(
        traces,
        showlegend=True,
        legend={"y": 1.06},
        margin={"t": 56},
        hovermode="closest",
        xaxis=theme.TIME_AXIS,
        yaxis={"tickformat": ",d"},
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The newest count by each side."""
    newest = rows.groupby("counted_by").tail(1)
    parts = [
        f"{r.counted_by} {'more than ' if r.at_least else ''}{theme.number(r.containers)} ({written(r.period)})"
        for r in records(newest)
    ]
    return f"Containers counted since the start each names for itself: {'; '.join(parts)}."


chart = Chart(
    topic="arms",
    question="How many containers from the DPRK to Russia were counted, and by whom?",
    measure="Containers, running totals by day of the statement",
    query=QUERY,
    figure=figure,
    summary=summary,
    kept="month",
    caveat="A container is an observation, not a number of rounds. The counts start on different days. "
    "Triangles: “more than”.",
)
