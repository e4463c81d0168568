"""The US export-control lists (Entity List and others), which only this compilation has in one file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from etl.codes.authorities import alpha_2, together
from etl.listings import Identifier, Name, list_tables
from etl.markup import hashed, run_together
from etl.reading import Dialect, has_columns, read
from etl.sheet import Sheet
from etl.source import License, Source
from etl.table import ContractBroken
from etl.tables import listing, listing_identifier, listing_name

HEADER = [
    "_id", "source", "entity_number", "type", "programs", "name", "title", "addresses", "federal_register_notice",
    "start_date", "end_date", "standard_order", "license_requirement", "license_policy", "call_sign", "vessel_type",
    "gross_tonnage", "gross_registered_tonnage", "vessel_flag", "vessel_owner", "remarks", "source_list_url",
    "alt_names", "citizenships", "dates_of_birth", "nationalities", "places_of_birth", "source_information_url", "ids",
]  # fmt: skip
OWN = {"_id", "entity_number", "standard_order", "source_information_url"}
DIALECT = Dialect(new_columns=True, ended=True)
LINKS = ["source_list_url", "source_information_url"]
KEPT = [
    "_id", "source", "type", "programs", "name", "title", "start_date", "vessel_type", "vessel_flag", "alt_names",
    "federal_register_notice", "license_requirement", "license_policy",
]  # fmt: skip
REMARKS = {
    "federal_register_notice": "Federal Register",
    "license_requirement": "License requirement",
    "license_policy": "License policy",
}
# The abbreviation stands for a programme where a list has none.
LISTS = {
    "Capta List (CAP) - Treasury Department": "CAP",
    "Denied Persons List (DPL) - Bureau of Industry and Security": "DPL",
    "Entity List (EL) - Bureau of Industry and Security": "EL",
    "Foreign Sanctions Evaders (FSE) - Treasury Department": "FSE",
    "ITAR Debarred (DTC) - State Department": "DTC",
    "Military End User (MEU) List - Bureau of Industry and Security": "MEU",
    "Non-SDN Chinese Military-Industrial Complex Companies List (CMIC) - Treasury Department": "CMIC",
    "Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department": "MBS",
    "Nonproliferation Sanctions (ISN) - State Department": "ISN",
    "Palestinian Legislative Council List (PLC) - Treasury Department": "PLC",
    "Sectoral Sanctions Identifications List (SSI) - Treasury Department": "SSI",
    "Specially Designated Nationals (SDN) - Treasury Department": "SDN",
    "Unverified List (UVL) - Bureau of Industry and Security": "UVL",
}
TYPES = {"": None, "Individual": "individual", "Entity": "entity", "Vessel": "vessel", "Aircraft": "aircraft"}
LAST_WORD = re.compile(r"(?:^|, |; )([A-Z]{2})(?=;|$)")
NUMBERS = {
    "imo": re.compile(r"\bIMO ([0-9]{7})\b"),
    "mmsi": re.compile(r"(?:^|[ ;])([0-9]{9}), MMSI"),
    "swift_bic": re.compile(r"(?:^|[ ;])([A-Z0-9]{8}(?:[A-Z0-9]{3})?), SWIFT/BIC"),
    "lei": re.compile(r"(?:^|[ ;])([A-Z0-9]{18}[0-9]{2}), Legal Entity Number"),
    "inn": re.compile(r"RU, ([0-9]{10}|[0-9]{12}), Tax ID No\."),
    "ogrn": re.compile(r"RU, ([0-9]{13}|[0-9]{15}), (?:Registration Number|Registration ID)"),
    "aircraft_tail": re.compile(r"(?:^|[ ;])([A-Z0-9-]+), Aircraft Tail Number"),
}


def recognises(head: bytes) -> bool:
    """A table with columns that only this list has."""
    return has_columns(head, OWN, DIALECT)


def tidy(paths: Sequence[Path]) -> dict[str, pd.DataFrame]:
    """Rows of listing, listing_name and listing_identifier."""
    sheet = read(paths, HEADER, dialect=DIALECT)
    sheet.rows = sheet.rows.apply(lambda cells: cells.str.strip())
    # The Bank of Kunlun stands on one list twice, with another link.
    again = sheet.rows.duplicated([name for name in HEADER if name not in LINKS])
    sheet.rows = sheet.rows[~again]
    if again.any():
        sheet.left_out["the same entry again, with another link"] = int(again.sum())
    sheet.unique(["source", "_id"], "one entry stands on a list twice; get the file again")
    main = _listing(sheet)
    rows = sheet.rows.reset_index(drop=True)
    parts = [_of_list(main[main["list"] == name], rows[main["list"] == name]) for name in main["list"].unique()]
    joined = {table: pd.concat([part[table] for part in parts]) for table in parts[0] if table != "listing"}
    return {"listing": main, **joined}


def _listing(sheet: Sheet) -> pd.DataFrame:
    rows = sheet.rows
    short = sheet.choice("source", LISTS, "add the list to LISTS in the adapter")
    dated = sheet.day("start_date", blank=True)
    kind = sheet.choice("type", TYPES, "add the type to TYPES in the adapter")
    rest = rows[[name for name in HEADER if name not in {*KEPT, *LINKS}]]
    return sheet.tidy(
        {
            "authority": "US",
            "list": rows["source"],
            "entry_id": sheet.text("_id", "[0-9a-f]+"),
            "name": sheet.text("name"),
            "target_type": kind.astype(object).where(kind.notna(), None),
            "programmes": rows["programs"].str.replace("; ", ";").where(rows["programs"] != "", short),
            "countries": _countries(sheet, short),
            "title": sheet.text("title", blank=True),
            "vessel_flag": sheet.text("vessel_flag", blank=True),
            "vessel_type": sheet.text("vessel_type", blank=True),
            "remarks": _remarks(rows),
            "listed_on": dated,
            "date_basis": dated.map(lambda day: None if pd.isna(day) else "listed_on").astype(object),
            "left_censored": False,
            "delisted": False,
            "withheld_sha256": [hashed(cells) for cells in rest.itertuples(index=False)],
        }
    )


def _remarks(rows: pd.DataFrame) -> list[str | None]:
    """By which notice and with what effect an entry is listed, which identifies nobody."""
    labels = REMARKS.values()
    return [
        "; ".join(
            f"{label}: {run_together(said).replace(';', ',')}"
            for label, said in zip(labels, cells, strict=True)
            if said
        )
        or None
        for cells in rows[list(REMARKS)].itertuples(index=False)
    ]


def _countries(sheet: Sheet, short: pd.Series) -> pd.Series:
    """Countries of addresses, nationalities and citizenships as the tables hold them.

    Addresses on the Denied Persons List end in states of the Union as often as in countries: they say nothing.
    """
    rows = sheet.rows
    where = (
        rows["addresses"].mask(short == "DPL", "").map(lambda words: re.findall(r"(?:^|, |; )([A-Z]{2})(?=;|$)", words))
    )
    said = (rows["nationalities"] + ";" + rows["citizenships"]).str.findall(r"[^; ]+")
    codes = where + said
    meaning: dict[str, str] = {}
    for code in sorted({code for found in codes for code in found}):
        try:
            meaning[code] = alpha_2(code)
        except ContractBroken as unknown:
            meaning[code] = ""
            sheet.say(rows.loc[codes.map(lambda found, code=code: code in found), "addresses"], "", str(unknown))
    return codes.map(lambda found: together(meaning[code] for code in found)).astype(object)


def _of_list(main: pd.DataFrame, rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return list_tables(main, _names(rows), _identifiers(rows))


def _names(rows: pd.DataFrame) -> Iterator[Name]:
    for entry, names in zip(rows["_id"], rows["alt_names"], strict=True):
        for name in names.split(";"):
            yield Name(entry, "alias", name.strip().removeprefix("and "))


def _identifiers(rows: pd.DataFrame) -> Iterator[Identifier]:
    for entry, kind, said in zip(rows["_id"], rows["type"], rows["ids"], strict=True):
        if kind not in {"", "Individual"}:
            for number, pattern in NUMBERS.items():
                for value in pattern.findall(said):
                    yield Identifier(entry, number, value)


source = Source(
    name="us_consolidated_screening",
    title="US Consolidated Screening List",
    publisher="International Trade Administration, US Department of Commerce",
    page="https://www.trade.gov/consolidated-screening-list",
    license=License("other-pd", "US public domain", "https://www.usa.gov/government-copyright"),
    citation="US Department of Commerce, International Trade Administration, Consolidated Screening List.",
    into=listing,
    also=(listing_name, listing_identifier),
    recognises=recognises,
    tidy=tidy,
    least=10_000,
    most=80_000,
    rhythm_days=1,
    urls=("https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.csv",),
    hosts=("data.trade.gov",),
    note=(
        "A compilation: it repeats OFAC's lists, so an entry counts once per authority. Dates of listing are "
        "there for the Denied Persons, Entity, Military End User and Nonproliferation lists only. Lists that name "
        "no programme have their abbreviation for one; lists that do not say whether an entry is a person have no "
        "kind of target. The Commerce and State lists number an entry by its content, so that an amended entry "
        "shows as removed and added. Countries are those of addresses, nationalities and citizenships."
    ),
)
