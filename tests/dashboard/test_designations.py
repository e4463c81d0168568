"""Who was listed when: the publishers' own numbers, each list counted once, bases of date never mixed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard import charts, designations, lists
from dashboard.chart import drawn
from dashboard.store import Store
from tests.etl.conftest import add_vintage
from tests.small_lists import VERSIONS, un_list, with_lists

SHARED = Path(__file__).parents[3] / "shared"


def rows(name: str, store: Store, **chosen: str) -> pd.DataFrame:
    chart = charts.get(name)
    return drawn(chart, chart.scope(store.extent, chosen, store), store).rows


def days(store: Store, **chosen: str) -> dict[str, int]:
    found = rows("action_days", store, **chosen)
    return dict(zip(found["period"].dt.strftime("%Y-%m-%d"), found["entries"].astype(int), strict=True))


def test_the_days_on_which_the_united_states_added_the_most(published: Store):
    found = days(published, authority="US|first_seen")
    assert (found["2024-02-23"], found["2022-03-24"]) == (553, 397)
    assert list(found)[:2] == ["2024-02-23", "2022-03-24"]


def test_what_the_annex_of_269_2014_holds_by_day(published: Store):
    found = days(published, authority="EU|listed_on", programme="UKR")
    assert list(found.items())[:4] == [
        ("2022-02-23", 354),
        ("2022-04-08", 220),
        ("2024-02-23", 194),
        ("2022-12-16", 185),
    ]


def test_two_annexes_of_one_day_with_equal_numbers_are_both_counted(published: Store):
    of_day = "SELECT sum(entries) AS n FROM designation_count WHERE listed_on = '2024-06-24'"
    total = published.rows(of_day)["n"].iloc[0]
    assert days(published, authority="EU|listed_on").get("2024-06-24") == total


def test_entries_of_the_first_copy_have_no_month_but_count_as_listed_by_then(published: Store):
    us = rows("designations", published, authority="US").iloc[0]
    assert f"{us['period']:%Y-%m}" == "2021-08"
    # 18 August 2021: 9,083 entries; the copies of 20 to 31 August added 3, 29, 1, 8, and so on.
    first = published.rows("SELECT count(*) AS n FROM listing WHERE left_censored")["n"].iloc[0]
    assert first == 9_083
    assert us["listed_by_then"] == first + us["added"] - us["gone"]


@pytest.mark.parametrize("split", ["all", "programme", "target_type", "country"])
@pytest.mark.parametrize("unit", list(designations.UNITS))
def test_no_series_mixes_two_bases_of_date(fuller: Store, split: str, unit: str):
    found = rows("designations", fuller, split=split, unit=unit)
    assert not found.duplicated(["authority", "date_basis", "part", "source", "period"]).any()
    assert set(found["date_basis"]) <= {"first_seen", "listed_on", "designated", "regulation"}


def test_units_count_what_they_say(fuller: Store):
    """In our lists the ship Petrel stands on three lists of three authorities: once per authority in every unit."""
    canada = rows("designations", fuller, authority="CA")
    assert canada["added"].sum() == 2
    unit = {name: rows("designations", fuller, authority="US", unit=name)["added"].sum() for name in designations.UNITS}
    assert unit["targets"] <= unit["measures"] <= unit["entries"] < unit["programmes"]


def test_the_union_s_annexes_name_no_one_so_targets_are_not_counted_from_them(published: Store):
    assert set(rows("designations", published, unit="targets")["authority"]) == {"US"}


def test_a_list_that_several_sources_print_is_counted_once(fuller: Store):
    for name in ("dated", "told"):
        rule = lists.DATED if name == "dated" else lists.TOLD
        counted = f"SELECT collection, count(DISTINCT source) AS n FROM {name} GROUP BY collection"
        found = fuller.rows(f"WITH {rule} {counted}")
        assert (found["n"] == 1).all(), name


def test_the_history_dates_the_us_list_and_the_list_itself_names_it(fuller: Store):
    for rule, name, expected in ((lists.DATED, "dated", "ofac_sdn_history"), (lists.TOLD, "told", "ofac_sdn")):
        found = fuller.rows(f"WITH {rule} SELECT DISTINCT source FROM {name} WHERE collection = 'US SDN'")
        assert found["source"].tolist() == [expected]


def test_every_source_of_the_rule_is_one_that_exists(published: Store):
    from etl.sources import all_sources

    assert {*lists.DATED_BY, *lists.TOLD_BY} <= set(all_sources())


def test_an_entry_that_comes_back_with_its_old_date_is_drawn_where_it_came_back(fuller: Store):
    """Puffin Industries, dated 2008, is not in the version of April 2025 and is in that of November."""
    found = rows("designations", fuller, authority="UN")
    back = found[found["back_with_old_date"].notna()]
    assert back[["period", "back_with_old_date"]].astype(str).to_numpy().tolist() == [["2025-11-01", "1"]]
    assert found.loc[found["period"] >= "2025-01-01", "added"].sum() == 0


def test_the_shadow_fleet_counts_ships_only(published: Store):
    found = rows("vessels", published)
    assert set(found["part"]) == {"vessel"}
    union = found[found["authority"] == "EU"]["listed_by_then"].iloc[-1]
    ships = "SELECT sum(entries) AS n FROM designation_count WHERE target_type = 'vessel' AND listed_on IS NOT NULL"
    assert union == published.rows(ships)["n"].iloc[0]


def test_overlap_is_by_exact_numbers_only(fuller: Store):
    """Petrel has one IMO number on the lists of the US, the UK and Canada; Jane Exemplar is a name, no number."""
    found = rows("authority_overlap", fuller, kind="imo")
    assert found[["combination", "numbers"]].drop_duplicates().to_numpy().tolist() == [["US UK CA", 1]]
    references = rows("authority_overlap", fuller, kind="un_reference")
    told = {str(c): int(n) for c, n in references[["combination", "numbers"]].drop_duplicates().to_numpy()}
    assert told == {"UN": 2, "UK UN": 1}


def test_the_lag_is_counted_from_the_first_authority(fuller: Store):
    """The UK listed Petrel on 22 February 2024 and Canada on 21 March; the US list prints no date."""
    found = rows("authority_lag", fuller, kind="imo").set_index("authority")["days_after_first"]
    assert found.to_dict() == {"UK": 0, "CA": 28}
    korea = rows("authority_lag", fuller, kind="un_reference").set_index("authority")["days_after_first"]
    assert korea.to_dict() == {"UN": 0, "UK": 1}


@pytest.mark.raw
def test_the_entries_on_iran_that_came_back_are_121(tmp_path: Path):
    files = [SHARED / "raw" / "un" / f"un_consolidated_2025-{day}.xml" for day in ("04-19", "11-18")]
    if not all(file.is_file() for file in files):
        pytest.skip("the publisher's files are not here (../shared/raw)")
    from datetime import date

    from dashboard.store import open_store
    from etl.build import build

    for file, day in zip(files, (date(2025, 4, 19), date(2025, 11, 18)), strict=True):
        add_vintage(tmp_path, file, "un_consolidated", day)
    assert build(tmp_path).good
    found = rows("designations", open_store(tmp_path), authority="UN")
    assert found["back_with_old_date"].dropna().tolist() == [121]


def test_the_small_lists_are_in_the_publishers_layouts(tmp_path: Path):
    assert with_lists(tmp_path).is_dir()
    assert len({source for source, *_ in VERSIONS}) == 4
    assert un_list(()).startswith("<?xml")
