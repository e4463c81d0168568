"""Which goods a trade consists of, as areas: chapters with their headings, or headings with their subheadings."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.trade import goods

QUERY = f"""
WITH flows AS ({goods.FLOWS}), leaves AS (
  SELECT substr(product, 1, CASE WHEN {goods.WITHIN} = '' THEN 4 ELSE 6 END) AS code, sum(value) AS value,
         count(DISTINCT product) AS codes, min(period) AS first_period, max(period) AS last_period, {goods.APART}
  FROM flows WHERE product LIKE {goods.WITHIN} || '%'
  GROUP BY substr(product, 1, CASE WHEN {goods.WITHIN} = '' THEN 4 ELSE 6 END), {goods.APART}
)
SELECT l.code, substr(l.code, 1, CASE WHEN {goods.WITHIN} = '' THEN 2 ELSE 4 END) AS parent,
       coalesce(n.name, 'no name held') AS name, coalesce(p.name, 'no name held') AS parent_name,
       l.value, l.codes, l.first_period, l.last_period, l.currency, l.valuation, l.grain, l.classification, l.source
FROM leaves AS l
LEFT JOIN product_name AS n ON n.product = l.code
LEFT JOIN product_name AS p ON p.product = substr(l.code, 1, CASE WHEN {goods.WITHIN} = '' THEN 2 ELSE 4 END)
ORDER BY l.value DESC, l.code
"""


SMALLEST = 0.0005
"""Parts with less of the whole than this are one area of their parent, so that the figure stays light."""


def _drawn(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as areas: the smallest of each parent together, as one that says how many they are."""
    small = rows["value"] < SMALLEST * rows["value"].sum()
    if small.sum() < 2:
        return rows
    rest = (
        rows[small].groupby(["parent", "parent_name"], as_index=False).agg(value=("value", "sum"), n=("code", "count"))
    )
    rest["code"] = [f"{parent}…" for parent in rest["parent"]]
    rest["name"] = [f"{n} smaller together" for n in rest["n"]]
    return pd.concat([rows[~small], rest], ignore_index=True)


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """A treemap; clicking an area opens it. Areas of one parent share a colour."""
    single = len(goods.within(scope)) == 4
    total, currency = rows["value"].sum(), rows["currency"].iloc[0]
    rows = _drawn(rows)
    parents = {r.parent: r.parent_name for r in records(rows)}
    sums = rows.groupby("parent")["value"].sum()
    order = {str(parent): place for place, parent in enumerate(sums.sort_values(ascending=False).index)}
    top = [] if single else list(parents)
    labels = [
        *(f"{p} {goods.short(parents[p])}" for p in top),
        *(f"{r.code} {goods.short(r.name)}" for r in records(rows)),
    ]
    values = [*(float(sums[p]) for p in top), *rows["value"].tolist()]
    keys = [*top, *rows["code"].tolist()]
    trace = {
        "type": "treemap",
        "ids": [f"k{key}" for key in keys],
        "labels": labels,
        "parents": [*("" for _ in top), *("" if single else f"k{p}" for p in rows["parent"])],
        "values": values,
        "branchvalues": "total",
        "maxdepth": 2,
        "marker": {
            "colors": [theme.SPARE[order[p] % len(theme.SPARE)] for p in [*top, *rows["parent"]]],
            "line": {"width": 1},
        },
        "text": [f"{theme.money(v, currency)} · {theme.percent(v / total)}" for v in values],
        "textinfo": "label+text",
        "textfont": {"color": "#FFFFFF"},
        "hovertemplate": "%{label}<br>%{text}<extra></extra>",
        "pathbar": {"visible": True},
        "tiling": {"pad": 1},
    }
    return theme.figure([trace], height=520, margin={"l": 0, "r": 0, "t": 24, "b": 0}, hovermode="closest")


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The total, and the three largest parts with their shares."""
    total, currency = rows["value"].sum(), rows["currency"].iloc[0]
    parts = ["parent", "parent_name"] if not goods.within(scope) else ["code", "name"]
    by = rows.groupby(parts, as_index=False).agg(value=("value", "sum"))
    by = by.sort_values("value", ascending=False).head(3)
    leading = [
        f"{code} {goods.short(str(name))} ({theme.percent(value / total)})"
        for code, name, value in by.itertuples(index=False)
    ]
    return (
        f"{scope.label('trade')}, {goods.opened(scope)}, in {goods.years(rows)}: {theme.money(total, currency)} in "
        f"{int(rows['codes'].sum())} subheadings. Largest: {'; '.join(leading)}."
    )


chart = Chart(
    topic="trade",
    question="Which goods make up {trade}?",
    measure="Value of {chapter} added up over the period, by {classification} code, in {unit}",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=goods.CHOICES,
    over_time=False,
    caveat=goods.CAVEAT + " Click an area to open it; choose a chapter to see the codes below.",
)
