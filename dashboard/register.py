"""SIPRI's register in SQL: what is held, without what a newer file withdrew, and what can be chosen of it."""

from __future__ import annotations

HELD = """
WITH spanned AS (
  SELECT source, vintage, supplier, recipient, min(delivered) AS first_year, max(delivered) AS last_year
  FROM arms_transfer_vintages
  GROUP BY source, vintage, supplier, recipient
), withdrawn AS (
  SELECT DISTINCT older.deal_id, older.supplier, older.recipient, older.delivered, older.line
  FROM arms_transfer AS older
  JOIN arms_transfer_vintages AS newer ON newer.deal_id = older.deal_id
  JOIN spanned ON spanned.source = newer.source AND spanned.vintage = newer.vintage
    AND spanned.supplier = newer.supplier AND spanned.recipient = newer.recipient
  WHERE newer.vintage > older.vintage AND older.delivered BETWEEN spanned.first_year AND spanned.last_year
), held AS (
  SELECT arms_transfer.*
  FROM arms_transfer
  LEFT JOIN withdrawn ON withdrawn.deal_id = arms_transfer.deal_id AND withdrawn.supplier = arms_transfer.supplier
    AND withdrawn.recipient = arms_transfer.recipient AND withdrawn.delivered = arms_transfer.delivered
    AND withdrawn.line = arms_transfer.line
  WHERE withdrawn.deal_id IS NULL
)"""
"""The rows that stand: a newer file that holds a deal, but not its row of a year, has withdrawn the row. Extracts cover
fewer years of some pairs than of others, so only years between a pair's first and last in that file count. A deal is
known by its number alone, because parties are renamed (Libya HoR*, HoR (Libya)*)."""

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
