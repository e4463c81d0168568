"""What changed between two vintages of a list: added, removed, and amended field by field."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from etl.publish import Resource, digest, table_resource, tables_folder
from etl.snapshot import Snapshot
from etl.source import Source
from etl.tables import listing_change

ENTRY = ["authority", "list", "entry_id"]
NOT_COMPARED = {"source", "vintage", *ENTRY}


def change_resources(
    source: Source, shots: Sequence[Snapshot], built: Sequence[Resource], home: Path, held: Sequence[Resource]
) -> list[Resource]:
    """A table of changes for every two consecutive vintages of a source that is a list of entries."""
    listings = [r for r in built if r["waybill"]["table"] == "listing"]
    names = [r for r in built if r["waybill"]["table"] == "listing_name"]
    resources = []
    for position in range(1, len(listings)):
        pair = slice(position - 1, position + 1)
        recipe = digest("".join(r["hash"] for r in [*listings[pair], *names[pair]]).encode())
        kept = next((r for r in held if r["waybill"]["recipe"] == recipe), None)
        if kept and (tables_folder(home) / kept["path"]).is_file():
            resources.append(kept)
            continue
        before, after = (_entries(r, home) for r in listings[pair])
        if names[pair]:
            aliases_before, aliases_after = (_aliases(r, home) for r in names[pair])
            before, after = before.join(aliases_before), after.join(aliases_after)
        rows = changes(before, after).assign(source=source.name, vintage=shots[position].obtained)
        rows["from_vintage"] = shots[position - 1].obtained
        label = str(listings[position]["name"]).split(".", 2)[2]
        facts = {"recipe": recipe, "from": shots[position - 1].obtained.isoformat(), "corrected": 0, "left_out": {}}
        resources.append(
            table_resource(source, shots[position], label, listing_change, listing_change.check(rows), home, **facts)
        )
    return resources


def changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """One row per entry added or removed and per field amended.

    Both frames are indexed by authority, list and entry_id. An amended row says what stood there and what
    stands there now, as text; nothing at all is null.
    """
    added = after.loc[after.index.difference(before.index)]
    removed = before.loc[before.index.difference(after.index)]
    parts = [_whole(added, "added"), _whole(removed, "removed")]
    common = before.index.intersection(after.index)
    was, now = before.loc[common], after.loc[common]
    for name in after.columns:
        old, new = _as_text(was[name]), _as_text(now[name])
        differs = old.ne(new) & ~(old.isna() & new.isna())
        if differs.any():
            part = pd.DataFrame({"before": old[differs], "after": new[differs]})
            parts.append(part.assign(name=now.loc[differs, "name"], change="amended", field=name))
    everything: pd.DataFrame = pd.concat(parts).rename_axis(ENTRY).reset_index()
    chosen: pd.DataFrame = everything[[*ENTRY, "name", "change", "field", "before", "after"]]
    return chosen


def _whole(entries: pd.DataFrame, change: str) -> pd.DataFrame:
    rows = entries[["name"]].assign(change=change, field="entry", before=None, after=None)
    return rows.astype({"before": object, "after": object})


def _as_text(cells: pd.Series) -> pd.Series:
    text: pd.Series = cells.map(str, na_action="ignore").astype(object).where(cells.notna(), None)
    return text


def _entries(resource: Resource, home: Path) -> pd.DataFrame:
    rows: pd.DataFrame = pq.read_table(tables_folder(home) / resource["path"]).to_pandas()
    return rows.set_index(ENTRY).drop(columns=["source", "vintage"])


def _aliases(resource: Resource, home: Path) -> pd.Series:
    rows: pd.DataFrame = pq.read_table(tables_folder(home) / resource["path"]).to_pandas()
    joined = rows.assign(said=rows["kind"] + ": " + rows["name"]).groupby(ENTRY)["said"]
    names: pd.Series = joined.agg(lambda said: "; ".join(sorted(set(said)))).rename("names")
    return names
