"""A small commentary file and the hand-made tables that its claim is computed from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

REPOSITORY = Path(__file__).parents[2]

FILE = """---
title: A title
publisher: A publisher
published: 2024-06
language: en
---

## exports

> Exports from March to April have been 16 % lower

```yaml
anchor:
  before: Accordingly,
  after: than the year before.
span: 16 % lower
topic: trade
chart: exports
choices: {flow: export}
period: 2022-02..2024-12
cited: 2024-03..2024-04
compared: 2023-03..2023-04
events: [one-event]
claim:
  metric: change_on_year_earlier
  comparator: equals
  stated: -0.16
  tolerance: 0.005
  because: "a whole percent: ±0.5 points"
  parameters: {source: a_source, reporter: CHN, partner: RUS, flow: export, product: "0101"}
  readings:
    - label: both months
      as_worded: true
      with: {currency: USD, start: 2024-03, end: 2024-04}
    - label: March alone
      with: {currency: USD, start: 2024-03, end: 2024-03}
    - label: in yuan
      with: {currency: CNY, start: 2024-03, end: 2024-04}
```

Our note.

## later

> The visit was the first

```yaml
anchor: {before: Later on., after: since 2000.}
topic: diplomacy
chart: events_timeline
period: 2024-01..2024-12
```

Another note, with a list:

- one
"""


class HandMade:
    """Published tables and texts, made by hand."""

    def __init__(self, content: dict[str, str], march: float = 84, april: float = 90) -> None:
        values = {"2023-03": 100, "2023-04": 100, "2024-03": march, "2024-04": april}
        shared = {"reporter": "CHN", "partner": "RUS", "flow": "export", "product": "0101", "currency": "USD"}
        kinds = {"grain": "month", "classification": "HS", "valuation": "FOB", "source": "a_source"}
        bounds = {"value_low": None, "value_high": None, "status": "reported", "vintage": date(2026, 11, 1)}
        rows = [
            shared | kinds | bounds | {"period": f"{month}-01", "value": float(value)}
            for month, value in values.items()
        ]
        frame = pd.DataFrame(rows).astype({"period": "datetime64[s]", "value_low": "float64", "value_high": "float64"})
        self.connection = duckdb.connect(":memory:")
        self.connection.register("trade_flow", frame)
        self.content = content

    def rows(self, sql: str, **parameters: Any) -> pd.DataFrame:
        used = {name: value for name, value in parameters.items() if f"${name}" in sql}
        return self.connection.execute(sql, used).df()

    def texts(self) -> dict[str, str]:
        return self.content


@pytest.fixture
def file() -> str:
    """A commentary file as it should be."""
    return FILE


@pytest.fixture
def store() -> type[HandMade]:
    """Makes hand-made published data: store({name: content})."""
    return HandMade


@pytest.fixture
def repository() -> Path:
    """The folder of the repository."""
    return REPOSITORY
