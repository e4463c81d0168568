"""When each entry first stood on the US list of blocked persons, which the list itself does not say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.reading import has_header, read
from etl.source import License, Source
from etl.tables import event, listing
from etl.words import slug

HEADER = ["entry_id", "name", "entry_type", "programmes", "first_seen", "last_seen"]
FIRST_COPY = pd.Timestamp("2021-08-18")
MANY = 100
"""Entries on one day that make the day an event."""
# OFAC leaves the type of an organisation empty.
TYPES = {"": "entity", "individual": "individual", "vessel": "vessel", "aircraft": "aircraft"}


def recognises(head: bytes) -> bool:
    """The six columns of the compiled history."""
    return has_header(head, HEADER)


def tidy(paths: Sequence[Path]) -> dict[str, pd.DataFrame]:
    """Rows of listing, dated by the first collected copy with the entry, and the days of many entries as events."""
    sheet = read(paths, HEADER)
    first_seen = sheet.day("first_seen")
    last_seen = sheet.day("last_seen")
    backwards = last_seen < first_seen
    sheet.say(sheet.rows.loc[backwards, "last_seen"], "is before first_seen", "correct the row")
    sheet.unique(["entry_id"], "one entry stands there twice; keep one row with its first and last day")
    rows = sheet.tidy(
        {
            "authority": "US",
            "list": "SDN",
            "entry_id": sheet.text("entry_id", r"[0-9]+"),
            "name": sheet.text("name"),
            "target_type": sheet.choice("entry_type", TYPES, "add the type to TYPES in the adapter"),
            # The list separates programmes by "] [", having lost the outer brackets.
            "programmes": sheet.text("programmes").str.replace("] [", ";", regex=False),
            "listed_on": first_seen,
            "date_basis": "first_seen",
            "left_censored": first_seen.eq(FIRST_COPY),
            "last_seen": last_seen,
            "delisted": last_seen < last_seen.max(),
        }
    )
    return {"listing": rows, "event": _events(rows)}


def _events(rows: pd.DataFrame) -> pd.DataFrame:
    """The days on which the list grew by many entries, so that any chart can mark them."""
    added = rows.loc[~rows["left_censored"], "listed_on"].value_counts().sort_index()
    added = added[added >= MANY]
    days, titles = added.index, [f"US list grows by {number} entries" for number in added]
    return pd.DataFrame(
        {
            "event_id": [f"{day:%Y-%m-%d}-{slug(title)}" for day, title in zip(days, titles, strict=True)],
            "date": days,
            "title": titles,
            "category": "us_designations",
            "countries": "USA",
            "document": None,
            "url": "https://ofac.treasury.gov/recent-actions",
            "confirmed": "yes",
            "note": "Counted in collected copies of the list: the day is that of the first copy with the entries.",
            "host": "official",
            "checked": "identifier",
        }
    )


source = Source(
    name="ofac_sdn_history",
    title="US Specially Designated Nationals list, entries by first day seen",
    publisher="Office of Foreign Assets Control, US Department of the Treasury",
    page="https://sanctionslist.ofac.treas.gov/Home/SdnList",
    license=License("other-pd", "US public domain", "https://www.usa.gov/government-copyright"),
    citation="US Treasury, Office of Foreign Assets Control, Specially Designated Nationals list.",
    into=listing,
    also=(event,),
    recognises=recognises,
    tidy=tidy,
    least=10_000,
    note=(
        "Dates are the first collected copy with the entry, 18 August 2021 to 3 May 2024. Entries of the "
        "first copy were listed on or before its day."
    ),
)
