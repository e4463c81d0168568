"""China's exports to Russia of the goods that sanctions aim at most, by tier of the common list."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope

QUERY = """
WITH flows AS (
  SELECT period, product, value, currency, classification, source FROM trade_flow
  WHERE source = 'cepii_baci' AND reporter = 'CHN' AND partner = 'RUS' AND flow = 'export' AND grain = 'year'
    AND currency = 'USD' AND valuation = 'FOB' AND length(product) = 6
    AND period BETWEEN date_trunc('year', CAST($start AS DATE)) AND $end
), total AS (
  SELECT period, classification, sum(value) AS value FROM flows GROUP BY period, classification
)
SELECT flows.period, s.tier, sum(flows.value) AS value, count(DISTINCT flows.product) AS codes_traded,
       total.value AS value_all_goods, flows.currency, flows.classification, flows.source
FROM flows
JOIN product_scope AS s ON s.product = flows.product AND s.scope = 'common_high_priority'
JOIN total ON total.period = flows.period AND total.classification = flows.classification
GROUP BY flows.period, s.tier, total.value, flows.currency, flows.classification, flows.source
ORDER BY flows.period, s.tier
"""

SHADES = {
    "1": "#9C3D1F",
    "2": "#C4472B",
    "3.A": "#B07D10",
    "3.B": "#8A7338",
    "4.A": "#64788C",
    "4.B": "#2F72B5",
}
PATTERNS = {"1": "", "2": "/", "3.A": "", "3.B": "\\", "4.A": "", "4.B": "x"}


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Stacked bars per year, one part per tier."""
    traces = [
        {
            "type": "bar",
            "name": f"Tier {tier}",
            "x": part["period"].dt.year,
            "y": part["value"] / 1e9,
            "marker": {
                "color": SHADES[str(tier)],
                "pattern": {"shape": PATTERNS[str(tier)], "size": 6, "solidity": 0.25},
            },
            "hovertemplate": f"USD %{{y:.2f}} bn<extra>Tier {tier}</extra>",
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
        yaxis={"ticksuffix": " bn"},
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """Totals and shares in the first and the last year shown."""
    listed: dict[int, float] = {}
    for period, value in zip(rows["period"], rows["value"], strict=True):
        listed[period.year] = listed.get(period.year, 0) + value
    total = dict(zip(rows["period"].dt.year, rows["value_all_goods"], strict=True))
    first, last = min(listed), max(listed)
    return (
        f"High-priority goods made up {theme.money(listed[first], 'USD')} "
        f"({theme.percent(listed[first] / total[first])} of China's exports to Russia) "
        f"in {first} and {theme.money(listed[last], 'USD')} "
        f"({theme.percent(listed[last] / total[last])}) in {last}."
    )


chart = Chart(
    topic="trade",
    question="How much of China’s exports to Russia is on the common high-priority list?",
    measure="Goods of the 50 listed HS6 codes per year, billion US dollars, by tier",
    query=QUERY,
    figure=figure,
    summary=summary,
    kept="year",
    over_time=False,
    caveat="Years are shown whole. BACI is in HS 2017: six codes of the list exist only in HS 2022 and have no "
    "figures here.",
)
