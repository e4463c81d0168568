"""Who sends to whom: exporters on the left, importers on the right, as wide as the value of the goods."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.trade import lines, partners

LEFT, RIGHT = 12, 10
QUERY = f"""
WITH base AS ({partners.BASE})
SELECT CASE WHEN flow = 'export' THEN reporter ELSE partner END AS exporter,
       CASE WHEN flow = 'export' THEN partner ELSE reporter END AS importer,
       sum(value) AS value, count(value) AS periods, min(period) AS first_period, max(period) AS last_period,
       currency, valuation, grain, source
FROM base
GROUP BY {partners.APART}
ORDER BY 3 DESC, 1, 2
"""


def _folded(rows: pd.DataFrame) -> pd.DataFrame:
    """The largest exporters and importers, and all others of each side together."""
    kept = {
        side: rows.groupby(side)["value"].sum().nlargest(most).index
        for side, most in (("exporter", LEFT), ("importer", RIGHT))
    }
    folded = rows.assign(**{side: rows[side].where(rows[side].isin(names), "other") for side, names in kept.items()})
    return folded.groupby(["exporter", "importer"], as_index=False).agg(value=("value", "sum"))


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Nodes left and right; a link takes its importer's colour."""
    drawn = _folded(rows)
    currency = rows["currency"].iloc[0]
    per, word = lines.scaled(drawn["value"].tolist())
    left = list(drawn.groupby("exporter")["value"].sum().sort_values(ascending=False).index)
    right = list(drawn.groupby("importer")["value"].sum().sort_values(ascending=False).index)
    place = {**{("l", c): n for n, c in enumerate(left)}, **{("r", c): len(left) + n for n, c in enumerate(right)}}
    counts = {"l": rows["exporter"].nunique() - len(left) + 1, "r": rows["importer"].nunique() - len(right) + 1}
    free = [shade for shade in theme.SPARE if shade not in {theme.COLOURS[c] for c in right if c in theme.COLOURS}]
    shades = {
        code: theme.colour(code, n) if code in theme.COLOURS else free[n % len(free)] for n, code in enumerate(right)
    }
    sankey: dict[str, Any] = {
        "type": "sankey",
        "arrangement": "snap",
        "valueformat": ",.2f",
        "valuesuffix": f" {word} {currency}",
        "node": {
            "label": [
                *(theme.name(c) if c != "other" else f"{counts['l']} other exporters" for c in left),
                *(theme.name(c) if c != "other" else f"{counts['r']} other importers" for c in right),
            ],
            "color": [*([theme.SPARE[0]] * len(left)), *(shades[c] for c in right)],
            "pad": 10,
            "thickness": 14,
            "line": {"width": 0},
        },
        "link": {
            "source": [place["l", c] for c in drawn["exporter"]],
            "target": [place["r", c] for c in drawn["importer"]],
            "value": (drawn["value"] / per).tolist(),
            "color": [_pale(shades[c]) for c in drawn["importer"]],
        },
    }
    return theme.figure([sankey], height=520, margin={"l": 8, "r": 8, "t": 16, "b": 16}, hovermode="closest")


def _pale(shade: str) -> str:
    red, green, blue = (int(shade[n : n + 2], 16) for n in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.35)"


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The total, and the largest three flows."""
    currency = rows["currency"].iloc[0]
    top = [
        f"{theme.name(e)} to {theme.name(i)} {theme.money(v, currency)}"
        for e, i, v in zip(rows["exporter"], rows["importer"], rows["value"], strict=True)
    ][:3]
    return (
        f"{rows['exporter'].nunique()} exporters and {rows['importer'].nunique()} importers, {partners.when(rows)}, "
        f"{theme.money(rows['value'].sum(), currency)} in all. Largest: {'; '.join(top)}."
    )


chart = Chart(
    topic="trade",
    question="Who sends goods to whom?",
    measure="All goods added up over the period, reporters’ {flow}, in {unit}",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=(partners.SOURCE, partners.FLOW, partners.CURRENCY),
    over_time=False,
    caveat="Only pairs that the source holds; groups of countries are left out. Smaller ones are drawn together; "
    "each is in the table.",
)
