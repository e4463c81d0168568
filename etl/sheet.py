"""Text cells into values, strictly: what is not understood is kept as a fault with file, row and column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from etl.days import places
from etl.table import ContractBroken

NUMBER = r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"  # \d would take digits of any script
GROUPED = r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?"
FIRST_SHOWN = 5
WHOLE_ROW_SHOWN = 60
Cells = Any  # a pandas Series; its own type says nothing about the kind of cell


@dataclass
class Sheet:
    """Rows as text, indexed by (file, row), with the faults and warnings so far and the rows left out on purpose.

    `stands` says of each different date where it was read: whether it can be true shows only beside the day of the
    file, which no adapter knows.

    Every method that reads a column returns a Series of the right kind with nulls where it found faults,
    so that one run finds them all; `tidy`, the last step of an adapter, raises them.
    """

    rows: pd.DataFrame
    faults: list[str] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    stands: dict[str, str] = field(default_factory=dict)

    @property
    def told(self) -> dict[Any, Any]:
        """What the rows are to carry along in `attrs`."""
        return {"left_out": dict(self.left_out), "warnings": list(self.warnings), "stands": dict(self.stands)}

    def text(self, column: str, pattern: str = "", *, blank: bool = False, remedy: str = "") -> Cells:
        """The cells as text, null for empty ones where `blank` allows them."""
        cells = self._present(column, blank)
        if pattern:
            wrong = cells.notna() & ~cells.str.fullmatch(pattern).fillna(True).astype(bool)
            self._fault(cells[wrong], f"does not look like {pattern}", remedy)
        return cells

    def only(self, column: str, allowed: Sequence[str], remedy: str = "") -> Cells:
        """The cells, each of which must be one of `allowed`."""
        cells = self.rows[column]
        self._fault(cells[~cells.isin(allowed)], f"is not {' or '.join(allowed)}", remedy)
        return cells

    def choice(self, column: str, meaning: Mapping[str, Any], remedy: str = "") -> Cells:
        """What each cell means according to `meaning`; a cell that is not in it is a fault."""
        cells = self.rows[column]
        words = f"is not one of {', '.join(map(repr, meaning))}"
        self._fault(cells[~cells.isin(list(meaning))], words, remedy)
        return cells.map(dict(meaning))

    def translated(self, column: str, translate: Callable[[str], str]) -> Cells:
        """The cells through a strict list of `etl.codes`, whose message names what to add to it."""
        cells = self.rows[column]
        meaning: dict[str, str] = {}
        for word in cells.unique():
            try:
                meaning[word] = translate(word)
            except ContractBroken as unknown:
                self._fault(cells[cells == word], "", str(unknown))
        return cells.map(meaning)

    def number(
        self,
        column: str,
        *,
        blank: Sequence[str] | bool = False,
        low: float | None = None,
        padded: bool = False,
        thousands: bool = False,
    ) -> Cells:
        """The cells as numbers; `blank` says whether, or by which words, a cell may say nothing.

        With `thousands` digits may stand in groups of three with commas between them.
        """
        cells = self.rows[column].str.strip() if padded else self.rows[column]
        if thousands:
            grouped = cells.str.fullmatch(GROUPED).astype(bool)
            cells = cells.mask(grouped, cells.str.replace(",", ""))
        nothing = cells.isin([""] if isinstance(blank, bool) else list(blank)) & (blank is not False)
        plain = cells.str.fullmatch(NUMBER).astype(bool) & ~nothing
        values = pd.to_numeric(cells.where(plain), errors="coerce").astype(float)
        bad = ~nothing & ~values.abs().lt(float("inf"))
        self._fault(self.rows.loc[bad, column], "is not a number", "correct it or get the file again")
        if low is not None:
            self._fault(self.rows.loc[values < low, column], f"is below {low:g}", "correct it or get the file again")
        return values

    def day(self, column: str, form: str = "%Y-%m-%d", *, blank: bool = False) -> Cells:
        """The cells as dates written in the one form given."""
        cells = self._present(column, blank)
        days: Cells = pd.to_datetime(cells, format=form, errors="coerce")
        # strptime takes "2024-3-1" for %m and %d; written back it shows.
        wrong = cells.notna() & (days.isna() | days.dt.strftime(form).ne(cells))
        self._fault(cells[wrong], f"is not a date like {form}", "correct it or get the file again")
        return self.dated(column, days)

    def dated(self, column: str, days: Cells) -> Cells:
        """The days, read from a column in whatever way; where each of them stands is remembered."""
        self.stands = places(self.rows[column], days) | self.stands
        return days

    def unique(self, columns: Sequence[str], remedy: str) -> None:
        """No two rows may agree in these columns."""
        repeated = self.rows.duplicated(list(columns), keep=False)
        if repeated.any():
            rows = self.rows.loc[repeated, list(columns)]
            key = rows.apply(" / ".join, axis=1)
            key.name = ", ".join(columns)
            if len(columns) == len(self.rows.columns):
                key, key.name = key.str.slice(0, WHOLE_ROW_SHOWN), "all"
            self._fault(key, "stands in more than one row", remedy)

    def leave_out(self, column: str, unwanted: Callable[[str], bool]) -> None:
        """Drop the rows whose cell is unwanted, counted under the cell's words."""
        words = [word for word in self.rows[column].unique() if unwanted(word)]
        if words:
            gone = self.rows[column].isin(words)
            for word, count in self.rows.loc[gone, column].value_counts().items():
                self.left_out[str(word)] = self.left_out.get(str(word), 0) + int(count)
            self.rows = self.rows[~gone]

    def drop(self, rows: Cells, words: str) -> None:
        """Drop the rows marked true, on purpose, counted under these words."""
        if rows.any():
            self.left_out[words] = self.left_out.get(words, 0) + int(rows.sum())
            self.rows = self.rows[~rows]

    def done(self) -> None:
        """Raise ContractBroken with all faults, if there are any."""
        if self.faults:
            raise ContractBroken("; ".join(self.faults))

    def tidy(self, columns: Mapping[str, Any]) -> pd.DataFrame:
        """The finished rows, once `done`; what is `told` travels along in `attrs`."""
        self.done()
        rows = pd.DataFrame(columns, index=self.rows.index).reset_index(drop=True)
        rows.attrs = self.told
        return rows

    def say(self, cells: Cells, words: str, remedy: str = "") -> None:
        """Note a fault that an adapter found itself: the cells, what is wrong, what to do."""
        self._fault(cells, words, remedy)

    def _present(self, column: str, blank: bool) -> Cells:
        cells = self.rows[column]
        empty = cells.str.strip() == ""
        if not blank:
            self._fault(cells[empty], "is empty", "fill it in or get the file again")
        return cells.where(~empty)

    def _fault(self, cells: Cells, words: str, remedy: str) -> None:
        if not len(cells):
            return
        counted = cells.index.names[-1] or "row"  # what XML says is counted in lines
        shown = "; ".join(
            f"{file} {counted} {row}, {'element' if counted == 'line' else 'column'} '{cells.name}': {value!r}"
            for (file, row), value in cells.head(FIRST_SHOWN).items()
        )
        more = f" (and {len(cells) - FIRST_SHOWN} more)" if len(cells) > FIRST_SHOWN else ""
        said = f"{shown}{more} {words}".rstrip()
        self.faults.append(f"{said}; {remedy}" if remedy else said)
