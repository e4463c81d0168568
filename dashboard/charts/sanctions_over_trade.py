"""A trade flow month by month, and under it the designations of the same months."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard import designations, marks, theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.charts.action_days import DAYS, HELD, OF_SERIES, PROGRAMMES
from dashboard.charts.designations import BAR, BASES, not_covered
from dashboard.choice import Choice
from dashboard.gaps import Gap, found, with_gaps
from dashboard.period import written

FLOWS = f"""
WITH monthly AS (
  SELECT reporter, partner, flow, source, currency, count(*) AS months FROM trade_flow
  WHERE grain = 'month' AND product = 'TOTAL' GROUP BY reporter, partner, flow, source, currency
)
SELECT concat(reporter, '|', partner, '|', flow, '|', monthly.source, '|', currency) AS value,
       concat({theme.names_in_sql("reporter")}, CASE flow WHEN 'export' THEN ' to ' ELSE ' from ' END,
              {theme.names_in_sql("partner")}, ', ', flow, 's, ', currency, ' (', resource.title, ')') AS label
FROM monthly JOIN resource ON resource.source = monthly.source
ORDER BY months DESC, reporter, partner, flow, monthly.source, currency
"""
QUERY = f"""
{DAYS},{designations.COVERED},
chosen AS (
  SELECT listed_on, date_basis, source, unit_key, max(number) AS number FROM held
  WHERE {OF_SERIES} AND ($programme = 'all' OR programme = $programme)
  GROUP BY listed_on, date_basis, source, unit_key
), monthly AS (
  SELECT CAST(date_trunc('month', listed_on) AS DATE) AS period, source, sum(number) AS entries
  FROM chosen GROUP BY CAST(date_trunc('month', listed_on) AS DATE), source
), span AS (
  SELECT held.source, held.date_basis, min(CAST(date_trunc('month', held.listed_on) AS DATE)) AS first_month,
         min(covered.covered_from) AS covered_from, max(covered.covered_to) AS covered_to
  FROM held JOIN covered ON covered.source = held.source WHERE {OF_SERIES} GROUP BY held.source, held.date_basis
), calendar AS (
  SELECT CAST(unnest(generate_series(min(first_month), max(covered_to), INTERVAL 1 MONTH)) AS DATE) AS period FROM span
)
SELECT 'trade' AS kind, period, value, CAST(NULL AS BIGINT) AS entries, currency, CAST(NULL AS VARCHAR) AS date_basis,
       CAST(NULL AS DATE) AS covered_from, CAST(NULL AS DATE) AS covered_to, source
FROM trade_flow
WHERE grain = 'month' AND product = 'TOTAL' AND period BETWEEN $start AND $end
  AND concat(reporter, '|', partner, '|', flow, '|', source, '|', currency) = $flow
UNION ALL
SELECT 'designations' AS kind, calendar.period, CAST(NULL AS DOUBLE) AS value,
       CAST(coalesce(monthly.entries, 0) AS BIGINT) AS entries, CAST(NULL AS VARCHAR) AS currency, span.date_basis,
       span.covered_from, span.covered_to, span.source
FROM span JOIN calendar ON calendar.period BETWEEN span.first_month AND span.covered_to
LEFT JOIN monthly ON monthly.period = calendar.period AND monthly.source = span.source
WHERE calendar.period BETWEEN $start AND $end
ORDER BY kind, period, source
"""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """The flow as a line above, designations as bars below on the same months."""
    trade, covered = rows[rows["kind"] == "trade"], rows[rows["kind"] == "designations"]
    listed = covered[covered["entries"] > 0]
    reporter, shade = str(scope["flow"]).split("|")[0], theme.colour(str(scope["authority"]).split("|")[0])
    traces: list[Plain] = []
    if len(trade):
        line = with_gaps(trade, ["value"])
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": "Trade",
                "x": line["period"],
                "y": [None if value is None else value / 1e9 for value in line["value"]],
                "line": {"color": theme.colour(reporter), "width": 2},
                "marker": {"size": 4},
                "hovertemplate": f"%{{y:.2f}} {trade['currency'].iloc[0]} bn<extra></extra>",
            }
        )
    traces.append(
        {
            "type": "bar",
            "name": "Designations",
            "x": listed["period"],
            "y": listed["entries"],
            "yaxis": "y2",
            "width": BAR,
            "marker": {"color": shade},
            "hovertemplate": "%{y:,} entries listed<extra></extra>",
        }
    )
    basis = BASES[str(covered["date_basis"].iloc[0])] if len(covered) else "not covered in this period"
    marked = [marks.gap(gap, "y", scope.period) for gap in _of_trade(rows, scope)]
    marked += [marks.gap(gap, "y2", scope.period) for gap in _of_lists(rows, scope, together=True)]
    unit = f"{trade['currency'].iloc[0]} bn per month" if len(trade) else "no trade figures in this period"
    return theme.figure(
        traces,
        height=480,
        annotations=[
            _heading(f"<b>Trade</b> · {unit}", 0.92),
            _heading(f"<b>Designations</b> · {basis}", 0.3),
            *(note for _, note in marked),
        ],
        shapes=[shape for shape, _ in marked],
        barmode="stack",
        margin={"t": 40},
        xaxis={**theme.TIME_AXIS, "anchor": "y2"},
        yaxis={"domain": [0.42, 0.92]},
        yaxis2={"domain": [0, 0.3], "rangemode": "tozero", "nticks": 4, "tickformat": ",", "automargin": True},
    )


def _of_trade(rows: pd.DataFrame, scope: Scope) -> list[Gap]:
    """The months without a figure of trade."""
    trade = rows[rows["kind"] == "trade"]
    if trade.empty:
        return [Gap(scope.period, "not covered", "Trade")]
    return [replace(gap, series="Trade") for gap in found(trade, ("source",), scope.period, None)]


def _of_lists(rows: pd.DataFrame, scope: Scope, together: bool = False) -> list[Gap]:
    """The months that a source of designations does not cover, or those that none of them does."""
    listed = rows[rows["kind"] == "designations"]
    if listed.empty:
        return [Gap(scope.period, "not covered", "Designations")]
    gaps = [gap for _, part in listed.groupby("source") for gap in not_covered(part, scope.period, "Designations")]
    if not together:
        return gaps
    held = {stamp.date() for stamp in listed["period"]}
    return [gap for gap in dict.fromkeys(gaps) if not held & set(gap.period.months)]


def uncovered(rows: pd.DataFrame, scope: Scope) -> tuple[Gap, ...]:
    """What each of the two rows lacks."""
    return tuple(dict.fromkeys((*_of_trade(rows, scope), *_of_lists(rows, scope))))


def _heading(words: str, top: float) -> Plain:
    return {
        "text": words,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": top,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 4,
        "showarrow": False,
        "font": {"size": 13},
    }


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The flow before and after the month with the most designations, as a fact and not as an effect."""
    trade = rows[rows["kind"] == "trade"].set_index("period")["value"]
    listed = rows[rows["kind"] == "designations"].groupby("period")["entries"].sum()
    if not listed.sum():
        return f"{len(trade)} months of trade, and no designation of this kind in the period."
    peak = listed.index[int(listed.to_numpy().argmax())]
    said = f"{theme.number(listed.sum())} entries were listed, most in {written(peak)} ({theme.number(listed[peak])})"
    year = pd.DateOffset(years=1)
    before, after = (
        trade[(trade.index < peak) & (trade.index >= peak - year)],
        trade[(trade.index > peak) & (trade.index <= peak + year)],
    )
    if len(before) < 12 or len(after) < 12:
        return f"{said}; the twelve months on both sides of it are not all held in this period."
    return (
        f"{said}. In the twelve months after it trade was {theme.change(after.sum() / before.sum() - 1)} "
        "of the twelve before: what happened then, not what the listing did."
    )


chart = Chart(
    topic="sanctions",
    question="How did trade run while they were listed?",
    measure="Goods per month in billions, {flow}, and entries listed per month, {authority}, {programme}",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=(
        Choice("flow", "Trade", offered=FLOWS, default="CHN|RUS|export|un_comtrade_monthly|USD"),
        Choice("authority", "Authority and date", offered=HELD, default="US|first_seen"),
        Choice("programme", "Programme", offered=PROGRAMMES, default="RUSSIA-EO14024"),
    ),
    kept="month",
    uncovered=uncovered,
    caveat="Two facts over the same months: association, not effect. Prices, currencies, the war and other measures "
    "changed in the same months. Only whole trade flows are offered; designations are dated as stated above the bars.",
)
