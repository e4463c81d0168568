"""Every estimate opens its record: by a click on its mark, by a tap, and with the keyboard alone."""

from __future__ import annotations

import re

import pytest

from tests.browser.visit import Arrive, Visit

CHART = "estimates_by_estimator"
RECORD = f".st-key-record_{CHART}"


def observatory(arrive: Arrive, **options: object) -> Visit:
    visit = arrive(**options).open()
    visit.page.get_by_role("link", name="Ammunition and arms", exact=True).first.click()
    visit.page.wait_for_selector(f".st-key-figure_{CHART} .js-plotly-plot .point")
    return visit.drawn()


def test_a_click_on_a_mark_opens_its_record_in_sight_and_in_the_address(arrive: Arrive):
    visit = observatory(arrive)
    visit.page.locator(f".st-key-figure_{CHART} .point").first.click(force=True)
    record = visit.page.locator(RECORD)
    record.wait_for()
    text = record.inner_text()
    assert re.search(r"containers", text)
    assert "Words used" in text and "Published" in text and "prk-rus-" in text
    box = record.bounding_box()
    assert box is not None and 0 <= box["y"] < 900, "the record opened out of sight"
    assert record.locator("a[href^='http']:not([href*='#'])").count() == 1
    assert f"{CHART}.record=" in visit.page.url


def test_the_address_opens_the_same_record_again(arrive: Arrive):
    visit = observatory(arrive)
    visit.page.locator(f".st-key-figure_{CHART} .point").nth(3).click(force=True)
    visit.page.locator(RECORD).wait_for()
    said, address = visit.page.locator(RECORD).inner_text(), visit.page.url
    other = arrive()
    other.page.goto(address)
    other.page.locator(RECORD).wait_for()
    assert other.page.locator(RECORD).inner_text() == said


def test_the_keyboard_alone_opens_a_record(arrive: Arrive):
    visit = observatory(arrive)
    page = visit.page
    page.get_by_role("combobox", name=re.compile("Open one estimate")).first.focus()
    page.keyboard.type("Thomas-Greenfield")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator(RECORD).wait_for()
    assert "Thomas-Greenfield" in page.locator(RECORD).inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_the_record_within_its_width(arrive: Arrive, scheme: str):
    visit = arrive(viewport={"width": 390, "height": 800}, color_scheme=scheme)
    visit.page.goto(f"{visit.base}/arms")
    visit.page.wait_for_selector(f".st-key-figure_{CHART} .js-plotly-plot .point")
    visit.page.locator(f".st-key-figure_{CHART} .point").first.click(force=True)
    visit.page.locator(RECORD).wait_for()
    box = visit.page.locator(RECORD).bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 391
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 391
