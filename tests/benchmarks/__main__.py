"""Measures the dashboard against the bare page in one run and prints the ratios beside what was aimed at.

Example: python -m tests.benchmarks server crowd
Absolute seconds depend on the machine and on what else it does; ratios of one run can be compared.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.benchmarks import engines, made, served, visit
from tests.benchmarks.sizes import bulk, queries, wide

ROUNDS = 3
"""How often the two are measured in turn; the median of the rounds counts."""
SESSIONS = 20


@dataclass(frozen=True)
class Row:
    """One line of the table; `other` is the bare page's figure, and without one the aim is absolute."""

    what: str
    ours: float
    other: float | None = None
    aim: float | None = None
    unit: str = "s"

    def __str__(self) -> str:
        measured = self.ours if self.other is None else self.ours / self.other
        ratio = "" if self.other is None else f"{measured:.2f}"
        met = "" if self.aim is None else f"≤ {self.aim:g}{' ' + self.unit if self.other is None else ''}"
        mark = "" if self.aim is None else "met" if measured <= self.aim else "MISSED"
        return f"| {self.what} | {self._shown(self.ours)} | {self._shown(self.other)} | {ratio} | {met} | {mark} |"

    def _shown(self, value: float | None) -> str:
        return "" if value is None else f"{value:.{3 if self.unit == 's' else 1}f} {self.unit}"


def p95(values: Sequence[float]) -> float:
    """The value that one in twenty exceeds."""
    return sorted(values)[int(0.95 * (len(values) - 1))]


def build(data: Path) -> Iterator[Row]:
    """CPU seconds of building every bundled table from nothing."""
    seconds = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as empty:
            process = subprocess.Popen(
                [sys.executable, "-m", "dashboard", "build"],
                cwd=empty,
                env=os.environ | {"WAYBILL_DATA": empty, "PYTHONPATH": str(served.ROOT)},
                stderr=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                raise RuntimeError("the tables could not be built")
            seconds.append(usage.ru_utime + usage.ru_stime)
    yield Row("building all bundled tables, CPU", median(seconds), aim=5)


def start(data: Path) -> Iterator[Row]:
    """From the start of the process to the first chart on screen, and a reload."""
    from tests.benchmarks import seen

    times: dict[str, list[tuple[float, float]]] = {"ours": [], "bare": []}
    with seen.browser() as chromium:
        for _ in range(ROUNDS):
            with served.bare(data) as server:
                times["bare"].append(seen.first_chart(chromium, server))
            with served.dashboard(data) as server:
                times["ours"].append(seen.first_chart(chromium, server))
    for which, what in enumerate(("first chart after a cold start", "first chart after a reload")):
        ours, bare = (median(pair[which] for pair in times[name]) for name in ("ours", "bare"))
        yield Row(what, ours, bare, aim=1.5)


def server(data: Path) -> Iterator[Row]:
    """The server's time for a period change on every topic, to periods nobody has seen and to seen ones."""
    with served.dashboard(data) as ours, served.bare(data) as bare:
        for topic, page in asyncio.run(visit.topics(ours)).items():
            times: dict[str, list[float]] = {name: [] for name in ("new", "seen", "bare", "cpu", "bare cpu")}
            for turn in range(ROUNDS):
                places = visit.new_places(turn)[:20]
                for name, target, hashed in (("bare", bare, ""), ("new", ours, page), ("seen", ours, page)):
                    before = target.cpu()
                    times[name] += asyncio.run(visit.changes(target, hashed, places))
                    spent = (target.cpu() - before) / (len(places) + 1)
                    if name != "seen":
                        times["cpu" if name == "new" else "bare cpu"].append(spent)
            middle = {name: median(values) for name, values in times.items()}
            yield Row(f"{topic}: period change, server", middle["new"], middle["bare"], aim=0.5)
            yield Row(f"{topic}: the same, seen before", middle["seen"], middle["bare"], aim=0.5)
            yield Row(f"{topic}: the same, CPU", middle["cpu"], middle["bare cpu"], aim=0.5)


def screen(data: Path) -> Iterator[Row]:
    """From a key press on the period's handle to the first and to the last chart redrawn."""
    from tests.benchmarks import seen

    with served.dashboard(data) as ours, served.bare(data) as bare:
        names = list(asyncio.run(visit.topics(ours)))
        with seen.browser() as chromium:
            for topic in names:
                pages = {"bare": seen.opened(chromium, bare), "ours": seen.opened(chromium, ours, topic)}
                moves: dict[str, list[tuple[float, float]]] = {"bare": [], "ours": []}
                for _ in range(4 * ROUNDS):
                    for name, page in pages.items():
                        if change := seen.redrawn(page):
                            moves[name].append(change)
                for page in pages.values():
                    page.close()
                if not moves["ours"]:
                    raise RuntimeError(f"nothing was redrawn on {topic}")
                for which, words in enumerate(("first chart redrawn on screen", "all charts redrawn on screen")):
                    here, there = (median(move[which] for move in moves[name]) for name in ("ours", "bare"))
                    yield Row(f"{topic}: {words}", here, there, aim=1 if which else None)


def crowd(data: Path) -> Iterator[Row]:
    """Many sessions on different topics that all change the period."""
    times: dict[str, list[float]] = {"ours": [], "bare": [], "ours first": [], "bare first": []}
    with served.dashboard(data) as ours, served.bare(data) as bare:
        pages = list(asyncio.run(visit.topics(ours)).values())
        for turn in range(ROUNDS):
            for name, target, hashes in (("bare", bare, [""]), ("ours", ours, pages)):
                firsts, seconds = asyncio.run(visit.crowd(target, hashes, SESSIONS, moves=6, seed=turn))
                times[name].append(p95(seconds))
                times[f"{name} first"].append(p95(firsts))
    middle = {name: median(values) for name, values in times.items()}
    yield Row(f"{SESSIONS} sessions changing the period, p95", middle["ours"], middle["bare"], aim=0.25)
    yield Row(f"{SESSIONS} sessions opened at once, p95", middle["ours first"], middle["bare first"])


def memory(data: Path) -> Iterator[Row]:
    """Resident memory of the server once its caches are full, after thousands of reruns more, and per session."""
    yield from asyncio.run(_memory(data))


async def _memory(data: Path) -> list[Row]:
    with served.dashboard(data) as ours:
        pages = list((await visit.topics(ours)).values())
        places = visit.new_places(0)
        for number in range(10):
            await visit.changes(ours, pages[number % len(pages)], places[number * 60 : number * 60 + 60])
        resident = [ours.resident()]
        for number in range(60):
            await visit.changes(ours, pages[number % len(pages)], random.Random(number).sample(places, 50))
            if number % 20 == 19:
                resident.append(ours.resident())
        async with AsyncExitStack() as stack:
            for number in range(50):
                session = await stack.enter_async_context(visit.visiting(ours, pages[number % len(pages)]))
                await session.run()
            each = (ours.resident() - resident[-1]) / 50
    rows = [Row(f"memory after {600 + 1000 * n:,} period changes", mib, unit="MiB") for n, mib in enumerate(resident)]
    return [*rows, Row("memory per open session", each, unit="MiB")]


def search(data: Path) -> Iterator[Row]:
    """The search by name among 100,000 names: bundled ones, and others made of their words."""
    from dashboard.names.index import NameIndex
    from dashboard.store import open_store
    from tests.names.report import queries

    held = open_store(data).rows("SELECT DISTINCT name FROM listing ORDER BY name")["name"].tolist()
    dice = random.Random(7)
    words = sorted({word for name in held for word in name.replace(",", " ").split()})
    made = {" ".join(dice.choices(words, k=len(dice.choice(held).split()))) for _ in range(100_000)}
    names = [*held, *sorted(made - set(held))][:100_000]
    began = perf_counter()
    index = NameIndex(names)
    yield Row(f"index of {len(names):,} names, made once", perf_counter() - began)
    index.search("warm")
    seconds = []
    for query in queries():
        for typed in (query.words, query.words[: len(query.words) // 2 + 1]):
            began = perf_counter()
            index.search(typed)
            seconds.append(perf_counter() - began)
    yield Row(f"a search, median of {len(seconds)}", median(seconds), aim=0.1)
    yield Row("a search, p95", p95(seconds), aim=0.1)
    yield Row("a search, slowest", max(seconds), aim=0.1)


PARTS: dict[str, Callable[[Path], Iterator[Row]]] = {
    part.__name__: part for part in (build, start, server, screen, crowd, memory, search)
}
SIZES = {part.__name__: part for part in (bulk, wide, queries)}
"""Parts about large files, which are made first."""


TABLES: dict[str, Callable[[Path], Iterator[str]]] = {"engines": engines.lines}
"""Parts that print a table of their own, and are measured only when named."""


def main() -> None:
    """Measure the parts named, or all that need no large files."""
    words = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    known = [*PARTS, *SIZES, *TABLES]
    words.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(known)}; {', '.join(PARTS)} by default")
    words.add_argument("--years", type=int, default=5, help="years of BACI for bulk and queries (default: 5)")
    words.add_argument("--rows", type=int, default=made.ROWS, help="rows of each year (default: 11 million)")
    words.add_argument("--rounds", type=int, default=1, help="how often ours and the scripts are run in turn")
    words.add_argument("--folder", type=Path, help="where large files are made and left, instead of a temporary folder")
    given = words.parse_args()
    parts = given.parts or list(PARTS)
    if unknown := set(parts) - set(known):
        words.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    with tempfile.TemporaryDirectory() as folder:
        for part in (part for part in parts if part in SIZES):
            print(f"\n{part}, load {os.getloadavg()[0]:.1f}\n", flush=True)
            for line in SIZES[part](given.folder or Path(folder), given.years, given.rows, given.rounds):
                print(line, flush=True)
    if small := [part for part in parts if part not in SIZES]:
        _dashboard(small)


def _dashboard(parts: Sequence[str]) -> None:
    """Measure parts over the bundled tables."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        subprocess.run(
            [sys.executable, "-m", "dashboard", "build", "--data", folder],
            cwd=served.ROOT,
            check=True,
            capture_output=True,
        )
        for part in (part for part in parts if part in TABLES):
            for line in TABLES[part](data):
                print(line, flush=True)
        if not (parts := [part for part in parts if part in PARTS]):
            return
        print("| | dashboard | bare page | ratio | aim | |\n|---|---|---|---|---|---|")
        for part in parts:
            for row in PARTS[part](data):
                print(row, flush=True)


if __name__ == "__main__":
    main()
