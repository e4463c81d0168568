"""Put the tidy rows of several files together, without losing what was left out of each or said about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from etl.table import ContractBroken


def together(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """All rows, with the counts of what was left out added up and the warnings one after the other."""
    if not parts:
        raise ContractBroken("no file was given")
    left_out: Counter[str] = Counter()
    for part in parts:
        left_out.update(part.attrs.get("left_out", {}))
    warnings = [said for part in parts for said in part.attrs.get("warnings", [])]
    bare = [part.copy() for part in parts]
    for part in bare:
        part.attrs = {}
    rows = pd.concat(bare, ignore_index=True) if len(bare) > 1 else bare[0]
    stands = {day: where for part in reversed(parts) for day, where in part.attrs.get("stands", {}).items()}
    rows.attrs = {"left_out": dict(left_out), "warnings": warnings, "stands": stands}
    return rows
