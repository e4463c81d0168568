"""What is counted as a designation: one query for all units, so that every chart counts in the same way."""

from __future__ import annotations

from dashboard import lists

UNITS = {"targets": "targets", "entries": "entries", "measures": "measures", "programmes": "entries per programme"}
DEFINED = {
    "targets": "names of one kind (person, organisation, vessel, aircraft), each once in a row of the chart, however "
    "many of its lists it stands on",
    "entries": "rows of a list or annex",
    "measures": "targets once for each list or annex, because each brings another measure",
    "programmes": "entries once under each programme that they are listed under",
}

RUSSIA = """(programme IN ('RUS', 'UKR', 'EU-RUS', 'EU-UKR', 'Russia', 'Ukraine') OR programme LIKE '%RUSSIA%'
  OR programme LIKE 'UKRAINE-%' OR programme LIKE 'PEESA%')"""
"""SQL: programmes about Russia and its war, as each authority names them."""

RUSSIA_PROGRAMMES = """(upper(programme) LIKE '%RUS%' OR upper(programme) LIKE '%UKR%' OR programme LIKE 'PEESA%'
  OR programme IN ('BLR', 'MAGNIT', 'SSI'))"""
"""SQL: programmes about Russia, Belarus and the war against Ukraine, however an authority writes them. Belarus in full
has RUS in it; PEESA is about Russian pipelines, MAGNIT about Magnitsky, SSI about Russian sectors."""

FSF_IS_HELD = "EXISTS (SELECT 1 FROM listing AS held WHERE held.source = 'eu_financial_sanctions')"
ANNEXES_ARE_HELD = "EXISTS (SELECT 1 FROM listing AS held WHERE held.authority = 'EU')"
OF_PACKAGE = "BETWEEN k.adopted AND k.published + INTERVAL 1 DAY"
"""SQL: the days a package `k` is printed with: acts print the day they were adopted, published or the day after."""


def counted(only: str = "TRUE") -> str:
    """SQL: a common table expression `counted`: a row per unit and series, or per day where a source only counts.

    Takes $unit and $split; `only` is a condition on authority, programme and target_type. `stock` is what counts as
    listed by then: nothing for what was removed on a day not told. An authority has several series where it has
    several bases of date or sources: they are never mixed. The Union's annexes are counted by day from
    `designation_count`, which covers all acts; targets and countries, which need names, come from the annexes held
    entry by entry. Its financial sanctions file, where held, stands for both. Where the source that dates a list
    prints no countries, the one that says most of the list gives them, up to the month in `countries_until`.
    """
    return f"""{lists.TOLD},{lists.DATED},
countries_until AS (
  SELECT d.source, CAST(date_trunc('month', max(resource.obtained)) AS DATE) AS ends
  FROM told JOIN dated AS d ON d.collection = told.collection JOIN resource ON resource.source = told.source
  WHERE $split = 'country' AND told.countries IS NOT NULL AND told.source <> d.source GROUP BY d.source
), told_country AS (
  SELECT collection, entry_id, min(countries) AS countries FROM told
  WHERE countries IS NOT NULL AND $split = 'country' GROUP BY collection, entry_id
), entry AS (
  SELECT d.authority, d.list, d.entry_id, d.name, coalesce(d.target_type, 'not stated') AS target_type, d.date_basis,
         d.listed_on, CASE WHEN d.delisted THEN d.last_seen END AS gone_on, d.left_censored, d.source,
         CASE WHEN d.delisted AND d.last_seen IS NULL THEN 1 ELSE 0 END AS gone_some_day,
         unnest(string_split(d.programmes, ';')) AS programme,
         coalesce(d.countries, told_country.countries, 'none') AS countries
  FROM dated AS d
  LEFT JOIN told_country ON told_country.collection = d.collection AND told_country.entry_id = d.entry_id
  WHERE d.listed_on IS NOT NULL
    AND (d.authority <> 'EU' OR $unit = 'targets' OR $split = 'country' OR {FSF_IS_HELD})
), placed AS (
  SELECT *, unnest(string_split(countries, ';')) AS country FROM entry WHERE {only}
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
  SELECT authority, date_basis, part, unit_key, min(listed_on) AS listed_on, source,
         CASE WHEN count(gone_on) = count(*) THEN max(gone_on) END AS gone_on,
         CASE WHEN max(CASE WHEN left_censored THEN 1 ELSE 0 END) = 1 THEN 1 ELSE 0 END AS left_censored, 1 AS number,
         1 - min(gone_some_day) AS stock
  FROM keyed GROUP BY authority, date_basis, part, unit_key, source
  UNION ALL
  SELECT authority, date_basis,
    CASE $split WHEN 'programme' THEN replace(programme, 'EU-', '') WHEN 'target_type' THEN target_type
      WHEN 'country' THEN 'none' ELSE 'all' END AS part,
    concat('annex|', act, '|', programme, '|', measure, '|', target_type) AS unit_key, listed_on, source,
    CAST(NULL AS DATE) AS gone_on, 0 AS left_censored,
    CAST(sum(entries) AS BIGINT) AS number, CAST(sum(entries) AS BIGINT) AS stock
  FROM designation_count
  WHERE listed_on IS NOT NULL AND $unit <> 'targets' AND NOT {FSF_IS_HELD} AND {only}
    AND ($split <> 'country' OR NOT {ANNEXES_ARE_HELD})
  GROUP BY authority, date_basis, act, programme, measure, target_type, listed_on, source
)"""


COUNTED = counted()

COVERED = """
collected AS (
  SELECT source, CAST(date_trunc('month', min(listed_on)) AS DATE) AS begins,
         CAST(date_trunc('month', max(last_seen)) AS DATE) AS ends
  FROM listing WHERE date_basis = 'first_seen' GROUP BY source
), covered AS (
  SELECT resource.source, collected.begins AS covered_from,
         coalesce(collected.ends, CAST(date_trunc('month', resource.obtained) AS DATE)) AS covered_to
  FROM resource LEFT JOIN collected ON collected.source = resource.source
)"""
"""SQL: a common table expression `covered`: the months a source can tell of. Dates that a list prints go back as far
as they go, so only collected copies have a first month; a list says nothing after the day it was got."""
