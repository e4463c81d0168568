"""Publishers' own files as tables of cells: cut to a true head of whole rows, changed, and put together again."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Any

import openpyxl
from lxml import etree, html

from tests.etl import workbooks

Grid = list[list[Any]]
Wrap = Callable[[bytes], bytes]
HEADS = (24, 200, 2_000)
LONG = 120  # rows of a workbook's sheet; longer ones are cut
MARK = b"\xef\xbb\xbf"
CHINESE = re.compile(rb"[\x81-\xfe]{4}")
# Two sheets of figures are enough, with their lines in the summary.
SHEET = re.compile(r"Summary|Structure|Sheet [12]|ReadMe|.*MAIN DATA")
MOST_ROWS = 400


@dataclass(frozen=True)
class Document:
    """A table in a file as its publisher hands it out: the rows, and how they are written.

    `header` is the line of the header, or -1 where there is none. What is text has an `encoding`, and
    `unwrapped` and `wrap` take it out of what it is packed in and put it back.
    """

    rows: Grid
    header: int
    write: Callable[[Grid], bytes]
    encoding: str = ""
    unwrapped: Wrap = bytes
    wrap: Wrap = bytes

    @property
    def text(self) -> bytes:
        """The table as text, without what it is packed in."""
        return self.unwrapped(self.content)

    @property
    def body(self) -> Grid:
        """The rows below the header."""
        return self.rows[self.header + 1 :]

    @property
    def content(self) -> bytes:
        """The file as bytes."""
        return self.write(self.rows)

    @property
    def columns(self) -> list[str]:
        """The names of the columns; a number where they have none."""
        names = self.rows[max(self.header, 0)]
        return [str(place) if self.header < 0 else str(name or "") for place, name in enumerate(names)]

    @property
    def heads(self) -> Iterator[Document]:
        """The document with fewer rows, the shortest first, and at last itself."""
        yield from (replace(self, rows=self.rows[: self.header + 1 + most]) for most in HEADS if most < len(self.rows))
        yield self


@cache
def document(content: bytes) -> Document:
    """The table in a file, whatever it is packed or wrapped in."""
    if content.startswith(b"PK"):
        return _workbook(content)
    if content.startswith(b"\x1f\x8b"):
        return _text(content, gzip.decompress, lambda text: gzip.compress(text, mtime=0))
    if content.startswith(b"{"):
        return _text(content, _answered, lambda text: json.dumps({"bytes": base64.b64encode(text).decode()}).encode())
    if content.lstrip(MARK).lstrip().startswith(b"<"):
        return _page(content)
    return _text(content, bytes, bytes)


def _answered(content: bytes) -> bytes:
    return base64.b64decode(json.loads(content)["bytes"])


def _text(content: bytes, unwrapped: Wrap, wrap: Wrap) -> Document:
    text = unwrapped(content)
    mark = MARK if text.startswith(MARK) else b""
    encoding = _encoding(text)
    said = text.removeprefix(mark).decode(encoding)
    end = "\x1a" if said.endswith("\x1a") else ""
    ending = "\r\n" if "\r\n" in said[:5_000] else "\n"
    rows = list(csv.reader(io.StringIO(said.removesuffix(end), newline="")))

    def write(grid: Grid) -> bytes:
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator=ending).writerows(grid)
        return wrap(mark + (out.getvalue() + end).encode(encoding))

    return Document(rows, _header(rows), write, encoding, unwrapped, wrap)


def _encoding(text: bytes) -> str:
    try:
        text.decode()
    except UnicodeDecodeError:
        # Letters of Chinese stand side by side, the few of a Western alphabet that are not ASCII alone.
        return "gb18030" if CHINESE.search(text) else "cp1252"
    return "utf-8"


def _header(rows: Grid) -> int:
    """The line of the header: the first as long and nearly as full as most; -1 where it is a row like the others."""
    width = Counter(map(len, rows)).most_common(1)[0][0]
    at = next(
        i for i, row in enumerate(rows) if len(row) >= width - 1 and sum(c not in ("", None) for c in row) > width / 2
    )
    return -1 if at == 0 and re.fullmatch("[0-9]+", str(rows[0][0])) else at


def _workbook(content: bytes) -> Document:
    """The first sheet that holds figures, with those that say what it is."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    kept = {page.title: _rows(page) for page in book.worksheets if SHEET.fullmatch(page.title)}
    beside = {name for name in book.sheetnames if name not in kept}
    kept = {name: [row for row in rows if not beside & set(row)] for name, rows in kept.items()}
    main = next(name for name in kept if name == "Sheet 1" or name.endswith("MAIN DATA"))
    return Document(kept[main], _header(kept[main]), lambda grid: workbooks.content({**kept, main: grid}))


def _rows(page: Any) -> Grid:
    """The first rows of a sheet and, of a long one, what stands below its figures after a blank row."""
    page.reset_dimensions()
    rows = [list(row) for row in islice(page.iter_rows(values_only=True), MOST_ROWS)]
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) < LONG:
        return rows
    blank = next((i for i, row in enumerate(rows) if i > LONG // 3 and not any(row)), len(rows))
    return rows[: LONG // 3] + rows[blank:]


def _page(content: bytes) -> Document:
    text = content.decode()
    start, end = text.index("<table"), text.rindex("</table>") + len("</table>")
    table = html.fromstring(text[start:end])
    lines = [list(row.iter("td", "th")) for row in table.iter("tr")]
    rows = [[" ".join(cell.text_content().split()) for cell in line] for line in lines]

    def write(grid: Grid) -> bytes:
        place = etree.Element("table")
        for number, row in enumerate(grid):
            line = etree.SubElement(place, "tr")
            for at, cell in enumerate(row):
                whole = number < len(lines) and len(lines[number]) == len(row)
                spans = {
                    s: lines[number][at].get(s) for s in ("colspan", "rowspan") if whole and lines[number][at].get(s)
                }
                etree.SubElement(line, "td", spans).text = cell
        return (text[:start] + etree.tostring(place, encoding="unicode") + text[end:]).encode()

    return Document(rows, _header(rows), write, "utf-8")
