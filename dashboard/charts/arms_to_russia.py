"""Major arms delivered to Russia by supplier; a volume index that counts no artillery shells."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope

QUERY = """
SELECT delivered AS period, supplier, sum(tiv_delivered) AS tiv,
       bool_or(coalesce(number_estimated, false)) AS estimated,
       string_agg(DISTINCT designation, ', ' ORDER BY designation) AS weapons, source
FROM arms_transfer
WHERE recipient = 'RUS' AND delivered BETWEEN date_trunc('year', CAST($start AS DATE)) AND $end
GROUP BY delivered, supplier, source
ORDER BY delivered, supplier
"""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Stacked bars per year; hatched where a number behind them is the publisher's estimate."""
    traces = []
    for position, (supplier, part) in enumerate(rows.groupby("supplier")):
        colour = theme.colour(str(supplier), position)
        traces.append(
            {
                "type": "bar",
                "name": theme.name(str(supplier)),
                "x": part["period"].dt.year,
                "y": part["tiv"],
                "customdata": part["weapons"],
                "marker": {
                    "color": colour,
                    "line": {"color": colour, "width": 1},
                    "pattern": {
                        "shape": ["/" if e else "" for e in part["estimated"]],
                        "fillmode": "replace",
                        "size": 6,
                    },
                },
                "hovertemplate": f"%{{y:.1f}} m TIV: %{{customdata}}<extra>{theme.name(str(supplier))}</extra>",
            }
        )
    years = range(scope.period.start.year, scope.period.end.year + 1)
    return theme.figure(
        traces,
        barmode="stack",
        showlegend=True,
        legend={"y": 1.06, "traceorder": "normal"},
        margin={"t": 60},
        xaxis={"type": "linear", "dtick": 1 if len(years) < 12 else 2, "tickformat": "d"},
        yaxis={"title": {"text": "million TIV: a volume index, not a price"}},
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The total and the largest supplier over the years shown."""
    by_supplier = rows.groupby("supplier")["tiv"].sum().sort_values(ascending=False)
    total, most = by_supplier.sum(), by_supplier.iloc[0]
    first, last = rows["period"].min().year, rows["period"].max().year
    years = f"{first}" if first == last else f"{first}–{last}"
    return (
        f"SIPRI counts {theme.number(total, 1)} m TIV of major arms delivered to Russia in {years}; "
        f"{theme.name(str(by_supplier.index[0]))} supplied {theme.percent(most / total, 0)} of it."
    )


chart = Chart(
    topic="arms",
    question="Who delivers major arms to Russia?",
    measure="SIPRI trend-indicator value of deliveries per year, by supplier",
    query=QUERY,
    figure=figure,
    summary=summary,
    kept="year",
    over_time=False,
    caveat="SIPRI counts major arms only: artillery shells are not in it. Hatched: the number is SIPRI's estimate.",
)
