"""Trade by product: what can be chosen, and the rows by chapter, heading or subheading that several charts share."""

from __future__ import annotations

from typing import Any

from dashboard.chart import Scope
from dashboard.choice import Choice
from dashboard.trade import offers
from dashboard.trade.offers import HELD

SIX = "length(f.product) = 6 AND f.product <> '000000' AND f.grain IN ('month', 'year')"
SOURCES = f"""
SELECT f.source AS value, min(r.title) AS label, CAST(count(DISTINCT f.product) AS VARCHAR) || ' codes' AS held
FROM trade_flow AS f JOIN resource AS r ON r.source = f.source
WHERE {SIX} GROUP BY f.source HAVING count(DISTINCT f.product) > 100
ORDER BY CASE WHEN f.source = 'cepii_baci' THEN 0 ELSE 1 END, f.source
"""
TRADES = f"""
SELECT f.reporter || '|' || f.partner || '|' || f.flow AS value,
       f.reporter || '|' || f.partner || '|' || f.flow AS label,
       CAST(count(DISTINCT f.product) AS VARCHAR) || ' codes, ' || {HELD} AS held
FROM trade_flow AS f WHERE {SIX} AND f.source = $source AND NOT f.aggregate
GROUP BY f.reporter, f.partner, f.flow ORDER BY f.reporter, f.partner, f.flow
"""
REVISIONS = f"""
SELECT f.classification AS value, f.classification AS label, {HELD} AS held
FROM trade_flow AS f
WHERE {SIX} AND f.source = $source AND f.reporter || '|' || f.partner || '|' || f.flow = $trade
GROUP BY f.classification ORDER BY f.classification DESC
"""
CODES = f"""
SELECT substr(f.product, 1, {{0}}) AS code, count(DISTINCT f.product) AS codes FROM trade_flow AS f
WHERE {SIX} AND f.source = $source AND f.classification = $classification
  AND f.reporter || '|' || f.partner || '|' || f.flow = $trade {{1}}
GROUP BY substr(f.product, 1, {{0}})
"""
CHAPTERS = f"""
SELECT '' AS value, 'all goods' AS label, '' AS held
UNION ALL
SELECT h.code, h.code || ' ' || coalesce(n.name, 'no name held'), CAST(h.codes AS VARCHAR) || ' codes'
FROM ({CODES.format(2, "")}) AS h LEFT JOIN product_name AS n ON n.product = h.code
ORDER BY 1
"""
HEADINGS = f"""
SELECT '' AS value, 'all of it' AS label, '' AS held WHERE $chapter <> ''
UNION ALL
SELECT h.code, h.code || ' ' || coalesce(n.name, 'no name held'), CAST(h.codes AS VARCHAR) || ' codes'
FROM ({CODES.format(4, "AND $chapter <> '' AND f.product LIKE $chapter || '%'")}) AS h
LEFT JOIN product_name AS n ON n.product = h.code
ORDER BY 1
"""
WITHIN = "CASE WHEN $heading = '' THEN $chapter ELSE $heading END"
"""The chapter or heading that was opened, or nothing for all goods."""

FLOWS = """
  SELECT f.product, f.period, f.value, f.currency, f.valuation, f.grain, f.reporter, f.partner, f.flow,
         f.classification, f.source
  FROM trade_flow AS f
  WHERE f.source = $source AND f.classification = $classification AND f.currency = $currency AND length(f.product) = 6
    AND f.grain IN ('month', 'year') AND f.reporter || '|' || f.partner || '|' || f.flow = $trade
    AND f.period BETWEEN CASE WHEN f.grain = 'year' THEN date_trunc('year', CAST($start AS DATE))
                              ELSE CAST($start AS DATE) END AND $end
"""
"""The six-digit flows of one pair in the period; years are taken whole."""

APART = "currency, valuation, grain, reporter, partner, flow, classification, source"


SOURCE = Choice("source", "Source", default="cepii_baci", offered=SOURCES)
TRADE = Choice("trade", "Trade", default="CHN|RUS|export", offered=TRADES, worded=offers.trade)
REVISION = Choice("classification", "Revision of the codes", default="", offered=REVISIONS)


def short(name: str, length: int = 42) -> str:
    """A product's name cut at a word, so that it fits a label."""
    return name if len(name) <= length else name[:length].rsplit(" ", 1)[0].rstrip(",;:") + " …"


CHAPTER = Choice(
    "chapter", "Chapter", default="", offered=CHAPTERS, about="Opens a chapter.", worded=lambda n: short(n, 60)
)
HEADING = Choice(
    "heading", "Heading", default="", offered=HEADINGS, about="Opens a heading.", worded=lambda n: short(n, 60)
)
PAIR = (SOURCE, TRADE, offers.TRADE_CURRENCY, REVISION)
CHOICES = (*PAIR, CHAPTER, HEADING)


def within(scope: Scope) -> str:
    """The code of the chapter or heading that was opened; empty for all goods."""
    return str(scope["heading"] or scope["chapter"])


def opened(scope: Scope) -> str:
    """What was opened, in words."""
    return scope.label("heading" if scope["heading"] else "chapter")


def level(scope: Scope) -> str:
    """What the parts within the chosen chapter or heading are called."""
    return {0: "chapters", 2: "headings", 4: "subheadings"}[len(within(scope))]


def years(rows: Any) -> str:
    """The periods that rows were added up over, in words."""
    first, last = rows["first_period"].min(), rows["last_period"].max()
    if rows["grain"].iloc[0] == "year":
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    return f"{first:%b %Y} to {last:%b %Y}"


CAVEAT = (
    "Names as UN Comtrade words them. Years are shown whole. BACI is reconciled from both sides’ reports, FOB, and in "
    "HS 2017, so that Russian and Chinese reports are one figure."
)
