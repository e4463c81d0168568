"""The year in which something last happened before: "the first … since 2000" says that it was 2000.

year = year of the latest event of `source` before the day `before` whose title fits `pattern`, whose category
is `category` (or any) and which concerns all of `countries`.

`pattern` is a regular expression that is looked for anywhere in the title, capitals counting.
"""

from __future__ import annotations

import pandas as pd

from dashboard.metrics.definition import Metric, MetricImpossible, Parameters, day, names, pattern, text
from dashboard.metrics.value import Value, exactly

QUERY = """
SELECT event_id, date, title, category, countries, url, source, vintage
FROM event
WHERE source = $source AND date < CAST($before AS DATE)
  AND ($category = 'any' OR category = $category) AND regexp_matches(title, $pattern)
  AND list_has_all(string_split(coalesce(countries, ''), ';'), $countries)
ORDER BY date, event_id
"""


def measure(rows: pd.DataFrame, parameters: Parameters) -> Value:
    """The year. Raises MetricImpossible when the timeline holds no such event before the day."""
    if rows.empty:
        raise MetricImpossible(f"The data hold no such event before {parameters['before']:%Y-%m-%d}.")
    return exactly(float(pd.to_datetime(rows["date"]).max().year))


metric = Metric(
    about="The year in which something last happened before a day.",
    unit="year",
    parameters={
        "source": text,
        "category": text,
        "countries": names,
        "pattern": pattern,
        "before": day,
    },
    query=QUERY,
    measure=measure,
)
