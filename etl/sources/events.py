"""Dated events with an address each: the marks on the time axis."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.codes.countries import iso3
from etl.reading import has_header, read
from etl.source import HAND_KEPT, License, Source
from etl.tables import event
from etl.words import slug

HEADER = ["date", "title", "category", "countries", "url", "confirmed", "note", "host", "checked"]
ADDRESS = r"https?://\S+"
REMEDY = "see figures/FORMAT.md"


def recognises(head: bytes) -> bool:
    """The nine columns of the hand-kept table."""
    return has_header(head, HEADER)


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of event."""
    allowed = {column.name: column.values for column in event.columns}
    sheet = read(paths, HEADER)
    sheet.unique(["date", "title"], "one event stands there twice; remove one")
    return sheet.tidy(
        {
            "event_id": sheet.rows["date"] + "-" + sheet.rows["title"].map(slug),
            "date": sheet.day("date"),
            "title": sheet.text("title"),
            "category": sheet.only("category", allowed["category"], REMEDY),
            "countries": sheet.translated("countries", _countries),
            "document": None,
            "url": sheet.text("url", ADDRESS, remedy="an event needs the address it was read at"),
            "confirmed": sheet.only("confirmed", ["yes"], "unconfirmed events are not kept"),
            "note": sheet.text("note", blank=True),
            "host": sheet.only("host", allowed["host"], REMEDY),
            "checked": sheet.only("checked", allowed["checked"], REMEDY),
        }
    )


def _countries(listed: str) -> str:
    return ";".join(iso3(code) for code in listed.split(";"))


source = Source(
    name="events",
    title="Events: visits, votes, treaties, sanctions, deliveries",
    publisher="Compiled for Waybill from the publications named in each row",
    page="",
    license=License("other-open", "Facts with their sources: cite the publication named in the row", ""),
    citation="The publication at the address of each row; compiled for Waybill.",
    into=event,
    recognises=recognises,
    tidy=tidy,
    days_ahead=HAND_KEPT,
    note="Where `checked` is identifier, the document is known to exist but its page was not opened.",
)
