"""What the tables of aid promise."""

# ruff: noqa: E501  (one column per line reads as a table)
from __future__ import annotations

from etl.table import Column, Table
from etl.tables.columns import COUNTRY, note, source, vintage

donor = Column(
    "donor",
    "text",
    "Who gives: ISO 3166 alpha-3, EUU for the Union's institutions, WLD for all donors together.",
    pattern=COUNTRY,
)
donor_name = Column("donor_name", "text", "Who gives, in the publisher's words: keeps the Union's institutions apart.")
recipient = Column("recipient", "text", "Who receives: ISO 3166 alpha-3.", pattern=COUNTRY)
measure = Column(
    "measure", "text",
    "commitment: promised. allocation: earmarked for a defined delivery or payment. delivery: handed over. The three "
    "overlap and are never added or shown as one.",
    values=("commitment", "allocation", "delivery"),
)  # fmt: skip

aid_commitment = Table(
    name="aid_commitment",
    title="Aid promised, earmarked and delivered, by donor, kind and month or day",
    time="period",
    complete=True,
    key=("source", "vintage", "measure", "donor", "donor_name", "recipient", "kind", "entry_id", "period"),
    columns=(
        Column("entry_id", "text", "The publisher's identifier of the package; `month` where figures are by month."),
        donor,
        donor_name,
        recipient,
        Column("period", "date", "Day of the announcement, or the first of the month; null where the publisher gives no day that can be. A month without aid has no row.", first="2022-01-01", nullable=True),
        Column("grain", "text", "How exactly the time is known. until: announced by that day, not on it.", values=("day", "until", "month", "unknown")),
        Column("period_printed", "text", "The time in the publisher's words, where it is not simply a date.", nullable=True),
        Column("kind", "text", "Kind of aid; all where the publisher does not divide it.", values=("financial", "humanitarian", "military", "all")),
        measure,
        Column("value", "number", "Value of the aid in `currency`; null where none is stated.", low=0, nullable=True),
        Column("currency", "text", "ISO 4217.", values=("EUR",)),
        Column(
            "status", "text", "reported: stated by the donor. estimate: worked out by the publisher, from prices or by hand. not_stated: no value is known.",
            values=("reported", "estimate", "not_stated"),
        ),
        Column("text", "text", "What was promised, in the publisher's words.", nullable=True),
        Column("aggregate", "truth", "True for the publisher's sum over donors: never add it to them."),
        note,
        source,
        vintage,
    ),
)  # fmt: skip

aid_item = Table(
    name="aid_item",
    title="Arms and goods in the aid, by donor and item",
    time="period",
    complete=True,
    key=("source", "vintage", "measure", "donor", "donor_name", "recipient", "entry_id", "line"),
    columns=(
        Column("entry_id", "text", "The publisher's identifier of the package, or the kind of weapon where figures are sums."),
        Column("line", "whole", "Position among the package's items.", low=1),
        donor,
        donor_name,
        recipient,
        Column("period", "date", "Day of the announcement; null where none is given that can be.", first="2022-01-01", nullable=True),
        measure,
        Column("item", "text", "The item in the publisher's words."),
        Column("item_type", "text", "The publisher's class of items.", nullable=True),
        Column("item_subtype", "text", "The publisher's narrower class; ammunition of a calibre also holds barrels and spare parts.", nullable=True),
        Column("number", "number", "Items; null where undisclosed or not printed as a number.", unit="items", low=0, nullable=True),
        Column("number_printed", "text", "What stands there where no number does.", nullable=True),
        Column("value", "number", "Value of the items in `currency`, by the publisher's prices.", low=0, nullable=True),
        Column("currency", "text", "ISO 4217.", values=("USD", "EUR")),
        source,
        vintage,
    ),
)  # fmt: skip
