"""The fleet under sanctions, authority by authority: ships are listed by the hundred, and each counts one hull."""

from __future__ import annotations

from dashboard import designations as counting
from dashboard.chart import Chart
from dashboard.charts import designations
from dashboard.choice import Choice

QUERY = (
    designations.query(f"target_type = 'vessel' AND ($scope = 'all' OR {counting.RUSSIA})")
    .replace("$split", "'target_type'")
    .replace("$unit", "'entries'")
    .replace("($authority = 'all' OR s.authority = $authority)", "TRUE")
)

chart = Chart(
    topic="sanctions",
    question="How many vessels has each authority listed?",
    measure="Number of vessels (entries of lists), {scope}, {view}; each row is on its own scale and basis of date",
    query=QUERY,
    figure=designations.figure,
    summary=designations.summary,
    choices=(
        Choice(
            "scope",
            "Listed under",
            {"russia": "Russia programmes", "all": "all programmes"},
            "russia",
        ),
        Choice(
            "view",
            "Show",
            {"cumulative": "listed by then", "monthly": "per month"},
            "cumulative",
        ),
    ),
    kept="month",
    uncovered=designations.uncovered,
    caveat="Russia programmes: the annex of ships of EU Regulation 833/2014, US programmes named after Russia or "
    "Ukraine, and the Russia lists of Canada and the UK. No list has a programme “shadow fleet”: tankers listed for "
    "Iran or Venezuela that carry Russian oil are only under all programmes, and a ship under a Russia programme need "
    "not be a tanker. EU: only those still listed, so ships taken off since are missing. US: ships on the SDN list as "
    "collected copies of 18 August 2021 to 3 May 2024 show it. The older UK list does not tell ships from "
    "organisations.",
)
