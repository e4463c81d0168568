"""Which weapons, how many and when: SIPRI's deliveries one by one, hollow where the number is uncertain."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import register, theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.choice import Choice
from dashboard.record import Record, escaped, facts

QUERY = f"""
SELECT delivered AS period, designation, description, category, supplier, recipient, number_delivered,
       coalesce(number_estimated, false) AS number_uncertain, delivered_year_estimated AS year_uncertain, ordered_year,
       condition, tiv_per_item, tiv_deal_unit, tiv_delivered, local_production, deal_id,
       deal_id || '-' || supplier || '-' || recipient || '-' || CAST(delivered AS VARCHAR) || '-'
         || CAST(line AS VARCHAR) AS row_id, source, vintage
FROM arms_transfer
WHERE {register.CHOSEN}
ORDER BY period, designation, supplier, recipient, row_id
"""

MOST = 30


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """A row per weapon, a mark per delivery year with how many; the largest volumes on top."""
    sizes = rows.groupby("designation")["tiv_delivered"].sum().sort_values(ascending=False, kind="stable")
    names = list(sizes.index[:MOST])
    part = [_together(year) for _, year in rows[rows["designation"].isin(names)].groupby(["designation", "period"])]
    trace = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [mark["year"] for mark in part],
        "y": [mark["designation"] for mark in part],
        "ids": [mark["row_id"] for mark in part],
        "text": [mark["number"] for mark in part],
        "textposition": "middle right",
        "textfont": {"size": 11},
        "cliponaxis": False,
        "customdata": [mark["words"] for mark in part],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "size": 10,
            "color": ["rgba(0,0,0,0)" if mark["uncertain"] else mark["colour"] for mark in part],
            "line": {"color": [mark["colour"] for mark in part], "width": 2},
        },
    }
    years = range(int(rows["period"].dt.year.min()), int(rows["period"].dt.year.max()) + 1)
    return theme.figure(
        [trace],
        height=80 + 26 * len(names),
        hovermode="closest",
        margin={"t": 10, "r": 40},
        xaxis={
            "type": "linear",
            "dtick": max(1, len(years) // 7),
            "tickformat": "d",
            "range": [years[0] - 0.5, years[-1] + 0.8],
        },
        yaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": names[::-1],
            "range": [-0.7, len(names) - 0.3],
            "showgrid": True,
            "fixedrange": True,
            "dtick": 1,
        },
    )


def _together(rows: pd.DataFrame) -> dict[str, Any]:
    """One weapon's deliveries of a year as one mark, which opens the largest of them."""
    largest = rows.sort_values("tiv_delivered", ascending=False, kind="stable")
    found = list(records(largest))
    first = found[0]
    lines = [f"{_how_many(row)} {_who(row)}" for row in found[:6]]
    lines += [f"and {len(found) - 6} more"] if len(found) > 6 else []
    known = rows["number_delivered"].notna().all()
    return {
        "year": first.period.year,
        "designation": first.designation,
        "row_id": first.row_id,
        "number": theme.number(rows["number_delivered"].sum()) if known else "not stated",
        "uncertain": bool(rows["number_uncertain"].any()),
        "colour": theme.colour(first.supplier, 0) if rows["supplier"].nunique() == 1 else theme.MUTED,
        "words": "<br>".join([f"<b>{first.designation}</b> ({first.description}), {first.period.year}", *lines]),
    }


def _how_many(row: Any) -> str:
    return theme.number(row.number_delivered) if row.number_delivered == row.number_delivered else "number not stated"


def _who(row: Any) -> str:
    return f"{theme.name(row.supplier)} to {theme.name(row.recipient)}"


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """How many weapons and deliveries, and the largest by number."""
    weapons = rows["designation"].nunique()
    more = f" Drawn are the {MOST} with the largest volume; all are in the table." if weapons > MOST else ""
    counted = rows.dropna(subset=["number_delivered"]).sort_values("number_delivered", kind="stable")
    largest = ""
    if len(counted):
        row = next(iter(records(counted.tail(1))))
        largest = f"; the largest number is {_how_many(row)} {row.designation} in {row.period.year}"
    uncertain = int(rows["number_uncertain"].sum())
    return (
        f"{len(rows)} delivery years of {weapons} weapons from {scope.label('supplier')} to {scope.label('recipient')}"
        f"{largest}; {uncertain} numbers are uncertain.{more}"
    )


def _text(row: Any) -> str:
    local = {True: "made under licence in the recipient country", False: "delivered from the supplier"}
    year = "uncertain" if row.year_uncertain is True else ""
    return f"#### {_how_many(row)} {escaped(row.designation)}, {row.period.year}\n" + facts(
        ("What", f"{escaped(row.description)} ({escaped(row.category)}), {_who(row)}"),
        ("Number", f"{_how_many(row)}, {'uncertain' if row.number_uncertain else 'firm'} according to SIPRI"),
        ("Year of delivery", f"{row.period.year} {year}".strip()),
        ("Ordered", f"{row.ordered_year:.0f}" if row.ordered_year == row.ordered_year else "year not stated"),
        ("Condition", escaped(row.condition) if isinstance(row.condition, str) else ""),
        ("Made", local.get(row.local_production, "")),
        ("Volume", f"{row.tiv_delivered:g} m TIV, {row.tiv_deal_unit:g} m each: a volume index, not a price"),
        ("Register", f"SIPRI deal {row.deal_id}, file of {row.vintage:%Y-%m-%d}"),
    )


chart = Chart(
    topic="arms",
    question="Which weapons went from {supplier} to {recipient}, how many and when?",
    measure="Items delivered per year, by weapon; volumes in million TIV in the table",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=(
        Choice("recipient", "Recipient", offered=register.RECIPIENTS, default="RUS", worded=theme.name),
        Choice("supplier", "Supplier", offered=register.SUPPLIERS, default="all", worded=theme.name),
    ),
    record=Record(
        key="row_id",
        label=lambda row: f"{row.period.year} · {row.designation} · {_how_many(row)} · {_who(row)}",
        text=_text,
        what="delivery",
    ),
    over_time=False,
    kept="year",
    caveat=f"{register.CAVEAT} Hollow: SIPRI marks a number as uncertain. Grey: several suppliers or one "
    "without a colour of its own; a mark opens the largest delivery, the list has all.",
    nothing=register.ADD,
)
