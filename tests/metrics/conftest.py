"""Small hand-made tables that answer a metric's own SQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import pandas as pd
import pytest


class HandMade:
    """Tables made of frames, queried as the published ones are."""

    def __init__(self, **frames: pd.DataFrame) -> None:
        self.connection = duckdb.connect(":memory:")
        for name, frame in frames.items():
            self.connection.register(name, frame)

    def rows(self, sql: str, **parameters: Any) -> pd.DataFrame:
        used = {name: value for name, value in parameters.items() if f"${name}" in sql}
        return self.connection.execute(sql, used).df()


def flow(month: str, value: float | None, grain: str = "month", **other: Any) -> dict[str, Any]:
    """A row of trade_flow; `low` and `high` are the bounds of a recovered value."""
    low, high = other.pop("low", None), other.pop("high", None)
    return {
        "period": date.fromisoformat(f"{month}-01"),
        "grain": grain,
        "reporter": "CHN",
        "partner": "RUS",
        "flow": "export",
        "product": "TOTAL",
        "classification": "HS",
        "valuation": "FOB",
        "currency": "USD",
        "source": "a_source",
        "value": value,
        "value_low": low,
        "value_high": high,
        "status": "reported" if low is None else "recovered",
        "aggregate": False,
        "vintage": date(2026, 11, 1),
    } | other


def estimate(
    name: str, low: float | None, central: float | None, high: float | None, unit: str = "rounds", **other: Any
) -> dict[str, Any]:
    """A row of ammunition_estimate."""
    return {
        "estimate_id": name,
        "supplier": "PRK",
        "recipient": "RUS",
        "unit": unit,
        "low": low,
        "central": central,
        "high": high,
        "span": "cumulative",
        "basis": "rounds_stated",
        "period_start": date(2023, 8, 1),
        "as_of": date(2024, 6, 14),
        "estimator": "somebody",
        "url": "https://example.org",
        "source": "a_source",
        "vintage": date(2026, 11, 1),
    } | other


@pytest.fixture
def trade() -> Callable[..., HandMade]:
    """Makes tables of trade_flow rows, each written (month, value) or (month, value, grain, …)."""

    def made(*rows: dict[str, Any]) -> HandMade:
        frame = pd.DataFrame(rows)
        numbers = ["value", "value_low", "value_high"]
        return HandMade(trade_flow=frame.astype({"period": "datetime64[s]"} | dict.fromkeys(numbers, "float64")))

    return made


@pytest.fixture
def estimates() -> Callable[..., HandMade]:
    """Makes tables of ammunition_estimate rows."""

    def made(*rows: dict[str, Any]) -> HandMade:
        frame = pd.DataFrame(rows)
        return HandMade(ammunition_estimate=frame.astype(dict.fromkeys(["low", "central", "high"], "float64")))

    return made


@pytest.fixture
def events() -> Callable[..., HandMade]:
    """Makes tables of events, each written (day, title, category, countries)."""

    def made(*rows: tuple[str, str, str, str | None]) -> HandMade:
        frame = pd.DataFrame(rows, columns=["date", "title", "category", "countries"])
        frame = frame.assign(event_id=frame["date"] + "-" + frame["title"], url="https://example.org")
        frame = frame.assign(source="events", vintage=date(2026, 11, 1))
        return HandMade(event=frame.astype({"date": "datetime64[s]"}))

    return made


@pytest.fixture
def printed() -> Callable[..., HandMade]:
    """Makes tables of printed figures, each written (first month, last month, value, half a unit)."""

    def made(*rows: tuple[str, str, float | None, float]) -> HandMade:
        frame = pd.DataFrame(
            {
                "period_start": date.fromisoformat(f"{start}-01"),
                "period_end": date.fromisoformat(f"{end}-01"),
                "value": value,
                "value_low": None if value is None else value - half,
                "value_high": None if value is None else value + half,
                "reporter": "CHN",
                "partner": "RUS",
                "flow": "export",
                "currency": "USD",
                "url": "https://example.org",
                "source": "press_figures",
                "vintage": date(2026, 11, 1),
            }
            for start, end, value, half in rows
        )
        days = dict.fromkeys(["period_start", "period_end"], "datetime64[s]")
        numbers = dict.fromkeys(["value", "value_low", "value_high"], "float64")
        return HandMade(press_figure=frame.astype(days | numbers))

    return made


@pytest.fixture
def row() -> Callable[..., dict[str, Any]]:
    """Makes one row of trade_flow."""
    return flow


@pytest.fixture
def said() -> Callable[..., dict[str, Any]]:
    """Makes one row of ammunition_estimate."""
    return estimate
