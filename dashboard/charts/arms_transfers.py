"""Major arms by year, in SIPRI's volume index, between any supplier and recipient held."""

from __future__ import annotations

import pandas as pd

from dashboard import register, statement, theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.choice import Choice

QUERY = f"""
SELECT delivered AS period,
       CASE $by WHEN 'supplier' THEN supplier WHEN 'recipient' THEN recipient
                WHEN 'category' THEN replace(category, 'Air defence', 'Air-defence') ELSE designation END AS part,
       coalesce(number_estimated, false) AS uncertain, sum(tiv_delivered) AS tiv, sum(number_delivered) AS items,
       count(*) AS deliveries, min(designation) AS one_of_them, source, max(vintage) AS vintage
FROM arms_transfer
WHERE {register.CHOSEN}
GROUP BY delivered, part, uncertain, source
ORDER BY period, part, uncertain
"""

MOST = 7
"""Parts with a colour of their own; the rest are drawn as one."""
REST = "all others"


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Stacked bars per year; the hollow part of each is where SIPRI's number is uncertain."""
    sizes = rows.groupby("part")["tiv"].sum().sort_values(ascending=False)
    own = list(sizes.index[:MOST])
    drawn = rows.assign(shown=rows["part"].where(rows["part"].isin(own), REST))
    traces = []
    for position, part in enumerate([*own, REST]):
        colour = _colour(part, position, scope)
        for uncertain in (False, True):
            cells = drawn[(drawn["shown"] == part) & (drawn["uncertain"] == uncertain)]
            if cells.empty:
                continue
            years = cells.groupby(cells["period"].dt.year)[["tiv", "deliveries"]].sum()
            traces.append(
                {
                    "type": "bar",
                    "name": theme.name(part),
                    "legendgroup": part,
                    "showlegend": not uncertain or bool(drawn.loc[drawn["shown"] == part, "uncertain"].all()),
                    "x": years.index.tolist(),
                    "y": years["tiv"].tolist(),
                    "customdata": [
                        f"{n} {'delivery' if n == 1 else 'deliveries'}, number {'uncertain' if uncertain else 'firm'}"
                        for n in years["deliveries"]
                    ],
                    "marker": {
                        "color": statement.faint(colour, 0.12) if uncertain else colour,
                        "line": {"color": colour, "width": 1.5},
                    },
                    "hovertemplate": f"%{{y:.1f}} m TIV, %{{customdata}}<extra>{theme.name(part)}</extra>",
                }
            )
    years = range(scope.period.start.year, scope.period.end.year + 1)
    return theme.figure(
        traces,
        height=430,
        barmode="stack",
        bargap=0.4,
        showlegend=True,
        legend={"y": 1.03, "traceorder": "normal"},
        margin={"t": 84},
        hovermode="closest",
        xaxis={"type": "linear", "dtick": 1 if len(years) < 12 else 2, "tickformat": "d"},
        yaxis={"title": {"text": register.TIV}},
    )


def _colour(part: str, position: int, scope: Scope) -> str:
    if part == REST:
        return theme.MUTED
    if scope["by"] in ("supplier", "recipient"):
        return theme.colour(part, position)
    return theme.SPARE[position % len(theme.SPARE)]


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The total, its largest part, and how much of it rests on uncertain numbers."""
    sizes = rows.groupby("part")["tiv"].sum().sort_values(ascending=False)
    total = sizes.sum()
    first, last = rows["period"].min().year, rows["period"].max().year
    years = f"{first}" if first == last else f"{first}–{last}"
    said = (
        f"SIPRI counts {theme.number(total, 1)} m TIV of major arms from {scope.label('supplier')} to "
        f"{scope.label('recipient')} in {years}"
    )
    if not total > 0:
        return f"{said}."
    unsure = rows.loc[rows["uncertain"], "tiv"].sum() / total
    largest = f"{theme.name(str(sizes.index[0]))} with {theme.percent(sizes.iloc[0] / total, 0)}"
    return f"{said}; the largest part is {largest}, and {theme.percent(unsure, 0)} rests on uncertain numbers."


chart = Chart(
    topic="arms",
    question="How many major arms went from {supplier} to {recipient}?",
    measure="SIPRI trend-indicator value of deliveries per year, by {by}; million TIV, a volume index",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=(
        Choice("recipient", "Recipient", offered=register.RECIPIENTS, default="RUS", worded=theme.name),
        Choice("supplier", "Supplier", offered=register.SUPPLIERS, default="all", worded=theme.name),
        Choice(
            "by",
            "By",
            {"supplier": "supplier", "recipient": "recipient", "category": "category", "designation": "weapon"},
            "supplier",
        ),
    ),
    over_time=False,
    kept="year",
    caveat=f"{register.CAVEAT} Hollow: SIPRI marks the number as uncertain.",
    nothing=register.ADD,
)
