"""Which of the publishers' own files are tidied together, found by recognising every one of them."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from etl import packed
from etl.build import checked
from etl.recognise import HEAD
from etl.snapshot import ACCEPTED, SealedFile, Snapshot
from etl.source import Rows, Source
from etl.sources import all_sources
from etl.table import ContractBroken
from tests.etl.mutations import DAY, Tables
from tests.etl.publishers import RAW
from tests.etl.raw_documents import MARK, document
from tests.etl.raw_trees import tree_heads

# Beside the publishers' files lie documents and lists compiled from them; every other file is some source's.
NO_SOURCE = (
    "README.md", "reference/**/*", "eu/*.pdf", "eu/*.md", "eurostat/eu_sanctioned_cn8_codes.csv",
    "gacc/release_index_2026.html", "ofac/expected_changes_between_versions.csv", "un_comtrade/openapi.yaml",
)  # fmt: skip
# The publisher's own name for an export says what the file does not.
NAMED = {"query_english_truncated_10000_rows_gb18030.csv": "exports_202401.csv"}


@dataclass(frozen=True)
class Given:
    """A file of a source, cut to a head that is as good as the whole, and those that it is tidied with."""

    source: Source
    name: str
    content: bytes
    beside: tuple[tuple[str, bytes], ...] = ()

    def outcome(self, content: bytes) -> Tables | str:
        """What the build makes of the file with these bytes: rows by table and what is said of them, or the refusal."""
        with tempfile.TemporaryDirectory() as folder:
            files = ((self.name, content), *self.beside)
            for name, written in files:
                (Path(folder) / name).write_bytes(written)
            sealed = tuple(SealedFile(name, 0, "") for name, _ in files)
            shot = Snapshot(self.source.name, DAY, Path(folder), sealed, "", "", "", "", note=ACCEPTED)
            warnings: list[str] = []
            hashes: list[str] = []

            def tidy(paths: Sequence[Path]) -> Rows:
                rows = self.source.tidy(paths)
                listing = rows.get("listing", rows[self.source.into.name]) if isinstance(rows, Mapping) else rows
                hashes.extend(map(str, listing.get("withheld_sha256", ())))
                return rows

            try:
                found = checked(replace(self.source, least=1, tidy=tidy), shot, Path(folder), warnings)
                tables = {contract.name: table.to_pandas() for contract, table, _ in found}
            except ContractBroken as broken:
                return str(broken)
            tables[self.source.into.name].attrs |= {"warnings": warnings, "hashes": sorted(hashes)}
            return tables

    @property
    def right(self) -> Tables | str:
        """What becomes of the file as it is."""
        return self.outcome(self.content)


@cache
def recognised() -> dict[Path, list[str]]:
    """Every file that is not known to be no source's, and the names of the sources that take it for theirs."""
    other = {file for pattern in NO_SOURCE for file in RAW.glob(pattern)}
    files = [file for file in sorted(RAW.rglob("*")) if file.is_file() and file not in other]
    heads = {file: packed.head(file, HEAD) for file in files}
    return {f: [s.name for s in all_sources().values() if s.recognises(heads[f])] for f in files}


@cache
def every_given() -> list[Given]:
    """Every file of a source by itself, or with those of its folder without which it says nothing."""
    if not RAW.is_dir():
        return []
    groups: dict[tuple[str, Path], list[Path]] = defaultdict(list)
    for file, names in recognised().items():
        if names:
            groups[names[0], file.parent].append(file)
    return [given for (name, _), files in groups.items() for given in _given(all_sources()[name], files)]


def _given(source: Source, files: Sequence[Path]) -> Iterator[Given]:
    alike: dict[object, list[Path]] = defaultdict(list)
    for file in files:
        alike[_layout(file)].append(file)
    files = [file for group in alike.values() for file in dict.fromkeys((group[0], group[-1]))]
    whole = [Given(source, NAMED.get(file.name, file.name), file.read_bytes()) for file in files]
    parts = [given for given in whole if _is_part(given)]
    alone = [given for given in whole if given not in parts]
    yield from map(_shortest, alone)
    yield from (_with(alone[0], part) for part in parts)


def _layout(file: Path) -> object:
    """What files of one layout share, of which the first and the last speak for all: those of no table are alone."""
    content = file.read_bytes()
    return tuple(document(content).columns) if file.suffix == ".csv" else file


def _is_part(given: Given) -> bool:
    """True when the refusal of the file says that another one is due with it."""
    found = replace(given, content=next(_heads(given.content))).right
    return isinstance(found, str) and any(words in found for words in ("add it with", "add it together", "with them"))


def _heads(content: bytes) -> Iterator[bytes]:
    """The file with fewer rows or records, the shortest first, and at last the file."""
    if content.startswith(b"<?xml"):
        yield from tree_heads(content)
    elif b"<table" in content or not content.lstrip(MARK).lstrip().startswith(b"<"):
        yield from (head.content for head in document(content).heads)
    yield content


def _shortest(given: Given) -> Given:
    """The file with as few rows as it is still taken with; one that is never taken stays whole."""
    return next((cut for head in _heads(given.content) if _is_taken(cut := replace(given, content=head))), given)


def _with(main: Given, part: Given) -> Given:
    """A part of a list with the rows of its main file that it belongs to."""
    flows, rows = document(main.content), document(part.content)
    if rows.header >= 0:
        found = (
            _shortest(replace(part, beside=((main.name, head),))) for head in (_shortest(main).content, main.content)
        )
        return next(filter(_is_taken, found))
    numbers = {row[0] for row in flows.rows}
    held = [row for row in rows.rows if row[0] in numbers][:24]
    named = {row[0] for row in held}
    beside = flows.write([row for row in flows.rows if row[0] in named])
    return replace(part, content=rows.write(held), beside=((main.name, beside),))


def _is_taken(given: Given) -> bool:
    return not isinstance(given.right, str)
