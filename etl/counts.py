"""How many rows of a source count after each of its files, and from when to when: later ones restate earlier ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from etl.publish import Resource, digest, tables_folder


def with_counts(resources: Sequence[Resource], home: Path) -> None:
    """Note with each file of a series what of it and of all before it counts; the files in the order they count in.

    Of a list only the newest file counts, and whole parts of bulk files count for themselves.
    """
    main = [r for r in resources if r["waybill"]["main"] and not r["waybill"]["complete"]]
    files = sorted(
        (r for r in main if "whole" not in r["waybill"]), key=lambda r: (r["waybill"]["obtained"], r["name"])
    )
    chain = [digest("".join([r["hash"] for r in files[: turn + 1]]).encode()) for turn in range(len(files))]
    if [r["waybill"].get("counts", {}).get("of") for r in files] == chain:
        return
    for resource, (rows, start, end), of in zip(files, _counts(files, home), chain, strict=True):
        resource["waybill"]["counts"] = {"rows": rows, "start": start, "end": end, "of": of}


def _counts(files: Sequence[Resource], home: Path) -> Sequence[tuple[int, str | None, str | None]]:
    if len(files) == 1:
        known = files[0]["waybill"]
        return [(known["rows"], known["coverage"]["start"], known["coverage"]["end"])]
    counted: list[tuple[int, str | None, str | None]] = []
    counting = pd.DataFrame()
    for resource in files:
        by, time = resource["waybill"]["restates"]["by"], resource["waybill"]["time"]
        columns = list(dict.fromkeys([*by, *([time] if time else [])]))
        rows = pq.read_table(tables_folder(home) / resource["path"], columns=columns).to_pandas(date_as_object=False)
        left = counting[~_restated(counting, rows, resource)] if len(counting) else counting
        counting = pd.concat([left, rows])
        days = (counting[time].min(), counting[time].max()) if time else (None, None)
        counted.append((len(counting), _iso(days[0]), _iso(days[1])))
    return counted


def _restated(earlier: pd.DataFrame, rows: pd.DataFrame, resource: Resource) -> Any:
    """Which earlier rows the new ones replace."""
    about, time = resource["waybill"]["restates"], resource["waybill"]["time"]
    again = rows[about["by"]].drop_duplicates().assign(again=True)
    # Merging takes nothing to be equal to nothing, as the window of a query does.
    found = earlier[about["by"]].merge(again, how="left", on=about["by"])["again"].notna().to_numpy()
    if not about["start"]:
        return found
    return found & earlier[time].between(pd.Timestamp(about["start"]), pd.Timestamp(about["end"])).to_numpy()


def _iso(day: Any) -> str | None:
    return None if day is None or pd.isna(day) else day.date().isoformat()
