"""Which countries' trade rose and which fell between the first and the last whole year shown."""

from __future__ import annotations

from math import log10
from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.trade import lines, partners

MOST = 14
# A year counts where all of its months are held; years are shown whole, also where the period cuts them.
QUERY = f"""
WITH base AS ({
    partners.BASE.replace(
        "ELSE CAST($start AS DATE) END AND $end",
        "ELSE date_trunc('year', CAST($start AS DATE)) END "
        "AND date_trunc('year', CAST($end AS DATE)) + INTERVAL 11 MONTH",
    )
}),
centred AS ({partners.CENTRED}), years AS (
  SELECT country, CAST(date_trunc('year', period) AS DATE) AS period, sum(value) AS value, {partners.APART}
  FROM centred GROUP BY country, date_trunc('year', period), {partners.APART}
  HAVING count(value) = CASE WHEN grain = 'month' THEN 12 ELSE 1 END
), ends AS (SELECT min(period) AS first_period, max(period) AS last_period FROM years)
SELECT country, max(CASE WHEN period = first_period THEN value END) AS value_first,
       max(CASE WHEN period = last_period THEN value END) AS value_last,
       max(CASE WHEN period = last_period THEN value END)
         / nullif(max(CASE WHEN period = first_period THEN value END), 0) - 1 AS change,
       first_period, last_period, currency, valuation, source
FROM years JOIN ends ON years.period IN (ends.first_period, ends.last_period)
GROUP BY country, first_period, last_period, currency, valuation, source
ORDER BY 3 DESC NULLS LAST, country
"""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """A line per country between two years on a logarithmic scale; risen warm, fallen blue."""
    held = rows[(rows["value_first"] > 0) & (rows["value_last"] > 0)]
    shown = held.head(MOST) if len(held) else rows.head(0)
    per, word = lines.scaled([*shown["value_first"], *shown["value_last"]])
    years = [str(rows["first_period"].iloc[0].year), str(rows["last_period"].iloc[0].year)]
    traces: list[dict[str, Any]] = []
    ends = []
    for one in records(shown):
        shade = theme.COLOURS["CHN"] if one.value_last > one.value_first else theme.COLOURS["RUS"]
        name = theme.name(one.country)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": name,
                "x": [0, 1],
                "y": [one.value_first / per, one.value_last / per],
                "line": {"color": shade, "width": 2, "dash": "solid" if one.change > 0 else "dash"},
                "marker": {"size": 7, "color": shade},
                "hovertemplate": f"{name}: {rows['currency'].iloc[0]} %{{y:,.2f}} {word}<br>"
                f"{theme.change(one.change)} in all<extra></extra>",
            }
        )
        ends.append((1, log10(one.value_last / per), f"{name} {theme.change(one.change, 0)}", shade))
    values = [v for t in traces for v in t["y"]]
    ticks = [t for t in lines.TICKS if values and min(values) / 2 <= t <= max(values) * 2]
    apart = (log10(max(values) / min(values)) if values else 1) / 22
    return theme.figure(
        traces,
        height=520,
        hovermode="closest",
        margin={"r": 150},
        annotations=theme.end_labels(ends, max(apart, 0.02)),
        xaxis={"tickvals": [0, 1], "ticktext": years, "range": [-0.08, 1.02], "showgrid": True},
        yaxis={
            "type": "log",
            "tickvals": ticks,
            "ticktext": [f"{t:g} {word}" for t in ticks],
            "rangemode": "normal",
        },
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """How many rose and fell, and by how much the extremes did."""
    one = rows.iloc[0]
    first, last = one["first_period"].year, one["last_period"].year
    if first == last:
        return f"Only {last} is whole in the period shown; a change needs two years. {len(rows)} countries are held."
    held = rows[rows["change"].notna()]
    if held.empty:
        return f"No country is held in both {first} and {last}."
    ranked = held.sort_values("change", ascending=False)
    up, down = ranked.iloc[0], ranked.iloc[-1]
    more = f" The {MOST} largest are drawn, all are in the table." if len(held) > MOST else ""
    return (
        f"{scope.label('centre')[:1].upper()}{scope.label('centre')[1:]}, {first} to {last}: "
        f"{int((held['change'] > 0).sum())} countries rose and "
        f"{int((held['change'] < 0).sum())} fell; most {theme.name(up['country'])} ({theme.change(up['change'])}), "
        f"least "
        f"{theme.name(down['country'])} ({theme.change(down['change'])}).{more}"
    )


chart = Chart(
    topic="trade",
    question="Whose part in {centre} rose and whose fell?",
    measure="All goods in the first and the last whole year shown, logarithmic scale, in {unit}",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=partners.CHOICES,
    over_time=False,
    caveat="Years are shown whole and only where every month is held. At current prices.",
)
