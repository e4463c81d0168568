"""SIPRI's tables of trend-indicator values: how much armament a country supplied per year, in volume."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from etl import packed
from etl.codes.areas import WORLD
from etl.codes.sipri import sipri_code, tiv_name
from etl.enveloped import start, unwrapped
from etl.sheet import Sheet
from etl.source import License, Source
from etl.table import ContractBroken
from etl.tables import arms_volume
from etl.together import together
from etl.workbook import framed

TITLE = re.compile(r"TIV of arms (exports from|imports to|exports to|imports from) (.+?), ([0-9]{4})-([0-9]{4})")
FILE_NAME = re.compile(r"TIV-(?:Export|Import)-([A-Z]{3})-")
# What the first cell of the header says about the rows below, with whose table it is.
SUPPLIERS = {"exports by", "supplier"}
RECIPIENTS = {"imports by", "recipient"}
EVERYONE = {"all countries", "the world"}
GENERATED = re.compile(rb"Generated: ([0-9]{1,2} [A-Z][a-z]+ [0-9]{4})")
YEAR = re.compile(r"(19|20)[0-9]{2}")
TOTAL = "Total"
MOST_LINES = 2_000
LINES_ABOVE = 40
LAYOUT = "the publisher changed the layout: compare it with the adapter"
AGAIN = "get the file again"


def recognises(head: bytes) -> bool:
    """The title or the first column of a table of trend-indicator values, as a file or as the API wraps it."""
    lines = (start(head, "result") or head).decode("utf-8-sig", errors="replace").splitlines()[:LINES_ABOVE]
    return any("TIV of arms" in line for line in lines[:5]) or any(
        cells and cells[0].lower() in SUPPLIERS | RECIPIENTS and _is_header(cells) for cells in map(_cells, lines)
    )


def dated(head: bytes) -> date | None:
    """The day on which the table was made: volumes are revised all the time, so that day is its vintage."""
    said = GENERATED.search(head)
    return datetime.strptime(said[1].decode(), "%d %B %Y").date() if said else None


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of arms_volume, one per pair and year with deliveries; a blank cell is none."""
    with unwrapped(paths, "result") as tables:
        parts, faults = [], []
        for path in tables:
            try:
                parts.append(_one(path))
            except ContractBroken as broken:
                faults.append(str(broken))
    if faults:
        raise ContractBroken("; ".join(faults))
    return together(parts)


def _one(path: Path) -> pd.DataFrame:
    lines = _lines(path)
    top = next((number for number, cells in enumerate(lines[:LINES_ABOVE]) if _is_header(cells)), None)
    if top is None:
        raise ContractBroken(f"{path.name}: there is no row of years; {LAYOUT}")
    title = next(
        (found for cells in lines[:top] if (found := TITLE.fullmatch(cells[0].strip() if cells else ""))), None
    )
    years, faults = _years(lines[top], title)
    direction, side, whose = _about(lines[top][0].strip().lower(), title, faults)
    if faults:
        raise ContractBroken(f"{path.name} row {top + 1}: {'; '.join(faults)}; {LAYOUT}")
    sheet = Sheet(_long(lines, top, years, path, faults), warnings=_named_otherwise(path, whose))
    if faults:
        raise ContractBroken(f"{path.name} {'; '.join(faults)}; {AGAIN}")
    name = sheet.rows["name"]
    sheet.rows = sheet.rows.assign(name=name.str.strip())
    sheet.unique(["name", "year"], "one name stands there twice; get the file again")
    sheet.drop(sheet.rows["value"].str.strip().eq(""), "no deliveries (blank)")
    _sums(sheet, sheet.number("value", padded=True, low=0))
    sheet.drop(sheet.rows["year"].eq(TOTAL), "sum over the years")
    other = sheet.translated("name", lambda words: WORLD if words == TOTAL else tiv_name(words))
    value = sheet.number("value", padded=True, low=0)
    return sheet.tidy(
        {
            "supplier": other if side == "supplier" else whose,
            "recipient": whose if side == "supplier" else other,
            "direction": direction,
            "year": sheet.day("year", "%Y"),
            "tiv": value,
            "below_half": value.eq(0),
            "aggregate": other.eq(WORLD) | (whose == WORLD),
        }
    )


def _about(corner: str, title: re.Match[str] | None, faults: list[str]) -> tuple[str, str, str]:
    """Whose table it is: its direction, what the rows are, and the country (or all) that they deal with."""
    if title:
        words, name = title[1], title[2].strip()
        direction = "export" if words in ("exports from", "imports from") else "import"
        side = "recipient" if direction == "export" else "supplier"
        if corner not in ("", *(RECIPIENTS if side == "recipient" else SUPPLIERS)):
            faults.append(f"the first column is {corner!r}, which does not go with the title {title[0]!r}")
        try:
            return direction, side, WORLD if name.lower() in EVERYONE else tiv_name(name)
        except ContractBroken as unknown:
            faults.append(str(unknown))
    elif corner in ("exports by", "imports by"):
        return corner[:6], "supplier" if corner == "exports by" else "recipient", WORLD
    else:
        faults.append(f"no title says whose exports or imports these are, nor does the first column {corner!r}")
    return "export", "recipient", WORLD


def _lines(path: Path) -> list[list[str]]:
    content = packed.content(path, 10_000_000)
    if not content.strip():
        raise ContractBroken(f"{path.name}: the file is empty; {AGAIN}")
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise ContractBroken(f"{path.name}: this is a web page, not a table; {AGAIN}")
    try:
        text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise ContractBroken(f"{path.name}: byte 0x{content[wrong.start]:02X} is not UTF-8; {AGAIN}") from None
    lines = [_cells(line) for line in text.splitlines()]
    if len(lines) > MOST_LINES:
        raise ContractBroken(f"{path.name}: {len(lines):,} lines are more than a table has; {LAYOUT}")
    return lines


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line], strict=True), [])
    except csv.Error:
        return [line]


def _is_header(cells: Sequence[str]) -> bool:
    """A row most of which are years."""
    return len(cells) > 2 and sum(bool(YEAR.fullmatch(cell.strip())) for cell in cells) >= len(cells) / 2 - 1


def _years(cells: Sequence[str], title: re.Match[str] | None) -> tuple[list[str], list[str]]:
    """The years of a header row, which are those of the title and in order, with a total after them."""
    found = [cell.strip() for cell in cells[1:]]
    years = [cell for cell in found if YEAR.fullmatch(cell)]
    first, last = (int(title[3]), int(title[4])) if title else (int(min(years)), int(max(years)))
    due = [*(str(year) for year in range(first, last + 1)), TOTAL]
    faults = [f"column '{name}' is missing" for name in due if name not in found]
    faults += [f"column '{name}' is unknown" for name in found if name not in due]
    if not faults and found != due:
        faults.append("the columns are in another order, or one stands there twice")
    return due[:-1], faults


def _long(lines: list[list[str]], top: int, years: list[str], path: Path, faults: list[str]) -> pd.DataFrame:
    """One row per name and year; the sums tell whether a column is in another's place."""
    body, numbers = [], []
    blank = 0
    for number, cells in enumerate(lines[top + 1 :], top + 2):
        # The blank line has one comma more than the others.
        if len(cells) in (0, len(years) + 2, len(years) + 3) and not any(cell.strip() for cell in cells):
            blank += 1
            continue
        if blank and (cells[0].strip() != TOTAL or blank > 1):
            faults.append(f"row {number - 1}: the row is blank, and not the one above the total")
        if len(cells) != len(years) + 2:
            faults.append(f"row {number}: {len(cells)} cells where the header has {len(years) + 2}")
            continue
        faults += [
            f"row {number}, column '{year}': {cell!r} is not a number"
            for year, cell in zip([*years, TOTAL], cells[1:], strict=True)
            if not re.fullmatch(r"[0-9]*", cell.strip())
        ]
        body += [[cells[0], year, value] for year, value in zip([*years, TOTAL], cells[1:], strict=True)]
        numbers += [number] * (len(years) + 1)
    if not body or body[-1][0].strip() != TOTAL:
        faults.append("the last row is not the total, so the file is cut")
    return framed(body, ["name", "year", "value"], path.name, numbers)


def _sums(sheet: Sheet, value: pd.Series) -> None:
    """The printed sums follow from the cells, up to their rounding: a figure in another's place would show."""
    sheet.done()
    cells = sheet.rows.assign(number=value.array)
    for down, across in (("name", "year"), ("year", "name")):
        parts = cells[cells[down].ne(TOTAL)].groupby(across)["number"].agg(["sum", "size"])
        sums = cells[cells[down].eq(TOTAL)].groupby(across)["number"].first()
        apart = (sums.reindex(parts.index) - parts["sum"]).abs()
        wrong = apart.isna() | apart.gt(parts["size"] / 2 + 0.5)
        printed = sheet.rows[sheet.rows[down].eq(TOTAL) & sheet.rows[across].isin(list(parts.index[wrong]))]
        sheet.faults += [
            f"{file} row {row}, column '{year}': {value!r} is not the sum of its cells; {AGAIN}"
            for (file, row), year, value in zip(printed.index, printed["year"], printed["value"], strict=True)
        ]
        lost = list(parts.index[apart.isna()]) + [key for key in sums.index if key not in parts.index]
        if lost:
            sheet.faults.append(f"{sheet.rows.index[0][0]}: {lost[0]!r} has figures or a sum, but not both; {AGAIN}")
    sheet.done()


def _named_otherwise(path: Path, whose: str) -> list[str]:
    """The publisher names its files by codes of its own; one that says another country was renamed."""
    code = FILE_NAME.match(path.name)
    if not code or whose == WORLD:
        return []
    try:
        named = sipri_code(code[1])
    except ContractBroken as unknown:
        return [f"{path.name}: {unknown}"]
    return [] if named == whose else [f"{path.name}: the file is named for {named}, but its title says {whose}"]


source = Source(
    name="sipri_tiv",
    title="SIPRI Arms Transfers Database, trend-indicator values by year",
    publisher="Stockholm International Peace Research Institute (SIPRI)",
    page="https://armstransfers.sipri.org/ArmsTransfer/ImportExport",
    license=License(
        "other-nc",
        "SIPRI: non-commercial use with credit, less than 10 % of a data set",
        "https://www.sipri.org/databases/terms",
    ),
    citation="Stockholm International Peace Research Institute, Arms Transfers Database, import/export values.",
    into=arms_volume,
    recognises=recognises,
    tidy=tidy,
    dated=dated,
    rhythm_days=366,
    hosts=("armstransfers.sipri.org", "atbackend.sipri.org"),
    by_hand="Open the import/export values, choose a country and the years, and download the table as CSV.",
    note=(
        "Trend-indicator values are a volume index, not a price. 0 means less than half a million; a year without "
        "a row had no deliveries. Figures may not add up because they are rounded. The downloaded tables were run "
        "through; of the interface's JSON answer only its wrapping is known, none has been run through yet."
    ),
)
