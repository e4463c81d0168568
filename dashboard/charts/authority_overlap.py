"""Which authorities list the same targets: each combination once, as an UpSet chart draws them."""

from __future__ import annotations

import pandas as pd

from dashboard import shared_numbers, theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.choice import Choice, listed

QUERY = f"""
WITH {shared_numbers.NUMBERED},
member AS (
  SELECT value, concat(
    max(CASE WHEN authority = 'US' THEN 'US ' ELSE '' END), max(CASE WHEN authority = 'EU' THEN 'EU ' ELSE '' END),
    max(CASE WHEN authority = 'UK' THEN 'UK ' ELSE '' END), max(CASE WHEN authority = 'UN' THEN 'UN ' ELSE '' END),
    max(CASE WHEN authority = 'CA' THEN 'CA ' ELSE '' END), max(CASE WHEN authority = 'CH' THEN 'CH ' ELSE '' END)
  ) AS combination
  FROM numbered
  WHERE listed_on IS NULL OR listed_on <= $end
  GROUP BY value
), size AS (
  SELECT combination, count(*) AS numbers FROM member GROUP BY combination
)
SELECT trim(size.combination) AS combination, CAST(size.numbers AS BIGINT) AS numbers, numbered.authority,
       CAST(count(DISTINCT numbered.value) AS BIGINT) AS held_by_authority, numbered.source
FROM size JOIN member ON member.combination = size.combination JOIN numbered ON numbered.value = member.value
WHERE $end >= DATE '1990-01-01'
GROUP BY size.combination, size.numbers, numbered.authority, numbered.source
ORDER BY size.numbers DESC, size.combination, numbered.authority, numbered.source
"""
ORDER = ("US", "EU", "UK", "UN", "CA", "CH")
MOST = 16


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Bars for combinations above; below, a dot for each authority in it, joined by a line."""
    sizes = rows.drop_duplicates("combination")[["combination", "numbers"]].head(MOST)
    combinations = [str(each).split(" ") for each in sizes["combination"]]
    present = [a for a in ORDER if any(a in each for each in combinations)]
    place = list(range(len(combinations)))
    words = [", ".join(theme.NAMES.get(a, a) for a in each) for each in combinations]
    several = [len(each) > 1 for each in combinations]
    bars = {
        "type": "bar",
        "x": place,
        "y": sizes["numbers"].tolist(),
        "customdata": words,
        "text": [theme.number(n) for n in sizes["numbers"]],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": [theme.MARK if both else theme.SPARE[0] for both in several]},
        "hovertemplate": "%{y:,} on the lists of %{customdata} and of no other<extra></extra>",
    }
    heights = {authority: len(present) - 1 - n for n, authority in enumerate(present)}
    traces: list[Plain] = [bars]
    for x, each in zip(place, combinations, strict=True):
        levels = [heights[a] for a in each]
        traces.append(_matrix([x, x], [min(levels), max(levels)], "lines", {"width": 3, "color": theme.MUTED}))
    for authority in present:
        dots = [x for x, each in zip(place, combinations, strict=True) if authority in each]
        empty = [x for x, each in zip(place, combinations, strict=True) if authority not in each]
        y = heights[authority]
        traces.append(_matrix(dots, [y] * len(dots), "markers", {"size": 13, "color": theme.colour(authority)}))
        traces.append(_matrix(empty, [y] * len(empty), "markers", {"size": 9, "color": "rgba(128,128,128,0.25)"}))
    held = rows.groupby("authority")["held_by_authority"].sum()
    return theme.figure(
        [trace for trace in traces if len(trace["x"])],
        height=330 + 30 * len(present),
        hovermode="closest",
        bargap=0.45,
        xaxis={"visible": False, "anchor": "y2", "range": [-0.7, max(len(place), 6) - 0.3]},
        yaxis={"domain": [0.08 * len(present) + 0.04, 1], "nticks": 5},
        yaxis2={
            "domain": [0, 0.08 * len(present)],
            "tickvals": [heights[a] for a in present],
            "ticktext": [f"{theme.NAMES.get(a, a)} ({theme.number(held[a])})" for a in present],
            "range": [-0.6, len(present) - 0.4],
            "showgrid": False,
            "zeroline": False,
            "automargin": True,
        },
    )


def _matrix(x: list[int], y: list[int], mode: str, style: Plain) -> Plain:
    """A part of the grid of dots under the bars."""
    look = {"line": style} if mode == "lines" else {"marker": style}
    return {"type": "scatter", "mode": mode, "x": x, "y": y, "yaxis": "y2", "hoverinfo": "skip", **look}


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """How many numbers, how many on several lists, and the largest overlap."""
    sizes = rows.drop_duplicates("combination")
    several = sizes[sizes["combination"].str.contains(" ")]
    said = (
        f"{theme.number(sizes['numbers'].sum())} different {scope.label('kind')} stand on the lists held, "
        f"{theme.number(several['numbers'].sum())} of them on those of several authorities"
    )
    if several.empty:
        return f"{said}."
    largest = several.iloc[0]
    names = [theme.NAMES.get(code, code) for code in str(largest["combination"]).split(" ")]
    return f"{said}; the largest overlap is {listed(names)} ({theme.number(largest['numbers'])})."


chart = Chart(
    topic="sanctions",
    question="Who lists the same targets?",
    measure="Entries that share exactly the same number, by combination of authorities",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=(Choice("kind", "Number", offered=shared_numbers.HELD, default="imo"),),
    over_time=False,
    nothing=shared_numbers.NOTHING,
    caveat="Only numbers that two lists print alike are compared, never names: an entry without the number is not in "
    "the chart, so overlaps are a lower bound. Lists are of different days, stated below. "
    "A bar counts targets on exactly these lists.",
)
