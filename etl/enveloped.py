"""Take a table out of the JSON that an API wraps round it, so that it is read like the file it is."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from etl import packed
from etl.table import ContractBroken

AGAIN = "get the file again"
MOST_BYTES = 200_000_000


def start(head: bytes, name: str) -> bytes:
    """The first bytes of the table in an answer that begins with `head`; nothing when it is no such answer."""
    found = re.match(rb'\s*\{\s*"' + name.encode() + rb'"\s*:\s*"((?:[^"\\]|\\.)*)', head)
    if not found:
        return b""
    text = found[1]
    if name != "bytes":
        cut = re.sub(rb"\\u?[0-9a-fA-F]{0,3}$", b"", text)
        try:
            return str(json.loads(b'"' + cut + b'"', strict=False)).encode()
        except ValueError:
            return b""
    try:
        return base64.b64decode(text[: len(text) // 4 * 4], validate=True)
    except binascii.Error:
        return b""


@contextmanager
def unwrapped(paths: Sequence[Path], name: str) -> Iterator[list[Path]]:
    """The files, those that are answers with the one member `name` replaced by the table inside.

    The table keeps the name of its answer, by which faults are told. Raises ContractBroken for an answer
    that holds something else.
    """
    with TemporaryDirectory() as folder:
        opened = []
        for number, path in enumerate(paths):
            content = packed.content(path, MOST_BYTES)
            if content.lstrip()[:1] == b"{":
                table = Path(folder) / str(number) / path.name
                table.parent.mkdir()
                table.write_bytes(_table(content, name, path))
                path = table
            opened.append(path)
        yield opened


def _table(content: bytes, name: str, path: Path) -> bytes:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        raise ContractBroken(f"{path.name}: the answer is no well-formed JSON, so it is cut; {AGAIN}") from None
    if not isinstance(answer, dict) or set(answer) != {name} or not isinstance(answer[name], str):
        found = ", ".join(map(str, answer)) if isinstance(answer, dict) else type(answer).__name__
        raise ContractBroken(f"{path.name}: the answer should have '{name}' and nothing else, but has {found}; {AGAIN}")
    if name != "bytes":
        return str(answer[name]).encode()
    try:
        return base64.b64decode(answer[name], validate=True)
    except (binascii.Error, ValueError):
        raise ContractBroken(f"{path.name}: 'bytes' is no base64; {AGAIN}") from None
