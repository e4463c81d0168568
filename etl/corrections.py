"""Corrections with a reason, kept in a table, that fail once the publisher has made them obsolete."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from etl import place
from etl.source import Source
from etl.table import ContractBroken, Table

HEADER = ["row", "column", "was", "becomes", "reason", "decided_on"]


def correct(rows: pd.DataFrame, table: Table, path: Path, warnings: list[str]) -> tuple[pd.DataFrame, int]:
    """The rows with the corrections in `path` applied, and how many there were.

    `row` names one row by `column=value` pairs joined by semicolons; `was` is the value the publisher
    gives. A correction whose row is gone or whose `was` no longer stands there is obsolete: of a list, whose
    other versions may still need it, that is only added to `warnings`.

    Raises ContractBroken for a wrong header, a row that is not exactly one, or an obsolete correction.
    """
    if not path.is_file():
        return rows, 0
    applied = 0
    corrections = pd.read_csv(path, dtype=str, keep_default_na=False)
    if list(corrections.columns) != HEADER:
        raise ContractBroken(f"{path}: the header must be {','.join(HEADER)}, not {','.join(corrections.columns)}")
    rows = rows.copy()
    for line, row in enumerate(corrections.itertuples(index=False), start=2):
        chosen = pd.Series(True, index=rows.index)
        for pair in str(row.row).split(";"):
            name, _, value = pair.partition("=")
            if name not in table.names:
                raise ContractBroken(f"{path} line {line}: table {table.name} has no column '{name}'")
            chosen &= rows[name].astype(str) == value
        column = str(row.column)
        found = rows.loc[chosen, column].astype(str).tolist()
        if found != [str(row.was)]:
            said = (
                f"line {line}: {row.row} should have {column} = {row.was}, but the file has "
                f"{', '.join(found) or 'no such row'}"
            )
            if table.complete and len(found) < 2:
                warnings.append(f"corrections/{path.name} {said}; nothing was corrected in this version")
                continue
            raise ContractBroken(f"{path} {said}; the correction is obsolete, delete it")
        rows.loc[chosen, column] = _like(rows.loc[chosen, column].iloc[0], str(row.becomes))
        applied += 1
    return rows, applied


def corrections_of(table: Table, source: Source, home: Path) -> Path:
    """`corrections/<source>.csv` for the source's main table, `<source>.<table>.csv` for another."""
    name = f"{source.name}.csv" if table is source.into else f"{source.name}.{table.name}.csv"
    own = home / "figures" / "corrections" / name
    return own if own.is_file() else place.bundled() / "figures" / "corrections" / name


def _like(present: Any, becomes: str) -> Any:
    """The new value in the kind of the present one; the words True and False as what they say."""
    if isinstance(present, bool | np.bool_):
        return becomes == "True"
    return type(present)(becomes)
