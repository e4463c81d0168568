"""How long after the first authority the others list the same target."""

from __future__ import annotations

import pandas as pd

from dashboard import shared_numbers, theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.charts.designations import BASES
from dashboard.choice import Choice

QUERY = f"""
WITH {shared_numbers.NUMBERED},
several AS (
  SELECT value, min(listed_on) AS first_day,
         max(CASE WHEN listed_on IS NULL OR left_censored = 1 THEN 1 ELSE 0 END) AS a_date_is_unknown
  FROM numbered GROUP BY value HAVING count(DISTINCT authority) > 1
), placed AS (
  SELECT *, row_number() OVER (PARTITION BY value, authority ORDER BY listed_on, source, name) AS place FROM numbered
), left_out AS (
  SELECT CAST(coalesce(sum(a_date_is_unknown), 0) AS BIGINT) AS numbers_left_out FROM several
)
SELECT placed.listed_on AS period, placed.value AS identifier, placed.name, placed.authority, placed.date_basis,
       several.first_day, date_diff('day', several.first_day, placed.listed_on) AS days_after_first,
       left_out.numbers_left_out, placed.source
FROM placed JOIN several ON several.value = placed.value CROSS JOIN left_out
WHERE placed.place = 1 AND several.a_date_is_unknown = 0 AND placed.listed_on BETWEEN $start AND $end
ORDER BY placed.authority, days_after_first, placed.value
"""
"""Who was first is not known where any of the dates is not: such a number is left out whole, and counted."""


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
            "text": [f"{n}<br>{theme.day(d)}" for n, d in zip(part["name"], part["period"], strict=True)],
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
        xaxis={"ticksuffix": " d", "tickformat": ",", "rangemode": "tozero"},
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
    left_out = int(rows["numbers_left_out"].iloc[0])
    numbers = f"{theme.number(left_out)} shared {'number' if left_out == 1 else 'numbers'}"
    unknown = f" Left out, whatever the period: {numbers} of which a date is not known." if left_out else ""
    return f"{'; '.join(said)}. Dates are: {bases}.{unknown}"


chart = Chart(
    topic="sanctions",
    question="Who lists first, and how long do the others take?",
    measure="Days from the first listing anywhere to that by each authority, of targets that share a number",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=(Choice("kind", "Number", offered=shared_numbers.HELD, default="imo"),),
    over_time=False,
    nothing="No number of this kind is held on lists of two authorities with all its dates known: bundled are counts "
    "and the history of the US list, which print none. Add whole lists with dates, such as those of the UK and Canada, "
    "with `waybill fetch` or `waybill add FILE`.",
    caveat="Only targets on lists of two authorities whose dates are all known. A number on the first collected US "
    "copy (18 August 2021), listed on or before that day, is left out, and so is one on a list that prints no dates. "
    "Some lists give an entry the date of a later act, so a long lag can be a renewed listing.",
)
