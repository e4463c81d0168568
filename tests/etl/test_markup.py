"""XML is read as a stream and safely: whatever a file declares, nothing else is opened and nothing grows."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from etl import markup, packed
from etl.markup import Layout, has_root, records, text
from etl.table import ContractBroken
from tests.etl.conftest import Write

LAYOUTS = {"part/record": Layout(needed=("name",), known=("note",), opaque=("history",))}
XML = """<?xml version="1.0"?>
<list xmlns="http://example.org/of-this-year">
  <made>today</made>
  <part>
    <record><name>a
      b</name><history><record><name>old</name></record></history></record>
    <record><name>c</name><note/></record>
  </part>
</list>"""


def read(file: Path, warnings: list[str] | None = None) -> list[tuple[str, str]]:
    said = [] if warnings is None else warnings
    return [(place, text(record, "name")) for place, record in records(file, "list", LAYOUTS, said, ["made"])]


def test_records_come_without_namespaces_and_their_history_is_not_a_record(write: Write):
    assert read(write("l.xml", XML)) == [("part/record", "a b"), ("part/record", "c")]
    assert has_root(XML.encode()[:150], "list")
    assert not has_root(b"name,value\n", "list")


def test_what_is_new_warns_once_and_what_is_missing_is_named_with_its_line(write: Write):
    warnings: list[str] = []
    new = XML.replace("<note/>", "<colour/>").replace("<made>", "<maker/><made>")
    assert len(read(write("l.xml", new), warnings)) == 2
    assert warnings == [
        "l.xml line 3: new element 'maker' is not read",
        "l.xml line 7: new element 'part/record/colour' is not read",
    ]
    with pytest.raises(ContractBroken, match=r"l.xml line 7: part/record has no 'name'"):
        read(write("l.xml", XML.replace("<name>c</name>", "")))


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(write: Write, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(markup, "MOST_BYTES", 100)
    with pytest.raises(ContractBroken, match=r"l.xml: [0-9]+ bytes is more than 100"):
        read(write("l.xml", XML))


def test_a_small_file_that_unpacks_to_a_large_one_is_refused(tmp_path: Path):
    file = tmp_path / "bomb.csv.gz"
    file.write_bytes(gzip.compress(b"0" * 1_000_000))
    with pytest.raises(ContractBroken, match=r"bomb.csv.gz: unpacks to more than 10,000 bytes"):
        packed.content(file, most=10_000)
    assert packed.head(file, 5) == b"00000"
