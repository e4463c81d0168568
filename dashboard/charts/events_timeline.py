"""Visits, votes, treaties, sanctions and deliveries on one timeline."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.choice import Choice

QUERY = """
SELECT date AS period, title, category, countries, document, url, confirmed, note, host, event_id, source
FROM event
WHERE date BETWEEN $start AND $end AND ($category = 'all' OR category = $category)
  AND ($about = 'all' OR list_contains(string_split(coalesce(countries, ''), ';'), $about))
ORDER BY date, event_id
"""
COUNTRIES = f"""
WITH concerned AS (
  SELECT unnest(string_split(countries, ';')) AS country FROM event
  WHERE countries IS NOT NULL AND ($category = 'all' OR category = $category)
)
SELECT value, label FROM (
  SELECT 'all' AS value, 'all countries' AS label, 0 AS place, 0 AS events
  UNION ALL
  SELECT country AS value, {theme.names_in_sql("country")} AS label, 1 AS place, count(*) AS events
  FROM concerned GROUP BY country
) AS offered ORDER BY place, events DESC, value
"""

WORDS = {
    "visit": "Visits",
    "eu_package": "EU packages",
    "us_designations": "US list",
    "sanctions": "Sanctions",
    "un_vote": "UN votes",
    "un_measure": "UN measures",
    "treaty": "Treaties",
    "arms_transfer": "Arms",
    "ammunition": "Ammunition",
    "aid": "Aid",
    "diplomacy": "Diplomacy",
    "election": "Elections",
    "troops": "Troops",
    "war": "War",
    "data": "Data",
}
SHADES = {
    "eu_package": "EU",
    "us_designations": "USA",
    "sanctions": "EU",
    "un_vote": "UN",
    "un_measure": "UN",
    "arms_transfer": "PRK",
    "ammunition": "PRK",
    "visit": "RUS",
    "treaty": "RUS",
}


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """A row of dots per kind of event; with one kind chosen, every event on a line of its own with its words."""
    if scope["category"] != "all":
        return _listed(rows, scope)
    kinds = [kind for kind in WORDS if (rows["category"] == kind).any()]
    traces = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": WORDS[kind],
            "x": part["period"],
            "y": [WORDS[kind]] * len(part),
            "customdata": [_wrapped(t) for t in part["title"]],
            "hovertemplate": "%{x|%d %b %Y}<br>%{customdata}<extra></extra>",
            "marker": {"size": 11, "color": theme.colour(SHADES.get(kind, "USA")), "opacity": 0.85},
        }
        for kind in kinds
        for part in [rows[rows["category"] == kind]]
    ]
    return theme.figure(
        traces,
        height=90 + 30 * len(kinds),
        hovermode="closest",
        xaxis={**theme.TIME_AXIS, "hoverformat": "%d %b %Y"},
        yaxis={
            "type": "category",
            "categoryarray": [WORDS[k] for k in reversed(kinds)],
            "categoryorder": "array",
            "dtick": 1,
        },
    )


def _listed(rows: pd.DataFrame, scope: Scope) -> Plain:
    """A line for every event: its words on the left, its dot at its day; those spoken of in the accent."""
    position = list(range(len(rows), 0, -1))
    spoken = [event in scope.events for event in rows["event_id"]]
    colours = [
        theme.MARK if lit else theme.colour(SHADES.get(c, "USA"))
        for lit, c in zip(spoken, rows["category"], strict=True)
    ]
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": rows["period"],
        "y": position,
        "customdata": [_wrapped(t) for t in rows["title"]],
        "hovertemplate": "%{x|%d %b %Y}<br>%{customdata}<extra></extra>",
        "marker": {
            "size": [13 if lit else 9 for lit in spoken],
            "color": colours,
            "symbol": ["diamond" if lit else "circle" for lit in spoken],
        },
    }
    labels = [
        {
            "text": f"<b>{text}</b>" if lit else text,
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": y + 0.22,
            "yref": "y",
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"size": 12},
            "align": "left",
        }
        for y, lit, day, title in zip(position, spoken, rows["period"], rows["title"], strict=True)
        for text in [f"{day.day} {day:%b %Y}  {_shortened(title)}"]
    ]
    return theme.figure(
        [trace],
        annotations=labels,
        height=70 + 42 * len(rows),
        hovermode="closest",
        xaxis={**theme.TIME_AXIS, "hoverformat": "%d %b %Y"},
        yaxis={
            "visible": True,
            "showticklabels": False,
            "tickvals": position,
            "range": [0.4, len(rows) + 0.9],
            "fixedrange": True,
        },
    )


def _shortened(words: str, most: int = 46) -> str:
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + " …"


def _wrapped(words: str, width: int = 48) -> str:
    lines: list[str] = []
    line = ""
    for word in words.split():
        if len(line) + len(word) > width:
            lines, line = [*lines, line], ""
        line = f"{line} {word}".strip()
    return "<br>".join([*lines, line])


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """How many events, and the first and the last."""
    first, last = rows.iloc[0], rows.iloc[-1]
    return (
        f"{len(rows)} events, from {first['period']:%d %b %Y} ({first['title']}) "
        f"to {last['period']:%d %b %Y} ({last['title']})."
    )


chart = Chart(
    topic="sanctions",
    question="What happened when?",
    measure="Events by day, {category}, {about}",
    query=QUERY,
    figure=figure,
    summary=summary,
    kept="month",
    choices=(
        Choice(
            "category",
            "Kind of event",
            {
                "all": "all kinds",
                "visit": "visits",
                "sanctions": "sanctions",
                "eu_package": "EU packages",
                "us_designations": "days of many US designations",
                "un_vote": "UN votes",
                "un_measure": "UN measures on the DPRK",
                "arms_transfer": "arms deliveries",
                "treaty": "treaties",
                "ammunition": "ammunition",
                "aid": "aid",
                "diplomacy": "diplomacy",
                "troops": "troops",
            },
            "all",
        ),
        Choice("about", "Country", offered=COUNTRIES, default="all"),
    ),
)
