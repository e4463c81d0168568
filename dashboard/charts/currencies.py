"""One trade in dollars, euros and yuan at monthly average and at constant rates: what the currency alone does."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.choice import Choice
from dashboard.period import written
from dashboard.trade import lines, offers

# All rates are of the euro: value / (units of the source's currency per euro) × (units of the target's per euro).
# At constant rates, each month is first put into the reporter's own currency at its rate, and from there into
# the others at the rates of the first month shown; what is left is the change in the reporter's own currency.
QUERY = """
WITH flows AS (
  SELECT f.period, f.reporter, f.partner, f.flow, f.value, f.currency, f.valuation, f.status, f.source
  FROM trade_flow AS f
  WHERE f.source = $source AND f.grain = 'month' AND f.product = 'TOTAL' AND f.currency = $currency
    AND f.reporter || '|' || f.partner || '|' || f.flow = $trade
), rates AS (
  SELECT period, currency, rate, source FROM exchange_rate WHERE kind = 'month_average'
  UNION ALL
  SELECT period, 'EUR' AS currency, 1.0 AS rate, min(source) AS source FROM exchange_rate
  WHERE kind = 'month_average' GROUP BY period
), base AS (
  SELECT min(period) AS period FROM flows WHERE period BETWEEN $start AND $end
), homes AS (
  SELECT CASE WHEN min(reporter) = 'CHN' THEN 'CNY' WHEN min(reporter) = 'USA' THEN 'USD' ELSE 'EUR' END AS home
  FROM flows
), converted AS (
  SELECT f.period, t.currency AS shown_in, f.currency AS counted_in, f.valuation, f.status, f.source,
         CASE WHEN $rates = 'constant' THEN f.value / s.rate * h.rate / bh.rate * bt.rate
              ELSE f.value / s.rate * t.rate END AS value,
         t.rate / s.rate AS rate, h.currency AS own_currency, t.source AS rate_source
  FROM flows AS f
  CROSS JOIN homes CROSS JOIN base
  JOIN rates AS s ON s.period = f.period AND s.currency = f.currency
  JOIN rates AS h ON h.period = f.period AND h.currency = homes.home
  JOIN rates AS t ON t.period = f.period AND t.currency IN ('USD', 'EUR', 'CNY')
  JOIN rates AS bh ON bh.period = base.period AND bh.currency = homes.home
  JOIN rates AS bt ON bt.period = base.period AND bt.currency = t.currency
)
SELECT c.period, c.shown_in, c.value, e.value AS value_year_earlier, b.value AS value_in_first_month,
       CASE $measure WHEN 'change' THEN CASE WHEN e.value > 0 THEN c.value / e.value - 1 END
                     WHEN 'index' THEN CASE WHEN b.value > 0 THEN 100 * c.value / b.value END
                     ELSE c.value END AS shown,
       c.rate, c.counted_in, c.own_currency, c.valuation, c.status, c.source, c.rate_source
FROM converted AS c
CROSS JOIN base
LEFT JOIN converted AS e ON e.shown_in = c.shown_in AND e.period = c.period - INTERVAL 1 YEAR
LEFT JOIN converted AS b ON b.shown_in = c.shown_in AND b.period = base.period
WHERE c.period BETWEEN $start AND $end
ORDER BY c.shown_in, c.period
"""
SOURCES = """
SELECT f.source AS value, min(r.title) AS label, CAST(count(DISTINCT f.period) AS VARCHAR) || ' months' AS held
FROM trade_flow AS f JOIN resource AS r ON r.source = f.source
WHERE f.grain = 'month' AND f.product = 'TOTAL' GROUP BY f.source
ORDER BY CASE WHEN f.source = 'un_comtrade_monthly' THEN 0 ELSE 1 END, f.source
"""
TRADES = """
SELECT f.reporter || '|' || f.partner || '|' || f.flow AS value,
       f.reporter || '|' || f.partner || '|' || f.flow AS label,
       CAST(count(DISTINCT f.period) AS VARCHAR) || ' months' AS held
FROM trade_flow AS f WHERE f.source = $source AND f.grain = 'month' AND f.product = 'TOTAL'
GROUP BY f.reporter, f.partner, f.flow
ORDER BY CASE WHEN f.reporter IN ('CHN', 'EUU') THEN 0 ELSE 1 END, f.reporter, f.flow, f.partner
"""
SHADES = {"USD": "#2F72B5", "EUR": "#1E8A6E", "CNY": "#C4472B"}
WORDS = {"USD": "dollars", "EUR": "euros", "CNY": "yuan"}


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """One line per currency; levels in a panel each, because their units differ."""
    measure = scope["measure"]
    if measure == "change":
        look, per = lines.Look("", "%{y:+.1%}", percent=True), 1.0
    elif measure == "index":
        look, per = lines.Look("", "%{y:,.1f}"), 1.0
    else:
        per, word = lines.scaled(rows["shown"].tolist())
        look = lines.Look(f" {word}", "%{y:,.2f}", panels="own")
    drawn = rows[rows["shown"].notna()]
    return lines.figure(
        drawn if len(drawn) else rows,
        lambda row: f"in {WORDS[row.shown_in]}",
        "shown",
        look,
        scope.period,
        lambda name, _: SHADES[next(code for code, word in WORDS.items() if name == f"in {word}")],
        per,
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The last month in each currency, and the months in which the currency alone decides between up and down."""
    last = rows[rows["period"] == rows["period"].max()]
    parts = []
    for row in last.itertuples():
        change = row.value / row.value_year_earlier - 1 if row.value_year_earlier == row.value_year_earlier else None
        said = f" ({theme.change(change)} on a year earlier)" if change is not None else ""
        parts.append(f"{theme.money(row.value, row.shown_in)}{said}")
    changes = (rows["value"] / rows["value_year_earlier"] - 1).groupby(rows["period"])
    split = [month for month, one in changes if one.notna().all() and (one > 0).any() and (one < 0).any()]
    shown = ", ".join(written(month) for month in split[-12:]) or "none"
    more = f" (and {len(split) - 12} earlier ones)" if len(split) > 12 else ""
    known = int(rows["value_year_earlier"].notna().sum() / max(1, rows["shown_in"].nunique()))
    return (
        f"In {written(rows['period'].max())}: {', '.join(parts)}. "
        f"Months, of {known}, in which the currency alone decides between up and down on a year earlier: {shown}{more}."
    )


chart = Chart(
    topic="trade",
    question="What does the currency alone do to {trade}?",
    measure="All goods per month in three currencies at {rates}: {measure}",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=(
        Choice("source", "Source", default="un_comtrade_monthly", offered=SOURCES),
        Choice("trade", "Trade", default="CHN|RUS|export", offered=TRADES, worded=offers.trade),
        Choice("currency", "Counted in", default="", offered=offers.TRADE_CURRENCIES),
        Choice(
            "measure",
            "Measure",
            {"change": "change on a year earlier", "index": "index, first month = 100", "level": "billion per month"},
            "change",
        ),
        Choice(
            "rates",
            "Exchange rates",
            {"monthly": "monthly average rates", "constant": "constant rates of the first month shown"},
            "monthly",
            about="At constant rates only what changed in the reporter’s own currency is left.",
        ),
    ),
    series=("shown_in",),
    caveat="Converted by us at the European Central Bank’s monthly average rates, by way of the euro; publishers "
    "convert at customs rates of their own, so their figures differ by tenths of a percent.",
)
