"""Fetch a source's files and keep them as a vintage: which addresses, what is known of them, what became of it."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from etl import parts
from etl.add import unforeseen
from etl.archives import unpacked
from etl.build import Tell
from etl.fetch import Expected, Manners, NotFetched, Progress, download, has_key, host_of, shown
from etl.keep import keep, keep_whole
from etl.recognise import HEAD
from etl.snapshot import RECEIPT, Snapshot
from etl.source import Source
from etl.table import ContractBroken

MEMORY = "fetched.json"
MONTHS_BACK = 4  # publishers revise and are late


@dataclass(frozen=True)
class Address:
    """One address to fetch and, if it is one of a series, the period it is of."""

    url: str
    period: str = ""


Came = dict[str, tuple[Address, list[Path], dict[str, str]]]


@dataclass
class Fetched:
    """What became of a source: new, unchanged, planned, by_hand or failed, and a sentence."""

    source: str
    outcome: str
    said: str
    snapshot: Snapshot | None = None
    warnings: list[str] = field(default_factory=list)


def addresses(source: Source, since: date | None, today: date) -> list[Address]:
    """The addresses of a source; of a series, one for each month or year from `since` to the last full one."""
    found = []
    keyed = bool(source.keyed_urls) and all(map(has_key, source.keyed_urls))
    for url in source.keyed_urls if keyed else source.urls:
        if "{month}" in url:
            found += [Address(_filled(url, day), f"{day:%Y%m}") for day in _months(since, today)]
        elif "{year}" in url:
            years = range(since.year if since else today.year - 1, today.year + 1)
            found += [Address(_filled(url, date(year, 1, 1)), str(year)) for year in years]
        else:
            found.append(Address(url))
    return found


def fetch(
    source: Source,
    home: Path,
    *,
    since: date | None = None,
    dry_run: bool = False,
    today: date | None = None,
    manners: Manners | None = None,
    tell: Tell = lambda _: None,
    progress: Progress = lambda *_: None,
) -> Fetched:
    """Fetch what is new of a source and seal it as a vintage; nothing is built.

    Nothing changes when the publisher says that nothing did, or gives the bytes that are held. Nothing is
    kept when one of the source's fixed addresses fails or the files do not hold; a period of a series that
    is not published yet is passed over. Whatever goes wrong is told as failed, so that other sources go on.
    """
    today = today or date.today()
    wanted = addresses(source, since, today)
    if not wanted and not source.index:
        return Fetched(source.name, "by_hand", _by_hand(source))
    if dry_run:
        for address in wanted:
            tell(f"would ask for {shown(address.url)}")
        pages = list(_index_pages(source, since, today))
        for _, url in pages:
            tell(f"would ask for {shown(url)} and for the pages that it lists")
        return Fetched(source.name, "planned", f"{_counted(len(wanted) + len(pages))}, nothing asked for")
    (home / "raw").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home / "raw", prefix=".fetching-") as folder:
        manners = manners or Manners()
        try:
            memory = _remembered(home, source)
            wanted += _listed(source, since, today, Path(folder), manners, tell)
            return _fetched(source, home, wanted, memory, Path(folder), today, manners, tell, progress)
        except (NotFetched, ContractBroken) as why:
            return Fetched(source.name, "failed", f"{why}. By hand: {_by_hand(source)}")
        except Exception as broken:
            return Fetched(source.name, "failed", unforeseen(source, "what came", broken))


def _by_hand(source: Source) -> str:
    return f"{source.by_hand or f'Download it from {source.page}.'} Then: waybill add FILE"


def _listed(
    source: Source, since: date | None, today: date, folder: Path, manners: Manners, tell: Tell
) -> list[Address]:
    """The addresses of the months due that the publisher's index lists. Raises NotFetched when it lists none."""
    found: list[tuple[str, str]] = []
    pages = list(_index_pages(source, since, today))
    for year, url in pages:
        target = folder / "index" / f"{year}.html"
        target.parent.mkdir(exist_ok=True)
        try:
            download(url, target, Expected(source.hosts, lambda head: b"<" in head), manners)
        except NotFetched as why:
            if not why.absent:
                raise
            tell(f"{year} is not there yet: {why}")
            continue
        links = source.index.links(target.read_bytes(), year) if source.index else []
        if not links:
            raise NotFetched(f"{shown(url)}: the page lists no table of this kind; the publisher changed the layout")
        found += links
    hosts = {host_of(url) for _, url in pages} | set(source.hosts)
    if strange := next((url for _, url in found if host_of(url) not in hosts), ""):
        raise NotFetched(f"{shown(strange)}: the index leads to another host than the publisher's; not followed")
    due = {f"{day:%Y%m}" for day in _months(since, today)}
    return [Address(url, period) for period, url in found if period[:6] in due]


def _counted(addresses: int) -> str:
    return f"{addresses} address{'es' * (addresses != 1)}"


def _index_pages(source: Source, since: date | None, today: date) -> Iterator[tuple[int, str]]:
    for year in sorted({day.year for day in _months(since, today)}) if source.index else ():
        yield year, _filled(source.index.url, date(year, 1, 1)) if source.index else ""


def _fetched(
    source: Source,
    home: Path,
    wanted: Sequence[Address],
    memory: dict[str, dict[str, str]],
    folder: Path,
    today: date,
    manners: Manners,
    tell: Tell,
    progress: Progress,
) -> Fetched:
    came, unchanged = _downloaded(source, wanted, memory, folder, manners, tell, progress)
    fixed = [address for address in unchanged if not address.period]
    if came and fixed:
        # A vintage of a list is whole: what did not change belongs to it as well.
        again, _ = _downloaded(source, fixed, {}, folder, manners, tell, progress)
        came |= again
    if not came:
        said = "nothing new" if unchanged else "nothing is published yet"
        return Fetched(source.name, "unchanged", f"{said} at {_counted(len(wanted))}; nothing changes")
    warnings: list[str] = []
    came = _holding(source, came, warnings)
    files = [file for _, found, _ in came.values() for file in found]
    day = max((stated for file in files if (stated := _stated(source, file))), default=today)
    url, made_by = " ".join(shown(address.url) for address, _, _ in came.values()), "waybill fetch"
    if parts.members(source, files):
        shot, new = keep_whole(source, files, home, day, url=url, made_by=made_by)
    else:
        shot, new = keep(source, files, home, day, url=url, made_by=made_by, warnings=warnings)
    for address, _, validators in came.values():
        memory[address.url] = validators | {"vintage": shot.folder.name}
    _remember(home, source, memory)
    if not new:
        return Fetched(source.name, "unchanged", f"the same bytes as on {shot.obtained}; nothing changes", shot)
    return Fetched(
        source.name, "new", f"kept as of {shot.obtained}: {', '.join(file.name for file in shot.files)}", shot, warnings
    )


def _holding(source: Source, came: Came, warnings: list[str]) -> Came:
    """What came without the periods of a series that break the contract, unless all of them do."""
    holding: Came = {}
    broken: ContractBroken | None = None
    for url, (address, files, validators) in came.items():
        try:
            if address.period and not parts.members(source, files):
                source.tidy(files)
            holding[url] = (address, files, validators)
        except ContractBroken as why:
            broken = why
            warnings.append(f"{source.name}: {address.period} is not kept: {why}")
    if broken and not holding:
        raise broken
    return holding


def _downloaded(
    source: Source,
    wanted: Sequence[Address],
    memory: dict[str, dict[str, str]],
    folder: Path,
    manners: Manners,
    tell: Tell,
    progress: Progress,
) -> tuple[Came, list[Address]]:
    """What came, unpacked, by address; and the addresses at which nothing changed."""
    came: Came = {}
    unchanged = []
    for address in wanted:
        place = folder / f"{len(list(folder.iterdir()))}"
        place.mkdir()
        target = place / _name(address)
        known = {name: memory.get(address.url, {}).get(name, "") for name in ("etag", "last_modified")}
        try:
            expected = Expected(source.hosts, source.recognises, source.nothing_yet, known)
            found = download(address.url, target, expected, manners, progress)
        except NotFetched as why:
            if not (address.period and why.absent):
                raise
            tell(f"{address.period} is not there yet: {why}")
            continue
        if found is None:
            unchanged.append(address)
        else:
            files = [target] if parts.members(source, [target]) else unpacked(target, place / "unpacked")
            came[address.url] = (address, [_distinct(file, address) for file in files], found)
    return came, unchanged


def _distinct(file: Path, address: Address) -> Path:
    """Files of a series are often all called the same; the period tells them apart."""
    if not address.period or address.period in file.name:
        return file
    return file.rename(file.with_name(f"{address.period}-{file.name}"))


def _stated(source: Source, file: Path) -> date | None:
    with file.open("rb") as stream:
        return source.dated(stream.read(HEAD))


def _name(address: Address) -> str:
    """What to call the file: the end of its address, and all of the path where the end alone is no file's name."""
    path = PurePosixPath(urlsplit(address.url).path)
    name = path.name if "." in path.name else "_".join(path.parts[1:]) or "file"
    return "".join(letter if letter.isalnum() or letter in "._-+" else "_" for letter in name)[:100]


def _months(since: date | None, today: date) -> Iterator[date]:
    last = today.year * 12 + today.month - 2
    first = since.year * 12 + since.month - 1 if since else last - MONTHS_BACK + 1
    for number in range(first, last + 1):
        yield date(number // 12, number % 12 + 1, 1)


def _filled(url: str, day: date) -> str:
    return url.replace("{year}", f"{day:%Y}").replace("{month}", f"{day:%m}")


def _remembered(home: Path, source: Source) -> dict[str, dict[str, str]]:
    """What the publisher said of each address the last time, as long as the vintage is still there."""
    path = home / "raw" / source.name / MEMORY
    try:
        memory: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    folders = path.parent
    return {url: said for url, said in memory.items() if (folders / said.get("vintage", "") / RECEIPT).is_file()}


def _remember(home: Path, source: Source, memory: dict[str, dict[str, str]]) -> None:
    path = home / "raw" / source.name / MEMORY
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(memory, indent=1) + "\n", encoding="utf-8")
    shutil.move(partial, path)
