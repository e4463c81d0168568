"""Two versions of a list: what came, went and was amended adds up, and can be followed as a feed."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dashboard import changes, charts
from dashboard.chart import Exhibit, drawn
from dashboard.choice import Choice, held_of, options_of
from dashboard.store import Store, open_store
from tests.small_lists import UN_AFTER, UN_BEFORE, ofac, un_list, with_lists

SHARED = Path(__file__).parents[3] / "shared"
SDN = {"list": "ofac_sdn", "before": "2024-02-20", "after": "2024-02-23"}
UN = {"list": "un_consolidated", "before": "2025-04-19", "after": "2025-11-18"}
BORN_LATER = un_list(UN_AFTER).replace("<YEAR>1960</YEAR>", "<YEAR>1961</YEAR>")
DAYS = (
    ("un_consolidated", "2025-04-19", "un.xml", un_list(UN_BEFORE)),
    ("un_consolidated", "2025-11-18", "un.xml", BORN_LATER),
    ("un_consolidated", "2025-11-20", "un.xml", BORN_LATER.replace("T23:00:09", "T23:00:11")),
)
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


def test_a_new_link_in_the_remarks_of_a_list_is_told_in_words(tmp_path: Path):
    lists = [
        "\r\n".join([ofac(7, "SKUA", remarks=remarks), "\x1a"])
        for remarks in ("Linked To: TERN.", "Linked To: GANNET; Linked To: TERN.")
    ]
    days = [("ofac_sdn", day, "sdn.csv", text) for day, text in zip(("2024-02-20", "2024-02-23"), lists, strict=True)]
    found = changes.rows(SDN, open_store(with_lists(tmp_path, days)))
    assert found[["change", "field", "name", "was", "is_now"]].to_numpy().tolist() == [
        ["amended", "remarks", "SKUA", "Linked To: TERN", "Linked To: GANNET; Linked To: TERN"],
    ]


def test_what_is_not_kept_is_told_to_have_changed_and_its_hash_is_not(tmp_path: Path):
    store = open_store(with_lists(tmp_path, DAYS[:2]))
    found = changes.rows(UN, store)
    assert found[["change", "field", "name"]].to_numpy().tolist() == [
        ["added", "entry", "PUFFIN INDUSTRIES"],
        ["amended", "what is not kept here", "JOHN EXAMPLE Q PUBLIC"],
    ]
    assert found.loc[1, ["was", "is_now"]].isna().all()
    digest = str(store.rows("SELECT withheld_sha256 FROM listing WHERE name LIKE 'JOHN%'").iloc[0, 0])
    for told in (changes.atom(found, UN, "UN"), changes.as_json(found, UN, "UN"), found.to_csv()):
        assert digest not in told
    assert "what is not kept here changed" in changes.atom(found, UN, "UN")


def test_the_page_opens_on_the_newest_versions_that_differ(tmp_path: Path):
    store = open_store(with_lists(tmp_path, DAYS))
    _, earlier, later = charts.get("list_changes").choices
    assert isinstance(earlier, Choice)
    assert isinstance(later, Choice)
    before = options_of(earlier, {"list": "un_consolidated"}, store)
    assert list(before) == ["2025-04-19", "2025-11-18"]  # between the later two nothing changed
    assert held_of(earlier, {"list": "un_consolidated"}, store) == {
        "2025-04-19": "2 changes to the next version",
        "2025-11-18": "0 changes to the next version",
    }
    after = options_of(later, {"list": "un_consolidated", "before": "2025-04-19"}, store)
    assert list(after) == ["2025-11-18", "2025-11-20"]


def test_two_versions_without_a_difference_say_so(tmp_path: Path):
    store = open_store(with_lists(tmp_path, DAYS))
    found = compared(store, list="un_consolidated", before="2025-11-18", after="2025-11-20")
    assert "Nothing changed: the 3 entries of 2025-11-18 are those of 2025-11-20" in found.summary
