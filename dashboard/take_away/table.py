"""The rows behind a chart as CSV and as a workbook, each carrying where they come from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from dashboard.chart import Exhibit
from dashboard.take_away.cells import Cell, cell, columns, harmless
from dashboard.take_away.facts import facts, newest

ROWS, COLUMNS, LETTERS = 1_048_576, 16_384, 32_767
"""What one sheet of a workbook holds: rows with the header, columns, and letters in a cell."""

EXACT = 10**15
"""Spreadsheets keep fifteen digits; whole numbers beyond that are written as text."""

QUOTED = re.compile(r'[,;"\t\r\n]|^\s|\s$|^$')


class TooLarge(Exception):
    """The rows do not fit a workbook; the message names the way that works."""


def csv_bytes(exhibit: Exhibit) -> bytes:
    """The rows as CSV (RFC 4180, UTF-8 with a byte-order mark so that spreadsheets read the letters right).

    A header block of lines that start with # says what the rows are; a blank line ends it.
    """
    head = [_quoted(f"# {name}") + "," + _quoted(harmless(words)) for name, words in facts(exhibit)]
    table = columns(exhibit.rows)
    written = [[_written(value) for value in cells] for cells in table.values()]
    body = (",".join(row) or '""' for row in zip(*written, strict=True))
    lines = [*head, "", ",".join(_quoted(name) for name in table), *body]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-8", errors="replace")


def _written(value: Cell) -> str:
    """A cell as CSV text: numbers shortest and exact, dates as ISO 8601, missing as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, int):
        return str(value)
    return value.isoformat() if isinstance(value, date) else _quoted(value)


def _quoted(text: str) -> str:
    """Text in quotes where it needs them, so that empty text can be told from a missing value."""
    return '"' + text.replace('"', '""') + '"' if QUOTED.search(text) else text


def xlsx_bytes(exhibit: Exhibit) -> bytes:
    """The rows as a workbook: sheet Data with typed cells, sheet About with what they are.

    Raises TooLarge where a sheet could not hold every row, column or letter.
    """
    import xlsxwriter

    table = columns(exhibit.rows)
    _check(table, len(exhibit.rows))
    into = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(into, options) as book:
        made = datetime.combine(newest(exhibit), time())
        book.set_properties({"title": exhibit.question, "author": "Waybill", "created": made})
        _data(book, table)
        _about(book, exhibit, table)
    return into.getvalue()


def _check(table: dict[str, list[Cell]], rows: int) -> None:
    way = "Take the CSV, which holds everything, or choose a shorter period."
    if rows + 1 > ROWS:
        raise TooLarge(f"A workbook holds {ROWS - 1:,} rows and this chart has {rows:,}. {way}")
    if len(table) > COLUMNS:
        raise TooLarge(f"A workbook holds {COLUMNS:,} columns and this chart has {len(table):,}. {way}")
    for name, cells in table.items():
        longest = max((len(value) for value in cells if isinstance(value, str)), default=0)
        if longest > LETTERS:
            raise TooLarge(f"A cell holds {LETTERS:,} letters and column {name} has one of {longest:,}. {way}")


def _data(book: Any, table: dict[str, list[Cell]]) -> None:
    sheet = book.add_worksheet("Data")
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"})
    for column, (name, cells) in enumerate(table.items()):
        number = book.add_format({"num_format": _number_format(cells)})
        sheet.write_string(0, column, name, head)
        for row, value in enumerate(cells, start=1):
            if value is None:
                continue
            if isinstance(value, bool):
                sheet.write_boolean(row, column, value)
            elif isinstance(value, int | float) and abs(value) < EXACT:
                sheet.write_number(row, column, value, number)
            elif isinstance(value, float) and abs(value) != float("inf"):
                sheet.write_number(row, column, value)
            elif isinstance(value, datetime) and value.tzinfo is None and value.year >= 1900:
                sheet.write_datetime(row, column, value, moment)
            elif isinstance(value, date) and not isinstance(value, datetime) and value.year >= 1900:
                sheet.write_datetime(row, column, value, day)
            else:
                sheet.write_string(row, column, value if isinstance(value, str) else _written(value))
        widest = max(len(name), *(len(_written(value)) for value in cells[:500]), 8)
        sheet.set_column(column, column, min(widest + 3, 60))
    sheet.freeze_panes(1, 0)
    if table:
        sheet.autofilter(0, 0, max(len(cells) for cells in table.values()), len(table) - 1)


def _number_format(cells: Iterable[Cell]) -> str:
    """Thousands are set apart only where numbers are long, so that a year stays 2024."""
    numbers = [value for value in cells if isinstance(value, int | float)]
    if max((abs(value) for value in numbers), default=0) < 10_000:
        return "General"
    return "#,##0" if all(value == round(value) for value in numbers if abs(value) < EXACT) else "#,##0.00"


def _about(book: Any, exhibit: Exhibit, table: dict[str, list[Cell]]) -> None:
    sheet = book.add_worksheet("About")
    head = book.add_format({"bold": True, "valign": "top"})
    words = book.add_format({"text_wrap": True, "valign": "top"})
    known = exhibit.rows.attrs.get("about", {})
    told = [(name, harmless(text)) for name, text in facts(exhibit)]
    described = [(name, str(cell(str(known.get(name, ""))) or _kind(cells))) for name, cells in table.items()]
    for row, (name, text) in enumerate([*told, ("", ""), ("Columns of sheet Data", ""), *described]):
        sheet.write_string(row, 0, harmless(name), head)
        sheet.write_string(row, 1, text, words)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)


def _kind(cells: Iterable[Cell]) -> str:
    """What a column without a description holds."""
    kinds = {type(value) for value in cells if value is not None}
    if not kinds:
        return "empty"
    if kinds <= {int, float}:
        return "number"
    return "date" if kinds <= {date, datetime} else "true or false" if kinds == {bool} else "text"
