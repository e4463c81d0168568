"""Shells made and fired by each side, in the time unit each statement used."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import rowed, statement, theme
from dashboard.chart import Chart, Plain, Scope, records

QUERY = f"""
SELECT {statement.COLUMNS}, coalesce(central, (low + high) / 2, low, high) AS rounds
FROM ammunition_estimate
WHERE source = 'ammunition_rates' AND as_of BETWEEN $start AND $end
ORDER BY span, rounds, estimate_id
"""

PANELS = {
    "rate_per_day": "Rounds per day",
    "rate_per_month": "Rounds per month",
    "rate_per_year": "Rounds per year",
}


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Bars in one panel per unit of time; hollow where the number is a plan or a capacity."""
    shown = [span for span in PANELS if (rows["span"] == span).any()]
    counts = [int((rows["span"] == span).sum()) for span in shown]
    slots = sum(counts) + 1.3 * len(shown)
    titles: list[dict[str, Any]] = []
    layout, traces, top = {}, [], 1.0
    for index, (span, count) in enumerate(zip(shown, counts, strict=True)):
        axis = "" if index == 0 else str(index + 1)
        part = rows[rows["span"] == span]
        titles.append(
            {
                "text": f"<b>{PANELS[span]}</b>",
                "x": 0,
                "xref": "paper",
                "y": top,
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "top",
                "showarrow": False,
                "font": {"size": 13},
            }
        )
        bottom = top - (count + 1.3) / slots
        domain = [max(0, bottom + 0.25 / slots), top - 0.9 / slots]
        layout[f"xaxis{axis}"] = {
            "anchor": f"y{axis}",
            "visible": False,
            "rangemode": "tozero",
            "range": [0, part["rounds"].max() * 1.02],
        }
        layout[f"yaxis{axis}"] = {
            "domain": domain,
            "anchor": f"x{axis}",
            "visible": False,
            "type": "category",
            "fixedrange": True,
            "categoryorder": "array",
            "categoryarray": part["estimate_id"].tolist(),
        }
        words = _words(part)
        traces.append(_bars(part, words, axis))
        titles += theme.bar_labels(part["estimate_id"].tolist(), words, axis)
        top = bottom
    return theme.figure(
        traces,
        annotations=titles,
        height=int(34 * slots) + 30,
        hovermode="closest",
        bargap=0.25,
        margin={"l": 4, "t": 10},
        **layout,
    )


def _words(part: pd.DataFrame) -> list[str]:
    return [
        rowed.words(
            f"{statement.signs(row)} {_side(row)} {theme.number(row.rounds)}".strip(),
            f"· {row.period:%b %Y} · {row.item}",
        )
        for row in records(part)
    ]


def _side(row: Any) -> str:
    return " and ".join({"USA": "US"}.get(code, theme.name(code)) for code in row.supplier.split("+"))


def _bars(part: pd.DataFrame, words: list[str], axis: str) -> dict[str, object]:
    hollow = part["basis"].isin(["plan", "production_capacity"])
    colours = [theme.colour(str(s).split("+")[-1]) for s in part["supplier"]]
    return {
        "type": "bar",
        "orientation": "h",
        "x": part["rounds"],
        "y": part["estimate_id"],
        "text": words,
        "textposition": "none",
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "showlegend": False,
        "ids": part["estimate_id"].tolist(),
        "customdata": [statement.hover(row) for row in records(part)],
        "hovertemplate": "%{customdata}<extra></extra>",
        "opacity": 1,
        "marker": {
            "color": [statement.faint(c, 0.12 if h else 0.45) for c, h in zip(colours, hollow, strict=True)],
            "line": {"color": colours, "width": 1.5},
        },
    }


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """Both sides' daily fire where stated, else how many statements there are."""
    fire = rows[rows["span"] == "rate_per_day"]
    parts = [f"{theme.name(r.supplier)} {theme.number(r.rounds)}" for r in records(fire)]
    said = f" Rounds fired per day: {', '.join(parts)}." if parts else ""
    return f"{len(rows)} published rates of production, capacity and fire.{said}"


chart = Chart(
    topic="arms",
    question="Who makes and fires more shells?",
    measure="Published rates in rounds, one panel per unit of time",
    query=QUERY,
    figure=figure,
    summary=summary,
    record=statement.record,
    over_time=False,
    kept="month",
    caveat="Faint bars are plans or capacities, not output. Panels have different scales, and statements different "
    "bases: output may include refurbished shells, and rounds fired are no deliveries. ?: found only on a weak host.",
)
