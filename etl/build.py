"""Tidy, check, write Parquet, and publish it all at once by one file: datapackage.json."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from filelock import FileLock

from etl import place
from etl.snapshot import Snapshot, hand_kept, vintages
from etl.source import Source
from etl.sources import all_sources
from etl.table import ContractBroken

PACKAGE = "datapackage.json"
ROW_GROUP = 122_880
Tell = Callable[[str], None]


@dataclass
class Report:
    """What a build did: resources written anew, reused, and per source the reason it failed."""

    written: list[str] = field(default_factory=list)
    reused: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """True when no source failed."""
        return not self.failed


def tables_folder(home: Path) -> Path:
    """The folder with the published tables."""
    return home / "tables"


def read_package(home: Path) -> dict[str, Any]:
    """The published datapackage.json, or an empty package before the first build."""
    path = tables_folder(home) / PACKAGE
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {"resources": []}


def snapshots(source: Source, home: Path) -> list[Snapshot]:
    """Everything held of a source: bundled, added by the user, or kept by hand.

    Raises ContractBroken when a sealed file was changed.
    """
    sealed = vintages(source.name, [place.bundled() / "starter", home / "raw"])
    return sealed or hand_kept(source.name, [home / "figures", place.bundled() / "figures"])


def stale(home: Path) -> bool:
    """True when building would publish something else than what is published now."""
    published = read_package(home)
    recipes = {r["waybill"]["recipe"] for r in published["resources"]}
    try:
        due = {_recipe(s, shot, home) for s in all_sources().values() for shot in snapshots(s, home)}
    except ContractBroken:
        return True
    return recipes != due | {_digest(text.read_bytes()) for text in _commentary(home)}


def build(home: Path, tell: Tell = lambda _: None) -> Report:
    """Build every table whose files or rules changed and publish the whole in one step.

    A source that breaks its contract keeps its last good tables and is named in the report. Readers see
    either the old package or the new one: files are named for their content, and only the replacement of
    datapackage.json makes them count.
    """
    folder = tables_folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(str(folder / ".lock")):
        report = Report()
        before = read_package(home)["resources"]
        resources: list[dict[str, Any]] = []
        for source in all_sources().values():
            held = [r for r in before if r["waybill"].get("source") == source.name]
            try:
                built = [_resource(source, shot, home, held, report) for shot in snapshots(source, home)]
            except ContractBroken as broken:
                report.failed[source.name] = str(broken)
                resources += held
                tell(f"✗ {source.name}: {broken}")
                continue
            except Exception as unforeseen:
                report.failed[source.name] = (
                    f"{source.title}: the file could not be understood "
                    f"({type(unforeseen).__name__}: {unforeseen}); please report it with the file"
                )
                resources += held
                tell(f"✗ {source.name}: {report.failed[source.name]}")
                continue
            resources += built
            if built:
                tell(f"✓ {source.name}: {sum(r['waybill']['rows'] for r in built):,} rows")
        resources += [_text(path, folder) for path in _commentary(home)]
        _publish(folder, resources, before)
    return report


def _resource(
    source: Source, shot: Snapshot, home: Path, held: Sequence[dict[str, Any]], report: Report
) -> dict[str, Any]:
    """One table of one vintage as a resource of the package; its Parquet file lies in place."""
    import pandas as pd
    import pyarrow.parquet as pq

    from etl.corrections import correct

    recipe = _recipe(source, shot, home)
    for resource in held:
        if resource["waybill"]["recipe"] == recipe and (tables_folder(home) / resource["path"]).is_file():
            report.reused.append(resource["name"])
            return resource
    rows = source.tidy(shot.paths)
    left_out = dict(rows.attrs.get("left_out", {}))
    rows = rows.assign(source=source.name, vintage=pd.Timestamp(shot.obtained).date())
    rows, corrected = correct(rows, source.into, _corrections(source, home))
    if len(rows) < source.least:
        raise ContractBroken(
            f"{', '.join(f.name for f in shot.files)}: {len(rows)} rows, but {source.title} "
            f"has at least {source.least}; the file looks cut short, get it again"
        )
    if len(rows) > source.most:
        report.warnings.append(f"{source.name}: {len(rows):,} rows, more than the {source.most:,} expected")
    table = source.into.check(rows)
    name = f"{source.into.name}.{source.name}.{shot.obtained.isoformat()}"
    content = _parquet(table, pq)
    path = _place(
        tables_folder(home),
        f"{source.into.name}/{source.name}-{shot.obtained.isoformat()}",
        "parquet",
        content,
    )
    report.written.append(name)
    return {
        "name": name,
        "path": path,
        "title": source.title,
        "description": source.into.title,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        # No "bytes": the Frictionless validator cannot count those of Parquet and calls it a fault.
        "hash": f"sha256:{_digest(content)}",
        "sources": [_filled({"title": source.publisher, "path": source.page})],
        "licenses": [
            _filled({"name": source.license.name, "title": source.license.title, "path": source.license.path})
        ],
        "schema": source.into.describe(),
        "waybill": {
            "recipe": recipe,
            "table": source.into.name,
            "source": source.name,
            "publisher": source.publisher,
            "citation": source.citation,
            "obtained": shot.obtained.isoformat(),
            "made_by": shot.made_by,
            "url": shot.url,
            "note": source.note,
            "rhythm_days": source.rhythm_days,
            "rows": table.num_rows,
            "bytes": len(content),
            "corrected": corrected,
            "left_out": left_out,
            "time": source.into.time,
            "coverage": _coverage(table, source.into.time),
            "files": [{"name": f.name, "bytes": f.bytes, "sha256": f.sha256} for f in shot.files],
            "checks": [
                "every column present, none unknown",
                "values of the right kind, within their lists and bounds",
                f"no two rows share {', '.join(source.into.key)}",
                f"at least {source.least:,} rows",
            ],
        },
    }


def _filled(facts: dict[str, str]) -> dict[str, str]:
    """The facts without the empty ones: a compiled table has no page of its own."""
    return {name: value for name, value in facts.items() if value}


def _parquet(table: Any, pq: Any) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", compression_level=3, row_group_size=ROW_GROUP)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _coverage(table: Any, time: str) -> dict[str, str | None]:
    import pyarrow.compute as pc

    if not time:
        return {"start": None, "end": None}
    bounds = pc.min_max(table[time]).as_py()
    return {"start": _iso(bounds["min"]), "end": _iso(bounds["max"])}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _text(path: Path, folder: Path) -> dict[str, Any]:
    """A commentary file as a resource: published as it stands, read by the dashboard."""
    content = path.read_bytes()
    return {
        "name": f"commentary.{path.stem}".lower(),
        "path": _place(folder, f"commentary/{path.stem}", "md", content),
        "format": "md",
        "mediatype": "text/markdown",
        "bytes": len(content),
        "hash": f"sha256:{_digest(content)}",
        "waybill": {"recipe": _digest(content), "commentary": path.stem},
    }


def _place(folder: Path, stem: str, ending: str, content: bytes) -> str:
    """Write content under a name that says what it is and carries its hash; return the relative path."""
    relative = f"{stem}-{_digest(content)[:10]}.{ending}"
    target = folder / relative
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".partial")
        partial.write_bytes(content)
        partial.replace(target)
    return relative


def _publish(folder: Path, resources: list[dict[str, Any]], before: list[dict[str, Any]]) -> None:
    resources = sorted(resources, key=lambda r: str(r["name"]))
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "waybill",
        "title": "Waybill: trade and sanctions figures in tidy tables",
        "version": _digest("".join(r["hash"] for r in resources).encode())[:12],
        "licenses": [{"name": "other-open", "title": "See each resource: every publisher has its own terms"}],
        "resources": resources,
    }
    partial = folder / f"{PACKAGE}.partial"
    partial.write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    partial.replace(folder / PACKAGE)
    # The previous files stay one build longer: a reader may still hold the previous package.
    kept = {r["path"] for r in [*resources, *before]}
    for file in [*folder.glob("*/*.parquet"), *folder.glob("*/*.md")]:
        if file.relative_to(folder).as_posix() not in kept:
            file.unlink(missing_ok=True)


def _commentary(home: Path) -> list[Path]:
    """The texts to publish: the user's own first, then the bundled ones not replaced by name."""
    found: dict[str, Path] = {}
    for root in (home, place.bundled()):
        for path in sorted((root / "commentary").glob("*.md")):
            found.setdefault(path.stem, path)
    return [found[stem] for stem in sorted(found)]


def _corrections(source: Source, home: Path) -> Path:
    own = home / "figures" / "corrections" / f"{source.name}.csv"
    return own if own.is_file() else place.bundled() / "figures" / "corrections" / f"{source.name}.csv"


def _recipe(source: Source, shot: Snapshot, home: Path) -> str:
    """Hash of all that decides a table: the files, the day, the corrections and our own rules."""
    corrections = _corrections(source, home)
    parts = [
        source.name,
        shot.obtained.isoformat(),
        shot.fingerprint,
        _digest(corrections.read_bytes()) if corrections.is_file() else "",
        _rules(),
    ]
    return _digest("\n".join(parts).encode())


def _rules() -> str:
    code = sorted(Path(__file__).parent.rglob("*.py"))
    return _digest(b"".join(file.read_bytes() for file in code))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
