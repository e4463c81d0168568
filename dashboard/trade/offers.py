"""What can be chosen for a chart of trade: only what is held together, with how much of it is held."""

from __future__ import annotations

from dashboard import theme
from dashboard.choice import Choice

HELD = (
    "CAST(count(DISTINCT f.period) AS VARCHAR) || ' periods, ' || CAST(min(f.period) AS VARCHAR) || ' to ' || "
    "CAST(max(f.period) AS VARCHAR)"
)
PAIRS = "list_contains($reporters, f.reporter) AND list_contains($partners, f.partner) AND f.grain IN ('month', 'year')"

REPORTERS = f"""
SELECT f.reporter AS value, f.reporter AS label,
       CAST(count(DISTINCT f.partner) AS VARCHAR) || ' partners, ' || {HELD} AS held
FROM trade_flow AS f WHERE f.grain IN ('month', 'year') AND f.reporter NOT LIKE 'X%'
GROUP BY f.reporter ORDER BY f.reporter
"""
PARTNERS = f"""
SELECT f.partner AS value, f.partner AS label, {HELD} AS held FROM trade_flow AS f
WHERE list_contains($reporters, f.reporter) AND f.grain IN ('month', 'year') AND f.partner NOT LIKE 'X%'
GROUP BY f.partner ORDER BY f.partner
"""
SOURCE_FLOWS = f"""
SELECT f.flow AS value, CASE WHEN f.flow = 'export' THEN 'exports to' ELSE 'imports from' END AS label, {HELD} AS held
FROM trade_flow AS f WHERE {PAIRS} GROUP BY f.flow ORDER BY f.flow
"""
SOURCES = f"""
SELECT f.source AS value, min(r.title) AS label, {HELD} AS held
FROM trade_flow AS f JOIN resource AS r ON r.source = f.source
WHERE {PAIRS} AND f.flow = $flow
GROUP BY f.source
ORDER BY max(CASE WHEN f.grain = 'month' THEN 1 ELSE 0 END) DESC, count(DISTINCT f.period) DESC, f.source
"""
CURRENCIES = f"""
SELECT f.currency AS value, f.currency AS label, {HELD} AS held FROM trade_flow AS f
WHERE {PAIRS} AND f.flow = $flow AND f.source = $source GROUP BY f.currency ORDER BY f.currency
"""
PRODUCTS = """
WITH held AS (
  SELECT f.product, count(DISTINCT f.period) AS periods FROM trade_flow AS f
  WHERE f.source = $source AND f.flow = $flow AND f.currency = $currency AND f.grain IN ('month', 'year')
    AND list_contains($reporters, f.reporter) AND list_contains($partners, f.partner)
  GROUP BY f.product
), six AS (SELECT product FROM held WHERE length(product) = 6),
offered AS (
  SELECT product AS value, 'All goods' AS label, 0 AS place, CAST(periods AS VARCHAR) || ' periods' AS held
  FROM held WHERE product = 'TOTAL'
  UNION ALL
  SELECT '%', 'All goods, added up', 0, CAST(count(*) AS VARCHAR) || ' codes of six digits' FROM six
  WHERE NOT EXISTS (SELECT 1 FROM held WHERE product = 'TOTAL') HAVING count(*) > 0
  UNION ALL
  SELECT 'list:' || s.scope, 'Common high-priority list', 1, CAST(count(*) AS VARCHAR) || ' of 50 codes'
  FROM product_scope AS s JOIN six ON six.product = s.product GROUP BY s.scope
  UNION ALL
  SELECT h.product, h.product || ' ' || coalesce(n.name, 'no name held'), 2, CAST(h.periods AS VARCHAR) || ' periods'
  FROM held AS h LEFT JOIN product_name AS n ON n.product = h.product WHERE length(h.product) = 2
  UNION ALL
  SELECT six.chapter || '%', six.chapter || ' ' || coalesce(n.name, 'no name held'), 2,
         CAST(count(*) AS VARCHAR) || ' codes of six digits'
  FROM (SELECT substr(product, 1, 2) AS chapter, product FROM six) AS six
  LEFT JOIN product_name AS n ON n.product = six.chapter
  WHERE NOT EXISTS (SELECT 1 FROM held WHERE held.product = six.chapter)
  GROUP BY six.chapter, n.name
  UNION ALL
  SELECT h.product, h.product || ' ' || coalesce(n.name, 'no name held'), 3, CAST(h.periods AS VARCHAR) || ' periods'
  FROM held AS h LEFT JOIN product_name AS n ON n.product = substr(h.product, 1, 6)
  WHERE length(h.product) BETWEEN 4 AND 8 AND h.product <> 'TOTAL'
    AND NOT EXISTS (SELECT 1 FROM held AS o WHERE o.product = substr(h.product, 1, 2))
    AND (SELECT count(*) FROM six) = 0
)
SELECT value, label, held FROM offered ORDER BY place, label
"""
CODES = """
WITH held AS (
  SELECT f.product, count(DISTINCT f.period) AS periods FROM trade_flow AS f
  WHERE f.source = $source AND f.flow = $flow AND f.currency = $currency AND f.grain IN ('month', 'year')
    AND list_contains($reporters, f.reporter) AND list_contains($partners, f.partner)
    AND $product LIKE '__%' AND $product NOT LIKE 'list%' AND $product <> 'TOTAL'
    AND f.product LIKE substr($product, 1, 2) || '%' AND length(f.product) > 2
  GROUP BY f.product
), offered AS (
  SELECT product AS value, product AS code, CAST(periods AS VARCHAR) || ' periods' AS held FROM held
  UNION ALL
  SELECT substr(product, 1, 4) || '%', substr(product, 1, 4), CAST(count(*) AS VARCHAR) || ' codes of six digits'
  FROM held WHERE length(product) = 6
    AND NOT EXISTS (SELECT 1 FROM held AS h WHERE h.product = substr(held.product, 1, 4))
  GROUP BY substr(product, 1, 4)
)
SELECT '' AS value, 'All of it' AS label, CAST(count(*) AS VARCHAR) || ' codes' AS held FROM held HAVING count(*) > 0
UNION ALL
SELECT o.value, o.code || ' ' || coalesce(n.name, 'no name held'), o.held
FROM offered AS o LEFT JOIN product_name AS n ON n.product = substr(o.code, 1, 6)
ORDER BY 2
"""

TRADE_CURRENCIES = f"""
SELECT f.currency AS value, f.currency AS label, {HELD} AS held FROM trade_flow AS f
WHERE f.source = $source AND f.reporter || '|' || f.partner || '|' || f.flow = $trade AND f.grain IN ('month', 'year')
GROUP BY f.currency ORDER BY CASE WHEN f.currency = 'USD' THEN 0 ELSE 1 END, f.currency
"""
"""The currencies in which a source counts one trade, written CHN|RUS|export."""

ABOUT_PRODUCT = "Chapters of the Harmonized System; added up from codes of six digits where the source has no sum."


def country(code: str) -> str:
    """A country's name for a list of options."""
    return theme.name(code)


def trade(code: str) -> str:
    """A trade written CHN|RUS|export in words: China’s exports to Russia."""
    reporter, partner, flow = code.split("|")
    return f"{theme.name(reporter)}’s {'exports to' if flow == 'export' else 'imports from'} {theme.name(partner)}"


SOURCE = Choice("source", "Source", default="un_comtrade_monthly", offered=SOURCES)
FLOW = Choice("flow", "Flow", default="export", offered=SOURCE_FLOWS)
CURRENCY = Choice("currency", "Currency", default="USD", offered=CURRENCIES)
TRADE_CURRENCY = Choice("currency", "Currency", default="", offered=TRADE_CURRENCIES)
REPORTER = Choice("reporters", "Reporter", default="CHN", offered=REPORTERS, many=True, worded=country)
PARTNER = Choice("partners", "Partner", default="RUS", offered=PARTNERS, many=True, worded=country)
PRODUCT = Choice("product", "Product", default="TOTAL", offered=PRODUCTS, about=ABOUT_PRODUCT)
CODE = Choice("code", "Heading or code", default="", offered=CODES)
