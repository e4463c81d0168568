"""The United Kingdom's consolidated list of asset-freeze targets, as published until January 2026."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from etl import packed
from etl.codes.nationalities import countries_of
from etl.codes.regimes import uk_subject
from etl.entries import IDENTIFIER, NAME, stacked, tables
from etl.markup import BY_ITSELF
from etl.reading import Dialect, has_columns, read
from etl.sheet import Cells, Sheet
from etl.source import License, Source
from etl.table import ContractBroken
from etl.tables import listing, listing_identifier, listing_name

HEADER = [
    "Name 6", "Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Title", "DOB", "Town of Birth",
    "Country of Birth", "Nationality", "Passport Details", "NI Number", "Position", "Address 1", "Address 2",
    "Address 3", "Address 4", "Address 5", "Address 6", "Post/Zip Code", "Country", "Other Information",
    "Group Type", "Alias Type", "Regime", "Listed On", "Last Updated", "Group ID",
]  # fmt: skip
# From 2021 on the list had more columns, other words, and names in their own script.
HEADER_2021 = [
    "Name 6", "Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Title", "Name Non-Latin Script",
    "Non-Latin Script Type", "Non-Latin Script Language", "DOB", "Town of Birth", "Country of Birth", "Nationality",
    "Passport Number", "Passport Details", "National Identification Number", "National Identification Details",
    "Position", "Address 1", "Address 2", "Address 3", "Address 4", "Address 5", "Address 6", "Post/Zip Code",
    "Country", "Other Information", "Group Type", "Alias Type", "Alias Quality", "Regime", "Listed On",
    "UK Sanctions List Date Designated", "Last Updated", "Group ID",
]  # fmt: skip
DIALECT = Dialect(preamble=True, encoding="cp1252", new_columns=True, ended=True)
DIALECT_2021 = Dialect(preamble=True, encoding="utf-8", new_columns=True, ended=True)
OWN = ("Group Type", "Alias Type", "Regime", "Listed On", "Group ID")
NEW = {"Name Non-Latin Script", "Alias Quality", "UK Sanctions List Date Designated", "National Identification Number"}
TYPES = {"Individual": "individual", "Entity": "entity", "Ship": "vessel"}
KINDS = {"Prime Alias": "primary", "AKA": "alias", "FKA": "former"}
KINDS_2021 = {"Primary name": "primary", "Primary name variation": "variation", "AKA": "alias", "FKA": "former"}
QUALITIES = {"": False, "Good quality": False, "Good": False, "Low quality": True, "Low": True}
HEAD = 65_536
NAME_PARTS = ["Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6"]
UN_REFERENCE = r"UN Ref[.:]? ?(?:\(UN Ref\): ?)?([A-Z]{2}[ie]\.[0-9]{3})\b"
IMO = r"\bIMO(?: [Nn]umber)?:? ?([0-9]{7})\b"
KEPT = (
    *NAME_PARTS, "Group Type", "Alias Type", "Alias Quality", "Regime", "Listed On", "Group ID", "Position",
    "Name Non-Latin Script",
)  # fmt: skip


def recognises(head: bytes) -> bool:
    """The columns of the list below the day of its last change; four that no other list has are enough."""
    return has_columns(head, OWN, DIALECT)


def dated(head: bytes) -> date | None:
    """The day in "Last Updated,27/04/2020" above the header."""
    found = re.match(rb"(?:\xef\xbb\xbf)?Last Updated,(\d\d/\d\d/\d{4})", head)
    return datetime.strptime(found[1].decode(), "%d/%m/%Y").date() if found else None


def tidy(paths: Sequence[Path]) -> dict[str, pd.DataFrame]:
    """One entry per Group ID. An entry listed under several regimes keeps the earliest of their days."""
    # With one of the new columns renamed it is still the later layout, and refused by that column's name.
    later = [sum(has_columns(packed.head(p, HEAD), {n}, DIALECT_2021) for n in NEW) >= 2 for p in paths]
    if any(later) != all(later):
        raise ContractBroken(f"{', '.join(p.name for p in paths)}: lists of two layouts; {BY_ITSELF}")
    sheet = read(paths, HEADER_2021, dialect=DIALECT_2021) if any(later) else read(paths, HEADER, dialect=DIALECT)
    entry_id = sheet.text("Group ID", r"[0-9]+")
    target_type = sheet.choice("Group Type", TYPES, "add the type to TYPES in the adapter")
    person = target_type.eq("individual")
    kind = sheet.choice("Alias Type", KINDS_2021 if any(later) else KINDS, "add the kind to KINDS in the adapter")
    if any(later):
        weak = sheet.choice("Alias Quality", QUALITIES, "add the quality to QUALITIES in the adapter")
        kind = kind.mask(weak.eq(True) & kind.ne("primary"), "weak")
        sheet.day("UK Sanctions List Date Designated", "%d/%m/%Y", blank=True)
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
        names=_names(sheet, entry_id, kind),
        identifiers=_identifiers(sheet, entry_id, ~person),
        kept=KEPT,
    )


def _names(sheet: Sheet, entry_id: Cells, kind: Cells) -> pd.DataFrame:
    """The names as the list writes them and, where it has them, in their own script."""
    latin: dict[str, Any] = {"kind": kind, "name": sheet.rows[NAME_PARTS].agg(" ".join, axis=1), "language": None}
    parts: list[dict[str, Any]] = [{"entry_id": entry_id} | latin]
    if "Name Non-Latin Script" in sheet.rows:
        language = sheet.rows["Non-Latin Script Language"]
        other = {"kind": "variation", "name": sheet.rows["Name Non-Latin Script"], "language": language}
        parts.append({"entry_id": entry_id} | other)
    return stacked(parts, NAME)


def _identifiers(sheet: Sheet, entry_id: Cells, of_things: Cells) -> pd.DataFrame:
    """The numbers that stand in the remarks: the United Nations' of any entry, IMO numbers of all but persons."""
    remarks = sheet.rows["Other Information"]
    found = []
    for kind, pattern, said in (("un_reference", UN_REFERENCE, remarks), ("imo", IMO, remarks.where(of_things, ""))):
        values = said.str.findall(pattern).explode().dropna()
        found.append(pd.DataFrame({"entry_id": entry_id.reindex(values.index), "kind": kind, "value": values}))
    return pd.concat(found)[IDENTIFIER].drop_duplicates()


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
        "The list was withdrawn on 28 January 2026. Take an archived ConList.csv, in the layout of 29 columns (until "
        "2020) or of 36 (from 2021, folder 2022format), from the UK Government Web Archive."
    ),
    note=(
        "Entries are Group IDs, of which the list prints several rows each. Ships count as entities: the list "
        "did not tell them apart before 2021. An entry under several regimes has the earliest day of listing. The "
        "layout of 2021 to 2026 is read as public programs read it; only the one of 2020 was run over a whole file."
    ),
)
