"""How long after the first authority the others list the same target."""

from __future__ import annotations

import pandas as pd

from dashboard import shared_numbers, theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.charts.designations import BASES
from dashboard.choice import Choice

QUERY = f"""
WITH {shared_numbers.NUMBERED},
known AS (
  SELECT value, authority, min(name) AS name, min(listed_on) AS listed_on, min(date_basis) AS date_basis,
         min(source) AS source
  FROM numbered WHERE listed_on IS NOT NULL AND left_censored = 0 GROUP BY value, authority
), earliest AS (
  SELECT value, min(listed_on) AS first_day, count(*) AS authorities FROM known GROUP BY value
)
SELECT known.listed_on AS period, known.value AS identifier, known.name, known.authority, known.date_basis,
       earliest.first_day, date_diff('day', earliest.first_day, known.listed_on) AS days_after_first, known.source
FROM known JOIN earliest ON earliest.value = known.value
WHERE earliest.authorities > 1 AND known.listed_on BETWEEN $start AND $end
ORDER BY known.authority, days_after_first, known.value
"""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """A dot for each target in the row of its authority, with the middle half as a box."""
    parts = sorted(rows.groupby("authority"), key=lambda each: float(each[1]["days_after_first"].median()))
    traces = [
        {
            "type": "box",
            "orientation": "h",
            "name": theme.NAMES.get(str(authority), str(authority)),
            "x": part["days_after_first"],
            "boxpoints": "all",
            "jitter": 0.5,
            "pointpos": 0,
            "text": [f"{n}<br>{d:%d %b %Y}" for n, d in zip(part["name"], part["period"], strict=True)],
            "hovertemplate": "%{text}: %{x} days after the first<extra></extra>",
            "marker": {"color": theme.colour(str(authority)), "size": 5, "opacity": 0.5},
            "line": {"width": 1.5},
        }
        for authority, part in parts
    ]
    return theme.figure(
        traces,
        height=110 + 90 * len(parts),
        hovermode="closest",
        xaxis={"ticksuffix": " d", "rangemode": "tozero"},
        yaxis={"type": "category", "autorange": "reversed", "rangemode": "normal"},
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """How often each authority was first, and its median lag where it was not."""
    said = []
    for authority, part in rows.groupby("authority"):
        later = part.loc[part["days_after_first"] > 0, "days_after_first"]
        words = f"{theme.NAMES.get(str(authority), str(authority))} was first or on the same day for "
        words += f"{theme.number((part['days_after_first'] == 0).sum())} of {theme.number(len(part))}"
        said.append(words + (f", otherwise a median {theme.number(later.median())} days later" if len(later) else ""))
    bases = " and ".join(sorted({BASES.get(str(basis), str(basis)) for basis in rows["date_basis"]}))
    return f"{'; '.join(said)}. Dates are: {bases}."


chart = Chart(
    topic="sanctions",
    question="Who lists first, and how long do the others take?",
    measure="Days from the first listing anywhere to that by each authority, of targets that share a number",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=(Choice("kind", "Number", offered=shared_numbers.HELD, default="imo"),),
    over_time=False,
    nothing=shared_numbers.NOTHING,
    caveat="Only targets with a dated entry of two authorities. Entries of the first collected US copy "
    "(18 August 2021) were listed on or before that day and are left out. Some lists give an entry the date of a "
    "later act, so a long lag can be a renewed listing.",
)
