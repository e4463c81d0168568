"""The Security Council's list: who is on it, in which names, and what a later version changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from etl.recognise import source_of
from etl.sources import un_consolidated as un
from etl.table import ContractBroken
from tests.etl import markup_mutations as harms
from tests.etl.conftest import Write
from tests.etl.list_versions import changed
from tests.etl.mutations import Harm
from tests.etl.publishers import raw

XML = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-11-18T23:00:09.174Z">
  <INDIVIDUALS>
    <INDIVIDUAL>
      <DATAID>1</DATAID><VERSIONNUM>1</VERSIONNUM>
      <FIRST_NAME>JANE</FIRST_NAME><SECOND_NAME>MARY</SECOND_NAME>
      <THIRD_NAME>ANN</THIRD_NAME><FOURTH_NAME>EXEMPLAR</FOURTH_NAME>
      <UN_LIST_TYPE>DRC</UN_LIST_TYPE><REFERENCE_NUMBER>CDi.901</REFERENCE_NUMBER>
      <LISTED_ON>2012-12-31-05:00</LISTED_ON><NAME_ORIGINAL_SCRIPT>Джейн</NAME_ORIGINAL_SCRIPT>
      <COMMENTS1>Born in 1960,
        it is said.</COMMENTS1>
      <TITLE><VALUE>Colonel</VALUE></TITLE>
      <DESIGNATION><VALUE>Head of a company</VALUE></DESIGNATION>
      <NATIONALITY><VALUE>Democratic Republic of the Congo</VALUE></NATIONALITY>
      <LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
      <LAST_DAY_UPDATED><VALUE>2016-10-13</VALUE></LAST_DAY_UPDATED>
      <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Jane Example</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>J</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ADDRESS><COUNTRY>Rwanda</COUNTRY></INDIVIDUAL_ADDRESS>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1960</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DOCUMENT><NUMBER>P 123</NUMBER></INDIVIDUAL_DOCUMENT>
      <SORT_KEY/><SORT_KEY_LAST_MOD/>
    </INDIVIDUAL>
  </INDIVIDUALS>
  <ENTITIES>
    <ENTITY>
      <DATAID>2</DATAID><VERSIONNUM>1</VERSIONNUM>
      <FIRST_NAME>PETREL SHIPPING</FIRST_NAME>
      <UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPe.901 </REFERENCE_NUMBER>
      <LISTED_ON>2014-07-28</LISTED_ON><NAME_ORIGINAL_SCRIPT>해연</NAME_ORIGINAL_SCRIPT>
      <LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
      <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Tern Shipping</ALIAS_NAME></ENTITY_ALIAS>
      <ENTITY_ADDRESS><COUNTRY>na</COUNTRY></ENTITY_ADDRESS>
    </ENTITY>
    <ENTITY>
      <DATAID>3</DATAID><VERSIONNUM>1</VERSIONNUM>
      <FIRST_NAME>GANNET TRADING</FIRST_NAME>
      <UN_LIST_TYPE>Iran</UN_LIST_TYPE><REFERENCE_NUMBER>IRe.901</REFERENCE_NUMBER>
      <LISTED_ON>2008-03-03</LISTED_ON>
      <LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
      <ENTITY_ALIAS><QUALITY/><ALIAS_NAME/></ENTITY_ALIAS>
      <ENTITY_ADDRESS><COUNTRY>Iran (Islamic Republic of)</COUNTRY></ENTITY_ADDRESS>
    </ENTITY>
  </ENTITIES>
</CONSOLIDATED_LIST>"""
MARKUP = harms.Markup(
    un.source,
    XML,
    "ENTITY",
    unknown=(
        (">Rwanda<", ">Atlantis<"),
        (">Low<", ">Poor<"),
        (">DPRK<", "><"),
        (">2008-03-03<", ">2008-02-30<"),
        (">IRe.901<", ">?<"),
    ),
)


def test_entries_names_and_identifiers(write: Write):
    rows = un.tidy([write("un.xml", XML)])
    entries = rows["listing"].set_index("entry_id")
    assert entries["name"].to_dict() == {
        "CDi.901": "JANE MARY ANN EXEMPLAR",
        "KPe.901": "PETREL SHIPPING",
        "IRe.901": "GANNET TRADING",
    }
    assert entries["target_type"].tolist() == ["individual", "entity", "entity"]
    assert entries["programmes"].tolist() == ["DRC", "DPRK", "Iran"]
    assert entries["countries"].fillna("").tolist() == ["COD;RWA", "", "IRN"]
    assert entries["listed_on"].dt.strftime("%Y-%m-%d").tolist() == ["2012-12-31", "2014-07-28", "2008-03-03"]
    assert set(entries["date_basis"]) == {"listed_on"}
    assert entries["title"].tolist()[0] == "Colonel; Head of a company"
    names = rows["listing_name"]
    assert set(zip(names["entry_id"], names["kind"], names["name"], strict=True)) == {
        ("CDi.901", "primary", "JANE MARY ANN EXEMPLAR"),
        ("CDi.901", "variation", "Джейн"),
        ("CDi.901", "alias", "Jane Example"),
        ("CDi.901", "weak", "J"),
        ("KPe.901", "primary", "PETREL SHIPPING"),
        ("KPe.901", "variation", "해연"),
        ("KPe.901", "former", "Tern Shipping"),
        ("IRe.901", "primary", "GANNET TRADING"),
    }
    assert rows["listing_identifier"]["value"].tolist() == ["CDi.901", "KPe.901", "IRe.901"]


def test_birth_and_documents_are_kept_as_a_hash_alone(write: Write):
    rows = un.tidy([write("un.xml", XML)])
    cells = [str(cell) for table in rows.values() for cell in table.to_numpy().ravel()]
    assert not any("1960" in cell or "P 123" in cell for cell in cells)
    later = un.tidy([write("b.xml", XML.replace("1960</YEAR>", "1961</YEAR>"))])["listing"]
    assert (later["withheld_sha256"] != rows["listing"]["withheld_sha256"]).tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Jane Example, born 1 Jan. 1953 (Oman passport no.01234567, expiry 3 May 2024.)", "Jane Example"),
        ("Jane Example (false identity related to identification number 1234567890123)", "Jane Example"),
        ("Jane Example born in 1963", "Jane Example"),
        ("Jane Example, born in Kandahar on 01 Jan.1967", "Jane Example"),
        ("Jane Example (born Sample)", "Jane Example (born Sample)"),
        ("Jane Example (جين)", "Jane Example (جين)"),
        ("Jane2525", "Jane2525"),
    ],
)
def test_what_stands_behind_a_persons_name_and_is_none_is_not_kept(write: Write, printed: str, name: str):
    names = un.tidy([write("un.xml", XML.replace(">Jane Example<", f">{printed}<"))])["listing_name"]
    assert names.loc[(names["entry_id"] == "CDi.901") & (names["kind"] == "alias"), "name"].tolist() == [name]


@pytest.mark.raw
def test_no_persons_name_in_the_real_list_carries_a_number_or_a_day_of_birth():
    tables = un.tidy(raw("un/un_consolidated_2025-11-18.xml"))
    persons = tables["listing"].query("target_type == 'individual'")["entry_id"]
    names = tables["listing_name"][lambda rows: rows["entry_id"].isin(persons)]["name"]
    assert len(names) > 2_000
    assert names[names.str.contains(r"passport|identification|\d{4}", case=False)].tolist() == []


def test_time_stamp_and_line_breaks_are_no_change(write: Write):
    later = XML.replace("11-18T23", "11-20T23").replace("1960,\n        it", "1960, it").replace("><", ">\n  <")
    tables = [un.tidy([write(name, text)])["listing"] for name, text in (("a.xml", XML), ("b.xml", later))]
    assert tables[0].equals(tables[1])


def test_the_file_says_its_day_and_is_recognised(write: Write):
    file = write("renamed.txt", XML)
    assert un.dated(file.read_bytes()) == date(2026, 11, 18)
    assert source_of(file).name == "un_consolidated"


@pytest.mark.parametrize("harm", harms.ALL, ids=lambda harm: harm.__name__)
def test_harm_is_refused_or_harmless(harm: Callable[[harms.Markup], Iterator[Harm]]):
    harms.judge(MARKUP, harm)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(place=harms.PLACES, junk=harms.JUNK)
def test_no_broken_byte_goes_unnoticed(place: int, junk: bytes):
    assert isinstance(harms.outcome(un.source, harms.spoiled(MARKUP, place, junk)), str)


def test_a_new_element_warns(write: Write):
    rows = un.tidy([write("un.xml", XML.replace("<SORT_KEY/>", "<SHOE_SIZE>7</SHOE_SIZE>"))])
    assert rows["listing"].attrs["warnings"] == [
        "un.xml line 22: new element 'INDIVIDUALS/INDIVIDUAL/SHOE_SIZE' is not read"
    ]


@pytest.mark.raw
def test_the_publishers_versions():
    files = {file.name[16:26]: file for file in raw("un/*.xml")}
    listings = {day: un.tidy([files[day]])["listing"] for day in ("2025-04-19", "2025-11-18")}
    kinds = {day: rows["target_type"].value_counts() for day, rows in listings.items()}
    assert {day: (count["individual"], count["entity"]) for day, count in kinds.items()} == {
        "2025-04-19": (684, 193),
        "2025-11-18": (727, 273),
    }
    with pytest.raises(ContractBroken, match=r"MALFORMED.xml line 53, column 11: this is no well-formed XML"):
        un.tidy([files["2025-08-16"]])


@pytest.mark.raw
def test_iran_came_back_with_old_dates_and_two_days_later_nothing_had_changed(home: Path):
    files = [file for file in raw("un/*.xml") if "MALFORMED" not in file.name]
    days = [date(2025, 4, 19), date(2025, 11, 18), date(2025, 11, 20)]
    returned, nothing = changed(home, "un_consolidated", dict(zip(days, files, strict=True)))
    assert len(nothing) == 0
    added = returned[returned["change"] == "added"]
    iran = added[added["entry_id"].str.startswith("IR")]
    assert len(iran) == 121
    assert (len(added), (returned["change"] == "removed").sum()) == (126, 3)
    listed = un.tidy([files[1]])["listing"].set_index("entry_id").loc[iran["entry_id"], "listed_on"].dt.year
    assert (listed.min(), listed.max()) == (2006, 2012)
