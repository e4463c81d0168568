"""The explorer: any flow that is held, over time, as level, change, index, share or rolling sum."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.choice import Choice
from dashboard.period import written
from dashboard.trade import lines, offers

AGREES = 5e-4
"""Up to this part a year's months and the publisher's own total for it are called the same."""
CHOSEN = "CASE WHEN $code = '' THEN $product ELSE $code END"
GOODS = f"""(
    f.product = {CHOSEN}
    OR (length(f.product) = 6 AND {CHOSEN} LIKE '%|%' ESCAPE '|' AND f.product LIKE {CHOSEN})
    OR (length(f.product) = 6 AND f.product IN (
      SELECT s.product FROM product_scope AS s WHERE 'list:' || s.scope = {CHOSEN}))
  )"""
BUCKET = """CAST(CASE WHEN $grain IN ('year', 'year_published') THEN date_trunc('year', {0})
                WHEN $grain = 'quarter' THEN date_trunc('quarter', {0}) ELSE {0} END AS DATE)"""
DUE = "CASE $grain WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 ELSE 12 END"

QUERY = f"""
WITH flows AS (
  SELECT f.period, f.reporter, f.partner, f.currency, f.valuation, f.grain, f.source, f.product, f.value, f.status,
         CASE WHEN f.product = 'TOTAL' THEN 'all' ELSE f.classification END AS classification
  FROM trade_flow AS f
  WHERE f.source = $source AND f.flow = $flow AND f.currency = $currency
    AND f.grain = CASE WHEN $grain = 'year_published' THEN 'year' ELSE 'month' END
    AND list_contains($reporters, f.reporter)
), picked AS (
  SELECT period, reporter, partner, currency, valuation, classification, grain, source,
         sum(value) AS value, max(status) AS status, count(value) AS codes
  FROM flows AS f
  WHERE list_contains($partners, partner) AND {GOODS}
  GROUP BY period, reporter, partner, currency, valuation, classification, grain, source
), newest AS (
  SELECT period, reporter, partner, max(classification) AS classification FROM picked GROUP BY period, reporter, partner
), total AS (
  SELECT period, reporter, partner, currency, valuation, classification, grain, source, sum(value) AS value
  FROM flows
  WHERE product = 'TOTAL' OR (length(product) = 6 AND NOT EXISTS (SELECT 1 FROM flows AS o WHERE o.product = 'TOTAL'))
  GROUP BY period, reporter, partner, currency, valuation, classification, grain, source
), compared AS (
  SELECT p.period, p.reporter, p.partner, p.currency, p.valuation, p.classification, p.grain, p.source, p.value,
         p.status, p.codes, w.value AS whole
  FROM picked AS p
  JOIN newest AS n ON n.period = p.period AND n.reporter = p.reporter AND n.partner = p.partner
   AND n.classification = p.classification
  LEFT JOIN total AS w ON w.period = p.period AND w.reporter = p.reporter AND w.valuation = p.valuation
   AND w.partner = CASE $measure WHEN 'share_world' THEN 'WLD' WHEN 'share_goods' THEN p.partner END
), bucketed AS (
  SELECT {BUCKET.format("period")} AS period, reporter, partner, currency, valuation, classification, source, grain,
         sum(value) AS value, sum(whole) AS whole, max(status) AS status, max(codes) AS codes,
         count(value) * CASE WHEN $grain = 'year_published' THEN 12 ELSE 1 END AS months_held, {DUE} AS months_due
  FROM compared
  GROUP BY {BUCKET.format("period")}, reporter, partner, currency, valuation, classification, source, grain
), rolled AS (
  SELECT b.period, b.reporter, b.partner, b.currency, b.valuation, b.classification, b.source, b.value, b.whole,
         b.status, b.codes, b.months_held, b.months_due,
         sum(b.value) OVER three AS three, count(b.value) OVER three AS three_held,
         min(b.period) OVER three AS three_from,
         sum(b.value) OVER twelve AS twelve, count(b.value) OVER twelve AS twelve_held,
         min(b.period) OVER twelve AS twelve_from
  FROM bucketed AS b
  WINDOW three AS (
    PARTITION BY reporter, partner, currency, valuation, classification, source, grain ORDER BY period
    ROWS BETWEEN 2 PRECEDING AND CURRENT ROW
  ), twelve AS (
    PARTITION BY reporter, partner, currency, valuation, classification, source, grain ORDER BY period
    ROWS BETWEEN 11 PRECEDING AND CURRENT ROW
  )
)
SELECT r.period, CASE WHEN $grain = 'year_published' THEN 'year' ELSE $grain END AS grain, r.reporter, r.partner,
       $flow AS flow,
       CASE $measure
         WHEN 'level' THEN r.value
         WHEN 'change' THEN CASE WHEN r.months_held = r.months_due AND e.months_held = e.months_due AND e.value > 0
                                 THEN r.value / e.value - 1 END
         WHEN 'index' THEN CASE WHEN a.value > 0 AND a.months_held = a.months_due AND r.months_held = r.months_due
                                THEN 100 * r.value / a.value END
         WHEN 'rolling_3' THEN
           CASE WHEN r.three_held = 3 AND r.three_from = r.period - INTERVAL 2 MONTH THEN r.three END
         WHEN 'rolling_12' THEN
           CASE WHEN r.twelve_held = 12 AND r.twelve_from = r.period - INTERVAL 11 MONTH THEN r.twelve END
         ELSE CASE WHEN r.whole > 0 THEN r.value / r.whole END
       END AS shown,
       r.value, y.value AS value_published,
       e.value AS value_year_earlier, a.value AS value_in_base, r.whole AS value_of_whole, r.codes,
       r.months_held, r.months_due,
       CASE WHEN r.value IS NULL THEN 'suppressed' WHEN r.months_held < r.months_due THEN 'incomplete'
            ELSE r.status END AS status,
       r.currency, r.valuation, r.classification, r.source
FROM rolled AS r
LEFT JOIN rolled AS e ON e.reporter = r.reporter AND e.partner = r.partner AND e.classification = r.classification
 AND e.valuation = r.valuation AND e.period = r.period - INTERVAL 1 YEAR
LEFT JOIN rolled AS a ON a.reporter = r.reporter AND a.partner = r.partner AND a.classification = r.classification
 AND a.valuation = r.valuation AND CAST(a.period AS VARCHAR) LIKE $base || '%' AND $base <> ''
LEFT JOIN trade_flow AS y ON y.source = r.source AND y.reporter = r.reporter AND y.partner = r.partner
 AND y.flow = $flow AND y.currency = r.currency AND y.valuation = r.valuation AND y.product = 'TOTAL'
 AND $product = 'TOTAL' AND $grain = 'year' AND (
   (y.grain = 'year_to_date' AND y.period = r.period + INTERVAL 11 MONTH) OR (y.grain = 'year' AND y.period = r.period))
WHERE r.period BETWEEN {BUCKET.format("CAST($start AS DATE)")} AND $end
ORDER BY r.reporter, r.partner, r.period
"""

GRAINS = """
SELECT value, label, held FROM (
  SELECT 'month' AS value, 'month' AS label, 1 AS place, count(DISTINCT period) AS held, 'month' AS grain FROM held
  WHERE grain = 'month'
  UNION ALL SELECT 'quarter', 'quarter', 2, count(DISTINCT date_trunc('quarter', period)), 'month' FROM held
  WHERE grain = 'month'
  UNION ALL SELECT 'year', 'year', 3, count(DISTINCT date_trunc('year', period)), 'month' FROM held
  WHERE grain = 'month'
  UNION ALL SELECT 'year_published', 'year, as published', 4, count(DISTINCT period), 'year' FROM held
  WHERE grain = 'year'
) AS grains WHERE held > 0 ORDER BY place
""".replace(
    "FROM held",
    "FROM (SELECT f.period, f.grain FROM trade_flow AS f WHERE f.source = $source AND f.flow = $flow "
    "AND f.currency = $currency AND list_contains($reporters, f.reporter) "
    "AND list_contains($partners, f.partner)) AS h",
)
MEASURES = """
SELECT value, label FROM (
  SELECT 'level' AS value, 'value' AS label, 1 AS place, 1 AS offered
  UNION ALL SELECT 'change', 'change on a year earlier', 2, 1
  UNION ALL SELECT 'index', 'index, one period = 100', 3, 1
  UNION ALL SELECT 'rolling_3', 'sum of 3 months', 4, CASE WHEN $grain = 'month' THEN 1 ELSE 0 END
  UNION ALL SELECT 'rolling_12', 'sum of 12 months', 5, CASE WHEN $grain = 'month' THEN 1 ELSE 0 END
  UNION ALL SELECT 'share_goods', 'share of all goods', 6, CASE WHEN $product IN ('TOTAL', '%') THEN 0 ELSE 1 END
  UNION ALL SELECT 'share_world', 'share of the reporter’s total', 7, CASE WHEN EXISTS (
    SELECT 1 FROM trade_flow AS f WHERE f.source = $source AND f.flow = $flow AND f.currency = $currency
      AND f.partner = 'WLD' AND f.product = 'TOTAL' AND list_contains($reporters, f.reporter)) THEN 1 ELSE 0 END
) AS measures WHERE offered = 1 ORDER BY place
"""
BASES = f"""
SELECT DISTINCT CAST({BUCKET.format("f.period")} AS VARCHAR) AS value,
       substr(CAST({BUCKET.format("f.period")} AS VARCHAR), 1, 7) AS label
FROM trade_flow AS f
WHERE $measure = 'index' AND f.source = $source AND f.flow = $flow AND f.currency = $currency
  AND list_contains($reporters, f.reporter) AND list_contains($partners, f.partner)
  AND f.grain = CASE WHEN $grain = 'year_published' THEN 'year' ELSE 'month' END
ORDER BY value
"""
SCALES = """
SELECT value, label FROM (
  SELECT 'linear' AS value, 'linear' AS label UNION ALL SELECT 'log', 'logarithmic'
) AS scales WHERE value = 'linear' OR $measure NOT IN ('change', 'share_goods', 'share_world') ORDER BY value
"""


def _series(scope: Scope) -> Any:
    """A line's name: whichever of reporter and partner tells the lines apart."""
    reporters, partners = scope["reporters"], scope["partners"]
    if len(reporters) > 1 and len(partners) > 1:
        return lambda row: f"{theme.name(row.reporter)}, {theme.name(row.partner)}"
    if len(reporters) == len(partners) == 1:
        return lambda row: offers.trade(f"{row.reporter}|{row.partner}|{row.flow}")
    return (lambda row: theme.name(row.reporter)) if len(reporters) > 1 else (lambda row: theme.name(row.partner))


def _look(rows: pd.DataFrame, scope: Scope) -> tuple[lines.Look, float]:
    measure, panels, log = scope["measure"], scope["panels"], scope["scale"] == "log"
    if measure in ("change", "share_goods", "share_world"):
        sign = "+" if measure == "change" else ""
        return lines.Look("", f"%{{y:{sign}.1%}}", True, False, panels), 1
    if measure == "index":
        return lines.Look("", "%{y:,.1f}", False, log, panels), 1
    per, word = lines.scaled(rows["shown"].tolist())
    return lines.Look(f" {word}", f"{scope['currency']} %{{y:,.2f}}", False, log, panels), per


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """One line per pair of countries, or one panel per pair."""
    look, per = _look(rows, scope)
    sole = scope["reporters"][0] if scope["flow"] == "export" else scope["partners"][0]
    codes = {name: code for code, name in zip(rows["reporter"], map(theme.name, rows["reporter"]), strict=True)}
    codes |= {name: code for code, name in zip(rows["partner"], map(theme.name, rows["partner"]), strict=True)}

    def shade(name: str, place: int) -> str:
        if len(scope["reporters"]) == len(scope["partners"]) == 1:
            return theme.colour(sole)
        return theme.colour(codes.get(name, ""), place) if codes.get(name) in theme.COLOURS else theme.colour("", place)

    drawn = rows[rows["shown"].notna()]
    if drawn.empty:
        drawn = rows
    return lines.figure(drawn, _series(scope), "shown", look, scope.period, shade, per)


def _said(value: float, scope: Scope) -> str:
    measure = scope["measure"]
    if measure == "change":
        return theme.change(value)
    if measure.startswith("share"):
        return theme.percent(value)
    return theme.number(value, 1) if measure == "index" else theme.money(value, scope["currency"])


def _when(period: Any, scope: Scope) -> str:
    grain = scope["grain"]
    if grain == "quarter":
        return f"Q{(period.month + 2) // 3} {period.year}"
    return written(period) if grain == "month" else str(period.year)


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """First, last, peak and change of each line; what is incomplete, and what was asked for and is not held."""
    name = _series(scope)
    parts = []
    shown = rows[rows["shown"].notna() & (rows["months_held"] == rows["months_due"])]
    shown = shown if len(shown) else rows[rows["shown"].notna()]
    told = dict(list(shown.groupby(["reporter", "partner"], sort=False)))
    for part in list(told.values())[:6]:
        first, last, peak = part.iloc[0], part.iloc[-1], part.iloc[int(part["shown"].argmax())]
        level = scope["measure"] in ("level", "rolling_3", "rolling_12", "index") and first["shown"] > 0
        change = f" ({theme.change(last['shown'] / first['shown'] - 1)})" if level and len(part) > 1 else ""
        parts.append(
            f"{name(first)}: {_said(first['shown'], scope)} in {_when(first['period'], scope)}, "
            f"{_said(last['shown'], scope)} in {_when(last['period'], scope)}{change}; "
            f"highest {_said(peak['shown'], scope)} in {_when(peak['period'], scope)}."
        )
    if len(told) > 6:
        parts.append(f"{len(told) - 6} more lines are drawn.")
    if not parts:
        reason = {
            "change": "no period has one a year earlier that is held whole and in the same revision",
            "index": "the base period is not held for them, or not in the same revision",
        }.get(scope["measure"], "no stretch is long enough without a gap")
        parts.append(f"{len(rows)} values are held, but {reason}: nothing can be computed.")
    broken = rows[rows["status"] == "incomplete"]
    if len(broken):
        whole = {f"{_when(r.period, scope)} ({r.months_held} of {r.months_due} months)" for r in records(broken)}
        parts.append(f"Incomplete: {', '.join(sorted(whole))}.")
    totals = rows[rows["value_published"].notna() & (rows["months_held"] == rows["months_due"])]
    for r in records(totals):
        if abs(r.value / r.value_published - 1) > AGREES:
            parts.append(
                f"The months of {r.period.year} add up to {theme.money(r.value, r.currency)}; the publisher’s own "
                f"total, with later revisions, is {theme.money(r.value_published, r.currency)}."
            )
    held = set(zip(rows["reporter"], rows["partner"], strict=True))
    absent = [(r, p) for r in scope["reporters"] for p in scope["partners"] if (r, p) not in held and r != p]
    if absent:
        pairs = ", ".join(f"{theme.name(r)} with {theme.name(p)}" for r, p in absent[:6])
        parts.append(f"Not held in this source and period: {pairs}{' …' if len(absent) > 6 else ''}.")
    return " ".join(parts)


chart = Chart(
    topic="trade",
    question="How did {reporters}’s {flow} {partners} develop?",
    measure="{product}, {currency} per {grain}: {measure}",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=(
        offers.REPORTER,
        offers.PARTNER,
        offers.FLOW,
        offers.SOURCE,
        offers.CURRENCY,
        offers.PRODUCT,
        offers.CODE,
        Choice("grain", "Grain", default="month", offered=GRAINS),
        Choice("measure", "Measure", default="level", offered=MEASURES),
        Choice("base", "Base", default="2022-01-01", offered=BASES),
        Choice("scale", "Scale", default="linear", offered=SCALES),
        Choice(
            "panels",
            "Panels",
            {"one": "one chart", "shared": "small, shared axes", "own": "small, own axes"},
            "one",
            about="One chart for all lines, or a small one for each.",
        ),
    ),
    series=("reporter", "partner"),
    caveat="As the reporter counts: exports FOB, imports CIF. Hollow marks are not as published, or not whole. Sums "
    "run over no gap and over no change of the product classification.",
)
