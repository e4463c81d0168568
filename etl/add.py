"""Take in files a user has: recognise, check before anything is kept, seal as a vintage, build, say what changed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from filelock import FileLock

from etl import parts
from etl.archives import unpacked
from etl.build import Report, Tell, build, checked, snapshots
from etl.publish import Resource, read_package
from etl.recognise import HEAD, source_of
from etl.snapshot import ACCEPTED, RECEIPT, SealedFile, Snapshot, seal, sha256
from etl.source import Source
from etl.sources import all_sources
from etl.table import ContractBroken


@dataclass(frozen=True)
class Change:
    """What a new vintage changed: its rows, those that counted before it, and for lists the entries.

    The files of a series count beside each other: then `rows_now` is how many count with this one.
    """

    rows_before: int | None
    rows: int
    rows_now: int | None = None
    added: int = 0
    removed: int = 0
    amended: int = 0
    listed: bool = False
    parts: int = 0

    @property
    def said(self) -> str:
        """The change in a few words."""
        rows = _rows(self.rows)
        if self.parts:
            return f"{rows} in {self.parts:,} part{'s' * (self.parts > 1)}"
        if self.rows_before is None:
            return rows
        if self.rows_now is not None:
            return _more(self.rows, self.rows_now - self.rows_before, self.rows_now)
        rows = f"{self.rows_before:,} → {rows}"
        if not self.listed:
            return rows
        return f"{rows}; {self.added:,} added, {self.removed:,} removed, {self.amended:,} amended"


def _rows(number: int) -> str:
    return f"{number:,} row{'s' * (number != 1)}"


def _more(rows: int, more: int, now: int) -> str:
    """Of a series: how many rows count more, or fewer where later files restate earlier ones, and how many do now."""
    if more == rows:
        return f"{_rows(rows)} more ({now:,} now)"
    against = f"{more:,} more than" if more > 0 else f"{-more:,} fewer than" if more else "as many as"
    return f"{_rows(rows)}, {against} before ({now:,} now)"


@dataclass
class Added:
    """What became of the files: vintages kept, files held already, and those refused or passed over with the reason."""

    kept: list[Snapshot] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    passed_over: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    report: Report | None = None

    @property
    def good(self) -> bool:
        """True when nothing was refused and every source could be built."""
        return not self.refused and (self.report is None or self.report.good)


def add(
    paths: Sequence[Path],
    home: Path,
    *,
    day: date | None = None,
    source: str | None = None,
    accept_truncated: bool = False,
    tell: Tell = lambda _: None,
) -> Added:
    """Recognise files and folders of files by content, keep those that hold and build the tables.

    Files of one source that state the same day make one vintage; a file that states none is of `day` or
    today. Nothing is kept of a vintage that fails its checks, and nothing changes for bytes held already.
    """
    if source and source not in all_sources():
        raise ContractBroken(f"there is no source '{source}'; `python -m etl list` names those that are known")
    added = Added()
    with tempfile.TemporaryDirectory() as folder:
        groups, whole = gathered(paths, Path(folder), day, source, added)
        for group in groups:
            _kept(group, home, accept_truncated, added)
    for name, archives in whole.items():
        _whole_kept(all_sources()[name], archives, home, day or date.today(), added)
    if added.kept or whole:
        added.report = build(home, tell)
        _without_empty(added, home)
        added.warnings += [said for said in added.report.warnings if said not in added.warnings]
        after = read_package(home)["resources"]
        added.changes = [_change(shot, after) for shot in added.kept]
    return added


@dataclass(frozen=True)
class Group:
    """Files of one source and one day, which make one vintage; `dated` is False where that is only today."""

    source: Source
    files: tuple[Path, ...]
    day: date
    dated: bool


def gathered(
    paths: Sequence[Path], folder: Path, day: date | None, source: str | None, added: Added
) -> tuple[list[Group], dict[str, list[Path]]]:
    """Files and folders of files as the vintages they make, unpacked into `folder`, and bulk files by source.

    What is refused or passed over is told to `added`.
    """
    found: dict[str, list[tuple[Path, date | None]]] = {}
    whole: dict[str, list[Path]] = {}
    for path, named in _files(paths):
        if bulk := _bulk(path, source):
            whole.setdefault(bulk.name, []).append(path)
            continue
        for file, said in _opened(path, folder, named, added):
            try:
                chosen = all_sources()[source] if source else source_of(file)
            except ContractBroken as unknown:
                (added.refused if named else added.passed_over)[said] = str(unknown)
                continue
            found.setdefault(chosen.name, []).append((file, day or _stated(chosen, file)))
    groups = [
        Group(all_sources()[name], tuple(together), of_day, dated)
        for name, files in found.items()
        for (of_day, dated), together in _by_day(files).items()
    ]
    return groups, whole


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
        facts: dict[str, Any] = {
            "source": source.name,
            "obtained": day,
            "publisher": source.publisher,
            "url": url or source.page,
            "citation": source.citation,
            "license": source.license.title,
            "made_by": made_by,
        }
        if held := held_already(source, sealed, home):
            return held, False
        shot = Snapshot(folder=Path(folder), files=sealed, note=ACCEPTED if accept_truncated else "", **facts)
        _, cut = examined(source, shot, home, dated, [] if warnings is None else warnings)
        (home / "raw").mkdir(parents=True, exist_ok=True)
        with FileLock(str(home / "raw" / ".lock")):
            return seal(_folder(home, source, day), shot.paths, note=ACCEPTED if cut else "", **facts), True


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
    (home / "raw").mkdir(parents=True, exist_ok=True)
    with FileLock(str(home / "raw" / ".lock")):
        return seal(
            _folder(home, source, day),
            list(files),
            source=source.name,
            obtained=day,
            publisher=source.publisher,
            url=url or source.page,
            citation=source.citation,
            license=source.license.title,
            made_by=made_by,
        ), True


def _bulk(path: Path, source: str | None) -> Source | None:
    """The source of which the file is a bulk file; a damaged archive is refused when it is opened as any other."""
    try:
        found = parts.bulk_source(path)
    except ContractBroken:
        return None
    return found if found and source in (None, found.name) else None


def _whole_kept(source: Source, files: Sequence[Path], home: Path, day: date, added: Added) -> None:
    shot, new = keep_whole(source, files, home, day)
    if new:
        added.kept.append(shot)
    else:
        names = ", ".join(file.name for file in files)
        added.unchanged.append(f"{source.name}: {names} held already, as of {shot.obtained}")


def _without_empty(added: Added, home: Path) -> None:
    """Keep nothing of bulk files of which no part holds; why is in the report."""
    published = {
        r["waybill"].get("source", "") + f["sha256"]
        for r in read_package(home)["resources"]
        for f in r["waybill"].get("files", [])
    }
    for shot in list(added.kept):
        if (
            parts.members(all_sources()[shot.source], shot.paths)
            and shot.source + shot.files[0].sha256 not in published
        ):
            shutil.rmtree(shot.folder)
            added.kept.remove(shot)


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """Every file, and whether it was named itself rather than found in a folder."""
    for path in paths:
        if path.is_dir():
            inside = (file for file in sorted(path.rglob("*")) if file.is_file() and file.name != RECEIPT)
            yield from ((file, False) for file in inside if not file.name.startswith("."))
        else:
            yield path, True


def _opened(path: Path, folder: Path, named: bool, added: Added) -> Iterator[tuple[Path, str]]:
    """The files in an archive, or the file itself, each with what to call it in a sentence."""
    try:
        found = unpacked(path, Path(tempfile.mkdtemp(dir=folder)))
    except ContractBroken as broken:
        (added.refused if named else added.passed_over)[str(path)] = str(broken)
        return
    for file in found:
        yield file, str(path) if file == path else f"{path} ({file.name})"


def _stated(source: Source, file: Path) -> date | None:
    with file.open("rb") as stream:
        return source.dated(stream.read(HEAD))


def _by_day(files: Sequence[tuple[Path, date | None]]) -> dict[tuple[date, bool], list[Path]]:
    """Files by the day they state and True; one that states none goes with the others, or is of today and False."""
    days = {day for _, day in files if day}
    usual = (days.pop(), True) if len(days) == 1 else (date.today(), False)
    groups: dict[tuple[date, bool], list[Path]] = {}
    for file, day in files:
        groups.setdefault((day, True) if day else usual, []).append(file)
    return dict(sorted(groups.items()))


def _kept(group: Group, home: Path, accept_truncated: bool, added: Added) -> None:
    def kept(files: Sequence[Path]) -> None:
        shot, new = keep(
            group.source, files, home, group.day,
            dated=group.dated, accept_truncated=accept_truncated, warnings=added.warnings,
        )  # fmt: skip
        if new:
            added.kept.append(shot)
        else:
            added.unchanged.append(unchanged(group.source, files, shot))

    without_broken(group.source, group.files, kept, added.refused)


def unchanged(source: Source, files: Sequence[Path], held: Snapshot) -> str:
    """What is said of files whose bytes are held."""
    names = ", ".join(file.name for file in files)
    return f"{source.name}: {names} held already, as of {held.obtained}; nothing changes"


def without_broken(
    source: Source, files: Sequence[Path], do: Callable[[Sequence[Path]], None], refused: dict[str, str]
) -> None:
    """Do something with files that hold together; those that do not are told to `refused`, by name."""
    names = ", ".join(file.name for file in files)
    try:
        do(files)
    except ContractBroken as broken:
        bad = {} if source.into.complete else _broken_alone(source, files, str(broken))
        rest = [file for file in files if file not in bad]
        if not bad or not rest:
            refused[names] = str(broken)
            return
        # Pages and downloads that stand for themselves: a bad one among them holds up no other.
        refused |= {file.name: said for file, said in bad.items()}
        without_broken(source, rest, do, refused)
    except Exception as broken:
        refused[names] = unforeseen(source, names, broken)


def unforeseen(source: Source, what: str, broken: Exception) -> str:
    """What to say of a failure that nobody thought of, in place of a traceback."""
    return (
        f"{source.title}: {what} could not be understood ({type(broken).__name__}: {broken}); "
        "please report it with the file"
    )


def _broken_alone(source: Source, files: Sequence[Path], said: str) -> dict[Path, str]:
    """The files that break the contract by themselves as they do among the others, with the reason of each."""
    found = {}
    for file in files if len(files) > 1 else ():
        try:
            source.tidy([file])
        except ContractBroken as broken:
            if str(broken) in said:
                found[file] = str(broken)
    return found


def staged(files: Sequence[Path], folder: Path) -> tuple[SealedFile, ...]:
    """The files copied into one folder, as they would be sealed. Raises ContractBroken when two are called the same."""
    for file in files:
        if (folder / file.name).exists():
            raise ContractBroken(f"{file.name}: two files are called so; add them one after the other")
        shutil.copyfile(file, folder / file.name)
    copies = sorted((folder / file.name for file in files), key=lambda file: file.name)
    return tuple(SealedFile(file.name, file.stat().st_size, sha256(file)) for file in copies)


def _folder(home: Path, source: Source, day: date) -> Path:
    """A folder named for the day, with a number where another vintage of that day lies already."""
    number = 1
    while True:
        folder = home / "raw" / source.name / (day.isoformat() + (f".{number}" if number > 1 else ""))
        if not (folder / RECEIPT).is_file():
            return folder
        number += 1


def _halved(source: Source, day: date, rows: int, home: Path) -> str:
    """A list may shrink, but one with less than half of the entries before is more likely a cut file."""
    before = _newest(source.name, read_package(home)["resources"], day.isoformat()) if source.into.complete else None
    if not before or rows >= before["waybill"]["rows"] / 2:
        return ""
    return (
        f"{source.name}: {rows:,} entries, but {before['waybill']['rows']:,} on {before['waybill']['obtained']}; "
        "the list more than halved"
    )


def _newest(source: str, resources: Sequence[Resource], until: str) -> Resource | None:
    mains = [r for r in resources if r["waybill"].get("source") == source and r["waybill"].get("main")]
    return max((r for r in mains if r["waybill"]["obtained"] <= until), key=lambda r: str(r["name"]), default=None)


def _change(shot: Snapshot, resources: Sequence[Resource]) -> Change:
    """What the vintage changed against the one before it, from the tables as they are published now."""
    files = {file.sha256 for file in shot.files}
    ours = [resource for resource in resources if resource["waybill"].get("source") == shot.source]
    own = [r for r in ours if {file["sha256"] for file in r["waybill"]["files"]} == files]
    mains = [r for r in own if r["waybill"]["main"]]
    main = next(iter(mains), None)
    if main is None:
        return Change(None, 0)  # the build failed, and says why
    if "whole" in main["waybill"]:
        return Change(None, sum(r["waybill"]["rows"] for r in mains), parts=len(mains))
    earlier = _newest(shot.source, [r for r in ours if str(r["name"]) < str(main["name"])], shot.obtained.isoformat())
    if counts := main["waybill"].get("counts"):
        newest = _newest(shot.source, ours, date.max.isoformat())
        # Later files restate what an older one brings, so that nobody can say what it changes by itself.
        known = earlier["waybill"].get("counts") if earlier and main is newest else None
        return Change(known and known["rows"], main["waybill"]["rows"], counts["rows"])
    changes = [resource for resource in own if resource["waybill"]["table"] == "listing_change"]
    entries = {name: n for resource in changes for name, n in resource["waybill"]["entries"].items()}
    before = earlier["waybill"]["rows"] if earlier else None
    return Change(before, main["waybill"]["rows"], **entries, listed=bool(changes))
