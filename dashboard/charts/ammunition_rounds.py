"""Every published number of rounds from the DPRK to Russia and from the EU to Ukraine, by kind of count."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope, records

QUERY = """
SELECT as_of AS period, supplier, recipient, low, central, high, unit, basis, span, item, estimator, publisher,
       title, url, host, note, estimate_id, source
FROM ammunition_estimate
WHERE unit = 'rounds' AND source = 'ammunition_estimates'
  AND ((supplier = 'PRK' AND recipient = 'RUS') OR (supplier = 'EUU' AND recipient = 'UKR'))
  AND as_of BETWEEN $start AND $end
ORDER BY as_of, estimate_id
"""

PANELS = {
    "Counted or stated, running total": ("rounds_stated", "tonnes_converted", "commercial"),
    "Capacity of containers, if all of one calibre": ("capacity",),
    "Total of a stated period": ("period_total",),
    "Pledge or forecast": ("pledge", "forecast"),
}
SYMBOLS = {"PRK": "circle", "EUU": "diamond"}


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """One panel with its own axis per kind of count, because kinds of count cannot be compared."""
    shown = {title: bases for title, bases in PANELS.items() if rows["basis"].isin(bases).any()}
    height, gap = 1 / len(shown), 0.11 / max(1, len(shown) - 1) * (len(shown) > 1)
    layout, traces, titles, seen = {}, [], [], set()
    for index, (title, bases) in enumerate(shown.items()):
        axis = "" if index == 0 else str(index + 1)
        top = 1 - index * height
        bottom = top - height + (gap if index < len(shown) - 1 else 0)
        top -= 0.03
        layout[f"yaxis{axis}"] = {
            "domain": [bottom, top],
            "ticksuffix": " m",
            "rangemode": "tozero",
            "nticks": 4,
            "automargin": True,
            "anchor": "x",
        }
        titles.append(
            {
                "text": f"<b>{title}</b>",
                "x": 0,
                "y": top,
                "xref": "paper",
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"size": 13},
            }
        )
        for supplier, part in rows[rows["basis"].isin(bases)].groupby("supplier"):
            traces.append(_marks(part, str(supplier), f"y{axis}", first=supplier not in seen))
            seen.add(supplier)
    return theme.figure(
        traces,
        annotations=titles,
        height=110 + 165 * len(shown),
        showlegend=True,
        legend={"y": 1.02},
        margin={"t": 50},
        hovermode="closest",
        xaxis={**theme.TIME_AXIS, "anchor": "free", "position": 0, "hoverformat": "%d %b %Y"},
        **layout,
    )


def _marks(part: pd.DataFrame, supplier: str, axis: str, first: bool) -> dict[str, object]:
    """Dots for numbers, bars for ranges, triangles for "more than" and "up to"; hollow for what is not delivered."""
    middles, reaches, symbols, words = [], [], [], []
    for row in records(part):
        known = [number for number in (row.central, row.low, row.high) if number == number]
        ranged = row.low == row.low and row.high == row.high
        only_low, only_high = len(known) == 1 and row.low == row.low, len(known) == 1 and row.high == row.high
        middles.append(((row.low + row.high) / 2 if ranged else known[0]) / 1e6)
        reaches.append((row.high - row.low) / 2e6 if ranged else 0)
        symbols.append("triangle-up" if only_low else "triangle-down" if only_high else SYMBOLS[supplier])
        before = "more than " if only_low else "up to " if only_high else ""
        weak = f"<br>weak host: {row.host.replace('_', ' ')}" if row.host in ("blog", "state_media") else ""
        words.append(f"{before}{row.item}<br>{row.estimator}<br>{row.publisher}{weak}")
    hollow = part["basis"].isin(["pledge", "forecast", "capacity"])
    colour = theme.colour(supplier)
    return {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "yaxis": axis,
        "legendgroup": supplier,
        "showlegend": first,
        "name": f"{theme.name(supplier)} to {'Russia' if supplier == 'PRK' else 'Ukraine'}",
        "x": part["period"],
        "y": middles,
        "customdata": words,
        "error_y": {"type": "data", "array": reaches, "color": colour, "thickness": 3, "width": 0},
        "marker": {
            "size": 10,
            "symbol": symbols,
            "color": ["rgba(0,0,0,0)" if h else colour for h in hollow],
            "line": {"color": colour, "width": 2},
        },
        "hovertemplate": "%{y:.2f} m rounds, %{x|%d %b %Y}<br>%{customdata}<extra></extra>",
    }


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """How many estimates there are and the newest running total on each side."""
    totals = rows[rows["basis"].isin(PANELS["Counted or stated, running total"]) & (rows["basis"] != "commercial")]
    parts = []
    for supplier, part in totals.groupby("supplier"):
        newest = part.iloc[-1]
        value = newest["central"] if pd.notna(newest["central"]) else newest["low"]
        more = "" if pd.notna(newest["central"]) else "more than "
        parts.append(
            f"{theme.name(str(supplier))} {more}{theme.number(value / 1e6, 2)} m ({newest['estimator']}, "
            f"{newest['period']:%d %b %Y})"
        )
    return f"{len(rows)} published figures. Newest running totals: {'; '.join(parts) or 'none in this period'}."


chart = Chart(
    topic="arms",
    question="How many rounds did the DPRK send Russia, and the EU send Ukraine?",
    measure="Published estimates in million rounds, by day of the statement; one panel per kind of count",
    query=QUERY,
    figure=figure,
    summary=summary,
    kept="month",
    caveat="Triangles: “more than” (up) and “up to” (down). Hollow: capacity, pledge or forecast, not a delivery. "
    "Kinds of count cannot be compared across panels.",
)
