"""Look at files before they are kept: the same recognising and checking as `add`, and nothing is sealed."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from etl import parts
from etl.add import Added, Group, gathered, unchanged, without_broken
from etl.keep import examined, held_already, staged, unsealed
from etl.publish import checks
from etl.snapshot import ACCEPTED
from etl.source import Source
from etl.sources import all_sources


@dataclass(frozen=True)
class Look:
    """What would be kept as one vintage: its rows and checks, or that it is held; in what it is cut, if it is.

    Bulk files have no rows here: their parts are checked one by one when they are kept.
    """

    source: Source
    files: tuple[str, ...]
    rows: pa.Table | None = None
    checks: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    cut: str = ""
    held: str = ""
    parts: int = 0


def look(paths: Sequence[Path], home: Path, day: date | None = None) -> tuple[list[Look], dict[str, str]]:
    """Files as the vintages that `add` would keep of them, and those it would refuse, by name, with the reason."""
    told = Added()
    looks: list[Look] = []
    with tempfile.TemporaryDirectory() as folder:
        groups, whole = gathered(paths, Path(folder), day, None, told)
        for group in groups:

            def seen(files: Sequence[Path], group: Group = group) -> None:
                looks.append(_seen(group, files, home))

            without_broken(group.source, group.files, seen, told.refused)
        for name, archives in whole.items():
            source = all_sources()[name]
            names = tuple(file.name for file in archives)
            looks.append(Look(source, names, parts=len(parts.members(source, archives))))
    return looks, told.refused | told.passed_over


def _seen(group: Group, files: Sequence[Path], home: Path) -> Look:
    """One vintage as it would be sealed. Raises ContractBroken."""
    source, names = group.source, tuple(file.name for file in files)
    with tempfile.TemporaryDirectory() as folder:
        sealed = staged(files, Path(folder))
        if held := held_already(source, sealed, home):
            return Look(source, names, held=unchanged(source, files, held))
        shot = unsealed(source, Path(folder), sealed, group.day, ACCEPTED)
        warnings: list[str] = []
        rows, cut = examined(source, shot, home, group.dated, warnings)
    # Nobody has accepted it yet: it was only looked at as if.
    warnings = [said for said in warnings if not said.endswith(ACCEPTED)]
    return Look(source, names, rows, tuple(checks(source, source.into)), tuple(warnings), cut)
