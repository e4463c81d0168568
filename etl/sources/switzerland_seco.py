"""Switzerland's list, which keeps everyone it ever listed: the last modification says who still is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from etl.codes.authorities import alpha_2
from etl.listings import Identifier, Name, country_lists, line_sheet, list_tables
from etl.markup import Element, fingerprint, has_root, line_of, one_file, records, root_of, texts
from etl.seco import CHANGES, KINDS, LAYOUTS, dates_of, names_of, unknown_words
from etl.sheet import Sheet
from etl.source import License, Source
from etl.table import ContractBroken
from etl.tables import listing, listing_identifier, listing_name

ROOT = "swiss-sanctions-list"
WHOLE = "whole-list"
TYPES = {"individual": "individual", "entity": "entity", "vessel": "vessel", "aircraft": "aircraft"}
IMO = re.compile(r"\bIMO(?: [Nn]umber)? ?:? ?([0-9]{7})\b")
UN_REFERENCE = re.compile(r"[A-Z]{2}[a-z]\.[0-9]{3,4}")


@dataclass
class Found:
    """What was gathered from a file while it streamed by."""

    programmes: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    entries: list[dict[str, object]] = field(default_factory=list)
    countries: list[dict[str, object]] = field(default_factory=list)
    addresses: list[tuple[int, str, str]] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    named: bool = False
    coded: bool = False
    effective: bool = False


def recognises(head: bytes) -> bool:
    """The outermost element of SECO's list."""
    return has_root(head, ROOT)


def dated(head: bytes) -> date | None:
    """The day of the list, as its outermost element states."""
    root = root_of(head)
    day = "" if root is None else str(root.get("date", ""))
    return date.fromisoformat(day) if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", day) else None


def tidy(paths: Sequence[Path]) -> dict[str, pd.DataFrame]:
    """Rows of listing, listing_name and listing_identifier; those removed since are marked `delisted`."""
    path = one_file(paths)
    found = Found()
    for kind, record in records(path, ROOT, LAYOUTS, found.warnings):
        if kind == "sanctions-program":
            english = [key for key in record.findall("program-key") if key.get("lang", "eng") == "eng"]
            for each in record.findall("sanctions-set"):
                found.programmes[str(each.get("ssid"))] = (english[0].text or "").strip() if english else ""
        elif kind == "place":
            country = record.find("country")
            found.places[str(record.get("ssid"))] = "" if country is None else str(country.get("iso-code", ""))
        else:
            _take(record, found)
    _whole(path)
    sheet = line_sheet(path, found.entries, list(found.entries[0]))
    sheet.warnings += found.warnings
    rows = _listing(sheet, found, path)
    return list_tables(rows, found.names, found.identifiers)


def _whole(path: Path) -> None:
    with path.open("rb") as stream:
        root = root_of(stream.read(65_536))
    kind = "" if root is None else str(root.get("list-type", ""))
    if kind != WHOLE:
        raise ContractBroken(f"{path.name}: list-type is '{kind}', not '{WHOLE}'; get the whole list")


def _take(record: Element, found: Found) -> None:
    entry, line = str(record.get("ssid", "")), line_of(record)
    body = next((child for child in record if child.tag in KINDS), None)
    kind = "" if body is None else str(body.get("object-type", "")) if body.tag == "object" else str(body.tag)
    strange = "" if body is None else unknown_words(body)
    names = [] if body is None or strange else list(names_of(entry, body))
    main = next((name for name in names if name.kind == "primary"), None)
    found.names += [name for name in names if name.kind != "primary"]
    listed_on, delisted, unknown = dates_of(record)
    sets = [str(record.get("sanctions-set-id", "")), *texts(record, "sanctions-set-id")]
    found.entries.append(
        {
            "line": line,
            "ssid": entry,
            "name": main.name if main else "",
            "type": kind,
            "sets": ";".join(each for each in sets if each),
            "listed_on": listed_on,
            "delisted": "yes" if delisted else "",
            "modification-type": unknown,
            "name-type/quality": strange,
            "withheld": fingerprint(record, ["modification"]),
        }
    )
    if body is None:
        return
    codes = [str(c.get("iso-code", "")) for c in body.findall("identity/nationality/country")]
    found.named, found.coded = found.named or bool(codes), found.coded or any(codes)
    found.effective = found.effective or any(m.get("effective-date") for m in record.findall("modification"))
    found.countries += [{"line": line, "entry_id": entry, "country": code} for code in codes if code]
    found.addresses += [(line, entry, str(at.get("place-id", ""))) for at in body.findall("identity/address")]
    for said in texts(body, "other-information"):
        found.identifiers += [Identifier(entry, "imo", number) for number in IMO.findall(said)]
    references = texts(record, "foreign-identifier")
    found.identifiers += [Identifier(entry, "un_reference", r) for r in references if UN_REFERENCE.fullmatch(r)]


def _listing(sheet: Sheet, found: Found, path: Path) -> pd.DataFrame:
    of_places = [
        {"line": line, "entry_id": entry, "country": found.places[place]}
        for line, entry, place in found.addresses
        if found.places.get(place)
    ]
    where = line_sheet(path, [*found.countries, *of_places], ["entry_id", "country"])
    countries: Mapping[str, str] = country_lists(where, alpha_2)
    sheet.unique(["ssid"], "one target stands there twice; get the file again")
    kinds = sheet.rows["modification-type"]
    sheet.say(kinds[kinds != ""], f"is not one of {', '.join(CHANGES)}", "look at what it means for the listing")
    words = sheet.rows["name-type/quality"]
    sheet.say(words[words != ""], "is not known", "add it to NAME_TYPES or QUALITIES in etl/seco.py")
    for name, missing in (("iso-code", found.named and not found.coded), ("effective-date", not found.effective)):
        if missing:
            sheet.faults.append(f"{path.name}: no '{name}' in the whole file; the publisher changed the layout")
    day = sheet.day("listed_on", blank=True)
    columns = {
        "authority": "CH",
        "list": "SECO",
        "entry_id": sheet.text("ssid", "[0-9]+"),
        "name": sheet.text("name"),
        "target_type": sheet.choice("type", TYPES, "add the type to TYPES in the adapter"),
        "programmes": sheet.translated("sets", lambda sets: _programmes(sets, found.programmes)),
        "countries": sheet.rows["ssid"].map(countries.get).astype(object),
        "listed_on": day,
        "date_basis": day.map(lambda d: None if pd.isna(d) else "listed_on").astype(object),
        "left_censored": False,
        "delisted": sheet.rows["delisted"] == "yes",
        "withheld_sha256": sheet.rows["withheld"],
    }
    sheet.faults += where.faults
    return sheet.tidy(columns)


def _programmes(sets: str, programmes: Mapping[str, str]) -> str:
    unknown = [each for each in sets.split(";") if not programmes.get(each)]
    if unknown:
        raise ContractBroken(f"{', '.join(unknown)}: no sanctions-program has this sanctions-set; get the file again")
    return ";".join(sorted({programmes[each] for each in sets.split(";")}))


source = Source(
    name="switzerland_seco",
    title="Swiss sanctions list",
    publisher="State Secretariat for Economic Affairs SECO",
    page="https://www.seco.admin.ch/seco/en/home/Aussenwirtschaftspolitik_Wirtschaftliche_Zusammenarbeit/Wirtschaftsbeziehungen/exportkontrollen-und-sanktionen/sanktionen-embargos.html",
    license=License(
        "other-open",
        "Swiss Confederation: public official list",
        "https://www.admin.ch/gov/en/start/terms-and-conditions.html",
    ),
    citation="State Secretariat for Economic Affairs SECO, list of sanctioned persons, entities and objects.",
    into=listing,
    also=(listing_name, listing_identifier),
    recognises=recognises,
    tidy=tidy,
    dated=dated,
    least=5_000,
    most=30_000,
    rhythm_days=14,
    urls=(
        "https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml"
        "?lang=en&action=downloadXmlGesamtlisteAction",
    ),
    hosts=("www.sesam.search.admin.ch",),
    note=(
        "The list keeps those it removed; the last modification decides, and who is listed again has the day of "
        "the last listing. Built to the documented layout, not yet run over a whole file of the publisher. "
        "Countries are nationalities and addresses. Dates and places of birth, addresses and documents are not "
        "kept; a hash shows when they change."
    ),
)
