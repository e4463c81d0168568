"""Small lists of ours in the publishers' layouts, for what the bundled tables do not hold: whole lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from etl.build import build
from etl.sources import all_sources, uk_sanctions_list
from tests.etl.conftest import add_vintage

NOTHING = "-0- "


def ofac(
    number: int, name: str, kind: str = NOTHING, programmes: str = "RUSSIA-EO14024", remarks: str = NOTHING
) -> str:
    """A row of SDN.CSV."""
    said = remarks if remarks == NOTHING else f'"{remarks}"'
    return ",".join([str(number), f'"{name}"', kind, f'"{programmes}"', *[NOTHING] * 7, said])


SDN_BEFORE = (
    ofac(36, "PETREL", '"vessel"', remarks="Vessel Registration Identification IMO 7612448."),
    ofac(37, "WORKS OF TERN", remarks="Tax ID No. 7701234567 (Russia)."),
    ofac(38, "SKUA TRADING"),
)
SDN_AFTER = (
    ofac(36, "PETREL", '"vessel"', "RUSSIA-EO14024] [DPRK3", "Vessel Registration Identification IMO 7612448."),
    ofac(37, "WORKS OF TERN", remarks="Tax ID No. 7701234567 (Russia)."),
    ofac(39, "GANNET BANK"),
    ofac(
        40,
        "EXEMPLAR, Jane",
        '"individual"',
        remarks="DOB 01 Jan 1960; Passport 1234567 (Russia); a.k.a. 'JX'; Linked To: GANNET BANK.",
    ),
)


def un_entity(reference: str, name: str, day: str, programme: str = "DPRK") -> str:
    """An organisation on the list of the United Nations."""
    return f"""<ENTITY><DATAID>1</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>{name}</FIRST_NAME>
<UN_LIST_TYPE>{programme}</UN_LIST_TYPE><REFERENCE_NUMBER>{reference}</REFERENCE_NUMBER>
<LISTED_ON>{day}</LISTED_ON><NAME_ORIGINAL_SCRIPT>큰바다쇠오리</NAME_ORIGINAL_SCRIPT>
<LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
<ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>{name} Holding</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ADDRESS><COUNTRY>na</COUNTRY></ENTITY_ADDRESS></ENTITY>"""


UN_PERSON = """<INDIVIDUAL><DATAID>9</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>JOHN</FIRST_NAME>
<SECOND_NAME>EXAMPLE</SECOND_NAME><THIRD_NAME>Q</THIRD_NAME><FOURTH_NAME>PUBLIC</FOURTH_NAME>
<UN_LIST_TYPE>DRC</UN_LIST_TYPE><REFERENCE_NUMBER>CDi.901</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON>
<NAME_ORIGINAL_SCRIPT>Джон</NAME_ORIGINAL_SCRIPT><TITLE><VALUE>Colonel</VALUE></TITLE>
<DESIGNATION><VALUE>Head of a company</VALUE></DESIGNATION><NATIONALITY><VALUE>Rwanda</VALUE></NATIONALITY>
<LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>John Q</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ADDRESS><COUNTRY>Rwanda</COUNTRY></INDIVIDUAL_ADDRESS>
<INDIVIDUAL_DATE_OF_BIRTH><YEAR>1960</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_PLACE_OF_BIRTH><CITY>Goma</CITY></INDIVIDUAL_PLACE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><NUMBER>P 123</NUMBER></INDIVIDUAL_DOCUMENT></INDIVIDUAL>"""
UN_BEFORE = (un_entity("KPe.901", "GREAT AUK CORPORATION", "2022-07-28"),)
UN_AFTER = (*UN_BEFORE, un_entity("IRe.901", "PUFFIN INDUSTRIES", "2008-03-03", "Iran"))

CANADA = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<data-set xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><record><Country>Russia / Russie</Country>
<EntityOrShip>Petrel</EntityOrShip><TitleOrShip>General Cargo</TitleOrShip><ShipIMONumber>7612448</ShipIMONumber>
<DateOfBirthOrShipBuildDate>1980</DateOfBirthOrShipBuildDate>
<Schedule>1.1</Schedule><Item>1</Item><DateOfListing>2024-03-21</DateOfListing></record>
<record><Country>Russia / Russie</Country>
<EntityOrShip>Dunlin</EntityOrShip><TitleOrShip>Crude Oil Tanker</TitleOrShip><ShipIMONumber>9187629</ShipIMONumber>
<DateOfBirthOrShipBuildDate>2000</DateOfBirthOrShipBuildDate>
<Schedule>1.1</Schedule><Item>2</Item><DateOfListing>2024-03-21</DateOfListing></record>
<record><Country>Russia / Russie</Country><LastName>Exemplar</LastName><GivenName>Jane</GivenName>
<TitleOrShip>Minister</TitleOrShip><Aliases>Джейн Экземпляр</Aliases><Schedule>1, Part 1</Schedule><Item>7</Item>
<DateOfListing>2022-02-24</DateOfListing></record></data-set>"""


def uk(entry: str, name: str, kind: str, day: str, **other: str) -> str:
    """A row of the UK list."""
    cells = dict.fromkeys(uk_sanctions_list.HEADER, "") | {
        "Unique ID": entry,
        "Name 6": name,
        "Name type": "Primary Name",
        "Regime Name": "The Russia (Sanctions) (EU Exit) Regulations 2019",
        "Designation Type": kind,
        "Date Designated": day,
    }
    cells |= {key.replace("_", " "): value for key, value in other.items()}
    return ",".join(cells.values())


UK = "\n".join(
    [
        "Report Date: 08-Oct-2024",
        ",".join(uk_sanctions_list.HEADER),
        uk("RUS0001", "Petrel", "Ship", "22/02/2024", IMO_number="IMO7612448"),
        uk("RUS0002", "Dunlin", "Ship", "22/02/2024", IMO_number="IMO9187629"),
        uk("DPR0001", "Great Auk Corporation", "Entity", "29/07/2022", UN_Reference_Number="KPe.901"),
    ]
)


def un_list(entities: tuple[str, ...]) -> str:
    """The file that the United Nations publish."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST dateGenerated="2026-11-18T23:00:09.174Z">'
        f"<INDIVIDUALS>{UN_PERSON}</INDIVIDUALS><ENTITIES>{''.join(entities)}</ENTITIES></CONSOLIDATED_LIST>"
    )


Version = tuple[str, str, str, str]
"""A source, a day, the name of the file and what stands in it."""
VERSIONS: tuple[Version, ...] = (
    ("ofac_sdn", "2024-02-20", "sdn.csv", "\r\n".join(SDN_BEFORE) + "\r\n\x1a"),
    ("ofac_sdn", "2024-02-23", "sdn.csv", "\r\n".join(SDN_AFTER) + "\r\n\x1a"),
    ("un_consolidated", "2025-04-19", "un.xml", un_list(UN_BEFORE)),
    ("un_consolidated", "2025-11-18", "un.xml", un_list(UN_AFTER)),
    ("canada_sema", "2024-06-01", "canada.xml", CANADA),
    ("uk_sanctions_list", "2024-10-08", "uk.csv", UK + "\n"),
)


def with_lists(home: Path, versions: Sequence[Version] = VERSIONS) -> Path:
    """A data folder with the bundled tables and these lists, which are allowed to be short."""
    written = home / "written"
    written.mkdir()
    for source, day, name, content in versions:
        file = written / name
        file.write_bytes(content.encode("utf-8"))
        add_vintage(home, file, source, date.fromisoformat(day))
    short = {name: replace(source, least=1) for name, source in all_sources().items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("etl.build.all_sources", lambda: short)
        report = build(home)
    assert report.good, report.failed
    return home
