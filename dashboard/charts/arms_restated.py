"""What SIPRI restated: the same delivery in the oldest and in the newest file that is held."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import register, rowed, theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.choice import Choice
from dashboard.record import Record, escaped, facts

QUERY = f"""
WITH every AS (
  SELECT DISTINCT source, vintage, deal_id, line, supplier, recipient, designation, delivered, number_delivered,
         tiv_deal_unit, tiv_delivered
  FROM arms_transfer_vintages
  WHERE {register.CHOSEN}
), placed AS (
  SELECT every.*,
         row_number() OVER (PARTITION BY deal_id, line, supplier, recipient, delivered ORDER BY vintage) AS place,
         row_number() OVER (PARTITION BY deal_id, line, supplier, recipient, delivered ORDER BY vintage DESC) AS back
  FROM every
)
SELECT later.delivered AS period, later.designation, earlier.designation AS designation_before, later.supplier,
       later.recipient, earlier.number_delivered AS number_before, later.number_delivered AS number_after,
       earlier.tiv_deal_unit AS tiv_each_before, later.tiv_deal_unit AS tiv_each_after,
       earlier.tiv_delivered AS tiv_before, later.tiv_delivered AS tiv_after,
       earlier.vintage AS file_before, later.vintage AS file_after, later.deal_id,
       later.deal_id || '-' || later.supplier || '-' || later.recipient || '-'
         || CAST(later.delivered AS VARCHAR) || '-' || CAST(later.line AS VARCHAR) AS row_id, later.source
FROM placed AS later
JOIN placed AS earlier ON earlier.deal_id = later.deal_id AND earlier.line = later.line
  AND earlier.supplier = later.supplier AND earlier.recipient = later.recipient AND earlier.delivered = later.delivered
WHERE later.back = 1 AND earlier.place = 1 AND later.vintage > earlier.vintage
  AND (coalesce(later.number_delivered, -1) <> coalesce(earlier.number_delivered, -1)
    OR coalesce(later.tiv_delivered, -1) <> coalesce(earlier.tiv_delivered, -1))
ORDER BY abs(coalesce(later.tiv_delivered, 0) - coalesce(earlier.tiv_delivered, 0)) DESC, row_id
"""

MOST = 20


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """A row per delivery: hollow what was held first, filled what is held now."""
    shown = list(records(rows.head(MOST)))
    colours = [theme.colour(row.supplier, 0) for row in shown]
    names = [row.row_id for row in shown]
    before, after = (
        [_value(getattr(row, f"{scope['measure']}_{when}")) for row in shown] for when in ("before", "after")
    )
    lines: Plain = {
        "type": "scatter",
        "mode": "lines",
        "x": [x for a, b in zip(before, after, strict=True) for x in (a, b, None)],
        "y": [y for name in names for y in (name, name, None)],
        "line": {"color": theme.MUTED, "width": 2},
        "hoverinfo": "skip",
    }
    traces = [lines]
    for values, hollow in ((before, True), (after, False)):
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "cliponaxis": False,
                "x": values,
                "y": names,
                "ids": names,
                "customdata": [_words(row, scope) for row in shown],
                "hovertemplate": "%{customdata}<extra></extra>",
                "marker": {
                    "size": 11,
                    "color": "rgba(0,0,0,0)" if hollow else colours,
                    "line": {"color": colours, "width": 2},
                },
            }
        )
    most = max((value for value in [*before, *after] if value is not None), default=1.0)
    title = {"tiv": "Million TIV of the year", "number": "Items of the year", "tiv_each": "Million TIV of one item"}
    panel = rowed.Panel(title[scope["measure"]], names, most, "~g" if most < 1000 else ",d")
    return rowed.figure([panel], traces, [rowed.label(_words(row, scope), row.row_id, 0) for row in shown])


def _value(cell: Any) -> float | None:
    return None if cell != cell else float(cell)


def _number(cell: Any) -> str:
    return "not stated" if cell != cell else f"{cell:,.2f}".rstrip("0").rstrip(".").replace(",", "\u202f")


def _words(row: Any, scope: Scope) -> str:
    was, now = (_number(getattr(row, f"{scope['measure']}_{when}")) for when in ("before", "after"))
    who = f"{theme.name(row.supplier)} to {theme.name(row.recipient)}"
    return rowed.words(f"{was} → {now}", f"{row.designation}, {row.period.year}, {who}")


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """How many deliveries were restated between which files, and the change of the whole."""
    first, last = rows["file_before"].min(), rows["file_after"].max()
    was, now = rows["tiv_before"].sum(), rows["tiv_after"].sum()
    more = f" Drawn are the {MOST} with the largest change of volume; all are in the table." if len(rows) > MOST else ""
    return (
        f"{len(rows)} deliveries were restated between the files of {first:%d %b %Y} and {last:%d %b %Y}: together "
        f"{theme.number(was, 1)} m TIV before and {theme.number(now, 1)} m after.{more}"
    )


def _text(row: Any) -> str:
    return f"#### {escaped(row.designation)}, {row.period.year}\n" + facts(
        ("Who", f"{theme.name(row.supplier)} to {theme.name(row.recipient)}"),
        ("Called before", escaped(row.designation_before) if row.designation_before != row.designation else ""),
        ("Number", f"{_number(row.number_before)} → {_number(row.number_after)}"),
        ("TIV of one", f"{_number(row.tiv_each_before)} → {_number(row.tiv_each_after)} m"),
        ("TIV of the year", f"{_number(row.tiv_before)} → {_number(row.tiv_after)} m"),
        ("Files", f"{row.file_before:%Y-%m-%d} → {row.file_after:%Y-%m-%d}, SIPRI deal {row.deal_id}"),
    )


chart = Chart(
    topic="arms",
    question="What did SIPRI restate of arms from {supplier} to {recipient}?",
    measure="{measure}, in the oldest file held (hollow) and the newest (filled); TIV is a volume index, not a price",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=(
        Choice("recipient", "Recipient", offered=register.RECIPIENTS, default="RUS", worded=theme.name),
        Choice("supplier", "Supplier", offered=register.SUPPLIERS, default="all", worded=theme.name),
        Choice(
            "measure",
            "Compared",
            {"tiv": "TIV of the year", "number": "items of the year", "tiv_each": "TIV of one item"},
            "tiv",
        ),
    ),
    record=Record(
        key="row_id",
        label=lambda row: f"{row.designation} {row.period.year} · {theme.name(row.supplier)}",
        text=_text,
        what="delivery",
    ),
    over_time=False,
    kept="year",
    caveat=f"{register.CAVEAT} Only deliveries that both files hold are compared.",
    nothing="A restatement shows when two files of the register are held that cover the same deliveries. Download the "
    "register as CSV from armstransfers.sipri.org and run waybill add FILE: it is kept beside the one that is held.",
)
