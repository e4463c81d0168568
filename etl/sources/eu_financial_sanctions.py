"""The Union's consolidated list of persons and organisations under financial sanctions, file version 1.1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from etl.codes.authorities import alpha_2
from etl.codes.regimes import eu_programme
from etl.entries import identifiers, tables
from etl.reading import Dialect, has_columns, read
from etl.sheet import Cells, Sheet
from etl.source import License, Source
from etl.tables import listing, listing_identifier, listing_name

REGULATION = [
    "Type",
    "OrganisationType",
    "PublicationDate",
    "EntryIntoForceDate",
    "NumberTitle",
    "Programme",
    "PublicationUrl",
]
BLOCKS = {
    "Entity": [
        "LogicalId", "EU_ReferenceNumber", "UnitedNationId", "DesignationDate", "DesignationDetails", "Remark",
        "SubjectType", "SubjectType_ClassificationCode",
    ],
    "NameAlias": [
        "LastName", "FirstName", "MiddleName", "WholeName", "NameLanguage", "Gender", "Title", "Function",
        "LogicalId", "RegulationLanguage", "Remark",
    ],
    "Address": [
        "City", "Street", "PoBox", "ZipCode", "Region", "Place", "AsAtListingTime", "ContactInfo",
        "CountryIso2Code", "CountryDescription", "LogicalId", "RegulationLanguage", "Remark",
    ],
    "BirthDate": [
        "BirthDate", "Day", "Month", "Year", "YearRangeFrom", "YearRangeTo", "Circa", "CalendarType", "ZipCode",
        "Region", "Place", "City", "CountryIso2Code", "CountryDescription", "LogicalId", "RegulationLanguage",
        "Remark",
    ],
    "Identification": [
        "Number", "Diplomatic", "KnownExpired", "KnownFalse", "ReportedLost", "RevokedByIssuer", "IssuedBy",
        "IssuedDate", "ValidFrom", "ValidTo", "LatinNumber", "NameOnDocument", "TypeCode", "TypeDescription",
        "Region", "CountryIso2Code", "CountryDescription", "LogicalId", "RegulationLanguage", "Remark",
    ],
    "Citizenship": ["Region", "CountryIso2Code", "CountryDescription", "LogicalId", "RegulationLanguage", "Remark"],
}  # fmt: skip
HEADER = ["fileGenerationDate"]
for block, fields in BLOCKS.items():
    HEADER += [f"{block}_{field}" for field in fields] + [f"{block}_Regulation_{field}" for field in REGULATION]

DIALECT = Dialect(delimiter=";", new_columns=True)
OWN = ("fileGenerationDate", "Entity_LogicalId", "NameAlias_WholeName")
# The guide and the files differ in which of two columns has the letter and which the word.
TYPES = {"P": "individual", "person": "individual", "E": "entity", "enterprise": "entity"}
NUMBERS = {
    "imo": ("imo", r"[0-9]{7}"),
    "swiftbic": ("swift_bic", r"[A-Z0-9]{8}([A-Z0-9]{3})?"),
    "regnumber": ("registration", r"\S+"),
}
PAPERS = (
    "", "diplomatic", "driverlicence", "electionid", "fiscalcode", "id", "other", "passport", "residentperm", "ssn",
    "stateissued", "tradelic", "travel",
)  # fmt: skip
KEPT = (
    "Entity_LogicalId", "Entity_EU_ReferenceNumber", "Entity_DesignationDate", "Entity_SubjectType",
    "Entity_SubjectType_ClassificationCode", "Entity_Regulation_Programme", "NameAlias_WholeName",
    "NameAlias_NameLanguage", "NameAlias_Function", "Citizenship_CountryIso2Code",
)  # fmt: skip
UNKNOWN = ("", "00")
GENERATED = "fileGenerationDate"  # a time stamp, different every day without any change
SWALLOWED = r"(?s).*\n[0-9]{2}/[0-9]{2}/[0-9]{4};[0-9]+;.*"


def recognises(head: bytes) -> bool:
    """The columns of file version 1.1; three that no other list has are enough."""
    return has_columns(head, OWN, DIALECT)


def dated(head: bytes) -> date | None:
    """The day on which the file was generated, in the first row."""
    found = re.search(rb"\n(\d\d/\d\d/\d{4});", head)
    return datetime.strptime(found[1].decode(), "%d/%m/%Y").date() if found else None


def tidy(paths: Sequence[Path]) -> dict[str, pd.DataFrame]:
    """One entry per logical identifier, which the file prints in a row for each name, address and so on."""
    sheet = read(paths, HEADER, dialect=DIALECT)
    _nothing_swallowed(sheet)
    sheet.day(GENERATED, "%d/%m/%Y")
    entry_id = sheet.text("Entity_LogicalId", r"[0-9]+")
    remedy = "add the type to TYPES in the adapter"
    target_type = sheet.choice("Entity_SubjectType", TYPES, remedy)
    code = sheet.choice("Entity_SubjectType_ClassificationCode", TYPES, remedy)
    sheet.say(entry_id[target_type.ne(code) & code.notna()], "is an entry of two types", "get the file again")
    person = target_type.eq("individual")
    citizens = sheet.translated("Citizenship_CountryIso2Code", _country)
    addresses = sheet.translated("Address_CountryIso2Code", _country)
    office = sheet.rows["NameAlias_Function"]
    return tables(
        sheet,
        authority="EU",
        list_name="FSF",
        entry_id=entry_id,
        cells={
            "target_type": target_type,
            "programmes": sheet.translated("Entity_Regulation_Programme", eu_programme),
            # Where a person lives is not kept.
            "countries": citizens.where(person, addresses),
            "title": office.where(person),
        },
        dates={"designated": _day(sheet, "Entity_DesignationDate"), "regulation": _regulation(sheet)},
        names=_names(sheet, entry_id),
        identifiers=_identifiers(sheet, entry_id, ~person),
        kept=(GENERATED, *KEPT),
    )


def _nothing_swallowed(sheet: Sheet) -> None:
    """A field that begins with a bare quotation mark would take in the rows up to the next one."""
    for column in sheet.rows.columns:
        cells = sheet.rows[column]
        broken = cells[cells.str.contains("\n", regex=False)]
        swallowed = broken[broken.str.fullmatch(SWALLOWED).astype(bool)]
        sheet.say(swallowed.str.slice(0, 60), "has a quotation mark that never ends", "get the file again")


def _country(code: str) -> str:
    return "" if code in UNKNOWN else alpha_2(code)


def _day(sheet: Sheet, column: str) -> Cells:
    return sheet.day(column, blank=True)


def _regulation(sheet: Sheet) -> Cells:
    """The earlier of publication and entry into force, which may be those of an amending act."""
    columns = ("Entity_Regulation_PublicationDate", "Entity_Regulation_EntryIntoForceDate")
    both = pd.concat([_day(sheet, column) for column in columns], axis=1)
    earliest: Cells = both.min(axis=1)
    return earliest


def _names(sheet: Sheet, entry_id: Cells) -> pd.DataFrame:
    """The file marks no name as the first; the oldest, by its own identifier, is."""
    name = sheet.rows["NameAlias_WholeName"]
    age: Cells = pd.to_numeric(sheet.text("NameAlias_LogicalId", r"[0-9]+", blank=True), errors="coerce")
    age = age.where(name.str.strip().ne(""))
    kind = pd.Series("alias", name.index).mask(age.eq(age.groupby(entry_id).transform("min")), "primary")
    weak = sheet.rows["NameAlias_Remark"].str.contains("low quality", case=False, regex=False)
    language = sheet.rows["NameAlias_NameLanguage"]
    sheet.text("NameAlias_NameLanguage", r"[A-Za-z]{2,3}", blank=True, remedy="get the file again")
    kind = kind.mask(weak & kind.eq("alias"), "weak")
    return pd.DataFrame({"entry_id": entry_id, "kind": kind, "name": name, "language": language})


def _identifiers(sheet: Sheet, entry_id: Cells, organisation: Cells) -> pd.DataFrame:
    """Numbers of organisations by their kind; papers are not kept, nor is a kind that nobody has named yet."""
    kinds = sheet.rows["Identification_TypeCode"]
    number = sheet.rows["Identification_Number"]
    unknown = sorted(set(kinds) - set(PAPERS) - set(NUMBERS))
    if unknown:
        sheet.warnings.append(
            f"identification types {', '.join(unknown)} are not kept; add them to NUMBERS or PAPERS in the adapter"
        )
    references = {
        "eu_reference": (sheet.rows["Entity_EU_ReferenceNumber"], r"EU\.[0-9.]+"),
        "un_reference": (sheet.rows["Entity_UnitedNationId"], r"[A-Za-z]+\.?[0-9.A-Za-z]+"),
    }
    found = [identifiers(sheet, entry_id, k, c, p) for k, (c, p) in references.items()]
    for code, (kind, pattern) in NUMBERS.items():
        found.append(identifiers(sheet, entry_id, kind, number.where(organisation & kinds.eq(code)), pattern))
    return pd.concat(found)


source = Source(
    name="eu_financial_sanctions",
    title="EU consolidated list of financial sanctions",
    publisher="European Commission, Directorate-General for Financial Stability",
    page="https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions",
    license=License(
        "other-at",
        "European Commission: reuse with attribution (Decision 2011/833/EU)",
        "https://commission.europa.eu/legal-notice_en",
    ),
    citation="European Commission, Consolidated list of persons and entities subject to EU financial sanctions.",
    into=listing,
    also=(listing_name, listing_identifier),
    recognises=recognises,
    tidy=tidy,
    dated=dated,
    least=2_500,
    most=20_000,
    rhythm_days=7,
    urls=("https://webgate.ec.europa.eu/fsd/fsf/public/files/csvFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw",),
    note=(
        "The date is that of the designation where the list prints one, otherwise that of the act shown, which may "
        "be a later, amending one. Of persons, papers, births and addresses are not kept. The 118 columns are those of "
        "the publisher's guide and of public programs; no whole file has been run through yet."
    ),
)
