"""One tab as a test uses it: go somewhere, wait until it is drawn, read what is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from dashboard.parts import PARTS


@dataclass
class Visit:
    """One tab, and what went wrong in it."""

    page: Page
    base: str
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, address: str = "") -> Visit:
        """Go to an address of the dashboard and wait until its charts are drawn."""
        self.page.goto(f"{self.base}/{address}")
        return self.drawn()

    def drawn(self) -> Visit:
        """Wait until the page is at rest and every chart on it is drawn."""
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        self.page.wait_for_function(ALL_DRAWN)
        return self

    def turn_to(self, topic: str) -> Visit:
        """Choose a topic in the navigation: opened by its address, Streamlit asks for paths that are not there."""
        before = self.title()
        self.page.get_by_role("link", name=topic, exact=True).click()
        self.page.wait_for_function(f"before => ({TITLE})() !== before", arg=before)
        return self.drawn()

    def part(self, name: str) -> Visit:
        """Choose a part of the topic, and wait until its charts stand there."""
        (charts,) = (parts[name] for topic, parts in PARTS.items() if name in parts and f"/{topic}" in self.page.url)
        choice = self.page.locator("[class*=st-key-][class*=part]").get_by_text(name, exact=True)
        if choice.count() and self.page.evaluate(FIGURES) != _keys(charts):
            choice.click()
        self.page.wait_for_function(f"wanted => ({FIGURES})() === wanted", arg=_keys(charts))
        return self.drawn()

    def title(self) -> str:
        """The page's first heading."""
        title: str = self.page.evaluate(TITLE)
        return title

    def figure(self, name: str) -> dict[str, Any]:
        """What is drawn in a chart: its traces' points, its shapes and its axis."""
        self.page.wait_for_selector(f".st-key-figure_{name} .js-plotly-plot .main-svg")
        drawn: dict[str, Any] = self.page.wait_for_function(DRAWN, arg=name).json_value()
        return drawn

    def redrawn(self, name: str, before: dict[str, Any]) -> dict[str, Any]:
        """Wait until a chart shows something else than before; returns what."""
        self.page.wait_for_function(
            f"""([name, before]) => {{
                const drawn = ({DRAWN})(name);
                return drawn && JSON.stringify(drawn) !== before;
            }}""",
            arg=[name, self.written(name, before)],
        )
        return self.drawn().figure(name)

    def written(self, name: str, drawn: dict[str, Any]) -> str:
        written: str = self.page.evaluate("drawn => JSON.stringify(drawn)", drawn)
        return written


def _keys(charts: Sequence[str]) -> str:
    return ",".join(f"st-key-figure_{name}" for name in charts)


ALL_DRAWN = """() => {
  const charts = [...document.querySelectorAll("[data-testid=stPlotlyChart]")];
  return charts.length > 0 && charts.every(chart => chart.querySelector(".main-svg"));
}"""
FIGURES = """() => [...document.querySelectorAll('[class*=st-key-figure_]')].map(
  box => [...box.classList].find(c => c.startsWith('st-key-figure_'))).join()"""
TITLE = "() => document.querySelector('h1')?.innerText ?? ''"
# Nothing while a chart that is replaced has left the page and the next has not come.
DRAWN = """
name => {
  const plot = document.querySelector(`.st-key-figure_${name} .js-plotly-plot`);
  if (!plot?.data || !plot._fullLayout?.xaxis) return null;
  return {
    traces: plot.data.map(trace => ({ x: Array.from(trace.x ?? []).map(String), y: Array.from(trace.y ?? []) })),
    shapes: (plot.layout.shapes ?? []).map(
      shape => ({ x0: String(shape.x0), x1: String(shape.x1), fill: shape.fillcolor ?? null })),
    range: plot._fullLayout.xaxis.range.map(String),
  };
}
"""


Arrive = Callable[..., Visit]
"""Opens a new tab; what is named goes to the browser's context, such as color_scheme."""
