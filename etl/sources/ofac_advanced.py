"""OFAC's advanced list, the only one of its files that dates the entries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from etl.listings import Identifier, Name, line_sheet, list_tables
from etl.markup import Element, Layout, fingerprint, has_root, line_of, one_file, records, text, texts
from etl.sheet import Sheet
from etl.source import License, Source
from etl.tables import listing, listing_identifier, listing_name

ROOT = "Sanctions"
ALIAS = "Profile/Identity/Alias"
NAMED = f"{ALIAS}/DocumentedName/DocumentedNamePart"
LAYOUTS = {
    "ReferenceValueSets": Layout(
        needed=("AliasTypeValues", "PartySubTypeValues", "PartyTypeValues", "ListValues", "SanctionsTypeValues"),
        opaque=(
            "AliasTypeValues", "PartySubTypeValues", "PartyTypeValues", "ListValues", "SanctionsTypeValues",
            "AreaCodeValues", "AreaCodeTypeValues", "CalendarTypeValues", "CountryValues",
            "CountryRelevanceValues", "DecisionMakingBodyValues", "DetailReferenceValues", "DetailTypeValues",
            "DocNameStatusValues", "EntryEventTypeValues", "EntryLinkTypeValues", "ExRefTypeValues",
            "FeatureTypeValues", "FeatureTypeGroupValues", "IDRegDocDateTypeValues", "IDRegDocTypeValues",
            "IdentityFeatureLinkTypeValues", "LegalBasisValues", "LegalBasisTypeValues", "LocPartTypeValues",
            "LocPartValueStatusValues", "LocPartValueTypeValues", "NamePartTypeValues", "OrganisationValues",
            "RelationQualityValues", "RelationTypeValues", "ReliabilityValues", "ScriptValues",
            "ScriptStatusValues", "SubsidiaryBodyValues", "SupInfoTypeValues", "TargetTypeValues",
            "ValidityValues",
        ),
    ),
    "IDRegDocuments/IDRegDocument": Layout(
        needed=("IDRegistrationNo",),
        known=("Comment", "IssuingAuthority"),
        opaque=("DocumentDate", "IDRegDocumentMention", "IssuedBy"),
    ),
    "DistinctParties/DistinctParty": Layout(
        needed=(ALIAS, f"{NAMED}/NamePartValue"),
        known=("Comment", "Profile", "Profile/Identity", f"{ALIAS}/DocumentedName", NAMED),
        opaque=("Profile/Feature", "Profile/SanctionsEntryReference", "Profile/Identity/NamePartGroups", "Feature"),
    ),
    "SanctionsEntries/SanctionsEntry": Layout(
        needed=("EntryEvent/Date/Year", "EntryEvent/Date/Month", "EntryEvent/Date/Day", "SanctionsMeasure/Comment"),
        known=("EntryEvent", "EntryEvent/Comment", "EntryEvent/Date", "SanctionsMeasure", "LimitationsToListing"),
        opaque=("SanctionsMeasure/DatePeriod", "SupInfo"),
    ),
}  # fmt: skip
BESIDE = ("DateOfIssue", "Locations", "ProfileRelationships", "SanctionsEntryLinks")
LISTS = {"SDN List": "SDN", "Consolidated List": "Consolidated"}
TYPES = {"Individual": "individual", "Entity": "entity", "Vessel": "vessel", "Aircraft": "aircraft"}
ALIASES = {"Name": "alias", "A.K.A.": "alias", "F.K.A.": "former", "N.K.A.": "alias"}
PROGRAMME, LISTED = "1", "1"  # SanctionsTypeID and EntryEventTypeID
PRIMARY_LATIN = "1"  # DocNameStatusID; other scripts have another
IMO = re.compile(r"IMO ([0-9]{7})")


@dataclass
class Found:
    """What was gathered from a file while it streamed by."""

    meaning: dict[tuple[str, str], str] = field(default_factory=dict)
    imo: list[tuple[str, str]] = field(default_factory=list)
    owner: dict[str, str] = field(default_factory=dict)
    parties: dict[str, dict[str, str]] = field(default_factory=dict)
    entries: list[dict[str, object]] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    strange: list[tuple[int, str, str]] = field(default_factory=list)


def recognises(head: bytes) -> bool:
    """The outermost element of the advanced list, in whatever namespace it has this year."""
    return has_root(head, ROOT) and b"<DateOfIssue" in head


def dated(head: bytes) -> date | None:
    """The day of issue that the file states first."""
    found = re.search(rb"<DateOfIssue.*?<Year>(\d+)</Year>\s*<Month>(\d+)</Month>\s*<Day>(\d+)</Day>", head, re.DOTALL)
    return date(*(int(part) for part in found.groups())) if found else None


def tidy(paths: Sequence[Path]) -> dict[str, pd.DataFrame]:
    """Rows of listing, listing_name and listing_identifier."""
    path = one_file(paths)
    warnings: list[str] = []
    found = Found()
    take = dict(zip(LAYOUTS, (_meanings, _document, _party, _entry), strict=True))
    for kind, record in records(path, ROOT, LAYOUTS, warnings, BESIDE):
        take[kind](record, found)
    sheet = line_sheet(path, found.entries, list(found.entries[0]))
    sheet.warnings += warnings
    for line, what, word in found.strange[:5]:
        sheet.faults.append(f"{path.name} line {line}, '{what}': {word!r} is not known; add it to the adapter")
    lost = [imo for who, imo in found.imo if who not in found.owner]
    if lost:
        sheet.faults.append(f"{path.name}: IMO {', '.join(lost[:5])} has an IdentityID that no party has; get it again")
    rows = _listing(sheet, found)
    numbers = [Identifier(found.owner[who], "imo", imo) for who, imo in found.imo]
    return list_tables(rows, found.names, numbers)


def _meanings(record: Element, found: Found) -> None:
    for values in record:
        for value in values:
            found.meaning[str(value.tag), str(value.get("ID"))] = (value.text or "").strip()
            if value.tag == "PartySubType":
                found.meaning["PartyTypeOf", str(value.get("ID"))] = str(value.get("PartyTypeID"))


def _document(record: Element, found: Found) -> None:
    number = IMO.fullmatch(text(record, "IDRegistrationNo"))
    if number:
        found.imo.append((str(record.get("IdentityID")), number[1]))


def _party(record: Element, found: Found) -> None:
    for profile in record.findall("Profile"):
        entry = str(profile.get("ID"))
        aliases = profile.findall("Identity/Alias")
        names = [_named(entry, alias, name, found) for alias in aliases for name in alias.findall("DocumentedName")]
        primary = next((name.name for name in names if name.kind == "primary"), "")
        found.parties[entry] = {"name": primary, "type": _type(profile, found), "withheld": fingerprint(record)}
        found.names += [name for name in names if name.kind != "primary"]
        for identity in profile.findall("Identity"):
            found.owner[str(identity.get("ID"))] = entry


def _named(entry: str, alias: Element, written: Element, found: Found) -> Name:
    name = " ".join(texts(written, "DocumentedNamePart/NamePartValue"))
    latin = written.get("DocNameStatusID") == PRIMARY_LATIN
    said = found.meaning.get(("AliasType", str(alias.get("AliasTypeID"))), "")
    for what, word, known in (
        ("AliasTypeID", said, ALIASES),
        ("LowQuality", str(alias.get("LowQuality")), ("true", "false")),
        ("DocNameStatusID", str(written.get("DocNameStatusID")), ("1", "2")),
    ):
        if word not in known:
            found.strange.append((line_of(alias), what, word))
    if alias.get("Primary") == "true" and latin:
        return Name(entry, "primary", name)
    if alias.get("LowQuality") == "true":
        return Name(entry, "weak", name)
    return Name(entry, ALIASES.get(said, "alias") if latin else "variation", name)


def _type(profile: Element, found: Found) -> str:
    """Vessel and aircraft are kinds of transport; of persons and organisations the kind is not known."""
    sub = str(profile.get("PartySubTypeID"))
    named = found.meaning.get(("PartySubType", sub), "")
    return (
        named if named in TYPES else found.meaning.get(("PartyType", found.meaning.get(("PartyTypeOf", sub), "")), "")
    )


def _entry(record: Element, found: Found) -> None:
    days = sorted(_day(event) for event in record.findall("EntryEvent") if event.get("EntryEventTypeID") == LISTED)
    measures = [m for m in record.findall("SanctionsMeasure") if m.get("SanctionsTypeID") == PROGRAMME]
    found.entries.append(
        {
            "line": line_of(record),
            "ProfileID": str(record.get("ProfileID", "")),
            "ListID": found.meaning.get(("List", str(record.get("ListID"))), f"ListID {record.get('ListID')}"),
            "EntryEvent": days[0] if days else "",
            "programmes": ";".join(programme for m in measures if (programme := text(m, "Comment"))),
        }
    )


def _day(event: Element) -> str:
    year, month, day = (text(event, f"Date/{part}") for part in ("Year", "Month", "Day"))
    return f"{year}-{month:0>2}-{day:0>2}"


def _listing(sheet: Sheet, found: Found) -> pd.DataFrame:
    rows = sheet.rows
    nameless = rows["ProfileID"].map(lambda entry: not found.parties.get(entry, {}).get("name"))
    sheet.say(rows.loc[nameless, "ProfileID"], "has no name among the DistinctParties", "get the whole file again")
    sheet.unique(["ListID", "ProfileID"], "one entry stands on a list twice; get the file again")
    rows["type"] = rows["ProfileID"].map(lambda entry: found.parties.get(entry, {}).get("type", "Entity"))
    return sheet.tidy(
        {
            "authority": "US",
            "list": sheet.choice("ListID", LISTS, "add the list to LISTS in the adapter"),
            "entry_id": sheet.text("ProfileID", "[0-9]+"),
            "name": rows["ProfileID"].map(lambda entry: found.parties.get(entry, {}).get("name")),
            "target_type": sheet.choice("type", TYPES, "add the type to TYPES in the adapter"),
            "programmes": sheet.text("programmes"),
            "listed_on": sheet.day("EntryEvent"),
            "date_basis": "listed_on",
            "left_censored": False,
            "delisted": False,
            "withheld_sha256": rows["ProfileID"].map(lambda entry: found.parties.get(entry, {}).get("withheld")),
        }
    )


source = Source(
    name="ofac_advanced",
    title="US Specially Designated Nationals list with dates of listing",
    publisher="Office of Foreign Assets Control, US Department of the Treasury",
    page="https://sanctionslist.ofac.treas.gov/Home/SdnList",
    license=License("other-pd", "US public domain", "https://www.usa.gov/government-copyright"),
    citation="US Treasury, Office of Foreign Assets Control, Specially Designated Nationals list, advanced XML.",
    into=listing,
    also=(listing_name, listing_identifier),
    recognises=recognises,
    tidy=tidy,
    dated=dated,
    least=10_000,
    most=60_000,
    rhythm_days=4,
    urls=("https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN_ADVANCED.XML",),
    hosts=(
        "sanctionslistservice.ofac.treas.gov",
        "wc2h-sls-prod-public-published.s3.us-gov-west-1.amazonaws.com",
        "www.treasury.gov",
    ),
    note=(
        "One date an entry, that of its first listing: a programme added later has none. Built to the documented "
        "layout and an excerpt of the publisher's entries, not yet run over a whole file. Features, addresses "
        "and documents of persons are not kept; a hash shows when they change."
    ),
)
