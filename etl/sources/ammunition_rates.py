"""What was said about ammunition made and fired per day, month or year: the scale beside the deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.reading import has_header
from etl.source import HAND_KEPT, Source
from etl.sources.ammunition_estimates import STATEMENT, TERMS, statements
from etl.tables import ammunition_estimate

HEADER = ["rate_id", *STATEMENT]


def recognises(head: bytes) -> bool:
    """The columns of the hand-kept table, which begin with rate_id."""
    return has_header(head, HEADER)


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of ammunition_estimate."""
    return statements(paths, HEADER)


source = Source(
    name="ammunition_rates",
    title="Published rates of ammunition made and fired",
    publisher="Compiled for Waybill from the publications named in each row",
    page="",
    license=TERMS,
    citation="The estimator and publication named in each row; compiled for Waybill.",
    into=ammunition_estimate,
    recognises=recognises,
    tidy=tidy,
    days_ahead=HAND_KEPT,
    note="Production, capacity to produce, plans and rounds fired are different things.",
)
