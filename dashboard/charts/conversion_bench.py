"""Containers into rounds, with every assumption in the reader's hand and the published ones beside it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import rowed, statement, theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.choice import Amount, Choice

COUNTS = """
SELECT estimate_id AS value,
       CASE WHEN central IS NULL THEN 'more than ' ELSE '' END
       || CAST(CAST(coalesce(central, low) AS INTEGER) AS VARCHAR)
       || ' containers, ' || estimator || ', ' || CAST(as_of AS VARCHAR) AS label
FROM ammunition_estimate
WHERE basis = 'containers_seen' AND supplier = 'PRK' AND recipient = 'RUS'
ORDER BY as_of, estimate_id
"""

QUERY = f"""
WITH counted AS (
  SELECT {statement.COLUMNS}, coalesce(central, low) AS containers
  FROM ammunition_estimate
  WHERE basis = 'containers_seen' AND supplier = 'PRK' AND recipient = 'RUS'
    AND as_of BETWEEN $start AND $end
), said AS (
  SELECT as_of, estimator, estimate_id AS rounds_id, basis AS rounds_basis,
         coalesce(low, central) AS rounds_low, coalesce(high, central) AS rounds_high
  FROM ammunition_estimate
  WHERE unit = 'rounds' AND basis IN ('capacity', 'rounds_stated') AND supplier = 'PRK' AND recipient = 'RUS'
)
SELECT counted.*, rounds_id, rounds_basis, rounds_low, rounds_high,
       rounds_low / containers AS stated_per_container_low, rounds_high / containers AS stated_per_container_high,
       containers * $per_small * $usable / 100.0 AS rounds_if_all_122,
       containers * $per_large * $usable / 100.0 AS rounds_if_all_152,
       containers * ($share * $per_large + (100.0 - $share) * $per_small) / 100.0 * $usable / 100.0 AS rounds_assumed,
       $per_small AS assumed_per_container_122, $per_large AS assumed_per_container_152,
       $share AS assumed_percent_152, $usable AS assumed_percent_usable
FROM counted LEFT JOIN said ON said.as_of = counted.period AND said.estimator = counted.estimator
ORDER BY period, estimate_id
"""

SHADE_152, SHADE_122 = theme.COLOURS["PRK"], theme.COLOURS["UKR"]


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Above, what published pairs of containers and rounds imply; below, what the chosen numbers make of each count."""
    every = list(records(rows))
    pairs = [row for row in every if isinstance(row.rounds_id, str)]
    ends = [end for row in pairs for end in _per_container(row)]
    panels = []
    traces: list[Plain] = []
    notes: list[Plain] = []
    if pairs:
        most = max([*ends, scope["per_large"], scope["per_small"]])
        panels.append(rowed.Panel("Rounds per container", [row.estimate_id for row in pairs], most, ",d"))
        traces += [_anchors(pairs, 0, 152), _anchors(pairs, 0, 122)]
        notes += [rowed.label(_pair(row), row.estimate_id, 0) for row in pairs]
        traces += [_chosen(pairs, scope["per_large"], SHADE_152), _chosen(pairs, scope["per_small"], SHADE_122)]
    below = len(panels)
    most = max(row.rounds_if_all_152 for row in every) / 1e6
    most = max(most, *(row.rounds_high / 1e6 for row in pairs if row.rounds_high == row.rounds_high), 0.0)
    panels.append(rowed.Panel("Rounds, millions", [row.estimate_id for row in every], most, "~g"))
    traces += [_range(every, below), _mix(every, below, scope)]
    notes += [rowed.label(_outcome(row, scope), row.estimate_id, below) for row in every]
    return rowed.figure(panels, traces, notes, lines=2)


def _per_container(row: Any) -> list[float]:
    ends = (row.stated_per_container_low, row.stated_per_container_high)
    return [float(end) for end in ends if end == end]


def _anchors(pairs: list[Any], position: int, calibre: int) -> Plain:
    """Capacity gives one number per calibre; rounds stated beside containers are of unknown calibre, drawn round."""
    found = []
    for row in pairs:
        low, high = row.stated_per_container_low, row.stated_per_container_high
        value = high if calibre == 152 else low
        if value == value and not (row.rounds_basis == "rounds_stated" and calibre == 152 and low == high):
            found.append((row, value))
    shade = SHADE_152 if calibre == 152 else SHADE_122
    words = {True: f"all of {calibre} mm", False: "calibre not stated"}
    axis = rowed.axis(position)
    capacity = [row.rounds_basis == "capacity" for row, _ in found]
    return {
        "type": "scatter",
        "mode": "markers",
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "x": [value for _, value in found],
        "y": [row.estimate_id for row, _ in found],
        "ids": [row.estimate_id for row, _ in found],
        "customdata": [
            f"{theme.number(value)} rounds per container, {words[c]}"
            for (_, value), c in zip(found, capacity, strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "size": 11,
            "symbol": ["diamond" if c else "circle" for c in capacity],
            "color": [shade if c else theme.MUTED for c in capacity],
        },
    }


def _chosen(pairs: list[Any], value: float, shade: str) -> Plain:
    """The reader's number as an upright stroke in every row, to hold against what was published."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [value] * len(pairs),
        "y": [row.estimate_id for row in pairs],
        "hovertemplate": f"your choice: {value:g} rounds<extra></extra>",
        "marker": {"symbol": "line-ns-open", "size": 11, "color": shade, "line": {"width": 2.5, "color": shade}},
    }


def _pair(row: Any) -> str:
    """What one publication says per container: with 122 mm alone, with 152 mm alone, or as stated."""
    ends = " or ".join(theme.number(end) for end in dict.fromkeys(_per_container(row)))
    kind = {"capacity": "if all of one calibre", "rounds_stated": "as stated together"}[row.rounds_basis]
    return rowed.words(ends, kind, f"{statement.day(row)} · {row.estimator.split(' (')[0]}")


def _range(every: list[Any], position: int) -> Plain:
    axis = rowed.axis(position)
    middles = [(row.rounds_if_all_122 + row.rounds_if_all_152) / 2e6 for row in every]
    return {
        "type": "scatter",
        "mode": "markers",
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "x": middles,
        "y": [row.estimate_id for row in every],
        "hoverinfo": "skip",
        "marker": {"size": 1, "color": theme.MUTED},
        "error_x": {
            "type": "data",
            "array": [abs(row.rounds_if_all_152 - row.rounds_if_all_122) / 2e6 for row in every],
            "color": theme.MUTED,
            "thickness": 4,
            "width": 0,
        },
    }


def _mix(every: list[Any], position: int, scope: Scope) -> Plain:
    axis = rowed.axis(position)
    return {
        "type": "scatter",
        "mode": "markers",
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "x": [row.rounds_assumed / 1e6 for row in every],
        "y": [row.estimate_id for row in every],
        "ids": [row.estimate_id for row in every],
        "customdata": [_formula(row, scope) for row in every],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "size": [14 if row.estimate_id == scope["count"] else 10 for row in every],
            "color": [theme.MARK if row.estimate_id == scope["count"] else SHADE_152 for row in every],
        },
    }


def _ends(row: Any) -> str:
    low, high = sorted((row.rounds_if_all_122, row.rounds_if_all_152))
    return f"{statement.short(round(low, -4))} to {statement.short(round(high, -4))}"


def _outcome(row: Any, scope: Scope) -> str:
    mark = "▸ " if row.estimate_id == scope["count"] else ""
    return rowed.words(
        f"{mark}{statement.short(round(row.rounds_assumed, -4))}",
        f"({_ends(row)}) from {statement.stated(row)}",
        f"{statement.day(row)} · {row.estimator.split(' (')[0]}",
    )


def _formula(row: Any, scope: Scope) -> str:
    """The conversion of one count in numbers."""
    return (
        f"{theme.number(row.containers)} containers × ({scope['share']:g}\u202f% × {scope['per_large']:g} + "
        f"{100 - scope['share']:g}\u202f% × {scope['per_small']:g}) rounds × {scope['usable']:g}\u202f% usable = "
        f"{statement.short(round(row.rounds_assumed, -3))} rounds"
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The formula with the numbers of the chosen count, its range, and what the publications imply."""
    every = list(records(rows))
    chosen = next((row for row in every if row.estimate_id == scope["count"]), every[-1])
    capacity = [row for row in every if row.rounds_basis == "capacity"]
    highs = [row.stated_per_container_high for row in capacity if row.stated_per_container_high > 0]
    lows = [row.stated_per_container_low for row in capacity if row.stated_per_container_low > 0]
    implied = ""
    if highs and lows:
        implied = (
            f" Seoul’s own figures imply {theme.number(min(highs))} to {theme.number(max(highs))} rounds per container "
            f"if all are of 152 mm, {theme.number(min(lows))} to {theme.number(max(lows))} if all are of 122 mm."
        )
    return (
        f"Rounds = containers × (share × rounds of 152 mm + rest × rounds of 122 mm) × usable: "
        f"{_formula(chosen, scope)}, in the range of {_ends(chosen)} for any mix.{implied}"
    )


chart = Chart(
    topic="arms",
    question="How many rounds would the counted containers hold?",
    measure="Above: rounds per container that publications imply, with your choice as strokes. Below: millions of "
    "rounds by your choice; the bar runs from all 122 mm to all 152 mm",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=(
        Choice("count", "Count to explain", offered=COUNTS, default="prk-rus-2024-02-26-containers"),
        Amount("per_large", "152 mm per container", 100, 800, 10, 450, "rounds", "Purple diamonds imply it."),
        Amount("per_small", "122 mm per container", 20, 300, 5, 75, "rounds", "Ochre diamonds imply it."),
        Amount("share", "Containers with 152 mm", 0, 100, 5, 50, "%", "Nobody has stated the mix."),
        Amount("usable", "Usable", 10, 100, 5, 100, "%", "Kyiv said in February 2024 that about half did not work."),
    ),
    record=statement.record,
    over_time=False,
    kept="month",
    caveat="The dot is what the chosen numbers make of a count: an assumption of the reader, nobody’s estimate. Nobody "
    "has stated the mix, and not every container holds shells. Diamonds: capacity, purple 152 mm, ochre 122 mm; grey "
    "circles: rounds stated beside containers, of unknown calibre, where both may be “more than”.",
)
