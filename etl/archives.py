"""Unpack what people download packed, within limits: no bomb, no path outside of the folder, nothing encrypted."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO, cast

from etl.table import ContractBroken

MOST_BYTES = 4 << 30
MOST_RATIO = 200  # tables of text shrink to a tenth or a thirtieth
SMALL = 10 << 20  # below this a ratio means nothing
MOST_MEMBERS = 1_000
BLOCK = 1 << 20
GZIP, ZIP, SEVEN_ZIP = b"\x1f\x8b", b"PK\x03\x04", b"7z\xbc\xaf\x27\x1c"


def unpacked(path: Path, folder: Path) -> list[Path]:
    """The files in an archive, written to `folder`; the file itself when it is none.

    Workbooks are archives too, but are left as they are. Raises ContractBroken when a limit is passed, or
    the archive is damaged, encrypted or of a kind that is not unpacked here.
    """
    with path.open("rb") as stream:
        start = stream.read(8)
    if start.startswith(SEVEN_ZIP):
        raise ContractBroken(f"{path.name}: unpack this 7z archive first and add the file inside it")
    try:
        if start.startswith(GZIP):
            folder.mkdir(parents=True, exist_ok=True)
            target = folder / (path.stem if path.suffix == ".gz" else path.name)
            with gzip.open(path) as packed:
                _copy(cast(IO[bytes], packed), target, path, path.stat().st_size)
            return [target]
        if start.startswith(ZIP):
            return _unzipped(path, folder)
    except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError) as wrong:
        raise ContractBroken(f"{path.name}: the packed file is damaged or cut ({wrong}); get the file again") from None
    return [path]


def _unzipped(path: Path, folder: Path) -> list[Path]:
    with zipfile.ZipFile(path) as archive:
        if "[Content_Types].xml" in archive.namelist():
            return [path]
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) > MOST_MEMBERS:
            raise ContractBroken(f"{path.name}: {len(members):,} files are packed in it, more than {MOST_MEMBERS:,}")
        if sum(member.file_size for member in members) > MOST_BYTES:
            raise ContractBroken(f"{path.name}: unpacks to more than {MOST_BYTES:,} bytes")
        targets: list[Path] = []
        for member in members:
            targets.append(_target(member, path, folder, targets))
            with archive.open(member) as packed:
                _copy(packed, targets[-1], path, member.compress_size)
        return targets


def _target(member: zipfile.ZipInfo, path: Path, folder: Path, taken: list[Path]) -> Path:
    """Where to put a member: by its last name only, in the folder, never over another one."""
    name = PurePosixPath(member.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
        raise ContractBroken(f"{path.name}: {member.filename!r} would be written outside of its folder; do not use it")
    if member.flag_bits & 1:
        raise ContractBroken(f"{path.name}: {member.filename!r} is encrypted; unpack it first")
    target = folder / name.name
    if target in taken:
        raise ContractBroken(
            f"{path.name}: two files in it are called {name.name!r}; unpack it and add them one by one"
        )
    folder.mkdir(parents=True, exist_ok=True)
    return target


def _copy(packed: IO[bytes], target: Path, path: Path, packed_bytes: int) -> None:
    written = 0
    with target.open("wb") as stream:
        while block := packed.read(BLOCK):
            written += len(block)
            if written > MOST_BYTES or (written > SMALL and written > MOST_RATIO * max(packed_bytes, 1)):
                stream.close()
                target.unlink()
                raise ContractBroken(f"{path.name}: unpacks to {written:,} bytes and more, which no table needs")
            stream.write(block)
