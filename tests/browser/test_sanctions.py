"""What only a browser shows of the sanctions page: hits while one types, and parts that fit a phone."""

from __future__ import annotations

import pytest

from dashboard.parts import PARTS
from tests.browser.test_looks import PHONE, WIDEST
from tests.browser.visit import Arrive

REST = "[data-testid=stApp][data-test-script-state=notRunning]"


def test_hits_appear_while_one_types_and_without_enter(arrive: Arrive):
    visit = arrive()
    page = visit.page
    page.goto(f"{visit.base}/sanctions?sanctions.part=Search")
    box = page.get_by_role("searchbox")
    box.wait_for()
    box.press_sequentially("norieg", delay=60)
    page.get_by_text("best first").wait_for()
    page.get_by_text("not a compliance tool").wait_for()
    page.wait_for_function("() => new URLSearchParams(location.search).get('name') === 'norieg'")
    box.press_sequentially("qqqqq", delay=30)
    page.get_by_text("No name like").wait_for()


def test_a_hit_opens_its_entry_and_the_address_names_it(arrive: Arrive):
    visit = arrive(viewport={"width": 1400, "height": 1000})
    visit.page.goto(f"{visit.base}/sanctions?sanctions.part=Search&name=noriega+manuel")
    visit.page.get_by_text("best first").wait_for()
    visit.page.wait_for_selector(REST)
    table = visit.page.get_by_test_id("stDataFrame").first
    place = table.bounding_box()
    assert place
    visit.page.mouse.click(place["x"] + 16, place["y"] + 52)  # the first row's box
    visit.page.get_by_text("Its history on this list").wait_for()
    assert "entry=ofac_sdn_history" in visit.page.url
    visit.page.get_by_role("button", name="Back to the search").click()
    visit.page.get_by_text("best first").wait_for()
    visit.page.wait_for_function("() => !location.search.includes('entry=')")


def test_a_ticked_event_of_the_timeline_becomes_a_line_on_every_chart(arrive: Arrive):
    visit = arrive(viewport={"width": 1400, "height": 1000})
    visit.open().turn_to("Sanctions").part("Timeline")
    table = visit.page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    visit.page.wait_for_selector(REST)
    place = table.bounding_box()
    assert place
    visit.page.mouse.click(place["x"] + 16, place["y"] + 52)  # the first row's box
    visit.page.get_by_role("button", name="Mark 1 event on every chart").click()
    visit.page.get_by_role("button", name="Events: 1 chosen").wait_for()
    visit.page.wait_for_function("() => new URLSearchParams(location.search).get('event')?.startsWith('2022-02-23')")
    visit.turn_to("Trade")
    visit.page.get_by_text("EU sanctions package 1 against Russia").first.wait_for()
    lines = [shape for shape in visit.figure("exports")["shapes"] if shape["x0"] == shape["x1"]]
    assert [line["x0"][:10] for line in lines] == ["2022-02-23"]
    assert visit.errors == []


def test_a_change_between_two_versions_opens_its_entry(arrive: Arrive):
    visit = arrive(viewport={"width": 1400, "height": 1000})
    visit.open("sanctions?sanctions.part=Changes&changes.show=removed")
    table = visit.page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    visit.page.wait_for_selector(REST)
    place = table.bounding_box()
    assert place
    visit.page.mouse.click(place["x"] + 16, place["y"] + 52)  # the first row's box
    visit.page.get_by_text("Its history on this list").wait_for()
    assert "entry=ofac_sdn_history" in visit.page.url
    assert "sanctions.part=Search" in visit.page.url


def test_trade_over_designations_leads_to_the_study_around_them(arrive: Arrive):
    visit = arrive().open().turn_to("Sanctions").part("Over trade")
    visit.page.get_by_role("link", name="Study this flow before and after days of designations").click()
    visit.page.get_by_role("heading", name="Trade", exact=True).wait_for()
    visit.drawn()
    visit.page.get_by_text("2024-02-23 US lists 552 Russia-related entries (first seen in copies)").first.wait_for()
    assert "before_after.around=designations" in visit.page.url
    assert visit.errors == []


@pytest.mark.parametrize("part", list(PARTS["sanctions"]))
def test_no_part_scrolls_sideways_on_a_phone(part: str, arrive: Arrive):
    visit = arrive(**PHONE)
    page = visit.page
    page.goto(f"{visit.base}/sanctions?sanctions.part={part.replace(' ', '+')}")
    page.get_by_text(PARTS_WORDS[part]).first.wait_for()
    page.wait_for_selector(REST)
    assert page.evaluate(WIDEST) <= 361


PARTS_WORDS = {
    "Overview": "When did the United States add to its SDN list?",
    "Designations": "Who was listed when?",
    "Authorities": "Who lists the same targets?",
    "Changes": "What changed between two versions of a list?",
    "Vessels": "How many vessels has each authority listed?",
    "Search": "Is a name on a list?",
    "Over trade": "How did trade run while they were listed?",
    "Timeline": "What happened when?",
}
