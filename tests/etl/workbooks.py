"""Small workbooks in publishers' layouts, and the harm that can come to them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

from tests.etl import mutations

Cell = str | int | float | None


def content(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def written(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> Path:
    """The workbook as a file."""
    path.write_bytes(content(sheets))
    return path


@dataclass(frozen=True)
class Specimen(mutations.Specimen):
    """A sheet of a small right workbook, by its lines, and the sheets that stand beside it."""

    sheet: str = ""
    beside: Mapping[str, Sequence[Sequence[Cell]]] = field(default_factory=dict)
    file: str = "mutated.csv"  # what it is called says nothing

    def joined(self, cells: list[list[str]], ending: str = "\n") -> bytes:
        """The cells as the sheet of the workbook; numbers are stored as numbers."""
        rows = [[_stored(cell) for cell in row] for row in cells]
        return content({**self.beside, self.sheet: rows})


def _stored(cell: str) -> Cell:
    if cell == "":
        return None
    try:
        return int(cell) if cell.lstrip("-").isdigit() and not cell.startswith("0") else float(cell)
    except ValueError:
        return cell


def cut_or_replaced(specimen: mutations.Specimen):
    """Parts of a workbook, and what is none."""
    whole = specimen.joined(specimen.cells)
    for end in (0, 1, 100, len(whole) // 2, len(whole) - 30):
        yield mutations.Harm(whole[:end], ("mutated.csv",))
    for other in (mutations.PAGE.encode(), b'{"error": "throttled"}', b"a,b\n1,2\n", content({"Other": [["a"], [1]]})):
        yield mutations.Harm(other, ("mutated.csv",))


ALL = (
    mutations.renamed_column, mutations.missing_column, mutations.added_column, mutations.reordered_columns,
    mutations.no_header, mutations.unknown_words, mutations.row_trouble, cut_or_replaced,
)  # fmt: skip
