"""Visits, votes, treaties, sanctions and deliveries on one timeline."""

from __future__ import annotations

from itertools import accumulate
from textwrap import wrap

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.choice import Choice
from dashboard.happenings import CATEGORIES

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

RED, BLUE, GREEN, PURPLE, OCHRE, PINK, GREY = (
    "#C4472B",
    "#2F72B5",
    "#1E8A6E",
    "#8E5FAE",
    "#B07D10",
    "#B4578C",
    "#64788C",
)
MARKS = {
    "war": (RED, "x"),
    "sanctions": (GREEN, "square"),
    "eu_package": (GREEN, "circle"),
    "us_designations": (OCHRE, "square"),
    "un_measure": (GREY, "square"),
    "un_vote": (GREY, "circle"),
    "visit": (BLUE, "circle"),
    "treaty": (BLUE, "square"),
    "diplomacy": (BLUE, "triangle-up"),
    "election": (PINK, "circle"),
    "aid": (OCHRE, "circle"),
    "arms_transfer": (PURPLE, "circle"),
    "ammunition": (PURPLE, "square"),
    "troops": (RED, "triangle-up"),
    "data": (GREY, "cross"),
}
"""Colour and symbol of every kind: kinds of one family share a colour and differ in their symbol. The colours are told
apart by colour-blind readers, on light and dark paper, and mean no country here."""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """A row of dots per kind of event; with one kind chosen, every event on a line of its own with its words."""
    if scope["category"] != "all":
        return _listed(rows, scope)
    kinds = [kind for kind in CATEGORIES if (rows["category"] == kind).any()]
    traces = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": CATEGORIES[kind],
            "x": part["period"],
            "y": [CATEGORIES[kind]] * len(part),
            "customdata": [_wrapped(t) for t in part["title"]],
            "hovertemplate": "%{x|%d %b %Y}<br>%{customdata}<extra></extra>",
            "marker": {"size": 11, "color": MARKS[kind][0], "symbol": MARKS[kind][1], "opacity": 0.85},
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
            "categoryarray": [CATEGORIES[k] for k in reversed(kinds)],
            "categoryorder": "array",
            "dtick": 1,
        },
    )


def _listed(rows: pd.DataFrame, scope: Scope) -> Plain:
    """A line for every event: its words on the left, its dot at its day; those spoken of in the accent."""
    told = [
        _wrapped(f"{day.day} {day:%b %Y}  {title}", 58)
        for day, title in zip(rows["period"], rows["title"], strict=True)
    ]
    # Every event takes the pixels that its words need, so that none is cut on a phone.
    tall = [27 + 15 * len(words.split("<br>")) for words in told]
    whole = sum(tall)
    position = [whole - below + 12 for below in accumulate(tall)]
    spoken = [event in scope.events for event in rows["event_id"]]
    colour, symbol = MARKS[str(scope["category"])]
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": rows["period"],
        "y": position,
        "customdata": [_wrapped(t) for t in rows["title"]],
        "hovertemplate": "%{x|%d %b %Y}<br>%{customdata}<extra></extra>",
        "marker": {
            "size": [13 if lit else 9 for lit in spoken],
            "color": [theme.MARK if lit else colour for lit in spoken],
            "symbol": ["diamond" if lit else symbol for lit in spoken],
        },
    }
    labels = [
        {
            "text": f"<b>{words}</b>" if lit else words,
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": y + 8,
            "yref": "y",
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"size": 12},
            "align": "left",
        }
        for y, lit, words in zip(position, spoken, told, strict=True)
    ]
    return theme.figure(
        [trace],
        annotations=labels,
        height=70 + whole,
        hovermode="closest",
        xaxis={**theme.TIME_AXIS, "hoverformat": "%d %b %Y"},
        yaxis={
            "visible": True,
            "showticklabels": False,
            "tickvals": position,
            "range": [0, whole + 4],
            "fixedrange": True,
        },
    )


def _wrapped(words: str, width: int = 48) -> str:
    """Words in lines that fit a phone."""
    return "<br>".join(wrap(words, width, break_long_words=False))


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
            {"all": "all kinds", **CATEGORIES},
            "all",
        ),
        Choice("about", "Country", offered=COUNTRIES, default="all"),
    ),
)
