"""What the reader does changes what is drawn: the period, a choice, an excerpt, the way back, a shared address."""

from __future__ import annotations

import re

from dashboard import theme
from tests.browser.visit import DRAWN, Arrive, Visit

EXPORTS = "?excerpt=chinese-exports"
MONTHS_CITED = [("2024-02-15", "2024-05-16")]
MONTHS_COMPARED = [("2023-02-14", "2023-05-16")]


def months(visit: Visit, name: str = "exports") -> list[str]:
    """The first and the last month of a chart's first line."""
    x = visit.figure(name)["traces"][0]["x"]
    return [x[0][:7], x[-1][:7]]


def bands(visit: Visit, fill: str, name: str = "exports") -> list[tuple[str, str]]:
    shapes = visit.figure(name)["shapes"]
    return [(shape["x0"][:10], shape["x1"][:10]) for shape in shapes if shape["fill"] == fill]


def preset(visit: Visit, words: str) -> None:
    visit.page.get_by_role("radio", name=words, exact=True).click()


def handles(visit: Visit) -> list[str]:
    return [str(handle.get_attribute("aria-valuetext")) for handle in visit.page.get_by_role("slider").all()]


def test_a_preset_changes_what_is_drawn(arrive: Arrive):
    visit = arrive().open().turn_to("Trade")
    before = visit.figure("exports")
    assert months(visit) == ["2022-02", "2024-12"]
    preset(visit, "All")
    visit.redrawn("exports", before)
    assert months(visit) == ["2017-01", "2024-12"]
    assert "period=Jan+2017" in visit.page.url
    assert visit.errors == []


def test_a_handle_moved_quickly_by_keyboard_stays_where_it_was_put(arrive: Arrive):
    """Not waiting for the answer to the first key: the preset lit before must not take it back."""
    visit = arrive().open().turn_to("Trade")
    visit.page.get_by_role("slider").first.focus()
    for _ in range(2):
        visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_url(re.compile("period=Apr[+]2022"))
    visit.page.wait_for_function(f"() => ({DRAWN})('exports')?.traces[0].x[0].startsWith('2022-04')")
    assert months(visit.drawn()) == ["2022-04", "2024-12"]
    assert handles(visit)[0] == "Apr 2022"


def test_the_period_goes_with_the_reader_from_page_to_page(arrive: Arrive):
    visit = arrive().open().turn_to("Trade")
    before = visit.figure("exports")
    preset(visit, "Since EO 14114")
    visit.redrawn("exports", before)
    visit.turn_to("Sanctions")
    assert visit.figure("ofac_changes")["range"][0].startswith("2023-11-1")
    assert "period=Dec+2023" in visit.page.url


def test_a_shared_address_restores_period_and_choice(arrive: Arrive):
    visit = arrive().open().turn_to("Trade")
    before = visit.figure("exports")
    preset(visit, "Since EO 14114")
    before = visit.redrawn("exports", before)
    visit.page.locator(".st-key-controls_exports").get_by_text("imports from").click()
    sent = visit.redrawn("exports", before)
    visit.page.wait_for_url(re.compile("exports.flow="))

    other = arrive()
    other.page.goto(visit.page.url)
    other.drawn()
    assert other.figure("exports") == sent
    assert other.title() == "Trade"
    assert other.page.locator("h3").first.inner_text() == "What is the value of China’s imports from Russia?"
    assert other.page.get_by_role("radio", name="Since EO 14114", exact=True).is_checked()
    assert other.page.get_by_role("alert").count() == 0


def test_a_shared_address_restores_the_excerpt(arrive: Arrive):
    visit = arrive().open()
    visit.page.locator(".st-key-show_firepower button").click()
    visit.page.wait_for_url(re.compile("excerpt=firepower"))
    visit.page.wait_for_selector(".st-key-chosen_firepower")
    sent = visit.drawn().figure("firing_rates")

    other = arrive()
    other.page.goto(visit.page.url)
    other.drawn()
    assert other.figure("firing_rates") == sent
    assert other.page.locator(".st-key-chosen_firepower").count() == 1
    assert handles(other) == handles(visit)


def test_the_chosen_excerpt_shades_what_it_cites_and_compares(arrive: Arrive):
    visit = arrive().open(EXPORTS)
    assert bands(visit, theme.CITED) == MONTHS_CITED
    assert bands(visit, theme.COMPARED) == MONTHS_COMPARED
    words = visit.page.locator(".st-key-figure_exports .annotation-text").all_text_contents()
    assert {"cited", "compared with"} <= set(words)


def test_the_way_back_restores_the_readers_own_period(arrive: Arrive):
    visit = arrive().open(EXPORTS)
    before = visit.figure("exports")
    preset(visit, "Since EO 14114")
    visit.redrawn("exports", before)
    visit.page.locator(".st-key-show_pact-signed button").click()
    back = visit.page.get_by_role("button", name="Back to my view (Dec 2023–Jul 2026)")
    back.wait_for()
    visit.page.wait_for_url(re.compile("period=Jan[+]2024"))
    back.click()
    back.wait_for(state="detached")
    visit.page.wait_for_url(re.compile("period=Dec[+]2023&period=Jul[+]2026"))
    assert visit.page.get_by_role("radio", name="Since EO 14114", exact=True).is_checked()


def test_an_excerpt_can_be_chosen_with_the_keyboard_alone(arrive: Arrive):
    visit = arrive().open()
    on_it = "() => !!document.activeElement.closest('.st-key-show_firepower')"
    for _ in range(90):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate(on_it):
            break
    assert visit.page.evaluate(on_it), "Tab does not reach the button"
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector(".st-key-chosen_firepower")
    assert visit.figure("firing_rates")["traces"]
