"""The page on a phone, in the dark, and to eyes that need contrast."""

from __future__ import annotations

import re

import pytest

from dashboard import theme
from tests.browser.visit import Arrive

PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
ADDRESSES = ("", "trade", "arms", "sanctions", "data")

WIDEST = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  return Math.max(document.documentElement.scrollWidth, document.body.scrollWidth, main.scrollWidth);
}"""
PLACES = """() => Object.fromEntries(
  [...document.querySelectorAll('[class*=st-key-excerpt_], [class*=st-key-chosen_], .st-key-evidence_chart')]
  .map(box => [[...box.classList].find(c => c.startsWith('st-key-')).slice(7), box.getBoundingClientRect()])
  .map(([name, place]) => [name, [place.top, place.bottom]]))"""


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_phone_does_not_scroll_sideways(address: str, arrive: Arrive):
    visit = arrive(**PHONE).open(address)
    assert visit.page.evaluate(WIDEST) <= 361


def test_on_a_phone_the_chart_stands_directly_under_its_excerpt(arrive: Arrive):
    visit = arrive(**PHONE).open("?excerpt=first-since-2000")
    places = visit.page.evaluate(PLACES)
    chosen, chart = places.pop("chosen_first-since-2000"), places.pop("evidence_chart")
    assert chart[0] >= chosen[1]
    between = [name for name, (top, _) in places.items() if chosen[1] <= top < chart[0]]
    assert between == []


def test_on_a_wide_screen_the_chart_stands_beside_the_excerpts(arrive: Arrive):
    for width in (1200, 1600):
        visit = arrive(viewport={"width": width, "height": 900}).open("?excerpt=chinese-exports")
        places = visit.page.evaluate(PLACES)
        assert places["evidence_chart"][0] < places["chosen_chinese-exports"][1]
        assert visit.page.evaluate(WIDEST) <= width + 1


Colour = tuple[float, float, float]


def colour(written: str) -> tuple[Colour, float]:
    """A colour as the browser computes it, and how opaque it is; both in parts of one."""
    numbers = [float(number) for number in re.findall(r"[\d.]+", written)]
    scale = 1 if written.startswith("color(") else 255
    red, green, blue = (number / scale for number in numbers[:3])
    return (red, green, blue), (numbers[3] if len(numbers) > 3 else 1.0)


def luminance(shade: Colour) -> float:
    """As WCAG defines it."""
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in shade)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(written: str, opacity: float, paper: Colour) -> float:
    """Of a text on the paper that shines through it."""
    ink, own = colour(written)
    seen = [i * own * opacity + p * (1 - own * opacity) for i, p in zip(ink, paper, strict=True)]
    light, dark = sorted((luminance((seen[0], seen[1], seen[2])), luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAPER = "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
TEXTS = """() => ['.xtick text', '.ytick text', '.legendtext', '.annotation-text']
  .flatMap(kind => [...document.querySelectorAll(`.js-plotly-plot ${kind}`)])
  .map(text => [text, getComputedStyle(text)])
  .map(([text, style]) => [text.textContent, style.fill, style.fillOpacity * style.opacity])"""
WORDS = """() => [...document.querySelectorAll('[data-testid=stMain] :is(p, h1, h3, small)')]
  .filter(element => element.offsetParent && element.innerText.trim())
  .map(element => [element.innerText.slice(0, 40), getComputedStyle(element).color, 1])"""
NAMES = set(theme.NAMES.values())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["", "trade", "arms", "sanctions"])
def test_every_text_stands_out_from_the_paper(scheme: str, address: str, arrive: Arrive):
    """A label in the colour of its line is part of the drawing, for which 3:1 is enough."""
    page = arrive(color_scheme=scheme).open(address).page
    paper, _ = colour(page.evaluate(PAPER))
    assert (luminance(paper) < 0.1) == (scheme == "dark")
    found = [*page.evaluate(TEXTS), *page.evaluate(WORDS)]
    assert len(found) > 20
    measured = {(words, ink): round(contrast(ink, opacity, paper), 2) for words, ink, opacity in found}
    faint = [
        (*text, ratio)
        for text, ratio in measured.items()
        if ratio < (3 if text[0] in NAMES or text[0].startswith("stated") else 4.5)
    ]
    assert faint == []
