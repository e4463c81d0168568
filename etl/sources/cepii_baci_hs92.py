"""CEPII BACI in the oldest revision, which alone goes back to 1995: a source of its own, so that nobody adds it up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.baci import baci, layout, rows

LAYOUT = layout("HS1992")


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of trade_flow: `i` exports `k` to `j`, `v` thousand dollars and `q` tonnes."""
    return rows(paths, LAYOUT)


NOTE = " The same trade as in the other revisions of BACI, over more years and in coarser products."
source = baci("cepii_baci_hs92", LAYOUT, tidy, NOTE)
