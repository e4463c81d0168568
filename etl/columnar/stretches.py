"""Work on columns a stretch at a time, with both cores: what lies between stays in the processor's cache."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

STRETCH = 1 << 16
"""Rows of a column that are worked on at once, so that what lies between stays in the processor's cache."""


def each_stretch(rows: int, work: Callable[[slice], None]) -> None:
    """Work on the rows a stretch at a time, two at once."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, (slice(at, min(at + STRETCH, rows)) for at in range(0, rows, STRETCH))))
