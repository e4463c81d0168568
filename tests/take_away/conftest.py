"""Exhibits made by hand, so that files can be tested without tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from dashboard import theme
from dashboard.chart import Chart, Exhibit, Scope, finished
from dashboard.choice import Choice
from dashboard.gaps import Gap
from dashboard.period import Period
from dashboard.store import Provenance

COMTRADE = Provenance(
    source="comtrade",
    title="Monthly goods trade",
    publisher="United Nations Statistics Division",
    page="https://comtradeplus.un.org/",
    obtained=date(2026, 2, 3),
    license="UN Comtrade terms of use",
    license_path="https://comtrade.un.org/terms",
    citation="UN Comtrade, monthly goods trade.",
    note="Exports are free on board.",
)
ROWS = pd.DataFrame(
    {
        "period": pd.to_datetime(["2024-03-01", "2024-04-01", "2024-06-01"]),
        "reporter": ["CHN", "CHN", "CHN"],
        "product": ["0101", "8542", None],
        "value_usd": [7_450_000_000.25, -3.5, None],
        "year": [2024, 2024, 2024],
        "source": ["comtrade"] * 3,
    }
)


def _figure(rows: pd.DataFrame, _: Scope) -> dict[str, object]:
    return theme.figure([{"type": "scatter", "x": rows.iloc[:, 0], "y": [1.0] * len(rows)}])


@pytest.fixture
def exhibit() -> Callable[..., Exhibit]:
    """Makes an exhibit; what is named replaces what stands there otherwise."""

    def made(**given: object) -> Exhibit:
        rows = given.get("rows", ROWS)
        assert isinstance(rows, pd.DataFrame)
        flow = Choice("flow", "Flow", {"export": "Exports"}, "export")
        chart = Chart(
            topic="trade",
            question="How much does China sell to Russia?",
            measure="Goods exports per month, billion US dollars",
            query="",
            figure=_figure,
            summary=lambda *_: "",
            choices=(flow,),
            caveat=str(given.pop("caveat", "Chinese figures only.")),
            name="china_russia",
        )
        scope = chart.scope(Period.read("2024-03..2024-06"))
        standing: dict[str, object] = {
            "chart": chart,
            "scope": scope,
            "question": chart.question,
            "measure": chart.measure,
            "rows": rows,
            "figure": finished(chart.figure(rows, scope)),
            "summary": "China’s exports fell.",
            "missing": (Gap(Period.read("2024-05"), "not reported"),),
            "sources": (COMTRADE,),
            "version": "1a2b3c4d",
        }
        return Exhibit(**{**standing, **given})  # type: ignore[arg-type]

    return made
