"""Whatever is done to a file, the outcome is the right rows or a refusal that names the file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.sources.un_comtrade_monthly import HEADER, tidy
from etl.table import ContractBroken
from etl.tables import trade_flow
from tests.etl.conftest import COMTRADE

CELLS = [line.split(",") for line in COMTRADE]
JUNK = st.sampled_from(["n/a", "", "NaN", "1,5", "??", "-1", "TRUE", "Ж", "\x00", '"', " 0", "0 ", "1e999"])
ROWS = st.integers(1, len(CELLS) - 1)
COLUMNS = st.integers(0, len(HEADER) - 1)
KEY = ["flow", "period"]


def outcome(content: bytes) -> pd.DataFrame | None:
    """The checked rows in order, or None when the file was refused by name."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mutated.csv"
        file.write_bytes(content)
        try:
            rows = tidy([file]).assign(source="un_comtrade_monthly", vintage=pd.Timestamp("2026-11-01"))
            return trade_flow.check(rows).to_pandas().sort_values(KEY, ignore_index=True)
        except ContractBroken as broken:
            assert "mutated.csv" in str(broken)
            return None


def joined(cells: list[list[str]], ending: str = "\n") -> bytes:
    return (ending.join(",".join(row) for row in cells) + ending).encode()


RIGHT = outcome(joined(CELLS))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(row=ROWS, column=COLUMNS, junk=JUNK)
def test_junk_in_any_cell_changes_no_value_unnoticed(row: int, column: int, junk: str):
    cells = [list(line) for line in CELLS]
    cells[row][column] = junk
    rows = outcome(joined(cells))
    assert rows is None or rows.equals(RIGHT)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(cut=st.integers(1, 700))
def test_a_file_cut_anywhere_gives_whole_rows_or_none(cut: int):
    whole = joined(CELLS)
    rows = outcome(whole[:-cut])
    if rows is not None:
        kept = rows.merge(RIGHT, how="left", indicator=True)
        assert set(kept["_merge"]) == {"both"}


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    change=st.sampled_from(["drop column", "rename column", "swap columns", "repeat row", "drop cell", "blank line"]),
    row=ROWS,
    column=st.integers(0, len(HEADER) - 2),
)
def test_a_changed_layout_is_always_refused(change: str, row: int, column: int):
    cells = [list(line) for line in CELLS]
    if change == "drop column":
        cells = [line[:column] + line[column + 1 :] for line in cells]
    elif change == "rename column":
        cells[0][column] += "_"
    elif change == "swap columns":
        for line in cells:
            line[column], line[column + 1] = line[column + 1], line[column]
    elif change == "repeat row":
        cells.append(cells[row])
    elif change == "drop cell":
        del cells[row][column]
    else:
        cells.insert(row, [""])
    assert outcome(joined(cells)) is None


@settings(max_examples=20, deadline=None, derandomize=True)
@given(order=st.permutations(range(1, len(CELLS))), ending=st.sampled_from(["\n", "\r\n"]))
def test_the_order_of_rows_and_the_kind_of_line_end_do_not_matter(order: list[int], ending: str):
    rows = outcome(joined([CELLS[0], *(CELLS[i] for i in order)], ending))
    assert rows is not None
    assert rows.equals(RIGHT)
