"""The Kyrgyz mirror: what the EU says it exported to Kyrgyzstan beside what Kyrgyzstan says arrived, where held."""

from __future__ import annotations

from dashboard.chart import Chart
from dashboard.trade import mirror

chart = Chart(
    topic="trade",
    question="Does {importer} report what {exporter} says it sent there?",
    measure="Goods from {exporter} to {importer} per {grain}, {currency}, in both countries’ figures",
    query=mirror.QUERY,
    figure=mirror.figure,
    summary=mirror.summary,
    choices=mirror.choices("EUU", "KGZ"),
    series=("side",),
    caveat=mirror.CAVEAT + " Goods that were sent on without being cleared show as missing on the importer’s side.",
)
