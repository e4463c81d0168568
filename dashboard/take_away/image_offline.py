"""Pictures made where nobody looks: PNG and SVG from a browser on this machine, or a sentence on why there are none."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

from dashboard.chart import Exhibit
from dashboard.take_away.frame import framed

WIDTH, HEIGHT, SCALES = 1200, 675, {"png": 2, "svg": 1}
PATIENCE = 60
"""Seconds after which a browser that does not answer is given up."""

ONE_AT_A_TIME = Lock()
"""However many readers ask at once, one browser runs."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
LOTS = re.compile(r'(?<=id="defs-)[0-9a-f]{6}(?=")|(?<=\btrace)[0-9a-f]{6}(?=["\s])')
"""The names that plotly draws lots for, so that no two drawings on one page share any."""


@dataclass(frozen=True)
class Pictures:
    """The pictures by file name; where there are none, `left_out` says why and what to do."""

    files: dict[str, bytes] = field(default_factory=dict)
    left_out: str = ""


def pictures(exhibits: Mapping[str, Exhibit]) -> Pictures:
    """Every exhibit, framed, as PNG and SVG; files are named for its key. Never raises: a pack without
    pictures is better than no pack."""
    browser = found_browser()
    if not browser:
        return Pictures(left_out="No browser was found to draw them: install Chromium, or name one in BROWSER_PATH.")
    try:
        import kaleido  # noqa: F401
    except ImportError:
        return Pictures(left_out="They need one more package: python -m pip install 'waybill[pictures]'.")
    try:
        # In a thread of its own, because a page that asks for them may have an event loop already.
        with ONE_AT_A_TIME, ThreadPoolExecutor(1) as elsewhere:
            return Pictures(elsewhere.submit(asyncio.run, _drawn(exhibits, browser)).result())
    except Exception as failed:  # A browser can fail in as many ways as it has parts.
        return Pictures(left_out=f"The browser on this machine could not draw them ({type(failed).__name__}).")


def found_browser() -> str:
    """The browser named in BROWSER_PATH, or one of the usual ones; empty when there is none."""
    named = os.environ.get("BROWSER_PATH", "")
    if named:
        return named if os.access(named, os.X_OK) else ""
    return next((path for name in BROWSERS if (path := shutil.which(name))), "")


async def _drawn(exhibits: Mapping[str, Exhibit], browser: str) -> dict[str, bytes]:
    from kaleido import Kaleido

    files: dict[str, bytes] = {}
    async with asyncio.timeout(PATIENCE), Kaleido(n=1, timeout=PATIENCE, path=browser) as drawer:
        for stem, exhibit in exhibits.items():
            figure = framed(exhibit, WIDTH, HEIGHT)
            for ending, scale in SCALES.items():
                options = {"format": ending, "width": WIDTH, "height": figure.layout.height, "scale": scale}
                made = bytes(await drawer.calc_fig(figure, opts=options))
                files[f"{stem}.{ending}"] = settled(made) if ending == "svg" else made
    return files


def settled(svg: bytes) -> bytes:
    """The drawing with the same names inside every time."""
    text = svg.decode("utf-8")
    for number, lot in enumerate(dict.fromkeys(found[0] for found in LOTS.finditer(text))):
        text = text.replace(lot, f"w{number:05}")
    return text.encode("utf-8")
