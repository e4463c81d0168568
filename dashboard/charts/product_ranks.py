"""The goods of a trade in order of value: chapters, or what is in a chapter or heading."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.trade import goods, lines

MOST = 20
QUERY = f"""
WITH flows AS ({goods.FLOWS}), parts AS (
  SELECT substr(product, 1, length({goods.WITHIN}) + 2) AS code, sum(value) AS value, count(DISTINCT product) AS codes,
         min(period) AS first_period, max(period) AS last_period, {goods.APART}
  FROM flows WHERE product LIKE {goods.WITHIN} || '%'
  GROUP BY substr(product, 1, length({goods.WITHIN}) + 2), {goods.APART}
)
SELECT row_number() OVER (ORDER BY p.value DESC, p.code) AS place, p.code, coalesce(n.name, 'no name held') AS name,
       p.value, p.codes, p.first_period, p.last_period, p.currency, p.valuation, p.grain, p.classification, p.source
FROM parts AS p LEFT JOIN product_name AS n ON n.product = p.code
ORDER BY p.value DESC, p.code
"""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Bars of the twenty largest; the rest is one hollow bar that says how many they are."""
    total, currency = rows["value"].sum(), rows["currency"].iloc[0]
    shown, rest = rows.head(MOST), rows.iloc[MOST:]
    names = [f"{r.code} {goods.short(r.name, 34)}" for r in records(shown)]
    values, told = shown["value"].tolist(), shown["name"].tolist()
    fills = [theme.SPARE[2]] * len(values)
    if len(rest):
        names.append(f"{len(rest)} smaller")
        values.append(float(rest["value"].sum()))
        told.append(f"{len(rest)} smaller {goods.level(scope)} together")
        fills.append(lines.HOLLOW)
    per, word = lines.scaled(values)
    bar = {
        "type": "bar",
        "orientation": "h",
        "y": names[::-1],
        "x": [v / per for v in values][::-1],
        "customdata": [f"{t}<br>{theme.percent(v / total)}" for t, v in zip(told, values, strict=True)][::-1],
        "marker": {"color": fills[::-1], "line": {"color": theme.SPARE[2], "width": 1}},
        "hovertemplate": f"%{{customdata}}<br>{currency} %{{x:,.2f}} {word}<extra></extra>",
    }
    return theme.figure(
        [bar],
        height=100 + 24 * len(names),
        hovermode="closest",
        xaxis={"ticksuffix": f" {word}", "showgrid": True},
        yaxis={"type": "category", "rangemode": "normal", "dtick": 1},
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """How many parts there are, and what the first and the first five come to."""
    total, first = rows["value"].sum(), rows.iloc[0]
    five = rows["value"].head(5).sum()
    return (
        f"{scope.label('trade')} in {goods.years(rows)}: of {len(rows)} {goods.level(scope)}, {first['code']} "
        f"{goods.short(first['name'])} is the largest with {theme.money(first['value'], first['currency'])} "
        f"({theme.percent(first['value'] / total)}); the five largest make up {theme.percent(five / total)}."
    )


chart = Chart(
    topic="trade",
    question="Which goods are largest in {trade}?",
    measure="Value of parts of {chapter} added up over the period, in {unit}",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=goods.CHOICES,
    over_time=False,
    caveat=goods.CAVEAT,
)
