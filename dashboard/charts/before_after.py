"""Before and after an event: a flow's change against control flows, beside the same for months without it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from dashboard import designations, theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.charts.action_days import DAYS
from dashboard.charts.designations import BASIS_IN_SQL
from dashboard.choice import Amount, Choice
from dashboard.period import shifted, written
from dashboard.trade import goods, offers, study

LISTED = 12
"""So many of the days that brought an authority the most designations are offered as events, for each basis of date."""
HAPPENINGS = f"""
{DAYS},
once AS (
  SELECT DISTINCT authority, listed_on, date_basis, source, unit_key, number FROM held
  WHERE $programmes = 'all' OR {designations.RUSSIA_PROGRAMMES}
), listed_day AS (
  SELECT authority, listed_on, date_basis, min(source) AS source, CAST(sum(number) AS BIGINT) AS entries
  FROM once GROUP BY authority, listed_on, date_basis
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY authority, date_basis ORDER BY entries DESC, listed_on) AS place
  FROM listed_day
), happening AS (
  SELECT event_id, date, title, category, 0 AS entries, source FROM event WHERE category <> 'us_designations'
  UNION ALL
  SELECT concat('listed|', authority, '|', date_basis, '|', CAST(listed_on AS VARCHAR)) AS event_id, listed_on AS date,
         concat({theme.names_in_sql("authority")}, ' lists ', CAST(entries AS VARCHAR),
                CASE $programmes WHEN 'all' THEN ' entries (' ELSE ' Russia-related entries (' END,
                CASE date_basis WHEN 'first_seen' THEN 'first seen in copies' ELSE {BASIS_IN_SQL} END, ')') AS title,
         'listed' AS category, entries, source
  FROM ranked WHERE place <= {LISTED}
)"""
"""SQL: what a flow can be studied around: the timeline's events, and days of designations as the lists date them.

The timeline's own lines for the growth of the US list are such days already, and are not offered twice.
"""
QUERY = f"""
{HAPPENINGS}
SELECT f.period, f.reporter || '|' || f.partner || '|' || f.flow AS trade, f.value, f.currency, f.valuation,
       e.date AS event_date, e.title AS event_title, f.source, e.source AS event_source
FROM trade_flow AS f JOIN happening AS e ON e.event_id = $event
WHERE f.source = $source AND f.grain = 'month' AND f.product = 'TOTAL' AND f.value > 0
  AND f.currency = $currency
  AND (f.reporter || '|' || f.partner || '|' || f.flow = $trade
    OR list_contains($controls, f.reporter || '|' || f.partner || '|' || f.flow))
  AND e.date BETWEEN CAST($start AS DATE) AND CAST($end AS DATE)
ORDER BY trade, f.period
"""
SOURCES = """
SELECT f.source AS value, min(r.title) AS label, CAST(count(DISTINCT f.period) AS VARCHAR) || ' months' AS held
FROM trade_flow AS f JOIN resource AS r ON r.source = f.source
WHERE f.grain = 'month' AND f.product = 'TOTAL' GROUP BY f.source HAVING count(DISTINCT f.period) > 30
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
CONTROLS = """
SELECT value, label, held FROM (
  SELECT f.reporter || '|' || f.partner || '|' || f.flow AS value,
         f.reporter || '|' || f.partner || '|' || f.flow AS label,
         CAST(count(DISTINCT f.period) AS VARCHAR) || ' months' AS held
  FROM trade_flow AS f
  WHERE f.source = $source AND f.grain = 'month' AND f.product = 'TOTAL'
    AND f.reporter || '|' || f.partner || '|' || f.flow <> $trade
    AND (f.reporter = substr($trade, 1, 3) OR f.partner = substr($trade, 5, 3))
  GROUP BY f.reporter, f.partner, f.flow
) AS others ORDER BY CASE WHEN substr(value, 1, 3) = substr($trade, 1, 3) THEN 0 ELSE 1 END, value
"""
HAPPENED = f"""
{HAPPENINGS}
SELECT e.event_id AS value, CAST(e.date AS VARCHAR) || ' ' || e.title AS label, e.category AS held
FROM happening AS e
WHERE ($around = 'all' OR (e.category = 'listed') = ($around = 'listed'))
  AND e.date BETWEEN (SELECT min(f.period) + INTERVAL 18 MONTH FROM trade_flow AS f
                      WHERE f.source = $source AND f.reporter || '|' || f.partner || '|' || f.flow = $trade)
  AND (SELECT max(f.period) - INTERVAL 3 MONTH FROM trade_flow AS f
       WHERE f.source = $source AND f.reporter || '|' || f.partner || '|' || f.flow = $trade)
ORDER BY CASE e.category WHEN 'sanctions' THEN 0 WHEN 'listed' THEN 1 ELSE 2 END, e.entries DESC, e.date, e.event_id
"""


def derived(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """One row for the event's month and one per placebo month; one that says why where months are missing."""
    day = rows["event_date"].iloc[0]
    event, window = date(day.year, day.month, 1), int(scope["window"])
    series: dict[str, dict[date, float]] = {}
    for trade, stamp, value in zip(rows["trade"], rows["period"], rows["value"], strict=True):
        series.setdefault(trade, {})[stamp.date()] = value
    about = {c: rows[c].iloc[0] for c in ("event_date", "event_title", "currency", "source", "event_source")}
    flow = series.get(scope["trade"], {})
    controls = [series.get(name, {}) for name in scope["controls"]] if scope["against"] == "controls" else []
    try:
        found = study.studied(flow, controls, event, window)
    except study.NotPossible as lacking:
        lost = {"flow_change": None, "controls_change": None, "difference": None, "why_not": str(lacking)}
        return pd.DataFrame([{"month": pd.Timestamp(event), "kind": "event", **lost, **about}])
    table: list[dict[str, Any]] = []
    for kind, one in (("event", found.event), *(("placebo", p) for p in found.placebos)):
        table.append(
            {
                "month": pd.Timestamp(one.month),
                "kind": kind,
                "flow_change": one.flow,
                "controls_change": one.controls,
                "difference": one.difference,
                "why_not": None,
                **about,
            }
        )
    return pd.DataFrame(table)


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """The placebo differences as a distribution of dots over bars, and the event's as a line through it."""
    own = rows[rows["kind"] == "event"].iloc[0]
    if own["difference"] is None or own["difference"] != own["difference"]:
        note = {
            "text": f"Cannot be compared:<br>{own['why_not']}",
            "xref": "paper",
            "yref": "paper",
            "x": 0.5,
            "y": 0.5,
        }
        hidden = {"visible": False}
        blank = {"type": "scatter", "x": [], "y": [], "mode": "markers"}
        return theme.figure([blank], annotations=[{**note, "showarrow": False}], xaxis=hidden, yaxis=hidden, height=240)
    placebo = rows[rows["kind"] == "placebo"]
    bars = {
        "type": "histogram",
        "name": "months without the event",
        "x": placebo["difference"].tolist(),
        "nbinsx": 24,
        "marker": {"color": theme.SPARE[0], "line": {"width": 0}},
        "hovertemplate": "%{y} placebo months between %{x}<extra></extra>",
    }
    dots = {
        "type": "scatter",
        "mode": "markers",
        "name": "each placebo month",
        "x": placebo["difference"].tolist(),
        "y": [-0.35] * len(placebo),
        "text": [written(month) for month in placebo["month"]],
        "marker": {"symbol": "line-ns-open", "size": 9, "color": theme.MUTED},
        "hovertemplate": "%{text}: %{x:+.1%}<extra></extra>",
    }
    line = {
        "type": "line",
        "x0": own["difference"],
        "x1": own["difference"],
        "xref": "x",
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": theme.MARK, "width": 2.5},
    }
    words = {
        "text": f"<b>{written(own['month'])}: {theme.change(own['difference'])}</b>",
        "x": own["difference"],
        "y": 1.0,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"color": theme.MARK, "size": 13},
    }
    reach = max((abs(v) for v in [*placebo["difference"], own["difference"]]), default=0.1) * 1.15
    return theme.figure(
        [bars, dots],
        height=380,
        margin={"t": 36},
        hovermode="closest",
        shapes=[line],
        annotations=[words],
        bargap=0.05,
        xaxis={"tickformat": "+.0%", "range": [-reach, reach], "zeroline": True, "title": {"text": "difference"}},
        yaxis={"title": {"text": "placebo months"}, "rangemode": "normal"},
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """Both changes, the difference, and how many placebo months differ by as much."""
    own = rows[rows["kind"] == "event"].iloc[0]
    if own["difference"] is None or own["difference"] != own["difference"]:
        return f"With {scope['window']:g} months on either side it cannot be compared: {own['why_not']}."
    placebo = rows[rows["kind"] == "placebo"]
    window = int(scope["window"])
    event = own["month"].date()
    against = ""
    if own["controls_change"] is not None and own["controls_change"] == own["controls_change"]:
        against = f", the controls’ by {theme.change(own['controls_change'])}: a difference of {theme.change(own['difference'])}"  # noqa: E501
    ranks = study.as_large(own["difference"], placebo["difference"].tolist())
    compared = (
        f"{ranks} of {len(placebo)} placebo months differ by at least as much."
        if len(placebo)
        else "No month before it has enough months on either side to compare with."
    )
    return (
        f"From {written(shifted(event, -window))}–{written(shifted(event, -1))} to {written(shifted(event, 1))}–"
        f"{written(shifted(event, window))}, the growth on a year earlier of {scope.label('trade')} changed by "
        f"{theme.change(own['flow_change'])}{against}. {compared} Association, not effect."
    )


chart = Chart(
    topic="trade",
    question="Did {trade} change around “{event}”?",
    measure="Change in growth on a year earlier, {window} after against before, against other months",
    query=QUERY,
    derived=derived,
    figure=figure,
    summary=summary,
    choices=(
        Choice("source", "Source", default="un_comtrade_monthly", offered=SOURCES),
        Choice("trade", "Flow", default="CHN|RUS|export", offered=TRADES, worded=offers.trade),
        offers.TRADE_CURRENCY,
        Choice(
            "around",
            "Around",
            {"all": "all", "listed": "designations", "told": "timeline"},
            "all",
            about=f"Designations: the {LISTED} days on which each authority listed the most, as its list dates them, "
            "largest first. Timeline: every other event.",
        ),
        Choice(
            "programmes",
            "Programmes",
            {"russia": "Russia-related", "all": "all"},
            "russia",
            about="Which designations make a day. Russia-related: under programmes about Russia, Belarus and the war "
            "against Ukraine; others say nothing about trade with Russia.",
        ),
        Choice(
            "event",
            "Event",
            default="2023-12-22-us-eo-14114-secondary-sanctions-on",
            offered=HAPPENED,
            worded=lambda said: goods.short(said, 90),
        ),
        Amount("window", "Months on either side", 3, 12, 1, 6, "months"),
        Choice("against", "Compared with", {"controls": "control flows", "nothing": "no control flow"}, "controls"),
        Choice(
            "controls",
            "Control flows",
            default="CHN|RUS|import",
            offered=CONTROLS,
            many=True,
            worded=offers.trade,
            about="Flows the event should not touch. One it does touch makes the difference say nothing.",
        ),
    ),
    over_time=False,
    caveat="Growth on a year earlier takes out the season; the event’s own month is left out. Placebo months lie "
    "wholly before the event; neighbouring ones overlap: the count is a description, not a test, and shows no effect.",
)
