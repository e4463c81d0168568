"""What the neighbours' trade exceeds its trend by, summed, beside what trade with Russia falls short of its own."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.period import Period, written
from dashboard.trade import excess, lines, trend

NEIGHBOURS = ("KGZ", "ARM", "GEO", "KAZ", "UZB")


def derived(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """One row per country, and one for the neighbours together: excess over the months that all of them have."""
    months = excess.with_trend(rows, scope)
    after = months[months["excess"].notna()]
    shared = set.intersection(*(set(part["period"]) for _, part in after.groupby("partner"))) if len(after) else set()
    after = after[after["period"].isin(shared)]
    table: list[dict[str, Any]] = []
    for partner, part in after.groupby("partner", sort=False):
        table.append({"partner": partner, **_sums(part, [part])})
    near = [part for partner, part in after.groupby("partner") if partner in NEIGHBOURS]
    if near:
        table.append({"partner": "all neighbours", **_sums(pd.concat(near), near)})
    about = {
        "reporter": scope["reporter"],
        "currency": "EUR",
        "source": scope["source"],
        "months": len(shared),
        "start_month": min(shared) if shared else None,
        "end_month": max(shared) if shared else None,
    }
    columns = ["partner", "value", "trend", "excess", "excess_low", "excess_high", *about]
    return pd.DataFrame([{**row, **about} for row in table], columns=columns)


def _sums(rows: pd.DataFrame, parts: list[pd.DataFrame]) -> dict[str, float]:
    """Sums over months; countries' errors are taken as independent of each other, months' as going together."""
    low = high = 0.0
    for part in parts:
        expected = [trend.Expected(r.period, r.trend, r.trend_low, r.trend_high) for r in records(part)]
        one = trend.excess(part["value"].tolist(), expected)
        low += (one.value - one.together[0]) ** 2
        high += (one.together[1] - one.value) ** 2
    value = float((rows["value"] - rows["trend"]).sum())
    return {
        "value": float(rows["value"].sum()),
        "trend": float(rows["trend"].sum()),
        "excess": value,
        "excess_low": value - low**0.5,
        "excess_high": value + high**0.5,
    }


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Bars around zero with their bounds, Russia first, the neighbours' sum last."""
    order = ["all neighbours", *sorted(set(rows["partner"]) & set(NEIGHBOURS), reverse=True), "RUS"]
    rows = rows.set_index("partner").reindex([name for name in order if name in set(rows["partner"])])
    per, word = lines.scaled(rows["excess"].tolist())
    names = [name if name == "all neighbours" else theme.name(str(name)) for name in rows.index]
    shades = [
        theme.COLOURS["RUS"] if n == "RUS" else theme.ACCENT if n == "all neighbours" else theme.SPARE[0]
        for n in rows.index
    ]
    bar = {
        "type": "bar",
        "orientation": "h",
        "y": names,
        "x": (rows["excess"] / per).tolist(),
        "marker": {"color": shades},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": ((rows["excess_high"] - rows["excess"]) / per).tolist(),
            "arrayminus": ((rows["excess"] - rows["excess_low"]) / per).tolist(),
            "color": theme.MUTED,
            "thickness": 1.3,
        },
        "customdata": [
            f"{theme.money(low, 'EUR')} to {theme.money(high, 'EUR')}"
            for low, high in zip(rows["excess_low"], rows["excess_high"], strict=True)
        ],
        "hovertemplate": f"%{{y}}: EUR %{{x:,.1f}} {word}<br>%{{customdata}}<extra></extra>",
    }
    return theme.figure(
        [bar],
        height=110 + 42 * len(rows),
        hovermode="closest",
        xaxis={"ticksuffix": f" {word}", "zeroline": True, "zerolinewidth": 1.5, "showgrid": True},
        yaxis={"type": "category", "rangemode": "normal", "dtick": 1},
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The neighbours' sum beside Russia's, in euros, over which months."""
    table = {row.partner: row for row in records(rows)}
    period = Period(rows["start_month"].iloc[0].date(), rows["end_month"].iloc[0].date())
    parts = []
    for name, words in (("all neighbours", "exports to the neighbours together"), ("RUS", "exports to Russia")):
        if one := table.get(name):
            way = "above" if one.excess > 0 else "below"
            low, high = (theme.money(bound, "EUR") for bound in (one.excess_low, one.excess_high))
            parts.append(f"{words} were {theme.money(abs(one.excess), 'EUR')} {way} their trend ({low} to {high})")
    ratio = ""
    if "all neighbours" in table and "RUS" in table and table["RUS"].excess < 0:
        share = table["all neighbours"].excess / -table["RUS"].excess
        ratio = f" The one is {theme.percent(share, 0)} of the other; that says nothing of the same goods."
    first, last = written(period.start), written(period.end)
    return f"From {first} to {last} ({rows['months'].iloc[0]} months), {' and '.join(parts)}.{ratio}"


chart = Chart(
    topic="trade",
    question="How does the neighbours’ excess compare with the direct fall?",
    measure="{reporter}’s exports of all goods minus trend, summed over the months since February 2022, billion euros",
    query=excess.QUERY,
    derived=derived,
    figure=figure,
    summary=summary,
    choices=excess.CHOICES,
    over_time=False,
    caveat=excess.METHOD + " Bars’ bounds take the months of one country to err together and countries apart.",
)
