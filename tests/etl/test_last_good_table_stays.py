"""Whatever comes through the door after a publisher's own good file, the table that was published stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from etl.add import add
from etl.build import build
from etl.publish import read_package
from etl.sources import all_sources
from tests.etl import raw_harms, raw_trees
from tests.etl.publishers import raw
from tests.etl.raw_documents import document

# One of each format: text, text in a packed file, text in an answer, a workbook, a page, a tree of elements.
FILES = {
    "ofac/cons_prim.csv": "ofac_consolidated",
    "us_csl/consolidated_2022-05.csv.gz": "us_consolidated_screening",
    "sipri/trade_register_api_response_2025-02.json": "sipri_trade_register",
    "eurostat/total_trade_data_browser.xlsx": "eurostat_data_browser",
    "gacc/release_section4_by_country_janfeb2025_cny.html": "china_customs_flash",
    "canada/sema-lmes.xml": "canada_sema",
}
LISTS = [pattern for pattern, source in FILES.items() if all_sources()[source].into.complete]


def harmed(content: bytes) -> Iterator[bytes]:
    """The file cut, with a column or element renamed, and what is not the file at all."""
    if content.startswith(b"<?xml"):
        kinds = [raw_trees.cut(content), raw_trees.renamed_element(content), raw_trees.entities(content)]
    else:
        table = document(content)
        kinds = [raw_harms.cut_within_a_row(table), raw_harms.missing_column(table), raw_harms.no_header(table)]
    for kind in [*kinds, raw_harms.not_the_file()]:
        if harm := next(kind, None):
            yield harm.content
    yield raw_harms.PAGE.encode()


def published(home: Path, source: str) -> list[object]:
    return [resource for resource in read_package(home)["resources"] if resource["waybill"].get("source") == source]


@pytest.mark.raw
@pytest.mark.parametrize("pattern", FILES)
def test_nothing_harmed_replaces_it(pattern: str, home: Path, tmp_path: Path):
    (good,) = raw(pattern)
    source = FILES[pattern]
    added = add([good], home, day=date(2026, 1, 1))
    assert added.good, added.refused
    before = published(home, source)
    sealed = sorted(home.rglob("receipt.json"))
    file = tmp_path / "harmed" / good.name
    file.parent.mkdir()
    for content in harmed(good.read_bytes()):
        file.write_bytes(content)
        again = add([file], home, source=source, day=date(2026, 1, 2))
        assert again.refused, content[:80]
        assert good.stem.split(".")[0] in " ".join(again.refused.values())
        assert published(home, source) == before
    assert sorted(home.rglob("receipt.json")) == sealed


@pytest.mark.raw
@pytest.mark.parametrize("pattern", FILES)
def test_a_sealed_file_that_was_changed_stops_its_source_alone(pattern: str, home: Path):
    (good,) = raw(pattern)
    source = FILES[pattern]
    (shot,) = add([good], home).kept
    before = published(home, source)
    shot.paths[0].write_bytes(shot.paths[0].read_bytes()[:-50])
    report = build(home)
    assert list(report.failed) == [source]
    assert "its bytes are not those that were sealed" in report.failed[source]
    assert published(home, source) == before


@pytest.mark.raw
@pytest.mark.parametrize("pattern", LISTS)
def test_a_list_that_halves_does_not_replace_it(pattern: str, home: Path, tmp_path: Path):
    (good,) = raw(pattern)
    source = FILES[pattern]
    add([good], home)
    before = published(home, source)
    file = tmp_path / "later" / good.name
    file.parent.mkdir()
    file.write_bytes(fewer(good.read_bytes()))
    (refused,) = add([file], home).refused.values()
    assert any(words in refused for words in ("the list more than halved", "the file looks cut short", "no record has"))
    assert published(home, source) == before


def fewer(content: bytes) -> bytes:
    """The list with two fifths of its rows or records."""
    if not content.startswith(b"<?xml"):
        table = document(content)
        return table.write(table.rows[: len(table.rows) * 2 // 5])
    return raw_trees.with_records(content, 2 / 5)
