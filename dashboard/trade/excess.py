"""EU exports month by month with the trend before February 2022: the rows that the charts of rerouting share."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.chart import Scope
from dashboard.choice import Choice
from dashboard.trade import offers, trend

EVENT = date(2022, 2, 1)
"""The month of the full-scale invasion: the trend is fitted to the months before it."""

QUERY = """
SELECT period, 'month' AS grain, reporter, partner, value, currency, valuation, status, source
FROM trade_flow
WHERE source = $source AND reporter = $reporter AND flow = 'export' AND product = 'TOTAL' AND grain = 'month'
  AND currency = 'EUR' AND valuation = 'FOB' AND partner IN ('RUS', 'KGZ', 'ARM', 'GEO', 'KAZ', 'UZB')
  AND period BETWEEN DATE '2017-01-01' AND $end
ORDER BY partner, period
"""
SOURCES = """
SELECT f.source AS value, min(r.title) AS label FROM trade_flow AS f JOIN resource AS r ON r.source = f.source
WHERE f.grain = 'month' AND f.flow = 'export' AND f.product = 'TOTAL' AND f.currency = 'EUR' AND f.partner = 'KGZ'
GROUP BY f.source ORDER BY CASE WHEN f.source = 'eurostat_comext' THEN 0 ELSE 1 END, f.source
"""
REPORTERS = """
SELECT f.reporter AS value, f.reporter AS label,
       CAST(count(DISTINCT f.period) AS VARCHAR) || ' months, ' || CAST(count(DISTINCT f.partner) AS VARCHAR)
       || ' of 6 partners' AS held
FROM trade_flow AS f
WHERE f.source = $source AND f.grain = 'month' AND f.flow = 'export' AND f.product = 'TOTAL' AND f.currency = 'EUR'
  AND f.partner IN ('RUS', 'KGZ', 'ARM', 'GEO', 'KAZ', 'UZB')
GROUP BY f.reporter ORDER BY CASE WHEN f.reporter = 'EUU' THEN 0 ELSE 1 END, f.reporter
"""
CHOICES = (
    Choice("source", "Source", default="eurostat_comext", offered=SOURCES),
    Choice("reporter", "Exporter", default="EUU", offered=REPORTERS, worded=offers.country),
)
METHOD = (
    "Trend: logarithms regressed on time and month of the year over all months held before Feb 2022, continued; "
    "shaded is its 95 % prediction interval. Association, not effect: other things changed too, and prices rose."
)


def with_trend(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The rows of the period shown, with the trend and its bounds, and value minus trend from February 2022 on.

    Months before it have the fitted trend and no excess; a partner with too few months before it has no trend.
    """
    parts = []
    for _, part in rows.groupby("partner", sort=False):
        months = [stamp.date() for stamp in part["period"]]
        known = [(m, v) for m, v in zip(months, part["value"], strict=True) if m < EVENT and v == v]
        try:
            expected = trend.fitted(known, months)
        except trend.TooShort:
            lines = {name: [float("nan")] * len(months) for name in ("trend", "trend_low", "trend_high")}
        else:
            lines = {
                "trend": [one.trend for one in expected],
                "trend_low": [one.low for one in expected],
                "trend_high": [one.high for one in expected],
            }
        part = part.assign(**lines)
        after = part["period"] >= pd.Timestamp(EVENT)
        part["excess"] = (part["value"] - part["trend"]).where(after)
        part["months_fitted"] = len(known)
        parts.append(part)
    every = pd.concat(parts, ignore_index=True)
    return every[every["period"] >= pd.Timestamp(scope.period.start)].reset_index(drop=True)
