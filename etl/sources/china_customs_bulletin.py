"""China Customs' monthly bulletin in yuan: the currency and the revisions that dollar tables hide."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.reading import has_header, read
from etl.sheet import Sheet
from etl.source import License, Source
from etl.tables import trade_flow

HEADER = [
    "period",
    "export_month_10kcny",
    "export_ytd_10kcny",
    "export_ytd_yoy_pct",
    "import_month_10kcny",
    "import_ytd_10kcny",
    "import_ytd_yoy_pct",
]
YUAN = 10_000  # the bulletin counts in units of ten thousand yuan
ROUNDING = 0.05  # growth is printed to a tenth of a percent
FEBRUARY = 2


def recognises(head: bytes) -> bool:
    """The seven columns of the compiled table."""
    return has_header(head, HEADER)


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of trade_flow in yuan: as published, and what follows from it by subtraction or growth."""
    sheet = read(paths, HEADER)
    sheet.unique(["period"], "one month stands there twice; remove one")
    figures = {flow: _figures(sheet, flow) for flow in ("export", "import")}
    sheet.done()
    rows = pd.DataFrame([row for flow, held in figures.items() for row in _flow_rows(flow, held)])
    rows.attrs = sheet.told
    return rows


def _figures(sheet: Sheet, flow: str) -> pd.DataFrame:
    """One direction of trade in yuan, by period in order."""
    figures = pd.DataFrame(
        {
            "month": (sheet.number(f"{flow}_month_10kcny", blank=True, low=0) * YUAN).round(),
            "to_date": (sheet.number(f"{flow}_ytd_10kcny", low=0) * YUAN).round(),
            "growth": sheet.number(f"{flow}_ytd_yoy_pct", blank=True),
        }
    )
    figures.index = pd.PeriodIndex(sheet.day("period", "%Y-%m"), freq="M")
    return figures.sort_index()


def _flow_rows(flow: str, figures: pd.DataFrame) -> list[dict[str, object]]:
    """All rows of one direction of trade."""
    rows = []
    for period, month, to_date in figures[["month", "to_date"]].itertuples():
        if pd.notna(month):
            rows.append(_row(flow, "month", period, month, "reported", "published_month"))
        rows.append(_row(flow, "year_to_date", period, to_date, "reported", "published_year_to_date"))
    for period, month, basis in _derived(figures):
        rows.append(_row(flow, "month", period, month, "derived", basis))
    recovered = _recovered(figures)
    for period, bounds in recovered.items():
        basis = f"recovered: YTD({period + 12})/(1+growth), growth ±{ROUNDING} points"
        rows.append(_row(flow, "year_to_date", period, bounds[1], "recovered", basis, bounds))
    for period, (low, central, high) in recovered.items():
        if period - 1 not in recovered or period.month == 1:
            continue
        low_before, before, high_before = recovered[period - 1]
        basis = f"recovered: YTD({period})-YTD({period - 1}), both recovered"
        bounds = (low - high_before, central - before, high - low_before)
        rows.append(_row(flow, "month", period, bounds[1], "recovered", basis, bounds))
    return rows


def _derived(figures: pd.DataFrame) -> list[tuple[pd.Period, float, str]]:
    """Months missing between two published ones, where exactly one is missing.

    The difference carries whatever the bulletin revised in the months before. Longer gaps cannot be split.
    """
    derived = []
    for period, month, to_date in figures[["month", "to_date"]].itertuples():
        missing, before = period - 1, period - 2
        if pd.isna(month) or (missing in figures.index and pd.notna(figures.loc[missing, "month"])):
            continue
        if period.month == FEBRUARY:
            derived.append((missing, to_date - month, "derived: YTD(Feb)-month(Feb)"))
        elif before in figures.index and before.year == period.year:
            value = to_date - month - figures.loc[before, "to_date"]
            derived.append((missing, value, f"derived: YTD({period})-month({period})-YTD({before})"))
    return derived


def _recovered(figures: pd.DataFrame) -> dict[pd.Period, tuple[float, float, float]]:
    """Year-earlier year-to-dates with their bounds, where neither published nor derivable."""
    held = set(figures.index) | {period - 1 for period in figures.index[figures["month"].notna()]}
    recovered = {}
    for period, to_date, growth in figures[["to_date", "growth"]].itertuples():
        if pd.notna(growth) and period - 12 not in held:
            high, central, low = (to_date / (1 + (growth + off) / 100) for off in (-ROUNDING, 0, ROUNDING))
            recovered[period - 12] = (low, central, high)
    return recovered


def _row(
    flow: str,
    grain: str,
    period: pd.Period,
    value: float,
    status: str,
    basis: str,
    bounds: tuple[float, float, float] | None = None,
) -> dict[str, object]:
    return {
        "period": period.to_timestamp(),
        "grain": grain,
        "reporter": "CHN",
        "partner": "RUS",
        "flow": flow,
        "product": "TOTAL",
        "classification": "none",
        "value": float(round(value)),
        "value_low": float(round(bounds[0])) if bounds else None,
        "value_high": float(round(bounds[2])) if bounds else None,
        "currency": "CNY",
        "valuation": "FOB" if flow == "export" else "CIF",
        "mass_kg": None,
        "status": status,
        "basis": basis,
        "aggregate": False,
    }


source = Source(
    name="china_customs_bulletin",
    title="China Customs, monthly bulletin, trade with Russia in yuan",
    publisher="General Administration of Customs of the People's Republic of China",
    page="http://english.customs.gov.cn/statics/report/monthly.html",
    license=License("other-at", "China Customs: cite", "http://english.customs.gov.cn/"),
    citation=(
        "General Administration of Customs of the People's Republic of China, monthly bulletin, imports and "
        "exports by country (region) of origin/destination."
    ),
    into=trade_flow,
    recognises=recognises,
    tidy=tidy,
    rhythm_days=31,
    note=(
        "Months between two bulletins follow from year-to-date figures and carry later revisions; "
        "2023 follows from growth printed to a tenth of a percent and has bounds. "
        "Growth is against a revised base."
    ),
)
