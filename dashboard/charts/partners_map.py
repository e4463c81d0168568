"""Where a country's trade comes from or goes to, on a map that needs no network; countries without figures hatched."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.trade import atlas, partners

STEPS = ("#E9D9C4", "#D9B38C", "#C98A5E", "#B4623B", "#8C3A1C")
"""From little to much; told apart by lightness alone."""
REGION = 0.95
"""Up to this many radians from their middle, countries are shown in a projection of their own, else on the world."""


def _bounds(values: list[float]) -> list[float]:
    """Upper bounds of the steps: fifths of the countries, so that one large one does not hide the rest."""
    ranked = sorted(values)
    return [ranked[min(len(ranked) - 1, round(len(ranked) * (n + 1) / len(STEPS)) - 1)] for n in range(len(STEPS))]


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Areas in five steps of value; the country itself outlined, those without figures hatched."""
    middle = partners.centre(scope)
    held = {r.country: r for r in records(rows)}
    centre: tuple[float, float] | None = atlas.centre_of([*held, middle])
    if centre and atlas.spread([*held, middle], centre) > REGION:
        centre = None
    across, up = _range([*held], centre, 0), _range([*held], centre, 1)
    areas = _near(atlas.areas(centre), across, up) if centre else atlas.areas(centre)
    currency = rows["currency"].iloc[0]
    bounds = _bounds(rows["value"].tolist())
    traces: list[dict[str, Any]] = [
        _area(
            "no figures",
            _joined([r for c, rings in areas.items() if c not in held and c != middle for r in rings]),
            None,
        )
    ]
    used: set[int] = set()
    for code, one in held.items():
        step = next(n for n, bound in enumerate(bounds) if one.value <= bound)
        told = f"{theme.name(code)}: {theme.money(one.value, currency)}, {theme.percent(one.share)} of all"
        name = f"up to {theme.money(bounds[step], currency)}"
        trace = (
            _area(name, _joined(areas[code]), STEPS[step], told)
            if code in areas
            else _dot(code, centre, name, STEPS[step], told)
        )
        if trace:
            trace |= {"legendgroup": name, "legendrank": step, "showlegend": step not in used}
            used.add(step)
            traces.append(trace)
    if middle in areas:
        own = _area(theme.name(middle), _joined(areas[middle]), "rgba(47,114,181,0.25)", f"{theme.name(middle)} itself")
        traces.append(own | {"line": {"color": theme.COLOURS["RUS"], "width": 1.8}, "legendrank": 90})
    return theme.figure(
        traces,
        height=520,
        showlegend=True,
        legend={"orientation": "h", "y": 1.02},
        margin={"l": 0, "r": 0, "t": 48, "b": 0},
        hovermode="closest",
        xaxis={"visible": False, "range": across},
        yaxis={
            "visible": False,
            "range": up,
            "scaleanchor": "x",
            "rangemode": "normal",
        },
    )


def _near(areas: dict[str, list[atlas.Ring]], across: list[float], up: list[float]) -> dict[str, list[atlas.Ring]]:
    """The outlines that reach into what is shown, with as much to the sides as a wide window adds."""
    room = 2 * (up[1] - up[0])
    left, right = across[0] - room, across[1] + room
    near = {
        code: [r for r in rings if max(r[0]) > left and min(r[0]) < right and max(r[1]) > up[0] and min(r[1]) < up[1]]
        for code, rings in areas.items()
    }
    return {code: rings for code, rings in near.items() if rings}


def _joined(rings: list[atlas.Ring]) -> atlas.Ring:
    """Several rings as one line with breaks."""
    x: list[Any] = []
    y: list[Any] = []
    for across, up in rings:
        x += [*across, None]
        y += [*up, None]
    return x[:-1], y[:-1]


def _area(name: str, ring: atlas.Ring, shade: str | None, told: str = "") -> dict[str, Any]:
    hatched = {"shape": "/", "size": 5, "solidity": 0.18, "fgcolor": theme.MUTED, "bgcolor": "rgba(0,0,0,0)"}
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": ring[0],
        "y": ring[1],
        "fill": "toself",
        "hoveron": "fills",
        "line": {"width": 0.6, "color": theme.MUTED},
        "connectgaps": False,
        **(
            {"fillcolor": shade, "text": told, "hoverinfo": "text"}
            if shade
            else {"fillpattern": hatched, "fillcolor": "rgba(0,0,0,0)", "hoverinfo": "skip", "legendrank": 99}
        ),
    }


def _dot(code: str, centre: tuple[float, float] | None, name: str, shade: str, told: str) -> dict[str, Any] | None:
    at = atlas.dot(code, centre)
    if at is None:
        return None
    mark = {"size": 9, "color": shade, "line": {"width": 1, "color": theme.MUTED}}
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [at[0]],
        "y": [at[1]],
        "marker": mark,
        "text": told,
        "hoverinfo": "text",
    }


def _range(codes: list[str], centre: tuple[float, float] | None, axis: int) -> list[float]:
    """What the map shows: the countries with some room around them, or the world."""
    if centre is None:
        return [[-2.75, 2.75], [-1.35, 1.4]][axis]
    places = [at[axis] for code in codes if (at := atlas.dot(code, centre))]
    room = 0.25
    return [min(places) - room, max(places) + room]


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """How many countries have figures, the largest, and that the others are not zero."""
    one = rows.iloc[0]
    far = [c for c in rows["country"] if atlas.dot(c, None) is None]
    off = f" Not on the map: {', '.join(map(theme.name, far))}." if far else ""
    return (
        f"{len(rows)} countries have figures for {scope.label('centre')}, {partners.when(rows)}; most is "
        f"{theme.name(one['country'])} with {theme.money(one['value'], one['currency'])} "
        f"({theme.percent(one['share'])}). "
        f"Hatched countries have none in this source: that is not nothing traded.{off}"
    )


chart = Chart(
    topic="trade",
    question="Where on the map is {centre} counted?",
    measure="All goods added up over the period, five steps of equally many countries, in {unit}",
    query=partners.RANKED,
    figure=figure,
    summary=summary,
    choices=partners.CHOICES,
    over_time=False,
    caveat="Equal-area projection about the countries shown. Outlines after the United Nations’ map; they say nothing "
    "about the status of any territory.",
)
