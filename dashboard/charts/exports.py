"""China's goods trade with Russia month by month: the series most commentary quotes."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.choice import Choice
from dashboard.gaps import with_gaps
from dashboard.period import written

SOURCES = {
    "un_comtrade_monthly": "US dollars (UN Comtrade)",
    "china_customs_bulletin": "yuan (China Customs)",
}
CURRENCIES = {"un_comtrade_monthly": "USD", "china_customs_bulletin": "CNY"}

QUERY = """
SELECT period, value, value_low, value_high, currency, valuation, status, basis, source
FROM trade_flow
WHERE grain = 'month' AND reporter = 'CHN' AND partner = 'RUS' AND product = 'TOTAL'
  AND flow = $flow AND source = $source AND period BETWEEN $start AND $end
ORDER BY period
"""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """A line in billions; months that were not published as such are hollow."""
    reporter = "CHN" if scope["flow"] == "export" else "RUS"
    line = with_gaps(rows, ["value", "status", "basis"])
    colour = theme.colour(reporter)
    fills = ["rgba(0,0,0,0)" if status in ("derived", "recovered") else colour for status in line["status"]]
    currency = CURRENCIES[scope["source"]]
    trace = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": line["period"],
        "y": [None if value is None else value / 1e9 for value in line["value"]],
        "customdata": [basis if isinstance(basis, str) else "as published" for basis in line["basis"]],
        "line": {"color": colour, "width": 2},
        "marker": {"size": 6, "color": fills, "line": {"color": colour, "width": 1.5}},
        "connectgaps": False,
        "name": currency,
        "hovertemplate": f"{currency} %{{y:.2f}} bn<br>%{{customdata}}<extra></extra>",
    }
    return theme.figure([trace], xaxis=theme.TIME_AXIS, yaxis={"ticksuffix": " bn"}, hovermode="x")


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """First, last, peak and change over the period."""
    currency = CURRENCIES[scope["source"]]
    first, last, peak = rows.iloc[0], rows.iloc[-1], rows.iloc[int(rows["value"].argmax())]
    way = "exports to" if scope["flow"] == "export" else "imports from"
    return (
        f"China's {way} Russia went from {theme.money(first['value'], currency)} in {written(first['period'])} to "
        f"{theme.money(last['value'], currency)} in {written(last['period'])} "
        f"({theme.change(last['value'] / first['value'] - 1)}); the peak was "
        f"{theme.money(peak['value'], currency)} in {written(peak['period'])}."
    )


chart = Chart(
    topic="trade",
    question="What is the value of China’s {flow} Russia?",
    measure="Goods per month, billion {source}",
    query=QUERY,
    figure=figure,
    summary=summary,
    kept="month",
    choices=(
        Choice("flow", "Flow", {"export": "exports to", "import": "imports from"}, "export"),
        Choice("source", "Currency and source", SOURCES, "un_comtrade_monthly"),
    ),
    series=("source",),
    caveat="As China reports it: exports FOB, imports CIF. Russia has published no detail since January 2022.",
)
