"""A country's arms exports by year as each of SIPRI's files has them: volumes are revised with every release."""

from __future__ import annotations

import pandas as pd

from dashboard import register, theme
from dashboard.chart import Chart, Plain, Scope
from dashboard.choice import Choice

SUPPLIERS = """
SELECT supplier AS value, supplier AS label FROM arms_volume
WHERE direction = 'export' AND aggregate AND supplier <> 'WLD' GROUP BY supplier ORDER BY sum(tiv) DESC, supplier
"""

# A register that holds a supplier's deliveries to some recipients only adds up to less and is no revision, so a year of
# it counts where it has about as many recipients as the table of volumes.
QUERY = """
WITH printed AS (
  SELECT DISTINCT year, vintage, tiv, source
  FROM arms_volume_vintages
  WHERE direction = 'export' AND aggregate AND supplier = $supplier AND recipient = 'WLD'
), among AS (
  SELECT year, count(DISTINCT recipient) AS recipients
  FROM arms_volume
  WHERE direction = 'export' AND NOT aggregate AND supplier = $supplier
  GROUP BY year
), once AS (
  SELECT DISTINCT source, vintage, deal_id, line, recipient, delivered, tiv_delivered
  FROM arms_transfer_vintages
  WHERE supplier = $supplier
), summed AS (
  SELECT delivered AS year, vintage, sum(tiv_delivered) AS tiv, count(DISTINCT recipient) AS recipients, source
  FROM once
  GROUP BY delivered, vintage, source
)
SELECT year AS period, 'table' AS kind, vintage, tiv, source
FROM printed
WHERE year BETWEEN date_trunc('year', CAST($start AS DATE)) AND $end
UNION ALL
SELECT summed.year, 'register', summed.vintage, summed.tiv, summed.source
FROM summed JOIN among ON among.year = summed.year
WHERE summed.recipients >= 0.8 * among.recipients
  AND summed.year BETWEEN date_trunc('year', CAST($start AS DATE)) AND $end
ORDER BY period, kind, vintage
"""

KINDS = {"table": "table of volumes", "register": "register, summed"}


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """A mark per year and file, one shape and colour each; not joined."""
    traces = []
    for position, ((kind, vintage), part) in enumerate(rows.groupby(["kind", "vintage"])):
        name = f"{KINDS[str(kind)]}, file of {pd.Timestamp(str(vintage)):%d %b %Y}"
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": part["period"].dt.year.tolist(),
                "y": part["tiv"].tolist(),
                "hovertemplate": f"%{{y:,.0f}} m TIV in %{{x}}<extra>{name}</extra>",
                "marker": {
                    "size": 11,
                    "symbol": ["circle", "diamond", "square", "hexagon"][position % 4],
                    "color": theme.SPARE[position % len(theme.SPARE)],
                },
            }
        )
    return theme.figure(
        traces,
        height=400,
        showlegend=True,
        legend={"y": 1.03},
        margin={"t": 80},
        hovermode="closest",
        xaxis={"type": "linear", "tickformat": "d", "nticks": 8},
        yaxis={"title": {"text": register.TIV}},
    )


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The year in which the files are furthest apart."""
    years = f"{rows['period'].min().year}–{rows['period'].max().year}"
    ends = [(int(year), float(low), float(high)) for year, low, high in _ends(rows) if low < high]
    if not ends:
        return (
            f"{len(rows)} yearly volumes of {scope.label('supplier')}’s exports in {years}, in no year two that differ."
        )
    year, low, high = max(ends, key=lambda end: end[2] - end[1])
    return (
        f"Files differ on {scope.label('supplier')}’s exports in {len(ends)} years of {years}; most for {year}: "
        f"{theme.number(low)} to {theme.number(high)} m TIV."
    )


def _ends(rows: pd.DataFrame) -> list[tuple[int, float, float]]:
    """Each year with the smallest and the largest volume that any file gives."""
    return [(pd.Timestamp(str(day)).year, part["tiv"].min(), part["tiv"].max()) for day, part in rows.groupby("period")]


chart = Chart(
    topic="arms",
    question="How much did {supplier} export, as each file has it?",
    measure="SIPRI trend-indicator value per year of delivery, by file; million TIV, a volume index",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=(Choice("supplier", "Supplier", offered=SUPPLIERS, default="RUS", worded=theme.name),),
    over_time=False,
    kept="year",
    caveat=f"{register.CAVEAT} Files differ because SIPRI revises earlier years. Years of a register with fewer than "
    "four fifths of the recipients in the table are left out, because it is an extract.",
    nothing="No table of volumes is held. Download a country’s exports as CSV from armstransfers.sipri.org and run "
    "waybill add FILE, or use the upload on the Data page.",
)
