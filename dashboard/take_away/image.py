"""Pictures are drawn in the reader's browser, which has plotly already; this is the one component for it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import streamlit as st

from dashboard.chart import Exhibit
from dashboard.take_away.frame import framed

WIDTH, HEIGHT, SCALE = 1200, 675, 2
"""Pixels of the picture, and how many real ones each takes in a PNG."""

HERE = Path(__file__).parent
BUTTONS = f"""
<div class="images">
  <button type="button" data-ending="png">PNG, {WIDTH * SCALE} pixels wide</button>
  <button type="button" data-ending="svg">SVG</button>
  <p role="status" aria-live="polite"></p>
</div>
"""

_component = st.components.v2.component(
    "waybill_image_buttons",
    html=BUTTONS,
    css=(HERE / "image.css").read_text(encoding="utf-8"),
    js=(HERE / "image.js").read_text(encoding="utf-8"),
)


def image_buttons(exhibit: Exhibit, key: str) -> None:
    """Buttons that save the framed chart as PNG and as SVG."""
    _component(key=key, data=_told(exhibit), width="stretch", height="content")


@lru_cache(maxsize=32)
def _told(exhibit: Exhibit) -> dict[str, str | int]:
    """What the browser needs to draw the picture and to name the file."""
    figure = framed(exhibit, WIDTH, HEIGHT)
    return {
        "figure": str(figure.to_json()),
        "title": exhibit.question,
        "description": f"{exhibit.summary} {exhibit.source_line}",
        "name": exhibit.file_stem,
        "width": WIDTH,
        "height": int(figure.layout.height),
        "scale": SCALE,
    }
