"""The stated value drawn on the chart itself, where the chart's own axis can carry it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard import gaps, theme
from dashboard.chart import Exhibit, finished
from dashboard.commentary.excerpt import Excerpt
from dashboard.commentary.ledger import Entry
from dashboard.commentary.wording import worded
from dashboard.period import Period

BILLIONS = "exports"
"""The chart whose lines are amounts per month in billions."""


def drawn_in(exhibit: Exhibit, excerpt: Excerpt, entry: Entry) -> Exhibit:
    """The exhibit with the months' mean a year earlier, and where the stated change would put the cited ones."""
    if exhibit.chart.name != BILLIONS or entry.unit != "fraction" or not excerpt.cited or not excerpt.compared:
        return exhibit
    base, now = _mean(exhibit, excerpt.compared), _mean(exhibit, excerpt.cited)
    if base is None or now is None:
        return exhibit
    stated = base * (1 + entry.stated)
    plain: dict[str, Any] = deepcopy(exhibit.figure.to_dict())
    layout = plain["layout"]
    layout["shapes"] = [
        *layout.get("shapes", ()),
        _level(excerpt.compared, base, theme.MUTED),
        _level(excerpt.cited, now, theme.MUTED),
        _level(excerpt.cited, stated, theme.MARK),
    ]
    layout["annotations"] = [
        *layout.get("annotations", ()),
        {
            "text": f"stated {worded(entry.stated, entry.unit)}",
            "x": gaps.edges(excerpt.cited)[1],
            "y": stated / 1e9,
            "xanchor": "left",
            "xshift": 4,
            "showarrow": False,
            "font": {"size": 12, "color": theme.MARK},
        },
    ]
    words = (
        f" Months on average: {_money(base, exhibit)} in {excerpt.compared.label}, {_money(now, exhibit)} in "
        f"{excerpt.cited.label}; {worded(entry.stated, entry.unit)} would be {_money(stated, exhibit)}."
    )
    return replace(exhibit, figure=finished(plain), summary=exhibit.summary + words)


def _mean(exhibit: Exhibit, months: Period) -> float | None:
    """The mean month, or None when one is not shown."""
    rows = exhibit.rows
    inside = rows[(rows["period"] >= pd.Timestamp(months.start)) & (rows["period"] <= pd.Timestamp(months.end))]
    values = inside["value"].dropna()
    return float(values.mean()) if len(values) == months.length else None


def _level(months: Period, value: float, colour: str) -> dict[str, Any]:
    x0, x1 = gaps.edges(months)
    line = {"color": colour, "width": 2}
    return {"type": "line", "x0": x0, "x1": x1, "y0": value / 1e9, "y1": value / 1e9, "line": line}


def _money(value: float, exhibit: Exhibit) -> str:
    return theme.money(value, str(exhibit.rows["currency"].iloc[0]))
