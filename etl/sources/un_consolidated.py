"""The Security Council's list, whose dates of listing hide when an entry came back: its versions show it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from etl.codes.authorities import united_nations
from etl.listings import Identifier, Name, country_lists, line_sheet, list_tables
from etl.markup import Element, Layout, fingerprint, has_root, line_of, one_file, records, root_of, text, texts
from etl.sheet import Sheet
from etl.source import License, Source
from etl.tables import listing, listing_identifier, listing_name

ROOT = "CONSOLIDATED_LIST"
TYPES = {"INDIVIDUALS/INDIVIDUAL": "individual", "ENTITIES/ENTITY": "entity"}
NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
NEEDED = ("DATAID", "VERSIONNUM", "FIRST_NAME", "UN_LIST_TYPE", "REFERENCE_NUMBER", "LISTED_ON", "LIST_TYPE")
KNOWN = (
    *NAMES, "NATIONALITY", "GENDER", "COMMENTS1", "LIST_TYPE/VALUE", "LAST_DAY_UPDATED",
    "LAST_DAY_UPDATED/VALUE", "SORT_KEY", "SORT_KEY_LAST_MOD", "DESIGNATION", "DESIGNATION/VALUE", "TITLE",
    "TITLE/VALUE", "SUBMITTED_BY", "SUBMITTED_ON", "DELISTED_ON", "NATIONALITY2",
)  # fmt: skip
ADDRESS = ("CITY", "NOTE", "STATE_PROVINCE", "STREET", "ZIP_CODE")
ALIAS = ("NOTE", "DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH")


def _layout(kind: str, expected: Sequence[str] = (), opaque: Sequence[str] = ()) -> Layout:
    read = [
        "NAME_ORIGINAL_SCRIPT",
        f"{kind}_ALIAS",
        f"{kind}_ALIAS/QUALITY",
        f"{kind}_ALIAS/ALIAS_NAME",
        f"{kind}_ADDRESS/COUNTRY",
    ]
    inside = [*(f"{kind}_ADDRESS/{name}" for name in ADDRESS), *(f"{kind}_ALIAS/{name}" for name in ALIAS)]
    return Layout(NEEDED, [*read, f"{kind}_ADDRESS", *expected], [*KNOWN, *inside], opaque)


LAYOUTS = {
    "INDIVIDUALS/INDIVIDUAL": _layout(
        "INDIVIDUAL",
        [*NAMES, "NATIONALITY/VALUE", "TITLE/VALUE", "DESIGNATION/VALUE"],
        ["INDIVIDUAL_DATE_OF_BIRTH", "INDIVIDUAL_PLACE_OF_BIRTH", "INDIVIDUAL_DOCUMENT"],
    ),
    "ENTITIES/ENTITY": _layout("ENTITY"),
}
QUALITIES = {"Good": "alias", "a.k.a.": "alias", "Low": "weak", "f.k.a.": "former"}
# What the tables hold or what only numbers the entry; everything else goes into the hash.
NOT_HASHED = (
    *NAMES,
    "NAME_ORIGINAL_SCRIPT",
    "UN_LIST_TYPE",
    "REFERENCE_NUMBER",
    "DATAID",
    "SORT_KEY",
    "SORT_KEY_LAST_MOD",
)


def recognises(head: bytes) -> bool:
    """The outermost element of the United Nations' list."""
    return has_root(head, ROOT)


def dated(head: bytes) -> date | None:
    """The day on which the file was generated, as its outermost element states."""
    root = root_of(head)
    stamp = "" if root is None else str(root.get("dateGenerated", ""))
    return date.fromisoformat(stamp[:10]) if re.match("[0-9]{4}-[0-9]{2}-[0-9]{2}", stamp) else None


def tidy(paths: Sequence[Path]) -> dict[str, pd.DataFrame]:
    """Rows of listing, listing_name and listing_identifier."""
    path = one_file(paths)
    warnings: list[str] = []
    entries: list[dict[str, object]] = []
    aliases: list[dict[str, object]] = []
    places: list[dict[str, object]] = []
    for kind, record in records(path, ROOT, LAYOUTS, warnings):
        entries.append(_entry(record, TYPES[kind]))
        common = {"line": line_of(record), "entry_id": text(record, "REFERENCE_NUMBER")}
        aliases += [common | cells for cells in _aliases(record)]
        places += [common | {"country": name} for name in _places(record)]
    sheet = line_sheet(path, entries, list(entries[0]))
    where = line_sheet(path, places, ["entry_id", "country"])
    known_as = line_sheet(path, aliases, ["entry_id", "quality", "name"])
    kinds = known_as.choice("quality", QUALITIES, "add the quality to QUALITIES in the adapter")
    countries = country_lists(where, united_nations)
    sheet.warnings += warnings
    rows = _listing(sheet, countries, [*where.faults, *known_as.faults])
    in_own_script = sheet.rows[["entry_id", "original"]].itertuples(index=False)
    names = [Name(entry, "variation", original) for entry, original in in_own_script]
    names += [Name(*cells) for cells in zip(known_as.rows["entry_id"], kinds, known_as.rows["name"], strict=True)]
    return list_tables(rows, names, [Identifier(entry, "un_reference", entry) for entry in rows["entry_id"]])


def _entry(record: Element, target_type: str) -> dict[str, object]:
    return {
        "line": line_of(record),
        "entry_id": text(record, "REFERENCE_NUMBER"),
        "name": " ".join(part for name in NAMES if (part := text(record, name))),
        "original": text(record, "NAME_ORIGINAL_SCRIPT"),
        "target_type": target_type,
        "programme": text(record, "UN_LIST_TYPE"),
        "title": "; ".join([*texts(record, "TITLE/VALUE"), *texts(record, "DESIGNATION/VALUE")]),
        # Some dates carry the time zone of New York.
        "listed_on": re.sub(r"-0[45]:00$", "", text(record, "LISTED_ON")),
        "withheld": fingerprint(record, NOT_HASHED),
    }


def _aliases(record: Element) -> list[dict[str, object]]:
    """Names and how good they are; an empty element stands at every entry that has no alias."""
    found = [*record.findall("INDIVIDUAL_ALIAS"), *record.findall("ENTITY_ALIAS")]
    cells = [{"quality": text(alias, "QUALITY"), "name": text(alias, "ALIAS_NAME")} for alias in found]
    return [dict(alias) for alias in cells if alias["name"]]


def _places(record: Element) -> list[str]:
    paths = ("NATIONALITY/VALUE", "INDIVIDUAL_ADDRESS/COUNTRY", "ENTITY_ADDRESS/COUNTRY")
    return [name for path in paths for name in texts(record, path)]


def _listing(sheet: Sheet, countries: dict[str, str], faults: Sequence[str]) -> pd.DataFrame:
    sheet.unique(["entry_id"], "one reference number stands at two entries; get the file again")
    columns = {
        "authority": "UN",
        "list": "Consolidated",
        "entry_id": sheet.text("entry_id", r"[A-Z]{2}[a-z]\.[0-9]{3,4}"),
        "name": sheet.text("name"),
        "target_type": sheet.rows["target_type"],
        "programmes": sheet.text("programme", r"[A-Za-z][A-Za-z -]*"),
        "countries": sheet.rows["entry_id"].map(countries.get).astype(object),
        "title": sheet.text("title", blank=True),
        "listed_on": sheet.day("listed_on"),
        "date_basis": "listed_on",
        "left_censored": False,
        "delisted": False,
        "withheld_sha256": sheet.rows["withheld"],
    }
    sheet.faults += faults
    return sheet.tidy(columns)


source = Source(
    name="un_consolidated",
    title="United Nations Security Council consolidated list",
    publisher="United Nations Security Council",
    page="https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
    license=License("other-at", "UN: free reuse with attribution", "https://www.un.org/en/about-us/terms-of-use"),
    citation="United Nations Security Council, Consolidated List.",
    into=listing,
    also=(listing_name, listing_identifier),
    recognises=recognises,
    tidy=tidy,
    dated=dated,
    least=500,
    most=5_000,
    rhythm_days=14,
    urls=("https://scsanctions.un.org/resources/xml/en/consolidated.xml",),
    hosts=("scsanctions.un.org", "unsolprodfiles.blob.core.windows.net"),
    note=(
        "An entry that returns keeps its old date of listing: the 121 entries on Iran that came back between "
        "April and November 2025 are dated 2006 to 2012, and only the comparison of versions shows them as added. "
        "Countries are nationalities and addresses. Dates and places of birth, documents and comments are not "
        "kept; a hash shows when they change."
    ),
)
