"""One trade as both sides report it: the exporter's and the importer's figures as a band with the gap in percent."""

from __future__ import annotations

from dashboard.chart import Chart
from dashboard.trade import mirror

chart = Chart(
    topic="trade",
    question="Do {exporter} and {importer} report the same trade?",
    measure="Goods from {exporter} to {importer} per {grain}, {currency}, as each side reports it",
    query=mirror.QUERY,
    figure=mirror.figure,
    summary=mirror.summary,
    choices=mirror.choices("CHN", "RUS"),
    series=("side",),
    caveat=mirror.CAVEAT,
)
