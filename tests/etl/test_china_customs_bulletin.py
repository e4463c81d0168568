"""China's bulletin: what is published, what follows by subtraction, and what the growth rates give away."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.sources.china_customs_bulletin import HEADER, tidy
from etl.table import ContractBroken
from tests.etl.conftest import Write

# Read off the compiled monthly table, in yuan.
BY_HAND = [
    ("2024-01", "export", 65400772090, "derived", "derived: YTD(Feb)-month(Feb)"),
    ("2024-01", "import", 74231592596, "derived", "derived: YTD(Feb)-month(Feb)"),
    ("2024-02", "export", 53866465546, "reported", "published_month"),
    ("2024-05", "import", 76190817982, "reported", "published_month"),
    ("2024-07", "export", 71115850476, "derived", "derived: YTD(2024-08)-month(2024-08)-YTD(2024-06)"),
    ("2024-11", "import", 75210300791, "derived", "derived: YTD(2024-12)-month(2024-12)-YTD(2024-10)"),
    ("2025-03", "export", 55687473918, "derived", "derived: YTD(2025-04)-month(2025-04)-YTD(2025-02)"),
    ("2026-01", "import", 76002281622, "derived", "derived: YTD(Feb)-month(Feb)"),
    ("2026-05", "export", 77754146413, "derived", "derived: YTD(2026-06)-month(2026-06)-YTD(2026-04)"),
    ("2026-07", "export", 83506355556, "reported", "published_month"),
]


def at(rows: pd.DataFrame, grain: str, month: str, flow: str) -> pd.Series:
    """The one row of a grain, month and flow."""
    chosen = rows[(rows["grain"] == grain) & (rows["flow"] == flow) & (rows["period"] == f"{month}-01")]
    assert len(chosen) == 1, f"{len(chosen)} rows for {grain} {month} {flow}"
    return chosen.iloc[0]


@pytest.mark.parametrize(("month", "flow", "value", "status", "basis"), BY_HAND)
def test_each_month_is_the_one_worked_out_by_hand(starter, month, flow, value, status, basis):
    row = at(starter("china_customs_bulletin"), "month", month, flow)
    assert row["value"] == pytest.approx(value, abs=1)
    assert (row["status"], row["basis"]) == (status, basis)


def test_no_month_is_missing_from_january_2024_to_july_2026(starter):
    rows = starter("china_customs_bulletin").query("grain == 'month' and status != 'recovered'")
    assert len(rows) == 62
    assert rows.groupby("flow")["period"].nunique().to_dict() == {"export": 31, "import": 31}


def test_exports_of_spring_2024_against_a_year_before_in_yuan(starter):
    rows = starter("china_customs_bulletin")
    change = {
        month: at(rows, "month", f"2024-{month}", "export")["value"]
        / at(rows, "month", f"2023-{month}", "export")["value"]
        - 1
        for month in ("03", "04", "05")
    }
    assert {month: round(100 * value, 1) for month, value in change.items()} == {
        "03": -11.3,
        "04": -10.1,
        "05": 1.8,
    }


def test_recovered_values_have_bounds_from_the_rounding_of_the_growth_rate(starter):
    row = at(starter("china_customs_bulletin"), "year_to_date", "2023-02", "export")
    # 119,267,237,636 yuan grew by 15.5 %, which may be 15.45 to 15.55
    assert row["value"] == pytest.approx(119267237636 / 1.155, abs=1)
    assert row["value_low"] == pytest.approx(119267237636 / 1.1555, abs=1)
    assert row["value_high"] == pytest.approx(119267237636 / 1.1545, abs=1)
    month = at(starter("china_customs_bulletin"), "month", "2023-03", "export")
    march = at(starter("china_customs_bulletin"), "year_to_date", "2023-03", "export")
    assert month["value_low"] == pytest.approx(march["value_low"] - row["value_high"], abs=2)
    assert month["value_high"] == pytest.approx(march["value_high"] - row["value_low"], abs=2)


def test_nothing_is_recovered_that_is_published_or_cannot_be_split(starter):
    recovered = starter("china_customs_bulletin").query("status == 'recovered'")
    assert set(recovered["period"].dt.year) == {2023}
    months = recovered.query("grain == 'month' and flow == 'export'")["period"].dt.month
    assert sorted(months) == [3, 4, 5, 6]  # January and February only together; July and August too


def test_a_gap_of_two_months_is_left_a_gap(write: Write):
    file = write("b.csv", ",".join(HEADER), "2024-02,10,30,1,10,30,1", "2024-05,10,90,1,10,90,1")
    months = tidy([file]).query("grain == 'month' and flow == 'export' and status != 'recovered'")
    assert sorted(months["period"].dt.month) == [1, 2, 5]


def test_a_word_in_place_of_a_number_is_named(write: Write):
    file = write("b.csv", ",".join(HEADER), "2024-02,n/a,30,1,10,30,1")
    with pytest.raises(ContractBroken, match=r"b.csv row 2, column 'export_month_10kcny': 'n/a' is not a number"):
        tidy([file])
