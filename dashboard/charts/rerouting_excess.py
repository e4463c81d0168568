"""EU exports to one country beside the trend of the years before the invasion: what exceeds it, and how surely."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.choice import Choice
from dashboard.gaps import with_gaps
from dashboard.period import written
from dashboard.trade import excess, lines, offers, trend

PARTNERS = """
SELECT f.partner AS value, f.partner AS label,
       CAST(sum(CASE WHEN f.period < DATE '2022-02-01' THEN 1 ELSE 0 END) AS VARCHAR) || ' months before Feb 2022, '
       || CAST(sum(CASE WHEN f.period >= DATE '2022-02-01' THEN 1 ELSE 0 END) AS VARCHAR) || ' since' AS held
FROM trade_flow AS f
WHERE f.source = $source AND f.reporter = $reporter AND f.grain = 'month' AND f.flow = 'export'
  AND f.product = 'TOTAL' AND f.currency = 'EUR' AND f.partner IN ('RUS', 'KGZ', 'ARM', 'GEO', 'KAZ', 'UZB')
GROUP BY f.partner ORDER BY CASE WHEN f.partner = 'KGZ' THEN 0 ELSE 1 END, f.partner
"""


def derived(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The months of the chosen country with their trend."""
    return excess.with_trend(rows[rows["partner"] == scope["partner"]], scope)


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """The line as reported over the trend with its interval."""
    columns = ["value", "trend", "trend_low", "trend_high"]
    line = with_gaps(rows, columns)
    per, word = lines.scaled([*line["value"], *line["trend"]])
    scale = {c: [None if v is None or v != v else v / per for v in line[c]] for c in columns}
    shade = theme.colour(scope["partner"], 1) if scope["partner"] in theme.COLOURS else theme.COLOURS["CHN"]
    bounds = {"type": "scatter", "mode": "lines", "connectgaps": False, "line": {"width": 0}, "hoverinfo": "skip"}
    traces = [
        {**bounds, "x": line["period"], "y": scale["trend_low"], "showlegend": False, "name": "lower bound"},
        {
            **bounds,
            "x": line["period"],
            "y": scale["trend_high"],
            "fill": "tonexty",
            "fillcolor": "rgba(128,128,128,0.22)",
            "name": "95 % prediction interval",
        },
        {
            "type": "scatter",
            "mode": "lines",
            "name": "trend before Feb 2022",
            "x": line["period"],
            "y": scale["trend"],
            "connectgaps": False,
            "line": {"color": theme.MUTED, "width": 1.5, "dash": "dash"},
            "hovertemplate": f"EUR %{{y:,.2f}} {word}<extra>trend</extra>",
        },
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": "as reported",
            "x": line["period"],
            "y": scale["value"],
            "connectgaps": False,
            "line": {"color": shade, "width": 2},
            "marker": {"size": 5, "color": shade},
            "hovertemplate": f"EUR %{{y:,.2f}} {word}<extra>as reported</extra>",
        },
    ]
    return theme.figure(
        traces,
        height=400,
        showlegend=True,
        legend={"y": 1.06},
        margin={"t": 56},
        xaxis=theme.TIME_AXIS,
        yaxis={"ticksuffix": f" {word}"},
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The excess over the months shown since February 2022, with its bounds, and how many months lie above them."""
    after = rows[rows["excess"].notna()]
    who, whom = scope.label("reporter"), scope.label("partner")
    if after.empty:
        fitted = int(rows["months_fitted"].iloc[0])
        if fitted < trend.LEAST:
            return f"Only {fitted} months before Feb 2022 are held, too few for a trend; {len(rows)} months are shown."
        last = rows.iloc[-1]
        return (
            f"{who} exported {theme.money(last['value'], 'EUR')} to {whom} in {written(last['period'])}, "
            f"a month before Feb 2022, to which the trend is fitted."
        )
    expected = [trend.Expected(row.period, row.trend, row.trend_low, row.trend_high) for row in records(after)]
    found = trend.excess(after["value"].tolist(), expected)
    above = int((after["value"] > after["trend_high"]).sum())
    below = int((after["value"] < after["trend_low"]).sum())
    outside = f"{above} lie above its interval and {below} below"
    return (
        f"From {written(after['period'].iloc[0])} to {written(after['period'].iloc[-1])}, {who}’s exports to {whom} "
        f"came to {theme.money(after['value'].sum(), 'EUR')}; the trend gives "
        f"{theme.money(after['trend'].sum(), 'EUR')}. Difference: {theme.money(found.value, 'EUR')} (if months err "
        f"independently {theme.money(found.apart[0], 'EUR')} to {theme.money(found.apart[1], 'EUR')}, if all together "
        f"{theme.money(found.together[0], 'EUR')} to {theme.money(found.together[1], 'EUR')}). "
        f"Of {len(after)} months, {outside}. The trend is fitted to {int(after['months_fitted'].iloc[0])} months."
    )


chart = Chart(
    topic="trade",
    question="Are {reporter}’s exports to {partner} above the trend before the invasion?",
    measure="All goods per month, euros, with the trend of the months before February 2022",
    query=excess.QUERY,
    derived=derived,
    figure=figure,
    summary=summary,
    choices=(
        *excess.CHOICES,
        Choice("partner", "Partner", default="KGZ", offered=PARTNERS, worded=offers.country),
    ),
    series=("partner",),
    caveat=excess.METHOD,
)
