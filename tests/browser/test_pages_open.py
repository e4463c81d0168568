"""Every topic opens cleanly: no errors, nothing fetched from elsewhere, every chart drawn and named."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import charts, story
from dashboard.chart import drawn
from dashboard.parts import PARTS
from dashboard.period import Period
from dashboard.store import open_store
from tests.browser.visit import Arrive

PLACES = {"Trade": "trade", "Ammunition and arms": "arms", "Sanctions": "sanctions", "Data": "data"}
TOPICS = ("Commentary", "Trade", "Ammunition and arms", "Sanctions", "Data")
NAMED = """() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].map(chart => ({
  key: [...chart.closest('[class*=st-key-figure_]').classList].find(c => c.startsWith('st-key-figure_')).slice(14),
  role: chart.getAttribute('role'), name: chart.getAttribute('aria-label'),
  drawn: !!chart.querySelector('.main-svg .trace'),
}))"""


def test_every_topic_opens_without_errors_and_fetches_nothing_from_elsewhere(arrive: Arrive):
    visit = arrive().open()
    for topic in (*TOPICS[1:], TOPICS[0]):
        visit.turn_to(topic)
        figures = visit.page.evaluate(NAMED)
        assert len(figures) >= 2, topic
        assert all(figure["drawn"] for figure in figures), topic
    assert visit.errors == []
    assert [address for address in visit.requests if not address.startswith((visit.base, "data:", "blob:"))] == []


def test_every_chart_is_named_by_its_summary(arrive: Arrive, tables: Path):
    store = open_store(tables)
    usual = Period(Period.read("2022-02").start, store.extent.end)
    visit = arrive().open()
    seen = set()
    for topic in TOPICS[1:]:
        visit.turn_to(topic)
        for part in (part for part, names in PARTS[PLACES[topic]].items() if names):
            for figure in visit.part(part).page.evaluate(NAMED):
                chart = charts.get(figure["key"])
                assert figure["role"] in ("figure", "img")
                events = story.spoken_events(store) if chart.spoken else ()
                assert figure["name"] == drawn(chart, chart.scope(usual, store=store, events=events), store).summary
                seen.add(figure["key"])
    assert seen == set(charts.all_charts())


def test_it_opens_embedded(arrive: Arrive):
    visit = arrive().open("?embed=true&excerpt=chinese-exports")
    assert visit.figure("exports")["traces"]
    assert visit.page.locator("[data-testid=stMainMenu]").count() == 0
    assert visit.errors == []


def test_a_bad_address_is_explained(arrive: Arrive):
    visit = arrive().open("?period=Foo&period=Mar+2024&colour=red")
    notice = visit.page.get_by_role("alert").first
    assert "“Foo” is not a month" in notice.inner_text()
    assert "colour" in notice.inner_text()
    assert "period" not in visit.page.url
    visit.page.get_by_role("button", name="Dismiss").click()
    notice.wait_for(state="detached")


@pytest.mark.parametrize("topic", TOPICS)
def test_the_keyboard_meets_no_trap(topic: str, arrive: Arrive):
    """Forty times Tab reach at least twenty different things, none of them invisible."""
    visit = arrive().open()
    if topic != TOPICS[0]:
        visit.turn_to(topic)
    reached = set()
    for _ in range(40):
        visit.page.keyboard.press("Tab")
        reached.add(
            visit.page.evaluate(
                "() => { const r = document.activeElement.getBoundingClientRect(); return `${r.x} ${r.y} ${r.width}` }"
            )
        )
    assert len(reached) >= 20
