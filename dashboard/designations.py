"""What is counted as a designation: one query for all units, so that every chart counts in the same way."""

from __future__ import annotations

from dashboard import lists

UNITS = {"targets": "targets", "entries": "entries", "measures": "measures", "programmes": "entries per programme"}
DEFINED = (
    "**Targets**: a name of one kind (person, organisation, vessel, aircraft), once per authority however many lists "
    "it stands on. **Entries**: rows of a list or annex. **Measures**: a target once for each list or annex, because "
    "each brings another measure. **Entries per programme**: an entry once under each programme it is listed under."
)

RUSSIA_PROGRAMMES = """(upper(programme) LIKE '%RUS%' OR upper(programme) LIKE '%UKR%' OR programme LIKE 'PEESA%'
  OR programme IN ('BLR', 'MAGNIT', 'SSI'))"""
"""SQL: programmes about Russia, Belarus and the war against Ukraine, however an authority writes them. Belarus in full
has RUS in it; PEESA is about Russian pipelines, MAGNIT about Magnitsky, SSI about Russian sectors."""

FSF_IS_HELD = "EXISTS (SELECT 1 FROM listing AS held WHERE held.source = 'eu_financial_sanctions')"

COUNTED = f"""{lists.DATED},
entry AS (
  SELECT authority, list, entry_id, name, coalesce(target_type, 'not stated') AS target_type, date_basis, listed_on,
         CASE WHEN delisted THEN last_seen END AS gone_on, left_censored, source,
         CASE WHEN delisted AND last_seen IS NULL THEN 1 ELSE 0 END AS gone_some_day,
         unnest(string_split(programmes, ';')) AS programme, coalesce(countries, 'none') AS countries
  FROM dated
  WHERE listed_on IS NOT NULL
    AND (authority <> 'EU' OR $unit = 'targets' OR {FSF_IS_HELD})
), placed AS (
  SELECT *, unnest(string_split(countries, ';')) AS country FROM entry
), keyed AS (
  SELECT *,
    CASE $split WHEN 'programme' THEN programme WHEN 'target_type' THEN target_type WHEN 'country' THEN country
      ELSE 'all' END AS part,
    CASE $unit WHEN 'targets' THEN concat(upper(name), '|', target_type)
      WHEN 'measures' THEN concat(upper(name), '|', target_type, '|', list)
      WHEN 'programmes' THEN concat(list, '|', entry_id, '|', programme)
      ELSE concat(list, '|', entry_id) END AS unit_key
  FROM placed
), counted AS (
  SELECT authority, date_basis, part, unit_key, min(listed_on) AS listed_on, min(source) AS source,
         CASE WHEN count(gone_on) = count(*) THEN max(gone_on) END AS gone_on,
         CASE WHEN max(CASE WHEN left_censored THEN 1 ELSE 0 END) = 1 THEN 1 ELSE 0 END AS left_censored, 1 AS number,
         1 - min(gone_some_day) AS stock
  FROM keyed GROUP BY authority, date_basis, part, unit_key
  UNION ALL
  SELECT authority, date_basis,
    CASE $split WHEN 'programme' THEN replace(programme, 'EU-', '') WHEN 'target_type' THEN target_type
      WHEN 'country' THEN 'none' ELSE 'all' END AS part,
    concat('annex|', act, '|', programme, '|', measure, '|', target_type) AS unit_key, listed_on, source,
    CAST(NULL AS DATE) AS gone_on, 0 AS left_censored,
    CAST(sum(entries) AS BIGINT) AS number, CAST(sum(entries) AS BIGINT) AS stock
  FROM designation_count
  WHERE listed_on IS NOT NULL AND $unit <> 'targets' AND NOT {FSF_IS_HELD}
  GROUP BY authority, date_basis, act, programme, measure, target_type, listed_on, source
)"""
"""SQL: a common table expression `counted`: one row per unit and series, or per day where a source only counts.

Takes $unit and $split. `stock` is what counts as listed by then: nothing for what was removed on a day not told. An
authority has several series where it has several bases of date: they are never mixed. The Union's annexes are counted
by day from `designation_count`, which covers all of them; only targets, which need names, come from the annexes entry
by entry. Its financial sanctions file, where held, stands for both."""
