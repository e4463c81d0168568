"""The days on which an authority listed the most: those by which its sanctions are remembered."""

from __future__ import annotations

import pandas as pd

from dashboard import designations, theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.charts.designations import BASIS_IN_SQL
from dashboard.choice import Choice

DAYS = f"""
WITH {designations.COUNTED.replace("$split", "'programme'").replace("$unit", "'entries'")},
held AS (
  SELECT authority, part AS programme, unit_key, listed_on, date_basis, source, number FROM counted
  WHERE left_censored = 0
)"""
OF_SERIES = "concat(held.authority, '|', held.date_basis) = $authority"
"""SQL: what belongs to the authority and basis of date chosen."""
QUERY = f"""
{DAYS},
once AS (
  SELECT DISTINCT listed_on, date_basis, source, unit_key, number,
         CASE WHEN $programme = 'all' THEN 'any' ELSE programme END AS programme
  FROM held
  WHERE {OF_SERIES} AND ($programme = 'all' OR programme = $programme)
), listed_day AS (
  SELECT listed_on, date_basis, source, CAST(sum(number) AS BIGINT) AS entries
  FROM once WHERE listed_on BETWEEN $start AND $end
  GROUP BY listed_on, date_basis, source
), packaged AS (
  SELECT DISTINCT d.listed_on, k.package FROM listed_day AS d CROSS JOIN sanctions_package AS k
  WHERE $authority LIKE 'EU|%' AND $programme IN ('all', 'RUS', 'UKR') AND d.listed_on {designations.OF_PACKAGE}
    AND k.status <> 'not-a-package'
)
SELECT d.listed_on AS period, d.entries, d.date_basis, packaged.package, d.source
FROM listed_day AS d LEFT JOIN packaged ON packaged.listed_on = d.listed_on
ORDER BY d.entries DESC, d.listed_on
LIMIT 20
"""
HELD = f"""
{DAYS}
SELECT value, label FROM (
  SELECT concat(authority, '|', date_basis) AS value, concat({theme.names_in_sql("authority")}, ', ',
         {BASIS_IN_SQL}) AS label, sum(number) AS entries FROM held GROUP BY authority, date_basis
) AS offered ORDER BY entries DESC, value
"""
"""SQL: authorities with a basis of date each: days of different bases are never in one chart."""
PROGRAMMES = f"""
{DAYS}
SELECT value, label FROM (
  SELECT 'all' AS value, 'all programmes' AS label, 0 AS place, 0 AS entries
  UNION ALL
  SELECT held.programme AS value, coalesce(min(concat(p.title, ' (', p.programme, ')')), held.programme) AS label,
         1 AS place, sum(held.number) AS entries
  FROM held LEFT JOIN sanctions_programme AS p ON p.authority = held.authority AND p.programme = held.programme
  WHERE {OF_SERIES} GROUP BY held.programme
) AS offered ORDER BY place, entries DESC, value
"""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """A lying bar per day, largest first, with its day and number in words."""
    position = list(range(len(rows)))
    words = [_said(r) for r in records(rows)]
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": rows["entries"],
        "y": position,
        "customdata": words,
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {"color": theme.faded(theme.colour(str(scope["authority"]).split("|")[0])), "line": {"width": 0}},
    }
    return theme.figure(
        [trace],
        annotations=theme.bar_labels(position, words),
        height=60 + 26 * len(rows),
        hovermode="closest",
        bargap=0.2,
        xaxis={"rangemode": "tozero"},
        yaxis={"visible": False, "autorange": "reversed", "fixedrange": True},
    )


def _said(row: pd.Series) -> str:
    package = f", package {str(row.package).split(' ')[0]}" if isinstance(row.package, str) else ""
    return f"{theme.day(row.period)}{package}: {theme.number(row.entries)}"


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The two largest days."""
    first = _said(next(iter(records(rows))))
    return (
        f"The largest day is {first} entries; the {len(rows)} largest days of the period together brought "
        f"{theme.number(rows['entries'].sum())}."
    )


chart = Chart(
    topic="sanctions",
    question="Which days brought the most designations?",
    measure="Entries by day, {authority}, {programme}; the twenty largest days of the period",
    query=QUERY,
    figure=figure,
    summary=summary,
    over_time=False,
    choices=(
        Choice("authority", "Authority and date", offered=HELD, default="US|first_seen"),
        Choice("programme", "Programme", offered=PROGRAMMES, default="all"),
    ),
    caveat="A day “first seen” is that of the first collected copy with the entry, which can be a day late. EU: only "
    "those still listed count; acts of a package print the day of adoption, of publication or the next. An entry under "
    "several programmes counts once under “all programmes”.",
)
