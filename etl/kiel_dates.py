"""Read the Kiel tracker's days of announcement, typed by hand and in part by dragging a cell down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

FIRST = pd.Timestamp("2022-01-24")  # where the tracker begins
ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
US = r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})"


@dataclass(frozen=True)
class Announced:
    """When a package was announced, as exactly as it can be known.

    `warning` is the printed day where it cannot be: after the release, or before the tracker begins.
    """

    day: pd.Timestamp | None
    grain: str
    printed: str | None
    warning: str = ""


def announced(words: str, newest: pd.Timestamp) -> Announced:
    """The printed day of announcement in a release that covers the time up to `newest`.

    `2022-03-01` is a day; `until 7/27/2022` the last day it can have been; `unclear, 04/22` a month. Whatever
    else is printed, such as `between 3/4/22 & 3/11/22`, is kept in its words without a day.
    """
    bare = " ".join(words.split())
    if re.fullmatch(ISO, bare):
        return _within(pd.to_datetime(bare, errors="coerce"), "day", None, bare, newest)
    if until := re.fullmatch(f"until {US}", bare):
        month, day, year = until.groups()
        found = pd.to_datetime(f"{year}-{month:0>2}-{day:0>2}", errors="coerce")
        return _within(found, "until", bare, bare, newest)
    if month_only := re.fullmatch(r"(?:unclear|not specified), (0[1-9]|1[0-2])/(?:20)?([0-9]{2})", bare):
        month, year = month_only.groups()
        return _within(pd.Timestamp(f"20{year}-{month}-01"), "month", bare, bare, newest)
    return Announced(None, "unknown", bare or None)


def _within(day: Any, grain: str, printed: str | None, words: str, newest: pd.Timestamp) -> Announced:
    earliest = FIRST.replace(day=1) if grain == "month" else FIRST
    if pd.isna(day) or not earliest <= day <= newest:
        return Announced(None, "unknown", words, words)
    return Announced(day, grain, printed)
