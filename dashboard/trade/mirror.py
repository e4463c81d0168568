"""The same trade as exporter and importer report it: the rows, figure and words of the two-sided charts."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.chart import Plain, Scope
from dashboard.choice import Choice
from dashboard.gaps import with_gaps
from dashboard.period import written
from dashboard.trade import lines, offers

# `side` is who counted. Years are added up from whole months where a source has no years of its own.
QUERY = """
WITH sides AS (
  SELECT CASE WHEN flow = 'export' THEN 'exporter' ELSE 'importer' END AS side, period, grain, value, currency,
         valuation, status, reporter, partner, product, source
  FROM trade_flow
  WHERE product = 'TOTAL' AND currency = $currency AND status <> 'reconciled'
    AND ((reporter = $exporter AND partner = $importer AND flow = 'export' AND source = $exporter_source)
      OR (reporter = $importer AND partner = $exporter AND flow = 'import' AND source = $importer_source))
), years AS (
  SELECT side, CAST(date_trunc('year', period) AS DATE) AS period, 'year' AS grain, sum(value) AS value, currency,
         valuation, max(status) AS status, reporter, partner, source
  FROM sides WHERE grain = 'month'
  GROUP BY side, date_trunc('year', period), currency, valuation, reporter, partner, source, grain
  HAVING count(value) = 12
), chosen AS (
  SELECT side, period, grain, value, currency, valuation, status, reporter, partner, source FROM sides
  WHERE grain = $grain
  UNION ALL
  SELECT side, period, grain, value, currency, valuation, status, reporter, partner, source FROM years
  WHERE $grain = 'year' AND source NOT IN (SELECT source FROM sides WHERE grain = 'year')
)
SELECT CAST(c.period AS DATE) AS period, c.grain, c.side, c.reporter, c.partner, c.value, o.value AS other_side,
       CASE WHEN c.side = 'importer' AND o.value > 0 THEN c.value / o.value - 1 END AS gap,
       c.currency, c.valuation, c.status, stopped.date AS stopped_on, stopped.country AS stopped_country,
       stopped.title AS stopped, c.source
FROM chosen AS c
LEFT JOIN chosen AS o ON o.period = c.period AND o.side <> c.side
LEFT JOIN (
  SELECT country, min(e.date) AS date, min(e.title) AS title
  FROM (SELECT $exporter AS country UNION ALL SELECT $importer) AS pair
  JOIN event AS e ON e.category = 'data' AND e.countries LIKE '%' || pair.country || '%'
   AND e.title LIKE '%suspends publication%'
  GROUP BY country
) AS stopped ON stopped.country IN ($exporter, $importer)
WHERE c.period BETWEEN CASE WHEN $grain = 'year' THEN date_trunc('year', CAST($start AS DATE))
                            ELSE CAST($start AS DATE) END AND $end
ORDER BY c.period, c.side
"""
HELD = "product = 'TOTAL' AND status <> 'reconciled' AND grain IN ('month', 'year')"
COUNTED = "CAST(count(DISTINCT {0}) AS VARCHAR) || ' {1}'"
EXPORTERS = f"""
SELECT code AS value, code AS label, {COUNTED.format("other", "partners with either side")} AS held FROM (
  SELECT reporter AS code, partner AS other FROM trade_flow WHERE flow = 'export' AND {HELD}
  UNION ALL SELECT partner, reporter FROM trade_flow WHERE flow = 'import' AND {HELD}
) AS pairs WHERE code NOT LIKE 'X%' AND code <> 'WLD' GROUP BY code ORDER BY code
"""
IMPORTERS = f"""
SELECT code AS value, code AS label, CASE WHEN count(DISTINCT side) = 2 THEN 'both sides' ELSE min(side) END AS held
FROM (
  SELECT partner AS code, 'exporter only' AS side FROM trade_flow
  WHERE flow = 'export' AND reporter = $exporter AND {HELD}
  UNION ALL SELECT reporter, 'importer only' FROM trade_flow
  WHERE flow = 'import' AND partner = $exporter AND {HELD}
) AS pairs WHERE code NOT LIKE 'X%' AND code <> 'WLD' GROUP BY code ORDER BY code
"""
PAIR = (
    "((f.reporter = $exporter AND f.partner = $importer AND f.flow = 'export') "
    "OR (f.reporter = $importer AND f.partner = $exporter AND f.flow = 'import'))"
)
CURRENCIES = f"""
SELECT f.currency AS value, f.currency AS label,
       CASE WHEN count(DISTINCT f.flow) = 2 THEN 'both sides' ELSE 'one side' END AS held
FROM trade_flow AS f WHERE {PAIR} AND {HELD}
GROUP BY f.currency ORDER BY count(DISTINCT f.flow) DESC, f.currency DESC
"""
SIDE = """
SELECT value, label, held FROM (
  SELECT f.source AS value, min(r.title) AS label,
         CAST(count(DISTINCT f.period) AS VARCHAR) || ' periods' AS held, 0 AS place,
         count(DISTINCT f.period) AS periods
  FROM trade_flow AS f JOIN resource AS r ON r.source = f.source
  WHERE f.reporter = {0} AND f.partner = {1} AND f.flow = '{2}' AND f.currency = $currency
    AND f.product = 'TOTAL' AND f.status <> 'reconciled' AND f.grain IN ('month', 'year')
  GROUP BY f.source
  UNION ALL
  SELECT 'none', 'none held', 'no figures', 1, 0
  WHERE NOT EXISTS (SELECT 1 FROM trade_flow AS f WHERE f.reporter = {0} AND f.partner = {1} AND f.flow = '{2}'
    AND f.currency = $currency AND f.product = 'TOTAL' AND f.status <> 'reconciled' AND f.grain IN ('month', 'year'))
) AS sides ORDER BY place, periods DESC, value
"""
GRAINS = f"""
SELECT value, label, held FROM (
  SELECT 'month' AS value, 'month' AS label, count(DISTINCT f.period) AS number, min(2 - {{0}}) AS place,
         CAST(count(DISTINCT f.period) AS VARCHAR) || ' months' AS held
  FROM trade_flow AS f WHERE {PAIR} AND f.grain = 'month' AND f.currency = $currency AND f.product = 'TOTAL'
    AND f.source IN ($exporter_source, $importer_source)
  UNION ALL
  SELECT 'year', 'year', count(DISTINCT date_trunc('year', f.period)), 1,
         CAST(count(DISTINCT date_trunc('year', f.period)) AS VARCHAR) || ' years'
  FROM trade_flow AS f WHERE {PAIR} AND f.currency = $currency AND f.product = 'TOTAL'
    AND f.grain IN ('month', 'year') AND f.source IN ($exporter_source, $importer_source)
) AS grains WHERE number > 0 ORDER BY place, value
""".replace(
    "min(2 - {0})",
    "min(CASE WHEN f.source IN (SELECT g.source FROM trade_flow AS g WHERE g.grain = 'year') THEN 2 ELSE 0 END)",
)


def choices(exporter: str, importer: str) -> tuple[Choice, ...]:
    """The choices of a two-sided chart that opens with this pair."""
    return (
        Choice("exporter", "Exporter", default=exporter, offered=EXPORTERS, worded=offers.country),
        Choice("importer", "Importer", default=importer, offered=IMPORTERS, worded=offers.country),
        Choice("currency", "Currency", default="", offered=CURRENCIES),
        Choice("exporter_source", "Exporter’s figures", offered=SIDE.format("$exporter", "$importer", "export")),
        Choice("importer_source", "Importer’s figures", offered=SIDE.format("$importer", "$exporter", "import")),
        Choice("grain", "Grain", default="", offered=GRAINS),
    )


SIDES = {"exporter": ("exports", "circle", "solid"), "importer": ("imports", "square", "dash")}


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Both reports with the band between them, and under it the gap in percent; a missing side is said to be."""
    per, word = lines.scaled(rows["value"].tolist())
    held = {side: rows[rows["side"] == side] for side in SIDES}
    drawn = {side: with_gaps(part, ["value", "status", "gap"]) for side, part in held.items() if len(part)}
    traces: list[Any] = []
    for side, line in drawn.items():
        flow, symbol, dash = SIDES[side]
        shade = theme.colour(scope[side], 0 if side == "exporter" else 2)
        fills = [lines.HOLLOW if status in lines.NOT_AS_PUBLISHED else shade for status in line["status"]]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": f"{theme.name(scope[side])} reports its {flow}",
                "x": line["period"],
                "y": [None if v is None or v != v else v / per for v in line["value"]],
                "connectgaps": False,
                "line": {"color": shade, "width": 2, "dash": dash},
                "marker": {"size": 6, "symbol": symbol, "color": fills, "line": {"color": shade, "width": 1.4}},
                "customdata": [status if status in lines.NOT_AS_PUBLISHED else "reported" for status in line["status"]],
                "hovertemplate": f"{scope['currency']} %{{y:,.2f}} {word}, %{{customdata}}"
                f"<extra>{theme.name(scope[side])}</extra>",
            }
        )
    traces = [*_bands(rows, per), *traces]
    axes: dict[str, Any] = {"yaxis": {"ticksuffix": f" {word}"}}
    notes = [_absent(scope[side], rows) for side in SIDES if side not in drawn]
    both = rows[rows["gap"].notna()]
    if len(both):
        traces.append(
            {
                "type": "bar",
                "name": "gap",
                "x": [stamp.date() for stamp in both["period"]],
                "y": both["gap"].tolist(),
                "yaxis": "y2",
                "showlegend": False,
                "marker": {"color": theme.SPARE[0]},
                "hovertemplate": "importer’s figure %{y:+.1%} of exporter’s<extra></extra>",
            }
        )
        axes["yaxis"] |= {"domain": [0.36, 1]}
        axes["yaxis2"] = {"domain": [0, 0.24], "tickformat": "+.0%", "nticks": 4, "zeroline": True, "automargin": True}
        notes.append(_note("Gap: importer’s figure against exporter’s", 0, 0.25, "left"))
    return theme.figure(
        traces,
        height=520 if len(both) else 400,
        showlegend=True,
        legend={"y": 1.05},
        margin={"t": 60},
        annotations=notes,
        xaxis={**theme.TIME_AXIS, "anchor": "y2" if len(both) else "y"},
        **axes,
    )


def _bands(rows: pd.DataFrame, per: float) -> list[dict[str, Any]]:
    """The band between the two reports, one piece for each stretch that both have without a gap."""
    both = rows[(rows["side"] == "exporter") & rows["other_side"].notna() & rows["value"].notna()]
    if both.empty:
        return []
    line = with_gaps(both, ["value", "other_side"])
    pieces: list[list[tuple[Any, float, float]]] = [[]]
    for month, one, other in zip(line["period"], line["value"], line["other_side"], strict=True):
        if one is None:
            pieces.append([])
        else:
            pieces[-1].append((month, one / per, other / per))
    edge = {"type": "scatter", "mode": "lines", "connectgaps": False, "line": {"width": 0}, "hoverinfo": "skip"}
    bands = []
    for piece in pieces:
        months = [month for month, _, _ in piece]
        low = {**edge, "x": months, "y": [a for _, a, _ in piece], "showlegend": False, "name": "exporter"}
        high = {**edge, "x": months, "y": [b for _, _, b in piece], "showlegend": False, "name": "importer"}
        bands += [low, high | {"fill": "tonexty", "fillcolor": "rgba(128,128,128,0.2)"}] if piece else []
    return bands


def _absent(country: str, rows: pd.DataFrame) -> dict[str, Any]:
    """A note in the figure for a side that is missing throughout, with the day it stopped publishing where known."""
    stop = rows[rows["stopped_on"].notna() & rows["stopped_country"].eq(country)]
    day = stop["stopped_on"].iloc[0] if len(stop) else None
    since = f"<br>(publication suspended on {day.day} {day:%b %Y})" if day is not None else ""
    return _note(f"{theme.name(country)}’s figures: missing, not zero{since}", 0.01, 0.04, "left") | {"align": "left"}


def _note(words: str, x: float, y: float, anchor: str) -> dict[str, Any]:
    return {
        "text": words,
        "x": x,
        "y": y,
        "xref": "paper",
        "yref": "paper",
        "xanchor": anchor,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12},
        "opacity": 0.8,
    }


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The last period both report, its gap, and which side is missing from when, with the known reason."""

    def when(period: Any) -> str:
        return str(period.year) if scope["grain"] == "year" else written(period)

    def money(value: float) -> str:
        return theme.money(value, scope["currency"])

    parts = []
    both = rows[rows["gap"].notna()]
    names = {side: theme.name(scope[side]) for side in SIDES}
    periods = sorted(set(rows["period"]))
    if len(both):
        last = both.iloc[-1]
        more = "more" if last["gap"] > 0 else "less"
        parts.append(
            f"In {when(last['period'])}, the last period both report, {names['exporter']} counted "
            f"{money(last['other_side'])} and {names['importer']} {money(last['value'])}: "
            f"{theme.percent(abs(last['gap']))} {more}."
        )
        if len(both) > 1:
            parts.append(f"The median gap is {theme.change(float(both['gap'].median()))} over {len(both)} periods.")
    else:
        parts.append(f"{money(rows['value'].iloc[-1])} in {when(periods[-1])} is the last figure of the one side held.")
    for side, who in names.items():
        held = rows[rows["side"] == side]
        estimates = held[held["status"] == "estimate"]
        if held.empty:
            parts.append(f"{who}’s figures are missing in all {len(periods)} periods.")
        elif len(held) < len(periods):
            lost = len(periods) - len(held)
            parts.append(
                f"{who}’s are missing in {lost} of {len(periods)} periods; the last is {when(held['period'].iloc[-1])}."
            )
        if len(estimates):
            parts.append(
                f"{who}’s from {when(estimates['period'].iloc[0])} on are the publisher’s estimates, drawn hollow."
            )
    known = rows[rows["stopped_on"].notna()]
    if len(known):
        stop = known.iloc[0]
        day = stop["stopped_on"]
        parts.append(f"On {day.day} {day:%b %Y}: {stop['stopped']}; the last detailed month is Jan 2022.")
    return " ".join(parts)


CAVEAT = (
    "Exporters count FOB, importers CIF: freight and insurance alone make the importer’s figure 6 to 8 % higher as a "
    "rule; goods in transit, re-exports and time on the way add to the gap. Neither side is the true one."
)
