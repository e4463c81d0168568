"""The Security Council's measures on North Korea: what Russia and China once voted for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.reading import has_header, read
from etl.source import HAND_KEPT, License, Source
from etl.tables import event
from etl.words import slug

HEADER = ["date", "event", "document", "url", "confidence"]
CONFIDENCE = r"(verified|corroborated.*|not verified)"


def recognises(head: bytes) -> bool:
    """The five columns of the hand-kept table."""
    return has_header(head, HEADER)


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of event; the words on confidence stay in the note."""
    sheet = read(paths, HEADER)
    sheet.unique(["date", "document"], "one measure stands there twice; remove one")
    confidence = sheet.text("confidence", CONFIDENCE, remedy="see figures/FORMAT.md")
    kind = confidence.str.split(" ").str[0]
    return sheet.tidy(
        {
            "event_id": sheet.rows["date"] + "-" + sheet.rows["event"].map(slug),
            "date": sheet.day("date"),
            "title": sheet.text("event"),
            "category": "un_measure",
            "countries": "PRK",
            "document": sheet.text("document"),
            "url": sheet.text("url", r"https?://\S+", remedy="a measure needs its address"),
            "confirmed": kind.map({"verified": "yes", "corroborated": "corroborated", "not": "no"}),
            "note": "Confidence: " + confidence,
            "host": "official",
            "checked": kind.map({"verified": "opened"}).fillna("identifier"),
        }
    )


source = Source(
    name="un_dprk_timeline",
    title="UN Security Council measures on the DPRK",
    publisher="United Nations Security Council",
    page="https://main.un.org/securitycouncil/en/sanctions/1718",
    license=License("other-at", "United Nations: reuse with attribution", "https://www.un.org/en/about-us/copyright"),
    citation="United Nations Security Council, the resolution or press release named in each row.",
    into=event,
    recognises=recognises,
    tidy=tidy,
    days_ahead=HAND_KEPT,
)
