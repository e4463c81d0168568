"""What a metric is: a query, a pure function over its rows, and the parameters that a claim fills in."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import pandas as pd

from dashboard.metrics.value import Value
from dashboard.period import month as _month

Parameters = Mapping[str, Any]
Kind = Callable[[Any], Any]


class MetricImpossible(Exception):
    """The data do not give this number. The message is a sentence that says why."""


class Tables(Protocol):
    """What a metric needs of the published tables."""

    def rows(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """The rows a query returns, with its $parameters bound."""


UNITS = ("fraction", "times", "count", "year", "months", "currency")
"""What a metric may count in: 0.16 (shown as 16 %), 3.0 times, 4, 2000, 11 months, or an amount of money in
the currency that the parameter `currency` names."""


@dataclass(frozen=True)
class Slides:
    """How a metric is had for every window of months at once: one query, and a pure function over its rows.

    `slide` takes the rows, the parameters and the lengths in months, and returns one row per window that the
    data allow: start, end (first days of months), length, value, low, high.
    """

    query: str
    slide: Callable[[pd.DataFrame, Parameters, Sequence[int]], pd.DataFrame]


@dataclass(frozen=True)
class Metric:
    """One way to compute a number. The file's name is the metric's name; the folder is the registry.

    `query` is SQL with the `parameters` as $parameters; `measure` a pure function of the rows it returns and
    the parameters; `unit` is one of UNITS; `parameters` says how each is read from a commentary file;
    `slides` is there where the number belongs to a window of months from `start` to `end`.
    """

    about: str
    unit: str
    parameters: Mapping[str, Kind]
    query: str
    measure: Callable[[pd.DataFrame, Parameters], Value]
    slides: Slides | None = None
    name: str = field(default="", compare=False)

    def compute(self, tables: Tables, parameters: Parameters) -> Value:
        """The number for these parameters. Raises MetricImpossible when the data do not give it."""
        return self.value(tables.rows(self.query, **parameters), parameters)

    def value(self, rows: pd.DataFrame, parameters: Parameters) -> Value:
        """The number that rows already fetched give. Raises MetricImpossible when they do not."""
        try:
            return self.measure(rows, parameters)
        except ValueError as contradiction:
            raise MetricImpossible(f"The figures contradict themselves: {contradiction}.") from None


def text(raw: Any) -> str:
    """A parameter that is a word or code. Raises ValueError for anything else."""
    if not isinstance(raw, str) or not raw.strip():
        raise ValueError(f"write a word or code, not {raw!r}")
    return raw.strip()


def month(raw: Any) -> date:
    """A parameter that is a month, written 2024-03. Raises ValueError for anything else."""
    try:
        return _month(text(raw))
    except ValueError:
        raise ValueError(f"write a month such as 2024-03, not {raw!r}") from None


def day(raw: Any) -> date:
    """A parameter that is a day, written 2024-03-17. Raises ValueError for anything else."""
    written = text(raw)
    try:
        if len(written) == len("2024-03-17"):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise ValueError(f"write a day such as 2024-03-17, not {raw!r}")


def pattern(raw: Any) -> str:
    """A parameter that is a regular expression. Raises ValueError for anything else."""
    written = text(raw)
    try:
        re.compile(written)
    except re.error as wrong:
        raise ValueError(f"write a regular expression, not {raw!r} ({wrong})") from None
    return written


def option(*words: str) -> Kind:
    """A parameter that is one of these words; the reader raises ValueError for anything else."""

    def read(raw: Any) -> str:
        if raw not in words:
            raise ValueError(f"write one of {', '.join(words)}, not {raw!r}")
        return str(raw)

    return read


def whole(raw: Any) -> int:
    """A parameter that is a whole number from 1. Raises ValueError for anything else."""
    written = text(raw)
    if not written.isascii() or not written.isdigit() or int(written) < 1:
        raise ValueError(f"write a whole number from 1, not {raw!r}")
    return int(written)


def names(raw: Any) -> list[str]:
    """A parameter that is a list of names, none twice. Raises ValueError for anything else."""
    if not isinstance(raw, list) or not raw:
        raise ValueError(f"write a list such as [one, two], not {raw!r}")
    listed = [text(item) for item in raw]
    if len(set(listed)) < len(listed):
        raise ValueError(f"write each name once in {listed}")
    return listed


def number(raw: Any) -> float:
    """A finite number such as -0.16. Raises ValueError for anything else."""
    try:
        read = float(text(raw))
    except ValueError:
        read = math.nan
    if not math.isfinite(read):
        raise ValueError(f"write a number such as -0.16, not {raw!r}")
    return read


def share(raw: Any) -> float:
    """A parameter that is a fraction above 0, up to 1. Raises ValueError for anything else."""
    read = number(raw)
    if not 0 < read <= 1:
        raise ValueError(f"write a fraction above 0 and up to 1, such as 0.5, not {raw!r}")
    return read
