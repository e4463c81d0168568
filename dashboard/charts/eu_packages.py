"""The EU's numbered packages against Russia: asset freezes and vessels in each."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope

QUERY = """
SELECT adopted AS period, package, published, acts, entries_still_listed, vessels, status, evidence, source
FROM sanctions_package
WHERE adopted BETWEEN $start AND $end
ORDER BY adopted
"""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Two bars per package by number; the date in the hover."""
    labels = [str(p).split(" ")[0] if str(p)[0].isdigit() else "–" for p in rows["package"]]
    ticks = [f"{label}<br>{day:%b %y}" for label, day in zip(labels, rows["period"], strict=True)]
    custom = [
        f"{p}, adopted {theme.day(d)}: {a}"
        for p, d, a in zip(rows["package"], rows["period"], rows["acts"], strict=True)
    ]
    position = list(range(len(rows)))
    cited = [bool(scope.cited and scope.cited.start <= day.date() <= scope.cited.last_day) for day in rows["period"]]
    outline = {"color": theme.MARK, "width": [3 if lit else 0 for lit in cited]}
    traces = [
        {
            "type": "bar",
            "name": "Asset freezes still listed",
            "x": position,
            "y": rows["entries_still_listed"],
            "customdata": custom,
            "marker": {"color": theme.colour("EU"), "line": outline},
            "hovertemplate": "%{y} entries<br>%{customdata}<extra></extra>",
        },
        {
            "type": "bar",
            "name": "Vessels",
            "x": position,
            "y": rows["vessels"],
            "customdata": custom,
            "marker": {
                "color": theme.colour("RUS"),
                "line": outline,
                "pattern": {"shape": "/", "size": 6, "solidity": 0.25},
            },
            "hovertemplate": "%{y} vessels<br>%{customdata}<extra></extra>",
        },
    ]
    return theme.figure(
        traces,
        barmode="group",
        showlegend=True,
        legend={"y": 1.06},
        margin={"t": 56},
        hovermode="closest",
        xaxis={
            "tickvals": position,
            "ticktext": ticks,
            "tickfont": {"size": 11},
            "ticks": "",
            "tickangle": 0,
        },
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """How many packages, from when to when, and the largest."""
    numbered = rows[rows["package"].str[0].str.isdigit()]
    if numbered.empty:
        return "No numbered package falls in this period."
    largest = numbered.sort_values("entries_still_listed", na_position="first").iloc[-1]
    first, last = numbered["period"].min(), numbered["period"].max()
    return (
        f"{len(numbered)} numbered packages between {theme.day(first)} and {theme.day(last)}; "
        f"the largest by asset freezes still listed is package {str(largest['package']).split(' ')[0]} "
        f"({theme.number(largest['entries_still_listed'])})."
    )


chart = Chart(
    topic="sanctions",
    question="How large were the EU’s packages against Russia?",
    measure="Asset-freeze entries still in the annex of 269/2014 with the package’s date, and vessels listed",
    query=QUERY,
    figure=figure,
    summary=summary,
    kept="month",
    over_time=False,
    caveat="Survivor bias: who was taken off since is missing. A missing bar means no number is held, not zero.",
)
