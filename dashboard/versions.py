"""Two versions of a list side by side: who came, who went, and what was amended field by field."""

from __future__ import annotations

HISTORY = "ofac_sdn_history"
"""The source that holds no versions but says when each entry stood on the list, so that any day's can be made."""

LISTS = f"""
WITH version AS (
  SELECT source, count(DISTINCT vintage) AS versions FROM listing_vintages GROUP BY source
)
SELECT version.source AS value, resource.title AS label
FROM version JOIN resource ON resource.source = version.source
WHERE version.versions > 1 OR version.source = '{HISTORY}'
ORDER BY version.source <> '{HISTORY}' DESC, resource.title
"""
DAYS = f"""
WITH day AS (
  SELECT DISTINCT vintage AS day FROM listing_vintages WHERE source = $list AND source <> '{HISTORY}'
  UNION
  SELECT DISTINCT listed_on AS day FROM listing WHERE source = $list AND source = '{HISTORY}'
  UNION
  SELECT DISTINCT last_seen AS day FROM listing WHERE source = $list AND source = '{HISTORY}'
)"""
EARLIER = f"""{DAYS}, changed AS (
  SELECT from_vintage, count(*) AS changes FROM listing_change WHERE source = $list GROUP BY from_vintage
)
SELECT CAST(day.day AS VARCHAR) AS value, CAST(day.day AS VARCHAR) AS label,
       CASE WHEN $list = '{HISTORY}' THEN 'a day of the history'
            ELSE concat(CAST(coalesce(changed.changes, 0) AS VARCHAR), ' changes to the next version') END AS held
FROM day LEFT JOIN changed ON changed.from_vintage = day.day
WHERE day.day < (SELECT max(day) FROM day)
ORDER BY CASE WHEN $list <> '{HISTORY}' AND changed.changes IS NULL THEN 1 ELSE 0 END, day.day DESC
"""
"""The newest version after which something changed stands first; those that the next one repeats stand last."""
LATER = f"""{DAYS}
SELECT CAST(day AS VARCHAR) AS value, CAST(day AS VARCHAR) AS label FROM day
WHERE day > CAST($before AS DATE) ORDER BY day
"""

FIELDS = {
    "name": "name",
    "target_type": "kind of target",
    "programmes": "programmes",
    "countries": "countries",
    "title": "office or title",
    "vessel_flag": "flag",
    "vessel_type": "kind of vessel",
    "remarks": "remarks",
    "listed_on": "date of listing",
    "delisted": "removed or not",
    "names": "aliases",
    "identifiers": "identifiers",
    "withheld": "details not kept here",
}
"""Columns that are compared, with their words; aliases and identifiers are joined into one text each."""
NOT_KEPT = "withheld"
"""Of what is not kept no version has anything: only the changes from each version to the next tell that it changed."""
BESIDE = ("names", "identifiers", NOT_KEPT)
"""Fields that are no columns of the entries."""


def _beside(table: str, value: str, day: str, name: str) -> str:
    """SQL: all that a table beside the entries says of each, in one text."""
    return f"""
  SELECT authority, list, entry_id, string_agg(concat(kind, ': ', {value}), '; ' ORDER BY concat(kind, ': ', {value}))
    AS {name}
  FROM (SELECT DISTINCT authority, list, entry_id, kind, {value} FROM {table}_vintages
        WHERE source = $list AND vintage = CAST(${day} AS DATE) AND kind <> 'primary') AS said
  GROUP BY authority, list, entry_id"""


def _version(day: str) -> str:
    """SQL: the list as it stood on a day, each compared column as text."""
    own = ", ".join(f"CAST(l.{name} AS VARCHAR) AS {name}" for name in FIELDS if name not in BESIDE)
    return f"""
  SELECT l.authority, l.list, l.entry_id, {own}, n.names, i.identifiers
  FROM (
    SELECT * FROM listing_vintages
    WHERE source = $list AND source <> '{HISTORY}' AND vintage = CAST(${day} AS DATE)
    UNION ALL
    SELECT * FROM listing_vintages
    WHERE source = $list AND source = '{HISTORY}'
      AND listed_on <= CAST(${day} AS DATE) AND last_seen >= CAST(${day} AS DATE)
  ) AS l
  LEFT JOIN ({_beside("listing_name", "name", day, "names")}) AS n
    ON n.authority = l.authority AND n.list = l.list AND n.entry_id = l.entry_id
  LEFT JOIN ({_beside("listing_identifier", "value", day, "identifiers")}) AS i
    ON i.authority = l.authority AND i.list = l.list AND i.entry_id = l.entry_id"""


def _amended(name: str) -> str:
    # When a copy first saw an entry is its history, not something that was amended.
    compared = f"w.{name} IS DISTINCT FROM n.{name}"
    if name == "delisted":
        compared += f" AND $list <> '{HISTORY}'"
    return f"""
  SELECT n.list, n.entry_id, n.name, 'amended' AS change, '{name}' AS field, w.{name} AS was, n.{name} AS is_now
  FROM was AS w JOIN now AS n ON w.list = n.list AND w.entry_id = n.entry_id WHERE {compared}"""


NOT_KEPT_AMENDED = f"""
  SELECT n.list, n.entry_id, n.name, 'amended' AS change, '{NOT_KEPT}' AS field, CAST(NULL AS VARCHAR) AS was,
         CAST(NULL AS VARCHAR) AS is_now
  FROM was AS w JOIN now AS n ON w.list = n.list AND w.entry_id = n.entry_id
  JOIN (
    SELECT DISTINCT list, entry_id FROM listing_change
    WHERE source = $list AND field = '{NOT_KEPT}'
      AND from_vintage >= CAST($before AS DATE) AND vintage <= CAST($after AS DATE)
  ) AS c ON c.list = n.list AND c.entry_id = n.entry_id"""


COMPARED = f"""
was AS ({_version("before")}
), now AS ({_version("after")}
), difference AS (
  SELECT n.list, n.entry_id, n.name, 'added' AS change, 'entry' AS field, CAST(NULL AS VARCHAR) AS was,
         CAST(NULL AS VARCHAR) AS is_now
  FROM now AS n LEFT JOIN was AS w ON w.list = n.list AND w.entry_id = n.entry_id WHERE w.entry_id IS NULL
  UNION ALL
  SELECT w.list, w.entry_id, w.name, 'removed' AS change, 'entry' AS field, CAST(NULL AS VARCHAR) AS was,
         CAST(NULL AS VARCHAR) AS is_now
  FROM was AS w LEFT JOIN now AS n ON w.list = n.list AND w.entry_id = n.entry_id WHERE n.entry_id IS NULL
  UNION ALL {" UNION ALL ".join([*(_amended(name) for name in FIELDS if name != NOT_KEPT), NOT_KEPT_AMENDED])}
)"""
"""SQL: common table expressions `was`, `now` and `difference`: two versions of $list and every change between them."""

PLACE = "CASE change WHEN 'amended' THEN 0 WHEN 'removed' THEN 1 ELSE 2 END"
"""SQL: what was amended first, for hundreds may be added on one day."""
ENTRIES = f"""
WITH {COMPARED}
SELECT change, field, name, list, entry_id, was, is_now FROM difference
ORDER BY {PLACE}, name, list, entry_id, field
"""
"""Every change, entry by entry and field by field."""
