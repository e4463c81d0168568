"""Write checked tables as Parquet files named for their content, and publish them by one datapackage.json."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from etl import tables as contracts
from etl.snapshot import Snapshot, sha256
from etl.source import Source
from etl.table import Table

PACKAGE = "datapackage.json"
ROW_GROUP = 122_880
ALL_TIME = {"start": None, "end": None}
Resource = dict[str, Any]


def known_tables() -> list[str]:
    """The names of all tables there can be."""
    return sorted(name for name in contracts.__all__ if isinstance(getattr(contracts, name), Table))


def tables_folder(home: Path) -> Path:
    """The folder with the published tables."""
    return home / "tables"


def read_package(home: Path) -> Resource:
    """The published datapackage.json; an empty package before the first build or when it is damaged."""
    try:
        return dict(json.loads((tables_folder(home) / PACKAGE).read_text(encoding="utf-8")))
    except (FileNotFoundError, json.JSONDecodeError):
        return {"resources": []}


def table_resource(
    source: Source, shot: Snapshot, label: str, contract: Table, table: pa.Table, home: Path, **facts: Any
) -> Resource:
    """One table of one vintage as a resource of the package, its Parquet file put in place.

    `label` tells vintages apart: the day, with a number when there are several of one day. `facts` are added
    to what the dashboard is told about the resource; `recipe` must be among them, and `about` may be the period
    that the files are about, if that is not just the one in which they have rows.
    """
    content = _parquet(table)
    coverage = _coverage(table, contract.time)
    about = facts.pop("about", None) or coverage
    return file_resource(
        source,
        shot,
        label,
        contract,
        put(tables_folder(home), f"{contract.name}/{source.name}-{label}", "parquet", content),
        digest(content),
        rows=table.num_rows,
        bytes=len(content),
        coverage=coverage,
        restates={"by": list(contract.restated_by), **(about if contract.restates else ALL_TIME)},
        **facts,
    )


def file_resource(
    source: Source, shot: Snapshot, label: str, contract: Table, path: str, hashed: str, **facts: Any
) -> Resource:
    """A Parquet file that is in place as a resource; among the `facts` must be its rows, bytes and coverage."""
    return {
        "name": f"{contract.name}.{source.name}.{label}",
        "path": path,
        "title": source.title,
        "description": contract.title,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        # No "bytes": the Frictionless validator cannot count those of Parquet and calls it a fault.
        "hash": f"sha256:{hashed}",
        "sources": [_filled({"title": source.publisher, "path": source.page})],
        "licenses": [
            _filled({"name": source.license.name, "title": source.license.title, "path": source.license.path})
        ],
        "schema": contract.describe(),
        "waybill": {
            "table": contract.name,
            "source": source.name,
            "main": contract is source.into,
            "complete": contract.complete,
            "publisher": source.publisher,
            "citation": source.citation,
            "obtained": shot.obtained.isoformat(),
            "made_by": shot.made_by,
            "url": shot.url,
            "note": source.note,
            "rhythm_days": source.rhythm_days,
            "time": contract.time,
            "files": [{"name": f.name, "bytes": f.bytes, "sha256": f.sha256} for f in shot.files],
            "checks": checks(source, contract),
            **facts,
        },
    }


def checks(source: Source, contract: Table) -> list[str]:
    """What rows of the source have passed when they are in this table, in words."""
    passed = [
        "every column present, none unknown",
        "values of the right kind, within their lists and bounds",
        f"no two rows share {', '.join(contract.key)}",
    ]
    least = f"at least {source.least:,} row{'s' * (source.least != 1)}"
    return [*passed, least] if contract is source.into else passed


def text_resource(path: Path, home: Path) -> Resource:
    """A commentary file as a resource: published as it stands, read by the dashboard."""
    content = path.read_bytes()
    return {
        "name": f"commentary.{path.stem}".lower(),
        "path": put(tables_folder(home), f"commentary/{path.stem}", "md", content),
        "format": "md",
        "mediatype": "text/markdown",
        "bytes": len(content),
        "hash": f"sha256:{digest(content)}",
        "waybill": {"recipe": digest(content), "commentary": path.stem},
    }


def put(folder: Path, stem: str, ending: str, content: bytes) -> str:
    """Write content under a name that says what it is and carries its hash; return the relative path."""
    relative = f"{stem}-{digest(content)[:10]}.{ending}"
    target = folder / relative
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".partial")
        partial.write_bytes(content)
        partial.replace(target)
    return relative


def put_file(folder: Path, stem: str, made: Path) -> tuple[str, str]:
    """Move a Parquet file that was made on the same disk to where its hash names it; the relative path and the hash."""
    hashed = sha256(made)
    relative = f"{stem}-{hashed[:10]}.parquet"
    (folder / relative).parent.mkdir(parents=True, exist_ok=True)
    made.replace(folder / relative)
    return relative, hashed


def publish(home: Path, resources: list[Resource], before: list[Resource], finished: Collection[str] = ()) -> None:
    """Make these resources the published ones, in one step that readers see whole or not at all.

    `finished` are paths of tables that are not published yet but will be.
    """
    folder = tables_folder(home)
    resources = sorted(resources, key=lambda r: str(r["name"]))
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "waybill",
        "title": "Waybill: trade and sanctions figures in tidy tables",
        "version": digest("".join(r["hash"] for r in resources).encode())[:12],
        "licenses": [{"name": "other-open", "title": "See each resource: every publisher has its own terms"}],
        "resources": resources,
        # Queries may name any table, also one of which nothing is held.
        "waybill": {"tables": {name: getattr(contracts, name).describe() for name in known_tables()}},
    }
    partial = folder / f"{PACKAGE}.partial"
    partial.write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    partial.replace(folder / PACKAGE)
    # The previous files stay one build longer: a reader may still hold the previous package.
    kept = {r["path"] for r in [*resources, *before]} | set(finished)
    for file in [*folder.glob("*/*.parquet"), *folder.glob("*/*.md")]:
        if file.relative_to(folder).as_posix() not in kept:
            file.unlink(missing_ok=True)


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _filled(facts: dict[str, str]) -> dict[str, str]:
    """The facts without the empty ones: a compiled table has no page of its own."""
    return {name: value for name, value in facts.items() if value}


def _parquet(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", compression_level=3, row_group_size=ROW_GROUP)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _coverage(table: pa.Table, time: str) -> dict[str, str | None]:
    if not time:
        return dict(ALL_TIME)
    bounds = pc.min_max(table[time]).as_py()
    return {"start": _iso(bounds["min"]), "end": _iso(bounds["max"])}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
