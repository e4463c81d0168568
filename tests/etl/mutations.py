"""Harm a right file in every way we know of: the outcome is the right rows or a refusal that names the fault."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from etl.source import Source
from etl.table import ContractBroken

DAY = pd.Timestamp("2026-11-01").date()
PAGE = "<!DOCTYPE html><html><head><title>503</title></head><body>Service unavailable</body></html>"
Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Specimen:
    """A small right table of a source, and what its layout is called.

    `header` is the line of the header, counted from 0; `unknown` pairs of a column and a word that its
    list does not have; `ended` whether the publisher ends the last row too; `unread` are columns from which
    nothing is read, so that a file without them is as good; `any_encoding` says that no letter beyond ASCII is
    read; `file` is the name the harmed file has, when the source looks at it.
    """

    source: Source
    lines: tuple[str, ...]
    header: int = 0
    delimiter: str = ","
    encoding: str = "utf-8"
    unknown: tuple[tuple[str, str], ...] = ()
    ended: bool = True
    unread: tuple[str, ...] = ()
    any_encoding: bool = False
    file: str = "mutated.csv"

    @property
    def cells(self) -> list[list[str]]:
        """The cells of the lines, those above the header included."""
        return list(csv.reader(io.StringIO("\n".join(self.lines)), delimiter=self.delimiter))

    @property
    def columns(self) -> list[str]:
        """The names in the header."""
        return self.cells[self.header]

    def joined(self, cells: list[list[str]], ending: str = "\n") -> bytes:
        """The cells as a file in the layout of the specimen."""
        text = io.StringIO()
        csv.writer(text, delimiter=self.delimiter, lineterminator=ending).writerows(cells)
        return text.getvalue().encode(self.encoding)


@dataclass(frozen=True)
class Harm:
    """A harmed file; `named` are words that a refusal must have, and `must_refuse` whether there is no other way."""

    content: bytes
    named: tuple[str, ...] = ()
    must_refuse: bool = True


def outcome(source: Source, content: bytes, name: str = "mutated.csv") -> Tables | str:
    """The checked rows of every table in order of their keys, or the sentence of the refusal."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        try:
            tidied = source.tidy([file])
            tables = {source.into.name: tidied} if isinstance(tidied, pd.DataFrame) else dict(tidied)
            return {
                contract.name: contract.check(tables[contract.name].assign(source=source.name, vintage=DAY)).to_pandas()
                for contract in (source.into, *source.also)
            }
        except ContractBroken as broken:
            return str(broken)


def judge(specimen: Specimen, harms: Callable[[Specimen], Iterator[Harm]]) -> None:
    """Every harm of one kind ends in the right rows or in a refusal that names what was wrong."""
    right = outcome(specimen.source, specimen.joined(specimen.cells), specimen.file)
    assert not isinstance(right, str), right
    for harm in harms(specimen):
        found = outcome(specimen.source, harm.content, specimen.file)
        if isinstance(found, str):
            assert found.strip()
            assert all(word in found for word in harm.named), found
        else:
            assert not harm.must_refuse, harm
            assert all(found[name].equals(right[name]) for name in right), harm


def renamed_column(specimen: Specimen) -> Iterator[Harm]:
    """Each column by another name."""
    for place, name in enumerate(specimen.columns):
        cells = specimen.cells
        cells[specimen.header][place] = f"{name} (new)"
        yield Harm(specimen.joined(cells), (name,), name not in specimen.unread)


def missing_column(specimen: Specimen) -> Iterator[Harm]:
    """Each column taken out."""
    for place, name in enumerate(specimen.columns):
        above, table = specimen.cells[: specimen.header], specimen.cells[specimen.header :]
        yield Harm(
            specimen.joined(above + [row[:place] + row[place + 1 :] for row in table]),
            (name,),
            name not in specimen.unread,
        )


def added_column(specimen: Specimen) -> Iterator[Harm]:
    """A column that nobody knows, in front, in the middle and at the end."""
    for place in (0, len(specimen.columns) // 2, len(specimen.columns)):
        above, table = specimen.cells[: specimen.header], specimen.cells[specimen.header :]
        wider = [[*row[:place], "Extra" if number == 0 else "x", *row[place:]] for number, row in enumerate(table)]
        yield Harm(specimen.joined(above + wider), must_refuse=False)


def reordered_columns(specimen: Specimen) -> Iterator[Harm]:
    """Neighbours changing places, names and cells."""
    for place in range(len(specimen.columns) - 1):
        above, table = specimen.cells[: specimen.header], specimen.cells[specimen.header :]
        swapped = [[*row[:place], row[place + 1], row[place], *row[place + 2 :]] for row in table]
        yield Harm(specimen.joined(above + swapped), must_refuse=False)


def no_header(specimen: Specimen) -> Iterator[Harm]:
    """The header gone, with and without what stands above it."""
    yield Harm(specimen.joined(specimen.cells[specimen.header + 1 :]), ("mutated.csv",))
    yield Harm(specimen.joined(specimen.cells[: specimen.header] + specimen.cells[specimen.header + 1 :]))


def cut(specimen: Specimen) -> Iterator[Harm]:
    """The file cut within its last row, and after the header."""
    whole = specimen.joined(specimen.cells)
    start = whole.rstrip(b"\n").rfind(b"\n") + 1
    last_cell = len(whole) if specimen.ended else whole.rfind(specimen.delimiter.encode()) + 1
    for end in range(start + 1, last_cell):
        yield Harm(whole[:end], ("mutated.csv",))
    yield Harm(specimen.joined(specimen.cells[: specimen.header + 1]), ("mutated.csv",))


def not_the_file(specimen: Specimen) -> Iterator[Harm]:
    """Nothing, white space, an error page, an answer in JSON, a packed file."""
    for content in (b"", b"\n\n", PAGE.encode(), b'{"error": "throttled"}\n', b"PK\x03\x04\x14\x00", b"\x00" * 64):
        yield Harm(content, ("mutated.csv",))


def wrong_encoding(specimen: Specimen) -> Iterator[Harm]:
    """The same text as another program would save it."""
    text = specimen.joined(specimen.cells).decode(specimen.encoding)
    for other in ("cp1252", "cp1251") if specimen.encoding == "utf-8" else ("utf-8",):
        yield Harm(text.encode(other, errors="replace"), ("mutated.csv",), not specimen.any_encoding)
    yield Harm(text.encode("utf-16"), ("mutated.csv",))


def byte_order_marks(specimen: Specimen) -> Iterator[Harm]:
    """One mark is usual, a second one is part of the first cell."""
    plain = specimen.joined(specimen.cells)
    if specimen.encoding == "utf-8":
        yield Harm(b"\xef\xbb\xbf" + plain, must_refuse=False)
    yield Harm(b"\xef\xbb\xbf" * 2 + plain, must_refuse=False)


def unknown_words(specimen: Specimen) -> Iterator[Harm]:
    """A country, a kind or a programme that no list has."""
    for column, word in specimen.unknown:
        cells = specimen.cells
        cells[specimen.header + 1][specimen.columns.index(column)] = word
        yield Harm(specimen.joined(cells), ("mutated.csv", column, word))


def row_trouble(specimen: Specimen) -> Iterator[Harm]:
    """A row twice, a blank row, a cell too few or too many, other line ends."""
    for number in range(specimen.header + 1, len(specimen.cells)):
        cells = specimen.cells
        yield Harm(specimen.joined([*cells, cells[number]]), must_refuse=False)
        yield Harm(specimen.joined([*cells[:number], [""] * len(specimen.columns), *cells[number:]]))
        yield Harm(specimen.joined([*cells[:number], cells[number][:-1], *cells[number + 1 :]]), ("mutated.csv",))
        yield Harm(specimen.joined([*cells[:number], [*cells[number], "x"], *cells[number + 1 :]]), ("mutated.csv",))
    yield Harm(specimen.joined(specimen.cells, "\r\n"), must_refuse=False)


def rows_in_another_order(specimen: Specimen) -> Iterator[Harm]:
    """The rows from the last to the first."""
    above, rows = specimen.cells[: specimen.header + 1], specimen.cells[specimen.header + 1 :]
    yield Harm(specimen.joined(above + rows[::-1]), must_refuse=False)


ALL = (
    renamed_column, missing_column, added_column, reordered_columns, no_header, cut, not_the_file, wrong_encoding,
    byte_order_marks, unknown_words, row_trouble, rows_in_another_order,
)  # fmt: skip
