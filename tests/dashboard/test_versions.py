"""Two versions of a list: what came, went and was amended adds up, and can be followed as a feed."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import changes, charts, entry
from dashboard.chart import Exhibit, drawn
from dashboard.choice import Choice, held_of, options_of
from dashboard.store import Store, open_store
from etl.sources import un_consolidated
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
APP = Path(__file__).parents[2] / "dashboard" / "app.py"
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
    told = changes.between(SDN, fuller)[["change", "field", "name", "was", "is_now"]]
    assert told.astype(object).where(told.notna(), None).to_numpy().tolist() == [
        ["amended", "programmes", "PETREL", "RUSSIA-EO14024", "RUSSIA-EO14024;DPRK3"],
        ["removed", "entry", "SKUA TRADING", None, None],
        ["added", "entry", "EXEMPLAR, Jane", None, None],
        ["added", "entry", "GANNET BANK", None, None],
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
    found = changes.between(SDN, fuller)
    feed = ElementTree.fromstring(changes.atom(found, "ofac_sdn", "SDN"))
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]
    assert [title.partition(" (")[0] for title in titles if title] == [
        "amended: PETREL",
        "removed: SKUA TRADING",
        "added: EXEMPLAR, Jane",
        "added: GANNET BANK",
    ]
    again = ElementTree.fromstring(changes.atom(found, "ofac_sdn", "SDN"))
    ids = [[e.findtext(f"{ATOM}id") for e in one.findall(f"{ATOM}entry")] for one in (feed, again)]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 4


def test_the_json_says_list_versions_and_changes(fuller: Store):
    told = json.loads(changes.as_json(changes.between(SDN, fuller), title="SDN", **SDN))
    assert (told["title"], told["before"], told["after"]) == ("SDN", "2024-02-20", "2024-02-23")
    assert len(told["changes"]) == 4
    assert told["changes"][0]["was"] == "RUSSIA-EO14024"


def test_a_new_link_in_the_remarks_of_a_list_is_told_in_words(tmp_path: Path):
    lists = [
        "\r\n".join([ofac(7, "SKUA", remarks=remarks), "\x1a"])
        for remarks in ("Linked To: TERN.", "Linked To: GANNET; Linked To: TERN.")
    ]
    days = [("ofac_sdn", day, "sdn.csv", text) for day, text in zip(("2024-02-20", "2024-02-23"), lists, strict=True)]
    found = changes.between(SDN, open_store(with_lists(tmp_path, days)))
    assert found[["change", "field", "name", "was", "is_now"]].to_numpy().tolist() == [
        ["amended", "remarks", "SKUA", "Linked To: TERN", "Linked To: GANNET; Linked To: TERN"],
    ]


def test_what_is_not_kept_is_told_to_have_changed_and_its_hash_is_not(tmp_path: Path):
    store = open_store(with_lists(tmp_path, DAYS[:2]))
    found = changes.between(UN, store)
    assert found[["change", "field", "name"]].to_numpy().tolist() == [
        ["amended", "details not kept here", "JOHN EXAMPLE Q PUBLIC"],
        ["added", "entry", "PUFFIN INDUSTRIES"],
    ]
    assert found.loc[0, ["was", "is_now"]].isna().all()
    (file,) = tmp_path.glob("raw/un_consolidated/2025-04-19/*.xml")
    hashes = un_consolidated.tidy([file])["listing"]["withheld_sha256"].dropna().tolist()
    everything = [table for name in ("listing", "listing_change") for table in (name, f"{name}_vintages")]
    published = [store.rows(f"SELECT * FROM {table}").to_csv() for table in everything]
    for told in (*published, changes.atom(found, "un", "UN"), changes.as_json(found), changes.as_text(found)):
        assert len(hashes) == 2
        assert not any(digest in told for digest in hashes)
    assert "details not kept here changed" in changes.atom(found, "un", "UN")


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


def test_the_feed_of_all_lists_runs_over_every_pair_of_versions_newest_first(fuller: Store):
    found = changes.every(fuller)
    assert found[["later", "source", "change", "name"]].to_numpy().tolist() == [
        ["2025-11-18", "un_consolidated", "added", "PUFFIN INDUSTRIES"],
        ["2024-02-23", "ofac_sdn", "amended", "PETREL"],
        ["2024-02-23", "ofac_sdn", "removed", "SKUA TRADING"],
        ["2024-02-23", "ofac_sdn", "added", "EXEMPLAR, Jane"],
        ["2024-02-23", "ofac_sdn", "added", "GANNET BANK"],
    ]
    assert set(changes.every(fuller, "un_consolidated")["name"]) == {"PUFFIN INDUSTRIES"}


def test_a_change_has_the_same_id_in_the_feed_of_all_lists_of_one_and_of_two_versions(fuller: Store):
    """A newer version adds entries to the feed and gives none of the older ones another id."""

    def ids(found: pd.DataFrame) -> list[str | None]:
        feed = ElementTree.fromstring(changes.atom(found, "any", "any"))
        return [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]

    own = ids(changes.between(SDN, fuller))
    assert ids(changes.every(fuller, "ofac_sdn")) == own
    assert ids(changes.every(fuller))[1:] == own


def test_what_is_cut_of_a_feed_is_said_in_it_and_entries_are_never_cut_in_two(fuller: Store):
    found, cut = changes.newest(changes.every(fuller), 2)
    assert found["name"].tolist() == ["PUFFIN INDUSTRIES", "PETREL"]
    assert cut == "The newest 2 of 5 changed entries; --most 5 gives all."
    assert f"<subtitle>{cut}</subtitle>" in changes.atom(found, "all", "all", cut)
    assert changes.newest(changes.every(fuller), 5)[1] == ""


def test_the_text_tells_the_versions_once_and_under_them_each_entry(fuller: Store):
    lines = changes.as_text(changes.every(fuller, "ofac_sdn")).splitlines()
    assert lines[0].endswith(", 2024-02-23 against 2024-02-20")
    assert lines[1:] == [
        "  amended  PETREL (ofac_sdn:SDN:36)",
        "           programmes: RUSSIA-EO14024 → RUSSIA-EO14024;DPRK3",
        "  removed  SKUA TRADING (ofac_sdn:SDN:38)",
        "  added    EXEMPLAR, Jane (ofac_sdn:SDN:40)",
        "  added    GANNET BANK (ofac_sdn:SDN:39)",
    ]


def compared_page(fuller: Store, monkeypatch: pytest.MonkeyPatch, **address: str) -> AppTest:
    monkeypatch.setenv("WAYBILL_DATA", str(fuller.folder.parent))
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params["sanctions.part"] = "Changes"
    app.query_params["list_changes.list"] = fuller.provenance["ofac_sdn"].title
    for name, value in address.items():
        app.query_params[name] = value
    return app.switch_page("topics/sanctions.py").run()


def entries_shown(app: AppTest) -> list[str]:
    return next(table.value["name"].tolist() for table in app.dataframe if "is_now" in table.value)


def test_the_table_shows_what_was_amended_first_or_only_one_kind(fuller: Store, monkeypatch: pytest.MonkeyPatch):
    app = compared_page(fuller, monkeypatch)
    assert not app.exception
    assert entries_shown(app)[0] == "PETREL"
    only = compared_page(fuller, monkeypatch, **{"changes.show": "removed"})
    assert entries_shown(only) == ["SKUA TRADING"]


def test_an_entry_that_was_removed_can_still_be_read(fuller: Store):
    found = entry.read("ofac_sdn:SDN:38", fuller)
    assert found is not None
    assert (found.row["name"], found.names["name"].tolist()) == ("SKUA TRADING", ["SKUA TRADING"])
    assert found.status == "Removed: in the version of 20 Feb 2024, not in that of 23 Feb 2024"
