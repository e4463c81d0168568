"""What Waybill does with bulk files from file to published Parquet, to be measured as a process of its own.

python -m tests.benchmarks.ours NAME SOURCE OUT FILE… reads each file as a whole part, one after the other; NAME is
`ours`, which does what the plain scripts do, or `ours_with_sums`, which makes the published sums as well.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from etl import columnar
from etl.parts import SUMS
from etl.sources import all_sources
from etl.tables import trade_flow


def main(name: str, out: Path, files: list[Path], sums: bool) -> None:
    """Check, sort and write every file, as the build does."""
    bulk = all_sources()[name].bulk
    assert bulk
    facts = {"source": name, "vintage": date(2026, 1, 1)}
    for file in files:
        part = columnar.read_part([file], bulk.layout)
        folder = out / file.stem
        folder.mkdir()
        columnar.write(part, trade_flow, SUMS if sums else {}, facts, folder)
        del part


if __name__ == "__main__":
    main(sys.argv[2], Path(sys.argv[3]), [Path(name) for name in sys.argv[4:]], sys.argv[1] == "ours_with_sums")
