"""The Kiel Institute's tracker in SQL and words: what its charts have in common."""

from __future__ import annotations

EDITIONS = """
SELECT source AS value, CASE source WHEN 'kiel_website' THEN 'figures by month' ELSE 'workbook of announcements' END
  AS label
FROM aid_commitment GROUP BY source ORDER BY count(*) DESC, source
"""
DONORS = """
SELECT value, label FROM (
  SELECT 'all' AS value, 'all donors' AS label, 1e18 AS size
  UNION ALL
  SELECT donor_name, donor_name, sum(coalesce(value, 0)) FROM aid_commitment
  WHERE source = $edition AND NOT aggregate GROUP BY donor_name
) AS offered ORDER BY size DESC, value
"""
CHOSEN = "source = $edition AND NOT aggregate AND ($donor = 'all' OR donor_name = $donor)"
"""The donors' own rows: the publisher's sums over donors are never added to them."""

KINDS = {
    "military": "military",
    "financial": "financial",
    "humanitarian": "humanitarian",
    "all": "kinds not told apart",
}
KINDS_HELD = """
SELECT kind AS value, CASE kind WHEN 'all' THEN 'kinds not told apart' ELSE kind END AS label
FROM aid_commitment WHERE source = $edition AND NOT aggregate AND ($donor = 'all' OR donor_name = $donor)
GROUP BY kind ORDER BY kind DESC
"""
CAVEAT = (
    "Commitments, allocations and deliveries overlap and are never added. Allocations may exceed the commitments of "
    "the same months, because earlier promises are spent. A month without aid has no row: it is absent, not zero. Aid "
    "announced without a day that can be is in the table of the Data page alone."
)
ABSENT = (
    "Nothing of the Kiel Institute’s Ukraine Support Tracker is held: it states no licence, so none is bundled. "
    "Download the workbook or the files behind its charts from its page at kielinstitut.de and run waybill add FILE, "
    "or use the upload on the Data page."
)
