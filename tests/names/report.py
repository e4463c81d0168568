"""How well the search finds names, on queries whose answers are known: prints precision and recall by kind.

Example: python -m tests.names.report
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dashboard.names.index import NameIndex

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Query:
    """What is asked, and the entry that has to come first; nothing where no entry may be found."""

    kind: str
    part: str
    words: str
    expected: str


@dataclass(frozen=True)
class Score:
    """Of the queries that find something, the share that find the right entry first; and of those due, the share
    that do."""

    found: int
    right: int
    due: int

    @property
    def precision(self) -> float:
        """1 where nothing is found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """1 where nothing is due."""
        return self.right / self.due if self.due else 1.0


def lines(name: str) -> list[list[str]]:
    """The cells of a file of ours, without its remarks."""
    text = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in text if line and not line.startswith("#")]


@cache
def queries() -> list[Query]:
    """Every query with its answer."""
    return [Query(*(*cells, "")[:4]) for cells in lines("queries.txt")]


@cache
def listed() -> tuple[NameIndex, list[str]]:
    """The index over the list, and the entry of each of its names."""
    pairs = [(entry, name.strip()) for entry, names in lines("list.txt") for name in names.split(";")]
    return NameIndex([name for _, name in pairs]), [entry for entry, _ in pairs]


def first(words: str) -> str:
    """The entry that is found first; nothing when there is none."""
    index, entries = listed()
    hits = index.search(f"{words} ")  # the blank says that the last word is finished
    return entries[hits[0].position] if hits else ""


def measured(asked: Sequence[Query]) -> Score:
    """What the search makes of these queries."""
    answers = [(first(query.words), query.expected) for query in asked]
    return Score(
        sum(bool(answer) for answer, _ in answers),
        sum(bool(answer) and answer == expected for answer, expected in answers),
        sum(bool(expected) for _, expected in answers),
    )


def main() -> None:
    """Print the table, and what came out wrong with --wrong."""
    words = argparse.ArgumentParser(prog="python -m tests.names.report", description=__doc__)
    words.add_argument("--wrong", choices=["seen", "held back"], help="list the queries of a set that came out wrong")
    wrong = words.parse_args().wrong
    print("| queries | number | precision | recall |\n|---|---|---|---|")
    for part in ("seen", "held back"):
        of_part = [query for query in queries() if query.part == part]
        for kind in [*dict.fromkeys(query.kind for query in of_part), "all"]:
            chosen = [query for query in of_part if kind in ("all", query.kind)]
            score = measured(chosen)
            print(f"| {part}: {kind} | {len(chosen)} | {score.precision:.1%} | {score.recall:.1%} |")
    for query in queries():
        if query.part == wrong and (answer := first(query.words)) != query.expected:
            print(f"{query.words}: found {answer or 'nothing'}, due {query.expected or 'nothing'}")


if __name__ == "__main__":
    main()
