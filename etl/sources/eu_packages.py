"""The Union's numbered packages against Russia: the marks by which people date its sanctions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.reading import has_header, read
from etl.source import License, Source
from etl.tables import sanctions_package

HEADER = [
    "package",
    "adopted",
    "oj_or_effective_hint",
    "main_acts",
    "asset_freeze_rows_still_listed_that_date",
    "vessels_listed_source",
    "status",
    "evidence",
]


def recognises(head: bytes) -> bool:
    """The eight columns of the hand-kept table."""
    return has_header(head, HEADER)


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of sanctions_package."""
    sheet = read(paths, HEADER)
    sheet.unique(["adopted"], "two packages of one day; correct one")
    return sheet.tidy(
        {
            "package": sheet.text("package"),
            "adopted": sheet.day("adopted"),
            "published": sheet.day("oj_or_effective_hint", blank=True),
            "acts": sheet.text("main_acts"),
            "entries_still_listed": sheet.number("asset_freeze_rows_still_listed_that_date", blank=True, low=0),
            "vessels": sheet.number("vessels_listed_source", blank=True, low=0),
            "status": sheet.only("status", _statuses(), "see figures/FORMAT.md"),
            "evidence": sheet.text("evidence"),
        }
    )


def _statuses() -> tuple[str, ...]:
    return next(column.values for column in sanctions_package.columns if column.name == "status")


source = Source(
    name="eu_packages",
    title="EU sanctions packages against Russia",
    publisher="Council of the European Union",
    page="https://www.consilium.europa.eu/en/policies/sanctions-against-russia/timeline-sanctions-against-russia/",
    license=License(
        "other-at",
        "EUR-Lex: reuse with attribution (Commission Decision 2011/833/EU)",
        "https://eur-lex.europa.eu/content/legal-notice/legal-notice.html",
    ),
    citation="Council of the European Union and Official Journal, the acts named in each row.",
    into=sanctions_package,
    recognises=recognises,
    tidy=tidy,
    least=20,
    note="Entries are those still in the annex of Regulation (EU) 269/2014, not those listed then.",
)
