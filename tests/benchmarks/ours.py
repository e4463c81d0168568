"""What Waybill does with bulk files from file to published Parquet, to be measured as a process of its own.

python -m tests.benchmarks.ours SOURCE OUT FILE… reads each file as a whole part, one after the other.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from etl import columnar
from etl.parts import SUMS
from etl.sources import all_sources
from etl.tables import trade_flow


def main(name: str, out: Path, files: list[Path]) -> None:
    """Check, sort and write every file, with its sums, as the build does."""
    bulk = all_sources()[name].bulk
    assert bulk
    facts = {"source": name, "vintage": date(2026, 1, 1)}
    for file in files:
        part = columnar.read_part([file], bulk.layout)
        columnar.write(part, trade_flow, facts, out / f"{file.stem}.parquet")
        for contract, by in SUMS.items():
            columnar.write_sums(part, by, contract, facts, out / f"{contract.name}-{file.stem}.parquet")
        del part


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
