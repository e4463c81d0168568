"""OFAC's advanced list: the date of each entry's first listing, in whatever namespace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from etl.recognise import source_of
from etl.sources import ofac_advanced as advanced
from etl.table import ContractBroken
from tests.etl import markup_mutations as harms
from tests.etl.conftest import Write
from tests.etl.mutations import Harm
from tests.etl.publishers import raw

NAMESPACE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML"


def name(kind: str, words: str, primary: bool = False, low: bool = False, script: str = "1") -> str:
    """One alias with one documented name."""
    parts = "".join(
        f"<DocumentedNamePart><NamePartValue>{word}</NamePartValue></DocumentedNamePart>" for word in words.split("|")
    )
    flags = f'AliasTypeID="{kind}" Primary="{str(primary).lower()}" LowQuality="{str(low).lower()}"'
    return f'<Alias {flags}><DocumentedName DocNameStatusID="{script}">{parts}</DocumentedName></Alias>'


def party(number: str, kind: str, *names: str) -> str:
    """One party with one profile and one identity."""
    identity = f'<Identity ID="1{number}" Primary="true">{"".join(names)}</Identity>'
    return (
        f'<DistinctParty FixedRef="{number}"><Comment/><Profile ID="{number}" PartySubTypeID="{kind}">{identity}'
        '<Feature ID="8"><FeatureVersion><DatePeriod><Year>1960</Year></DatePeriod></FeatureVersion></Feature>'
        "</Profile></DistinctParty>"
    )


def measure(kind: str, words: str) -> str:
    """A measure; those of kind 1 name a programme."""
    return f'<SanctionsMeasure SanctionsTypeID="{kind}"><Comment>{words}</Comment></SanctionsMeasure>'


def entry(number: str, day: tuple[int, int, int], *programmes: str) -> str:
    """One entry on the SDN list; a measure that is no programme comes first."""
    printed = "".join(f"<{name}>{n}</{name}>" for name, n in zip(("Year", "Month", "Day"), day, strict=True))
    return (
        f'<SanctionsEntry ID="{number}" ProfileID="{number}" ListID="1550">'
        f'<EntryEvent EntryEventTypeID="1"><Date>{printed}</Date></EntryEvent>'
        f"{measure('1705', '')}{''.join(measure('1', words) for words in programmes)}</SanctionsEntry>"
    )


PERSON = party(
    "901",
    "4",
    name("1403", "EXEMPLAR|Jane", primary=True),
    name("1403", "Экземпляр", script="2", primary=True),
    name("1400", "JANE", low=True),
)
XML = f"""<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="{NAMESPACE}" Version="3">
<DateOfIssue><Year>2026</Year><Month>9</Month><Day>9</Day></DateOfIssue>
<ReferenceValueSets>
<AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType>
<AliasType ID="1401">F.K.A.</AliasType><AliasType ID="1403">Name</AliasType></AliasTypeValues>
<ListValues><List ID="1550">SDN List</List></ListValues>
<PartySubTypeValues>
<PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType>
<PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType>
<PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
<PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType>
<PartyType ID="4">Transport</PartyType></PartyTypeValues>
<SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType></SanctionsTypeValues>
</ReferenceValueSets>
<Locations><Location ID="5"/></Locations>
<IDRegDocuments><IDRegDocument IDRegDocTypeID="1626" IdentityID="1903">
<IDRegistrationNo>IMO 9187629</IDRegistrationNo></IDRegDocument>
<IDRegDocument IDRegDocTypeID="1571" IdentityID="1901">
<IDRegistrationNo>P 77</IDRegistrationNo></IDRegDocument></IDRegDocuments>
<DistinctParties>
{PERSON}
{party("902", "3", name("1403", "GANNET BANK", primary=True), name("1401", "SKUA BANK"))}
{party("903", "1", name("1403", "PETREL", primary=True))}
</DistinctParties>
<SanctionsEntries>
{entry("901", (1995, 1, 23), "SDGT", "IFSR")}
{entry("902", (2022, 2, 24), "RUSSIA-EO14024")}
{entry("903", (2018, 12, 1), "DPRK4")}
</SanctionsEntries>
</Sanctions>"""
MARKUP = harms.Markup(
    advanced.source,
    XML,
    "SanctionsEntry",
    unknown=(
        ("SDN List", "List of Nobody"),
        (">Entity<", ">Robot<"),
        ("F.K.A.", "W.K.A."),
        ("<Month>12<", "<Month>13<"),
        ('ProfileID="902"', 'ProfileID="999"'),
        ('LowQuality="true"', 'LowQuality="maybe"'),
    ),
    attributes=(
        "AliasTypeID", "Primary", "LowQuality", "DocNameStatusID", "PartySubTypeID", "PartyTypeID", "ProfileID",
        "ListID", "EntryEventTypeID", "SanctionsTypeID", "IdentityID", "ID",
    ),
)  # fmt: skip


def test_entries_with_their_date_of_listing(write: Write):
    rows = advanced.tidy([write("a.xml", XML)])
    entries = rows["listing"].set_index("entry_id")
    assert entries["name"].to_dict() == {"901": "EXEMPLAR Jane", "902": "GANNET BANK", "903": "PETREL"}
    assert entries["target_type"].tolist() == ["individual", "entity", "vessel"]
    assert entries["listed_on"].dt.strftime("%Y-%m-%d").tolist() == ["1995-01-23", "2022-02-24", "2018-12-01"]
    assert entries["programmes"].tolist() == ["SDGT;IFSR", "RUSSIA-EO14024", "DPRK4"]
    names = rows["listing_name"]
    assert set(names[["entry_id", "kind", "name"]].itertuples(index=False, name=None)) == {
        ("901", "primary", "EXEMPLAR Jane"),
        ("901", "variation", "Экземпляр"),
        ("901", "weak", "JANE"),
        ("902", "primary", "GANNET BANK"),
        ("902", "former", "SKUA BANK"),
        ("903", "primary", "PETREL"),
    }
    assert rows["listing_identifier"][["entry_id", "value"]].to_numpy().tolist() == [["903", "9187629"]]
    assert not any("1960" in str(c) or "P 77" in str(c) for table in rows.values() for c in table.to_numpy().ravel())


def test_the_namespace_of_other_years_makes_no_difference(write: Write):
    older = XML.replace(NAMESPACE, "http://www.un.org/sanctions/1.0")
    tables = [advanced.tidy([write(name, text)])["listing"] for name, text in (("a.xml", XML), ("b.xml", older))]
    assert tables[0].equals(tables[1])


def test_the_file_says_its_day_and_is_recognised(write: Write):
    file = write("x.xml", XML)
    assert advanced.dated(file.read_bytes()) == date(2026, 9, 9)
    assert source_of(file).name == "ofac_advanced"


@pytest.mark.parametrize("harm", harms.ALL, ids=lambda harm: harm.__name__)
def test_harm_is_refused_or_harmless(harm: Callable[[harms.Markup], Iterator[Harm]]):
    harms.judge(MARKUP, harm)


@pytest.mark.raw
def test_the_publishers_excerpt_is_recognised_and_refused_for_want_of_names():
    (file,) = raw("ofac/sdn_advanced_*.xml")
    assert source_of(file).name == "ofac_advanced"
    with pytest.raises(ContractBroken, match="there is no DistinctParties/DistinctParty"):
        advanced.tidy([file])


@pytest.mark.raw
def test_the_publishers_own_entries_have_their_dates(write: Write):
    (file,) = raw("ofac/sdn_advanced_*.xml")
    text = file.read_text(encoding="utf-8")
    entries = text[text.index("<SanctionsEntries>") : text.index("</Sanctions>")]
    ours = XML[: XML.index("<SanctionsEntries>")].replace('ID="901"', 'ID="36"').replace('ID="902"', 'ID="2677"')
    whole = write("whole.xml", ours.replace('ID="903"', 'ID="15432"') + entries + "</Sanctions>")
    rows = advanced.tidy([whole])["listing"].set_index("entry_id")
    assert rows["listed_on"].dt.strftime("%Y-%m-%d").to_dict() == {
        "36": "1986-12-10", "2677": "1995-01-23", "15432": "2012-09-19",
    }  # fmt: skip
    assert rows["programmes"].to_dict() == {"36": "CUBA", "2677": "SDGT", "15432": "SDGT"}
