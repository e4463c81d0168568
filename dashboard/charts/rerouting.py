"""EU exports to Russia's neighbours beside EU exports to Russia, both against their 2021 average."""

from __future__ import annotations

from math import log10

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.choice import Choice
from dashboard.gaps import with_gaps
from dashboard.period import written

QUERY = """
WITH flows AS (
  SELECT period, partner, value, currency, source FROM trade_flow
  WHERE grain = 'month' AND source = 'eurostat_comext' AND reporter = 'EUU' AND flow = 'export' AND product = 'TOTAL'
    AND currency = 'EUR' AND valuation = 'FOB'
), base AS (
  SELECT partner, avg(value) AS average_2021 FROM flows WHERE year(period) = 2021 GROUP BY partner
)
SELECT flows.period, flows.partner, flows.value, base.average_2021,
       CASE WHEN $unit = 'index' THEN 100 * flows.value / base.average_2021 ELSE flows.value / 1e9 END AS shown,
       flows.currency, flows.source
FROM flows JOIN base USING (partner)
WHERE flows.period BETWEEN $start AND $end
ORDER BY flows.partner, flows.period
"""

STYLES = {
    "RUS": ("#2F72B5", "solid"),
    "KGZ": ("#C4472B", "solid"),
    "ARM": ("#1E8A6E", "dash"),
    "GEO": ("#8E5FAE", "dot"),
    "KAZ": ("#B07D10", "dashdot"),
    "UZB": ("#64788C", "longdash"),
}


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """One line per partner with its name at its end; logarithmic, because Kyrgyzstan's rise is tenfold."""
    traces, ends = [], []
    for partner, series in rows.groupby("partner"):
        line = with_gaps(series, ["shown"])
        colour, dash = STYLES[str(partner)]
        unit = "%{y:.0f}" if scope["unit"] == "index" else "EUR %{y:.2f} bn"
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": theme.name(str(partner)),
                "x": line["period"],
                "y": line["shown"],
                "connectgaps": False,
                "line": {"color": colour, "dash": dash, "width": 3 if partner == "RUS" else 2},
                "hovertemplate": f"{unit}<extra>{theme.name(str(partner))}</extra>",
            }
        )
        ends.append((line["period"][-1], log10(line["shown"][-1]), theme.name(str(partner)), colour))
    ticks = [10, 30, 100, 300, 1000, 3000] if scope["unit"] == "index" else [0.01, 0.03, 0.1, 0.3, 1, 3, 10]
    return theme.figure(
        traces,
        height=430,
        margin={"r": 96},
        annotations=theme.end_labels(ends, apart=0.11),
        xaxis=theme.TIME_AXIS,
        yaxis={
            "type": "log",
            "tickvals": ticks,
            "ticktext": [f"{t:g}" for t in ticks],
            "rangemode": "normal",
        },
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """Every partner's last month against its 2021 average."""
    last = rows[rows["period"] == rows["period"].max()]
    ratios = (last.set_index("partner")["value"] / last.set_index("partner")["average_2021"]).sort_values()
    parts = [f"{theme.name(str(p))} {theme.number(r * 100)}" for p, r in ratios.items()]
    return f"In {written(rows['period'].max())}, against a 2021 average of 100: {', '.join(parts)}."


chart = Chart(
    topic="trade",
    question="Did EU exports to Russia’s neighbours rise as exports to Russia fell?",
    measure="EU27 goods exports per month, {unit}, logarithmic scale",
    query=QUERY,
    figure=figure,
    summary=summary,
    kept="month",
    choices=(Choice("unit", "Shown as", {"index": "2021 average = 100", "level": "billion euros"}, "index"),),
    series=("partner",),
    caveat="Association, not effect: other things changed too, and goods that stay in transit are not seen.",
)
