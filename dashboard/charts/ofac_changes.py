"""Entries added to and gone from the US SDN list, month by month, as collected copies show it."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.choice import Choice
from dashboard.period import written

QUERY = """
WITH chosen AS (
  SELECT *, count(*) OVER (PARTITION BY listed_on) AS listed_that_day FROM listing
  WHERE authority = 'US' AND date_basis = 'first_seen'
    AND ($programme = 'all' OR list_contains(string_split(programmes, ';'), $programme))
), collected AS (
  SELECT CAST(unnest(generate_series(date_trunc('month', min(listed_on)), max(last_seen), INTERVAL 1 MONTH)) AS DATE)
         AS period, any_value(source) AS source
  FROM listing WHERE authority = 'US' AND date_basis = 'first_seen'
), ranked AS (
  SELECT CAST(date_trunc('month', listed_on) AS DATE) AS period, listed_on,
         row_number() OVER (
           PARTITION BY date_trunc('month', listed_on) ORDER BY listed_that_day DESC, listed_on
         ) AS place
  FROM chosen WHERE NOT left_censored
), added AS (
  SELECT period, count(*) AS entries, max(CASE WHEN place = 1 THEN listed_on END) AS busiest_day
  FROM ranked GROUP BY period
), gone AS (
  SELECT CAST(date_trunc('month', last_seen) AS DATE) AS period, count(*) AS entries
  FROM chosen WHERE delisted GROUP BY ALL
)
SELECT collected.period, coalesce(added.entries, 0) AS entries_added, coalesce(gone.entries, 0) AS entries_gone,
       added.busiest_day, 'first_seen' AS date_basis, collected.source
FROM collected LEFT JOIN added USING (period) LEFT JOIN gone USING (period)
WHERE collected.period BETWEEN $start AND $end
ORDER BY collected.period
"""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Additions above the axis, removals below it."""
    traces = [
        {
            "type": "bar",
            "name": "Added",
            "x": rows["period"],
            "y": rows["entries_added"],
            "marker": {"color": theme.colour("US")},
            "hovertemplate": "%{y} added<extra></extra>",
        },
        {
            "type": "bar",
            "name": "Gone",
            "x": rows["period"],
            "y": -rows["entries_gone"],
            "marker": {"color": "rgba(0,0,0,0)", "line": {"color": theme.colour("US"), "width": 1.5}},
            "customdata": rows["entries_gone"],
            "hovertemplate": "%{customdata} gone<extra></extra>",
        },
    ]
    busiest = rows.nlargest(3, "entries_added")
    notes = [
        {
            "x": r.period,
            "y": r.entries_added,
            "text": theme.day(r.busiest_day),
            "showarrow": False,
            "yanchor": "bottom",
            "yshift": 2,
            "font": {"size": 11},
            "opacity": 0.75,
        }
        for r in records(busiest)
        if pd.notna(r.busiest_day)
    ]
    return theme.figure(
        traces,
        annotations=notes,
        barmode="relative",
        showlegend=True,
        legend={"y": 1.06},
        margin={"t": 56},
        xaxis=theme.TIME_AXIS,
        yaxis={"rangemode": "normal", "zerolinewidth": 1.5},
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """Totals and the busiest month."""
    peak = rows.iloc[int(rows["entries_added"].argmax())]
    added, gone = rows["entries_added"].sum(), rows["entries_gone"].sum()
    return (
        f"{theme.number(added)} entries were added and {theme.number(gone)} went "
        f"between {written(rows['period'].min())} and {written(rows['period'].max())}; most were added in "
        f"{written(peak['period'])} ({theme.number(peak['entries_added'])})."
    )


chart = Chart(
    topic="sanctions",
    question="When did the United States add to its SDN list?",
    measure="Entries per month, {programme}; date basis: first and last day seen in collected copies",
    query=QUERY,
    figure=figure,
    summary=summary,
    kept="month",
    choices=(
        Choice(
            "programme",
            "Programme",
            {
                "all": "all programmes",
                "RUSSIA-EO14024": "Russia (EO 14024)",
                "UKRAINE-EO13662": "Ukraine (EO 13662)",
                "BELARUS-EO14038": "Belarus (EO 14038)",
                "DPRK3": "DPRK (DPRK3)",
                "SDGT": "terrorism (SDGT)",
            },
            "all",
        ),
    ),
    series=("source",),
    caveat="Copies were collected from 18 August 2021 to 3 May 2024; what stood there on the first day has no date "
    "and is left out. A month without a bar inside that span had no change. "
    "Entries are people, firms, ships and aircraft alike.",
)
