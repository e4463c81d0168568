"""What a reader waits for, in a real browser: the first chart drawn, and the charts redrawn after a key press."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.served import Served

DRAWN = ".js-plotly-plot .cartesianlayer .trace path"
# What every chart shows now, and when (in the browser's clock) each last changed since the key press.
WATCH = """() => {
  const shown = () => [...document.querySelectorAll(".js-plotly-plot")].map((g) => JSON.stringify([
    (g._fullData || []).map((t) => [(t.x || []).length, String((t.x || [])[0]), String((t.y || [])[0])]),
    g._fullLayout?.xaxis?.range]));
  const watch = (window.watched = { pressed: null, before: [], changes: [] });
  addEventListener("keydown", () => { watch.before = shown(); watch.pressed = performance.now(); },
    { capture: true, once: true });
  const look = () => {
    if (watch.pressed !== null) {
      const now = shown();
      if (now.some((s, i) => s !== watch.before[i])) {
        watch.before = now;
        watch.changes.push(performance.now() - watch.pressed);
      }
    }
    if (window.watched === watch) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium: the system's where there is one, else the one playwright brings."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield chromium
        finally:
            chromium.close()


def first_chart(chromium: Browser, server: Served) -> tuple[float, float]:
    """Seconds from the start of the server's process to the first chart drawn, and of a reload after that."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.goto(server.address, wait_until="commit")
        page.wait_for_selector(DRAWN, state="attached", timeout=60_000)
        cold = time.perf_counter() - server.started
        reloads = []
        for _ in range(3):
            page.wait_for_timeout(700)
            start = time.perf_counter()
            page.reload(wait_until="commit")
            page.wait_for_selector(DRAWN, state="attached", timeout=60_000)
            reloads.append(time.perf_counter() - start)
        return cold, sorted(reloads)[1]
    finally:
        context.close()


def opened(chromium: Browser, server: Served, topic: str | None = None) -> Page:
    """A page of its own, drawn and at rest, with the period's first handle in focus."""
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(server.address, wait_until="commit")
    page.wait_for_selector(DRAWN, state="attached", timeout=60_000)
    if topic:
        page.get_by_role("link", name=topic, exact=True).first.click()
        page.wait_for_timeout(1500)
        page.wait_for_selector(DRAWN, state="attached", timeout=60_000)
    page.wait_for_timeout(1500)
    page.locator("[data-testid=stSlider] input[type=range]").first.focus()
    return page


def redrawn(page: Page, key: str = "ArrowRight") -> tuple[float, float] | None:
    """Seconds from a key press on the slider to the first and to the last chart redrawn; None when none was."""
    page.evaluate(WATCH)
    page.keyboard.press(key)
    page.wait_for_timeout(1500)
    found = page.evaluate("() => window.watched.changes")
    return (found[0] / 1000, found[-1] / 1000) if found else None
