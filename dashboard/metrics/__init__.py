"""The registry of metrics: every module in this folder that has a `metric`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import ModuleType

from dashboard.metrics.definition import Metric


@cache
def all_metrics() -> Mapping[str, Metric]:
    """Every metric by name, in name order."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: get(name) for name in names if hasattr(_module(name), "metric")}


@cache
def get(name: str) -> Metric:
    """The metric of one file, imported alone. Raises KeyError when there is none of this name."""
    known = {module.name for module in pkgutil.iter_modules(__path__)}
    metric = getattr(_module(name), "metric", None) if name in known else None
    if metric is None:
        raise KeyError(f"there is no metric '{name}'")
    found: Metric = replace(metric, name=name)
    return found


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{name}")
