"""The fleet under sanctions, authority by authority: ships are listed by the hundred, and each counts one hull."""

from __future__ import annotations

from dashboard.chart import Chart
from dashboard.charts import designations
from dashboard.choice import Choice

QUERY = (
    designations.QUERY.replace("$split", "'target_type'")
    .replace("$unit", "'entries'")
    .replace("($authority = 'all' OR s.authority = $authority)", "s.part = 'vessel'")
)

chart = Chart(
    topic="sanctions",
    question="How many vessels has each authority listed?",
    measure="Number of vessels, entries {view}; each row is on its own scale and basis of date",
    query=QUERY,
    figure=designations.figure,
    summary=designations.summary,
    choices=(
        Choice(
            "view",
            "Show",
            {"cumulative": "listed by then", "monthly": "per month"},
            "cumulative",
        ),
    ),
    kept="month",
    caveat="EU: ships of the shadow fleet in Annex XLII of Regulation 833/2014 and ships under the DPRK regulation; "
    "only those still listed, so ships taken off since are missing. US: ships on the SDN list as collected copies of "
    "18 August 2021 to 3 May 2024 show it. The older UK list does not tell ships from organisations.",
)
