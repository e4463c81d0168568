"""A source: who publishes it, where, on what terms, and how its files become tidy rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from etl.layout import Bulk
from etl.table import Table

Rows = pd.DataFrame | Mapping[str, pd.DataFrame]
"""What an adapter returns: rows of its one table, or rows by table name.

The `attrs` of the main table may say more: `left_out`, rows left out on purpose, counted by reason; `warnings`,
sentences for the reader; `stands`, where each date was read; `truncated`, a sentence when the publisher cut the
table, which then needs consent; `about`, the `start` and `end` of what the files are about as days, where they say so.
"""


HAND_KEPT = 3_660
"""Days ahead in tables kept by hand: plans have dates, and a row is added without dating the whole table anew."""


@dataclass(frozen=True)
class License:
    """Terms under which a publisher lets its data be used, as shown under every chart."""

    name: str
    title: str
    path: str


@dataclass(frozen=True)
class Index:
    """A publisher's page that lists the addresses of a series, which cannot be known without it.

    `url` may hold {year}; `links` reads the page of a year into pairs of a period (YYYYMM and what tells pages of
    one month apart) and an address.
    """

    url: str
    links: Callable[[bytes, int], Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Source:
    """One publisher's data set.

    `recognises` says from the first 64 KiB of a file whether it is one of this source's, whatever its
    name; `tidy` turns files into rows of `into` without the columns `source` and `vintage`, which the
    build adds. A source that fills more tables names them in `also`, and its `tidy` returns the rows by
    table name. A source of which whole years or months come in bulk files describes them in `bulk`. `dated`
    reads the day of issue that a file states about itself. `least` and `most` bound the number of rows of
    `into`: below the first the build stops, above the second it warns. `rhythm_days` is how often the
    publisher usually brings new data (0: never again). `days_ahead` is how many days after that of the files
    a date in them may be.

    `urls` are the addresses to fetch, which may hold {year} and {month}, `keyed_urls` those to fetch in their
    place with a key of the publisher's, and `index` the page that lists others; `hosts` those that a redirect or
    the index may lead to; `nothing_yet` says of the first bytes of an answer whether they are what the publisher
    sends, with the status of success, for a period that is not published yet; `by_hand` says where to click when a
    publisher needs a person.
    """

    name: str
    title: str
    publisher: str
    page: str
    license: License
    citation: str
    into: Table
    recognises: Callable[[bytes], bool]
    tidy: Callable[[Sequence[Path]], Rows]
    also: tuple[Table, ...] = ()
    bulk: Bulk | None = None
    dated: Callable[[bytes], date | None] = lambda head: None
    least: int = 1
    most: int = 10_000_000
    rhythm_days: int = 0
    days_ahead: int = 31  # acts are printed before they take effect
    urls: tuple[str, ...] = ()
    keyed_urls: tuple[str, ...] = ()
    index: Index | None = None
    hosts: tuple[str, ...] = ()
    nothing_yet: Callable[[bytes], bool] = lambda head: False
    by_hand: str = ""
    note: str = ""
