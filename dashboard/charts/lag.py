"""How old each source's newest figure was on the day it was obtained."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope, records

QUERY = """
SELECT source, title, publisher, end_date, obtained, date_diff('day', end_date, obtained) AS days_behind
FROM resource
WHERE end_date IS NOT NULL AND end_date BETWEEN $start AND $end
ORDER BY days_behind DESC, source
"""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """One bar per source, longest first."""
    words = [f"{t}: {theme.number(d)} days" for t, d in zip(rows["title"], rows["days_behind"], strict=True)]
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": rows["days_behind"],
        "y": rows["source"],
        "text": words,
        "textposition": "none",
        "customdata": [f"newest {theme.day(r.end_date)}, obtained {theme.day(r.obtained)}" for r in records(rows)],
        "hovertemplate": "%{text}<br>%{customdata}<extra></extra>",
        "marker": {"color": "rgba(138,115,56,0.28)", "line": {"color": theme.colour("USA"), "width": 1}},
    }
    return theme.figure(
        [trace],
        annotations=theme.bar_labels(rows["source"].tolist(), words),
        height=60 + 32 * len(rows),
        hovermode="closest",
        bargap=0.25,
        xaxis={"ticksuffix": " d", "rangemode": "tozero"},
        yaxis={"type": "category", "visible": False, "autorange": "reversed", "fixedrange": True},
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The freshest and the stalest source."""
    oldest, newest = rows.iloc[0], rows.iloc[-1]
    return (
        f"{newest['title']} was {theme.number(newest['days_behind'])} days behind when obtained; "
        f"{oldest['title']} {theme.number(oldest['days_behind'])} days."
    )


chart = Chart(
    topic="data",
    question="How far behind is each source?",
    measure="Days from the newest figure to the day the file was obtained or compiled",
    query=QUERY,
    figure=figure,
    summary=summary,
    over_time=False,
    caveat="A closed collection falls behind for good: its end is not a publisher's delay.",
)
