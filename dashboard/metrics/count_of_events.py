"""How many events of a kind the timeline holds in some days: visits made, treaties signed, votes cast.

count = number of events of `source` from `start` to `end`, both days included, whose title fits `pattern`,
whose category is `category` (or any) and which concern all of `countries`.

`pattern` is a regular expression that is looked for anywhere in the title, capitals counting. A count of
nothing says that the timeline names no such event; it is refused where the timeline does not reach.
"""

from __future__ import annotations

import pandas as pd

from dashboard.metrics.definition import Metric, MetricImpossible, Parameters, day, names, pattern, text
from dashboard.metrics.value import Value, exactly

QUERY = """
WITH held AS (
  SELECT $source AS asked, min(date) AS first_held, max(date) AS last_held FROM event WHERE source = $source
)
SELECT event_id, date, title, category, countries, url, source, vintage, first_held, last_held
FROM held
LEFT JOIN event ON source = asked AND date BETWEEN CAST($start AS DATE) AND CAST($end AS DATE)
  AND ($category = 'any' OR category = $category) AND regexp_matches(title, $pattern)
  AND list_has_all(string_split(coalesce(countries, ''), ';'), $countries)
ORDER BY date, event_id
"""


def measure(rows: pd.DataFrame, parameters: Parameters) -> Value:
    """The count. Raises MetricImpossible when the source holds no events of those days at all."""
    first, last = rows["first_held"].iloc[0], rows["last_held"].iloc[0]
    if pd.isna(first):
        raise MetricImpossible(f"The data hold no events from {parameters['source']}.")
    start, end = pd.Timestamp(parameters["start"]), pd.Timestamp(parameters["end"])
    if end < start:
        raise MetricImpossible("These are no days to count in: they end before they start.")
    if end < first or start > last:
        raise MetricImpossible(f"Events from {parameters['source']} are held from {first:%Y-%m-%d} to {last:%Y-%m-%d}.")
    return exactly(float(rows["event_id"].notna().sum()))


metric = Metric(
    about="How many events of a kind the timeline holds in some days.",
    unit="count",
    parameters={
        "source": text,
        "category": text,
        "countries": names,
        "pattern": pattern,
        "start": day,
        "end": day,
    },
    query=QUERY,
    measure=measure,
)
