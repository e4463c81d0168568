"""The dashboard's queries over the tables of one folder, timed in a process of their own: its memory counts too."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.benchmarks.sizes import measured

if __name__ == "__main__":
    for line in measured(Path(sys.argv[1])):
        print(line)
