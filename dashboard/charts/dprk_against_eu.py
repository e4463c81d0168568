"""How many times the EU's rounds the DPRK's are, over time and under each reading that can be defended."""

from __future__ import annotations

from datetime import date
from math import log10
from typing import Any

import pandas as pd

from dashboard import statement, theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.choice import Amount, Choice
from dashboard.record import Record, facts, link

# For every day with a new statement on either side: the newest statement of each reading, over the newest of the EU.
QUERY = """
WITH said AS (
  SELECT as_of, estimate_id, supplier, recipient, basis, low, central, high, period_start, period_end, estimator, url,
         leaning, source
  FROM ammunition_estimate
  WHERE unit = 'rounds' AND source = 'ammunition_estimates'
), supply AS (
  SELECT 'stated' AS reading, as_of, estimate_id, estimator, url, source, coalesce(low, central, high) AS low,
         coalesce(high, central, low) AS high, CASE WHEN high IS NULL AND central IS NULL THEN 1 ELSE 0 END AS at_least
  FROM said WHERE supplier = 'PRK' AND recipient = 'RUS' AND basis = 'rounds_stated'
  UNION ALL
  SELECT 'converted', as_of, estimate_id, estimator, url, source, coalesce(low, central, high),
         coalesce(high, central, low), 0
  FROM said WHERE supplier = 'PRK' AND recipient = 'RUS' AND basis = 'tonnes_converted'
  UNION ALL
  SELECT 'ceiling', as_of, estimate_id, estimator, url, source, high, high, 0
  FROM said WHERE supplier = 'PRK' AND recipient = 'RUS' AND basis = 'capacity' AND high IS NOT NULL
  UNION ALL
  SELECT 'floor', as_of, estimate_id, estimator, url, source, low, low, 0
  FROM said WHERE supplier = 'PRK' AND recipient = 'RUS' AND basis = 'capacity' AND low IS NOT NULL
), donated AS (
  SELECT as_of, estimate_id, estimator, url, coalesce(low, central, high) AS low, coalesce(high, central, low) AS high
  FROM said WHERE supplier = 'EUU' AND recipient = 'UKR' AND basis = 'rounds_stated'
), since AS (
  SELECT as_of, period_start, coalesce(central, low, high) AS rounds
  FROM said WHERE supplier = 'EUU' AND recipient = 'UKR' AND basis = 'period_total' AND leaning IS NULL
), sold AS (
  SELECT as_of, coalesce(central, low, high) AS rounds
  FROM said WHERE supplier = 'EUU' AND recipient = 'UKR' AND basis = 'commercial'
), led AS (
  SELECT as_of, period_start, period_end, estimate_id, coalesce(central, low, high) AS rounds
  FROM said
  WHERE supplier = 'CZE' AND recipient = 'UKR' AND basis = 'period_total' AND coalesce(leaning, '') <> 'part_of'
), days AS (
  SELECT DISTINCT as_of AS day
  FROM said
  WHERE as_of BETWEEN $start AND $end AND supplier IN ('PRK', 'EUU', 'CZE')
), numerator AS (
  SELECT days.day, supply.*,
         row_number() OVER (PARTITION BY days.day, supply.reading ORDER BY supply.as_of DESC, estimate_id DESC) AS place
  FROM days CROSS JOIN supply
  WHERE supply.as_of <= days.day
), denominator AS (
  SELECT days.day, donated.*,
         row_number() OVER (PARTITION BY days.day ORDER BY donated.as_of DESC, estimate_id DESC) AS place
  FROM days CROSS JOIN donated
  WHERE donated.as_of <= days.day
), later AS (
  SELECT denominator.day, sum(since.rounds) AS rounds
  FROM denominator CROSS JOIN since
  WHERE denominator.place = 1 AND since.period_start > denominator.as_of AND since.as_of <= denominator.day
  GROUP BY denominator.day
), commercial AS (
  SELECT days.day, max(sold.rounds) AS rounds
  FROM days CROSS JOIN sold
  WHERE sold.as_of <= days.day
  GROUP BY days.day
), inside AS (
  SELECT days.day, led.estimate_id
  FROM days CROSS JOIN led CROSS JOIN led AS wider
  WHERE led.as_of <= days.day AND wider.as_of <= days.day AND wider.estimate_id <> led.estimate_id
    AND wider.period_start <= led.period_start AND wider.period_end >= led.period_end
), czech AS (
  SELECT days.day, sum(led.rounds) AS rounds
  FROM days CROSS JOIN led
  LEFT JOIN inside ON inside.day = days.day AND inside.estimate_id = led.estimate_id
  WHERE led.as_of <= days.day AND inside.estimate_id IS NULL
  GROUP BY days.day
), compared AS (
  SELECT numerator.day AS period, numerator.reading, numerator.estimate_id AS supply_id, numerator.estimator,
         numerator.url, numerator.at_least, numerator.source,
         numerator.low * $usable / 100.0 AS supply_low, numerator.high * $usable / 100.0 AS supply_high,
         denominator.estimate_id AS against_id, denominator.estimator AS against_estimator,
         denominator.url AS against_url,
         denominator.low + coalesce(later.rounds, 0)
           + CASE WHEN $against IN ('commercial', 'both') THEN coalesce(commercial.rounds, 0) ELSE 0 END AS against_low,
         denominator.high + coalesce(later.rounds, 0)
           + CASE WHEN $against IN ('commercial', 'both') THEN coalesce(commercial.rounds, 0) ELSE 0 END
           + CASE WHEN $against IN ('czech', 'both') THEN coalesce(czech.rounds, 0) ELSE 0 END AS against_high
  FROM numerator
  JOIN denominator ON denominator.day = numerator.day AND denominator.place = 1
  LEFT JOIN later ON later.day = numerator.day
  LEFT JOIN commercial ON commercial.day = numerator.day
  LEFT JOIN czech ON czech.day = numerator.day
  WHERE numerator.place = 1
)
SELECT compared.*, supply_low / against_high AS ratio_low, supply_high / against_low AS ratio_high,
       CAST(period AS VARCHAR) || '-' || reading AS ratio_id
FROM compared
ORDER BY period, reading
"""

DWARFS = 2.0
"""From how many times on the bundled commentary's claim takes “dwarfing” to hold."""
THEN = date(2024, 6, 30)
"""The end of the year that the bundled commentary speaks of."""

READINGS = {
    "ceiling": ("Seoul’s ceiling (all 152 mm)", "diamond", theme.COLOURS["RUS"]),
    "stated": ("Rounds counted or stated", "circle", theme.COLOURS["PRK"]),
    "converted": ("Tonnes converted (one period)", "hexagon", theme.COLOURS["EUU"]),
    "floor": ("Seoul’s floor (all 122 mm)", "diamond-tall", theme.COLOURS["UKR"]),
}


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """A mark per reading and day, bars where the EU's rounds are a range; not joined, for nobody counted between."""
    traces: list[Plain] = []
    for reading, (words, symbol, colour) in READINGS.items():
        part = list(records(rows[rows["reading"] == reading]))
        if not part:
            continue
        middles = [(row.ratio_low * row.ratio_high) ** 0.5 for row in part]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": words,
                "x": [row.period for row in part],
                "y": middles,
                "ids": [row.ratio_id for row in part],
                "customdata": [_times(row) for row in part],
                "hovertemplate": f"<b>%{{customdata}}</b><br>{words}<br>%{{x|%d %b %Y}}<extra></extra>",
                "error_y": {
                    "type": "data",
                    "symmetric": False,
                    "array": [row.ratio_high - middle for row, middle in zip(part, middles, strict=True)],
                    "arrayminus": [middle - row.ratio_low for row, middle in zip(part, middles, strict=True)],
                    "color": colour,
                    "thickness": 2,
                    "width": 0,
                },
                "marker": {
                    "size": 10,
                    "symbol": symbol,
                    "color": colour if reading in ("stated", "converted") else statement.faint(colour, 0.35),
                    "line": {"color": colour, "width": 1.6},
                },
            }
        )
    lines = [_level(1, theme.MUTED), _level(DWARFS, theme.MARK)]
    notes = [_level_label(1, "as many"), _level_label(DWARFS, f"{DWARFS:g} times: “dwarfing”")]
    return theme.figure(
        traces,
        shapes=lines,
        annotations=notes,
        height=460,
        hovermode="closest",
        showlegend=True,
        legend={"y": 1.02},
        margin={"t": 96},
        xaxis={**theme.TIME_AXIS, "hoverformat": "%d %b %Y"},
        yaxis={
            "type": "log",
            "tickvals": [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50],
            "ticksuffix": " ×",
            "zeroline": False,
        },
    )


def _level(value: float, colour: str) -> Plain:
    where = {"xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": value, "y1": value}
    return {"type": "line", "line": {"color": colour, "width": 1.5, "dash": "dot"}, "layer": "below", **where}


def _level_label(value: float, words: str) -> Plain:
    place = {"x": 0, "xref": "paper", "xanchor": "left", "y": log10(value), "yref": "y", "yanchor": "bottom"}
    return {"text": words, "showarrow": False, "font": {"size": 12}, **place}


def _times(row: Any) -> str:
    low, high = theme.number(row.ratio_low, 1), theme.number(row.ratio_high, 1)
    return f"{'at least ' if row.at_least else ''}{low if low == high else f'{low} to {high}'} times"


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """What each reading gives when the commentary was written, or last; and what “dwarfing” needs."""
    then = rows[rows["period"] <= pd.Timestamp(THEN)]
    day = (then if len(then) else rows)["period"].max()
    found = list(records(rows[rows["period"] == day]))
    found.sort(key=lambda row: list(READINGS).index(row.reading))
    parts = [f"{READINGS[row.reading][0]}: {_times(row)}" for row in found]
    holding = [row for row in found if row.ratio_low >= DWARFS]
    return (
        f"On {day.day} {day:%b %Y}, with {scope['usable']:g}\u202f% usable, against {scope.label('against')}: "
        f"{'; '.join(parts)}. “Dwarfing” is held to at least {DWARFS:g} times, which {len(holding)} of {len(found)} "
        f"readings reach. {_needs(found, scope)}"
    )


def _needs(found: list[Any], scope: Scope) -> str:
    """Which share of the supply has to be usable for each reading to reach what dwarfing is held to."""
    parts = []
    for row in found:
        share = DWARFS * row.against_high / (row.supply_low / (scope["usable"] / 100))
        words = f"{theme.percent(share, 0)} usable" if share <= 1 else "out of reach"
        parts.append(f"{READINGS[row.reading][0]} {words}")
    return f"It needs: {'; '.join(parts)}."


def _text(row: Any) -> str:
    numbers = [theme.number(n) for n in (row.supply_low, row.supply_high, row.against_low, row.against_high)]
    supply = numbers[0] if numbers[0] == numbers[1] else f"{numbers[0]} to {numbers[1]}"
    against = numbers[2] if numbers[2] == numbers[3] else f"{numbers[2]} to {numbers[3]}"
    return f"#### {_times(row)}\n" + facts(
        ("Reading", f"{READINGS[row.reading][0]}, {row.period.day} {row.period:%b %Y}"),
        ("Formula", f"{supply} rounds / {against} rounds"),
        ("DPRK", f"{link(row.estimator, row.url)} `{row.supply_id}`"),
        ("EU", f"{link(row.against_estimator, row.against_url)} `{row.against_id}`"),
    )


chart = Chart(
    topic="arms",
    question="How many times as many rounds as the EU did the DPRK send?",
    measure="DPRK rounds to Russia over EU rounds to Ukraine ({against}), newest statements by day; ratio, log scale",
    query=QUERY,
    figure=figure,
    summary=summary,
    kept="month",
    choices=(
        Choice(
            "against",
            "EU side",
            {
                "donated": "donations alone",
                "commercial": "donations and sales",
                "czech": "donations and Czech-led",
                "both": "all three",
            },
            "donated",
            about="Czech-led rounds that the EU pays back are in its total already; how many is not stated, so the "
            "range runs from all to none of them.",
        ),
        Amount("usable", "Usable share of DPRK rounds", 10, 100, 5, 100, "%"),
    ),
    record=Record(
        key="ratio_id",
        label=lambda row: f"{row.period:%d %b %Y} · {READINGS[row.reading][0]}",
        text=_text,
        what="ratio",
    ),
    caveat="Running totals begin on different days (DPRK August or September 2023, EU February or March 2023) and hold "
    "until the next statement. A number with one end is taken at that end: “more than” for the DPRK makes the ratio "
    "at least what is drawn, “more than” for the EU at most. Rounds the EU stated for 2025 are added to its last "
    "running total; weeks between are not counted. Czech-led rounds: from all to none inside the EU total.",
)
