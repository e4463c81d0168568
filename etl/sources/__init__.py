"""The registry of sources: every module in this folder that has a `source`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from etl.source import Source


@cache
def all_sources() -> Mapping[str, Source]:
    """Every source by name, in name order."""
    modules = [importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)]
    found = [module.source for module in modules if hasattr(module, "source")]
    return {source.name: source for source in sorted(found, key=lambda s: s.name)}
