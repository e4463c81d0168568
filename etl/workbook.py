"""Open publishers' workbooks within limits, as text: what is computed in them is taken as stored, never computed."""

from __future__ import annotations

import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from etl.table import ContractBroken

MOST_BYTES = 100_000_000
MOST_UNPACKED = 1_000_000_000
MOST_RATIO = 200
MOST_ROWS = 1_048_576
AGAIN = "get the file again"
Grid = list[list[str]]


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The workbook with its stored values. Raises ContractBroken when it is none, or too large to be one."""
    import openpyxl

    _within_limits(path)
    with path.open("rb") as stream:  # by its path openpyxl would look at the ending of its name
        try:
            with warnings.catch_warnings():
                # Workbooks written by programs have no styles; that says nothing about their cells.
                warnings.simplefilter("ignore")
                book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        except Exception as wrong:
            said = f"{path.name}: the workbook cannot be opened ({type(wrong).__name__}); {AGAIN}"
            raise ContractBroken(said) from None
        try:
            yield book
        finally:
            book.close()


def grid(book: Any, sheet: str, path: Path) -> Grid:
    """All cells of a sheet as text, row by row; an empty cell is ''. Dates are written as in ISO 8601."""
    if sheet not in book.sheetnames:
        raise ContractBroken(f"{path.name}: there is no sheet '{sheet}'; the publisher changed the layout")
    page = book[sheet]
    page.reset_dimensions()  # programs state a size that is not the sheet's
    rows: Grid = []
    try:
        for row in page.iter_rows(values_only=True):
            rows.append([written(cell) for cell in row])
            if len(rows) > MOST_ROWS:
                raise ContractBroken(f"{path.name}: sheet '{sheet}' has more than {MOST_ROWS:,} rows; {AGAIN}")
    except ContractBroken:
        raise
    except Exception as wrong:
        said = f"{path.name}: sheet '{sheet}' cannot be read to its end ({type(wrong).__name__}); {AGAIN}"
        raise ContractBroken(said) from None
    return rows


def written(cell: Any) -> str:
    """One cell as text: whole numbers without a point, dates without a time when there is none."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == cell.time().min else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def framed(rows: Sequence[Sequence[str]], columns: Sequence[str], where: str, numbers: Sequence[int]) -> pd.DataFrame:
    """Rows as a Sheet wants them: text, indexed by where they stand."""
    index = pd.MultiIndex.from_arrays([[where] * len(rows), list(numbers)], names=["file", "row"])
    return pd.DataFrame([list(row) for row in rows], columns=list(columns), index=index, dtype="str")


def _within_limits(path: Path) -> None:
    size = path.stat().st_size
    if size == 0:
        raise ContractBroken(f"{path.name}: the file is empty; {AGAIN}")
    if size > MOST_BYTES:
        raise ContractBroken(f"{path.name}: {size:,} bytes, more than the {MOST_BYTES:,} a workbook may have")
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
            names = {part.filename for part in packed.infolist()}
    except zipfile.BadZipFile:
        raise ContractBroken(f"{path.name}: this is no workbook (xlsx), or it is cut; {AGAIN}") from None
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * size:
        raise ContractBroken(f"{path.name}: {size:,} bytes unpack to {unpacked:,}; a workbook does not, {AGAIN}")
    if "[Content_Types].xml" not in names:
        raise ContractBroken(f"{path.name}: this archive is no workbook; unpack it first")


def text_in(head: bytes, most: int = 1_000_000) -> str:
    """What can be read of a workbook from its first bytes alone, for recognising it: its parts' text, unpacked."""
    found, position = "", 0
    while head[position : position + 4] == b"PK\x03\x04" and len(found) < most:
        flags, method = struct.unpack_from("<HH", head[position : position + 30].ljust(30), 6)
        packed, _, name, extra = struct.unpack_from("<IIHH", head[position : position + 30].ljust(30), 18)
        start = position + 30 + name + extra
        body = head[start:]
        unpacker = zlib.decompressobj(wbits=-15)
        try:
            content = unpacker.decompress(body, most) if method == zipfile.ZIP_DEFLATED else body[:packed]
        except zlib.error:
            break
        found += content.decode("utf-8", errors="replace")
        if flags & 8:  # the size stands after the content
            position = head.find(b"PK\x03\x04", len(head) - len(unpacker.unused_data))
            if position < 0:
                break
        else:
            position = start + packed
    return found
