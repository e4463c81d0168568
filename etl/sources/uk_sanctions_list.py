"""The UK Sanctions List as it is since January 2026, the table and the XML alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from etl import uk_markup
from etl.codes.nationalities import countries_of
from etl.codes.regimes import uk_regulations
from etl.entries import identifiers, stacked, tables
from etl.reading import Dialect, has_columns, read
from etl.sheet import Cells, Sheet
from etl.source import License, Source
from etl.table import ContractBroken
from etl.tables import listing, listing_identifier, listing_name

HEADER = [
    "Last Updated", "Unique ID", "OFSI Group ID", "UN Reference Number", "Name 6", "Name 1", "Name 2", "Name 3",
    "Name 4", "Name 5", "Name type", "Alias strength", "Title", "Name non-latin script", "Non-latin script type",
    "Non-latin script language", "Regime Name", "Designation Type", "Designation source", "Sanctions Imposed",
    "Other Information", "UK Statement of Reasons", "Address Line 1", "Address Line 2", "Address Line 3",
    "Address Line 4", "Address Line 5", "Address Line 6", "Address Postal Code", "Address Country", "Phone number",
    "Website", "Email address", "Date Designated", "D.O.B", "Nationality(/ies)", "National Identifier number",
    "National Identifier additional information", "Passport number", "Passport additional information", "Position",
    "Gender", "Town of birth", "Country of birth", "Type of entity", "Subsidiaries", "Parent company",
    "Business registration number (s)", "IMO number", "Current owner/operator (s)", "Previous owner/operator (s)",
    "Current believed flag of ship", "Previous flags", "Type of ship", "Tonnage of ship", "Length of ship",
    "Year Built", "Hull identification number (HIN)",
]  # fmt: skip
DIALECT = Dialect(preamble=True, new_columns=True, ended=True)
OWN = ("Unique ID", "Regime Name", "Designation Type", "Sanctions Imposed")
TYPES = {"Individual": "individual", "Entity": "entity", "Ship": "vessel"}
# The list writes "Primary Name", "Primary name" and once "ALias": capitals say nothing.
KINDS = {"primary name": "primary", "alias": "alias", "primary name variation": "variation"}
STRENGTHS = {"": False, "Good quality": False, "Low quality": True, "Strong": False, "Weak": True}
NAME_PARTS = ["Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6"]
KEPT = (
    *NAME_PARTS, "Unique ID", "Name type", "Alias strength", "Name non-latin script", "Non-latin script language",
    "Regime Name", "Designation Type", "Date Designated", "Nationality(/ies)", "Position", "IMO number",
    "Current believed flag of ship", "Type of ship",
)  # fmt: skip


def recognises(head: bytes) -> bool:
    """The columns of the table, of which four are enough, or the outermost element of the XML."""
    return has_columns(head, OWN, DIALECT) or uk_markup.is_list(head)


def dated(head: bytes) -> date | None:
    """The day in "Report Date: 08-Oct-2026" above the header, or in the XML."""
    table = re.match(rb"(?:\xef\xbb\xbf)?Report Date: *(\d\d-[A-Z][a-z][a-z]-\d{4})", head)
    if table:
        return datetime.strptime(table[1].decode(), "%d-%b-%Y").date()
    xml = re.search(rb"<DateGenerated>(\d\d/\d\d/\d{4})</DateGenerated>", head)
    return datetime.strptime(xml[1].decode(), "%d/%m/%Y").date() if xml else None


def tidy(paths: Sequence[Path]) -> dict[str, pd.DataFrame]:
    """One entry per Unique ID, which the table prints in a row for each name, address and so on."""
    sheet = _sheet(paths)
    entry_id = sheet.text("Unique ID", r"[A-Z]{3}[0-9]{4,}")
    target_type = sheet.choice("Designation Type", TYPES, "add the type to TYPES in the adapter")
    person, ship = target_type.eq("individual"), target_type.eq("vessel")
    flag = sheet.rows["Current believed flag of ship"]
    nationality = sheet.translated("Nationality(/ies)", countries_of)
    flagged = sheet.translated("Current believed flag of ship", countries_of)
    # Where a person lives is not kept.
    seat = sheet.translated("Address Country", countries_of)
    imposed = sheet.rows["Sanctions Imposed"].map(lambda said: "|".join(sorted({w.strip() for w in said.split("|")})))
    sheet.rows = sheet.rows.assign(**{"Sanctions Imposed": imposed})
    return tables(
        sheet,
        authority="UK",
        list_name="UK Sanctions List",
        entry_id=entry_id,
        cells={
            "target_type": target_type,
            "programmes": sheet.translated("Regime Name", uk_regulations),
            "countries": nationality.where(person, flagged.where(ship, seat)),
            "title": sheet.rows["Position"].where(person),
            "vessel_flag": flag.where(ship),
            "vessel_type": sheet.rows["Type of ship"].where(ship),
        },
        dates={"designated": sheet.day("Date Designated", "%d/%m/%Y")},
        names=_names(sheet, entry_id),
        identifiers=pd.concat(
            [
                identifiers(sheet, entry_id, "imo", sheet.rows["IMO number"].where(~person), r"[0-9]{7}"),
                identifiers(sheet, entry_id, "un_reference", sheet.rows["UN Reference Number"], r"[A-Za-z0-9.]+"),
            ]
        ),
        kept=KEPT,
    )


def _sheet(paths: Sequence[Path]) -> Sheet:
    """Table or XML in the columns of the table."""
    marked = [path for path in paths if uk_markup.is_list(path.read_bytes()[:65_536])]
    if not marked:
        return read(paths, HEADER, dialect=DIALECT)
    if len(marked) < len(paths):
        names = ", ".join(path.name for path in paths)
        raise ContractBroken(f"{names}: the list as a table and as XML at once; give one of them")
    return uk_markup.read(paths, HEADER)


def _names(sheet: Sheet, entry_id: Cells) -> pd.DataFrame:
    """Latin names by their type; a name in its own script is a variation in the language that is given."""
    latin = sheet.rows[NAME_PARTS].agg(" ".join, axis=1)
    script = sheet.rows["Name non-latin script"]
    typed = sheet.rows["Name type"].where(latin.str.strip().ne(""))
    remedy = "add the type to KINDS in the adapter"
    sheet.say(typed[typed.notna() & ~typed.str.lower().isin(list(KINDS))], f"is not one of {', '.join(KINDS)}", remedy)
    weak = sheet.choice("Alias strength", STRENGTHS, "add the strength to STRENGTHS in the adapter")
    kind = typed.str.lower().map(KINDS)
    kind = kind.mask(kind.eq("alias") & weak.eq(True), "weak")
    language = sheet.rows["Non-latin script language"].replace("", None)
    return stacked(
        [
            {"entry_id": entry_id, "kind": kind, "name": latin, "language": None},
            {"entry_id": entry_id, "kind": "variation", "name": script, "language": language},
        ],
        ["entry_id", "kind", "name", "language"],
    )


source = Source(
    name="uk_sanctions_list",
    title="UK Sanctions List",
    publisher="Foreign, Commonwealth and Development Office",
    page="https://www.gov.uk/government/publications/the-uk-sanctions-list",
    license=License(
        "OGL-UK-3.0",
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    citation="Foreign, Commonwealth and Development Office, UK Sanctions List.",
    into=listing,
    also=(listing_name, listing_identifier),
    recognises=recognises,
    tidy=tidy,
    dated=dated,
    least=2_500,
    most=20_000,
    rhythm_days=7,
    urls=("https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.csv",),
    note=(
        "Entries are Unique IDs, of which the list prints several rows each. An entry taken over from the United "
        "Nations keeps their date. Of persons, papers, births and addresses are not kept. Tried on excerpts of the "
        "table and of the XML of 2026; no whole file has been run through yet."
    ),
)
