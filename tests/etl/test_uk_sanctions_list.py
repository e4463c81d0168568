"""The UK Sanctions List of 2026: table and XML say the same, one designation in several rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from etl.recognise import source_of
from etl.sources import uk_sanctions_list as uksl
from etl.table import ContractBroken
from tests.etl import mutations
from tests.etl.conftest import Write
from tests.etl.publishers import raw

RUSSIA = "The Russia (Sanctions) (EU Exit) Regulations 2019"
KOREA = "The Democratic People's Republic of Korea (Sanctions) (EU Exit) Regulations 2019"


def line(entry: str, name: str, type_of_name: str = "Primary Name", /, **other: str) -> str:
    """One row of the table; what is not given is as for a person under the regulations on Russia."""
    cells = dict.fromkeys(uksl.HEADER, "") | {
        "Last Updated": "31/07/2024",
        "Unique ID": entry,
        "Name 6": name,
        "Name type": type_of_name,
        "Regime Name": RUSSIA,
        "Designation Type": "Individual",
        "Designation source": "UK",
        "Sanctions Imposed": "Asset freeze|Travel Ban",
        "Date Designated": "24/02/2022",
    }
    cells |= {key.replace("_", " "): value for key, value in other.items()}
    return ",".join(cells[name] for name in uksl.HEADER)


SHIP = {
    "Designation Type": "Ship", "Date Designated": "03/10/2017", "Regime Name": KOREA, "IMO number": "IMO9562233",
    "Current believed flag of ship": "Gabon", "Type of ship": "Oil Tanker", "UN Reference Number": "KPv.001",
}  # fmt: skip
LINES = (
    "Report Date: 08-Oct-2026",
    ",".join(uksl.HEADER),
    line(
        "RUS0001", "EXEMPLAR", Name_1="Jane", **{"Nationality(/ies)": "(1) Russian (2) Cypriot", "D.O.B": "dd/mm/1960"}
    ),
    line("RUS0001", "EXEMPLAR", "Alias", Name_1="J", Alias_strength="Low quality", Position="Minister"),
    line("RUS0001", "", "", **{"Name non-latin script": "Джейн", "Non-latin script language": "Russian"}),
    line("DPR0075", "Petrel 8", "Alias", **SHIP),
    line("DPR0075", "Tian Tai 36", "Primary Name Variation", **SHIP),
)
SPECIMEN = mutations.Specimen(
    uksl.source,
    LINES,
    header=1,
    unknown=(
        ("Unique ID", "2176"),
        ("Name type", "Nickname"),
        ("Alias strength", "So-so"),
        ("Regime Name", "The Atlantis Regulations"),
        ("Designation Type", "Robot"),
        ("Date Designated", "31/02/2022"),
        ("Nationality(/ies)", "Atlantean"),
    ),
)
XML = f"""<?xml version="1.0" encoding="utf-8"?>
<Designations>
  <DateGenerated>08/10/2026</DateGenerated>
  <Designation>
    <LastUpdated>18/12/2021</LastUpdated>
    <DateDesignated>03/10/2017</DateDesignated>
    <UniqueID>DPR0075</UniqueID>
    <UNReferenceNumber>KPv.001</UNReferenceNumber>
    <Names>
      <Name><Name6>Petrel 8</Name6><NameType>Alias</NameType></Name>
      <Name><Name6>Tian Tai 36</Name6><NameType>Primary Name Variation</NameType></Name>
    </Names>
    <NonLatinNames />
    <RegimeName>{KOREA}</RegimeName>
    <IndividualEntityShip>Ship</IndividualEntityShip>
    <DesignationSource>UN</DesignationSource>
    <SanctionsImposed>Prohibition of port entry</SanctionsImposed>
    <ShipDetails><Ship><IMONumbers><IMONumber>IMO9562233</IMONumber></IMONumbers>
      <CurrentBelievedFlagOfShips><CurrentBelievedFlagOfShip>Gabon</CurrentBelievedFlagOfShip></CurrentBelievedFlagOfShips>
      <TypeOfShipDetails><TypeOfShip>Oil Tanker</TypeOfShip></TypeOfShipDetails></Ship></ShipDetails>
  </Designation>
</Designations>"""


def test_rows_of_one_unique_id_are_one_entry(write: Write):
    entries = uksl.tidy([write("uk.csv", *LINES)])["listing"].set_index("entry_id")
    assert entries["name"].to_dict() == {"DPR0075": "Petrel 8", "RUS0001": "Jane EXEMPLAR"}
    assert entries["listed_on"].dt.strftime("%Y-%m-%d").to_dict() == {"DPR0075": "2017-10-03", "RUS0001": "2022-02-24"}
    assert set(entries["date_basis"]) == {"designated"}
    assert entries["programmes"].to_dict() == {"DPR0075": "PRK", "RUS0001": "RUS"}
    assert entries["countries"].to_dict() == {"DPR0075": "GAB", "RUS0001": "CYP;RUS"}
    assert entries.loc["DPR0075", ["target_type", "vessel_flag", "vessel_type"]].tolist() == [
        "vessel", "Gabon", "Oil Tanker",
    ]  # fmt: skip
    assert entries.loc["RUS0001", "title"] == "Minister"


def test_names_have_the_kind_the_list_gives_them(write: Write):
    rows = uksl.tidy([write("uk.csv", *LINES)])
    names = rows["listing_name"]
    assert list(zip(names["kind"], names["name"], names["language"].fillna(""), strict=True)) == [
        ("alias", "Petrel 8", ""),
        ("variation", "Tian Tai 36", ""),
        ("primary", "Jane EXEMPLAR", ""),
        ("variation", "Джейн", "Russian"),
        ("weak", "J EXEMPLAR", ""),
    ]
    numbers = rows["listing_identifier"]
    assert set(zip(numbers["kind"], numbers["value"], strict=True)) == {("imo", "9562233"), ("un_reference", "KPv.001")}
    assert not any("1960" in str(cell) for table in rows.values() for cell in table.to_numpy().ravel())


@pytest.mark.parametrize("was", ["Alias", "Primary Name"])
def test_the_capitals_of_a_kind_of_name_say_nothing(write: Write, was: str):
    kinds = uksl.tidy([write("a.csv", *LINES)])["listing_name"]["kind"].tolist()
    shouted = [*LINES[:2], *(line.replace(was, was.swapcase()) for line in LINES[2:])]
    assert uksl.tidy([write("b.csv", *shouted)])["listing_name"]["kind"].tolist() == kinds


def test_repeated_measures_and_their_order_are_no_change(write: Write):
    before = uksl.tidy([write("a.csv", *LINES)])["listing"]
    later = [row.replace("Asset freeze|Travel Ban", "Travel Ban|Asset freeze|Travel Ban") for row in LINES]
    assert before.equals(uksl.tidy([write("b.csv", *later)])["listing"])
    fewer = [row.replace("Asset freeze|Travel Ban", "Asset freeze") for row in LINES]
    assert not before.equals(uksl.tidy([write("c.csv", *fewer)])["listing"])


def test_xml_says_what_the_table_says(write: Write):
    marked = uksl.tidy([write("uk.xml", XML)])
    table = uksl.tidy([write("uk.csv", *LINES[:2], *LINES[5:])])
    kept = [name for name in table["listing"].columns if name != "withheld_sha256"]
    assert marked["listing"][kept].equals(table["listing"][kept])
    assert marked["listing_name"].equals(table["listing_name"])
    assert marked["listing_identifier"].equals(table["listing_identifier"])


@pytest.mark.parametrize(
    ("was", "harmed", "words"),
    [
        ("UniqueID", "Identifier", "no 'UniqueID'"),
        ("NameType", "Kind", "NameType"),
        ("<DateDesignated>03", "<DateDesignated>33", "line 4, element 'Date Designated': '33/10/2017'"),
        (">Ship<", ">Submarine<", "'Submarine'"),
        (KOREA, "The Atlantis Regulations", "add it to UK_REGULATIONS"),
        (">Gabon<", ">Atlantis<", "'Atlantis' is no known country"),
        ("</Designations>", "", "no well-formed XML"),
        ("<Designations>", '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><Designations>', "declares"),
        (XML[XML.index("  <Designation>") : XML.index("</Designations>")], "", "there is no Designation"),
        (XML, "<html><body>503</body></html>", "uk.xml"),
        (XML, "", "uk.xml: the file is empty"),
    ],
)
def test_harmed_xml_is_refused_with_what_was_wrong(write: Write, was: str, harmed: str, words: str):
    file = write("uk.xml", XML)
    file.write_text(XML.replace(was, harmed), encoding="utf-8")
    with pytest.raises(ContractBroken) as broken:
        uksl.tidy([file])
    assert words in str(broken.value)


def test_a_new_element_warns_and_two_formats_at_once_are_refused(write: Write):
    marked = write("uk.xml", XML.replace("<NonLatinNames />", "<NonLatinNames /><Colour>Red</Colour>"))
    assert "new element 'Designation/Colour' is not read" in uksl.tidy([marked])["listing"].attrs["warnings"][0]
    with pytest.raises(ContractBroken, match="as a table and as XML at once"):
        uksl.tidy([marked, write("uk.csv", *LINES)])


def test_the_list_says_its_day_and_is_recognised_either_way(write: Write):
    for file in (write("uk.csv", *LINES), write("uk.xml", XML)):
        assert uksl.dated(file.read_bytes()) == date(2026, 10, 8)
        assert source_of(file).name == "uk_sanctions_list"


@pytest.mark.parametrize("harms", mutations.ALL, ids=lambda harms: harms.__name__)
def test_harm_is_refused_or_harmless(harms: Callable[[mutations.Specimen], Iterator[mutations.Harm]]):
    mutations.judge(SPECIMEN, harms)


@pytest.mark.raw
def test_the_publishers_own_rows():
    table, xml = (uksl.tidy([file]) for file in raw("uk/uk_sanctions_list_*.csv", "uk/uk_sanctions_list_*.xml"))
    (entry,) = table["listing"].to_dict("records")
    assert (entry["entry_id"], entry["name"], entry["countries"]) == ("RUS2176", "KOROLEV PROSPECT", "GAB")
    assert table["listing_identifier"]["value"].tolist() == ["9826902"]
    assert xml["listing"]["listed_on"].dt.strftime("%Y-%m-%d").tolist() == ["2001-01-25", "2017-10-03"]
    assert xml["listing"]["target_type"].tolist() == ["individual", "vessel"]
    assert len(xml["listing_name"]) == 5
