"""The annexes as transcribed: dates as printed, entries with and without numbers, several values in a cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd
import pytest

from etl.recognise import source_of
from etl.sources import eu_official_journal as journal
from tests.etl import mutations
from tests.etl.conftest import BUNDLED, Write
from tests.etl.publishers import raw


def line(name: str, day: str, /, **other: str) -> str:
    """One row of an annex; what is not given is as for a person under Regulation 269/2014."""
    cells = dict.fromkeys(journal.HEADER, "") | {
        "celex": "32014R0269",
        "recordId": "1",
        "programKey": "EU-UKR",
        "annex": "I.PERSONS",
        "measure": "Asset freeze",
        "startDate": day,
        "schema": "Person",
        "name": name,
    }
    quoted = {key: '"' + value.replace('"', '""') + '"' for key, value in (cells | other).items() if value}
    return ",".join(quoted.get(name, "") for name in journal.HEADER)


LINES = (
    ",".join(journal.HEADER),
    line(
        "Jane Exemplar", "17.3.2014", nationality="Ukrainian, Russian", birthDate="1960",
        alias="Джейн; \"Exemplar; J.\"",
    ),
    line(
        "JSC Works", "14 July 2026", recordId="2", annex="I.ENTITIES", schema="Company",
        previousName="Old Works", innCode="7704730655", imoNumber="1745868",
    ),
    line("Tanker", "2026-08-07", recordId="", annex="XLII", schema="Vessel", programKey="EU-RUS", imoNumber="9179842"),
    line("Zone", "", recordId="3", annex="LIII", schema="Asset", country="Russia"),
    line("Ferry", "", recordId="", annex="XLII", schema="Vessel", imoNumber="Does not exist"),
)  # fmt: skip
SPECIMEN = mutations.Specimen(
    journal.source,
    LINES,
    unknown=(
        ("celex", "269/2014"),
        ("programKey", "EU-ATL"),
        ("schema", "Robot"),
        ("startDate", "31.2.2014"),
        ("nationality", "Atlantean"),
    ),
)


def test_entries_have_the_day_the_annex_prints_in_whatever_form(write: Write):
    entries = journal.tidy([write("269.csv", *LINES)])["listing"].set_index("entry_id")
    assert entries["listed_on"].dt.strftime("%Y-%m-%d").fillna("none").to_dict() == {
        "32014R0269/I.ENTITIES/2": "2026-07-14",
        "32014R0269/I.PERSONS/1": "2014-03-17",
        "32014R0269/XLII/Ferry": "none",
        "32014R0269/XLII/Tanker": "2026-08-07",
    }
    assert entries["date_basis"].fillna("none").tolist() == ["listed_on", "listed_on", "none", "listed_on"]
    assert entries.loc["32014R0269/I.PERSONS/1", "countries"] == "RUS;UKR"
    assert entries["programmes"].tolist() == ["UKR", "UKR", "UKR", "RUS"]
    assert entries["target_type"].tolist() == ["entity", "individual", "vessel", "vessel"]


def test_names_and_numbers_come_apart_and_assets_are_counted_out(write: Write):
    rows = journal.tidy([write("269.csv", *LINES)])
    names = rows["listing_name"]
    person = names[names["entry_id"].str.contains("PERSONS")]
    assert dict(zip(person["name"], person["kind"], strict=True)) == {
        "Exemplar; J.": "alias",
        "Джейн": "alias",
        "Jane Exemplar": "primary",
    }
    numbers = rows["listing_identifier"]
    assert set(zip(numbers["kind"], numbers["value"], strict=True)) == {
        ("imo", "1745868"), ("imo", "9179842"), ("inn", "7704730655"),
    }  # fmt: skip
    assert rows["listing"].attrs["left_out"] == {"Asset": 1}
    assert rows["listing"].attrs["warnings"] == [
        "1 cells of 'imoNumber' not understood as imo, such as 'Does not exist'"
    ]
    assert not any("1960" in str(cell) for table in rows.values() for cell in table.to_numpy().ravel())


def test_its_licence_keeps_it_out_of_the_bundle(write: Write):
    assert "non-commercial" in journal.source.license.title
    assert not journal.source.urls
    assert not (BUNDLED / "starter" / journal.source.name).exists()
    assert source_of(write("269.csv", *LINES)).name == "eu_official_journal"


@pytest.mark.parametrize("harms", mutations.ALL, ids=lambda harms: harms.__name__)
def test_harm_is_refused_or_harmless(harms: Callable[[mutations.Specimen], Iterator[mutations.Harm]]):
    mutations.judge(SPECIMEN, harms)


@pytest.mark.raw
def test_the_annexes_of_2026_by_day():
    entries = journal.tidy(raw("eu/*.csv"))["listing"]
    assert entries["list"].value_counts().to_dict() == {"32014R0269": 2_802, "32014R0833": 1_718, "32017R1509": 326}
    days = entries[entries["list"] == "32014R0269"]["listed_on"].value_counts()
    facts = {"2022-02-23": 354, "2022-04-08": 220, "2024-02-23": 194, "2022-12-16": 185}
    assert {day: days[pd.Timestamp(day)] for day in facts} == facts
    assert entries.attrs["left_out"] == {"Asset": 28}
