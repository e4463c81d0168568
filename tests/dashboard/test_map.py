"""The map: outlines at hand, an equal-area projection, nothing from the network, no country without figures as zero."""

from __future__ import annotations

import json
from math import cos, radians

import pytest

from dashboard import charts
from dashboard.chart import Exhibit, drawn
from dashboard.period import Period
from dashboard.store import Store
from dashboard.trade import atlas


@pytest.fixture(scope="module")
def exhibit(published: Store) -> Exhibit:
    chart = charts.get("partners_map")
    return drawn(chart, chart.scope(Period.read("2022-02..2024-08"), {}, published), published)


def area(ring: atlas.Ring) -> float:
    """The area of a ring by the shoelace formula."""
    x, y = ring
    return abs(sum(x[n - 1] * y[n] - x[n] * y[n - 1] for n in range(len(x)))) / 2


@pytest.mark.parametrize("centre", [None, (30.0, 50.0), (100.0, 60.0)])
@pytest.mark.parametrize(("lon", "lat"), [(10, 45), (40, 60), (25, 20)])
def test_a_degree_square_keeps_its_area_wherever_it_lies(centre: tuple[float, float] | None, lon: float, lat: float):
    edge = [(lon + x / 20, lat) for x in range(21)] + [(lon + 1, lat + y / 20) for y in range(21)]
    edge += [(lon + 1 - x / 20, lat + 1) for x in range(21)] + [(lon, lat + 1 - y / 20) for y in range(21)]
    at = [atlas.placed(a, b, centre) for a, b in edge]
    on_the_sphere = radians(1) ** 2 * cos(radians(lat + 0.5))
    assert area(([x for x, _ in at], [y for _, y in at])) == pytest.approx(on_the_sphere, rel=2e-3)


def test_russia_is_whole_on_the_map_of_the_world():
    """17.1 million km² are 42 % of a steradian; the coarse outline gives that to a few percent."""
    held = sum(area(ring) for ring in atlas.areas(None)["RUS"])
    assert held == pytest.approx(17.1e6 / 6371**2, rel=0.05)


def test_every_country_that_trades_has_a_place(published: Store):
    held = published.rows("SELECT DISTINCT reporter AS code FROM trade_flow WHERE NOT aggregate ORDER BY code")["code"]
    assert [code for code in held if atlas.dot(code, None) is None] == []


def test_countries_without_figures_are_hatched_and_said_not_to_be_zero(exhibit: Exhibit):
    figure = exhibit.figure.to_dict()
    hatched = [trace for trace in figure["data"] if "fillpattern" in trace]
    assert [trace["name"] for trace in hatched] == ["no figures"]
    assert len(exhibit.rows) == 27
    assert "that is not nothing traded" in exhibit.summary


def test_nothing_of_it_needs_the_network(exhibit: Exhibit):
    """Plotly's own maps fetch outlines from a server; ordinary shapes do not."""
    assert {trace["type"] for trace in exhibit.figure.to_dict()["data"]} == {"scatter"}
    assert "geo" not in json.dumps(exhibit.figure.to_dict()["layout"], default=str)
