"""The text of bulk files: what its first line says, and its columns as numbers and numbered words."""

from __future__ import annotations

import csv
import mmap
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from etl.layout import Layout
from etl.reading import AGAIN, Dialect, header_of, same_header
from etl.sheet import FIRST_SHOWN
from etl.table import ContractBroken

HEAD = 65_536
SLICE = 1 << 18
FILE, ROW = "_file", "_row"


class Suspect(Exception):
    """Something is not as it should be; the text is read again to say what and where."""


@dataclass(frozen=True)
class Opening:
    """What is known of a file before its rows are read."""

    path: Path
    columns: list[str]
    """Those that are looked at."""
    header: list[str]
    delimiter: str
    warnings: list[str]


def opened(path: Path, layout: Layout) -> Opening:
    """What the file's first line and its bytes say before a row is read."""
    if not path.stat().st_size:
        raise ContractBroken(f"{path.name}: the file is empty; {AGAIN}")
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        head = content[:HEAD]
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        if not start:
            raise ContractBroken(f"{path.name}: the file is empty; {AGAIN}")
        if start.startswith(b"<"):
            raise ContractBroken(f"{path.name}: this is a web page, not a table ({start[:40]!r}); {AGAIN}")
        if start.startswith(b"PK\x03\x04") or b"\x00" in head:
            raise ContractBroken(f"{path.name}: this is not text but a packed or binary file; unpack it first")
        first = head.splitlines()[0].removeprefix(b"\xef\xbb\xbf")
        delimiter = "\t" if first.count(b"\t") > first.count(b",") else ","
        found = [layout.also_called.get(name, name) for name in header_of(first, Dialect(delimiter=delimiter))]
        new = [name for name in found if name not in layout.header]
        if new and not set(layout.header) <= set(found):
            same_header(found, list(layout.header), path)  # one may have another name now
        due = [name for name in layout.header if name in found or name not in layout.optional]
        same_header([name for name in found if name not in new], due, path)
        if content[-1:] != b"\n":
            raise ContractBroken(f"{path.name}: the last row has no line end, so the file is cut; {AGAIN}")
        if not content[len(first) : len(first) + HEAD].strip():
            raise ContractBroken(f"{path.name}: there is a header but no row; {AGAIN}")
    said = [f"{path.name}: new column{'s' * (len(new) > 1)} {', '.join(map(repr, new))} not read"] if new else []
    columns = [name for name in [*layout.words, *layout.numbers] if name in found]
    return Opening(path, columns, found, delimiter, said)


def typed(openings: Sequence[Opening], layout: Layout, *, rows: bool = False) -> pl.DataFrame:
    """The columns that are looked at, as numbers and numbered words, in the order of the files."""
    frames = []
    for number, opening in enumerate(openings):
        with ThreadPoolExecutor(1) as beside:
            counted = beside.submit(_delimiters, opening)
            frame = _columns(opening, layout, rows=rows)
            delimiters = counted.result()
        if delimiters is None:
            refuse_cut_rows(opening)
        elif delimiters != (frame.height + 1) * (len(opening.header) - 1):
            raise Suspect("a row is cut or split")
        if rows:
            frame = frame.with_columns(pl.lit(number, pl.Int32).alias(FILE))
        frames.append(frame)
    return pl.concat(frames) if len(frames) > 1 else frames[0]


def _columns(opening: Opening, layout: Layout, *, rows: bool) -> pl.DataFrame:
    """One file's columns that are looked at."""
    kinds = {
        name: pl.Float64 if name in layout.numbers else pl.Int32 if name in layout.digits else pl.Categorical
        for name in opening.columns
    }
    options: dict[str, Any] = {"row_index_name": ROW if rows else None}
    try:
        return read_cells(opening, kinds, null_values=_usual_blanks(opening, layout), **options)
    except pl.exceptions.ComputeError:
        # Every width of padding, which is slower than the one that the first rows have.
        blanks = sorted({w.rjust(n) for words in layout.numbers.values() for w in words if w for n in range(21)})
        return read_cells(opening, kinds, null_values=blanks or None, **options)


def read_cells(opening: Opening, kinds: Mapping[str, Any], **options: Any) -> pl.DataFrame:
    """The columns named, each in its kind."""
    frame = pl.read_csv(
        opening.path,
        separator=opening.delimiter,
        has_header=False,
        skip_rows=1,
        schema={name: kinds.get(name, pl.String) for name in opening.header},
        columns=[opening.header.index(name) for name in kinds],
        glob=False,  # publishers put brackets into names
        row_index_offset=2,
        **options,
    )
    columns = frame.get_columns()
    del frame

    def whole(place: int) -> None:
        columns[place] = columns[place].rechunk()  # what is freed in many small pieces is long kept

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(whole, range(len(columns))))
    return pl.DataFrame(columns)


def _usual_blanks(opening: Opening, layout: Layout) -> dict[str, str] | None:
    """How the first rows write that a number is unknown: the word for it, padded as numbers are."""
    with opening.path.open("rb") as stream:
        head = stream.read(HEAD).decode("utf-8", "replace").splitlines()[1:-1]
    usual = {}
    for name, words in layout.numbers.items():
        for word in filter(None, words):
            place = opening.header.index(name)
            cells = (cell for line in head for cell in line.split(opening.delimiter)[place : place + 1])
            usual[name] = next((cell for cell in cells if cell.strip() == word), word)
    return usual or None


def _delimiters(opening: Opening) -> int | None:
    """How many delimiters the file has: a row that is cut has too few. None where quotation marks may hold some."""
    found = 0
    with opening.path.open("rb", buffering=0) as stream:
        block = bytearray(SLICE)
        while size := stream.readinto(block):
            if block.find(b'"', 0, size) >= 0:
                return None
            found += int(np.count_nonzero(np.frombuffer(block, np.uint8, size) == ord(opening.delimiter)))
    return found


def refuse_cut_rows(opening: Opening) -> None:
    """Raises ContractBroken with every row that has more or fewer cells than the header."""
    cut = []
    with opening.path.open(encoding="utf-8-sig", newline="", errors="replace") as stream:
        for number, cells in enumerate(csv.reader(stream, delimiter=opening.delimiter), 1):
            if len(cells) != len(opening.header):
                cut.append(
                    f"{opening.path.name} row {number}: {len(cells)} cells where the header has {len(opening.header)}"
                )
    if cut:
        more = f" and {len(cut) - FIRST_SHOWN} more" if len(cut) > FIRST_SHOWN else ""
        raise ContractBroken("; ".join(cut[:FIRST_SHOWN]) + more + f"; the row is cut or split, {AGAIN}")
