"""Countries as areas in a projection of our own, drawn as ordinary shapes, so that a map needs no network."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from itertools import pairwise
from math import asin, atan2, cos, degrees, pi, radians, sin, sqrt
from pathlib import Path

OUTLINES = Path(__file__).with_name("countries.json")
"""Outlines after the United Nations' map, from plotly.js; the file says more about itself under `about`."""
FAR = 2.4
"""How far from the centre, in radians, an outline may reach before it is left out: beyond, areas turn inside out."""

Ring = tuple[list[float], list[float]]


@cache
def _held() -> tuple[dict[str, list[list[float]]], dict[str, tuple[float, float]]]:
    kept = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return kept["outlines"], {code: (at[0], at[1]) for code, at in kept["centres"].items()}


def centre_of(codes: Collection[str]) -> tuple[float, float]:
    """Longitude and latitude of the middle of some countries, on the sphere; that of Europe and Asia for none."""
    points = [_held()[1][code] for code in codes if code in _held()[1]] or [(60.0, 45.0)]
    x = sum(cos(radians(lat)) * cos(radians(lon)) for lon, lat in points)
    y = sum(cos(radians(lat)) * sin(radians(lon)) for lon, lat in points)
    z = sum(sin(radians(lat)) for _, lat in points)
    return degrees(atan2(y, x)), degrees(atan2(z, sqrt(x * x + y * y)))


def spread(codes: Collection[str], centre: tuple[float, float]) -> float:
    """The greatest distance of the countries' middles from a centre, in radians."""
    points = [_held()[1][code] for code in codes if code in _held()[1]]
    return max((_distance(lon, lat, centre) for lon, lat in points), default=0.0)


def _distance(lon: float, lat: float, centre: tuple[float, float]) -> float:
    a, b, c = radians(lat), radians(centre[1]), radians(lon - centre[0])
    return atan2(
        sqrt((cos(a) * sin(c)) ** 2 + (cos(b) * sin(a) - sin(b) * cos(a) * cos(c)) ** 2),
        sin(a) * sin(b) + cos(a) * cos(b) * cos(c),
    )


def placed(lon: float, lat: float, centre: tuple[float, float] | None) -> tuple[float, float]:
    """Where a place lies: Lambert's azimuthal equal-area projection about a centre, or Equal Earth for the world.

    J. P. Snyder, Map Projections (USGS 1395), p. 185; B. Šavrič, T. Patterson, B. Jenny (2019), Equal Earth.
    """
    if centre is None:
        theta = _parametric(lat)
        slope = 9 * 0.003796 * theta**8 + 7 * 0.000893 * theta**6 + 3 * -0.081106 * theta**2 + 1.340264
        x = 2 * sqrt(3) * radians(lon) * cos(theta) / (3 * slope)
        return x, 0.003796 * theta**9 + 0.000893 * theta**7 - 0.081106 * theta**3 + 1.340264 * theta
    a, b, c = radians(lat), radians(centre[1]), radians(lon - centre[0])
    scale = sqrt(2 / max(1e-9, 1 + sin(b) * sin(a) + cos(b) * cos(a) * cos(c)))
    return scale * cos(a) * sin(c), scale * (cos(b) * sin(a) - sin(b) * cos(a) * cos(c))


def _parametric(lat: float) -> float:
    return asin(sqrt(3) / 2 * sin(radians(lat)))


@cache
def areas(centre: tuple[float, float] | None) -> dict[str, list[Ring]]:
    """Every country's rings in the projection; those too far from the centre to be drawn right are left out."""
    drawn: dict[str, list[Ring]] = {}
    for code, rings in _held()[0].items():
        for ring in rings:
            points = list(zip(ring[::2], ring[1::2], strict=True))
            if centre and any(_distance(lon, lat, centre) > FAR for lon, lat in points):
                continue
            for piece in [points] if centre else _pieces(points):
                at = [placed(lon, lat, centre) for lon, lat in piece]
                drawn.setdefault(code, []).append(([round(x, 3) for x, _ in at], [round(y, 3) for _, y in at]))
    return drawn


def _pieces(points: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """An outline as it lies on a map of the world: cut in two where it runs over the edge, as Russia's does."""
    if not any(abs(one[0] - other[0]) > 180 for one, other in pairwise(points)):
        return [points]
    along = [(lon + 360 if lon < 0 else lon, lat) for lon, lat in points]
    east = [(min(lon, 180.0), lat) for lon, lat in along]
    west = [(max(lon - 360, -180.0), lat) for lon, lat in along]
    return [_within(east, 180.0), _within(west, -180.0)]


def _within(points: list[tuple[float, float]], edge: float) -> list[tuple[float, float]]:
    """The outline without what was pressed flat against the edge, but for the ends of it."""
    size = len(points)
    kept = [n for n in range(size) if any(points[m % size][0] != edge for m in (n - 1, n, n + 1))]
    return [points[n] for n in kept]


def dot(code: str, centre: tuple[float, float] | None) -> tuple[float, float] | None:
    """Where a country too small for an outline is marked; None for a code that is on no map."""
    at = _held()[1].get(code)
    return placed(*at, centre) if at and (not centre or _distance(*at, centre) < pi / 2) else None
