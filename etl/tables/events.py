"""What the table of events promises."""

# ruff: noqa: E501  (one column per line reads as a table)
from __future__ import annotations

from etl.table import Column, Table
from etl.tables.columns import COUNTRY_LIST, checked, confirmed, host, note, source, url, vintage

event = Table(
    name="event",
    title="Dated events: visits, votes, treaties, sanctions, deliveries",
    time="date",
    key=("source", "vintage", "event_id"),
    columns=(
        Column("event_id", "text", "Stable name of the row: date and the first words of the title.", pattern=r"[a-z0-9-]+"),
        Column("date", "date", "Day of the event.", first="1900-01-01"),
        Column("title", "text", "What happened."),
        Column(
            "category", "text", "Kind of event.",
            values=(
                "aid", "ammunition", "arms_transfer", "data", "diplomacy", "election", "eu_package", "sanctions", "treaty",
                "troops", "un_measure", "un_vote", "us_designations", "visit", "war",
            ),
        ),
        Column("countries", "text", "Countries concerned, ISO 3166 alpha-3 joined by semicolons.", pattern=COUNTRY_LIST, nullable=True),
        Column("document", "text", "Official document, such as a resolution number.", nullable=True),
        url, confirmed, note, host, checked, source, vintage,
    ),
)  # fmt: skip
