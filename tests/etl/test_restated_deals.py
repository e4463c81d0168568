"""Deals whose year of delivery the publisher moved from one file to the next count once."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from dashboard.store import open_store
from etl.add import add
from tests.etl.conftest import Write
from tests.etl.publishers import raw
from tests.small_arms import DELIVERED, DELIVERIES, RESTATED, SEARCHER, register


@pytest.fixture
def downloads(tmp_path: Path) -> list[Path]:
    files = [tmp_path / name for name in RESTATED]
    for file in files:
        file.write_text(RESTATED[file.name], encoding="utf-8")
    return files


def test_a_deal_counts_as_its_newest_file_says_in_the_years_that_file_is_about(home: Path, downloads: list[Path]):
    assert add(downloads, home).good
    assert open_store(home).rows(DELIVERIES).values.tolist() == DELIVERED


def test_the_order_in_which_files_are_added_does_not_matter(home: Path, downloads: list[Path]):
    for file in reversed(downloads):
        assert add([file], home).good
    assert open_store(home).rows(DELIVERIES).values.tolist() == DELIVERED


def test_what_an_older_file_said_can_still_be_asked_for(home: Path, downloads: list[Path]):
    add(downloads, home)
    then = open_store(home).as_of(date(2025, 1, 31)).rows(DELIVERIES)
    assert then.groupby("deal_id")["number"].sum().to_dict() == {
        "32502": 25, "39788": 26, "50432": 100, "50783": 2, "51075": 8,
    }  # fmt: skip


def test_a_file_that_does_not_say_its_years_is_about_those_it_has(home: Path, write: Write):
    lines = register("12 Feb 2026", (1995, 2025), SEARCHER.format(2010)).splitlines()
    bare = lines[0].partition(" Deals with")[0]
    add([write("old.csv", *register("3 Jan 2025", (2000, 2030), SEARCHER.format(2009)).splitlines())], home)
    assert add([write("new.csv", bare, *lines[1:])], home).good
    assert open_store(home).rows(DELIVERIES)["year"].tolist() == [2009, 2010]


def test_the_package_says_by_what_and_for_when_a_file_replaces_earlier_ones(home: Path, downloads: list[Path]):
    add(downloads, home)
    package = json.loads((home / "tables" / "datapackage.json").read_text(encoding="utf-8"))
    told = {r["name"]: r["waybill"]["restates"] for r in package["resources"] if "table" in r["waybill"]}
    assert told["arms_transfer.sipri_trade_register.2025-02-10"] == {
        "by": ["source", "deal_id"], "start": "2000-01-01", "end": "2001-12-31",
    }  # fmt: skip
    (trade,) = (words for name, words in told.items() if ".un_comtrade_monthly." in name)
    assert (trade["by"][:2], trade["start"], trade["end"]) == (["source", "grain"], None, None)


@pytest.mark.raw
def test_what_russia_was_delivered_counts_once_over_the_publishers_three_files(home: Path):
    assert add(raw("sipri/trade_register*"), home).good
    found = open_store(home).rows(
        "SELECT CAST(vintage AS VARCHAR) AS vintage, count(*) AS n, round(sum(tiv_delivered), 2) AS tiv "
        "FROM arms_transfer WHERE recipient = 'RUS' GROUP BY 1 ORDER BY 1"
    )
    # Of the older file only deal 50432 is left, which the newer one no longer has.
    assert found.values.tolist() == [["2025-01-03", 1, 90.0], ["2026-02-12", 60, 1714.55]]
