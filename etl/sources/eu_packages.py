"""The Union's numbered packages against Russia: the marks by which people date its sanctions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.reading import has_header, read
from etl.source import HAND_KEPT, License, Source
from etl.tables import event, sanctions_package
from etl.words import slug

PAGE = "https://www.consilium.europa.eu/en/policies/sanctions-against-russia/timeline-sanctions-against-russia/"
ACT = r"Reg \(EU\) ([0-9]{4})/([0-9]+)"
CONFIRMED = {
    "verified-date": "yes",
    "adoption-day-not-verified": "not the day of adoption",
    "strongly-supported": "not the number",
    "not-a-package": "yes",
}
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


def tidy(paths: Sequence[Path]) -> dict[str, pd.DataFrame]:
    """Rows of sanctions_package, and each package as an event, so that any chart can mark its day."""
    sheet = read(paths, HEADER)
    sheet.unique(["adopted"], "two packages of one day; correct one")
    rows = sheet.tidy(
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
    return {"sanctions_package": rows, "event": _events(rows)}


def _events(rows: pd.DataFrame) -> pd.DataFrame:
    titles = [_title(*cells) for cells in zip(rows["package"], rows["status"], rows["adopted"], strict=True)]
    days = rows["adopted"].dt.strftime("%Y-%m-%d")
    act = rows["acts"].str.extract(ACT)
    return pd.DataFrame(
        {
            "event_id": [f"{day}-{slug(title)}" for day, title in zip(days, titles, strict=True)],
            "date": rows["adopted"],
            "title": titles,
            "category": "eu_package",
            "countries": "EUU;RUS",
            "document": rows["acts"],
            "url": ("https://eur-lex.europa.eu/eli/reg/" + act[0] + "/" + act[1] + "/oj").fillna(PAGE),
            "confirmed": rows["status"].map(CONFIRMED),
            "note": rows["evidence"],
            "host": "official",
            "checked": "identifier",
        }
    )


def _title(package: str, status: str, adopted: pd.Timestamp) -> str:
    if status == "not-a-package":
        return f"EU sanctions on Russia of {adopted.day} {adopted:%B %Y}, no package"
    return f"EU sanctions package {package} against Russia"


def _statuses() -> tuple[str, ...]:
    return next(column.values for column in sanctions_package.columns if column.name == "status")


source = Source(
    name="eu_packages",
    title="EU sanctions packages against Russia",
    publisher="Council of the European Union",
    page=PAGE,
    license=License(
        "other-at",
        "EUR-Lex: reuse with attribution (Commission Decision 2011/833/EU)",
        "https://eur-lex.europa.eu/content/legal-notice/legal-notice.html",
    ),
    citation="Council of the European Union and Official Journal, the acts named in each row.",
    into=sanctions_package,
    also=(event,),
    recognises=recognises,
    tidy=tidy,
    days_ahead=HAND_KEPT,
    least=20,
    note="Entries are those still in the annex of Regulation (EU) 269/2014, not those listed then.",
)
