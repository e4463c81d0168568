"""The cherry-pick meter: the claim's value in every window of the cited length, and the stated one as a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard import metrics, theme
from dashboard.chart import Exhibit, Plain
from dashboard.commentary.claimed import Drawn
from dashboard.commentary.claimed import exhibit as claimed
from dashboard.commentary.ledger import Entry
from dashboard.commentary.windows import Slid, headline, ranks
from dashboard.commentary.wording import worded
from dashboard.period import Period

STYLES = (("#2F72B5", "solid", "circle"), ("#C4472B", "dot", "square"), ("#1E8A6E", "dash", "diamond"))


def exhibit(entry: Entry, slides: Sequence[Slid], period: Period, sources: Sequence[Any], version: str) -> Exhibit:
    """The meter as an exhibit; `slides` holds at least one source's windows."""
    asked = slides[0]
    reading = next(r for r in entry.readings if r.parameters == asked.parameters)
    query = metrics.get(reading.metric).slides
    return claimed(
        entry,
        Drawn(
            name="windows",
            question="Is the cited window like the others?",
            measure=f"{headline(slides)} at a time, by the last month: every window held, whatever period is chosen",
            query=query.query if query else "",
            given=asked.parameters,
            rows=pd.concat([_rows(one, entry) for one in slides], ignore_index=True),
            figure=figure(entry, slides),
            summary=" ".join(ranks(slides)),
        ),
        period,
        sources,
        version,
    )


def _rows(one: Slid, entry: Entry) -> pd.DataFrame:
    windows = one.alike.assign(series=one.label, unit=entry.unit, stated=entry.stated)
    windows["cited"] = windows["start"] == pd.Timestamp(one.cited.start)
    return windows[["series", "start", "end", "value", "low", "high", "unit", "fits", "cited", "stated"]]


def figure(entry: Entry, slides: Sequence[Slid]) -> Plain:
    """A thin line per source over time, the cited window as a large mark, the stated value as a line across."""
    traces: list[dict[str, Any]] = []
    ends = []
    for one, (colour, dash, symbol) in zip(slides, STYLES, strict=False):
        rows = _rows(one, entry)
        traces.append(_line(rows, entry, one, colour, dash))
        cited = rows[rows["cited"]]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": cited["end"],
                "y": cited["value"],
                "marker": {"size": 12, "symbol": symbol, "color": theme.MARK, "line": {"color": colour, "width": 2}},
                "customdata": [f"{one.cited.label}, cited: {worded(v, entry.unit)}" for v in cited["value"]],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )
        last = rows.iloc[-1]
        ends.append((last["end"], float(last["value"]), one.label, colour))
    values = pd.concat([one.alike["value"] for one in slides])
    apart = float(values.max() - values.min()) / 14 or 1.0
    labels = theme.end_labels(ends, apart)
    labels.append(
        {
            "text": f"stated {worded(entry.stated, entry.unit)}",
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": entry.stated,
            "yanchor": "top",
            "showarrow": False,
            "font": {"size": 12, "color": theme.MARK},
        }
    )
    across = {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": entry.stated,
        "y1": entry.stated,
        "line": {"color": theme.MARK, "width": 2},
        "layer": "below",
    }
    return theme.figure(
        traces,
        height=300,
        hovermode="closest",
        annotations=labels,
        shapes=[across],
        margin={"r": 74},
        xaxis=theme.TIME_AXIS,
        yaxis={"tickformat": "+.0%" if entry.unit == "fraction" else "", "rangemode": "normal"},
    )


def _line(rows: pd.DataFrame, entry: Entry, one: Slid, colour: str, dash: str) -> dict[str, Any]:
    """The windows in order of time, broken where a month is missing between two of them."""
    every = pd.date_range(rows["end"].iloc[0], rows["end"].iloc[-1], freq="MS")
    placed = rows.set_index("end").reindex(every)
    said = [
        "" if pd.isna(value) else f"{Period(start.date(), end.date()).label}: {worded(value, entry.unit)}"
        for start, end, value in zip(placed["start"], every, placed["value"], strict=True)
    ]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": one.label,
        "x": every,
        "y": [None if pd.isna(value) else float(value) for value in placed["value"]],
        "line": {"color": colour, "width": 1.5, "dash": dash},
        "marker": {"size": 4, "color": colour},
        "connectgaps": False,
        "customdata": said,
        "hovertemplate": "%{customdata}<extra></extra>",
    }
