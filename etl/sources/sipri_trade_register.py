"""SIPRI's register of major arms: deliveries deal by deal, without ammunition and without prices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from etl import packed
from etl.codes.countries import sipri
from etl.enveloped import start, unwrapped
from etl.reading import Dialect, has_columns, read
from etl.source import License, Source
from etl.tables import arms_transfer

HEADER = [
    "SIPRI AT Database ID", "Supplier", "Recipient", "Designation", "Description", "Armament category",
    "Order date", "Order date is estimate", "Numbers delivered", "Numbers delivered is estimate",
    "Delivery year", "Delivery year is estimate", "Status", "SIPRI estimate", "TIV deal unit",
    "TIV delivery values", "Local production",
]  # fmt: skip
# Rows of the newest year have no flag yet.
ESTIMATED = {"Yes": True, "No": False, "": None}
REMEDY = "the register writes Yes, No or nothing; compare with the publisher's file"
DIALECT = Dialect(preamble=True, new_columns=True, ended=True)
PREAMBLE = 4_096
CONDITIONS = ("New", "Second hand", "Second hand but modernized", "")


def recognises(head: bytes) -> bool:
    """The register since 2023, below a preamble, as a file or as the API wraps it."""
    return has_columns(start(head, "bytes") or head, {"SIPRI AT Database ID", "TIV deal unit"}, DIALECT)


def dated(head: bytes) -> date | None:
    """The day in "Data generated: 3 Jan 2025 9:16:02 PM" above the header."""
    said = re.search(rb"Data generated: (\d{1,2} [A-Z][a-z]{2} \d{4})", start(head, "bytes") or head)
    return datetime.strptime(said[1].decode(), "%d %b %Y").date() if said else None


def _about(tables: Sequence[Path]) -> dict[str, str]:
    """The years chosen on the publisher's page: of a deal the file tells what was delivered in these, and no others.

    Nothing where files differ in this, or do not say it.
    """
    said = [re.search(rb"year range '(\d{4})' to '(\d{4})'", packed.head(table, PREAMBLE)) for table in tables]
    years = {found.groups() if found else () for found in said}
    if len(years) > 1 or () in years:
        return {}
    first, last = (year.decode() for year in years.pop())
    return {"start": f"{first}-01-01", "end": f"{last}-12-31"}


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of arms_transfer, one per deal and year of delivery."""
    with unwrapped(paths, "bytes") as tables:
        sheet = read(tables, HEADER, dialect=DIALECT)
        about = _about(tables)
    sheet.unique(HEADER, "the same row stands there twice; give each year once")
    deal = sheet.text("SIPRI AT Database ID", r"[0-9]+")
    rows = sheet.tidy(
        {
            "deal_id": deal,
            # A deal may have several rows for one year, such as two batches.
            "line": sheet.rows.groupby(["SIPRI AT Database ID", "Supplier", "Recipient", "Delivery year"]).cumcount()
            + 1,
            "supplier": sheet.translated("Supplier", sipri),
            "recipient": sheet.translated("Recipient", sipri),
            "designation": sheet.text("Designation"),
            "description": sheet.text("Description"),
            "category": sheet.text("Armament category"),
            "ordered_year": sheet.number("Order date", blank=True, low=1900),
            "ordered_year_estimated": _flag(sheet.choice("Order date is estimate", ESTIMATED, REMEDY)),
            "delivered": sheet.day("Delivery year", "%Y"),
            "delivered_year_estimated": _flag(sheet.choice("Delivery year is estimate", ESTIMATED, REMEDY)),
            "number_delivered": sheet.number("Numbers delivered", blank=True, low=0),
            "number_estimated": _flag(sheet.choice("Numbers delivered is estimate", ESTIMATED, REMEDY)),
            "condition": sheet.only("Status", CONDITIONS, REMEDY).replace("", None),
            "tiv_per_item": sheet.number("SIPRI estimate", blank=True, low=0),
            "tiv_deal_unit": sheet.number("TIV deal unit", blank=True, low=0),
            "tiv_delivered": sheet.number("TIV delivery values", blank=True, low=0),
            "local_production": _flag(sheet.choice("Local production", ESTIMATED, REMEDY)),
        }
    )
    rows.attrs["about"] = about
    return rows


def _flag(values: pd.Series) -> pd.Series:
    return values.astype("boolean")


source = Source(
    name="sipri_trade_register",
    title="SIPRI Arms Transfers Database, trade register",
    publisher="Stockholm International Peace Research Institute (SIPRI)",
    page="https://armstransfers.sipri.org/ArmsTransfer/TransferRegister",
    license=License(
        "other-nc",
        "SIPRI: non-commercial use with credit, less than 10 % of a data set",
        "https://www.sipri.org/databases/terms",
    ),
    citation="Stockholm International Peace Research Institute, Arms Transfers Database, trade register.",
    into=arms_transfer,
    recognises=recognises,
    tidy=tidy,
    dated=dated,
    rhythm_days=366,
    hosts=("armstransfers.sipri.org", "atbackend.sipri.org"),
    by_hand=(
        "Open the transfer register, choose all suppliers and recipients and the years, and download it as CSV. The "
        "API's answer (https://atbackend.sipri.org/api/p/trades/trade-register-csv/) is read as well."
    ),
    note=(
        "Trend-indicator values are a volume index, not a price. Artillery shells are not counted. Of a deal that "
        "several files have, the newest counts for the years it is about; a deal that is only in an older file stays, "
        "also if the publisher has withdrawn it since."
    ),
)
