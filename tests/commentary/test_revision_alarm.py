"""The revision alarm: what moved since the last run, which cells did it, and the feed that tells of it."""

from __future__ import annotations

import json
from datetime import date
from xml.etree import ElementTree

import pytest

from dashboard.commentary import alarm, run
from dashboard.commentary.feed import ATOM, atom
from dashboard.commentary.ledger import ledger

TODAY = date(2026, 11, 2)


@pytest.fixture
def entries(file, store):
    """The ledger of the small file for two values of April 2024."""
    return lambda april, content=file: ledger(store({"a_text": content}, april=april))


def kept(entries):
    """A ledger as it comes back from the disk."""
    return json.loads(json.dumps(alarm.stored(entries, "v1"), allow_nan=False))


def test_a_flipped_verdict_is_told_with_the_restated_cell(entries):
    # 174 / 200 is 13 % lower; with 84 for April 168 / 200 is 16 % lower
    (change,) = alarm.changes(kept(entries(90)), entries(84), TODAY)
    assert change.flipped
    assert (change.was, change.now) == ("not supported", "supported")
    assert change.moved == ("both months: −13.0\u202f% → −16.0\u202f%",)
    (cell,) = change.cells
    assert cell.startswith("value of 2024-04-01 ")
    assert cell.endswith(": 90 → 84")


def test_a_value_that_moves_under_the_same_verdict_is_no_flip(entries):
    (change,) = alarm.changes(kept(entries(90)), entries(91), TODAY)
    assert (change.kind, change.flipped) == ("moved", False)
    assert change.title == "exports moved: not supported"


def test_nothing_is_told_when_nothing_moved(entries):
    assert alarm.changes(kept(entries(90)), entries(90), TODAY) == []
    assert alarm.as_text([], first=False) == "Nothing came out differently since the last run."
    assert "No earlier run" in alarm.as_text([], first=True)


def test_a_claim_that_is_new_is_no_change(entries):
    assert alarm.changes({"claims": {}}, entries(90), TODAY) == []


def test_a_claim_that_somebody_edited_says_so(entries, file):
    edited = entries(90, file.replace("stated: -0.16", "stated: -0.13"))
    (change,) = alarm.changes(kept(entries(90)), edited, TODAY)
    assert change.flipped
    assert change.cells == ("The claim itself was bound anew.",)


def test_rows_that_came_and_went_are_named(entries):
    before = [{"period": "2024-03-01", "value": 1.0}, {"period": "2024-04-01", "value": 2.0, "vintage": "2024-05-01"}]
    (entry,) = entries(90)
    now = entry.readings[0].rows.iloc[:0]
    told = alarm.restated(before, now)
    assert told == ["2024-03-01: gone", "2024-04-01 2024-05-01: gone"]


def test_the_terminal_names_at_most_eight_cells(entries):
    (change,) = alarm.changes(kept(entries(90)), entries(84), TODAY)
    many = alarm.Change(**{**change.__dict__, "cells": tuple(f"cell {n}" for n in range(20))})
    told = alarm.as_text([many], first=False)
    assert told.count("restated:") == 8
    assert told.endswith("and 12 more cells")


def test_each_run_keeps_its_ledger_and_remembers_earlier_changes(entries, tmp_path):
    path, feed = tmp_path / "ledger" / "last.json", tmp_path / "changes.atom"
    assert run.compared(path, entries(90), "v1", None)[1].startswith("No earlier run")
    changes, told = run.compared(path, entries(84), "v2", feed)
    assert [change.flipped for change in changes] == [True]
    assert told.startswith("Since the last run:\nexports flipped: not supported → supported")
    assert run.compared(path, entries(84), "v2", feed)[0] == []
    assert len(ElementTree.fromstring(feed.read_text(encoding="utf-8")).findall(f"{{{ATOM}}}entry")) == 1
    assert sorted(p.name for p in path.parent.iterdir()) == ["last.json"]


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"claims": 3}'])
def test_a_ledger_that_cannot_be_read_is_named_with_the_remedy(content, tmp_path):
    path = tmp_path / "last.json"
    path.write_text(content)
    with pytest.raises(ValueError, match="delete it to start anew"):
        alarm.last_run(path)


def test_what_cannot_be_written_leaves_the_last_run_in_place(entries, tmp_path, monkeypatch):
    path = tmp_path / "last.json"
    run.compared(path, entries(90), "v1", None)
    before = path.read_bytes()
    monkeypatch.setattr(type(path), "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        run.compared(path, entries(84), "v2", None)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_feed_is_atom_with_an_id_that_stays(entries):
    (change,) = alarm.changes(kept(entries(90)), entries(84), TODAY)
    odd = alarm.Change(**{**change.__dict__, "span": "a < b & \x00c"})
    feed = ElementTree.fromstring(atom([odd, change], TODAY))
    assert feed.tag == f"{{{ATOM}}}feed"
    assert [feed.findtext(f"{{{ATOM}}}{name}") for name in ("id", "updated")] == [
        "urn:waybill:claims",
        "2026-11-02T00:00:00Z",
    ]
    first, second = feed.findall(f"{{{ATOM}}}entry")
    assert first.findtext(f"{{{ATOM}}}id") != second.findtext(f"{{{ATOM}}}id")
    assert "“a < b & c”" in (first.findtext(f"{{{ATOM}}}content") or "")
    assert "Restated: value of 2024-04-01" in (second.findtext(f"{{{ATOM}}}content") or "")
    assert atom([change], TODAY) == atom([change], TODAY)
