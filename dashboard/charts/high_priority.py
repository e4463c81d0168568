"""A trade in the goods that sanctions aim at most, by tier of the common list, period by period."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.trade import goods, lines, priority

QUERY = f"""
WITH flows AS ({goods.FLOWS}), total AS (
  SELECT period, {goods.APART}, sum(value) AS value FROM flows GROUP BY period, {goods.APART}
), listed AS (
  SELECT flows.period, s.tier, sum(flows.value) AS value, count(DISTINCT flows.product) AS codes_traded,
         flows.{goods.APART.replace(", ", ", flows.")}
  FROM flows JOIN product_scope AS s ON s.product = flows.product AND s.scope = 'common_high_priority'
  GROUP BY flows.period, s.tier, flows.{goods.APART.replace(", ", ", flows.")}
)
SELECT l.period, l.tier, l.value, l.codes_traded, t.value AS value_all_goods,
       (SELECT count(*) FROM product_scope AS s WHERE s.scope = 'common_high_priority' AND s.tier = l.tier)
       AS codes_listed, l.currency, l.valuation, l.grain, l.classification, l.source
FROM listed AS l JOIN total AS t ON t.period = l.period AND t.grain = l.grain AND t.currency = l.currency
ORDER BY l.period, l.tier
"""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Stacked bars per period, one part per tier."""
    per, word = lines.scaled(rows.groupby("period")["value"].sum().tolist())
    yearly = rows["grain"].iloc[0] == "year"
    currency = rows["currency"].iloc[0]
    traces = [
        {
            "type": "bar",
            "name": f"Tier {tier}",
            "x": [str(p.year) if yearly else f"{p:%b %Y}" for p in part["period"]],
            "y": (part["value"] / per).tolist(),
            "marker": priority.marker(str(tier)),
            "hovertemplate": f"{currency} %{{y:.2f}} {word}<extra>Tier {tier}</extra>",
        }
        for tier, part in rows.groupby("tier")
    ]
    return theme.figure(
        traces,
        barmode="stack",
        showlegend=True,
        legend={"y": 1.06, "traceorder": "normal"},
        margin={"t": 60},
        xaxis={"type": "category"},
        yaxis={"ticksuffix": f" {word}"},
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """Totals and shares in the first and the last period shown."""
    listed = rows.groupby("period")["value"].sum()
    total = dict(zip(rows["period"], rows["value_all_goods"], strict=True))
    first, last = listed.index.min(), listed.index.max()
    currency = rows["currency"].iloc[0]
    return (
        f"High-priority goods made up {theme.money(listed[first], currency)} "
        f"({theme.percent(listed[first] / total[first])} of {scope.label('trade')}) "
        f"in {first.year} and {theme.money(listed[last], currency)} "
        f"({theme.percent(listed[last] / total[last])}) in {last.year}."
    )


chart = Chart(
    topic="trade",
    question="How much of {trade} is on the common high-priority list?",
    measure="Goods of the 50 listed HS6 codes per period, in {unit}, by tier",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=goods.PAIR,
    kept="year",
    over_time=False,
    caveat="Years are shown whole. " + priority.MISSING,
)
