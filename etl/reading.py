"""Open publishers' CSV files strictly, as text: every departure is named by file, row, column and value."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv

from etl.sheet import Sheet
from etl.table import ContractBroken

AGAIN = "get the file again"


def read(paths: Sequence[Path], header: Sequence[str], *, preamble: bool = False) -> Sheet:
    """The rows of all files below the expected header, as a Sheet of text.

    Rows are counted as a spreadsheet shows them: the header is row 1 unless lines stand before it, which
    `preamble` allows. Raises ContractBroken with every fault found in all files.
    """
    parts, faults = [], []
    for path in paths:
        try:
            parts.append(_read(path, list(header), preamble))
        except ContractBroken as broken:
            faults.append(str(broken))
    if faults or not parts:
        raise ContractBroken("; ".join(faults) or "no file was given")
    return Sheet(pd.concat(parts) if len(parts) > 1 else parts[0])


def has_header(head: bytes, header: Sequence[str], *, preamble: bool = False) -> bool:
    """True when the file that begins with `head` has exactly this header."""
    lines = head.decode("utf-8-sig", errors="replace").splitlines()
    return any(_cells(line) == list(header) for line in lines[: 40 if preamble else 1])


def _read(path: Path, header: list[str], preamble: bool) -> pd.DataFrame:
    text = _text(path)
    above = _lines_above(text, header, preamble, path)
    lines = text.split("\n", above + 1)
    _same_header(_cells(lines[above].rstrip("\r")), header, path)
    body = lines[above + 1] if len(lines) > above + 1 else ""
    if not body.strip():
        raise ContractBroken(f"{path.name}: there is a header but no row; {AGAIN}")
    table, cut = _parse(body, header, path)
    first = above + 2
    if cut:
        shown = [
            f"{path.name} row {first - 1 + row.number}: {row.actual_columns} cells where the header has "
            f"{row.expected_columns} ({row.text[:60]!r})"
            for row in cut
        ]
        raise ContractBroken("; ".join(shown[:5]) + _more(len(shown) - 5) + f"; the row is cut or split, {AGAIN}")
    rows: pd.DataFrame = table.to_pandas()
    blank = (rows == "").all(axis=1).to_numpy()
    if blank.any():
        raise ContractBroken(f"{path.name} row {first + int(blank.argmax())}: the row is blank; {AGAIN}")
    numbers = range(first, first + len(rows))
    rows.index = pd.MultiIndex.from_product([[path.name], numbers], names=["file", "row"])
    return rows


def _text(path: Path) -> str:
    content = path.read_bytes()
    if not content.strip():
        raise ContractBroken(f"{path.name}: the file is empty; {AGAIN}")
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:200]
    if start.startswith(b"<"):
        raise ContractBroken(f"{path.name}: this is a web page, not a table ({start[:40]!r}); {AGAIN}")
    if start.startswith(b"PK\x03\x04") or b"\x00" in start:
        raise ContractBroken(f"{path.name}: this is not text but a packed or binary file; unpack it first")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        row = content.count(b"\n", 0, wrong.start) + 1
        raise ContractBroken(
            f"{path.name} row {row}: byte 0x{content[wrong.start]:02X} is not UTF-8; save the file as UTF-8 or {AGAIN}"
        ) from None


def _lines_above(text: str, header: list[str], preamble: bool, path: Path) -> int:
    if not preamble:
        return 0
    for number, line in enumerate(text.split("\n", 60)[:60]):
        if _cells(line)[:1] == header[:1]:
            return number
    raise ContractBroken(f"{path.name}: no line begins with the column '{header[0]}'; {AGAIN}")


def _cells(line: str) -> list[str]:
    return next(csv.reader([line.rstrip("\r\n")]), [])


def _same_header(found: list[str], header: list[str], path: Path) -> None:
    if found == header:
        return
    faults = [f"column '{name}' is missing" for name in header if name not in found]
    faults += [f"column '{name}' is unknown" for name in found if name not in header]
    if not faults:
        repeated = sorted({name for name in found if found.count(name) > 1})
        faults = [f"column '{name}' stands there twice" for name in repeated]
    if not faults:
        moved = next(i for i, (a, b) in enumerate(zip(found, header, strict=True)) if a != b)
        faults = [f"the columns are in another order: '{found[moved]}' stands where '{header[moved]}' should"]
    raise ContractBroken(
        f"{path.name} row 1: {'; '.join(faults)}; the publisher changed the layout or this is another file: "
        "compare it with the HEADER in the adapter"
    )


def _parse(body: str, header: list[str], path: Path) -> tuple[pa.Table, list[arrow_csv.InvalidRow]]:
    cut: list[arrow_csv.InvalidRow] = []

    def keep(row: arrow_csv.InvalidRow) -> str:
        cut.append(row)
        return "skip"

    content = body.encode()
    try:
        table = arrow_csv.read_csv(
            io.BytesIO(content),
            # One block: only then does Arrow say which row is cut.
            arrow_csv.ReadOptions(use_threads=False, column_names=header, block_size=len(content) + 1),
            arrow_csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=keep),
            arrow_csv.ConvertOptions(column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowInvalid as wrong:
        raise ContractBroken(f"{path.name}: the file is no well-formed CSV ({wrong}); {AGAIN}") from None
    return table, cut


def _more(count: int) -> str:
    return f" and {count} more" if count > 0 else ""
