"""Which days can be true: none before a table can begin, none long after the day of the files that print it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from etl.table import ContractBroken, Table, iso_day

MOST_SHOWN = 5
OF_THE_FILES = "vintage"  # not a date that the files print


def hold(
    rows: pd.DataFrame, contract: Table, day: date, ahead: int, stands: Mapping[str, str], files: str, remedy: str
) -> None:
    """Raise ContractBroken for every date that cannot be true, with the place where it stands.

    `day` is that of the files, which may print dates up to `ahead` days later; `stands` says of a date, as in ISO
    8601, where it was read.
    """
    latest = (day + timedelta(days=ahead)).isoformat()
    faults = []
    for column in contract.columns:
        if column.kind != "date" or column.name == OF_THE_FILES or column.name not in rows:
            continue
        for found in sorted({iso_day(value) for value in rows[column.name].dropna().unique()}):
            if fault := impossible(found, column.first, latest):
                where = stands.get(found, f"{files}, column '{column.name}' of {contract.name}: '{found}'")
                faults.append(f"{where} {fault}")
    if faults:
        more = f" (and {len(faults) - MOST_SHOWN} more)" if len(faults) > MOST_SHOWN else ""
        raise ContractBroken(f"{'; '.join(faults[:MOST_SHOWN])}{more}; the files are of {day}: {remedy}")


def impossible(day: str, first: str, latest: str) -> str:
    """What is wrong with a day, written as in ISO 8601, or nothing; without a bound none is out of it."""
    if first and day < first:
        return f"is before {first}, where the table can begin"
    return f"is after {latest}, later than the file can know" if latest and day > latest else ""


def places(cells: Any, days: Any) -> dict[str, str]:
    """Where each different day stands first, from cells indexed by file and row."""
    first = days.notna() & ~days.duplicated()
    counted = cells.index.names[-1] or "row"
    kind = "element" if counted == "line" else "column"
    often = days.value_counts()
    found = {}
    for day, ((file, row), value) in zip(days[first], cells[first].items(), strict=True):
        more = f" (and {often[day] - 1} more)" if often[day] > 1 else ""
        found[iso_day(day)] = f"{file} {counted} {row}, {kind} '{cells.name}': {value!r}{more}"
    return found
