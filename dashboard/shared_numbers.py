"""Which authorities list the same organisation or ship, by numbers that two lists print alike and by nothing else."""

from __future__ import annotations

from dashboard import lists

KINDS = {
    "imo": "IMO numbers of ships",
    "un_reference": "references of the United Nations",
    "inn": "Russian tax numbers (INN)",
    "ogrn": "Russian registration numbers (OGRN)",
    "lei": "legal entity identifiers (LEI)",
}
"""Kinds of number that mean one thing everywhere, by the word in listing_identifier."""

NUMBERED = f"""{lists.TOLD},{lists.DATED},
numbered AS (
  SELECT DISTINCT i.value, told.authority, told.source, told.name, coalesce(told.listed_on, d.listed_on) AS listed_on,
         CASE WHEN told.listed_on IS NOT NULL THEN told.date_basis ELSE d.date_basis END AS date_basis,
         CASE WHEN coalesce(d.left_censored, told.left_censored) THEN 1 ELSE 0 END AS left_censored
  FROM listing_identifier AS i
  JOIN told ON told.source = i.source AND told.authority = i.authority AND told.list = i.list
    AND told.entry_id = i.entry_id
  LEFT JOIN dated AS d ON d.collection = told.collection AND d.entry_id = told.entry_id
  WHERE i.kind = $kind AND told.delisted = FALSE
)"""
"""SQL: a common table expression `numbered`: each number of a kind with the authorities that list it and since when.

Takes $kind. Where the source that says most of a list has no dates, the one that dates it gives them: OFAC's own
entry numbers are the same in both."""

HELD = f"""
WITH counts AS (SELECT kind AS value, count(*) AS numbers FROM listing_identifier
                WHERE kind IN ({", ".join(f"'{kind}'" for kind in KINDS)}) GROUP BY kind)
SELECT value, CASE value {" ".join(f"WHEN '{kind}' THEN '{words}'" for kind, words in KINDS.items())} END AS label
FROM counts ORDER BY numbers DESC, value
"""
"""SQL: the kinds of number that are held, most frequent first."""

NOTHING = (
    "No two lists with numbers are held: bundled are counts and the history of the US list, which print none. "
    "Add whole lists, such as OFAC’s SDN list and the UK’s, with `waybill fetch` or `waybill add FILE`."
)
