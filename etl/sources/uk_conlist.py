"""The United Kingdom's consolidated list of asset-freeze targets, as published until January 2026."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from etl.codes.nationalities import countries_of
from etl.codes.regimes import uk_subject
from etl.entries import IDENTIFIER, tables
from etl.reading import Dialect, has_columns, read
from etl.source import License, Source
from etl.tables import listing, listing_identifier, listing_name

HEADER = [
    "Name 6", "Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Title", "DOB", "Town of Birth",
    "Country of Birth", "Nationality", "Passport Details", "NI Number", "Position", "Address 1", "Address 2",
    "Address 3", "Address 4", "Address 5", "Address 6", "Post/Zip Code", "Country", "Other Information",
    "Group Type", "Alias Type", "Regime", "Listed On", "Last Updated", "Group ID",
]  # fmt: skip
DIALECT = Dialect(preamble=True, encoding="cp1252", new_columns=True, ended=True)
OWN = ("Group Type", "Alias Type", "Regime", "Listed On", "Group ID")
TYPES = {"Individual": "individual", "Entity": "entity", "Ship": "vessel"}
KINDS = {"Prime Alias": "primary", "AKA": "alias", "FKA": "former"}
NAME_PARTS = ["Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6"]
KEPT = (*NAME_PARTS, "Group Type", "Alias Type", "Regime", "Listed On", "Group ID", "Position")


def recognises(head: bytes) -> bool:
    """The columns of the list below the day of its last change; four that no other list has are enough."""
    return has_columns(head, OWN, DIALECT)


def dated(head: bytes) -> date | None:
    """The day in "Last Updated,27/04/2020" above the header."""
    found = re.match(rb"Last Updated,(\d\d/\d\d/\d{4})", head)
    return datetime.strptime(found[1].decode(), "%d/%m/%Y").date() if found else None


def tidy(paths: Sequence[Path]) -> dict[str, pd.DataFrame]:
    """One entry per Group ID. An entry listed under several regimes keeps the earliest of their days."""
    sheet = read(paths, HEADER, dialect=DIALECT)
    entry_id = sheet.text("Group ID", r"[0-9]+")
    target_type = sheet.choice("Group Type", TYPES, "add the type to TYPES in the adapter")
    person = target_type.eq("individual")
    kind = sheet.choice("Alias Type", KINDS, "add the type to KINDS in the adapter")
    # Where a person lives is not kept, so that only the nationality counts for one.
    countries = sheet.translated("Nationality", countries_of).where(person, sheet.translated("Country", countries_of))
    return tables(
        sheet,
        authority="UK",
        list_name="ConList",
        entry_id=entry_id,
        cells={
            "target_type": target_type,
            "programmes": sheet.translated("Regime", uk_subject),
            "countries": countries,
            "title": sheet.rows["Position"].where(person),
        },
        dates={"listed_on": sheet.day("Listed On", "%d/%m/%Y")},
        names=pd.DataFrame(
            {"entry_id": entry_id, "kind": kind, "name": sheet.rows[NAME_PARTS].agg(" ".join, axis=1), "language": None}
        ),
        identifiers=pd.DataFrame(columns=IDENTIFIER),
        kept=KEPT,
    )


source = Source(
    name="uk_conlist",
    title="UK consolidated list of financial sanctions targets (retired January 2026)",
    publisher="Office of Financial Sanctions Implementation, HM Treasury",
    page="https://www.gov.uk/government/publications/financial-sanctions-consolidated-list-of-targets",
    license=License(
        "OGL-UK-3.0",
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    citation="HM Treasury, Office of Financial Sanctions Implementation, Consolidated list of targets.",
    into=listing,
    also=(listing_name, listing_identifier),
    recognises=recognises,
    tidy=tidy,
    dated=dated,
    least=1_000,
    most=20_000,
    by_hand=(
        "The list was withdrawn on 28 January 2026. Take an archived ConList.csv in the layout of 29 columns, "
        "as published until 2020, from the UK Government Web Archive."
    ),
    note=(
        "Entries are Group IDs, of which the list prints several rows each. Ships count as entities: the list "
        "did not tell them apart. An entry under several regimes has the earliest day of listing."
    ),
)
