"""What was first printed, and since when a supply is documented: sums of printed figures, months counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard import metrics
from dashboard.metrics.definition import MetricImpossible
from dashboard.metrics.value import exactly

PRINTED = metrics.get("change_first_published")
SINCE = metrics.get("months_since")


def asked(start: str, end: str) -> dict[str, object]:
    shared = {"reporter": "CHN", "partner": "RUS", "flow": "export", "currency": "USD"}
    return shared | {"start": date.fromisoformat(f"{start}-01"), "end": date.fromisoformat(f"{end}-01")}


def test_printed_figures_are_added_and_subtracted_until_the_months_remain(printed):
    # Mar–May 2024: 51.661 − 9.883 − 16.808 = 24.970; Mar–May 2023: 9.044 + 9.621 + 9.2 = 27.865; 24.970 / 27.865
    tables = printed(
        ("2023-03", "2023-03", 9.044, 0.0005),
        ("2023-04", "2023-04", 9.621, 0.0005),
        ("2023-05", "2023-05", 9.2, 0.05),
        ("2024-01", "2024-02", 16.808, 0.0005),
        ("2024-01", "2024-06", 51.661, 0.0005),
        ("2024-06", "2024-06", 9.883, 0.0005),
        ("2024-03", "2024-03", None, 0.0),
    )
    change = PRINTED.compute(tables, asked("2024-03", "2024-05"))
    assert round(change.value, 4) == -0.1039
    # At least 24.9685 / 27.916, at most 24.9715 / 27.814
    assert (round(change.low, 4), round(change.high, 4)) == (-0.1056, -0.1022)


def test_of_two_ways_the_tighter_one_is_taken(printed):
    tables = printed(
        ("2023-03", "2023-03", 10.0, 1.0),
        ("2023-01", "2023-02", 20.0, 0.1),
        ("2023-01", "2023-03", 30.0, 0.1),  # 30.0 − 20.0 is known to 0.2, the month itself to 1.0
        ("2024-03", "2024-03", 8.0, 0.0),
    )
    change = PRINTED.compute(tables, asked("2024-03", "2024-03"))
    assert (round(change.low, 4), round(change.high, 4)) == (round(8 / 10.2 - 1, 4), round(8 / 9.8 - 1, 4))


def test_months_that_no_figures_enclose_give_nothing(printed):
    tables = printed(("2023-03", "2023-03", 9.0, 0.05), ("2024-01", "2024-03", 24.0, 0.05))
    with pytest.raises(MetricImpossible, match="no total for Mar 2024"):
        PRINTED.compute(tables, asked("2024-03", "2024-03"))


def since(**other: object) -> dict[str, object]:
    return {
        "supplier": "PRK",
        "recipient": "RUS",
        "bases": ["rounds_stated"],
        "estimator": ".",
        "known_by": date(2024, 6, 30),
        "until": date(2024, 6, 1),
    } | other


@pytest.fixture
def supply(estimates, said):
    return estimates(
        said("seoul", 1.0, None, None, period_start=date(2023, 8, 1), estimator="Seoul"),
        said("kyiv", 1.0, None, None, period_start=date(2023, 9, 1), estimator="Kyiv"),
        said("wagner", 5.0, None, None, period_start=date(2022, 11, 18), basis="other_count"),
        said("later", 1.0, None, None, period_start=date(2022, 6, 1), as_of=date(2024, 8, 27)),
    )


@pytest.mark.parametrize(
    ("other", "months"),
    [
        ({}, 11.0),  # Aug 2023 to Jun 2024, both counted
        ({"estimator": "Kyiv"}, 10.0),
        ({"bases": ["rounds_stated", "other_count"]}, 20.0),  # Nov 2022 to Jun 2024
        ({"known_by": date(2024, 8, 27)}, 25.0),  # what was said later reaches back to Jun 2022
    ],
)
def test_months_are_counted_from_the_earliest_start_known_by_then(supply, other, months):
    assert SINCE.compute(supply, since(**other)) == exactly(months)


def test_a_start_nobody_had_stated_yet_gives_no_months(supply):
    with pytest.raises(MetricImpossible, match="stated by 2023-01-01"):
        SINCE.compute(supply, since(known_by=date(2023, 1, 1)))


def test_a_supply_that_begins_later_gives_no_months(supply):
    with pytest.raises(MetricImpossible, match="from 2023-08 only"):
        SINCE.compute(supply, since(until=date(2023, 6, 1)))
