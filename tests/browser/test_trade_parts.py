"""The parts of the trade page in a browser: each drawn at once, nothing fetched, events marked, choices kept."""

from __future__ import annotations

import pytest

from dashboard.parts import PARTS
from tests.browser.visit import Arrive

DRAWN = """() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].map(chart =>
  chart.querySelectorAll('.main-svg .trace, .main-svg .slice, .main-svg .sankey-link, .main-svg .bars').length)"""


@pytest.mark.parametrize("part", PARTS["trade"])
def test_a_part_is_drawn_without_errors_and_without_the_network(arrive: Arrive, part: str):
    visit = arrive().open().turn_to("Trade").part(part)
    drawn = visit.page.evaluate(DRAWN)
    assert len(drawn) == len(PARTS["trade"][part])
    assert all(drawn), f"{part}: a chart has nothing in it"
    assert visit.errors == []
    assert [address for address in visit.requests if not address.startswith((visit.base, "data:", "blob:"))] == []


def test_choosing_a_kind_of_event_marks_every_chart_and_is_kept_in_the_address(arrive: Arrive):
    visit = arrive().open().turn_to("Trade").part("Currency")
    visit.page.get_by_role("button", name="Events: none").click()
    visit.page.get_by_role("button", name="War", exact=True).click()
    visit.page.wait_for_function("() => location.search.includes('events=War')")
    visit.page.get_by_role("button", name="Events: War").wait_for()
    visit.drawn()
    links = visit.page.evaluate(
        "() => [...document.querySelectorAll('.main-svg .annotation')].map(note => note.querySelector('a'))"
        ".filter(link => link).map(link => link.getAttribute('xlink:href') ?? link.getAttribute('href'))"
    )
    assert len(links) >= len(PARTS["trade"]["Currency"])
    assert len(set(links)) == 1, "one event, one source"
    assert links[0].startswith("https://")


def test_a_link_opens_the_explorer_as_it_was_and_what_is_held_can_be_looked_up(arrive: Arrive):
    visit = arrive().open(
        "trade?trade.part=Explore&explorer.reporters=EU&explorer.partners=Kyrgyzstan&explorer.grain=quarter"
    )
    visit.page.get_by_role("heading", name="How did EU’s exports to Kyrgyzstan develop?").wait_for()
    visit.page.get_by_text("EUR per quarter").wait_for()
    visit.page.get_by_role("button", name="What is held").click()
    visit.page.locator("[data-testid=stPopoverBody] [data-testid=stDataFrame]").first.wait_for()
