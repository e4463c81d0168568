"""The Kiel tracker's workbook of a release: every promise of aid to Ukraine with what was in it, item by item."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import pandas as pd

from etl.codes.kiel import donor
from etl.kiel import CITATION, HOSTS, LICENSE, PAGE, PUBLISHER, RECIPIENT
from etl.kiel_dates import announced
from etl.sheet import NUMBER, Cells, Sheet
from etl.source import Source
from etl.table import ContractBroken
from etl.tables import aid_commitment, aid_item
from etl.workbook import framed, grid, opened, text_in

MAIN = "Bilateral assistance, MAIN DATA"
LATER = "Bilateral Assistance, MAIN DATA"  # so called since the columns have names like donor and measure
HEADER = [
    "ID", "countries", "Announcement Date", "Type of Aid General", "Type of Aid Specific", "Explanation",
    "Original Currency", "Monetary Value as Given by Source", "", "Type of item", "Sub-type of item",
    "Soviet origin (1)", "No. of Units", "No. of Units delivered (in-kind military aid)", "Unit Price in USD",
    "Value committed (own estimate, in USD)", "Value delivered (own estimate, in USD)", "Total ",
    "Converted Value in EUR", "Total monetary value delivered in EUR", "Official Source", "Source of Aid 1",
    "Source of Aid 2", "Source of Aid 3", "Source of Aid 4", "Bilateral loan/grant made through IMF or WB?",
    "Updated/newly added entry", "Source for Delivery", "Working/debug >>>",
    "Total_value_dummy (1 is first row in the package)", "value_source_commitments", "value_source_deliveries",
]  # fmt: skip
ITEM = "item"  # the publisher gives the column no name
KINDS = {"Financial": "financial", "Humanitarian": "humanitarian", "Military": "military"}
STATUS = {
    "Value is given by the source": "reported",
    "Value is calculated with prices": "estimate",
    "Value is given by hand": "estimate",
    "Value is not given at all": "not_stated",
}
NOTHING = (".", "")
WITHOUT_NUMBER = re.compile(r"undisclosed|dozens|partially|[0-9]{1,3}(\.[0-9]{3})*\.00", re.IGNORECASE)
COVERED = re.compile(r"covering January 24 (?:to|through) ([A-Z][a-z]+ [0-9]{1,2}, 20[0-9]{2})")
LAYOUT = "the publisher changed the layout: compare the sheet with HEADER in the adapter"
NEW_WORD = "a new word: add what it means in the adapter"


def recognises(head: bytes) -> bool:
    """A workbook with the tracker's main sheet under its name of 2022, or of the releases after."""
    return head.startswith(b"PK") and any(name in text_in(head) for name in (MAIN, LATER))


def tidy(paths: Sequence[Path]) -> Mapping[str, pd.DataFrame]:
    """Rows of aid_commitment per package, promised and delivered, and of aid_item per item."""
    if len(paths) != 1:
        raise ContractBroken(f"{', '.join(path.name for path in paths)}: a release is one workbook; add each by itself")
    sheet, newest = _main(paths[0])
    sheet.text("ID", r"[A-Z]+[FHM][0-9]+")
    kind = sheet.choice("Type of Aid General", KINDS, NEW_WORD)
    code = sheet.translated("countries", donor)
    dates = sheet.rows["Announcement Date"].map(lambda words: announced(words, newest))
    first = sheet.choice("Total_value_dummy (1 is first row in the package)", {"1": True, "0": False}, NEW_WORD)
    for words, column in (("kind of aid", "Type of Aid General"), ("donor", "countries")):
        several = sheet.rows.groupby("ID")[column].transform("nunique").gt(1)
        sheet.say(sheet.rows.loc[several, "ID"], f"has more than one {words}", "get the file again")
    heads = sheet.rows.assign(first=first).groupby("ID")["first"].transform("sum")
    sheet.say(sheet.rows.loc[heads.ne(1), "ID"], "has not exactly one first row", "get the file again")
    again = sheet.rows.duplicated(keep=False) & ~sheet.rows[ITEM].str.strip().isin(NOTHING)
    if again.any():
        # The publisher lists an item twice in earnest: two lots of one size.
        rows = ", ".join(str(row) for _, row in sheet.rows.index[again])
        sheet.warnings.append(f"{paths[0].name}: rows {rows} say the same of an item; each counts")
    odd = dates[dates.map(lambda found: bool(found.warning))]
    if len(odd):
        said = ", ".join(sorted({found.warning for found in odd}))
        sheet.warnings.append(f"{paths[0].name}: {len(odd)} announcements without a day that can be: {said}")
    packages = _packages(sheet, code, kind, dates, first.eq(True))
    items = _items(sheet, code, dates)
    sheet.done()
    sheet.dated("Announcement Date", pd.to_datetime(dates.map(lambda found: found.day)))
    packages.attrs = sheet.told
    return {aid_commitment.name: packages, aid_item.name: items}


def _main(path: Path) -> tuple[Sheet, pd.Timestamp]:
    """The main sheet below its header, and the last day that the release covers."""
    with opened(path) as book:
        if LATER in book.sheetnames and MAIN not in book.sheetnames:
            raise ContractBroken(
                f"{path.name}: this is a workbook of a release after Release 7 (sheet '{LATER}'), whose columns have "
                "other names and meanings in each release; only Release 7 (October 2022) is understood. For later "
                f"months add the CSV files of the tracker's website: see the source kiel_website and {PAGE}"
            )
        rows = grid(book, MAIN, path)
        about = " ".join(cell for row in grid(book, "ReadMe", path)[:12] for cell in row)
    covered = COVERED.search(about)
    if not covered:
        raise ContractBroken(f"{path.name}: the sheet 'ReadMe' does not say what time the release covers; {LAYOUT}")
    places = _places(rows[0] if rows else [], path)
    body = [(number, row) for number, row in enumerate(rows[1:], 2) if any(row)]
    blank = [number for (number, _), due in zip(body, range(2, len(body) + 2), strict=True) if number != due]
    short = [number for number, row in body if len(row) <= places[-1]]
    long = [number for number, row in body if any(row[len(rows[0]) :])]
    if blank or short or long or not body:
        what = "a blank row stands above it" if blank else "the row is cut" if short else "a value has no column"
        said = f"row {(blank or short or long or [2])[0]}: {what}"
        raise ContractBroken(f"{path.name}: sheet '{MAIN}' {said}; get the file again")
    cells = [[row[place] for place in places] for _, row in body]
    frame = framed(cells, [name or ITEM for name in HEADER], f"{path.name} {MAIN}", [number for number, _ in body])
    new = [name for place, name in enumerate(rows[0][: places[-1]]) if place not in places]
    warnings = [f"{path.name}: new column{'s' * (len(new) > 1)} {', '.join(map(repr, new))} not read"] if new else []
    return Sheet(frame, warnings=warnings), pd.Timestamp(covered[1])


def _places(found: Sequence[str], path: Path) -> list[int]:
    """Where the columns stand that are read; they keep their order, but others may stand between them."""
    matched = SequenceMatcher(None, HEADER, list(found), autojunk=False).get_matching_blocks()
    places = [block.b + step for block in matched for step in range(block.size)]
    read = [block.a + step for block in matched for step in range(block.size)]
    missing = [f"column {name!r} is missing or not in its place" for n, name in enumerate(HEADER) if n not in read]
    if missing:
        raise ContractBroken(f"{path.name}: sheet '{MAIN}' row 1: {'; '.join(missing[:5])}; {LAYOUT}")
    return places


def _value(sheet: Sheet, column: str, rows: Cells) -> Cells:
    """The figures of a package's first row, null where the publisher writes a point or nothing."""
    whole, sheet.rows = sheet.rows, sheet.rows[rows]
    value = sheet.number(column, blank=NOTHING, padded=True, low=0)
    sheet.rows = whole
    return value


def _packages(sheet: Sheet, code: Cells, kind: Cells, dates: Cells, first: Cells) -> pd.DataFrame:
    text = sheet.rows["Explanation"].str.strip()
    parts = []
    for measure, column, basis in (
        ("commitment", "Converted Value in EUR", "value_source_commitments"),
        ("delivery", "Total monetary value delivered in EUR", "value_source_deliveries"),
    ):
        status = sheet.choice(basis, STATUS, NEW_WORD)[first]
        value = _value(sheet, column, first)
        rows = pd.DataFrame(
            {
                "entry_id": sheet.rows["ID"],
                "donor": code,
                "donor_name": sheet.rows["countries"].str.strip(),
                "recipient": RECIPIENT,
                "period": pd.to_datetime(dates.map(lambda found: found.day)),
                "grain": dates.map(lambda found: found.grain),
                "period_printed": dates.map(lambda found: found.printed),
                "kind": kind,
                "measure": measure,
                "value": value.reindex(sheet.rows.index),
                "currency": "EUR",
                "status": status.where(value.notna(), "not_stated").reindex(sheet.rows.index),
                "text": text.mask(text.isin(NOTHING)),
                "aggregate": False,
                "note": None,
            }
        )[first]
        # Nothing is said of a delivery unless a value is: most goods are not known to have arrived.
        parts.append(rows if measure == "commitment" else rows[rows["value"].notna()])
    return pd.concat(parts, ignore_index=True)


def _items(sheet: Sheet, code: Cells, dates: Cells) -> pd.DataFrame:
    """What was in the packages; a number that is not printed as one is kept in its words."""
    rows = sheet.rows
    named = ~rows[ITEM].str.strip().isin(NOTHING)
    line = rows.groupby("ID").cumcount() + 1
    parts = []
    for measure, column, worth in (
        ("commitment", "No. of Units", "Value committed (own estimate, in USD)"),
        ("delivery", "No. of Units delivered (in-kind military aid)", "Value delivered (own estimate, in USD)"),
    ):
        printed = rows[column].str.strip()
        plain = printed.str.fullmatch(NUMBER).astype(bool)
        allowed = plain | printed.isin(NOTHING) | printed.map(lambda cell: bool(WITHOUT_NUMBER.fullmatch(cell)))
        sheet.say(rows.loc[~allowed, column], "is neither a number nor a word that is known", NEW_WORD)
        value = sheet.number(worth, blank=[*NOTHING, "No price"], padded=True, low=0)
        number = pd.to_numeric(printed.where(plain), errors="coerce").astype(float)
        sheet.say(rows.loc[number.lt(0), column], "is below 0", "get the file again")
        part = pd.DataFrame(
            {
                "entry_id": rows["ID"],
                "line": line,
                "donor": code,
                "donor_name": rows["countries"].str.strip(),
                "recipient": RECIPIENT,
                "period": pd.to_datetime(dates.map(lambda found: found.day)),
                "measure": measure,
                "item": rows[ITEM].str.strip(),
                "item_type": _class(rows["Type of item"]),
                "item_subtype": _class(rows["Sub-type of item"]),
                "number": number,
                "number_printed": printed.mask(plain | printed.isin(NOTHING)),
                "value": value,
                "currency": "USD",
            }
        )
        said = named & (~printed.isin(NOTHING) if measure == "delivery" else True)
        parts.append(part[said])
    return pd.concat(parts, ignore_index=True)


def _class(cells: Cells) -> Cells:
    bare = cells.str.strip()
    return bare.mask(bare.isin([*NOTHING, "0"]))


source = Source(
    name="kiel_release_workbook",
    title="Ukraine Support Tracker, workbook of a release",
    publisher=PUBLISHER,
    page=PAGE,
    license=LICENSE,
    citation=CITATION,
    into=aid_commitment,
    also=(aid_item,),
    recognises=recognises,
    tidy=tidy,
    most=50_000,
    hosts=HOSTS,
    by_hand="Download the release's workbook (XLSX) from the tracker's page; only Release 7 (October 2022) is read.",
    note=(
        "Packages as announced, up to the release's last day. Commitments and deliveries overlap: never add them. The "
        "class of ammunition of a calibre also holds barrels and spare parts."
    ),
)
