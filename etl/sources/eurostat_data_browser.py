"""Eurostat's Data Browser workbook: one sheet per product, reporters and partners down, months across."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.codes.eurostat import PRODUCT, label, label_left_out, numbered_period
from etl.eurostat import HOSTS, LICENSE, flows, periods
from etl.sheet import Sheet
from etl.source import Source
from etl.table import ContractBroken
from etl.tables import trade_flow
from etl.workbook import Grid, framed, grid, opened, text_in

DATASET = "[DS-045409"  # "[DS-045409__custom_4630244]" for a selection
SHEET = re.compile(r"Sheet [0-9]+")
COLUMNS = ["REPORTER", "PARTNER", "PRODUCT", "FLOW", "TIME", "value", "flag"]
FLOWS = {"EXPORT": "export", "IMPORT": "import"}
STATUS = {"": "reported", "c": "suppressed", "p": "reported", "r": "reported", "e": "estimate", "s": "estimate"}
FREQUENCIES = ("Monthly", "Annual")
VALUE = "VALUE_IN_EUROS"
NOTHING = ":"
LAYOUT = "the publisher changed the layout: compare the sheet with the adapter"
LEGEND = ("Special value", "Available flags:", "Special values:")


def recognises(head: bytes) -> bool:
    """A workbook that names the data set on its first page."""
    return head.startswith(b"PK") and DATASET in text_in(head)


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of trade_flow in euros; cells without a figure are left out and counted."""
    books = [_sheets(path) for path in paths]
    sheet = Sheet(pd.concat([part for book in books for part in book]))
    sheet.faults += [fault for book in books for fault in _lacking(book)]
    sheet.leave_out("REPORTER", label_left_out)
    sheet.leave_out("PARTNER", label_left_out)
    nothing = sheet.rows["value"].eq(NOTHING) & sheet.rows["flag"].ne("c")
    sheet.drop(nothing, "not available (:)")
    product = sheet.rows["PRODUCT"].str.extract(rf"\[({PRODUCT})\]$")[0]
    sheet.say(sheet.rows.loc[product.isna(), "PRODUCT"], "has no product code at its end", "download labels with codes")
    day, grain = periods(sheet, "TIME", numbered_period, "download months or years")
    status = sheet.choice("flag", STATUS, "a new flag: add what it means to STATUS in the adapter")
    return flows(
        sheet,
        {
            "period": day,
            "grain": grain,
            "reporter": sheet.translated("REPORTER", label),
            "partner": sheet.translated("PARTNER", label),
            "flow": sheet.choice("FLOW", FLOWS, "download with English labels"),
            "product": product,
            "value": sheet.number("value", blank=[NOTHING] if status.eq("suppressed").any() else False, low=0),
            "mass_kg": None,
            "status": status,
        },
    )


def _sheets(path: Path) -> list[pd.DataFrame]:
    with opened(path) as book:
        names = [name for name in book.sheetnames if SHEET.fullmatch(name)]
        if not names:
            raise ContractBroken(f"{path.name}: there is no sheet with figures (Sheet 1, Sheet 2 …); {LAYOUT}")
        listed = [row for row in grid(book, "Summary", path) if any(SHEET.fullmatch(cell) for cell in row)]
        if len(listed) != len(names):
            raise ContractBroken(
                f"{path.name}: the summary lists {len(listed)} sheets, but there are {len(names)}; get the file again"
            )
        return [_cells(grid(book, name, path), f"{path.name} {name}") for name in names]


def _lacking(parts: Sequence[pd.DataFrame]) -> list[str]:
    """Sheets are slices of one cube, with the same rows and periods: what only one of them has was lost elsewhere."""
    faults = []
    for part in parts[1:]:
        for names in (["REPORTER", "PARTNER"], ["TIME"]):
            first, other = (pd.MultiIndex.from_frame(each[names].drop_duplicates()) for each in (parts[0], part))
            if len(apart := first.symmetric_difference(other)):
                here, there = (each.index[0][0] for each in (parts[0], part))
                faults.append(
                    f"{here} and {there}: only one of them has {' / '.join(map(str, apart[0]))}; get the file again"
                )
    return faults


def _cells(rows: Grid, where: str) -> pd.DataFrame:
    """One sheet's figures, one a row."""
    facts = {row[0]: next((cell for cell in row[1:] if cell), "") for row in rows[:9] if row and row[0]}
    start = next((number for number, row in enumerate(rows) if row[:1] == ["TIME"]), None)
    faults = [] if start is not None else ["there is no row that begins with TIME"]
    expected = {"PRODUCT [PRODUCT]": None, "FLOW": None, "INDICATORS": VALUE}
    for name, only in expected.items():
        if name not in facts:
            faults.append(f"'{name}' is missing above the figures")
        elif only and facts[name] != only:
            faults.append(f"'{name}' is {facts[name]!r}, and only {only} is read")
    if DATASET not in facts.get("Dataset: ", ""):
        faults.append(f"the data set is not {DATASET[1:]}")
    if faults or start is None or len(rows) < start + 3:
        raise ContractBroken(f"{where}: {'; '.join(faults) or 'there are no figures'}; {LAYOUT}")
    heads = {"FREQ (Labels)": rows[start + 1], "REPORTER (Labels)": rows[start + 2]}
    wrong = [name for name, row in heads.items() if row[:1] != [name]]
    if wrong or rows[start + 2][1:2] != ["PARTNER (Labels)"]:
        raise ContractBroken(f"{where}: below TIME there is no row '{(wrong or ['PARTNER (Labels)'])[0]}'; {LAYOUT}")
    odd = {cell for cell in rows[start + 1][2:] if cell} - set(FREQUENCIES)
    if odd:
        raise ContractBroken(f"{where}: {odd.pop()!r} is no frequency that is read; {LAYOUT}")
    return _unrolled(rows, start, facts, where)


def _unrolled(rows: Grid, start: int, facts: dict[str, str], where: str) -> pd.DataFrame:
    times = rows[start]
    columns = [number for number in range(2, len(times)) if times[number]]
    body, numbers = [], []
    ended = False
    for number, row in enumerate(rows[start + 3 :], start + 4):
        if not any(row):
            ended = True
            break
        row = row + [""] * (len(times) + 1 - len(row))
        for column in columns:
            # A flag stands in a column of its own, without a month above it.
            flag = row[column + 1] if column + 1 < len(times) and not times[column + 1] else ""
            body.append([row[0], row[1], facts["PRODUCT [PRODUCT]"], facts["FLOW"], times[column], row[column], flag])
            numbers.append(number)
    if not ended or not body or not columns:
        raise ContractBroken(f"{where}: the figures have no end or are none; get the file again")
    return framed(body, COLUMNS, where, numbers)


source = Source(
    name="eurostat_data_browser",
    title="Eurostat Data Browser, EU trade by product and month",
    publisher="Eurostat",
    page="https://ec.europa.eu/eurostat/databrowser/product/page/DS-045409",
    license=LICENSE,
    citation="Eurostat, Data Browser (DS-045409), EU trade since 1988 by HS2-4-6 and CN8.",
    into=trade_flow,
    recognises=recognises,
    tidy=tidy,
    rhythm_days=31,
    most=5_000_000,
    hosts=HOSTS,
    by_hand=(
        "Open DS-045409 in the Data Browser, choose reporters, partners, products and VALUE_IN_EUROS, and download the "
        "full selection as a spreadsheet (XLSX) with labels, and with codes for products."
    ),
    note="Exports FOB, imports CIF. A cell without a figure (:) has no row: nothing was traded or nothing is known.",
)
