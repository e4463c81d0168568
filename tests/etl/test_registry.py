"""What holds for every source, found by itself: a new file in the folder is tested without being listed."""

from __future__ import annotations

import ast
from pathlib import Path

import pandas as pd
import pytest

from etl.build import snapshots
from etl.recognise import HEAD, source_of
from etl.sources import all_sources
from tests.etl.conftest import BUNDLED
from tests.etl.publishers import raw

SOURCES = sorted(all_sources())
SHIPPED = [name for name in SOURCES if snapshots(all_sources()[name], BUNDLED / "no such home")]
HELD = [name for name in SOURCES if snapshots(all_sources()[name], BUNDLED / "no such home")]
FILES = sorted([*(BUNDLED / "starter").glob("*/*/*.csv"), *(BUNDLED / "figures").glob("*.csv")])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_bundled_file_is_recognised_by_its_own_source_alone(file: Path):
    head = file.read_bytes()[:HEAD]
    assert [s.name for s in all_sources().values() if s.recognises(head)] == [source_of(file).name]
    expected = file.parent.parent.name if "starter" in file.parts else file.stem
    assert source_of(file).name == expected


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_is_named_as_its_module_and_says_its_terms(name: str):
    source = all_sources()[name]
    module = Path(source.tidy.__code__.co_filename)
    assert module.stem == name
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    assert source.title
    assert source.publisher
    assert source.citation
    assert source.license.title


@pytest.mark.parametrize("name", SHIPPED)
def test_every_bundled_source_keeps_its_tables_promise(name: str, starter):
    source = all_sources()[name]
    (snapshot,) = snapshots(source, BUNDLED / "no such home")
    rows = starter(name).assign(source=name, vintage=pd.Timestamp(snapshot.obtained))
    assert source.into.check(rows).num_rows >= source.least
    assert snapshot.citation
    assert snapshot.license
    assert snapshot.made_by


@pytest.mark.parametrize("name", SOURCES)
def test_no_source_takes_an_empty_file_or_a_web_page_for_its_own(name: str):
    assert not all_sources()[name].recognises(b"")
    assert not all_sources()[name].recognises(b"<!DOCTYPE html><html></html>")


def test_the_bundle_stays_below_five_megabytes():
    files = [f for part in ("starter", "figures") for f in (BUNDLED / part).rglob("*") if f.is_file()]
    assert sum(file.stat().st_size for file in files) < 5_000_000


@pytest.mark.raw
@pytest.mark.parametrize("folder", ["eu", "uk"])
def test_every_file_of_the_publishers_is_recognised_by_exactly_one_source(folder: str):
    for file in raw(f"{folder}/*"):
        if file.suffix in (".csv", ".xml"):
            head = file.read_bytes()[:HEAD]
            assert len([s.name for s in all_sources().values() if s.recognises(head)]) == 1, file.name
