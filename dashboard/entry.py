"""Everything the lists hold on one entry: names, programmes, dates, numbers, its history, and where it is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import lists
from dashboard.store import Provenance, Store

OFAC = ("ofac_sdn", "ofac_sdn_history", "ofac_consolidated")
BASES = {
    "first_seen": "first day seen in collected copies of the list",
    "listed_on": "printed by the list",
    "designated": "date of the designation",
    "regulation": "date of the act shown, which may be a later one",
}
KINDS = {"individual": "Person", "entity": "Organisation", "vessel": "Vessel", "aircraft": "Aircraft"}
NUMBERS = {
    "imo": "IMO number",
    "mmsi": "MMSI",
    "un_reference": "UN reference",
    "eu_reference": "EU reference",
    "lei": "LEI",
    "inn": "INN (Russian tax number)",
    "ogrn": "OGRN (Russian registration)",
    "swift_bic": "SWIFT/BIC",
    "registration": "Registration number",
    "aircraft_tail": "Aircraft tail number",
    "aircraft_serial": "Aircraft serial number",
}
WITHHELD = (
    "Dates and places of birth, papers, personal numbers, other remarks and addresses are not kept here. "
    "The publisher’s list has them."
)

OF_ENTRY = "source = $source AND list = $list AND entry_id = $entry_id"
AS_SHOWN = f"{OF_ENTRY} AND vintage = CAST($vintage AS DATE)"
ONE = f"SELECT * FROM listing_vintages WHERE {OF_ENTRY} ORDER BY vintage DESC LIMIT 1"
"""An entry as the newest version that has it prints it: one that was removed can still be read."""
NAMES = f"""
SELECT name, kind, language FROM listing_name_vintages WHERE {AS_SHOWN} GROUP BY name, kind, language
ORDER BY CASE kind WHEN 'primary' THEN 0 WHEN 'variation' THEN 1 WHEN 'alias' THEN 2 WHEN 'former' THEN 3 ELSE 4 END,
         name
"""
IDENTIFIERS = f"SELECT DISTINCT kind, value FROM listing_identifier_vintages WHERE {AS_SHOWN} ORDER BY kind, value"
PROGRAMMES = """
SELECT programme, title, about, url FROM sanctions_programme
WHERE authority = $authority AND list_contains(string_split($programmes, ';'), programme) ORDER BY programme
"""
SEEN = "SELECT listed_on, left_censored FROM listing WHERE source = 'ofac_sdn_history' AND entry_id = $entry_id"
STOOD = f"""
SELECT v.vintage, max(CASE WHEN l.entry_id IS NULL THEN 0 ELSE 1 END) AS stood
FROM (SELECT DISTINCT vintage FROM listing_vintages WHERE source = $source) AS v
LEFT JOIN (SELECT vintage, entry_id FROM listing_vintages WHERE {OF_ENTRY}) AS l ON l.vintage = v.vintage
GROUP BY v.vintage ORDER BY v.vintage
"""
CHANGES = f"""
SELECT from_vintage, vintage, change, field, before, after FROM listing_change
WHERE {OF_ENTRY} ORDER BY vintage, from_vintage, change, field
"""
ELSEWHERE = f"""
WITH {lists.TOLD},
own AS (
  SELECT DISTINCT kind, value FROM listing_identifier_vintages
  WHERE {AS_SHOWN} AND kind IN ('imo', 'un_reference', 'inn', 'ogrn', 'lei')
)
SELECT DISTINCT told.name, told.authority, told.list, told.entry_id, told.source, own.kind, own.value
FROM own JOIN listing_identifier AS i ON i.kind = own.kind AND i.value = own.value
JOIN told ON told.source = i.source AND told.list = i.list AND told.entry_id = i.entry_id
WHERE NOT (told.source = $source AND told.list = $list AND told.entry_id = $entry_id)
ORDER BY told.authority, told.name, own.kind
"""


@dataclass(frozen=True)
class Entry:
    """One entry of one list as the newest version with it has it, and what is held around it."""

    key: str
    row: dict[str, Any]
    names: pd.DataFrame
    identifiers: pd.DataFrame
    programmes: pd.DataFrame
    versions: pd.DataFrame
    changes: pd.DataFrame
    elsewhere: pd.DataFrame
    source: Provenance
    first_seen: str = ""

    @property
    def link(self) -> str:
        """Where the publisher has the entry, or its list."""
        if self.row["source"] in OFAC:
            return f"https://sanctionssearch.ofac.treas.gov/Details.aspx?id={self.row['entry_id']}"
        if self.row["source"] == "eu_official_journal":
            return f"https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{self.row['list']}"
        return self.source.page

    @property
    def listed(self) -> str:
        """When it was listed, and on what basis that is said."""
        day, basis = self.row["listed_on"], self.row["date_basis"]
        if pd.isna(day):
            return f"The list prints no date. {self.first_seen}".strip()
        if self.row["left_censored"]:
            return f"On or before {day:%d %b %Y}, the day of the first collected copy."
        return f"{day:%d %b %Y}, {BASES[str(basis)]}."

    @property
    def status(self) -> str:
        """Whether it still stood in the newest version held, and of which day that is."""
        newest = self.versions["vintage"].max()
        if self.row["vintage"] < newest:
            return f"Removed: in the version of {self.row['vintage']:%d %b %Y}, not in that of {newest:%d %b %Y}"
        if self.row["delisted"]:
            seen = self.row["last_seen"]
            return "Removed" + ("" if pd.isna(seen) else f": last seen {seen:%d %b %Y}")
        if not pd.isna(self.row["last_seen"]):
            return f"On the list on {self.row['last_seen']:%d %b %Y}, the last collected copy"
        return f"On the list in the version of {self.row['vintage']:%d %b %Y}"

    def as_data(self) -> dict[str, Any]:
        """Everything as plain data, to be downloaded."""
        own = {name: _plain(value) for name, value in self.row.items()}
        tables = {"names": self.names, "identifiers": self.identifiers, "programmes": self.programmes}
        tables |= {"versions": self.versions, "changes": self.changes, "same_number_elsewhere": self.elsewhere}
        told = {
            name: [{str(k): _plain(v) for k, v in row.items()} for row in rows.to_dict("records")]
            for name, rows in tables.items()
        }
        about = {"publisher": self.source.publisher, "title": self.source.title, "license": self.source.license}
        return {"entry": own, **told, "source": about, "publisher_page": self.link, "note": WITHHELD}


def _plain(value: Any) -> Any:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else value.item() if hasattr(value, "item") else value


def key_of(source: str, list_name: str, entry_id: str) -> str:
    """What stands for an entry in the address."""
    return f"{source}:{list_name}:{entry_id}"


def read(key: str, store: Store) -> Entry | None:
    """The entry that a key stands for, or None when nothing of the kind is held."""
    source, _, rest = key.partition(":")
    list_name, _, entry_id = rest.partition(":")
    chosen = {"source": source, "list": list_name, "entry_id": entry_id}
    found = store.rows(ONE, **chosen)
    if found.empty or source not in store.provenance:
        return None
    row = {str(name): value for name, value in found.iloc[0].items()}
    chosen["vintage"] = f"{row['vintage']:%Y-%m-%d}"
    names = store.rows(NAMES, **chosen)
    if names.empty:
        names = pd.DataFrame({"name": [row["name"]], "kind": ["primary"], "language": [None]})
    return Entry(
        key=key,
        row=row,
        names=names,
        identifiers=store.rows(IDENTIFIERS, **chosen),
        programmes=_programmes(row, store),
        versions=store.rows(STOOD, **chosen),
        changes=store.rows(CHANGES, **chosen),
        elsewhere=store.rows(ELSEWHERE, **chosen),
        source=store.provenance[source],
        first_seen=_first_seen(row, store),
    )


def _first_seen(row: dict[str, Any], store: Store) -> str:
    """When collected copies of the US list first had an entry of this number."""
    if row["source"] not in ("ofac_sdn", "ofac_advanced"):
        return ""
    found = store.rows(SEEN, entry_id=row["entry_id"])
    if found.empty:
        return ""
    day = f"{found['listed_on'].iloc[0]:%d %b %Y}"
    if found["left_censored"].iloc[0]:
        return f"It stood in the first collected copy, of {day}."
    return f"Collected copies have it since {day}."


def _programmes(row: dict[str, Any], store: Store) -> pd.DataFrame:
    """Every programme of the entry, with its definition where we have one."""
    codes = pd.DataFrame({"programme": [code for code in str(row["programmes"]).split(";") if code]})
    known = store.rows(PROGRAMMES, authority=row["authority"], programmes=row["programmes"])
    return codes.merge(known, on="programme", how="left")
