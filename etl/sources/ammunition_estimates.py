"""What was said about ammunition delivered, statement by statement, because no two count the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from etl.codes.countries import iso3
from etl.reading import has_header, read
from etl.sheet import Sheet
from etl.source import HAND_KEPT, License, Source
from etl.tables import ammunition_estimate

STATEMENT = [
    "supplier_iso3", "recipient_iso3", "item", "unit", "low", "central", "high", "cumulative_or_period",
    "basis", "period_start", "period_end", "as_of", "estimator", "publisher", "title", "url", "confirmed",
    "note", "host", "checked", "leans_on", "leaning",
]  # fmt: skip
HEADER = ["estimate_id", *STATEMENT]
FORMAT = "see figures/FORMAT.md"
# Bases whose numbers are not of rounds, with the units that they are of.
UNITS = {
    "containers_seen": ("containers",),
    "tonnes": ("tonnes",),
    "share": ("percent",),
    "value": ("USD",),
    "other_count": ("missiles", "drones", "guns", "railcars", "voyages"),
}
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
    _named_after_itself(sheet, name)
    _agrees_with_itself(sheet)
    _leans_on_known(sheet, name)
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
        "leans_on": sheet.text("leans_on", blank=True),
        "leaning": sheet.text("leaning", "|".join(allowed["leaning"]), blank=True, remedy=FORMAT),
    }
    return sheet.tidy(columns)


def _named_after_itself(sheet: Sheet, name: str) -> None:
    """The name is supplier-recipient-day-unit, so that it can be told from the row and never collides by chance."""
    rows = sheet.rows
    due = (rows["supplier_iso3"] + "-" + rows["recipient_iso3"] + "-" + rows["as_of"] + "-" + rows["unit"]).str.lower()
    tail = [own.removeprefix(stem) for own, stem in zip(rows[name], due, strict=True)]
    wrong = [not re.fullmatch(r"(-[2-9][0-9]*|-1[0-9]+)?", rest) for rest in tail]
    sheet.say(rows.loc[wrong, name], "is not supplier-recipient-as_of-unit of its row", FORMAT)


def _agrees_with_itself(sheet: Sheet) -> None:
    """Unit goes with basis; a period does not end before it starts, nor a running total after the day it was stated."""
    rows = sheet.rows
    wrong = [u not in UNITS.get(b, ("rounds",)) for b, u in zip(rows["basis"], rows["unit"], strict=True)]
    sheet.say(rows.loc[wrong, "unit"], "does not go with the basis of its row", FORMAT)
    start, end = rows["period_start"], rows["period_end"]
    sheet.say(rows.loc[start.ne("") & end.ne("") & (end < start), "period_end"], "is before period_start", "swap them")
    late = rows["cumulative_or_period"].eq("cumulative") & (end > rows["as_of"])
    sheet.say(rows.loc[late, "period_end"], "is after the day of the statement", "a running total ends by then")


def _leans_on_known(sheet: Sheet, name: str) -> None:
    """A statement that leans on another names it and says how."""
    rows = sheet.rows
    leans, leaning = rows["leans_on"], rows["leaning"]
    sheet.say(rows.loc[leans.ne("") & leaning.eq(""), "leaning"], "does not say how it leans on the other", FORMAT)
    sheet.say(rows.loc[leans.eq("") & leaning.ne(""), "leaning"], "says how, but not on what", FORMAT)
    unknown = leans.ne("") & (~leans.isin(list(rows[name])) | leans.eq(rows[name]))
    sheet.say(rows.loc[unknown, "leans_on"], "is no other row of this table", "name a row by its id")


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
    days_ahead=HAND_KEPT,
    note=(
        "Containers seen, their capacity, rounds counted, tonnes, totals of a period, pledges and forecasts "
        "are different things. Capacity is an upper bound, never a delivery."
    ),
)
