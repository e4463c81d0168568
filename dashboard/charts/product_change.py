"""Which goods made a trade grow or shrink from the first to the last period shown, as steps between the two."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.trade import goods, lines

MOST = 12
QUERY = f"""
WITH flows AS ({goods.FLOWS}), ends AS (
  SELECT min(period) AS first_period, max(period) AS last_period FROM flows
), parts AS (
  SELECT substr(product, 1, length({goods.WITHIN}) + 2) AS code, period, sum(value) AS value, {goods.APART}
  FROM flows WHERE product LIKE {goods.WITHIN} || '%'
  GROUP BY substr(product, 1, length({goods.WITHIN}) + 2), period, {goods.APART}
)
SELECT p.code, coalesce(n.name, 'no name held') AS name,
       coalesce(max(CASE WHEN p.period = e.first_period THEN p.value END), 0) AS value_first,
       coalesce(max(CASE WHEN p.period = e.last_period THEN p.value END), 0) AS value_last,
       coalesce(max(CASE WHEN p.period = e.last_period THEN p.value END), 0)
       - coalesce(max(CASE WHEN p.period = e.first_period THEN p.value END), 0) AS change,
       e.first_period, e.last_period, p.currency, p.valuation, p.grain, p.classification, p.source
FROM parts AS p JOIN ends AS e ON p.period IN (e.first_period, e.last_period)
LEFT JOIN product_name AS n ON n.product = p.code
GROUP BY p.code, n.name, e.first_period, e.last_period, p.currency, p.valuation, p.grain, p.classification, p.source
ORDER BY 5 DESC, p.code
"""


def _when(row: pd.Series, end: str) -> str:
    stamp = row[f"{end}_period"]
    return str(stamp.year) if row["grain"] == "year" else f"{stamp:%b %Y}"


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """A waterfall: the first total, the largest changes, all others together, the last total."""
    one = rows.iloc[0]
    largest = rows.reindex(rows["change"].abs().sort_values(ascending=False).index)
    shown = largest.head(MOST).sort_values("change", ascending=False)
    others = largest.iloc[MOST:]
    first, last = float(rows["value_first"].sum()), float(rows["value_last"].sum())
    per, word = lines.scaled([first, last])
    names = [f"<b>{_when(one, 'first')}</b>", *(f"{r.code} {goods.short(r.name, 30)}" for r in records(shown))]
    steps, told = [first, *shown["change"].tolist()], [_when(one, "first"), *shown["name"].tolist()]
    if len(others):
        names.append(f"{len(others)} others")
        steps.append(float(others["change"].sum()))
        told.append(f"{len(others)} other {goods.level(scope)} together")
    names.append(f"<b>{_when(one, 'last')}</b>")
    bars = {
        "type": "waterfall",
        "orientation": "h",
        "measure": ["absolute", *("relative" for _ in steps[1:]), "total"],
        "y": names,
        "x": [*(s / per for s in steps), last / per],
        "customdata": [*told, _when(one, "last")],
        "text": [*(_signed(s, n, per) for n, s in enumerate(steps)), theme.number(last / per, 2)],
        "textposition": "outside",
        "cliponaxis": False,
        "increasing": {"marker": {"color": theme.COLOURS["EUU"]}},
        "decreasing": {"marker": {"color": theme.COLOURS["CHN"]}},
        "totals": {"marker": {"color": theme.SPARE[0]}},
        "connector": {"line": {"color": theme.MUTED, "width": 1, "dash": "dot"}},
        "hovertemplate": f"%{{customdata}}<br>{one['currency']} %{{delta:,.2f}} {word}<extra></extra>",
    }
    return theme.figure(
        [bars],
        height=110 + 27 * len(names),
        margin={"r": 48},
        hovermode="closest",
        xaxis={"ticksuffix": f" {word}", "showgrid": True},
        yaxis={"type": "category", "autorange": "reversed", "rangemode": "normal", "dtick": 1},
    )


def _signed(step: float, place: int, per: float) -> str:
    return ("+" if place and step > 0 else "") + theme.number(step / per, 2)


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """Both totals, the change, and the parts that rose and fell most."""
    one, currency = rows.iloc[0], rows["currency"].iloc[0]
    first, last = rows["value_first"].sum(), rows["value_last"].sum()
    if one["first_period"] == one["last_period"]:
        return (
            f"Only {_when(one, 'last')} lies in the period: {theme.money(last, currency)}, and nothing to compare with."
        )
    up, down = rows.iloc[0], rows.iloc[-1]
    change = f" ({theme.change(last / first - 1)})" if first else ""
    return (
        f"{scope.label('trade')} went from {theme.money(first, currency)} in {_when(one, 'first')} to "
        f"{theme.money(last, currency)} in {_when(one, 'last')}{change}. Most up: {up['code']} "
        f"{goods.short(up['name'])}, {theme.money(up['change'], currency)}; least: {down['code']} "
        f"{goods.short(down['name'])}, {theme.money(down['change'], currency)}."
    )


chart = Chart(
    topic="trade",
    question="Which goods changed {trade} most?",
    measure="Change by part of {chapter} from the first to the last period shown, in {unit}",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=goods.CHOICES,
    over_time=False,
    caveat=goods.CAVEAT + " At current prices: dearer goods count as more.",
)
