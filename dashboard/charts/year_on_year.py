"""Change on a year earlier in two currencies, because the currency alone can change the sign."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.choice import Choice
from dashboard.gaps import with_gaps
from dashboard.period import written

QUERY = """
SELECT now.period, now.currency, now.value / earlier.value - 1 AS change, now.value AS value,
       earlier.value AS value_year_earlier,
       CASE WHEN earlier.status = 'recovered' OR now.status = 'derived' THEN 'derived' ELSE 'reported' END AS status,
       now.source
FROM trade_flow AS now
JOIN trade_flow AS earlier
  ON earlier.source = now.source AND earlier.reporter = now.reporter AND earlier.partner = now.partner
 AND earlier.flow = now.flow AND earlier.product = now.product AND earlier.currency = now.currency
 AND earlier.grain = now.grain AND earlier.period = now.period - INTERVAL 1 YEAR
WHERE now.grain = 'month' AND now.reporter = 'CHN' AND now.partner = 'RUS' AND now.product = 'TOTAL'
  AND now.source IN ('un_comtrade_monthly', 'china_customs_bulletin')
  AND now.flow = $flow AND now.period BETWEEN $start AND $end
ORDER BY now.currency, now.period
"""

STYLES = {"USD": ("#2F72B5", "solid", "circle"), "CNY": ("#C4472B", "dot", "square")}
WORDS = {"USD": "in dollars", "CNY": "in yuan"}


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """One line per currency around a zero line; hollow where the year-earlier value had to be recovered."""
    traces = []
    for currency, series in rows.groupby("currency"):
        line = with_gaps(series, ["change", "status"])
        colour, dash, symbol = STYLES[str(currency)]
        fills = ["rgba(0,0,0,0)" if s == "derived" else colour for s in line["status"]]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": WORDS[str(currency)],
                "x": line["period"],
                "y": line["change"],
                "connectgaps": False,
                "line": {"color": colour, "width": 2, "dash": dash},
                "marker": {"size": 6, "symbol": symbol, "color": fills, "line": {"color": colour, "width": 1.5}},
                "hovertemplate": f"%{{y:+.1%}} {WORDS[str(currency)]}<extra></extra>",
            }
        )
    return theme.figure(
        traces,
        showlegend=True,
        legend={"y": 1.08},
        margin={"t": 56},
        xaxis=theme.TIME_AXIS,
        yaxis={"tickformat": ".0%", "rangemode": "normal", "zerolinewidth": 1.5},
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The last month in each currency, and the months in which their signs differ."""
    changes: dict[date, dict[str, float]] = {}
    latest: dict[str, str] = {}
    for period, currency, change in zip(rows["period"], rows["currency"], rows["change"], strict=True):
        changes.setdefault(period, {})[currency] = change
        latest[currency] = f"{theme.change(change)} {WORDS[currency]} in {written(period)}"
    split = [p for p, both in changes.items() if len(both) == 2 and (both["USD"] > 0) != (both["CNY"] > 0)]
    months = ", ".join(written(period) for period in sorted(split)) or "none"
    return (
        f"Latest change on a year earlier: {'; '.join(latest.values())}. "
        f"Months whose sign depends on the currency: {months}."
    )


chart = Chart(
    topic="trade",
    question="Did China’s {flow} Russia rise or fall on a year earlier?",
    measure="Change on the same month a year earlier, in dollars (UN Comtrade) and in yuan (China Customs)",
    query=QUERY,
    figure=figure,
    summary=summary,
    kept="month",
    choices=(Choice("flow", "Flow", {"export": "exports to", "import": "imports from"}, "export"),),
    series=("currency",),
    caveat="Hollow marks: a month derived from year-to-date figures, or a base recovered from a rounded growth rate.",
)
