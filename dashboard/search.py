"""Who is listed under a name: an index over the names of every list held, and the page to type into."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard import lists
from dashboard.entry import key_of
from dashboard.names.index import NameIndex
from dashboard.store import Store

ENTRIES = f"""
WITH {lists.TOLD},{lists.DATED}
SELECT told.authority, told.list, told.entry_id, told.name AS primary_name, told.target_type, told.programmes,
       told.countries, coalesce(told.listed_on, d.listed_on) AS listed_on,
       coalesce(told.date_basis, d.date_basis) AS date_basis, coalesce(d.left_censored, FALSE) AS left_censored,
       told.delisted, told.last_seen, told.source, told.vintage
FROM told LEFT JOIN dated AS d ON d.collection = told.collection AND d.entry_id = told.entry_id
  AND d.source <> told.source
ORDER BY told.source, told.list, told.entry_id
"""
NAMES = f"""
WITH {lists.TOLD}
SELECT source, list, entry_id, name, min(kind) AS kind FROM (
  SELECT n.source, n.list, n.entry_id, n.name, n.kind FROM listing_name AS n
  JOIN told ON told.source = n.source AND told.list = n.list AND told.entry_id = n.entry_id
  UNION ALL
  SELECT source, list, entry_id, name, 'primary' AS kind FROM told
) AS said
GROUP BY source, list, entry_id, name ORDER BY source, list, entry_id, name
"""
KINDS = {
    "primary": "primary name",
    "alias": "alias",
    "former": "former name",
    "variation": "variation or own script",
    "weak": "weak alias",
}
MOST = 50


@dataclass(frozen=True, eq=False)
class Listed:
    """Every entry of every list held, each list once, and the index over all their names."""

    entries: pd.DataFrame
    names: pd.DataFrame
    index: NameIndex

    def found(self, query: str, keep: np.ndarray | None = None) -> pd.DataFrame:
        """The entries whose names are closest, best first, with the name that was hit, its kind and its score.

        `keep` says which entries (by row of `entries`) may be found.
        """
        of_entry = self.names["entry"].to_numpy()
        hits = self.index.search(query, keep=None if keep is None else keep[of_entry], most=5 * MOST)
        best: dict[int, tuple[float, int, str]] = {}
        for hit in hits:
            best.setdefault(int(of_entry[hit.position]), (hit.score, hit.position, hit.how))
        chosen = list(best.items())[:MOST]
        rows = self.entries.iloc[[entry for entry, _ in chosen]].reset_index(drop=True)
        rows.insert(0, "score", [score for _, (score, _, _) in chosen])
        rows.insert(1, "matched", [self.index.names[position] for _, (_, position, _) in chosen])
        kinds = self.names["kind"].to_numpy()
        rows.insert(2, "matched_as", [KINDS[str(kinds[position])] for _, (_, position, _) in chosen])
        rows.insert(3, "how", [how for _, (_, _, how) in chosen])
        rows["key"] = [key_of(*cells) for cells in zip(rows["source"], rows["list"], rows["entry_id"], strict=True)]
        return rows


@lru_cache(maxsize=2)
def listed(store: Store) -> Listed:
    """The index over what a store holds; made once for each publication of the tables."""
    entries, names = store.rows(ENTRIES), store.rows(NAMES)
    key = ["source", "list", "entry_id"]
    rows = entries[key].assign(entry=range(len(entries)))
    names = names.merge(rows, on=key, how="inner")
    return Listed(entries, names, NameIndex(names["name"].tolist()))
