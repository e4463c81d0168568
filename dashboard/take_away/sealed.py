"""One ZIP that says of every file in it what its bytes hash to; equal contents make equal bytes."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any

MANIFEST = "MANIFEST.json"
STAMP = (1980, 1, 1, 0, 0, 0)
MOST_BYTES, MOST_MEMBERS, MOST_UNPACKED = 100 * 2**20, 300, 400 * 2**20


class Tampered(Exception):
    """The pack is not as it was made; the message says each thing that differs."""


def seal(members: Mapping[str, bytes], facts: Mapping[str, Any]) -> bytes:
    """The members and a manifest with `facts` and every member's hash, as a ZIP."""
    manifest = {**facts, "members": {name: _digest(members[name]) for name in sorted(members)}}
    written = {**members, MANIFEST: _manifest({**manifest, "seal": _seal(manifest)})}
    into = BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(written):
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(info, written[name])
    return into.getvalue()


def unseal(content: bytes) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The members and the manifest. Nothing is written anywhere, whatever the names in the ZIP are.

    Raises Tampered where a member differs from what the manifest says, is missing or was added.
    """
    found = _unzipped(content)
    raw = found.pop(MANIFEST, None)
    if raw is None:
        raise Tampered(f"there is no {MANIFEST} in it")
    manifest = _checked(raw)
    sealed = manifest["members"]
    faults = [f"{name} is missing" for name in sealed if name not in found]
    faults += [f"{name} was added" for name in found if name not in sealed]
    faults += [
        f"{name} is not the file that was packed"
        for name, body in found.items()
        if name in sealed and _digest(body) != sealed[name]
    ]
    if faults:
        raise Tampered("; ".join(faults))
    return found, manifest


def _unzipped(content: bytes) -> dict[str, bytes]:
    """Every member's bytes. Raises Tampered for what is no ZIP, is damaged, or unpacks to too much."""
    if len(content) > MOST_BYTES:
        raise Tampered(f"it is larger than {MOST_BYTES // 2**20} MB, which no pack is")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if len(names) > MOST_MEMBERS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise Tampered("it unpacks to more than a pack ever holds")
            if len(set(names)) < len(names):
                raise Tampered("two files in it have the same name")
            found = {}
            for entry in entries:
                with archive.open(entry) as member:
                    body = member.read(entry.file_size + 1)
                if len(body) != entry.file_size:
                    raise Tampered(f"{entry.filename} is damaged")
                found[entry.filename] = body
            return found
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as wrong:
        raise Tampered(f"it is no ZIP or a damaged one ({str(wrong) or type(wrong).__name__})") from None
    except (OverflowError, IndexError, UnicodeError, MemoryError) as wrong:
        raise Tampered(f"it is no ZIP or a damaged one ({type(wrong).__name__})") from None
    except Tampered:
        raise
    except Exception as wrong:  # struct.error and whatever else damaged headers bring about
        raise Tampered(f"it is no ZIP or a damaged one ({type(wrong).__name__})") from None


def _checked(raw: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(raw)
        sealed = manifest["seal"]
        rest = {name: value for name, value in manifest.items() if name != "seal"}
        good = sealed == _seal(rest) and raw == _manifest(manifest) and isinstance(manifest["members"], dict)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        good = False
    if not good:
        raise Tampered(f"{MANIFEST} is not the one that was written")
    return dict(manifest)


def _seal(manifest: Mapping[str, Any]) -> str:
    return _digest(_manifest(manifest))


def _manifest(manifest: Mapping[str, Any]) -> bytes:
    return (json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")


def _digest(content: bytes) -> str:
    return f"sha256:{sha256(content).hexdigest()}"
