"""Open what publishers pack by gzip as if it were not, within limits: no small file may fill the memory."""

from __future__ import annotations

import zlib
from pathlib import Path

from etl.table import ContractBroken

MOST_BYTES = 1 << 30
GZIP = b"\x1f\x8b"


def content(path: Path, most: int = MOST_BYTES) -> bytes:
    """All bytes of the file, unpacked if it is packed.

    Raises ContractBroken when the file is larger than `most`, or packed and damaged.
    """
    size = path.stat().st_size
    if size > most:
        raise ContractBroken(f"{path.name}: {size:,} bytes are more than {most:,}, which no file of a publisher needs")
    raw = path.read_bytes()
    if not raw.startswith(GZIP):
        return raw
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(raw, most + 1)
    except zlib.error as wrong:
        raise ContractBroken(f"{path.name}: the packed file is damaged ({wrong}); get the file again") from None
    if len(unpacked) > most:
        raise ContractBroken(f"{path.name}: unpacks to more than {most:,} bytes, which no file of a publisher needs")
    if not unpacker.eof:
        raise ContractBroken(f"{path.name}: the packed file is cut short; get the file again")
    return unpacked


def head(path: Path, length: int) -> bytes:
    """The first bytes of the file, unpacked if it is packed; as far as it can be read."""
    with path.open("rb") as stream:
        start = stream.read(max(length, 4_096))
    if not start.startswith(GZIP):
        return start[:length]
    try:
        return zlib.decompressobj(wbits=31).decompress(start, length)
    except zlib.error:
        return start[:length]
