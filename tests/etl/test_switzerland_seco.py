"""SECO's list in its documented layout: the last modification decides who is listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from etl.recognise import source_of
from etl.sources import switzerland_seco as seco
from etl.table import ContractBroken
from tests.etl import markup_mutations as harms
from tests.etl.conftest import Write
from tests.etl.mutations import Harm

XML = """<?xml version="1.0" encoding="UTF-8"?>
<swiss-sanctions-list list-type="whole-list" date="2026-08-27">
  <sanctions-program ssid="20" version-date="2026-05-21">
    <program-key lang="ger">Weissrussland</program-key>
    <program-key lang="eng">Belarus</program-key>
    <program-name lang="eng">Ordinance on measures against Belarus</program-name>
    <sanctions-set ssid="4387" lang="eng">article 12</sanctions-set>
    <sanctions-set ssid="4388" lang="eng">article 16</sanctions-set>
    <origin>EU</origin>
  </sanctions-program>
  <target ssid="901">
    <sanctions-set-id>4387</sanctions-set-id>
    <individual>
      <identity ssid="1" main="true">
        <name ssid="2" name-type="primary-name" quality="good">
          <name-part order="2" name-part-type="given-name"><value>Jane</value>
            <spelling-variant lang="RUS" script="CYRL">Джейн</spelling-variant></name-part>
          <name-part order="1" name-part-type="family-name"><value>Exemplar</value></name-part>
        </name>
        <name ssid="3" name-type="alias" quality="low">
          <name-part order="1"><value>J</value></name-part></name>
        <nationality ssid="5"><country iso-code="BY">Belarus</country></nationality>
        <day-month-year year="1960"/>
        <address ssid="6" place-id="70"><address-details>1 Tern Street</address-details></address>
      </identity>
      <justification ssid="4">Businesswoman.</justification>
    </individual>
    <modification modification-type="listed" publication-date="2022-03-15" effective-date="2022-03-16"/>
    <modification modification-type="de-listed" publication-date="2018-01-01" effective-date="2018-01-02"/>
    <modification modification-type="listed" publication-date="2015-01-01" effective-date="2015-01-02"/>
  </target>
  <target ssid="902">
    <sanctions-set-id>4388</sanctions-set-id>
    <sanctions-set-id>4387</sanctions-set-id>
    <foreign-identifier>KPe.901</foreign-identifier>
    <entity>
      <identity ssid="11" main="true">
        <name ssid="12" name-type="primary-name" quality="good">
          <name-part order="1"><value>Gannet Bank</value></name-part></name>
        <name ssid="13" name-type="formerly-known-as" quality="good">
          <name-part order="1"><value>Skua Bank</value></name-part></name>
      </identity>
    </entity>
    <modification modification-type="de-listed" publication-date="2025-06-20" effective-date="2025-06-20"/>
    <modification modification-type="amended" publication-date="2023-01-01" effective-date="2023-01-01">
      <removed><entity><identity><name name-type="primary-name" quality="good">
        <name-part order="1"><value>Old Bank</value></name-part></name></identity></entity></removed>
    </modification>
    <modification modification-type="listed" publication-date="2021-08-11" effective-date="2021-08-11"/>
  </target>
  <target ssid="903">
    <sanctions-set-id>4387</sanctions-set-id>
    <object object-type="vessel">
      <identity ssid="21" main="true">
        <name ssid="22" name-type="primary-name" quality="good">
          <name-part order="1"><value>Petrel</value></name-part></name>
      </identity>
      <other-information ssid="23">IMO Number: 8405270</other-information>
    </object>
    <modification modification-type="listed" publication-date="2016-05-18" effective-date="2016-05-18"/>
  </target>
  <place ssid="70"><location>Vilnius</location><country iso-code="LT">Lithuania</country></place>
</swiss-sanctions-list>"""
MARKUP = harms.Markup(
    seco.source,
    XML,
    "target",
    unknown=(
        ('iso-code="BY"', 'iso-code="ZZ"'),
        ('modification-type="listed"', 'modification-type="moved"'),
        ('object-type="vessel"', 'object-type="submarine"'),
        ('quality="low"', 'quality="poor"'),
        ('name-type="alias"', 'name-type="nickname"'),
        ("<sanctions-set-id>4388", "<sanctions-set-id>9999"),
        ('effective-date="2016-05-18"', 'effective-date="2016-02-30"'),
        ('target ssid="902"', 'target ssid="901"'),
        ('list-type="whole-list"', 'list-type="delta"'),
    ),
    attributes=("list-type", "name-type", "quality", "iso-code", "modification-type", "effective-date", "object-type"),
    optional=(
        "place", "country", "nationality", "address", "spelling-variant", "foreign-identifier", "other-information",
    ),
)  # fmt: skip


def test_who_is_listed_since_when(write: Write):
    entries = seco.tidy([write("seco.xml", XML)])["listing"].set_index("entry_id")
    assert entries["name"].to_dict() == {"901": "Exemplar Jane", "902": "Gannet Bank", "903": "Petrel"}
    assert entries["target_type"].tolist() == ["individual", "entity", "vessel"]
    assert entries["delisted"].tolist() == [False, True, False]
    assert entries["listed_on"].dt.strftime("%Y-%m-%d").tolist() == ["2022-03-16", "2021-08-11", "2016-05-18"]
    assert entries["programmes"].tolist() == ["Belarus"] * 3
    assert entries["countries"].fillna("").tolist() == ["BLR;LTU", "", ""]


def test_names_in_every_spelling_but_none_of_former_states_of_the_entry(write: Write):
    rows = seco.tidy([write("seco.xml", XML)])
    names = rows["listing_name"].fillna("")
    assert set(names[["entry_id", "kind", "name", "language"]].itertuples(index=False, name=None)) == {
        ("901", "primary", "Exemplar Jane", ""),
        ("901", "variation", "Exemplar Джейн", "RUS CYRL"),
        ("901", "weak", "J", ""),
        ("902", "primary", "Gannet Bank", ""),
        ("902", "former", "Skua Bank", ""),
        ("903", "primary", "Petrel", ""),
    }
    numbers = rows["listing_identifier"]
    assert set(zip(numbers["kind"], numbers["value"], strict=True)) == {("un_reference", "KPe.901"), ("imo", "8405270")}
    assert not any("1960" in str(cell) for table in rows.values() for cell in table.to_numpy().ravel())


def test_the_list_says_its_day_and_is_recognised(write: Write):
    file = write("x.xml", XML)
    assert seco.dated(file.read_bytes()) == date(2026, 8, 27)
    assert source_of(file).name == "switzerland_seco"


@pytest.mark.parametrize("harm", harms.ALL, ids=lambda harm: harm.__name__)
def test_harm_is_refused_or_harmless(harm: Callable[[harms.Markup], Iterator[Harm]]):
    harms.judge(MARKUP, harm)


def test_a_part_of_the_list_is_refused(write: Write):
    with pytest.raises(ContractBroken, match="list-type is 'delta', not 'whole-list'"):
        seco.tidy([write("s.xml", XML.replace("whole-list", "delta"))])
