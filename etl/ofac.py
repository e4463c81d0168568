"""OFAC's four files of a list (entries, aliases, addresses, comments), which have no header and no list's name."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from etl import packed
from etl.codes.authorities import ofac, ofac_flag
from etl.days import places
from etl.listings import Identifier, Name, country_lists, list_tables
from etl.markup import BY_ITSELF, hashed
from etl.reading import Dialect, read
from etl.remarks import parted
from etl.sheet import Sheet
from etl.table import ContractBroken

ENTRIES = [
    "entry_id", "name", "type", "programmes", "title", "call_sign", "vessel_type", "tonnage",
    "gross_registered_tonnage", "vessel_flag", "vessel_owner", "remarks",
]  # fmt: skip
ADDRESSES = ["entry_id", "number", "address", "city", "country", "remarks"]
ALIASES = ["entry_id", "number", "kind", "name", "remarks"]
COMMENTS = ["entry_id", "continued"]
LAYOUTS = {len(columns): columns for columns in (ENTRIES, ADDRESSES, ALIASES, COMMENTS)}
OF_VESSELS = ["call_sign", "vessel_type", "tonnage", "gross_registered_tonnage", "vessel_flag", "vessel_owner"]

# The two lists look alike. The SDN list begins in 1986, the other one in 2006 with this number.
FIRST_OF_CONSOLIDATED = 9639
# Comments are few and overlap; these entries of the other list have long remarks.
COMMENTED_IN_CONSOLIDATED = {
    "17014", "17016", "17018", "17143", "17250", "17254", "30930", "31693", "31694", "31695",
}  # fmt: skip

NOTHING = "-0-"  # printed with a blank behind it
END = "\x1a"
TYPES = {"": "entity", "individual": "individual", "vessel": "vessel", "aircraft": "aircraft"}
PROGRAMME = r"(?:[A-Z0-9][A-Z0-9 .-]*|561-Related)"
KINDS = {"aka": "alias", "fka": "former", "nka": "alias"}
WEAK = re.compile(r"(?:^|; )(?:a|f|n)\.k\.a\. '(.+?)'(?=;|\.|$)")
LISTED = re.compile(r"Listing Date \([^)]*\): ([0-9]{2} [A-Z][a-z]{2} [0-9]{4})")
REGISTERED = r"(?:Registration (?:Number|ID)|Company Number|Commercial Registry Number|Enterprise Number)"
NUMBERS = {
    "imo": re.compile(r"\bIMO ([0-9]{7})\b"),
    "mmsi": re.compile(r"\bMMSI ([0-9]{9})\b"),
    "lei": re.compile(r"Legal Entity Number ([A-Z0-9]{18}[0-9]{2})\b"),
    "swift_bic": re.compile(r"SWIFT/BIC ([A-Z0-9]{8}(?:[A-Z0-9]{3})?)\b"),
    "inn": re.compile(r"Tax ID No\. ([0-9]{10}|[0-9]{12}) \(Russia\)"),
    "ogrn": re.compile(REGISTERED + r" ([0-9]{13}|[0-9]{15}) \(Russia\)"),
    "registration": re.compile(REGISTERED + r" (?!(?:[0-9]{13}|[0-9]{15}) \(Russia\)|IMO )([^;()]+?)(?= \(|;|\.?$)"),
    "aircraft_tail": re.compile(r"Aircraft Tail Number ([A-Z0-9-]+)"),
    "aircraft_serial": re.compile(
        r"Aircraft (?:Manufacturer's Serial|Construction) Number \([^)]*\) ([A-Z0-9/-]*[A-Z0-9])"
    ),
}


def is_of(head: bytes, consolidated: bool) -> bool:
    """True when the file that begins with `head` is one of the four of this list."""
    columns, rows = _layout(head)
    if not columns:
        return False
    numbers = [row[0] for row in rows]
    if columns == COMMENTS:
        return (sum(n in COMMENTED_IN_CONSOLIDATED for n in numbers) * 2 >= len(numbers)) == consolidated
    return (min(map(int, numbers)) >= FIRST_OF_CONSOLIDATED) == consolidated


def tidy_list(paths: Sequence[Path], list_name: str, file_name: str) -> dict[str, pd.DataFrame]:
    """The rows of the three tables from a list's files, of which only that with the entries must be there."""
    entries, addresses, aliases, comments = _sheets(paths, file_name)
    rows = entries.rows
    for other in (addresses, aliases, comments):
        _of_the_same_day(other, rows["entry_id"], file_name)
    continued = dict(zip(comments.rows["entry_id"], comments.rows["continued"], strict=True))
    rows["remarks"] = rows["remarks"] + rows["entry_id"].map(lambda entry: continued.get(entry, ""))
    where = country_lists(addresses, lambda name: ofac(name) if name else "")
    listing = _listing(entries, list_name, where)
    kinds = aliases.choice("kind", KINDS, "add the kind to KINDS in etl/ofac.py")
    aliases.text("name")
    for other in (addresses, aliases, comments):
        entries.faults += other.faults
    said = [parted(remarks, kind == "individual") for kind, remarks in zip(rows["type"], rows["remarks"], strict=True)]
    listing["remarks"] = [kept or None for kept, _ in said]
    listing["withheld_sha256"] = _withheld(rows, [rest for _, rest in said], addresses.rows, aliases.rows)
    tidied = entries.tidy(listing)
    if addresses.rows.empty or aliases.rows.empty:
        tidied.attrs["warnings"].append(
            f"{file_name} came without aliases or addresses: next to a vintage that has them, every entry is amended"
        )
    names = [Name(*cells) for cells in zip(aliases.rows["entry_id"], kinds, aliases.rows["name"], strict=True)]
    return list_tables(tidied, [*names, *_weak_names(rows)], _identifiers(rows))


def _layout(head: bytes) -> tuple[list[str], list[list[str]]]:
    """The columns of the file and its first rows; nothing when it is none of OFAC's."""
    lines = head.decode("latin-1").rstrip(END).split("\n")[:200]
    whole = lines if len(lines) == 1 else lines[:-1]
    try:
        rows = [row for row in csv.reader(whole, strict=True) if row]
    except csv.Error:
        return [], []
    width = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    columns = LAYOUTS.get(width, [])
    rows = [row for row in rows if len(row) == width]
    numbered = all(re.fullmatch("[0-9]{1,7}", row[0]) for row in rows)
    return (columns, rows) if columns and numbered and all(_typical(row, columns) for row in rows) else ([], [])


def _typical(row: list[str], columns: list[str]) -> bool:
    if columns == ENTRIES:
        return row[2].strip() in {NOTHING, *TYPES} and row[3].strip() != ""
    if columns == ALIASES:
        return row[2] in KINDS
    return (columns == COMMENTS and not re.fullmatch(r"[0-9.,-]*", row[1])) or NOTHING in map(str.strip, row)


def _sheets(paths: Sequence[Path], file_name: str) -> Iterator[Sheet]:
    """One sheet per layout, empty where there is no such file."""
    by_layout: dict[int, list[Path]] = {len(c): [] for c in LAYOUTS.values()}
    for path in paths:
        width = len(_layout(packed.content(path)[:65_536])[0])
        if not width:
            width = _most_like(path)
        by_layout[width].append(path)
    if not by_layout[len(ENTRIES)]:
        names = ", ".join(path.name for path in paths)
        raise ContractBroken(f"{names}: {file_name}, which has the entries, is missing; add it together with these")
    for columns in (ENTRIES, ADDRESSES, ALIASES, COMMENTS):
        held = by_layout[len(columns)]
        if len(held) > 1:
            names = " and ".join(path.name for path in held)
            raise ContractBroken(f"{names}: two files with the same columns ({', '.join(columns)}); {BY_ITSELF}")
        yield _cleaned(held, columns)


def _most_like(path: Path) -> int:
    """The width of most rows of a file that looks like none of ours, so that the reader says what is wrong."""
    lines = packed.content(path).decode("latin-1").rstrip(END).splitlines()[:200]
    widths = Counter(len(row) for row in csv.reader(lines))
    width = widths.most_common(1)[0][0] if widths else 0
    if width in LAYOUTS or width < 2:
        return width if width in LAYOUTS else len(ENTRIES)
    known = "; ".join(f"{len(c)} ({', '.join(c)})" for c in LAYOUTS.values())
    raise ContractBroken(f"{path.name}: rows of {width} cells, but OFAC's files have {known}; get the file again")


def _cleaned(paths: Sequence[Path], columns: list[str]) -> Sheet:
    """The rows without the padding, in which OFAC's sign for nothing is an empty cell."""
    if not paths:
        nowhere = pd.MultiIndex.from_arrays([[], []], names=["file", "row"])
        return Sheet(pd.DataFrame(columns=columns, index=nowhere, dtype="str"))
    sheet = read(paths, columns, dialect=Dialect(bare=True, end=END))
    sheet.rows = sheet.rows.apply(lambda cells: cells.str.strip() if cells.name != "continued" else cells)
    sheet.rows = sheet.rows.mask(sheet.rows == NOTHING, "")
    sheet.text("entry_id", "[0-9]+", remedy="the columns are in another order, or the row is broken")
    numbered = "number" in columns
    sheet.unique(["number" if numbered else "entry_id"], "keep one of the rows or get the file again")
    if numbered:
        sheet.text("number", "[0-9]+", remedy="the columns are in another order, or the row is broken")
        remarks = sheet.rows["remarks"]
        sheet.say(remarks[remarks != ""], "is the first remark seen there", "look whether the columns moved")
    return sheet


def _of_the_same_day(other: Sheet, entries: pd.Series, file_name: str) -> None:
    strangers = other.rows.loc[~other.rows["entry_id"].isin(entries), "entry_id"]
    words = f"stands in no row of {file_name}"
    other.say(strangers, words, "the files are of different days: get all of them on the same day")


def _listing(entries: Sheet, list_name: str, where: Mapping[str, str]) -> dict[str, object]:
    rows = entries.rows
    kind = entries.choice("type", TYPES, "add the type to TYPES in etl/ofac.py")
    moored = kind.isin(["vessel", "aircraft"])
    for column in OF_VESSELS:
        ashore = rows.loc[~moored & (rows[column] != ""), column]
        entries.say(ashore, "stands at an entry that is no vessel", "the columns are in another order")
    entries.say(rows.loc[moored & (rows["title"] != ""), "title"], "is the title of a vessel", "the columns moved")
    for column in ("tonnage", "gross_registered_tonnage"):
        entries.text(column, "[0-9,.]+", blank=True)
    entries.text("call_sign", "[A-Z0-9]{3,8}( [0-9]{1,4})?", blank=True)
    entries.translated("vessel_flag", lambda flag: ofac_flag(flag) if flag else "")
    printed = rows["remarks"].map(_first_listed)
    entries.stands = places(printed.astype(str).rename("remarks"), printed)
    return {
        "authority": "US",
        "list": list_name,
        "entry_id": rows["entry_id"],
        "name": entries.text("name"),
        "target_type": kind,
        "programmes": entries.text("programmes", rf"{PROGRAMME}(\] \[{PROGRAMME})*").str.replace("] [", ";"),
        "countries": rows["entry_id"].map(where.get).astype(object),
        "title": entries.text("title", blank=True),
        "vessel_flag": entries.text("vessel_flag", blank=True),
        "vessel_type": entries.text("vessel_type", blank=True),
        "listed_on": printed,
        "date_basis": printed.map(lambda day: "listed_on" if day else None),
        "left_censored": False,
        "delisted": False,
    }


def _first_listed(remarks: str) -> date | None:
    """The earliest day that the remarks print as a listing date."""
    return min((datetime.strptime(day, "%d %b %Y").date() for day in LISTED.findall(remarks)), default=None)


def _weak_names(rows: pd.DataFrame) -> Iterator[Name]:
    """Aliases inside the remarks, which is where OFAC prints those that are too weak to search by."""
    for entry, remarks in zip(rows["entry_id"], rows["remarks"], strict=True):
        for name in WEAK.findall(remarks):
            yield Name(entry, "weak", name)


def _identifiers(rows: pd.DataFrame) -> Iterator[Identifier]:
    of_things = rows[rows["type"] != "individual"]
    for entry, remarks in zip(of_things["entry_id"], of_things["remarks"], strict=True):
        for kind, pattern in NUMBERS.items():
            for value in pattern.findall(remarks):
                yield Identifier(entry, kind, value.replace(" ", ""))


def _withheld(
    rows: pd.DataFrame, remarks: Sequence[Sequence[str]], addresses: pd.DataFrame, aliases: pd.DataFrame
) -> list[str]:
    """Hash of what is not kept: other remarks, addresses, call signs, tonnage, owners and remarks on aliases."""
    beyond: dict[str, list[str]] = {}
    for part in (addresses.drop(columns="number"), aliases[["entry_id", "remarks"]]):
        for entry, *cells in part.itertuples(index=False):
            if any(cells):
                beyond.setdefault(entry, []).append("\x1e".join(cells))
    columns = ["call_sign", "tonnage", "gross_registered_tonnage", "vessel_owner"]
    return [
        hashed([entry, *cells, *rest, *sorted(beyond.get(entry, []))])
        for (entry, *cells), rest in zip(rows[["entry_id", *columns]].itertuples(index=False), remarks, strict=True)
    ]
