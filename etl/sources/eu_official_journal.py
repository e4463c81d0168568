"""Who the Union's annexes name and when each was listed, as transcribed from the Official Journal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.codes.nationalities import countries_of
from etl.codes.regimes import eu_programme
from etl.entries import identifiers, stacked, tables
from etl.reading import Dialect, has_columns, read
from etl.sheet import Cells, Sheet
from etl.source import License, Source
from etl.tables import listing, listing_identifier, listing_name

HEADER = [
    "celex", "recordId", "programKey", "annex", "measure", "startDate", "reason", "schema", "name", "alias",
    "weakAlias", "previousName", "country", "nationality", "jurisdiction", "birthDate", "birthPlace", "position",
    "passportNumber", "gender", "appearance", "ethnicity", "fatherName", "motherName", "incorporationDate",
    "legalForm", "sector", "registrationNumber", "taxNumber", "idNumber", "innCode", "ogrnCode", "kppCode",
    "okpoCode", "leiCode", "swiftBic", "ticker", "imoNumber", "mmsi", "flag", "address", "phone", "email",
    "website", "notes",
]  # fmt: skip
DIALECT = Dialect(new_columns=True, ended=True)
OWN = ("celex", "programKey", "annex", "startDate", "schema")
TYPES = {
    "Person": "individual",
    "LegalEntity": "entity",
    "Company": "entity",
    "Organization": "entity",
    "Vessel": "vessel",
    "Asset": None,
}
ACT = r"[0-9]{5}[A-Z][0-9]{4}"
FORMS = ("%d.%m.%Y", "%d %B %Y", "%Y-%m-%d", "%d %b. %Y")
NAMES = {"alias": "alias", "previousName": "former", "weakAlias": "weak"}
NUMBERS = {
    "imoNumber": ("imo", r"[0-9]{7}"),
    "mmsi": ("mmsi", r"[0-9]{9}"),
    "leiCode": ("lei", r"[0-9A-Z]{18}[0-9]{2}"),
    "swiftBic": ("swift_bic", r"[A-Z0-9]{8}([A-Z0-9]{3})?"),
    "innCode": ("inn", r"[0-9]{10}|[0-9]{12}"),
    "ogrnCode": ("ogrn", r"[0-9]{13}|[0-9]{15}"),
}
KEPT = (
    "celex", "recordId", "programKey", "startDate", "schema", "name", "alias", "weakAlias", "previousName",
    "imoNumber", "mmsi", "leiCode", "position", "flag",
)  # fmt: skip


def recognises(head: bytes) -> bool:
    """The columns of a consolidated annex; five that no other list has are enough."""
    return has_columns(head, OWN, DIALECT)


def tidy(paths: Sequence[Path]) -> dict[str, pd.DataFrame]:
    """One entry per act, annex and number, or name where the annex does not number its entries."""
    sheet = read(paths, HEADER, dialect=DIALECT)
    sheet.choice("schema", TYPES, "add the schema to TYPES in the adapter")
    sheet.leave_out("schema", lambda schema: schema == "Asset")  # a zone or a currency is no party
    act = sheet.text("celex", ACT, remedy="write the CELEX number")
    name = sheet.text("name")
    number = sheet.rows["recordId"].where(sheet.rows["recordId"].ne(""), name)
    sheet.rows = sheet.rows.assign(entry=act + "/" + sheet.text("annex") + "/" + number)
    sheet.unique(["celex", "annex", "recordId", "name"], "one entry stands there twice; remove one row")
    sheet.unique(["entry"], "one number stands for two entries; correct the number")
    entry_id = sheet.rows["entry"]
    target_type = sheet.rows["schema"].map(TYPES)
    person = target_type.eq("individual")
    parts = [{"entry_id": entry_id, "kind": "primary", "name": name, "language": None}]
    for column, kind in NAMES.items():
        several = _values(sheet, column)
        parts.append({"entry_id": entry_id.reindex(several.index), "kind": kind, "name": several, "language": None})
    return tables(
        sheet,
        authority="EU",
        list_name=act,
        entry_id=entry_id,
        cells={
            "target_type": target_type,
            "programmes": sheet.translated("programKey", eu_programme),
            "countries": _countries(sheet),
            "title": sheet.rows["position"].where(person),
            "vessel_flag": sheet.rows["flag"],
        },
        dates={"listed_on": _days(sheet)},
        names=stacked(parts, ["entry_id", "kind", "name", "language"]),
        identifiers=pd.concat(
            identifiers(sheet, entry_id, kind, sheet.rows[column].where(~person), pattern)
            for column, (kind, pattern) in NUMBERS.items()
        ),
        kept=(*KEPT, "entry"),
    )


def _values(sheet: Sheet, column: str) -> Cells:
    """The values of a cell that holds several, separated by semicolons outside of quotation marks."""
    apart = sheet.rows[column].str.findall(r'(?:"(?:[^"]|"")*"|[^;])+').explode().fillna("").str.strip()
    quoted = apart.str.startswith('"') & apart.str.endswith('"') & apart.str.len().gt(1)
    values: Cells = apart.mask(quoted, apart.str.slice(1, -1).str.replace('""', '"', regex=False))
    return values


def _countries(sheet: Sheet) -> Cells:
    columns = ("nationality", "jurisdiction", "country", "flag")
    found = pd.concat([sheet.translated(column, countries_of).rename(column) for column in columns], axis=1)
    joined: Cells = found.fillna("").agg(";".join, axis=1)
    return joined


def _days(sheet: Sheet) -> Cells:
    """Days as the annexes print them: 17.3.2014, 14 July 2026, 2026-08-07, 26 Feb. 2011 or nothing."""
    cells = sheet.rows["startDate"].str.strip()
    days = pd.Series(pd.NaT, cells.index, dtype="datetime64[ns]")
    for form in FORMS:
        days = days.fillna(pd.to_datetime(cells, format=form, errors="coerce"))
    sheet.say(
        sheet.rows.loc[cells.ne("") & days.isna(), "startDate"], "is not a date as annexes print it", "correct it"
    )
    return sheet.dated("startDate", days)


source = Source(
    name="eu_official_journal",
    title="EU sanctions annexes entry by entry, transcribed from the Official Journal",
    publisher="European Union, Official Journal; transcribed by OpenSanctions",
    page="https://eur-lex.europa.eu/",
    license=License(
        "CC-BY-NC-4.0",
        "CC BY-NC 4.0: non-commercial use, for development only, not to be published",
        "https://creativecommons.org/licenses/by-nc/4.0/",
    ),
    citation="Official Journal of the European Union, annexes to Council regulations, transcription by OpenSanctions.",
    into=listing,
    also=(listing_name, listing_identifier),
    recognises=recognises,
    tidy=tidy,
    least=100,
    most=20_000,
    by_hand="Save the consolidated annexes as CSV in this layout; Waybill does not fetch or publish the transcription.",
    note=(
        "Dates are those printed in the annexes. Entries removed since are missing from the day they were listed; "
        "an entry of two annexes counts twice. Assets that are no party are left out."
    ),
)
