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
NOT_COMPARED = ["source", "vintage"]
# What a list says beyond what is kept: adapters give its hash, and of that nothing is told but that it changed.
HASH, NOT_KEPT = "withheld_sha256", "withheld"
# What a table beside the entries says of an entry becomes one more field of it.
JOINED = {"listing_name": ("names", "kind", "name"), "listing_identifier": ("identifiers", "kind", "value")}


def change_resources(
    source: Source, shots: Sequence[Snapshot], built: Sequence[Resource], home: Path, held: Sequence[Resource]
) -> list[Resource]:
    """A table of changes for every two consecutive vintages of a source that is a list of entries."""
    by_table = {name: [r for r in built if r["waybill"]["table"] == name] for name in ("listing", *JOINED)}
    listings = by_table["listing"]
    withheld: dict[int, pd.Series | None] = {}
    resources = []
    for position in range(1, len(listings)):
        pair = slice(position - 1, position + 1)
        recipe = digest(
            "".join(
                [
                    _rules(),
                    *(shot.fingerprint for shot in shots[pair]),
                    *(r["hash"] for vintages in by_table.values() for r in vintages[pair]),
                ]
            ).encode()
        )
        kept = next((r for r in held if r["waybill"]["recipe"] == recipe), None)
        if kept and (tables_folder(home) / kept["path"]).is_file():
            resources.append(kept)
            continue
        for at in (position - 1, position):
            if at not in withheld:
                withheld[at] = _withheld(source, shots[at])
        before, after = (
            _entries({name: vintages[at] for name, vintages in by_table.items() if vintages}, home, withheld[at])
            for at in (position - 1, position)
        )
        rows = changes(before, after).assign(source=source.name, vintage=shots[position].obtained)
        rows["from_vintage"] = shots[position - 1].obtained
        label = str(listings[position]["name"]).split(".", 2)[2]
        facts = {
            "recipe": recipe,
            "from": shots[position - 1].obtained.isoformat(),
            "entries": {str(what): int(n) for what, n in rows.groupby("change")["entry_id"].nunique().items()},
            "corrected": 0,
            "left_out": {},
        }
        resources.append(
            table_resource(source, shots[position], label, listing_change, listing_change.check(rows), home, **facts)
        )
    return resources


def changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """One row per entry added or removed and per field amended.

    Both frames are indexed by authority, list and entry_id. An amended row says what stood there and what
    stands there now, as text; nothing at all is null, and so is what is not kept.
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
            if name == NOT_KEPT:
                part[["before", "after"]] = None
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


def _withheld(source: Source, shot: Snapshot) -> pd.Series | None:
    """The hash over what is not kept of each entry, from the publisher's own file; None where there is nothing such."""
    rows = source.tidy(shot.paths)
    listing = rows if isinstance(rows, pd.DataFrame) else rows["listing"]
    return listing.set_index(ENTRY)[HASH].rename(NOT_KEPT) if HASH in listing else None


def _entries(resources: dict[str, Resource], home: Path, withheld: pd.Series | None) -> pd.DataFrame:
    """The entries of one vintage, with their other names, their identifiers and what is not kept as further fields."""
    rows = _read(resources["listing"], home).set_index(ENTRY).drop(columns=NOT_COMPARED)
    if withheld is not None:
        rows = rows.join(withheld)
    for table, (field, kind, value) in JOINED.items():
        if table in resources:
            rows = rows.join(_joined(_read(resources[table], home), kind, value).rename(field))
            rows[field] = rows[field].astype(object).where(rows[field].notna(), None)
    return rows


def _joined(rows: pd.DataFrame, kind: str, value: str) -> pd.Series:
    """All that a table says of an entry in one text; its primary name is a field of its own already."""
    others = rows[rows[kind] != "primary"]
    said = others.assign(said=others[kind] + ": " + others[value]).sort_values([*ENTRY, "said"])
    joined: pd.Series = said.drop_duplicates([*ENTRY, "said"]).groupby(ENTRY)["said"].agg("; ".join)
    return joined


def _read(resource: Resource, home: Path) -> pd.DataFrame:
    rows: pd.DataFrame = pq.read_table(tables_folder(home) / resource["path"]).to_pandas()
    return rows


def _rules() -> str:
    """This file is part of the recipe: a change here compares anew what was compared before."""
    return digest(Path(__file__).read_bytes())
