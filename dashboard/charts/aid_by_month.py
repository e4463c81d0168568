"""Aid to Ukraine month by month: what was promised and what was earmarked, apart, as the Kiel Institute counts."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import aid, rowed, theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.choice import Choice
from dashboard.gaps import edges
from dashboard.period import Period

QUERY = f"""
SELECT date_trunc('month', period) AS period, measure, kind, sum(value) AS value_eur, count(*) AS entries,
       count(DISTINCT donor_name) AS donors, currency, source
FROM aid_commitment
WHERE {aid.CHOSEN} AND list_contains($kinds, kind) AND period BETWEEN $start AND $end AND value IS NOT NULL
GROUP BY date_trunc('month', period), measure, kind, currency, source
ORDER BY period, measure, kind
"""

MEASURES = {"commitment": "Committed", "allocation": "Allocated", "delivery": "Delivered"}
SHADES = {
    "military": theme.COLOURS["CHN"],
    "financial": theme.COLOURS["RUS"],
    "humanitarian": theme.COLOURS["EUU"],
    "all": theme.MUTED,
}
PANEL, HEAD, FOOT = 190, 70, 34


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """A panel per measure, because the measures overlap; a month without aid has no bar."""
    shown = [measure for measure in MEASURES if (rows["measure"] == measure).any()]
    layout: dict[str, Any] = {}
    traces: list[Plain] = []
    notes: list[Plain] = []
    seen: set[str] = set()
    for position, measure in enumerate(shown):
        tail = rowed.axis(position)
        top = 1 - position / len(shown)
        notes.append(rowed.title(f"{MEASURES[measure]}, billion euros", top - 0.02, "top"))
        layout[f"yaxis{tail}"] = {
            "domain": [top - 0.84 / len(shown), top - 0.14 / len(shown)],
            "anchor": "x",
            "nticks": 4,
            "automargin": True,
        }
        part = rows[rows["measure"] == measure]
        for kind, shade in SHADES.items():
            cells = part[part["kind"] == kind]
            if cells.empty:
                continue
            traces.append(
                {
                    "type": "bar",
                    "yaxis": f"y{tail}",
                    "name": aid.KINDS[kind],
                    "legendgroup": kind,
                    "showlegend": kind not in seen,
                    "x": cells["period"].tolist(),
                    "y": (cells["value_eur"] / 1e9).tolist(),
                    "marker": {"color": shade},
                    "hovertemplate": f"%{{y:.2f}} bn euros {MEASURES[measure].lower()}, %{{x|%b %Y}}"
                    f"<extra>{aid.KINDS[kind]}</extra>",
                }
            )
            seen.add(kind)
    return theme.figure(
        traces,
        annotations=notes,
        height=HEAD + FOOT + PANEL * len(shown),
        barmode="stack",
        bargap=0.15,
        showlegend=True,
        legend={"y": 1.0, "yanchor": "bottom"},
        hovermode="closest",
        margin={"t": HEAD, "b": FOOT},
        xaxis={**theme.TIME_AXIS, "anchor": "free", "position": 0, "range": list(edges(scope.period))},
        **layout,
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The sum of each measure over the months held, and in how many of these there was none."""
    held = Period(rows["period"].min().date(), rows["period"].max().date())
    parts = []
    for measure, words in MEASURES.items():
        part = rows[rows["measure"] == measure]
        if len(part):
            empty = held.length - part["period"].nunique()
            absent = f", none in {empty} of {held.length} months" if empty else ""
            parts.append(f"{words.lower()} {theme.money(part['value_eur'].sum(), 'EUR')}{absent}")
    donor = scope.label("donor")
    return f"{donor[0].upper()}{donor[1:]}, {held.label}: {'; '.join(parts)}."


chart = Chart(
    topic="arms",
    question="What aid for Ukraine was promised and earmarked, month by month?",
    measure="Billion euros per month by kind of aid; a panel each for what was committed, allocated and delivered",
    query=QUERY,
    figure=figure,
    summary=summary,
    kept="month",
    choices=(
        Choice("edition", "Files", offered=aid.EDITIONS, default="kiel_website"),
        Choice("donor", "Donor", offered=aid.DONORS, default="all"),
        Choice("kinds", "Kinds", offered=aid.KINDS_HELD, default="military,financial,humanitarian,all", many=True),
    ),
    nothing=aid.ABSENT,
    caveat=aid.CAVEAT,
)
