"""Raw bytes and their receipt: sealed once, never changed, every vintage kept."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from etl.table import ContractBroken

RECEIPT = "receipt.json"
HASHED = ".hashed.json"  # of large files, how they were when they were last hashed
LARGE = 1 << 20
ACCEPTED = "accepted although it is cut or unusually short"


@dataclass(frozen=True)
class SealedFile:
    """One file of a snapshot with the hash that seals it."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Snapshot:
    """The files of one source as they were on one day, and where they came from.

    `obtained` is the day the files were retrieved or, for extracts and hand-kept tables, compiled.
    """

    source: str
    obtained: date
    folder: Path
    files: tuple[SealedFile, ...]
    publisher: str
    url: str
    citation: str
    license: str
    made_by: str = ""
    note: str = ""

    @property
    def paths(self) -> list[Path]:
        """The files' paths in name order."""
        return [self.folder / file.name for file in self.files]

    @property
    def turn(self) -> int:
        """Which of the vintages of its day this is, in the order in which they were sealed; the first is 1."""
        _, _, number = self.folder.name.partition(".")
        return int(number) if number.isdigit() else 1

    @property
    def fingerprint(self) -> str:
        """One hash over all files: equal for equal bytes."""
        joined = "\n".join(f"{file.name} {file.sha256}" for file in self.files)
        return hashlib.sha256(joined.encode()).hexdigest()


def sha256(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def seal(folder: Path, files: Sequence[Path], **facts: Any) -> Snapshot:
    """Copy `files` into `folder` with a receipt and return the snapshot.

    `facts` are the remaining fields of Snapshot. The same bytes keep their date: when the folder beside
    it already holds a snapshot with the same fingerprint, that one is returned and nothing is written.
    """
    sealed = tuple(SealedFile(f.name, f.stat().st_size, sha256(f)) for f in sorted(files, key=lambda f: f.name))
    snapshot = Snapshot(folder=folder, files=sealed, **facts)
    for held in folder.parent.glob(f"*/{RECEIPT}"):
        earlier = open_snapshot(held.parent)
        if earlier.fingerprint == snapshot.fingerprint:
            return earlier
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        if file.resolve() != (folder / file.name).resolve():
            shutil.copyfile(file, folder / file.name)
    receipt = asdict(snapshot) | {"obtained": snapshot.obtained.isoformat()}
    del receipt["folder"]
    (folder / RECEIPT).write_text(json.dumps(receipt, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return snapshot


def open_snapshot(folder: Path, *, thorough: bool = False) -> Snapshot:
    """The snapshot in `folder`, once every file is seen to be the one that was sealed.

    A large file is hashed once, and again when its size or one of its times is another, or if `thorough`.
    Raises ContractBroken naming the file whose bytes differ from the receipt.
    """
    receipt = json.loads((folder / RECEIPT).read_text(encoding="utf-8"))
    files = tuple(SealedFile(**file) for file in receipt.pop("files"))
    hashed = {} if thorough else _hashed_before(folder)
    stamps = {}
    for file in files:
        path = folder / file.name
        if not path.is_file():
            raise ContractBroken(f"{path}: the receipt names this file, but it is gone; put it back or delete {folder}")
        stamp = _stamp(path, file)
        if hashed.get(file.name) != stamp and sha256(path) != file.sha256:
            raise ContractBroken(
                f"{path}: its bytes are not those that were sealed; restore the file or seal it anew as another vintage"
            )
        if file.bytes >= LARGE:
            stamps[file.name] = stamp
    if stamps and stamps != hashed:
        _remember_hashed(folder, stamps)
    receipt["obtained"] = date.fromisoformat(receipt["obtained"])
    return Snapshot(folder=folder, files=files, **receipt)


def _stamp(path: Path, file: SealedFile) -> list[str | int]:
    """What changes when a file is written: nobody can set the time of its last change of any kind."""
    found = path.stat()
    return [file.sha256, found.st_size, found.st_mtime_ns, found.st_ctime_ns]


def _hashed_before(folder: Path) -> dict[str, list[str | int]]:
    try:
        return dict(json.loads((folder / HASHED).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _remember_hashed(folder: Path, stamps: dict[str, list[str | int]]) -> None:
    if folder.parent.parent.name != "raw":
        return  # what is bundled is not ours to write to
    partial = folder / f"{HASHED}.{os.getpid()}.partial"
    with contextlib.suppress(OSError):
        partial.write_text(json.dumps(stamps), encoding="utf-8")
        partial.replace(folder / HASHED)


def vintages(source: str, roots: Sequence[Path], *, thorough: bool = False) -> list[Snapshot]:
    """All snapshots of a source under the given roots (`starter/`, `raw/`), oldest first.

    A folder is named for its day, with a number from the second vintage of a day on; where two roots hold the
    same bytes the first one counts. With `thorough` every file is hashed.
    """
    found: dict[str, Snapshot] = {}
    for root in roots:
        for receipt in sorted((root / source).glob(f"*/{RECEIPT}")):
            snapshot = open_snapshot(receipt.parent, thorough=thorough)
            found.setdefault(snapshot.fingerprint, snapshot)
    return sorted(found.values(), key=lambda s: (s.obtained, s.turn))


def hand_kept(source: str, roots: Sequence[Path]) -> list[Snapshot]:
    """The hand-kept table `<source>.csv` with its facts `<source>.json`, if one of the roots has it.

    People edit these files, so nothing is sealed; the first root that has the table counts.
    Raises ContractBroken when the facts are missing.
    """
    for root in roots:
        table, facts = root / f"{source}.csv", root / f"{source}.json"
        if not table.is_file():
            continue
        if not facts.is_file():
            raise ContractBroken(f"{table}: say where it comes from in {facts.name} beside it (see figures/FORMAT.md)")
        known = json.loads(facts.read_text(encoding="utf-8"))
        known["obtained"] = date.fromisoformat(known["obtained"])
        sealed = (SealedFile(table.name, table.stat().st_size, sha256(table)),)
        return [Snapshot(source=source, folder=root, files=sealed, **known)]
    return []
