"""What changed between two versions of a list, in numbers that add up."""

from __future__ import annotations

import pandas as pd

from dashboard import theme, versions
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.choice import Choice

QUERY = f"""
WITH {versions.COMPARED},
tally AS (
  SELECT change, field, count(*) AS changes FROM difference GROUP BY change, field
  UNION ALL
  SELECT 'amended' AS change, 'any' AS field, count(DISTINCT concat(list, '|', entry_id)) AS changes
  FROM difference WHERE change = 'amended'
  UNION ALL
  SELECT 'added' AS change, 'entry' AS field, 0 AS changes WHERE NOT EXISTS
    (SELECT 1 FROM difference WHERE change = 'added')
  UNION ALL
  SELECT 'removed' AS change, 'entry' AS field, 0 AS changes WHERE NOT EXISTS
    (SELECT 1 FROM difference WHERE change = 'removed')
)
SELECT change, field, CAST(changes AS BIGINT) AS entries, CAST((SELECT count(*) FROM was) AS BIGINT) AS entries_before,
       CAST((SELECT count(*) FROM now) AS BIGINT) AS entries_after, $before AS version_before, $after AS version_after,
       $list AS source
FROM tally
WHERE CAST($before AS DATE) <= $end AND CAST($after AS DATE) >= $start
ORDER BY CASE change WHEN 'added' THEN 0 WHEN 'removed' THEN 1 ELSE 2 END, changes DESC, field
"""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """Lying bars: entries added, removed and amended, then what was amended."""
    shown = list(records(rows))
    shades = {"added": theme.COLOURS["EU"], "removed": theme.COLOURS["CHN"], "amended": theme.COLOURS["UKR"]}
    words = [_said(r) for r in shown]
    position = list(range(len(shown)))
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [r.entries for r in shown],
        "y": position,
        "customdata": words,
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {"color": [theme.faded(shades[r.change], 0.2 if _part(r) else 0.45) for r in shown]},
    }
    return theme.figure(
        [trace],
        annotations=theme.bar_labels(position, words),
        height=70 + 30 * len(shown),
        hovermode="closest",
        bargap=0.2,
        # A scale without a bar would say nothing.
        xaxis={"range": [0, 1.05 * float(rows["entries"].max())]} if rows["entries"].any() else {"visible": False},
        yaxis={"visible": False, "autorange": "reversed", "fixedrange": True},
    )


def _part(row: pd.Series) -> bool:
    return bool(row.change == "amended" and row.field != "any")


def _said(row: pd.Series) -> str:
    if _part(row):
        return f"of these in {versions.FIELDS[row.field]}: {theme.number(row.entries)}"
    return f"{row.change}: {theme.number(row.entries)}"


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The sum that has to come out, and the amended."""
    number = {(r.change, r.field): int(r.entries) for r in records(rows)}
    first = rows.iloc[0]
    before, after = int(first["entries_before"]), int(first["entries_after"])
    if not rows["entries"].any():
        return (
            f"Nothing changed: the {theme.number(before)} entries of {first['version_before']} are those of "
            f"{first['version_after']}, field by field."
        )
    added, removed = number["added", "entry"], number["removed", "entry"]
    sums = "which adds up" if before + added - removed == after else "which does not add up: report it"
    return (
        f"{theme.number(before)} entries on {first['version_before']}, plus {theme.number(added)} added, "
        f"less {theme.number(removed)} removed, makes {theme.number(after)} on {first['version_after']}, {sums}. "
        f"{theme.number(number.get(('amended', 'any'), 0))} entries were amended."
    )


chart = Chart(
    topic="sanctions",
    question="What changed between two versions of a list?",
    measure="Entries of {list}, {before} against {after}",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=(
        Choice("list", "List", offered=versions.LISTS, default="ofac_sdn"),
        Choice("before", "Earlier version", offered=versions.EARLIER),
        Choice("after", "Later version", offered=versions.LATER),
    ),
    over_time=False,
    caveat="The history of the US list names the days on which an entry stood there, and no fields: only whole "
    "versions, added with `waybill add` or `waybill fetch`, show amendments. Papers, addresses, days of birth "
    "and the like are not kept here: only that they changed is told. An entry amended in two fields counts in both.",
)
