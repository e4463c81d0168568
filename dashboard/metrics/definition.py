"""What a metric is: a query, a pure function over its rows, and the parameters that a claim fills in."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
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


@dataclass(frozen=True)
class Metric:
    """One way to compute a number. The file's name is the metric's name; the folder is the registry.

    `query` is SQL with the `parameters` as $parameters; `measure` a pure function of the rows it returns and
    the parameters; `unit` is "fraction" (0.16, shown as 16 %) or "times"; `parameters` says how each is
    read from a commentary file.
    """

    about: str
    unit: str
    parameters: Mapping[str, Kind]
    query: str
    measure: Callable[[pd.DataFrame, Parameters], Value]
    name: str = field(default="", compare=False)

    def compute(self, tables: Tables, parameters: Parameters) -> Value:
        """The number for these parameters. Raises MetricImpossible when the data do not give it."""
        rows = tables.rows(self.query, **parameters)
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
