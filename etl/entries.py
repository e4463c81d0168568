"""Turn a list that prints an entry in several rows into the tables of entries, names and identifiers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from etl.markup import hashed, run_together
from etl.sheet import Cells, Sheet

RANK = {"primary": 0, "alias": 1, "variation": 2, "former": 3, "weak": 4}
NAME = ["entry_id", "kind", "name", "language"]
LOST = r"\?{3}"
AGAIN = "get the file again"
IDENTIFIER = ["entry_id", "kind", "value"]


def tables(
    sheet: Sheet,
    *,
    authority: str,
    list_name: str | Cells,
    entry_id: Cells,
    cells: Mapping[str, Cells],
    dates: Mapping[str, Cells],
    names: pd.DataFrame,
    identifiers: pd.DataFrame,
    kept: Collection[str],
) -> dict[str, pd.DataFrame]:
    """Rows of listing, listing_name and listing_identifier, one entry per `entry_id`.

    `cells` are columns of listing, aligned with the sheet's rows: all rows of an entry say the same
    `target_type`, and of the others every value counts. `dates` are dates by their basis, the better basis
    first: an entry has the earliest day of the best one that it has. `names` and `identifiers` hold any
    number of rows. What stands in columns that are not `kept` shows only as a hash, which does not depend
    on the order of an entry's rows. Raises ContractBroken with all faults of the sheet.
    """
    list_names = list_name if isinstance(list_name, pd.Series) else pd.Series(list_name, entry_id.index)
    names = _clean(names, NAME, "name")
    _agree(sheet, entry_id, cells["target_type"])
    nameless = ~entry_id.isin(names["entry_id"]) & entry_id.notna()
    sheet.say(entry_id[nameless], "is an entry without any name", AGAIN)
    lost = names.loc[names["name"].str.contains(LOST), "name"]
    if len(lost):
        sheet.faults.append(f"{lost.iloc[0]!r} in {_files(sheet)} lost its letters when the file was saved; {AGAIN}")
    sheet.done()
    by_rank = names.assign(rank=names["kind"].map(RANK)).sort_values(["entry_id", "rank", "name"], kind="stable")
    entries = by_rank.groupby("entry_id").first()[["name"]]
    entries["target_type"] = cells["target_type"].groupby(entry_id).first()
    for name, values in cells.items():
        if name != "target_type":
            entries[name] = _joined(values, entry_id, "; " if name == "title" else ";")
    entries["programmes"] = entries["programmes"].fillna("")
    entries["listed_on"], entries["date_basis"] = _dated(dates, entry_id)
    entries["left_censored"] = entries["delisted"] = False
    entries["withheld_sha256"] = _withheld(sheet.rows, entry_id, kept)
    entries["list"] = list_names.groupby(entry_id).first()
    listing = entries.reset_index().assign(authority=authority)
    listing.attrs = sheet.told
    listed = listing[["authority", "list", "entry_id"]]
    one_each = names.groupby(NAME[:3], as_index=False)["language"].agg(_all_words)
    numbers = _clean(identifiers, IDENTIFIER, "value").drop_duplicates()
    return {
        "listing": listing,
        "listing_name": listed.merge(one_each, on="entry_id"),
        "listing_identifier": listed.merge(numbers, on="entry_id"),
    }


def stacked(parts: Sequence[Mapping[str, Cells | str | None]], columns: Sequence[str]) -> pd.DataFrame:
    """Rows one below the other, of each part those whose last named column says something."""
    return pd.concat([pd.DataFrame(part) for part in parts])[list(columns)]


def identifiers(sheet: Sheet, entry_id: Cells, kind: str, cells: Cells, pattern: str) -> pd.DataFrame:
    """Identifiers of one kind out of cells that may hold several, without the word IMO and the like.

    What is not understood is not kept, and said in a warning: one odd number must not hold up a list.
    """
    pieces = cells.fillna("").str.split(r"[;|,]", regex=True).explode()
    bare = pieces.str.replace(r"(?i)\b(imo|mmsi|lei)\b[ :.-]*(?:number|no\.?)?|(?i:^\s*imo)|\s", "", regex=True)
    right = bare.str.fullmatch(pattern).astype(bool)
    odd = pieces[~right & bare.ne("")]
    if len(odd):
        sheet.warnings.append(f"{len(odd)} cells of '{cells.name}' not understood as {kind}, such as {odd.iloc[0]!r}")
    found = pd.DataFrame({"entry_id": entry_id.reindex(pieces.index), "kind": kind, "value": bare})
    chosen: pd.DataFrame = found[right.to_numpy()]
    return chosen


def _clean(rows: pd.DataFrame, columns: Sequence[str], telling: str) -> pd.DataFrame:
    rows = rows.reset_index(drop=True)[list(columns)]
    said = rows[telling].fillna("").map(run_together)
    chosen: pd.DataFrame = rows.assign(**{telling: said})[said.ne("") & rows["entry_id"].notna()]
    return chosen


def _files(sheet: Sheet) -> str:
    return ", ".join(sheet.rows.index.unique("file"))


def _agree(sheet: Sheet, entry_id: Cells, values: Cells) -> None:
    differing = values.groupby(entry_id).transform("nunique").gt(1)
    sheet.say(entry_id[differing], "is an entry whose rows name different kinds of target", AGAIN)


def _all_words(values: Cells) -> str | None:
    return ";".join(sorted({word for word in values if isinstance(word, str) and word})) or None


def _joined(values: Cells, entry_id: Cells, between: str) -> Cells:
    """Every word of an entry once, in order; null where it says none."""
    words = values.fillna("").astype(str)
    pieces = words.str.split(";").explode().str.strip() if between == ";" else words.map(run_together)
    said = pd.DataFrame({"entry_id": entry_id.reindex(pieces.index).to_numpy(), "word": pieces.to_numpy()})
    said = said[said["word"].ne("")].drop_duplicates().sort_values("word", kind="stable")
    return said.groupby("entry_id")["word"].agg(between.join)


def _dated(dates: Mapping[str, Cells], entry_id: Cells) -> tuple[Cells, Cells]:
    listed_on: Cells = None
    basis: Cells = None
    for name, days in dates.items():
        earliest = days.groupby(entry_id).min()
        if listed_on is None:
            listed_on, basis = earliest, pd.Series(None, earliest.index, dtype=object)
        basis = basis.mask(basis.isna() & earliest.notna(), name)
        listed_on = listed_on.fillna(earliest)
    return listed_on, basis


def _withheld(rows: pd.DataFrame, entry_id: Cells, kept: Collection[str]) -> Cells:
    said = pd.Series("", rows.index)
    for name in rows.columns.difference(list(kept)):
        cells = rows[name].fillna("")
        said = said + (name + "=" + cells + "\x1e").where(cells.str.strip().ne(""), "")
    return said.groupby(entry_id).agg(lambda lines: hashed(sorted(set(lines) - {""})))
