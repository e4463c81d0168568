"""Who was listed when: the publishers' own numbers, each list counted once, bases of date never mixed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import charts, designations, happenings, lists
from dashboard.chart import Exhibit, drawn
from dashboard.gaps import edges
from dashboard.period import Period
from dashboard.store import Store, open_store
from etl.sources import us_consolidated_screening
from tests.etl.conftest import add_vintage
from tests.etl.test_us_consolidated_screening import DENIED, ENTITY_LIST, SDN
from tests.etl.test_us_consolidated_screening import line as screened
from tests.small_lists import VERSIONS, ofac, un_list, with_lists

APP = Path(__file__).parents[2] / "dashboard" / "app.py"

SHARED = Path(__file__).parents[3] / "shared"


def rows(name: str, store: Store, **chosen: str) -> pd.DataFrame:
    chart = charts.get(name)
    return drawn(chart, chart.scope(store.extent, chosen, store), store).rows


def shown(name: str, store: Store, **chosen: str) -> Exhibit:
    chart = charts.get(name)
    return drawn(chart, chart.scope(store.extent, chosen, store), store)


def notes(exhibit: Exhibit) -> list[str]:
    return [note["text"] for note in exhibit.figure.to_dict()["layout"]["annotations"]]


SCREENING = (
    ",".join(us_consolidated_screening.HEADER),
    screened("a1", ENTITY_LIST, "Petrel JSC", start_date="2021-05-04"),
    screened("a2", ENTITY_LIST, "Skua JSC", start_date="2022-03-02"),
    screened("a3", ENTITY_LIST, "Tern JSC", start_date="2022-03-02"),
    screened("a4", DENIED, "J. DOE", start_date="2022-03-02"),
    screened("45709", SDN, "ALBATROS OOO", type="Entity", programs="RUSSIA-EO14024", addresses="Alabuga, RU"),
    screened("33681", SDN, "DUNLIN", type="Vessel", programs="GLOMAG",
             ids="IMO 9187629, Vessel Registration Identification"),
)  # fmt: skip
WITHOUT_BLOCKING = ofac(
    9903, "DUNLIN", '"vessel"',
    remarks="Listing Date (EO 14024 Directive 3): 24 Feb 2022; Vessel Registration Identification IMO 9187629.",
)  # fmt: skip


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Several US lists of several sources, and the US list's countries from the compilation alone."""
    lists_of_ours = (
        *(version for version in VERSIONS if version[0] != "ofac_sdn"),
        ("us_consolidated_screening", "2024-02-24", "csl.csv", "\n".join(SCREENING) + "\n"),
        ("ofac_consolidated", "2024-02-24", "cons_prim.csv", WITHOUT_BLOCKING + "\r\n\x1a"),
    )
    return open_store(with_lists(tmp_path_factory.mktemp("several"), lists_of_ours))


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
    assert canada["added"].sum() == 3
    unit = {name: rows("designations", fuller, authority="US", unit=name)["added"].sum() for name in designations.UNITS}
    assert unit["targets"] <= unit["measures"] <= unit["entries"] < unit["programmes"]


def test_the_union_s_annexes_name_no_one_so_targets_are_not_counted_from_them(published: Store):
    exhibit = shown("designations", published, unit="targets")
    assert set(exhibit.rows["authority"]) == {"US"}
    assert any(words.startswith("<b>EU</b> · not counted") for words in notes(exhibit))
    assert "The EU is not counted: targets need names" in exhibit.summary
    assert not any("not counted" in words for words in notes(shown("designations", published)))


def test_what_is_counted_stands_above_the_chart(published: Store):
    for unit, words in designations.DEFINED.items():
        assert shown("designations", published, unit=unit).measure.endswith(f"Counted are {words}.")


def test_the_union_s_row_says_how_many_acts_it_is_of(published: Store):
    """Entries come from all acts, of which the bundled counts have 32 with dates; the ships from two of them."""
    acts = published.rows("SELECT count(DISTINCT act) AS n FROM designation_count WHERE listed_on IS NOT NULL")
    assert acts["n"].iloc[0] == 32
    (union,) = [words for words in notes(shown("designations", published)) if words.startswith("<b>EU</b>")]
    assert "32 acts" in union
    assert not any("acts" in words for words in notes(shown("designations", published, split="programme")))


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


def test_ships_under_russia_programmes_are_told_from_all_others(published: Store):
    """Annex XLII of 833/2014 holds 633 ships; 36 and 39 more stand under the regulation on the DPRK."""
    of_all = {}
    for scope in ("russia", "all"):
        found = rows("vessels", published, scope=scope)
        assert set(found["part"]) == {"vessel"}
        of_all[scope] = found.groupby("authority")["listed_by_then"].last().to_dict()
    assert (of_all["russia"]["EU"], of_all["all"]["EU"]) == (633, 633 + 36 + 39)
    named = "programmes LIKE '%RUSSIA%' OR programmes LIKE '%UKRAINE%' OR programmes LIKE '%PEESA%'"
    ships = "SELECT count(*) AS n FROM listing WHERE target_type = 'vessel' AND NOT delisted"
    assert of_all["russia"]["US"] == published.rows(f"{ships} AND ({named})")["n"].iloc[0]
    assert of_all["all"]["US"] == published.rows(ships)["n"].iloc[0]


def test_overlap_is_by_exact_numbers_only(fuller: Store):
    """Petrel has one IMO number on the lists of the US, the UK and Canada, Dunlin on two; Jane Exemplar has none."""
    found = rows("authority_overlap", fuller, kind="imo")
    assert found[["combination", "numbers"]].drop_duplicates().to_numpy().tolist() == [["UK CA", 1], ["US UK CA", 1]]
    references = rows("authority_overlap", fuller, kind="un_reference")
    told = {str(c): int(n) for c, n in references[["combination", "numbers"]].drop_duplicates().to_numpy()}
    assert told == {"UN": 2, "UK UN": 1}


def test_the_lag_is_counted_from_the_first_authority(fuller: Store):
    """The UK listed Dunlin on 22 February 2024 and Canada on 21 March."""
    found = rows("authority_lag", fuller, kind="imo").set_index("authority")["days_after_first"]
    assert found.to_dict() == {"UK": 0, "CA": 28}
    korea = rows("authority_lag", fuller, kind="un_reference").set_index("authority")["days_after_first"]
    assert korea.to_dict() == {"UN": 0, "UK": 1}


def test_nobody_is_first_where_a_date_is_not_known(fuller: Store):
    """The US list has Petrel as well and prints no date, so that it may have been first: the number is left out."""
    exhibit = shown("authority_lag", fuller, kind="imo")
    assert set(exhibit.rows["name"]) == {"Dunlin"}
    assert set(exhibit.rows["numbers_left_out"]) == {1}
    assert "Left out, whatever the period: 1 shared number of which a date is not known." in exhibit.summary


def test_the_basis_is_that_of_the_earliest_date(several: Store):
    """The US dates Dunlin twice: first seen on 9 December 2022, and printed for 24 February 2022 on another list."""
    found = rows("authority_lag", several, kind="imo").set_index("authority")
    assert found.loc["US", ["date_basis", "days_after_first"]].tolist() == ["listed_on", 0]
    # 24 February 2022 to 22 February 2024, and to 21 March 2024
    assert found["days_after_first"].to_dict() == {"US": 0, "UK": 728, "CA": 756}


def test_two_sources_of_one_authority_are_two_rows_and_no_line_has_two_values_a_month(several: Store):
    exhibit = shown("designations", several, authority="US", view="cumulative")
    lines = exhibit.figure.to_dict()["data"]
    assert [len(set(line["x"])) for line in lines] == [len(line["x"]) for line in lines]
    assert [int(line["y"].iloc[-1]) for line in lines[1:]] == [4, 1]
    told = notes(exhibit)
    assert "<b>US Consolidated Screening List</b>, mostly Entity List<br>date printed by the list" in told
    assert any(words.startswith("<b>US consolidated list of sanctions other than blocking</b>") for words in told)


def test_countries_come_from_the_list_that_prints_them(several: Store):
    """The history dates Albatros and prints no country; the compilation, got in February 2024, says Russia."""
    exhibit = shown("designations", several, authority="US", split="country")
    history = exhibit.rows[exhibit.rows["date_basis"] == "first_seen"]
    russia = history[history["part"] == "RUS"]
    assert russia.loc[russia["added"] > 0, ["period", "added"]].astype(str).to_numpy().tolist() == [["2024-02-01", "1"]]
    assert history["gone"].isna().all(), "whoever was taken off has no country, so removals are not known"
    assert set(history["covered_to"].astype(str)) == {"2024-02-01"}
    assert "Added without a country on any list held: US" in exhibit.summary
    named = [words for words in notes(exhibit) if words.startswith("<b>")]
    assert [("country not stated" in words) for words in named] == sorted("country not stated" in w for w in named)


def test_where_a_source_ends_its_row_says_so(published: Store):
    chart = charts.get("designations")
    period = Period.read("2022-02..2024-12")
    exhibit = drawn(chart, chart.scope(period, store=published), published)
    after = Period.read("2024-06..2024-12")
    assert [(gap.period, gap.kind) for gap in exhibit.missing] == [(after, "not covered")]
    assert exhibit.missing[0].words == (
        "US Specially Designated Nationals list, entries by first day seen, Jun–Dec 2024 not covered by the data held"
    )
    bands = [shape for shape in exhibit.figure.to_dict()["layout"]["shapes"] if shape["type"] == "rect"]
    assert [(band["x0"], band["x1"], band["yref"]) for band in bands] == [(*edges(after), "y domain")]
    assert "not covered" in notes(exhibit)


def test_trade_and_designations_each_say_where_they_end(published: Store):
    exhibit = shown("sanctions_over_trade", published)
    told = [gap.words for gap in exhibit.missing]
    assert "Trade Jan 2025–Jul 2026 not covered by the data held" in told
    assert "Designations Jun 2024–Jul 2026 not covered by the data held" in told
    bands = [shape["yref"] for shape in exhibit.figure.to_dict()["layout"]["shapes"] if shape["type"] == "rect"]
    assert {"y domain", "y2 domain"} <= set(bands)


def test_every_package_is_known_by_the_days_its_acts_print(published: Store):
    """Annex XLII prints the day after adoption: 21 May 2025 for package 17, 24 October 2025 for package 19."""
    found = rows("action_days", published, authority="EU|listed_on")
    named = dict(zip(found["period"].astype(str), found["package"], strict=True))
    assert (named["2025-05-21"], named["2025-10-24"], named["2022-02-23"]) == ("17", "19", "1")
    union = rows("designations", published, authority="EU")
    months = union[union["package"].notna()]
    last = {int(package.split(" ")[0]) for package in months["last_package"]}
    assert {*range(1, 22)} == last | {int(package.split(" ")[0]) for package in months["package"]} | {2}
    assert {"9", "17", "19", "20"} <= set(notes(shown("designations", published, authority="EU")))


def test_bars_are_equally_wide_in_every_row(several: Store):
    bars = shown("designations", several).figure.to_dict()["data"]
    assert len({bar["width"] for bar in bars}) == 1


def test_lines_of_events_run_through_no_heading(published: Store):
    chart = charts.get("designations")
    period = Period.read("2022-02..2024-12")
    events = happenings.of(("war",), period, published)
    layout = drawn(chart, chart.scope(period, store=published, events=events), published).figure.to_dict()["layout"]
    lines = [(shape["y0"], shape["y1"]) for shape in layout["shapes"] if shape["type"] == "line"]
    assert lines == [tuple(layout[row]["domain"]) for row in ("yaxis", "yaxis2")]
    headings = [note["y"] for note in layout["annotations"] if note["text"].startswith("<b>")]
    assert headings == [layout["yaxis"]["domain"][1], layout["yaxis2"]["domain"][1]]


def test_many_sources_are_folded_and_none_is_left_out(several: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WAYBILL_DATA", str(several.folder.parent))
    page = AppTest.from_file(str(APP), default_timeout=60)
    page.query_params["sanctions.part"] = ["Designations"]
    page.run().switch_page("topics/sanctions.py").run()
    assert not page.exception
    (folded,) = [expander for expander in page.expander if expander.label.endswith("sources")]
    assert folded.label == f"{len(shown('designations', several).sources)} sources"
    assert folded.caption[0].value.count("obtained") == len(shown("designations", several).sources)


@pytest.mark.raw
def test_the_entries_on_iran_that_came_back_are_121(tmp_path: Path):
    files = [SHARED / "raw" / "un" / f"un_consolidated_2025-{day}.xml" for day in ("04-19", "11-18")]
    if not all(file.is_file() for file in files):
        pytest.skip("the publisher's files are not here (../shared/raw)")
    from datetime import date

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
