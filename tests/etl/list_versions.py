"""Put versions of a list into a home, build it, and read back what changed between them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from etl.build import build
from etl.publish import read_package, tables_folder
from tests.etl.conftest import add_vintage


def changed(home: Path, source: str, versions: Mapping[date, Path]) -> list[pd.DataFrame]:
    """The rows of listing_change for every two consecutive versions, oldest first."""
    for day, file in versions.items():
        add_vintage(home, file, source, day)
    report = build(home)
    assert source not in report.failed, report.failed
    resources = [
        r for r in read_package(home)["resources"]
        if r["waybill"].get("source") == source and r["waybill"]["table"] == "listing_change"
    ]  # fmt: skip
    ordered = sorted(resources, key=lambda r: r["waybill"]["obtained"])
    return [pq.read_table(tables_folder(home) / r["path"]).to_pandas() for r in ordered]
