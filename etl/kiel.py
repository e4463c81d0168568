"""What both forms of the Kiel Institute's tracker share, so that they say the same of themselves."""

from __future__ import annotations

import pandas as pd

from etl.source import License
from etl.table import Table

LICENSE = License(
    "other-at",
    "Kiel Institute: no licence stated; cite Kiel Working Paper 2218",
    "https://www.kielinstitut.de/topics/war-against-ukraine/ukraine-support-tracker/",
)
PAGE = "https://www.kielinstitut.de/publications/ukraine-support-tracker-data-6453/"
HOSTS = ("www.kielinstitut.de", "www.ifw-kiel.de")
PUBLISHER = "Kiel Institute for the World Economy"
CITATION = (
    "Trebesch, C., Antezza, A., Bushnell, K. et al., The Ukraine Support Tracker: Which countries help Ukraine "
    "and how? Kiel Working Paper 2218."
)
RECIPIENT = "UKR"


def none_of(table: Table) -> pd.DataFrame:
    """A table without rows, for files that say nothing about it."""
    return pd.DataFrame({name: pd.Series(dtype="object") for name in table.names if name not in ("source", "vintage")})
