"""Measures the claim ledger: all claims with all readings and windows, beside a single query of the same tables.

Example: python -m tests.benchmarks.ledger
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 7
AIM = 1.0
"""Seconds that the whole ledger may take on the bundled data."""


def took(work: Callable[[], object]) -> float:
    """The least time of a few rounds, in seconds: what the work takes when nothing else is done."""
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return min(taken)


def main() -> int:
    """Print the times; 1 when the ledger takes longer than aimed at."""
    from dashboard.commentary.ledger import ledger, texts
    from dashboard.commentary.windows import slid
    from dashboard.store import open_store
    from etl.build import build

    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        store = open_store(folder)
        texts(store)
        entries = ledger(store)
        query = took(lambda: store.rows("SELECT * FROM event WHERE category = 'visit'"))
        claims = took(lambda: ledger(store))
        windows = took(lambda: [slid(entry, store) for entry in entries])
        count = sum(len(entry.readings) for entry in entries)
        held = sum(len(one.windows) for entry in entries for one in slid(entry, store))
    print(f"one query            {query:8.4f} s")
    print(f"{len(entries)} claims, {count} readings {claims:8.4f} s  ({claims / query / count:.1f} queries a reading)")
    print(f"{held} windows         {windows:8.4f} s")
    print(f"together             {claims + windows:8.4f} s  (aim: {AIM} s)")
    return int(claims + windows > AIM)


if __name__ == "__main__":
    sys.exit(main())
