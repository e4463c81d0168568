"""CEPII BACI: yearly trade by product, with exporter's and importer's reports reconciled into one figure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.baci import baci, layout, rows

LAYOUT = layout("HS2017")


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of trade_flow: `i` exports `k` to `j`, `v` thousand dollars and `q` tonnes."""
    return rows(paths, LAYOUT)


source = baci("cepii_baci", LAYOUT, tidy)
