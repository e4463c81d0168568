"""Two versions of a list: what came, went and was amended adds up, and can be followed as a feed."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dashboard import changes, charts
from dashboard.chart import Exhibit, drawn
from dashboard.store import Store

SHARED = Path(__file__).parents[3] / "shared"
SDN = {"list": "ofac_sdn", "before": "2024-02-20", "after": "2024-02-23"}
ATOM = "{http://www.w3.org/2005/Atom}"


def compared(store: Store, **chosen: str) -> Exhibit:
    chart = charts.get("list_changes")
    return drawn(chart, chart.scope(store.extent, chosen, store), store)


def counts(exhibit: Exhibit) -> dict[str, int]:
    return {f"{r.change} {r.field}": int(r.entries) for r in exhibit.rows.itertuples()}


def test_added_removed_and_amended_field_by_field(fuller: Store):
    found = counts(compared(fuller, **SDN))
    assert found == {
        "added entry": 2,
        "removed entry": 1,
        "amended any": 1,
        "amended programmes": 1,
    }
    told = changes.rows(SDN, fuller)[["change", "field", "name", "was", "is_now"]]
    assert told.astype(object).where(told.notna(), None).to_numpy().tolist() == [
        ["added", "entry", "EXEMPLAR, Jane", None, None],
        ["added", "entry", "GANNET BANK", None, None],
        ["removed", "entry", "SKUA TRADING", None, None],
        ["amended", "programmes", "PETREL", "RUSSIA-EO14024", "RUSSIA-EO14024;DPRK3"],
    ]


def test_the_totals_reconcile_with_both_versions(fuller: Store):
    assert "3 entries on 2024-02-20, plus 2 added, less 1 removed, makes 4 on 2024-02-23, which adds up" in compared(
        fuller, **SDN
    ).summary.replace("\u202f", " ")


def test_what_nobody_changed_is_said_and_not_left_empty(fuller: Store):
    same = {"list": "un_consolidated", "before": "2025-04-19", "after": "2025-11-18"}
    found = compared(fuller, **same)
    assert counts(found)["removed entry"] == 0
    assert counts(found)["added entry"] == 1


@pytest.mark.raw
def test_every_day_of_the_us_history_has_as_many_entries_as_the_copy_of_that_day(published: Store):
    """The file beside the lists gives the entries, additions and removals of every collected copy."""
    told = SHARED / "raw" / "ofac" / "expected_changes_between_versions.csv"
    if not told.is_file():
        pytest.skip("the publisher's files are not here (../shared/raw)")
    with told.open(encoding="utf-8") as lines:
        expected = {row["date"]: row for row in csv.DictReader(lines)}
    for day in ("2022-03-24", "2023-05-19", "2024-02-23"):
        earlier = max(other for other in expected if other < day)
        found = compared(published, list="ofac_sdn_history", before=earlier, after=day)
        assert counts(found)["added entry"] == int(expected[day]["added"]), day
        assert counts(found)["removed entry"] == int(expected[day]["removed"]), day
        assert set(found.rows["entries_after"]) == {int(expected[day]["entries"])}, day


def test_the_feed_names_each_entry_once_and_equal_changes_have_equal_ids(fuller: Store):
    found = changes.rows(SDN, fuller)
    feed = ElementTree.fromstring(changes.atom(found, SDN, "SDN"))
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]
    assert titles == ["added: EXEMPLAR, Jane", "added: GANNET BANK", "removed: SKUA TRADING", "amended: PETREL"]
    again = ElementTree.fromstring(changes.atom(found, SDN, "SDN"))
    ids = [[e.findtext(f"{ATOM}id") for e in one.findall(f"{ATOM}entry")] for one in (feed, again)]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 4


def test_the_json_says_list_versions_and_changes(fuller: Store):
    told = json.loads(changes.as_json(changes.rows(SDN, fuller), SDN, "SDN"))
    assert (told["before"], told["after"], len(told["changes"])) == ("2024-02-20", "2024-02-23", 4)
    assert told["changes"][3]["was"] == "RUSSIA-EO14024"
