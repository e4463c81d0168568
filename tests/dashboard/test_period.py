"""The period of whole months: written, read back, shifted and cut, for every month there can be."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.period import Period, month, presets, read_written, shifted, written

MONTHS = st.builds(date, st.integers(1900, 2100), st.integers(1, 12), st.just(1))
PERIODS = st.tuples(MONTHS, MONTHS).map(lambda pair: Period(min(pair), max(pair)))


@given(PERIODS)
def test_a_period_reads_back_as_it_was_written(period: Period):
    assert Period.read(str(period)) == period


@given(MONTHS)
def test_a_month_reads_back_as_people_write_it(first: date):
    assert read_written(written(first)) == first
    assert month(f"{first:%Y-%m}") == first


@given(MONTHS, st.integers(-600, 600))
def test_shifting_there_and_back_changes_nothing(first: date, by: int):
    assert shifted(shifted(first, by), -by) == first


@given(PERIODS)
def test_its_months_are_consecutive_and_as_many_as_it_is_long(period: Period):
    assert len(period.months) == period.length
    assert period.months[0] == period.start
    assert period.months[-1] == period.end
    assert all(shifted(a, 1) == b for a, b in zip(period.months, period.months[1:], strict=False))


@given(PERIODS)
def test_the_day_after_its_last_day_is_the_first_of_a_month(period: Period):
    assert date.fromordinal(period.last_day.toordinal() + 1) == shifted(period.end, 1)


@given(PERIODS)
def test_the_same_months_a_year_earlier_are_as_many(period: Period):
    earlier = period.earlier()
    assert earlier.length == period.length
    assert (earlier.start.year, earlier.start.month) == (period.start.year - 1, period.start.month)


@given(PERIODS, PERIODS)
def test_a_cut_period_is_what_both_have_in_common(one: Period, other: Period):
    common = set(one.months) & set(other.months)
    cut = one.clipped(other)
    assert set(cut.months if cut else ()) == common
    assert one.within(other) == (cut == one)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2024-03", "Mar 2024"),
        ("2024-03..2024-05", "Mar–May 2024"),
        ("2023-11..2024-02", "Nov 2023–Feb 2024"),
    ],
)
def test_a_period_is_said_shortly(text: str, label: str):
    assert Period.read(text).label == label


@pytest.mark.parametrize("text", ["", "2024", "2024-3", "2024-13", "24-03", "March 2024", "..2024-03", "2024-03-01"])
def test_what_is_not_a_month_is_refused(text: str):
    with pytest.raises(ValueError):
        Period.read(text)


@pytest.mark.parametrize("text", ["", "2024", "March 2024", "mar 2024", "Mar 24", "Mar  2024", "Foo 2024"])
def test_what_people_do_not_write_as_a_month_is_refused_with_an_example(text: str):
    with pytest.raises(ValueError, match="write it as Mar 2024"):
        read_written(text)


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match=r"ends \(Mar 2023\) before it starts \(Mar 2024\)"):
        Period.read("2024-03..2023-03")


def test_a_period_starts_on_the_first_of_a_month():
    with pytest.raises(ValueError, match="first-of-month"):
        Period(date(2024, 3, 2), date(2024, 5, 1))


@given(PERIODS)
def test_every_preset_lies_inside_what_is_held(extent: Period):
    assert presets(extent)["All"] == extent
    assert all(period.within(extent) for period in presets(extent).values())


def test_the_presets_are_the_ones_people_ask_for():
    offered = presets(Period.read("2017-01..2026-07"))
    assert {words: str(period) for words, period in offered.items()} == {
        "Since 24 Feb 2022": "2022-02..2026-07",
        "Since EO 14114": "2023-12..2026-07",
        "Last 12 months": "2025-08..2026-07",
        "All": "2017-01..2026-07",
    }


def test_a_preset_that_is_not_held_is_not_offered():
    assert list(presets(Period.read("2017-01..2021-12"))) == ["Last 12 months", "All"]
