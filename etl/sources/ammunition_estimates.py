"""What was said about ammunition delivered, statement by statement, because no two count the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from etl.codes.countries import iso3
from etl.reading import has_header, read
from etl.source import License, Source
from etl.tables import ammunition_estimate

STATEMENT = [
    "supplier_iso3", "recipient_iso3", "item", "unit", "low", "central", "high", "cumulative_or_period",
    "basis", "period_start", "period_end", "as_of", "estimator", "publisher", "title", "url", "confirmed",
    "note", "host", "checked",
]  # fmt: skip
HEADER = ["estimate_id", *STATEMENT]
FORMAT = "see figures/FORMAT.md"
TERMS = License("other-open", "Facts with their sources: cite the publication named in the row", "")


def recognises(head: bytes) -> bool:
    """The columns of the hand-kept table, which begin with estimate_id."""
    return has_header(head, HEADER)


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of ammunition_estimate."""
    return statements(paths, HEADER)


def statements(paths: Sequence[Path], header: Sequence[str]) -> pd.DataFrame:
    """The rows of a table of statements, whose first column names the row; estimates and rates share it."""
    allowed: dict[str, tuple[str, ...]] = {column.name: column.values for column in ammunition_estimate.columns}
    name = header[0]
    sheet = read(paths, header)
    sheet.unique([name], "two rows of one name; add -2, -3 … to the later ones")
    bounds = {bound: sheet.number(bound, blank=True, low=0) for bound in ("low", "central", "high")}
    silent = sum(value.notna().astype(int) for value in bounds.values()).eq(0)
    sheet.say(sheet.rows.loc[silent, name], "has neither low nor central nor high", "a statement needs a number")
    turned = bounds["high"] < bounds["low"]
    sheet.say(sheet.rows.loc[turned, "high"], "is below low", "swap them")
    by_month = sheet.rows["as_of"].str.fullmatch(r"[0-9]{4}-[0-9]{2}").astype(bool)
    sheet.rows["as_of"] = sheet.rows["as_of"].where(~by_month, sheet.rows["as_of"] + "-01")
    columns: dict[str, Any] = {
        "estimate_id": sheet.text(name, r"[a-z0-9+-]+", remedy=FORMAT),
        "supplier": sheet.translated("supplier_iso3", _parties),
        "recipient": sheet.translated("recipient_iso3", _parties),
        "item": sheet.text("item"),
        "unit": sheet.only("unit", allowed["unit"], FORMAT),
        **bounds,
        "basis": sheet.only("basis", allowed["basis"], FORMAT),
        "span": sheet.only("cumulative_or_period", allowed["span"], FORMAT),
        "period_start": sheet.day("period_start", blank=True),
        "period_end": sheet.day("period_end", blank=True),
        "as_of": sheet.day("as_of"),
        "as_of_precision": by_month.map({True: "month", False: "day"}),
        "estimator": sheet.text("estimator"),
        "publisher": sheet.text("publisher"),
        "title": sheet.text("title"),
        "url": sheet.text("url", r"https?://\S+", remedy="a statement needs the address it was read at"),
        "confirmed": sheet.only("confirmed", ["yes"], "unconfirmed statements are not kept"),
        "note": sheet.text("note", blank=True),
        "host": sheet.only("host", allowed["host"], FORMAT),
        "checked": sheet.only("checked", allowed["checked"], FORMAT),
    }
    return sheet.tidy(columns)


def _parties(codes: str) -> str:
    return "+".join(iso3(code) for code in codes.split("+"))


source = Source(
    name="ammunition_estimates",
    title="Published estimates of ammunition supplied",
    publisher="Compiled for Waybill from the publications named in each row",
    page="",
    license=TERMS,
    citation="The estimator and publication named in each row; compiled for Waybill.",
    into=ammunition_estimate,
    recognises=recognises,
    tidy=tidy,
    note=(
        "Containers seen, their capacity, rounds counted, tonnes, totals of a period, pledges and forecasts "
        "are different things. Capacity is an upper bound, never a delivery."
    ),
)
