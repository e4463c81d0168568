"""Open publishers' CSV files strictly, as text: every departure is named by file, row, column and value."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv

from etl import packed
from etl.sheet import Sheet
from etl.table import ContractBroken

AGAIN = "get the file again"
ONE_BYTE = ("cp1252", "iso-8859-1")  # any byte is a letter in these, so that only a look at pairs tells them from UTF-8
AFTER_LAST = "(after the last column)"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # all but tab and the ends of lines
UTF_8_PAIR = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|\xe2\x80[\x80-\xbf]")


@dataclass(frozen=True)
class Dialect:
    """How a publisher writes its tables.

    `preamble` allows lines above the header; `new_columns` lets columns that are not in the header pass
    with a warning; with `trailing_comma` every row ends in one, whether or not the header does. `bare` tables
    have no header at all; `end` are the characters after their last row. With `ended` a last row without a
    line end is one that was cut.
    """

    preamble: bool = False
    delimiter: str = ","
    encoding: str = "utf-8"
    new_columns: bool = False
    trailing_comma: bool = False
    bare: bool = False
    end: str = ""
    ended: bool = False


def read(
    paths: Sequence[Path], header: Sequence[str], *, preamble: bool = False, dialect: Dialect | None = None
) -> Sheet:
    """The rows of all files below the expected header, as a Sheet of text.

    Rows are counted as a spreadsheet shows them: the header is row 1 unless lines stand before it, which
    `preamble` allows. Raises ContractBroken with every fault found in all files.
    """
    parts, faults = [], []
    warnings: list[str] = []
    for path in paths:
        try:
            parts.append(_read(path, list(header), dialect or Dialect(preamble), warnings))
        except ContractBroken as broken:
            faults.append(str(broken))
    if faults or not parts:
        raise ContractBroken("; ".join(faults) or "no file was given")
    return Sheet(pd.concat(parts) if len(parts) > 1 else parts[0], warnings=warnings)


def has_header(head: bytes, header: Sequence[str], *, preamble: bool = False) -> bool:
    """True when the file that begins with `head` has exactly this header."""
    lines = head.decode("utf-8-sig", errors="replace").splitlines()
    return any(_cells(line) == list(header) for line in lines[: 40 if preamble else 1])


def has_columns(head: bytes, columns: Collection[str], dialect: Dialect) -> bool:
    """True when a line of the file that begins with `head` has all these columns, whatever else it has.

    A few columns that no other publisher has are enough, so that a file with another column renamed is
    known for what it is and refused by the name of the column.
    """
    lines = head.removeprefix(b"\xef\xbb\xbf").decode(dialect.encoding, errors="replace").splitlines()
    above = lines[: 40 if dialect.preamble else 1]
    return any(set(columns) <= set(_cells(line, dialect.delimiter)) for line in above)


def header_of(head: bytes, dialect: Dialect) -> list[str]:
    """The cells of the first line of the file that begins with `head`, for adapters that know several layouts."""
    lines = head.removeprefix(b"\xef\xbb\xbf").decode(dialect.encoding, errors="replace").splitlines()
    return _cells(lines[0], dialect.delimiter) if lines else []


def _read(path: Path, header: list[str], dialect: Dialect, warnings: list[str]) -> pd.DataFrame:
    text = _text(path, dialect.encoding)
    if dialect.bare:
        return _rows(_whole(text, dialect.end, path), header, path, dialect.delimiter, 1)
    if dialect.ended and not text.endswith("\n"):
        raise ContractBroken(f"{path.name}: the last row has no line end, so the file is cut; {AGAIN}")
    above = _lines_above(text, header, dialect, path)
    lines = text.split("\n", above + 1)
    found = _cells(lines[above].rstrip("\r"), dialect.delimiter)
    found = found[:-1] if dialect.trailing_comma and found[-1:] == [""] else found
    new = [name for name in found if name not in header] if dialect.new_columns else []
    same_header([name for name in found if name not in new], header, path, above + 1)
    if new:
        warnings.append(f"{path.name}: new column{'s' * (len(new) > 1)} {', '.join(map(repr, new))} not read")
        header = found
    body = lines[above + 1] if len(lines) > above + 1 else ""
    if not body.strip():
        raise ContractBroken(f"{path.name}: there is a header but no row; {AGAIN}")
    if not dialect.trailing_comma:
        return _rows(body, header, path, dialect.delimiter, above + 2).drop(columns=new)
    rows = _rows(body, [*header, AFTER_LAST], path, dialect.delimiter, above + 2)
    beyond = (rows[AFTER_LAST] != "").to_numpy()
    if beyond.any():
        row = above + 2 + int(beyond.argmax())
        raise ContractBroken(f"{path.name} row {row}: a value stands after the last column; {AGAIN}")
    return rows.drop(columns=[*new, AFTER_LAST])


def _whole(text: str, end: str, path: Path) -> str:
    """The rows of a table without a header, which only its end shows to be whole."""
    whole = "\n" + end
    if not text.endswith(whole):
        raise ContractBroken(f"{path.name}: the file does not end with {whole!r}, so it is cut; {AGAIN}")
    return text.removesuffix(end)


def _rows(body: str, header: list[str], path: Path, delimiter: str, first: int) -> pd.DataFrame:
    table, cut = _parse(body, header, path, delimiter)
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
    if CONTROL.search(body):
        _no_control(rows)
    return rows


def _no_control(rows: pd.DataFrame) -> None:
    """Raise ContractBroken for every cell that has a character no eye sees: a name with one is not found again."""
    sheet = Sheet(rows)
    for column in rows.columns:
        cells = rows[column]
        sheet.say(cells[cells.str.contains(CONTROL)], "has a control character", AGAIN)
    sheet.done()


def _text(path: Path, encoding: str) -> str:
    content = packed.content(path)
    if not content.strip():
        raise ContractBroken(f"{path.name}: the file is empty; {AGAIN}")
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:200]
    if start.startswith(b"<"):
        raise ContractBroken(f"{path.name}: this is a web page, not a table ({start[:40]!r}); {AGAIN}")
    if start.startswith(b"PK\x03\x04") or b"\x00" in start:
        raise ContractBroken(f"{path.name}: this is not text but a packed or binary file; unpack it first")
    if encoding in ONE_BYTE and (pair := UTF_8_PAIR.search(content)):
        row = content.count(b"\n", 0, pair.start()) + 1
        raise ContractBroken(
            f"{path.name} row {row}: this is UTF-8, but the publisher writes {encoding.upper()}; "
            "give the file as it was downloaded"
        )
    try:
        return content.removeprefix(b"\xef\xbb\xbf").decode(encoding)
    except UnicodeDecodeError as wrong:
        row = content.count(b"\n", 0, wrong.start) + 1
        raise ContractBroken(
            f"{path.name} row {row}: byte 0x{content[wrong.start]:02X} is not {encoding.upper()}; "
            f"save the file as {encoding.upper()} or {AGAIN}"
        ) from None


def _lines_above(text: str, header: list[str], dialect: Dialect, path: Path) -> int:
    if not dialect.preamble:
        return 0
    for number, line in enumerate(text.split("\n", 60)[:60]):
        cells = _cells(line, dialect.delimiter)
        # A preamble may begin with the words of the first column: "Last Updated,27/04/2020".
        if cells[:1] == header[:1] and len(cells) > len(header) / 2:
            return number
    raise ContractBroken(f"{path.name}: no line begins with the column '{header[0]}'; {AGAIN}")


def _cells(line: str, delimiter: str = ",") -> list[str]:
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error:  # a cell of more than 128 KiB: no header of ours
        return []


def same_header(found: list[str], header: list[str], path: Path, row: int = 1) -> None:
    """Raise ContractBroken that names every column that is missing, unknown, twice there or out of place."""
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
        f"{path.name} row {row}: {'; '.join(faults)}; the publisher changed the layout or this is another file: "
        "compare it with the HEADER in the adapter"
    )


def _parse(body: str, header: list[str], path: Path, delimiter: str) -> tuple[pa.Table, list[arrow_csv.InvalidRow]]:
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
            arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=keep
            ),
            arrow_csv.ConvertOptions(column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowInvalid as wrong:
        raise ContractBroken(f"{path.name}: the file is no well-formed CSV ({wrong}); {AGAIN}") from None
    return table, cut


def _more(count: int) -> str:
    return f" and {count} more" if count > 0 else ""
