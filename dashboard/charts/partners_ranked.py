"""Who trades most with a country, or which partners a country trades with most, over the period."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.trade import lines, partners

MOST = 25


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Bars of the largest; hollow where fewer periods are held than for others; the rest as one bar."""
    shown, rest = rows.head(MOST), rows.iloc[MOST:]
    currency, most = rows["currency"].iloc[0], rows["periods"].max()
    names = [theme.name(code) for code in shown["country"]]
    values, shares, counts = shown["value"].tolist(), shown["share"].tolist(), shown["periods"].tolist()
    if len(rest):
        names.append(f"{len(rest)} others")
        values.append(float(rest["value"].sum()))
        shares.append(float(rest["share"].sum()))
        counts.append(int(rest["periods"].max()))
    per, word = lines.scaled(values)
    shades = [theme.colour(code) if code in theme.COLOURS else theme.SPARE[2] for code in shown["country"]]
    shades += [theme.SPARE[0]] * (len(names) - len(shades))
    bar = {
        "type": "bar",
        "orientation": "h",
        "y": names[::-1],
        "x": [v / per for v in values][::-1],
        "customdata": [
            f"{theme.percent(s)} of all{'' if n == most else f', {n} of {most} periods held'}"
            for s, n in zip(shares, counts, strict=True)
        ][::-1],
        "marker": {
            "color": [c if n == most else lines.HOLLOW for c, n in zip(shades, counts, strict=True)][::-1],
            "line": {"color": shades[::-1], "width": 1},
        },
        "hovertemplate": f"%{{y}}: {currency} %{{x:,.2f}} {word}<br>%{{customdata}}<extra></extra>",
    }
    return theme.figure(
        [bar],
        height=90 + 22 * len(names),
        hovermode="closest",
        xaxis={"ticksuffix": f" {word}", "showgrid": True},
        yaxis={"type": "category", "rangemode": "normal", "dtick": 1},
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The first three with shares, how many there are, and which are not held throughout."""
    first = [
        f"{theme.name(c)} {theme.money(v, k)} ({theme.percent(s)})"
        for c, v, s, k in zip(rows["country"], rows["value"], rows["share"], rows["currency"], strict=True)
    ][:3]
    few = partners.partial(rows)
    held = f" Not held in every period: {', '.join(few[:8])}{' …' if len(few) > 8 else ''}." if few else ""
    return (
        f"{scope.label('centre')[:1].upper()}{scope.label('centre')[1:]}, "
        f"{partners.when(rows)}: {'; '.join(first)}; {len(rows)} countries.{held}"
    )


chart = Chart(
    topic="trade",
    question="Who stands behind {centre}?",
    measure="All goods added up over the period, by country, in {unit}",
    query=partners.RANKED,
    figure=figure,
    summary=summary,
    choices=partners.CHOICES,
    over_time=False,
    caveat="Groups of countries are left out, so that nobody is counted twice. Hollow: fewer periods are held.",
)
