"""What can happen to a publisher's own file on its way, kind by kind, for tables of cells and for trees of elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from tests.etl.mutations import PAGE
from tests.etl.raw_documents import MARK, Document, Grid

MOST = 8  # columns of a table that a kind of harm comes to
PERIOD = re.compile(r"([12][0-9]{3}(-[0-9]{2})?)")
NUMBER = re.compile(r"-?[0-9][0-9,.]*")
T = TypeVar("T")


@dataclass(frozen=True)
class Harm:
    """A harmed file and what was done to it.

    `named` is what a refusal must name, `word` what stands in the file now; a `period` that was taken out is
    as if nobody had asked for it. With `less` an entry may rightly say less than before; a `renamed` element
    too, if a warning names the new one.
    """

    what: str
    content: bytes
    named: str = ""
    word: str = ""
    period: str = ""
    renamed: str = ""
    less: bool = False
    must_refuse: bool = False


def renamed_column(table: Document) -> Iterator[Harm]:
    """Columns by another name."""
    for place, name in some(enumerate(table.columns)):
        if table.header >= 0 and name:
            header = [*table.rows[table.header]]
            header[place] = f"{name} (new)"
            yield Harm(f"{name} renamed", _with_header(table, header), name)


def missing_column(table: Document) -> Iterator[Harm]:
    """Columns taken out."""
    for place, name in some(enumerate(table.columns)):
        content = table.write(_above(table) + [row[:place] + row[place + 1 :] for row in _table(table)])
        yield Harm(f"{name} gone", content, period=PERIOD.sub(r"\1", name) if PERIOD.fullmatch(name) else "")


def added_column(table: Document) -> Iterator[Harm]:
    """A column that nobody knows, in front, in the middle and at the end."""
    for place in (0, len(table.columns) // 2, len(table.columns)):
        header = "Extra column" if table.header >= 0 else "x"
        wider = [[*row[:place], "x" if at else header, *row[place:]] for at, row in enumerate(_table(table))]
        yield Harm(f"a column at {place}", table.write(_above(table) + wider))


def reordered_columns(table: Document) -> Iterator[Harm]:
    """Neighbours changing places, names and cells."""
    for place in some(range(len(table.columns) - 1)):
        pair = slice(place, place + 2)
        if table.header >= 0 and table.columns[place] == table.columns[place + 1]:
            continue  # their names stand in a line above
        swapped = [[*row[:place], *row[pair][::-1], *row[place + 2 :]] for row in _table(table)]
        yield Harm(f"columns {place} and next", table.write(_above(table) + swapped))


def no_header(table: Document) -> Iterator[Harm]:
    """The header gone, with and without what stands above it."""
    if table.header >= 0:
        yield Harm("header gone", table.write(_above(table) + table.body), must_refuse=True)
        yield Harm("header gone and all above it", table.write(table.body), must_refuse=True)


def words_in_cells(table: Document) -> Iterator[Harm]:
    """In columns "n/a" where a number stands, and a word that is on no list where a word stands."""
    for place, name in some(enumerate(table.columns)):
        for number in (0, len(table.body) - 1)[place % 2 :][:1]:
            if place < len(table.body[number]):
                word = "n/a" if NUMBER.fullmatch(str(table.body[number][place])) else "Qqq"
                yield Harm(f"{word} as {name}", table.write(_changed(table, number, place, word)), word=word)


def row_trouble(table: Document) -> Iterator[Harm]:
    """A row twice, a blank row within, a cell too few and one too many; the rows in another order."""
    above, body = table.rows[: table.header + 1], table.body
    half = len(body) // 2
    yield Harm("a row twice", table.write([*above, *body[: half + 1], *body[half:]]))
    yield Harm("a blank row", table.write([*above, *body[:half], [""] * len(table.columns), *body[half:]]))
    yield Harm("a cell too few", table.write([*above, *body[:half], body[half][:-1], *body[half + 1 :]]))
    yield Harm("a cell too many", table.write([*above, *body[:half], [*body[half], "x"], *body[half + 1 :]]))
    yield Harm("the rows turned round", table.write([*above, *body[::-1]]))


def cut_within_a_row(table: Document) -> Iterator[Harm]:
    """The text cut within its last row, in the middle, within the header and behind it; the bytes of the file."""
    if table.encoding:
        text = table.text
        rows = text.rstrip(b"\r\n\x1a")
        last = rows.rfind(b"\n") + 1
        for end in (20, len(text) // 2, last + 2, (last + len(rows)) // 2, len(rows) - 2):
            if not text[:end].endswith(b"\n"):
                yield Harm(f"cut at {end}", table.wrap(text[:end]), must_refuse=True)
    content = table.content  # once: a workbook holds the second it is written in, so its length varies
    for end in (1, len(content) - 4):
        yield Harm(f"bytes cut at {end}", content[:end], must_refuse=True)
    yield Harm("cut behind the header", table.write(table.rows[: table.header + 1]), must_refuse=True)


def wrong_encoding(table: Document) -> Iterator[Harm]:
    """The text as another program would save it, and with one and two byte order marks."""
    if not table.encoding:
        return
    text = table.text.removeprefix(MARK)
    for other in sorted({"utf-8", "cp1252", "cp1251", "gb18030", "utf-16"} - {table.encoding}):
        yield Harm(f"as {other}", table.wrap(text.decode(table.encoding).encode(other, errors="replace")), word="?")
    yield Harm("a mark", table.wrap(MARK + text))
    yield Harm("two marks", table.wrap(MARK + MARK + text))
    yield Harm("other line ends", table.wrap(text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")))


def not_the_file(_: object = None) -> Iterator[Harm]:
    """Nothing, white space, an error page, an answer in JSON, a packed file, zeros."""
    for content in (b"", b"\n\n", PAGE.encode(), b'{"error": "throttled"}\n', b"PK\x03\x04\x14\x00", bytes(64)):
        yield Harm(repr(content[:20]), content, must_refuse=True)


def some(of: Iterable[T]) -> list[T]:
    """A few of many, the first and the last among them."""
    every = list(of)
    if len(every) <= MOST:
        return every
    return [every[at * (len(every) - 1) // (MOST - 1)] for at in range(MOST)]


def _with_header(table: Document, header: list[object]) -> bytes:
    return table.write([*_above(table), header, *table.body])


def _above(table: Document) -> Grid:
    return table.rows[: max(table.header, 0)]


def _table(table: Document) -> Grid:
    return table.rows[max(table.header, 0) :]


def _changed(table: Document, number: int, place: int, word: str) -> Grid:
    rows = [list(row) for row in table.rows]
    rows[table.header + 1 + number][place] = word
    return rows


TO_TABLES = (
    renamed_column, missing_column, added_column, reordered_columns, no_header, words_in_cells, row_trouble,
    cut_within_a_row, wrong_encoding, not_the_file,
)  # fmt: skip
