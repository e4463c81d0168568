"""README's two commands install what they run: no module is imported at once that a fresh environment would lack."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OWN = {"dashboard", "etl", "tests"}
LATE = ROOT / "dashboard" / "engines" / "sqlalchemy.py"
"""Loaded only for who names such an engine, who is told what to install where it is not."""


def imported(path: Path) -> Iterator[str]:
    """The packages that a file imports when it is loaded; not those within functions, which may ask first."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def stated(extra: str) -> list[Requirement]:
    """What pyproject.toml says is needed, alone or with an extra."""
    optional = PROJECT["optional-dependencies"].get(extra, ())
    return [Requirement(line) for line in (*PROJECT["dependencies"], *optional)]


@cache
def installed(*extras: str) -> frozenset[str]:
    """Every distribution that is installed with the project and these extras, and with what these need in turn."""
    found: set[tuple[str, str]] = set()
    due: list[tuple[str, str]] = [("waybill", extra) for extra in ("", *extras)]
    while due:
        if (one := due.pop()) in found:
            continue
        found.add(one)
        due += [(canonicalize_name(need.name), extra) for need in needs(*one) for extra in ("", *need.extras)]
    return frozenset(name for name, _ in found)


def needs(name: str, extra: str) -> Sequence[Requirement]:
    if name == "waybill":
        return stated(extra)
    try:
        lines = requires(name) or []
    except PackageNotFoundError:
        return []
    every = [Requirement(line) for line in lines]
    return [need for need in every if not need.marker or need.marker.evaluate({"extra": extra})]


@pytest.mark.parametrize(("folders", "extras"), [(("dashboard", "etl"), ()), (("tests",), ("test",))], ids=str)
def test_what_is_imported_is_installed(folders: tuple[str, ...], extras: tuple[str, ...]):
    known = packages_distributions()
    lacking = {
        f"{file.relative_to(ROOT)}: {name}"
        for folder in folders
        for file in (ROOT / folder).rglob("*.py")
        for name in imported(file)
        if file != LATE
        and name not in OWN | sys.stdlib_module_names
        and not {canonicalize_name(one) for one in known.get(name, ())} & installed(*extras)
    }
    assert lacking == set()
