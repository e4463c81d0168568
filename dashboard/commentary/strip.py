"""The sensitivity strip: a claim's value under every defensible reading, the stated value as a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard import metrics, theme
from dashboard.chart import Exhibit, Plain
from dashboard.commentary.claimed import Drawn
from dashboard.commentary.claimed import exhibit as claimed
from dashboard.commentary.ledger import Entry
from dashboard.commentary.wording import asked, spread, worded
from dashboard.period import Period

TICKS = {"fraction": "+.0%", "year": ".0f", "count": ".0f", "months": ".0f"}
WHOLE = ("year", "count", "months")
"""Units of which there are no halves."""
COLOURS = {True: "#1E8A6E", False: "#64788C"}


def exhibit(entry: Entry, period: Period, sources: Sequence[Any], version: str) -> Exhibit:
    """The strip as an exhibit; its SQL is that of the first reading as worded."""
    rows = pd.DataFrame(
        {
            "reading": r.label,
            "value": r.value.value if r.value else None,
            "low": r.value.low if r.value else None,
            "high": r.value.high if r.value else None,
            "unit": entry.unit,
            "as_worded": r.as_worded,
            "holds": r.holds,
            "stated": entry.stated,
            "problem": r.problem,
        }
        for r in entry.readings
    )
    first = entry.readings[0]
    return claimed(
        entry,
        Drawn(
            name="readings",
            question="Under which readings does it hold?",
            measure=f"“{entry.span}”: each reading’s value, and the stated one as a line; filled marks are as worded",
            query=metrics.get(first.metric).query,
            given=first.parameters,
            rows=rows,
            figure=figure(entry),
            summary=summary(entry),
        ),
        period,
        sources,
        version,
    )


def figure(entry: Entry) -> Plain:
    """A dot or a range per reading on a line of its own, with its label above."""
    shown = [r for r in entry.readings if r.value]
    position = list(range(len(shown), 0, -1))
    values = [r.value for r in shown if r.value]
    colours = [COLOURS[r.holds] for r in shown]
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": [v.value for v in values],
        "y": position,
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [v.high - v.value for v in values],
            "arrayminus": [v.value - v.low for v in values],
            "color": theme.MUTED,
            "thickness": 2,
            "width": 0,
        },
        "marker": {
            "size": 11,
            "symbol": ["circle" if r.holds else "x" for r in shown],
            "color": [c if r.as_worded else "rgba(0,0,0,0)" for c, r in zip(colours, shown, strict=True)],
            "line": {"color": colours, "width": 2},
        },
        "customdata": [spread(v, entry.unit) for v in values],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    labels: list[dict[str, Any]] = [
        {
            "text": f"{r.label}: <b>{worded(v.value, entry.unit)}</b>{' — holds' if r.holds else ''}",
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": y + 0.2,
            "yref": "y",
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"size": 12},
        }
        for y, r, v in zip(position, shown, values, strict=True)
    ]
    labels.append(
        {
            "text": f"stated: {asked(entry.comparator, entry.stated, entry.unit)}",
            "x": entry.stated,
            "xref": "x",
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"size": 12, "color": theme.MARK},
        }
    )
    # Short strokes beside the marks, so that the line does not run through the labels above them.
    strokes = [
        {
            "type": "line",
            "x0": entry.stated,
            "x1": entry.stated,
            "y0": y - 0.3,
            "y1": y + 0.16,
            "line": {"color": theme.MARK, "width": 2},
            "layer": "below",
        }
        for y in position
    ]
    numbers = [n for v in values for n in (v.low, v.high)] + [entry.stated]
    room = (max(numbers) - min(numbers)) * 0.12 or 1.0
    return theme.figure(
        [trace],
        annotations=labels,
        shapes=strokes,
        height=80 + 36 * len(shown),
        hovermode="closest",
        xaxis={
            "tickformat": TICKS.get(entry.unit, ""),
            **({"dtick": max(1, round((max(numbers) - min(numbers)) / 6))} if entry.unit in WHOLE else {}),
            "range": [min(numbers) - room, max(numbers) + room],
            "zeroline": True,
        },
        yaxis={
            "showticklabels": False,
            "tickvals": position,
            "range": [0.4, len(shown) + 0.9],
            "fixedrange": True,
        },
    )


def summary(entry: Entry) -> str:
    """Stated and computed value, and in how many readings the claim holds."""
    computed = f"computed {spread(entry.computed, entry.unit)}" if entry.computed else "nothing could be computed"
    lost = [f"{r.label}: {r.problem}" for r in entry.readings if not r.value]
    said = asked(entry.comparator, entry.stated, entry.unit)
    return f"Stated {said}; {computed} as worded; {entry.tally}." + (f" Not computed: {' '.join(lost)}" if lost else "")
