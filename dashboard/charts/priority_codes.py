"""The codes of the common high-priority list one by one: value, tier, and which of them HS 2017 does not have."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.trade import goods, lines, priority

QUERY = f"""
WITH flows AS ({goods.FLOWS}), last AS (SELECT max(period) AS period FROM flows), known AS (
  SELECT period, {goods.APART} FROM flows GROUP BY period, {goods.APART}
), traded AS (
  SELECT product, period, sum(value) AS value FROM flows GROUP BY product, period, {goods.APART}
)
SELECT s.product AS code, s.tier, s.description AS name, k.period, t.value,
       CASE WHEN t.value IS NOT NULL THEN 'traded'
            WHEN s.began_with IS NOT NULL AND k.classification <> s.began_with THEN 'not in this revision'
            ELSE 'no trade reported' END AS state,
       k.currency, k.valuation, k.grain, k.classification, k.source
FROM product_scope AS s CROSS JOIN last JOIN known AS k ON k.period = last.period
LEFT JOIN traded AS t ON t.product = s.product AND t.period = last.period
WHERE s.scope = 'common_high_priority'
ORDER BY s.tier, t.value DESC NULLS LAST, s.product
"""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Bars by tier; a code without figures says why at the axis instead of being a bar of zero."""
    per, word = lines.scaled([v for v in rows["value"].tolist() if v == v])
    currency = rows["currency"].iloc[0]
    names = [f"{r.code} {goods.short(r.name, 30)}" for r in records(rows)]
    labels = dict(zip(rows["code"], names, strict=True))
    traces = []
    for tier, part in rows.groupby("tier"):
        held = part[part["value"].notna()]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": f"Tier {tier}",
                "y": [labels[c] for c in held["code"]],
                "x": (held["value"] / per).tolist(),
                "customdata": held["name"].tolist(),
                "marker": priority.marker(str(tier)),
                "hovertemplate": f"%{{customdata}}<br>{currency} %{{x:,.2f}} {word}<extra>Tier {tier}</extra>",
            }
        )
    absent = rows[rows["value"].isna()]
    notes = [
        {
            "x": 0,
            "y": labels[r.code],
            "xanchor": "left",
            "xshift": 4,
            "text": "not in HS 2017" if r.state == "not in this revision" else r.state,
            "showarrow": False,
            "font": {"size": 11},
        }
        for r in records(absent)
    ]
    return theme.figure(
        traces,
        height=130 + 19 * len(rows),
        hovermode="closest",
        showlegend=True,
        legend={"y": 1.01, "traceorder": "normal"},
        margin={"t": 60},
        annotations=notes,
        barmode="overlay",
        xaxis={"ticksuffix": f" {word}", "showgrid": True, "side": "bottom"},
        yaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": names[::-1],
            "range": [-0.6, len(names) - 0.4],
            "rangemode": "normal",
            "dtick": 1,
            "tickfont": {"size": 11},
        },
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """How many codes are traded, the largest, and those that the revision does not have."""
    held = rows[rows["value"].notna()].sort_values("value", ascending=False)
    period = rows["period"].iloc[0]
    unknown = rows.loc[rows["state"] == "not in this revision", "code"].tolist()
    if held.empty:
        return f"None of the {len(rows)} codes was traded in {period.year}."
    first = held.iloc[0]
    return (
        f"In {period.year}, {len(held)} of the {len(rows)} codes were traded, together "
        f"{theme.money(held['value'].sum(), first['currency'])}; the largest is {first['code']} "
        f"({goods.short(first['name'])}), {theme.money(first['value'], first['currency'])}. "
        f"Not in {rows['classification'].iloc[0]}: {', '.join(unknown) or 'none'}."
    )


chart = Chart(
    topic="trade",
    question="Which high-priority goods are in {trade}?",
    measure="Value per code of the list in the last period shown, in {unit}",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=goods.PAIR,
    over_time=False,
    caveat=priority.MISSING,
)
