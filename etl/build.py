"""Tidy and check what is held, source by source, and publish the whole; never fetches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from filelock import FileLock

from etl import parts, place
from etl.changes import change_resources
from etl.corrections import correct, corrections_of
from etl.counts import with_counts
from etl.days import hold
from etl.publish import Resource, digest, publish, read_package, table_resource, tables_folder, text_resource
from etl.snapshot import ACCEPTED, Snapshot, hand_kept, vintages
from etl.source import Source
from etl.sources import all_sources
from etl.table import ContractBroken, Table

Tell = Callable[[str], None]


@dataclass
class Report:
    """What a build did: resources written anew, reused, and per source or part the reason it failed.

    `due` are the recipes of all parts of bulk files that are held.
    """

    written: list[str] = field(default_factory=list)
    reused: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    due: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """True when no source failed."""
        return not self.failed


def snapshots(source: Source, home: Path, *, thorough: bool = False) -> list[Snapshot]:
    """Everything held of a source: bundled, added by the user, or kept by hand; oldest first.

    Raises ContractBroken when a sealed file was changed. With `thorough` every file is hashed again, else a
    large one only when it was written to since.
    """
    sealed = vintages(source.name, [place.bundled() / "starter", home / "raw"], thorough=thorough)
    return sealed or hand_kept(source.name, [home / "figures", place.bundled() / "figures"])


def counting(source: Source, shots: Sequence[Snapshot]) -> list[Snapshot]:
    """The vintages that tables are made of: all of them, but of a whole list the one sealed last on each day.

    A day is all that tells the versions of a list apart, so two of one day cannot stand side by side.
    """
    return list({shot.obtained: shot for shot in shots}.values()) if source.into.complete else list(shots)


def stale(home: Path) -> bool:
    """True when building would publish something else than what is published now."""
    published = read_package(home)["resources"]
    if not all((tables_folder(home) / r["path"]).is_file() for r in published):
        return True
    recipes = {r["waybill"]["recipe"] for r in published if "from" not in r["waybill"]}
    try:
        due = {
            recipe
            for source in all_sources().values()
            for shot in counting(source, snapshots(source, home))
            for recipe in _recipes(source, shot, home)
        }
    except ContractBroken:
        return True
    due = {recipe for recipe in due if not parts.refused(home, recipe)}
    return recipes != due | {digest(text.read_bytes()) for text in _commentary(home)}


def build(home: Path, tell: Tell = lambda _: None) -> Report:
    """Build every table whose files or rules changed and publish the whole in one step.

    A source that breaks its contract keeps its last good tables and is named in the report. Readers see
    either the old package or the new one: files are named for their content, and only the replacement of
    datapackage.json makes them count.
    """
    tables_folder(home).mkdir(parents=True, exist_ok=True)
    with FileLock(str(tables_folder(home) / ".lock")):
        report = Report()
        parts.sweep(home)
        before: list[Resource] = read_package(home)["resources"]
        resources: list[Resource] = []
        for source in all_sources().values():
            held = [r for r in before if r["waybill"].get("source") == source.name]
            try:
                built = _built(source, home, held, report, tell)
            except Exception as broken:
                report.failed[source.name] = _reason(source, broken)
                resources += held
                tell(f"✗ {source.name}: {report.failed[source.name]}")
                continue
            resources += built
            if built:
                tell(f"✓ {source.name}: {sum(r['waybill']['rows'] for r in built if r['waybill']['main']):,} rows")
        resources += [text_resource(path, home) for path in _commentary(home)]
        publish(home, resources, before, parts.unpublished(home))
        parts.tidy_up(home, report.due, [r["waybill"]["recipe"] for r in resources if "recipe" in r["waybill"]])
    return report


def _reason(source: Source, broken: Exception) -> str:
    if isinstance(broken, ContractBroken):
        return str(broken)
    return (
        f"{source.title}: the file could not be understood ({type(broken).__name__}: {broken}); "
        "please report it with the file"
    )


def _built(source: Source, home: Path, held: Sequence[Resource], report: Report, tell: Tell) -> list[Resource]:
    """All tables of all vintages of a source, and what changed between the vintages of a list."""
    resources: list[Resource] = []
    shots = counting(source, snapshots(source, home))
    for shot in shots:
        label = _label(shot, shots)
        if due := parts.recipes(source, shot, _rules()):
            resources += _of_parts(source, shot, label, home, due, held, report, tell)
        else:
            resources += _of_vintage(source, shot, label, home, held, report)
    if source.into.complete:
        resources += change_resources(source, shots, resources, home, held)
    with_counts(resources, home)
    return resources


def _label(shot: Snapshot, shots: Sequence[Snapshot]) -> str:
    """The day of a vintage, with a number from the second one of a day on."""
    same_day = [other for other in shots if other.obtained == shot.obtained]
    position = same_day.index(shot)
    # Two digits, so that the names of up to 99 sort as they came.
    return shot.obtained.isoformat() + (f".{position + 1:02}" if position else "")


def _of_vintage(
    source: Source, shot: Snapshot, label: str, home: Path, held: Sequence[Resource], report: Report
) -> list[Resource]:
    recipe = _recipe(source, shot, home)
    same = [r for r in held if r["waybill"]["recipe"] == recipe and (tables_folder(home) / r["path"]).is_file()]
    if len(same) == 1 + len(source.also):
        report.reused += [r["name"] for r in same]
        return same
    resources = []
    for contract, table, facts in checked(source, shot, home, report.warnings):
        resources.append(table_resource(source, shot, label, contract, table, home, recipe=recipe, **facts))
        report.written.append(resources[-1]["name"])
    return resources


def _of_parts(
    source: Source,
    shot: Snapshot,
    label: str,
    home: Path,
    due: Mapping[parts.Member, str],
    held: Sequence[Resource],
    report: Report,
    tell: Tell,
) -> list[Resource]:
    """The tables of every part that holds; one that does not is named in the report and leaves the others alone."""
    corrections = corrections_of(source.into, source, home)
    if corrections.is_file():
        raise ContractBroken(f"{corrections}: bulk files are not corrected row by row; correct an extract instead")
    report.due += due.values()
    resources = []
    for member, made, before in parts.build_parts(source, shot, label, home, due, held, tell):
        if isinstance(made, ContractBroken):
            report.failed[f"{source.name} {member.name}"] = str(made)
            tell(f"✗ {source.name}: {made}")
            continue
        (report.reused if before else report.written).extend(r["name"] for r in made)
        report.warnings += [f"{source.name}: {said}" for said in made[0]["waybill"]["warnings"] if not before]
        resources += made
    return resources


def checked(
    source: Source, shot: Snapshot, home: Path, warnings: list[str]
) -> Iterator[tuple[Table, pa.Table, dict[str, Any]]]:
    """Every table of a vintage, tidied, corrected and held to its contract, with what is to be told about it.

    Nothing is written; what a reader should know is added to `warnings`. Raises ContractBroken.
    """
    tidied = _tidied(source, shot)
    # Taken out of the rows, or it would be written into their file.
    stands = tidied[source.into].attrs.pop("stands", {})
    for contract, rows in tidied.items():
        facts: dict[str, Any] = {"left_out": dict(rows.attrs.get("left_out", {}))}
        if contract is source.into:
            facts["about"] = rows.attrs.get("about")
            facts |= _within_bounds(source, shot, rows, warnings)
        rows = rows.assign(source=source.name, vintage=pd.Timestamp(shot.obtained).date())
        corrections, said = corrections_of(contract, source, home), list[str]()
        rows, facts["corrected"] = correct(rows, contract, corrections, said)
        warnings += [f"{source.name}: {words}" for words in said]
        remedy = f"get them again, say their true day, or add a row to corrections/{corrections.name}"
        hold(rows, contract, shot.obtained, source.days_ahead, stands, _named(shot), remedy)
        yield contract, _held(contract, rows, shot), facts


def _held(contract: Table, rows: pd.DataFrame, shot: Snapshot) -> pa.Table:
    try:
        return contract.check(rows)
    except ContractBroken as broken:
        raise ContractBroken(f"{_named(shot)}: {broken}") from None


def _named(shot: Snapshot) -> str:
    """The files of a vintage, the first of them if there are many."""
    names = [file.name for file in shot.files]
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _tidied(source: Source, shot: Snapshot) -> Mapping[Table, pd.DataFrame]:
    rows = source.tidy(shot.paths)
    if isinstance(rows, pd.DataFrame):
        rows = {source.into.name: rows}
    contracts = {contract.name: contract for contract in (source.into, *source.also)}
    if set(rows) != set(contracts):
        raise ContractBroken(f"{source.name}: fills {', '.join(contracts)}, but gave {', '.join(rows)}")
    return {contracts[name]: part for name, part in rows.items()}


def _within_bounds(source: Source, shot: Snapshot, rows: pd.DataFrame, warnings: list[str]) -> dict[str, str]:
    """Hold the number of rows to its bounds; a cut table passes only if its receipt says it was accepted so."""
    files = _named(shot)
    if len(rows) < source.least:
        raise ContractBroken(
            f"{files}: {len(rows)} rows, but {source.title} "
            f"has at least {source.least}; the file looks cut short, get it again"
        )
    if len(rows) > source.most:
        warnings.append(f"{source.name}: {len(rows):,} rows, more than the {source.most:,} expected")
    warnings += [f"{source.name}: {said}" for said in rows.attrs.get("warnings", ())]
    truncated = rows.attrs.get("truncated", "")
    if truncated and ACCEPTED not in shot.note:
        raise ContractBroken(f"{files}: {truncated}; add it with --accept-truncated if you want it all the same")
    if truncated:
        warnings.append(f"{source.name}: {truncated}; {ACCEPTED}")
    return {"truncated": truncated} if truncated else {}


def _commentary(home: Path) -> list[Path]:
    """The texts to publish: the user's own first, then the bundled ones not replaced by name."""
    found: dict[str, Path] = {}
    for root in (home, place.bundled()):
        for path in sorted((root / "commentary").glob("*.md")):
            found.setdefault(path.stem, path)
    return [found[stem] for stem in sorted(found)]


def _recipes(source: Source, shot: Snapshot, home: Path) -> list[str]:
    """The recipes of a vintage: one for each part of a bulk file, or one for all its tables."""
    return list(parts.recipes(source, shot, _rules()).values()) or [_recipe(source, shot, home)]


def _recipe(source: Source, shot: Snapshot, home: Path) -> str:
    """Hash of all that decides a vintage's tables: the files, the day, the corrections and our own rules."""
    corrections = [corrections_of(contract, source, home) for contract in (source.into, *source.also)]
    parts = [
        source.name,
        shot.obtained.isoformat(),
        shot.fingerprint,
        *(digest(path.read_bytes()) for path in corrections if path.is_file()),
        _rules(),
    ]
    return digest("\n".join(parts).encode())


def _rules() -> str:
    code = sorted(Path(__file__).parent.rglob("*.py"))
    return digest(b"".join(file.read_bytes() for file in code))
