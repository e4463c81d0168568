"""How many entries the Union listed on each day, counted from the annexes as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.reading import has_header, read
from etl.source import License, Source
from etl.tables import designation_count

HEADER = ["act_celex", "programme", "measure", "entry_type", "listed_on", "entries"]
TYPES = {
    "Person": "individual",
    "LegalEntity": "entity",
    "Company": "entity",
    "Organization": "entity",
    "Vessel": "vessel",
    "Asset": "asset",
}
ACT = r"[0-9]{5}[A-Z][0-9]{4}"


def recognises(head: bytes) -> bool:
    """The six columns of the counts."""
    return has_header(head, HEADER)


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of designation_count; companies, organisations and legal entities are counted together."""
    sheet = read(paths, HEADER)
    sheet.unique(HEADER[:-1], "one count stands there twice; remove one row")
    rows = sheet.tidy(
        {
            "authority": "EU",
            "act": sheet.text("act_celex", ACT, remedy="write the CELEX number"),
            "programme": sheet.text("programme"),
            "measure": sheet.text("measure"),
            "target_type": sheet.choice("entry_type", TYPES, "add the type to TYPES in the adapter"),
            "listed_on": sheet.day("listed_on", blank=True),
            "date_basis": "listed_on",
            "entries": sheet.number("entries", low=1),
        }
    )
    names = [name for name in rows.columns if name != "entries"]
    counted = rows.groupby(names, dropna=False)["entries"].sum().reset_index()
    counted.attrs = rows.attrs
    return counted


source = Source(
    name="eu_listings",
    title="EU sanctions annexes, entries by date of listing",
    publisher="European Union, Official Journal",
    page="https://eur-lex.europa.eu/",
    license=License(
        "other-at",
        "EUR-Lex: reuse with attribution (Commission Decision 2011/833/EU)",
        "https://eur-lex.europa.eu/content/legal-notice/legal-notice.html",
    ),
    citation="Official Journal of the European Union, annexes to the Council regulations named in each row.",
    into=designation_count,
    recognises=recognises,
    tidy=tidy,
    least=100,
    note="Counts entries still in the annex: those removed since are missing from the day they were listed.",
)
