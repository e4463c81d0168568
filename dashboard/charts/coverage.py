"""Which months each source covers, so that nobody compares what does not overlap."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.period import written

QUERY = """
SELECT source, title, publisher, table_name, start_date, end_date, rows_held, obtained
FROM resource
WHERE start_date IS NOT NULL AND start_date <= $end AND end_date >= $start
ORDER BY table_name, start_date, source
"""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """One bar per source from its first to its last date."""
    start = rows["start_date"].where(
        rows["start_date"] > pd.Timestamp(scope.period.start), pd.Timestamp(scope.period.start)
    )
    end = rows["end_date"].where(
        rows["end_date"] < pd.Timestamp(scope.period.end), pd.Timestamp(scope.period.end)
    ) + pd.Timedelta(days=30)
    length = (end - start).dt.total_seconds() * 1000
    trace = {
        "type": "bar",
        "orientation": "h",
        "base": start,
        "x": length,
        "y": rows["source"],
        "customdata": [
            f"{t}<br>{s:%b %Y} – {e:%b %Y}, {theme.number(n)} rows"
            for t, s, e, n in zip(rows["title"], rows["start_date"], rows["end_date"], rows["rows_held"], strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {"color": "rgba(47,114,181,0.28)", "line": {"color": theme.colour("RUS"), "width": 1}},
    }
    return theme.figure(
        [trace],
        annotations=theme.bar_labels(rows["source"].tolist(), rows["title"].tolist()),
        height=60 + 32 * len(rows),
        hovermode="closest",
        bargap=0.25,
        xaxis={**theme.TIME_AXIS, "range": [scope.period.start, scope.period.last_day]},
        yaxis={"type": "category", "visible": False, "autorange": "reversed", "fixedrange": True},
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """How many sources, and the newest date any of them reaches."""
    newest = rows.sort_values("end_date").iloc[-1]
    furthest = f"{newest['title']} reaches furthest ({written(newest['end_date'])})"
    return f"{len(rows)} sources have data in this period; {furthest}."


chart = Chart(
    topic="data",
    question="Which months does each source cover?",
    measure="First to last date held, cut to the period",
    query=QUERY,
    figure=figure,
    summary=summary,
    over_time=False,
    caveat="A bar says where a source begins and ends; gaps inside it are marked on its own charts.",
)
