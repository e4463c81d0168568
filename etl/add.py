"""Take in files a user has: recognise them, keep those that hold as vintages, build, say what changed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from etl import parts
from etl.archives import unpacked
from etl.build import Report, Tell, build
from etl.keep import keep, keep_whole
from etl.publish import read_package
from etl.recognise import HEAD, source_of
from etl.snapshot import RECEIPT, Snapshot
from etl.source import Source
from etl.sources import all_sources
from etl.table import ContractBroken
from etl.vintage_change import Change, change


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
        added.changes = [change(shot, after) for shot in added.kept]
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
