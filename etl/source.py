"""A source: who publishes it, where, on what terms, and how its files become tidy rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from etl.table import Table


@dataclass(frozen=True)
class License:
    """Terms under which a publisher lets its data be used, as shown under every chart."""

    name: str
    title: str
    path: str


@dataclass(frozen=True)
class Source:
    """One publisher's data set.

    `recognises` says from the first 64 KiB of a file whether it is one of this source's, whatever its
    name; `tidy` turns files into rows of `into` without the columns `source` and `vintage`, which the
    build adds. `least` and `most` bound the number of rows: below the first the build stops, above the
    second it warns. `rhythm_days` is how often the publisher usually brings new data (0: never again).
    """

    name: str
    title: str
    publisher: str
    page: str
    license: License
    citation: str
    into: Table
    recognises: Callable[[bytes], bool]
    tidy: Callable[[Sequence[Path]], pd.DataFrame]
    least: int = 1
    most: int = 10_000_000
    rhythm_days: int = 0
    urls: tuple[str, ...] = ()
    note: str = ""
