"""Estimates of ammunition and the events around them on one axis of time, with the dates the commentary names."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import rowed, statement, theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.record import Record, escaped, facts, link

QUERY = f"""
WITH marks AS (
  SELECT {statement.COLUMNS}, '' AS category
  FROM ammunition_estimate
  WHERE source = 'ammunition_estimates' AND span = 'cumulative' AND as_of BETWEEN $start AND $end
    AND (supplier = 'PRK' AND recipient = 'RUS' AND basis IN ('containers_seen', 'rounds_stated')
      OR supplier = 'EUU' AND recipient = 'UKR' AND basis = 'rounds_stated')
  UNION ALL
  SELECT date, '', '', NULL, NULL, NULL, '', '', '', '', '', '', title, NULL, NULL, 'day', url, host, checked, note,
         NULL, NULL, event_id, source, category
  FROM event
  WHERE source = 'events' AND date BETWEEN $start AND $end
)
SELECT *, CASE WHEN category = '' THEN '' ELSE estimate_id END AS event_id FROM marks ORDER BY period, estimate_id
"""

ROWS = {
    "visit": "Visits",
    "treaty": "Treaties",
    "diplomacy": "Diplomacy",
    "arms_transfer": "Arms",
    "ammunition": "Ammunition",
    "troops": "Troops",
    "un_vote": "UN votes",
    "un_measure": "UN measures",
    "sanctions": "Sanctions",
    "aid": "Aid",
    "election": "Elections",
    "war": "War",
    "data": "Data",
}
SIDES = {"PRK": "DPRK to Russia", "EUU": "EU to Ukraine"}
HEAD, FOOT, ROW, TITLE, PANEL = 40, 30, 26, 30, 130
"""Pixels above, below, of a row of events, of a panel's title and of a panel of estimates."""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Rounds, containers and events below each other; thin lines where the commentary speaks of an event."""
    kinds = [kind for kind in ROWS if (rows["category"] == kind).any()]
    shown = [unit for unit in ("rounds", "containers") if (rows["unit"] == unit).any()]
    parts = [(unit, PANEL) for unit in shown] + ([("events", ROW * len(kinds))] if kinds else [])
    height = sum(size + TITLE for _, size in parts)
    layout: dict[str, Any] = {}
    traces: list[Plain] = []
    notes: list[Plain] = []
    top = height
    for position, (what, size) in enumerate(parts):
        tail = rowed.axis(position)
        notes.append(rowed.title(_heading(what), (top - 4) / height))
        layout[f"yaxis{tail}"] = {"domain": [(top - TITLE - size) / height, (top - TITLE) / height], "anchor": "x"}
        if what == "events":
            layout[f"yaxis{tail}"] |= {
                "type": "category",
                "categoryorder": "array",
                "categoryarray": [ROWS[kind] for kind in reversed(kinds)],
                "range": [-0.6, len(kinds) - 0.4],
                "dtick": 1,
                "automargin": True,
            }
            traces.append(_events(rows[rows["event_id"] != ""], scope, tail))
        else:
            part = rows[rows["unit"] == what]
            most = max(statement.bounds(row)[1] for row in records(part))
            layout[f"yaxis{tail}"] |= {"range": [0, most * 1.2], "nticks": 4, "tickformat": "~s", "automargin": True}
            for supplier in SIDES:
                if (part["supplier"] == supplier).any():
                    trace, arrows = _estimates(part[part["supplier"] == supplier], supplier, tail, position == 0)
                    traces.append(trace)
                    notes += arrows
        top -= TITLE + size
    spoken = sorted({row.period for row in records(rows) if row.event_id in scope.events})
    return theme.figure(
        traces,
        annotations=notes,
        shapes=[_line(day) for day in spoken],
        height=height + HEAD + FOOT,
        hovermode="closest",
        showlegend=True,
        legend={"x": 1, "xanchor": "right", "y": 1.0, "yanchor": "bottom"},
        margin={"t": HEAD, "b": FOOT},
        xaxis={**theme.TIME_AXIS, "anchor": "free", "position": 0, "hoverformat": "%d %b %Y"},
        **layout,
    )


def _heading(what: str) -> str:
    return {
        "rounds": "Rounds counted or stated, running totals",
        "containers": "Containers seen, running totals",
        "events": "Events",
    }[what]


def _estimates(part: pd.DataFrame, supplier: str, tail: str, first: bool) -> tuple[Plain, list[Plain]]:
    found = list(records(part))
    colour = theme.colour(supplier)
    ends = [statement.bounds(row) for row in found]
    arrows = [
        statement.arrow(row.period, end[0], ("x", f"y{tail}"), (0, 20 * statement.direction(row)), colour)
        for row, end in zip(found, ends, strict=True)
        if statement.direction(row)
    ]
    trace = {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "yaxis": f"y{tail}",
        "name": SIDES[supplier],
        "legendgroup": supplier,
        "showlegend": first,
        "x": part["period"],
        "y": [(low + high) / 2 for low, high in ends],
        "ids": part["estimate_id"].tolist(),
        "customdata": [statement.hover(row) for row in found],
        "hovertemplate": "%{customdata}<extra></extra>",
        "error_y": {
            "type": "data",
            "array": [(high - low) / 2 for low, high in ends],
            "color": colour,
            "thickness": 3,
            "width": 0,
        },
        "marker": statement.marker(found, [colour] * len(found), 9),
    }
    return trace, arrows


def _events(part: pd.DataFrame, scope: Scope, tail: str) -> Plain:
    spoken = [event in scope.events for event in part["event_id"]]
    return {
        "type": "scatter",
        "mode": "markers",
        "yaxis": f"y{tail}",
        "showlegend": False,
        "x": part["period"],
        "y": [ROWS[kind] for kind in part["category"]],
        "ids": part["estimate_id"].tolist(),
        "customdata": ["<br>".join(statement.wrapped(str(title))) for title in part["title"]],
        "hovertemplate": "%{x|%d %b %Y}<br>%{customdata}<extra></extra>",
        "marker": {
            "size": [12 if lit else 9 for lit in spoken],
            "symbol": ["diamond" if lit else "circle" for lit in spoken],
            "color": [theme.MARK if lit else theme.MUTED for lit in spoken],
        },
    }


def _line(day: Any) -> Plain:
    where = {"xref": "x", "yref": "paper", "x0": day, "x1": day, "y0": 0, "y1": 1}
    return {"type": "line", "line": {"width": 1, "color": theme.MARK, "dash": "dot"}, "layer": "below", **where}


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """How many estimates and events, and those that the commentary speaks of."""
    events = rows[rows["event_id"] != ""]
    spoken = [row for row in records(events) if row.event_id in scope.events]
    named = "; ".join(f"{row.period.day} {row.period:%b %Y} {_short(row.title)}" for row in spoken)
    marked = (
        f" Marked are {len(spoken)} that the commentary speaks of or that are chosen above: {named}." if spoken else ""
    )
    return f"{len(rows) - len(events)} estimates and {len(events)} events.{marked}"


def _short(title: str, most: int = 44) -> str:
    plain = title.split(" (")[0]
    return plain if len(plain) <= most else plain[:most].rsplit(" ", 1)[0].rstrip(":,;") + " …"


def _label(row: Any) -> str:
    return f"{row.period.day} {row.period:%b %Y} · {row.title}" if row.event_id else statement.label(row)


def _text(row: Any) -> str:
    if not row.event_id:
        return statement.record.text(row)
    return f"#### {escaped(row.title)}\n" + facts(
        ("Day", f"{row.period.day} {row.period:%B %Y}"),
        ("Kind", ROWS[row.category]),
        ("Note", escaped(row.note) if isinstance(row.note, str) else ""),
        ("Published", f"{link('source', row.url)}, {statement.seen(row)}"),
        ("Row", f"`{row.event_id}`"),
    )


chart = Chart(
    topic="arms",
    question="What was said about deliveries, and what happened around them?",
    measure="Rounds and containers as running totals, and events, by day",
    query=QUERY,
    figure=figure,
    summary=summary,
    kept="month",
    record=Record(key="estimate_id", label=_label, text=_text, what="estimate or event"),
    spoken=True,
    caveat="Nothing is joined: each estimate begins on a day of its own. Events beside estimates are no causes of "
    f"them. Diamonds and dotted lines: events that the commentary speaks of. {statement.LEGEND}",
)
