"""The table "who may import whom", kept by reading the imports of every module there is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(path.relative_to(ROOT) for part in ("dashboard", "etl", "tests") for path in (ROOT / part).rglob("*.py"))
MODULES = [path for path in FILES if path.parts[0] != "tests"]

HTTP = ("requests", "httpx", "urllib.request", "urllib3", "aiohttp", "http.client")
ENGINES = ("duckdb", "pyspark", "sqlalchemy", "dashboard.engines")
BARRED = {
    "etl": ("dashboard", "streamlit", "plotly"),
    "etl/sources": ("etl.build", "etl.fetch", *HTTP),
    "dashboard": ("etl",),
    "dashboard/charts": ("streamlit", *ENGINES, "dashboard.store"),
    "dashboard/trade": ("streamlit", *ENGINES, "dashboard.store"),
    "dashboard/metrics": ("streamlit", *ENGINES, "dashboard.store"),
    "dashboard/commentary": ("streamlit", *ENGINES, "dashboard.store"),
    "dashboard/topics": (*ENGINES, "plotly"),
}
DOOR = Path("dashboard/cli.py")
"""The one module of the dashboard that may call the ETL."""


def imported(path: Path) -> Iterator[str]:
    """Every module that a file names in an import, also inside functions; `from a import b` names a and a.b."""
    package = list(path.parent.parts)
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*above, *([node.module] if node.module else [])])
            yield start
            yield from (f"{start}.{alias.name}" for alias in node.names)


def barred(path: Path) -> list[str]:
    """What the file imports although its folder may not."""
    rules = [
        names
        for folder, names in BARRED.items()
        if path.is_relative_to(folder) and not (folder == "dashboard" and path == DOOR)
    ]
    names = [name for rule in rules for name in rule]
    return sorted({m for m in imported(path) for name in names if m == name or m.startswith(f"{name}.")})


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_module_imports_only_what_its_folder_may(path: Path):
    assert barred(path) == []


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_begins_by_saying_why_it_exists(path: Path):
    why = ast.get_docstring(ast.parse((ROOT / path).read_text(encoding="utf-8")))
    assert why, "its first statement is not a docstring"
    first = why.splitlines()[0]
    assert len(first) > 20, f"its first line says little: {first}"
    assert first[-1] in ".:?”", f"its first line is not a sentence: {first}"


def test_every_folder_of_the_table_has_modules():
    assert [folder for folder in BARRED if not any(path.is_relative_to(folder) for path in MODULES)] == []


def test_only_the_engines_run_queries():
    drivers = {"duckdb", "pyspark", "pyspark.sql.connect.session", "sqlalchemy"}
    assert {str(path) for path in MODULES if drivers & set(imported(path))} == {
        f"dashboard/engines/{name}.py" for name in ("duckdb", "parquet", "spark", "sqlalchemy")
    }


def test_only_one_package_reads_tables_with_polars():
    assert {str(path.parent) for path in MODULES if "polars" in imported(path)} == {"etl/columnar"}


def test_only_one_module_of_the_etl_may_talk_to_the_network():
    talkers = [path for path in MODULES if path.parts[0] == "etl" and set(imported(path)) & set(HTTP)]
    assert [str(path) for path in talkers if path.name != "fetch.py"] == []


def test_nothing_else_lies_at_the_top():
    known = {"pyproject.toml", "README.md", "dashboard", "data", "etl", "tests"}
    made = {"build", "dist"}
    assert {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - made <= known
