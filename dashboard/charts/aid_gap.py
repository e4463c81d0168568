"""Promised and earmarked aid to Ukraine donor by donor: the gap between the two."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import aid, rowed, theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.choice import Choice
from dashboard.record import Record, escaped, facts

QUERY = """
SELECT donor_name, donor,
       sum(CASE WHEN measure = 'commitment' THEN value END) AS committed_eur,
       sum(CASE WHEN measure = 'allocation' THEN value END) AS allocated_eur,
       sum(CASE WHEN measure = 'delivery' THEN value END) AS delivered_eur,
       min(period) AS first_day, max(period) AS last_day, count(DISTINCT date_trunc('month', period)) AS months, source
FROM aid_commitment
WHERE source = $edition AND NOT aggregate AND period BETWEEN $start AND $end
GROUP BY donor_name, donor, source
HAVING sum(coalesce(value, 0)) > 0
ORDER BY committed_eur DESC NULLS LAST, donor_name
"""

MOST = 20
MARKS = {
    "committed_eur": ("Committed", "rgba(0,0,0,0)", theme.COLOURS["RUS"], "circle"),
    "allocated_eur": ("Allocated", theme.COLOURS["RUS"], theme.COLOURS["RUS"], "circle"),
    "delivered_eur": ("Delivered", theme.COLOURS["EUU"], theme.COLOURS["EUU"], "diamond"),
}


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """A row per donor: hollow what was promised, filled what was earmarked, the line between is the gap."""
    shown = list(records(rows.head(MOST)))
    names = [row.donor_name for row in shown]
    traces: list[Plain] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [x for row in shown for x in (_bn(row.committed_eur), _bn(_second(row)), None)],
            "y": [y for name in names for y in (name, name, None)],
            "line": {"color": theme.MUTED, "width": 2},
            "hoverinfo": "skip",
            "showlegend": False,
        }
    ]
    for column, (words, fill, colour, symbol) in MARKS.items():
        if rows[column].notna().any():
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "cliponaxis": False,
                    "name": words,
                    "x": [_bn(getattr(row, column)) for row in shown],
                    "y": names,
                    "ids": names,
                    "hovertemplate": f"%{{y}}: {words.lower()} %{{x:.2f}} bn euros<extra></extra>",
                    "marker": {"size": 11, "symbol": symbol, "color": fill, "line": {"color": colour, "width": 2}},
                }
            )
    most = max(float(rows[column].max()) for column in MARKS if rows[column].notna().any()) / 1e9
    drawn = rowed.figure(
        [rowed.Panel("Billion euros", names, most, "~g")],
        traces,
        [rowed.label(_words(row), row.donor_name, 0) for row in shown],
        showlegend=True,
    )
    drawn["layout"]["legend"] = drawn["layout"]["legend"] | {"x": 1, "xanchor": "right", "y": 1, "yanchor": "top"}
    return drawn


def _bn(cell: Any) -> float | None:
    return None if cell != cell else float(cell) / 1e9


def _second(row: Any) -> Any:
    """What promises are held against: allocations, or deliveries where the file has no allocations."""
    return row.allocated_eur if row.allocated_eur == row.allocated_eur else row.delivered_eur


def _amount(cell: Any) -> str:
    return theme.money(float(cell), "EUR") if cell == cell else "none held"


def _words(row: Any) -> str:
    second = _second(row)
    gap = ""
    if row.committed_eur == row.committed_eur and second == second:
        open_ = float(row.committed_eur) - float(second)
        gap = f", {theme.money(abs(open_), 'EUR')} {'open' if open_ >= 0 else 'beyond promises'}"
    return rowed.words(row.donor_name.partition(" (")[0], f"{_amount(row.committed_eur)} committed{gap}")


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The sums over donors and the gap between them."""
    committed, allocated, delivered = (float(rows[column].sum()) for column in MARKS)
    second, word = (allocated, "allocated") if rows["allocated_eur"].notna().any() else (delivered, "delivered")
    more = f" Drawn are the {MOST} largest; all are in the table." if len(rows) > MOST else ""
    return (
        f"{len(rows)} donors committed {theme.money(committed, 'EUR')} and {word} {theme.money(second, 'EUR')} in "
        f"{scope.period.label}: a gap of {theme.money(committed - second, 'EUR')}.{more}"
    )


def _text(row: Any) -> str:
    return f"#### {escaped(row.donor_name)}\n" + facts(
        ("Committed", _amount(row.committed_eur)),
        ("Allocated", _amount(row.allocated_eur)),
        ("Delivered", _amount(row.delivered_eur)),
        ("Months with aid", f"{row.months}, from {row.first_day:%b %Y} to {row.last_day:%b %Y}"),
    )


chart = Chart(
    topic="arms",
    question="How much of the promised aid has been earmarked, donor by donor?",
    measure="Billion euros over the period: committed (hollow), allocated and delivered (filled)",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=(Choice("edition", "Files", offered=aid.EDITIONS, default="kiel_website"),),
    record=Record(
        key="donor_name", label=lambda row: f"{row.donor_name} · {_amount(row.committed_eur)}", text=_text, what="donor"
    ),
    over_time=False,
    nothing=aid.ABSENT,
    caveat=aid.CAVEAT,
)
