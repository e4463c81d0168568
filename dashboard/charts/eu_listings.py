"""EU listings by the date the annexes print, which shows only those still listed."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.choice import Choice
from dashboard.period import written

QUERY = """
SELECT CAST(date_trunc('month', listed_on) AS DATE) AS period, target_type, sum(entries) AS entries, date_basis, source
FROM designation_count
WHERE listed_on BETWEEN $start AND $end AND ($programme = 'all' OR programme = $programme)
GROUP BY ALL ORDER BY period, target_type
"""

SHADES = {"individual": "#1E8A6E", "entity": "#64788C", "vessel": "#2F72B5", "asset": "#B07D10"}
WORDS = {"individual": "People", "entity": "Organisations", "vessel": "Vessels", "asset": "Assets"}
PATTERNS = {"individual": "", "entity": "/", "vessel": "x", "asset": "."}


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Stacked bars per month, one part per kind of target."""
    traces = [
        {
            "type": "bar",
            "name": WORDS[str(kind)],
            "x": part["period"],
            "y": part["entries"],
            "marker": {
                "color": SHADES[str(kind)],
                "pattern": {"shape": PATTERNS[str(kind)], "size": 6, "solidity": 0.25},
            },
            "hovertemplate": f"%{{y}} {WORDS[str(kind)].lower()}<extra></extra>",
        }
        for kind, part in rows.groupby("target_type")
    ]
    return theme.figure(
        traces, barmode="stack", showlegend=True, legend={"y": 1.06}, margin={"t": 56}, xaxis=theme.TIME_AXIS
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The total and the busiest month."""
    months = rows.groupby("period")["entries"].sum()
    busiest = months.index[int(months.argmax())]
    first, last = written(months.index[0]), written(months.index[-1])
    return (
        f"{theme.number(months.sum())} entries that are still listed carry a date between {first} and {last}; "
        f"the busiest month is {written(busiest)} ({theme.number(months.max())})."
    )


chart = Chart(
    topic="sanctions",
    question="When did the EU list those who are listed today?",
    measure="Entries in annexes per month, {programme}; date basis: date of listing printed in the annex",
    query=QUERY,
    figure=figure,
    summary=summary,
    kept="month",
    choices=(
        Choice(
            "programme",
            "Programme",
            {
                "EU-UKR": "Ukraine (269/2014)",
                "EU-RUS": "Russia (833/2014 and 2024/1485)",
                "EU-BLR": "Belarus",
                "EU-PRK": "DPRK",
                "EU-IRN": "Iran",
                "all": "all programmes",
            },
            "EU-UKR",
        ),
    ),
    caveat="Survivor bias: whoever was taken off since is missing. "
    "A month without a bar has no entry that is still listed.",
)
