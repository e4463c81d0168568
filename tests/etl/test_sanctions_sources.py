"""The lists: United States by first day seen, European Union by annex and by package."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.build import snapshots
from etl.sources import all_sources, eu_listings, eu_packages, ofac_sdn_history
from etl.table import ContractBroken
from tests.etl.conftest import BUNDLED, Write

OFAC = (
    "entry_id,name,entry_type,programmes,first_seen,last_seen",
    '173,"ANGLO-CARIBBEAN CO., LTD.",,CUBA,2021-08-18,2024-05-03',
    '1572,"NORIEGA, Manuel Antonio",individual,CUBA,2021-08-18,2021-12-22',
    "4632,BANK MARKAZI JOMHOURI ISLAMI IRAN,,IRAN] [SDGT] [IRGC] [IFSR,2021-08-18,2024-05-03",
    "48906,BELLUGA IC VE DIS TICARET LIMITED SIRKETI,,RUSSIA-EO14024,2024-05-01,2024-05-03",
)


@pytest.mark.parametrize(("day", "entries"), [("2024-02-23", 553), ("2022-03-24", 397), ("2021-08-18", 9083)])
def test_the_united_states_listed_that_many_on_one_day(starter, day, entries):
    rows = starter("ofac_sdn_history")
    assert (rows["listed_on"] == day).sum() == entries


def test_entries_of_the_first_copy_are_listed_on_or_before_its_day(write: Write):
    rows = ofac_sdn_history.tidy([write("o.csv", *OFAC)])["listing"]
    assert rows["left_censored"].tolist() == [True, True, True, False]
    assert rows["delisted"].tolist() == [False, True, False, False]
    assert rows["target_type"].tolist() == ["entity", "individual", "entity", "entity"]
    assert rows["programmes"].tolist()[2] == "IRAN;SDGT;IRGC;IFSR"
    assert set(rows["date_basis"]) == {"first_seen"}


def test_an_entry_that_stands_there_twice_or_ends_before_it_began_is_named(write: Write):
    with pytest.raises(ContractBroken) as broken:
        ofac_sdn_history.tidy([write("o.csv", *OFAC, "173,X,,CUBA,2023-01-02,2023-01-01")])
    assert "o.csv row 6, column 'last_seen': '2023-01-01' is before first_seen" in str(broken.value)
    assert "o.csv row 2, column 'entry_id': '173'" in str(broken.value)


@pytest.mark.parametrize(
    ("day", "entries"), [("2022-02-23", 354), ("2022-04-08", 220), ("2024-02-23", 194), ("2022-12-16", 185)]
)
def test_the_union_lists_that_many_under_regulation_269_of_2014(starter, day, entries):
    rows = starter("eu_listings")
    chosen = rows[(rows["act"] == "32014R0269") & (rows["listed_on"] == day)]
    assert chosen["entries"].sum() == entries


def test_companies_and_legal_entities_are_counted_together(starter, write: Write):
    rows = eu_listings.tidy(
        [
            write(
                "e.csv",
                "act_celex,programme,measure,entry_type,listed_on,entries",
                "32014R0269,EU-UKR,Asset freeze,Company,2024-02-23,21",
                "32014R0269,EU-UKR,Asset freeze,LegalEntity,2024-02-23,67",
                "32014R0269,EU-UKR,Asset freeze,Person,2024-02-23,106",
                "32001R2580,EU-TERR,Asset freeze,Organization,,23",
            )
        ]
    )
    counts = rows.set_index(["act", "target_type"])["entries"].to_dict()
    assert counts == {
        ("32001R2580", "entity"): 23,
        ("32014R0269", "entity"): 88,
        ("32014R0269", "individual"): 106,
    }
    assert rows["listed_on"].isna().sum() == 1


def test_every_package_has_its_day_and_the_thirteenth_is_of_23_february_2024(starter):
    rows = starter("eu_packages").set_index("package")
    assert len(rows) == 22
    assert rows.loc["13", "adopted"] == pd.Timestamp("2024-02-23")
    assert rows.loc["13", "entries_still_listed"] == 194
    assert rows.loc["18", "status"] == "adoption-day-not-verified"
    assert rows.loc["17", "vessels"] == 189
    assert pd.isna(rows.loc["1", "vessels"])


def test_the_days_of_many_entries_are_events_that_any_chart_can_mark():
    (snapshot,) = snapshots(all_sources()["ofac_sdn_history"], BUNDLED / "no such home")
    events = ofac_sdn_history.tidy(snapshot.paths)["event"]
    told = dict(zip(events["date"].dt.strftime("%Y-%m-%d"), events["title"], strict=True))
    assert told["2022-03-24"] == "US list grows by 397 entries"
    assert told["2024-02-23"] == "US list grows by 553 entries"
    assert "2021-08-18" not in told, "the first copy is not a day of action"


def test_every_package_is_an_event_with_its_act():
    (snapshot,) = snapshots(all_sources()["eu_packages"], BUNDLED / "no such home")
    events = eu_packages.tidy(snapshot.paths)["event"].set_index("date")
    assert len(events) == 22
    assert set(events["category"]) == {"eu_package"}
    fifth = events.loc["2022-04-08"]
    assert fifth["title"] == "EU sanctions package 5 against Russia"
    assert fifth["url"] == "https://eur-lex.europa.eu/eli/reg/2022/576/oj"
    assert events.loc["2025-12-18", "title"] == "EU sanctions on Russia of 18 December 2025, no package"
