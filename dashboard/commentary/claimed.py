"""An exhibit that belongs to a claim: its SQL is run with the claim's own parameters, not with the page's period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dashboard.chart import Chart, Exhibit, Plain, Scope, finished
from dashboard.commentary.ledger import Entry
from dashboard.period import Period


@dataclass(frozen=True)
class Claimed(Chart):
    """A chart of a claim. `given` are the parameters of the reading whose query it shows."""

    given: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def parameters(self, scope: Scope) -> dict[str, Any]:
        """What the query is run with, which no period filter changes."""
        return dict(self.given)


@dataclass(frozen=True)
class Drawn:
    """What one exhibit of a claim consists of, before it is framed."""

    name: str
    question: str
    measure: str
    query: str
    given: Mapping[str, Any]
    rows: pd.DataFrame
    figure: Plain
    summary: str


def exhibit(entry: Entry, drawn: Drawn, period: Period, sources: Sequence[Any], version: str) -> Exhibit:
    """The exhibit, to be shown and taken away like any chart."""
    chart = Claimed(
        topic="commentary",
        question=drawn.question,
        measure=drawn.measure,
        query=drawn.query,
        figure=lambda _rows, _scope: drawn.figure,
        summary=lambda _rows, _scope: drawn.summary,
        over_time=False,
        caveat=f"Tolerance: {entry.because}.",
        name=f"{drawn.name}_{entry.id.replace('-', '_')}",
        given=drawn.given,
    )
    return Exhibit(
        chart=chart,
        scope=Scope(period),
        question=drawn.question,
        measure=drawn.measure,
        rows=drawn.rows,
        figure=finished(drawn.figure),
        summary=drawn.summary,
        missing=(),
        sources=tuple(sources),
        version=version,
    )
