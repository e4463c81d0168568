"""SIPRI's register in SQL: what can be chosen of it, and what is said beside it."""

from __future__ import annotations

RECIPIENTS = """
SELECT value, label FROM (
  SELECT 'all' AS value, 'all recipients' AS label, 1e12 AS size
  UNION ALL
  SELECT recipient, recipient, sum(coalesce(tiv_delivered, 0)) FROM arms_transfer GROUP BY recipient
) AS offered ORDER BY size DESC, value
"""
SUPPLIERS = """
SELECT value, label FROM (
  SELECT 'all' AS value, 'all suppliers' AS label, 1e12 AS size
  UNION ALL
  SELECT supplier, supplier, sum(coalesce(tiv_delivered, 0)) FROM arms_transfer
  WHERE $recipient = 'all' OR recipient = $recipient GROUP BY supplier
) AS offered ORDER BY size DESC, value
"""
CHOSEN = """($recipient = 'all' OR recipient = $recipient) AND ($supplier = 'all' OR supplier = $supplier)
  AND delivered BETWEEN date_trunc('year', CAST($start AS DATE)) AND $end"""
"""Deliveries between those chosen, in whole years."""

TIV = "million TIV: a volume index, not a price"
CAVEAT = (
    "SIPRI counts major arms only: artillery shells and other ammunition, small arms and trucks are not in it. A "
    "trend-indicator value is a volume of military capability, never money."
)
ADD = (
    "Bundled are deliveries to Russia alone. For others download the register as CSV from "
    "armstransfers.sipri.org and run waybill add FILE, or use the upload on the Data page."
)
