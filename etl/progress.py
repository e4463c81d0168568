"""Bars that show how far downloads have come, on a terminal only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import click

from etl.fetch import Progress


@contextmanager
def bars() -> Iterator[Progress]:
    """A function to tell progress to; each address has a bar of its own, as long as the server states."""
    shown: dict[str, Any] = {}
    with ExitStack() as open_bars:

        def progress(url: str, size: int, total: int | None) -> None:
            if url not in shown:
                label = url.partition("?")[0].rpartition("/")[2] or url
                bar: Any = click.progressbar(length=total or 0, label=label, show_pos=True, show_eta=total is not None)
                shown[url] = open_bars.enter_context(bar)
            shown[url].update(size - shown[url].pos)

        yield progress
