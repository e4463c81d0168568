"""The Commission's file 1.1, built to its guide: a row per name, address, birth, paper or citizenship."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from etl.recognise import source_of
from etl.sources import eu_financial_sanctions as fsf
from etl.table import ContractBroken
from tests.etl import mutations
from tests.etl.conftest import Write


def line(entry: str, letter: str, /, **other: str) -> str:
    """One row of the file; what is not given is as under Regulation 269/2014."""
    cells = dict.fromkeys(fsf.HEADER, "") | {
        "fileGenerationDate": "08/11/2026",
        "Entity_LogicalId": entry,
        "Entity_EU_ReferenceNumber": f"EU.{entry}.18",
        "Entity_SubjectType": letter,
        "Entity_SubjectType_ClassificationCode": {"P": "person", "E": "enterprise"}[letter],
        "Entity_Regulation_PublicationDate": "2022-02-23",
        "Entity_Regulation_EntryIntoForceDate": "2022-02-24",
        "Entity_Regulation_Programme": "UKR",
    }
    return ";".join((cells | other)[name] for name in fsf.HEADER)


def named(entry: str, letter: str, number: str, name: str, language: str = "", /, **other: str) -> str:
    """A row that gives a name."""
    block = {"NameAlias_WholeName": name, "NameAlias_NameLanguage": language, "NameAlias_LogicalId": number}
    return line(entry, letter, **(block | other))


DESIGNATED = {"Entity_DesignationDate": "2014-03-17"}
LINES = (
    ";".join(fsf.HEADER),
    named("100", "P", "7", "Jane Exemplar", "EN", NameAlias_Function="Minister", **DESIGNATED),
    named("100", "P", "9", "Джейн Экземпляр", "RU", **DESIGNATED),
    named("100", "P", "8", "Jane Exemplar", "FR", **DESIGNATED),
    line("100", "P", Citizenship_CountryIso2Code="UA", **DESIGNATED),
    line("100", "P", Citizenship_CountryIso2Code="00", BirthDate_BirthDate="1960-02-01", **DESIGNATED),
    line("100", "P", Identification_Number="AB 1234567", Identification_TypeCode="passport", **DESIGNATED),
    named("200", "E", "12", 'Works "Red Star" JSC', "EN", Entity_UnitedNationId="KPe.012"),
    line("200", "E", Address_CountryIso2Code="KP", Address_City="Pyongyang"),
    line("200", "E", Identification_Number="DCBKKPPY", Identification_TypeCode="swiftbic"),
)
SPECIMEN = mutations.Specimen(
    fsf.source,
    LINES,
    delimiter=";",
    ended=False,
    unknown=(
        ("Entity_LogicalId", "x"),
        ("Entity_SubjectType", "R"),
        ("Entity_SubjectType_ClassificationCode", "robot"),
        ("Entity_Regulation_Programme", "ATL"),
        ("Citizenship_CountryIso2Code", "QX"),
        ("Address_CountryIso2Code", "QX"),
        ("Entity_DesignationDate", "17.3.2014"),
        ("fileGenerationDate", "2026-11-08"),
        ("NameAlias_NameLanguage", "English!"),
    ),
)


def test_the_header_has_the_118_columns_of_the_guide():
    assert len(fsf.HEADER) == len(set(fsf.HEADER)) == 118
    assert [fsf.HEADER[place] for place in (1, 14, 16, 34, 54, 78, 105)] == [
        "Entity_LogicalId", "Entity_Regulation_Programme", "NameAlias_LastName", "Address_City",
        "BirthDate_BirthDate", "Identification_Number", "Citizenship_Region",
    ]  # fmt: skip


def test_an_entry_is_designated_or_has_the_earlier_day_of_its_act(write: Write):
    entries = fsf.tidy([write("fsf.csv", *LINES)])["listing"].set_index("entry_id")
    assert entries["listed_on"].dt.strftime("%Y-%m-%d").to_dict() == {"100": "2014-03-17", "200": "2022-02-23"}
    assert entries["date_basis"].to_dict() == {"100": "designated", "200": "regulation"}
    assert entries["name"].to_dict() == {"100": "Jane Exemplar", "200": 'Works "Red Star" JSC'}
    assert entries["countries"].to_dict() == {"100": "UKR", "200": "PRK"}
    assert entries["title"].fillna("").to_dict() == {"100": "Minister", "200": ""}
    assert set(entries["programmes"]) == {"UKR"}


def test_names_keep_their_languages_and_persons_no_number_but_that_of_the_listing(write: Write):
    rows = fsf.tidy([write("fsf.csv", *LINES)])
    names = rows["listing_name"][["entry_id", "kind", "name", "language"]]
    assert names.to_numpy().tolist() == [
        ["100", "alias", "Jane Exemplar", "FR"],
        ["100", "alias", "Джейн Экземпляр", "RU"],
        ["100", "primary", "Jane Exemplar", "EN"],
        ["200", "primary", 'Works "Red Star" JSC', "EN"],
    ]
    assert rows["listing_identifier"][["entry_id", "kind", "value"]].to_numpy().tolist() == [
        ["100", "eu_reference", "EU.100.18"],
        ["200", "eu_reference", "EU.200.18"],
        ["200", "un_reference", "KPe.012"],
        ["200", "swift_bic", "DCBKKPPY"],
    ]
    said = [str(cell) for table in rows.values() for cell in table.to_numpy().ravel()]
    assert not any("1960" in word or "1234567" in word or "Pyongyang" in word for word in said)


def test_the_time_stamp_is_no_change_and_an_address_is(write: Write):
    before = fsf.tidy([write("a.csv", *LINES)])["listing"]
    later = fsf.tidy([write("b.csv", *(row.replace("08/11/2026", "09/11/2026") for row in LINES))])["listing"]
    assert before.equals(later)
    moved = fsf.tidy([write("c.csv", *(row.replace("Pyongyang", "Wonsan") for row in LINES))])["listing"]
    assert before.compare(moved).columns.get_level_values(0).unique().tolist() == ["withheld_sha256"]


def test_a_quotation_mark_at_the_start_of_a_field_does_not_swallow_rows(write: Write):
    lines = [*LINES, named("300", "E", "20", '"Open'), named("400", "E", "21", 'Closed"'), named("500", "E", "22", "X")]
    with pytest.raises(ContractBroken, match=r"fsf\.csv"):
        fsf.tidy([write("fsf.csv", *lines)])


def test_a_new_kind_of_number_is_withheld_and_said(write: Write):
    extra = line("200", "E", Identification_Number="1", Identification_TypeCode="newkind")
    listing = fsf.tidy([write("fsf.csv", *LINES, extra)])["listing"]
    assert listing.attrs["warnings"] == [
        "identification types newkind are not kept; add them to NUMBERS or PAPERS in the adapter"
    ]


def test_the_file_says_its_day_and_is_recognised_with_its_mark(write: Write):
    file = write("fsf.csv", *LINES, encoding="utf-8-sig")
    assert fsf.dated(file.read_bytes()) == date(2026, 11, 8)
    assert source_of(file).name == "eu_financial_sanctions"


@pytest.mark.parametrize("harms", mutations.ALL, ids=lambda harms: harms.__name__)
def test_harm_is_refused_or_harmless(harms: Callable[[mutations.Specimen], Iterator[mutations.Harm]]):
    mutations.judge(SPECIMEN, harms)
