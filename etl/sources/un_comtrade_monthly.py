"""UN Comtrade by month: the one source with both sides of most trades in one currency."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.comtrade import CITATION, HOSTS, KEYED, LICENSE, NOTE, PAGE, PREVIEW, bulk, trade
from etl.comtrade_answer import HEADER as HEADER
from etl.comtrade_answer import recognised, without_records
from etl.source import Source
from etl.tables import trade_flow


def recognises(head: bytes) -> bool:
    """The API's answer in months, as CSV or JSON, or the web download."""
    return recognised(head, "M")


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of trade_flow in US dollars."""
    return trade(paths, "M")


source = Source(
    name="un_comtrade_monthly",
    title="UN Comtrade, monthly goods trade",
    publisher="United Nations Statistics Division",
    page=PAGE,
    license=LICENSE,
    citation=f"{CITATION}, monthly trade in goods.",
    into=trade_flow,
    recognises=recognises,
    tidy=tidy,
    bulk=bulk("M"),
    rhythm_days=31,
    urls=(PREVIEW.format(frequency="M", period="{year}{month}"),),
    keyed_urls=(KEYED.format(frequency="M", period="{year}{month}"),),
    hosts=HOSTS,
    nothing_yet=without_records,
    note=NOTE,
)
