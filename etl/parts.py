"""Build a publisher's bulk files part by part: a year or a month at a time, resumed where it stopped.

A finished part is noted before the next one is begun, and so is one that was refused; only datapackage.json, which
is written at the end, makes parts count.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from etl import archives, columnar
from etl.publish import Resource, digest, file_resource, put_file, tables_folder
from etl.snapshot import Snapshot
from etl.source import Source
from etl.sources import all_sources
from etl.table import ContractBroken
from etl.tables import trade_flow, trade_flow_by_pair, trade_flow_by_product

NOTES = ".parts"
WORK = ".part-"
SUMS = {trade_flow_by_pair: ("reporter", "partner"), trade_flow_by_product: ("product", "reporter")}
"""Sums that are published beside each part, and the order of their rows."""


@dataclass(frozen=True)
class Member:
    """A whole part as it lies in a vintage: a file, or one packed in an archive."""

    archive: Path
    name: str
    size: int


def bulk_source(path: Path) -> Source | None:
    """The source of which the file, or a file packed in it, is a whole part; by its name, since people rename archives
    but not what is in them. Raises ContractBroken when the archive is damaged."""
    return next((source for source in all_sources().values() if members(source, [path])), None)


def members(source: Source, paths: Sequence[Path]) -> list[Member]:
    """The whole parts of the source in these files, in the order of their names."""
    if not source.bulk:
        return []
    named = re.compile(source.bulk.named)
    found = [Member(path, m.name, m.size) for path in paths for m in archives.members(path) if named.fullmatch(m.name)]
    return sorted(found, key=lambda member: member.name)


def recipes(source: Source, shot: Snapshot, rules: str) -> dict[Member, str]:
    """For each whole part a hash of all that decides its tables: the file, the day and our own rules."""
    first = [source.name, shot.obtained.isoformat(), shot.fingerprint, rules]
    return {m: digest("\n".join([*first, m.archive.name, m.name]).encode()) for m in members(source, shot.paths)}


def refused(home: Path, recipe: str) -> str:
    """Why a part was refused the last time, or nothing; the same file and rules would be refused again."""
    return str(_note(home, recipe).get("refused", ""))


def sweep(home: Path) -> None:
    """Remove what work that was killed had unpacked; to be called by whoever holds the lock on the tables."""
    for left in tables_folder(home).glob(f"{WORK}*"):
        shutil.rmtree(left, ignore_errors=True)


def tidy_up(home: Path, due: Sequence[str], published: Sequence[str]) -> None:
    """Forget the notes on parts that are published or no longer due."""
    for note in (tables_folder(home) / NOTES).glob("*.json"):
        if note.stem in published or note.stem not in due:
            note.unlink(missing_ok=True)


def unpublished(home: Path) -> set[str]:
    """Paths of the tables of parts that are finished but not published yet."""
    notes = (tables_folder(home) / NOTES).glob("*.json")
    return {r["path"] for note in notes for r in _note(home, note.stem).get("resources", [])}


def build_parts(
    source: Source,
    shot: Snapshot,
    label: str,
    home: Path,
    due: Mapping[Member, str],
    held: Sequence[Resource],
    tell: Callable[[str], None],
) -> Iterator[tuple[Member, list[Resource] | ContractBroken, bool]]:
    """Every part of a vintage with its tables or what broke it, and whether it had been made before."""
    clock = _Clock(source, len(due))
    for number, (member, recipe) in enumerate(due.items(), 1):
        before = [r for r in held if r["waybill"]["recipe"] == recipe] or _note(home, recipe).get("resources", [])
        if before and all((tables_folder(home) / r["path"]).is_file() for r in before):
            yield member, before, True
            continue
        try:
            if why := refused(home, recipe):
                raise ContractBroken(why)
            made = _made(source, shot, label, home, member, recipe)
        except ContractBroken as broken:
            _write_note(home, recipe, {"refused": str(broken)})
            yield member, broken, False
            continue
        _write_note(home, recipe, {"resources": made})
        tell(clock.told(number, member, made[0]["waybill"]["rows"]))
        yield member, made, False


class _Clock:
    """What to say of a finished part: its rows, the rate, and how long the rest will take at the pace so far."""

    def __init__(self, source: Source, parts: int) -> None:
        self.source, self.parts, self.begun, self.made, self.rows = source, parts, time.monotonic(), 0, 0

    def told(self, number: int, member: Member, rows: int) -> str:
        self.made, self.rows = self.made + 1, self.rows + rows
        taken = max(time.monotonic() - self.begun, 1e-6)
        left = taken / self.made * (self.parts - number)
        rest = f", about {left:,.0f} s left" if number < self.parts else ""
        rate = f"{self.rows / taken / 1e6:.1f} million rows a second"
        return f"· {self.source.name} {number} of {self.parts}: {member.name}, {rows:,} rows ({rate}{rest})"


def _made(source: Source, shot: Snapshot, label: str, home: Path, member: Member, recipe: str) -> list[Resource]:
    assert source.bulk
    folder = tables_folder(home)
    with tempfile.TemporaryDirectory(dir=folder, prefix=WORK) as place:
        others = {m.name for m in archives.members(member.archive)} - {
            m.name for m in members(source, [member.archive])
        }
        wanted = {member.name, *others}
        files = {file.name: file for file in archives.unpacked(member.archive, Path(place), wanted.__contains__)}
        lists = [file for name, file in files.items() if name in others and source.recognises(_head(file))]
        latest = (shot.obtained + timedelta(days=source.days_ahead)).isoformat()
        part = columnar.read_part([files[member.name]], source.bulk.layout, lists, latest)
        whole = {}
        for name in source.bulk.part:
            low, high = part.bounds(name)
            if low != high:
                raise ContractBroken(
                    f"{member.name}: holds more than one {name} ({low} and {high}), but a whole part has one; "
                    "get the file again"
                )
            whole[name] = low
        facts = {"source": source.name, "vintage": shot.obtained}
        start, end = part.bounds("period")
        key = "-".join(whole.values()).lower()
        made = []
        for contract, written in columnar.write(part, trade_flow, SUMS, facts, Path(place)).items():
            size = written.path.stat().st_size
            path, hashed = put_file(folder, f"{contract.name}/{source.name}-{label}-{key}", written.path)
            about = {"rows": written.rows, "bytes": size, "coverage": {"start": start, "end": end}, "recipe": recipe}
            about |= {
                "whole": whole,
                "shared": written.shared,
                "groups": list(part.groups),
                "left_out": part.left_out,
                "warnings": part.warnings,
                "corrected": 0,
            }
            about |= {} if contract is trade_flow else {"sums_of": trade_flow.name}
            made.append(file_resource(source, shot, f"{label}.{key}", contract, path, hashed, **about))
    return made


def _head(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(columnar.HEAD)


def _note(home: Path, recipe: str) -> dict[str, Any]:
    try:
        return dict(json.loads((tables_folder(home) / NOTES / f"{recipe}.json").read_text(encoding="utf-8")))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}


def _write_note(home: Path, recipe: str, what: Mapping[str, Any]) -> None:
    note = tables_folder(home) / NOTES / f"{recipe}.json"
    note.parent.mkdir(parents=True, exist_ok=True)
    partial = note.with_suffix(".partial")
    partial.write_text(json.dumps(what, ensure_ascii=False), encoding="utf-8")
    partial.replace(note)
