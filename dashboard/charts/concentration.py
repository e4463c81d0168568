"""How concentrated a trade is on few goods: the Herfindahl-Hirschman index and the share of the ten largest."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.choice import Choice
from dashboard.trade import goods

# Index = sum of squared shares: 1 when all is one good, 1/n when n goods have equal shares (Hirschman 1964).
QUERY = f"""
WITH flows AS ({goods.FLOWS}), parts AS (
  SELECT substr(product, 1, CAST($digits AS INTEGER)) AS code, period, sum(value) AS value, {goods.APART}
  FROM flows GROUP BY substr(product, 1, CAST($digits AS INTEGER)), period, {goods.APART}
), shares AS (
  SELECT code, period, value, {goods.APART},
         value / sum(value) OVER (PARTITION BY period, {goods.APART}) AS share,
         row_number() OVER (PARTITION BY period, {goods.APART} ORDER BY value DESC, code) AS place
  FROM parts
)
SELECT period, sum(share * share) AS concentration, 1 / sum(share * share) AS goods_of_equal_size,
       sum(CASE WHEN place <= 10 THEN share ELSE 0 END) AS share_of_ten, count(*) AS goods_traded,
       max(CASE WHEN place = 1 THEN code END) AS largest, {goods.APART}
FROM shares GROUP BY period, {goods.APART}
ORDER BY period
"""
DIGITS = {"2": "chapters", "4": "headings", "6": "subheadings"}


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Two panels on one axis of periods: the index above, the share of the ten largest below."""
    yearly = rows["grain"].iloc[0] == "year"
    when = [str(p.year) if yearly else f"{p:%b %Y}" for p in rows["period"]]
    upper = {
        "type": "bar",
        "name": "concentration index",
        "x": when,
        "y": rows["concentration"].tolist(),
        "marker": {"color": theme.ACCENT},
        "customdata": [theme.number(n, 1) for n in rows["goods_of_equal_size"]],
        "hovertemplate": "index %{y:.3f}, as if %{customdata} goods of equal size<extra></extra>",
    }
    lower = {
        "type": "bar",
        "name": "share of the ten largest",
        "x": when,
        "y": rows["share_of_ten"].tolist(),
        "yaxis": "y2",
        "marker": {"color": theme.SPARE[0]},
        "hovertemplate": "%{y:.1%} in the ten largest<extra></extra>",
    }
    title = {"xref": "paper", "yref": "paper", "x": 0, "xanchor": "left", "yanchor": "bottom", "showarrow": False}
    return theme.figure(
        [upper, lower],
        height=420,
        margin={"t": 36},
        hovermode="x",
        annotations=[
            {**title, "text": "Index: 0 spread out, 1 all in one", "y": 1.01},
            {**title, "text": "Share of the ten largest", "y": 0.43},
        ],
        xaxis={"type": "category", "anchor": "y2"},
        yaxis={"domain": [0.56, 1]},
        yaxis2={"domain": [0, 0.42], "tickformat": ".0%", "range": [0, 1], "nticks": 4, "automargin": True},
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """First and last index with what it stands for, and the ten largest."""
    first, last = rows.iloc[0], rows.iloc[-1]
    return (
        f"By {DIGITS[scope['digits']]}, the index was {theme.number(first['concentration'], 3)} in "
        f"{first['period'].year} (as if {theme.number(first['goods_of_equal_size'], 1)} goods of equal size) and "
        f"{theme.number(last['concentration'], 3)} in {last['period'].year} "
        f"({theme.number(last['goods_of_equal_size'], 1)}); the ten largest made up "
        f"{theme.percent(last['share_of_ten'])} of the {int(last['goods_traded'])} traded."
    )


chart = Chart(
    topic="trade",
    question="How much does {trade} rest on few goods?",
    measure="Herfindahl-Hirschman index of shares of {digits} in value, per year or month",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=(*goods.PAIR, Choice("digits", "Goods are", DIGITS, "4")),
    over_time=False,
    caveat=goods.CAVEAT + " The index depends on how finely goods are told apart.",
)
