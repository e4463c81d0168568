"""The registry of charts: every module in this folder that has a `chart`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import ModuleType

from dashboard.chart import Chart


@cache
def all_charts() -> Mapping[str, Chart]:
    """Every chart by name, in name order."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__))
    return {name: get(name) for name in names if hasattr(_module(name), "chart")}


@cache
def get(name: str) -> Chart:
    """The chart of one file, imported alone. Raises KeyError when there is none of this name."""
    try:
        chart: Chart = _module(name).chart
        return replace(chart, name=name)
    except ModuleNotFoundError:
        raise KeyError(f"there is no chart '{name}'") from None


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{name}")
