"""Ratio of estimates: what was stated counts, ranges stay ranges, and nothing unlike is compared."""

from __future__ import annotations

import pytest

from dashboard import metrics
from dashboard.metrics.definition import MetricImpossible
from dashboard.metrics.value import Value, exactly

METRIC = metrics.get("ratio_of_estimates")


def asked(supply: list[str], against: list[str], usable: float = 1.0) -> dict[str, object]:
    return {"supply": supply, "against": against, "usable": usable}


@pytest.fixture
def rounds(estimates, said):
    return estimates(
        said("counted", None, 1_500_000, None),
        said("ceiling", None, None, 4_800_000),
        said("more-than", 1_000_000, None, None),
        said("range", 4_000_000, None, 6_000_000),
        said("stated-in-range", 1_000_000, 1_500_000, 3_000_000),
        said("donated", None, 500_000, None),
        said("sold", None, 400_000, None),
        said("containers", None, 10_000, None, unit="containers"),
        said("silent", None, None, None),
        said("nothing", None, 0, None),
    )


@pytest.mark.parametrize(
    ("supply", "against", "usable", "ratio"),
    [
        (["counted"], ["donated"], 1.0, exactly(3.0)),  # 1.5 / 0.5
        (["ceiling"], ["donated"], 1.0, exactly(9.6)),  # 4.8 / 0.5
        (["more-than"], ["donated"], 1.0, exactly(2.0)),  # 1.0 / 0.5
        (["counted"], ["donated"], 0.5, exactly(1.5)),  # 0.75 / 0.5
        (["counted", "more-than"], ["donated"], 1.0, exactly(5.0)),  # 2.5 / 0.5
        (["range"], ["donated"], 1.0, Value(10.0, 8.0, 12.0)),  # 4 … 6 / 0.5
        (["range"], ["donated"], 0.5, Value(5.0, 4.0, 6.0)),
        (["stated-in-range"], ["donated"], 1.0, Value(3.0, 2.0, 6.0)),  # 1 … 1.5 … 3 / 0.5
        (["donated"], ["range"], 1.0, Value(0.1, 0.5 / 6, 0.125)),  # 0.5 / 5, 0.5 / 6, 0.5 / 4
    ],
)
def test_estimates_are_added_then_divided(rounds, supply, against, usable, ratio):
    assert METRIC.compute(rounds, asked(supply, against, usable)) == ratio


@pytest.mark.parametrize(("usable", "ratio"), [(1.0, 1.67), (0.5, 0.83)])
def test_counting_what_was_sold_lowers_the_ratio(rounds, usable, ratio):
    # 1.5 / (0.5 + 0.4) = 1.67; half of it is 0.83
    assert round(METRIC.compute(rounds, asked(["counted"], ["donated", "sold"], usable)).value, 2) == ratio


def test_a_missing_estimate_is_named(rounds):
    with pytest.raises(MetricImpossible, match="no estimate lost, gone"):
        METRIC.compute(rounds, asked(["counted", "lost"], ["gone"]))


def test_containers_are_not_compared_with_rounds(rounds):
    with pytest.raises(MetricImpossible, match="containers and rounds cannot be compared"):
        METRIC.compute(rounds, asked(["containers"], ["donated"]))


def test_shells_a_day_are_not_compared_with_shells_a_year(estimates, said):
    rates = estimates(
        said("fired", None, 10_000, None, span="rate_per_day"),
        said("fired-back", None, 2_000, None, span="rate_per_day"),
        said("made", None, 2_000_000, None, span="rate_per_year"),
    )
    assert METRIC.compute(rates, asked(["fired"], ["fired-back"])) == exactly(5.0)
    with pytest.raises(MetricImpossible, match="rate per day and rate per year cannot be compared"):
        METRIC.compute(rates, asked(["fired"], ["made"]))


def test_an_estimate_without_a_number_gives_no_ratio(rounds):
    with pytest.raises(MetricImpossible, match="silent states no number"):
        METRIC.compute(rounds, asked(["silent"], ["donated"]))


def test_nothing_is_held_against_nothing(rounds):
    with pytest.raises(MetricImpossible, match="may be nothing"):
        METRIC.compute(rounds, asked(["counted"], ["nothing"]))
