"""Unpack what people download packed, within limits: no bomb, no path outside of the folder, nothing encrypted."""

from __future__ import annotations

import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

import py7zr
from py7zr.exceptions import ArchiveError
from py7zr.io import Py7zIO, WriterFactory

from etl.table import ContractBroken

MOST_BYTES = 4 << 30
MOST_RATIO = 200  # tables of text shrink to a tenth or a thirtieth
SMALL = 10 << 20  # below this a ratio means nothing
MOST_MEMBERS = 1_000
BLOCK = 1 << 20
GZIP, ZIP, SEVEN_ZIP = b"\x1f\x8b", b"PK\x03\x04", b"7z\xbc\xaf\x27\x1c"
DAMAGED = (
    zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, ArchiveError,
)  # fmt: skip


@dataclass(frozen=True)
class Member:
    """A file in an archive, or the file itself when it is none; `size` is 0 where the archive does not say."""

    name: str
    size: int


def kind(path: Path) -> bytes:
    """The mark of the archive that the file is, or nothing for any other file."""
    with path.open("rb") as stream:
        start = stream.read(8)
    found = next((mark for mark in (GZIP, ZIP, SEVEN_ZIP) if start.startswith(mark)), b"")
    if found == ZIP:
        with _damage(path), zipfile.ZipFile(path) as archive:
            return b"" if "[Content_Types].xml" in archive.namelist() else ZIP  # a workbook
    return found


def members(path: Path) -> list[Member]:
    """What is packed in the file, without unpacking it. Raises ContractBroken as `unpacked` does."""
    packed = kind(path)
    with _damage(path):
        if packed == GZIP:
            return [Member(_gzip_name(path), 0)]
        if packed == ZIP:
            with zipfile.ZipFile(path) as archive:
                infos = [info for info in archive.infolist() if not info.is_dir()]
                _within(path, [info.file_size for info in infos])
                targets: list[str] = []
                for info in infos:
                    targets.append(_bare(info.filename, bool(info.flag_bits & 1), path, targets))
            return [Member(name, info.file_size) for name, info in zip(targets, infos, strict=True)]
        if packed == SEVEN_ZIP:
            with py7zr.SevenZipFile(path) as archive7:
                if archive7.needs_password():
                    raise ContractBroken(f"{path.name}: the archive is encrypted; unpack it first")
                files = [info for info in archive7.list() if info.is_file]
                _within(path, [info.uncompressed for info in files])
                names: list[str] = []
                for file in files:
                    names.append(_bare(file.filename, False, path, names))
            return [Member(name, file.uncompressed) for name, file in zip(names, files, strict=True)]
    return [Member(path.name, path.stat().st_size)]


def unpacked(path: Path, folder: Path, wanted: Callable[[str], bool] = lambda name: True) -> list[Path]:
    """The wanted files of an archive, written to `folder`; the file itself when it is none.

    Workbooks are archives too, but are left as they are. Raises ContractBroken when a limit is passed, or
    the archive is damaged or encrypted.
    """
    packed = kind(path)
    if not packed:
        return [path]
    listed = [member for member in members(path) if wanted(member.name)]
    if sum(member.size for member in listed) > MOST_BYTES:
        raise ContractBroken(f"{path.name}: unpacks to more than {MOST_BYTES:,} bytes")
    names = [member.name for member in listed]
    folder.mkdir(parents=True, exist_ok=True)
    targets = [folder / name for name in names]
    try:
        with _damage(path):
            if packed == GZIP:
                with gzip.open(path) as stream:
                    _copy(cast(IO[bytes], stream), targets[0], path, path.stat().st_size)
            elif packed == ZIP:
                with zipfile.ZipFile(path) as archive:
                    for info in archive.infolist():
                        if not info.is_dir() and _last(info.filename) in names:
                            with archive.open(info) as member:
                                _copy(member, folder / _last(info.filename), path, info.compress_size)
            else:
                with py7zr.SevenZipFile(path) as archive7:
                    inside = [info.filename for info in archive7.list() if info.is_file]
                    chosen = [name for name in inside if _last(name) in names]
                    archive7.extract(targets=chosen, factory=_Within(folder, path))
    except BaseException:
        for target in targets:
            target.unlink(missing_ok=True)
        raise
    return targets


class _Within(WriterFactory):
    """Writers for the members of a 7z archive that hold them to the limits while they are unpacked."""

    def __init__(self, folder: Path, archive: Path) -> None:
        self.folder, self.archive = folder, archive

    def create(self, filename: str) -> Py7zIO:
        return _Writer(self.folder / _last(filename), self.archive)


class _Writer(Py7zIO):
    def __init__(self, target: Path, archive: Path) -> None:
        self.stream = target.open("wb")
        self.archive, self.written, self.packed = archive, 0, archive.stat().st_size

    def write(self, s: bytes | bytearray) -> int:
        self.written += len(s)
        _no_bomb(self.written, self.packed, self.archive)
        return self.stream.write(s)

    def read(self, size: int | None = None) -> bytes:
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.stream.seek(offset, whence)

    def flush(self) -> None:
        self.stream.flush()

    def size(self) -> int:
        return self.written

    def close(self) -> None:
        self.stream.close()


@contextmanager
def _damage(path: Path) -> Iterator[None]:
    try:
        yield
    except DAMAGED as wrong:
        raise ContractBroken(f"{path.name}: the packed file is damaged or cut ({wrong}); get the file again") from None


def _within(path: Path, sizes: Sequence[Any]) -> None:
    if len(sizes) > MOST_MEMBERS:
        raise ContractBroken(f"{path.name}: {len(sizes):,} files are packed in it, more than {MOST_MEMBERS:,}")
    if max(sizes, default=0) > MOST_BYTES:
        raise ContractBroken(f"{path.name}: a file in it unpacks to more than {MOST_BYTES:,} bytes")


def _gzip_name(path: Path) -> str:
    return path.stem if path.suffix == ".gz" else path.name


def _last(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name


def _bare(name: str, encrypted: bool, path: Path, taken: Sequence[str]) -> str:
    """The last name of a member, under which it is put into the folder; never over another one."""
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in parts.parts[0]:
        raise ContractBroken(f"{path.name}: {name!r} would be written outside of its folder; do not use it")
    if encrypted:
        raise ContractBroken(f"{path.name}: {name!r} is encrypted; unpack it first")
    if parts.name in taken:
        raise ContractBroken(
            f"{path.name}: two files in it are called {parts.name!r}; unpack it and add them one by one"
        )
    return parts.name


def _no_bomb(written: int, packed_bytes: int, path: Path) -> None:
    if written > MOST_BYTES or (written > SMALL and written > MOST_RATIO * max(packed_bytes, 1)):
        raise ContractBroken(f"{path.name}: unpacks to {written:,} bytes and more, which no table needs")


def _copy(packed: IO[bytes], target: Path, path: Path, packed_bytes: int) -> None:
    written = 0
    with target.open("wb") as stream:
        while block := packed.read(BLOCK):
            written += len(block)
            _no_bomb(written, packed_bytes, path)
            stream.write(block)
