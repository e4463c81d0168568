"""Cells of a table made safe to open: nothing a spreadsheet would run, nothing lost on the way."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd

Cell = str | int | float | bool | date | None
"""What a table file can hold; None is an empty cell."""

# Spaces and invisible signs may stand before the sign that starts a formula, and where lists are separated
# by semicolons a spreadsheet splits text there too.
RUNS = re.compile(r"(^|;)(?=[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n])")


def harmless(text: str) -> str:
    """Text with an apostrophe wherever a spreadsheet would otherwise start to read a formula."""
    return RUNS.sub(r"\1'", text)


def cell(value: Any) -> Cell:
    """A value of a DataFrame as plain Python: text harmless, numbers and dates kept, missing as None."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, str):
        return harmless(value)
    if hasattr(value, "item") and getattr(value, "ndim", None) == 0:
        value = value.item()
    if isinstance(value, float):
        return None if value != value else value
    if isinstance(value, bool | int):
        return value
    if isinstance(value, Decimal):
        return float(value) if Decimal(repr(float(value))) == value else str(value)
    if isinstance(value, datetime):
        midnight = value.tzinfo is None and value == datetime.combine(value.date(), datetime.min.time())
        return value.date() if midnight else value
    if isinstance(value, date):
        return value
    if hasattr(value, "__iter__"):
        return harmless("; ".join(str(part) for part in value))
    return harmless(str(value))


def columns(rows: pd.DataFrame) -> dict[str, list[Cell]]:
    """Every column's cells by its harmless name. Columns of one name are told apart by a number."""
    made: dict[str, list[Cell]] = {}
    for position, name in enumerate(rows.columns):
        free = plain = harmless(str(name))
        while free in made:
            free = f"{plain} ({position + 1})"
            plain = free
        made[free] = [cell(value) for value in rows.iloc[:, position].tolist()]
    return made
