"""How many rows of a source count after each of its files, and from when to when: later ones restate earlier ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

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
    counted, counting = [], pl.DataFrame()
    for resource in files:
        known = resource["waybill"]
        by, time = known["restates"]["by"], known["time"]
        rows = pl.read_parquet(tables_folder(home) / resource["path"], columns=list({*by, time}))
        counting = pl.concat([_left(counting, rows, by, time, known["restates"]), rows], how="diagonal")
        first, last = counting[time].min(), counting[time].max()
        counted.append((counting.height, _iso(first), _iso(last)))
    return counted


def _left(before: pl.DataFrame, rows: pl.DataFrame, by: Sequence[str], time: str, about: Resource) -> pl.DataFrame:
    """The earlier rows that the new ones do not restate."""
    if before.is_empty():
        return before
    start, end = (about[day] and date.fromisoformat(about[day]) for day in ("start", "end"))
    beyond = before.filter(~pl.col(time).is_between(start, end)) if start and end else before.clear()
    within = before.filter(pl.col(time).is_between(start, end)) if start and end else before
    return pl.concat([beyond, within.join(rows.select(by).unique(), on=by, how="anti", nulls_equal=True)])


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
