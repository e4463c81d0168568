"""Trade by country: whose trade with whom can be chosen, and the rows that ranks, map, slopes and flows share."""

from __future__ import annotations

from typing import Any

from dashboard import theme
from dashboard.chart import Scope
from dashboard.choice import Choice
from dashboard.trade.offers import HELD

WHOLE = "(f.product = 'TOTAL' OR (length(f.product) = 6 AND f.source = 'cepii_baci'))"
KEPT = f"{WHOLE} AND f.grain IN ('month', 'year') AND NOT f.aggregate AND f.partner NOT LIKE 'X%'"
SOURCES = f"""
SELECT f.source AS value, min(r.title) AS label,
       CAST(count(DISTINCT f.reporter) AS VARCHAR) || ' reporters, ' || CAST(count(DISTINCT f.partner) AS VARCHAR)
       || ' partners' AS held
FROM trade_flow AS f JOIN resource AS r ON r.source = f.source
WHERE {KEPT}
GROUP BY f.source HAVING count(DISTINCT f.reporter || f.partner) > 2
ORDER BY CASE WHEN f.source = 'eurostat_comext' THEN 0 ELSE 1 END, f.source
"""
FLOWS = f"""
SELECT f.flow AS value, f.flow || 's' AS label, {HELD} AS held FROM trade_flow AS f
WHERE {KEPT} AND f.source = $source GROUP BY f.flow ORDER BY f.flow
"""
CURRENCIES = f"""
SELECT f.currency AS value, f.currency AS label, {HELD} AS held FROM trade_flow AS f
WHERE {KEPT} AND f.source = $source AND f.flow = $flow GROUP BY f.currency ORDER BY f.currency DESC
"""
CENTRES = f"""
SELECT value, label, held FROM (
  SELECT 'partner|' || f.partner || '|' || f.flow AS value, 'partner|' || f.partner || '|' || f.flow AS label,
         CAST(count(DISTINCT f.reporter) AS VARCHAR) || ' countries' AS held, 0 AS place, f.partner AS code
  FROM trade_flow AS f WHERE {KEPT} AND f.source = $source AND f.flow = $flow
  GROUP BY f.partner, f.flow HAVING count(DISTINCT f.reporter) > 1
  UNION ALL
  SELECT 'reporter|' || f.reporter || '|' || f.flow, 'reporter|' || f.reporter || '|' || f.flow,
         CAST(count(DISTINCT f.partner) AS VARCHAR) || ' countries', 1, f.reporter
  FROM trade_flow AS f WHERE {KEPT} AND f.source = $source AND f.flow = $flow
  GROUP BY f.reporter, f.flow HAVING count(DISTINCT f.partner) > 1
) AS centres ORDER BY place, CASE WHEN code = 'RUS' THEN 0 ELSE 1 END, code
"""

BASE = f"""
  SELECT f.period, f.reporter, f.partner, f.flow, f.currency, f.valuation, f.grain, f.source,
         CASE WHEN f.product = 'TOTAL' THEN 'all' ELSE f.classification END AS classification,
         sum(f.value) AS value, count(f.value) AS figures
  FROM trade_flow AS f
  WHERE {KEPT} AND f.source = $source AND f.flow = $flow AND f.currency = $currency
    AND f.period BETWEEN CASE WHEN f.grain = 'year' THEN date_trunc('year', CAST($start AS DATE))
                              ELSE CAST($start AS DATE) END AND $end
  GROUP BY f.period, f.reporter, f.partner, f.flow, f.currency, f.valuation, f.grain, f.source,
           CASE WHEN f.product = 'TOTAL' THEN 'all' ELSE f.classification END
"""
"""All goods of every pair in the period: the source's own total, or for BACI, which has none, its codes added up."""

CENTRED = """
  SELECT CASE WHEN $centre LIKE 'partner|%' THEN reporter ELSE partner END AS country,
         period, value, reporter, partner, flow, currency, valuation, grain, classification, source
  FROM base
  WHERE ($centre LIKE 'partner|%' AND 'partner|' || partner || '|' || flow = $centre)
     OR ($centre LIKE 'reporter|%' AND 'reporter|' || reporter || '|' || flow = $centre)
"""
APART = "reporter, partner, flow, currency, valuation, grain, classification, source"


def worded(centre: str) -> str:
    """A centre in words: to Russia, by exporter; of Germany, by destination."""
    side, code, flow = centre.split("|")
    if flow == "export":
        return f"exports to {theme.name(code)}" if side == "partner" else f"{theme.name(code)}’s exports"
    return f"imports from {theme.name(code)}" if side == "partner" else f"{theme.name(code)}’s imports"


SOURCE = Choice("source", "Source", default="eurostat_comext", offered=SOURCES)
FLOW = Choice("flow", "Flow", default="export", offered=FLOWS)
CENTRE = Choice("centre", "Trade", default="partner|RUS|export", offered=CENTRES, worded=worded)
CURRENCY = Choice("currency", "Currency", default="", offered=CURRENCIES)
CHOICES = (SOURCE, FLOW, CURRENCY, CENTRE)

RANKED = f"""
WITH base AS ({BASE}), centred AS ({CENTRED})
SELECT country, sum(value) AS value, count(value) AS periods,
       min(period) AS first_period, max(period) AS last_period,
       sum(value) / sum(sum(value)) OVER (
         PARTITION BY flow, currency, valuation, grain, classification, source) AS share,
       currency, valuation, grain, source
FROM centred
GROUP BY country, {APART}
ORDER BY 2 DESC, country
"""


def when(rows: Any) -> str:
    """The periods that rows were added up over, in words."""
    first, last = rows["first_period"].min(), rows["last_period"].max()
    if rows["grain"].iloc[0] == "year":
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    return f"{first:%b %Y} to {last:%b %Y}"


def partial(rows: Any) -> list[str]:
    """The countries with fewer periods than the one with most, in words."""
    most = int(rows["periods"].max())
    few = rows[rows["periods"] < most]
    return [f"{theme.name(c)} ({n} of {most})" for c, n in zip(few["country"], few["periods"], strict=True)]


def centre(scope: Scope) -> str:
    """The country whose trade it is."""
    return str(scope["centre"]).split("|")[1]
