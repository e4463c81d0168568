"""UN Comtrade by year: more reporters and products than its months have, and the years that claims are about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.comtrade import CITATION, HOSTS, KEYED, LICENSE, NOTE, PAGE, PREVIEW, bulk, trade
from etl.comtrade_answer import recognised, without_records
from etl.source import Source
from etl.tables import trade_flow


def recognises(head: bytes) -> bool:
    """The API's answer in years, as CSV or JSON, or the web download."""
    return recognised(head, "A")


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of trade_flow in US dollars."""
    return trade(paths, "A")


source = Source(
    name="un_comtrade_annual",
    title="UN Comtrade, annual goods trade",
    publisher="United Nations Statistics Division",
    page=PAGE,
    license=LICENSE,
    citation=f"{CITATION}, annual trade in goods.",
    into=trade_flow,
    recognises=recognises,
    tidy=tidy,
    bulk=bulk("A"),
    rhythm_days=366,
    urls=(PREVIEW.format(frequency="A", period="{year}"),),
    keyed_urls=(KEYED.format(frequency="A", period="{year}"),),
    hosts=HOSTS,
    nothing_yet=without_records,
    note=NOTE,
)
