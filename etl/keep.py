"""Check files and seal them as a vintage: nothing is kept of what does not hold, or would hide what is held."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
from filelock import FileLock

from etl.build import checked, snapshots
from etl.publish import read_package
from etl.snapshot import ACCEPTED, RECEIPT, SealedFile, Snapshot, seal, sha256
from etl.source import Source
from etl.table import ContractBroken
from etl.vintage_change import newest


def keep(
    source: Source,
    files: Sequence[Path],
    home: Path,
    day: date,
    *,
    url: str = "",
    made_by: str = "added by hand with waybill add",
    dated: bool = True,
    accept_truncated: bool = False,
    warnings: list[str] | None = None,
) -> tuple[Snapshot, bool]:
    """Check files in memory and seal them as a vintage; the vintage, and whether it is new.

    Bytes that a vintage holds already keep their date. `dated` is False where `day` is only the day of adding:
    then a whole list is refused if another version is of that day. Raises ContractBroken, and nothing is kept.
    """
    with tempfile.TemporaryDirectory() as folder:
        sealed = staged(files, Path(folder))
        if held := held_already(source, sealed, home):
            return held, False
        shot = unsealed(source, Path(folder), sealed, day, ACCEPTED if accept_truncated else "")
        _, cut = examined(source, shot, home, dated, [] if warnings is None else warnings)
        return _sealed(source, shot.paths, home, day, url, made_by, ACCEPTED if cut else ""), True


def keep_whole(
    source: Source,
    files: Sequence[Path],
    home: Path,
    day: date,
    *,
    url: str = "",
    made_by: str = "added by hand with waybill add",
) -> tuple[Snapshot, bool]:
    """Seal a publisher's bulk files as they are; the vintage, and whether it is new.

    Their parts are checked one by one when they are built, so that one that does not hold leaves the others.
    """
    hashes = {sha256(file) for file in files}
    for held in snapshots(source, home):
        if hashes <= {file.sha256 for file in held.files}:
            return held, False
    return _sealed(source, files, home, day, url, made_by), True


def unsealed(source: Source, folder: Path, files: tuple[SealedFile, ...], day: date, note: str) -> Snapshot:
    """A vintage as it would be sealed, to be examined."""
    return Snapshot(
        folder=folder, files=files, source=source.name, obtained=day, publisher=source.publisher, url=source.page,
        citation=source.citation, license=source.license.title, made_by="", note=note,
    )  # fmt: skip


def _sealed(
    source: Source, files: Sequence[Path], home: Path, day: date, url: str, made_by: str, note: str = ""
) -> Snapshot:
    (home / "raw").mkdir(parents=True, exist_ok=True)
    with FileLock(str(home / "raw" / ".lock")):
        return seal(
            _folder(home, source, day), list(files), source=source.name, obtained=day, publisher=source.publisher,
            url=url or source.page, citation=source.citation, license=source.license.title, made_by=made_by, note=note,
        )  # fmt: skip


def held_already(source: Source, files: Sequence[SealedFile], home: Path) -> Snapshot | None:
    """The vintage that has all these bytes, if there is one."""
    new = {file.sha256 for file in files}
    return next((held for held in snapshots(source, home) if new <= {file.sha256 for file in held.files}), None)


def examined(source: Source, shot: Snapshot, home: Path, dated: bool, warnings: list[str]) -> tuple[pa.Table, str]:
    """The rows of a vintage that holds, before it is sealed, and in what it is cut short if that was accepted.

    Raises ContractBroken when it does not hold, is cut without consent, or would stand in for another of its day.
    """
    tables = list(checked(source, shot, home, warnings))
    rows, cut = next((table, str(told.get("truncated", ""))) for c, table, told in tables if c is source.into)
    short = _halved(source, shot.obtained, rows.num_rows, home)
    if short and ACCEPTED not in shot.note:
        raise ContractBroken(f"{short}: get it again, or add it with --accept-truncated if it is so")
    if source.into.complete and not dated:
        warnings.append(
            f"{source.name}: {_named(shot.files)} does not say of which day it is and counts as of today, "
            f"{shot.obtained}; an older version is added with --date YYYY-MM-DD"
        )
    if replaced := _of_that_day(source, shot.obtained, shot.files, home):
        if not dated:
            raise ContractBroken(_undated(source, replaced, shot.files))
        warnings.append(
            f"{source.name}: {_named(replaced.files)} of {shot.obtained} stays sealed, but no longer counts"
        )
    return rows, cut or short


def staged(files: Sequence[Path], folder: Path) -> tuple[SealedFile, ...]:
    """The files copied into one folder, as they would be sealed. Raises ContractBroken when two are called the same."""
    for file in files:
        if (folder / file.name).exists():
            raise ContractBroken(f"{file.name}: two files are called so; add them one after the other")
        shutil.copyfile(file, folder / file.name)
    copies = sorted((folder / file.name for file in files), key=lambda file: file.name)
    return tuple(SealedFile(file.name, file.stat().st_size, sha256(file)) for file in copies)


def _of_that_day(source: Source, day: date, files: Sequence[SealedFile], home: Path) -> Snapshot | None:
    """The version of a whole list that these files would replace: one of the same day with files they have not."""
    new = {file.sha256 for file in files}
    of_day = [held for held in snapshots(source, home) if held.obtained == day]
    if not source.into.complete or not of_day or {file.sha256 for file in of_day[-1].files} <= new:
        return None
    return of_day[-1]


def _undated(source: Source, held: Snapshot, files: Sequence[SealedFile]) -> str:
    return (
        f"{source.name}: {_named(files)} does not say of which day it is, and of today {_named(held.files)} is held "
        "already; say the day of each version with --date YYYY-MM-DD (the last one added of a day counts for it)"
    )


def _named(files: Sequence[SealedFile]) -> str:
    return ", ".join(file.name for file in files)


def _halved(source: Source, day: date, rows: int, home: Path) -> str:
    """A list may shrink, but one with less than half of the entries before is more likely a cut file."""
    before = newest(source.name, read_package(home)["resources"], day.isoformat()) if source.into.complete else None
    if not before or rows >= before["waybill"]["rows"] / 2:
        return ""
    return (
        f"{source.name}: {rows:,} entries, but {before['waybill']['rows']:,} on {before['waybill']['obtained']}; "
        "the list more than halved"
    )


def _folder(home: Path, source: Source, day: date) -> Path:
    """A folder named for the day, with a number where another vintage of that day lies already."""
    number = 1
    while True:
        folder = home / "raw" / source.name / (day.isoformat() + (f".{number}" if number > 1 else ""))
        if not (folder / RECEIPT).is_file():
            return folder
        number += 1
