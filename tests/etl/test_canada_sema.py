"""Canada's list: regulations in two languages, entries without identifiers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings

from etl.recognise import source_of
from etl.sources import canada_sema
from tests.etl import markup_mutations as harms
from tests.etl.conftest import Write
from tests.etl.mutations import Harm
from tests.etl.publishers import raw

XML = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<data-set xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
	<record>
		<Country>Russia / Russie</Country>
		<LastName>Exemplar</LastName>
		<GivenName>Jane</GivenName>
		<TitleOrShip>Minister</TitleOrShip>
		<Aliases>Джейн; J. Exemplar</Aliases>
		<DateOfBirthOrShipBuildDate>1960</DateOfBirthOrShipBuildDate>
		<Schedule>1, Part 1</Schedule>
		<Item>7</Item>
		<DateOfListing>2022-02-24</DateOfListing>
	</record>
	<record>
		<Country>Russia / Russie</Country>
		<EntityOrShip>Petrel</EntityOrShip>
		<TitleOrShip>General Cargo</TitleOrShip>
		<ShipIMONumber>7612448</ShipIMONumber>
		<DateOfBirthOrShipBuildDate>1980</DateOfBirthOrShipBuildDate>
		<Schedule>1.1</Schedule>
		<Item>1</Item>
		<DateOfListing>2025-02-21</DateOfListing>
	</record>
	<record>
		<Country>Hamas Terrorist Attacks / Attaques terroristes du Hamas</Country>
		<EntityOrShip>Gannet Trading</EntityOrShip>
		<Item>1</Item>
		<DateOfListing>2024-02-06</DateOfListing>
	</record>
</data-set>"""
MARKUP = harms.Markup(
    canada_sema.source,
    XML,
    "record",
    unknown=(
        ("Russia / Russie", "Russie / Russia"),
        ("2025-02-21", "2025-02-31"),
        ("<Item>7<", "<Item>n/a<"),
        ("7612448", "761244"),
        ("<LastName>Exemplar</LastName>", ""),
        ("<Schedule>1.1</Schedule>\n\t\t<Item>1<", "<Schedule>1, Part 1</Schedule>\n\t\t<Item>7<"),
    ),
)


def test_persons_ships_and_organisations(write: Write):
    rows = canada_sema.tidy([write("sema.xml", XML)])
    entries = rows["listing"]
    assert entries["entry_id"].tolist() == [
        "Russia, schedule 1, Part 1, item 7",
        "Russia, schedule 1.1, item 1",
        "Hamas Terrorist Attacks, item 1",
    ]
    assert entries["name"].tolist() == ["Jane Exemplar", "Petrel", "Gannet Trading"]
    assert entries["target_type"].tolist() == ["individual", "vessel", "entity"]
    assert entries["countries"].fillna("").tolist() == ["RUS", "RUS", ""]
    assert entries["title"].fillna("").tolist() == ["Minister", "", ""]
    assert entries["vessel_type"].fillna("").tolist() == ["", "General Cargo", ""]
    assert entries["listed_on"].dt.strftime("%Y-%m-%d").tolist() == ["2022-02-24", "2025-02-21", "2024-02-06"]
    assert rows["listing_identifier"][["kind", "value"]].to_numpy().tolist() == [["imo", "7612448"]]
    aliases = rows["listing_name"].query("kind == 'alias'")["name"]
    assert aliases.tolist() == ["Джейн", "J. Exemplar"]
    assert not any("1960" in str(cell) for table in rows.values() for cell in table.to_numpy().ravel())


def test_the_list_is_recognised_by_its_records(write: Write):
    assert source_of(write("x.xml", XML)).name == "canada_sema"


@pytest.mark.parametrize("harm", harms.ALL, ids=lambda harm: harm.__name__)
def test_harm_is_refused_or_harmless(harm: Callable[[harms.Markup], Iterator[Harm]]):
    harms.judge(MARKUP, harm)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(place=harms.PLACES, junk=harms.JUNK)
def test_no_broken_byte_goes_unnoticed(place: int, junk: bytes):
    assert isinstance(harms.outcome(canada_sema.source, harms.spoiled(MARKUP, place, junk)), str)


@pytest.mark.raw
def test_the_publishers_list():
    rows = canada_sema.tidy(raw("canada/sema-lmes.xml"))
    assert len(rows["listing"]) == 4_759
    assert rows["listing"]["listed_on"].notna().all()
    assert (rows["listing"]["programmes"] == "Russia").sum() == 2_426
    assert len(rows["listing_identifier"]) == 109
