"""Months without a figure are told apart by why, worked out by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from dashboard.gaps import Gap, edges, found, with_gaps
from dashboard.period import Period

YEAR = Period.read("2024-01..2024-12")
LATER = date(2026, 11, 1)


def rows(*months: str, series: str = "a", **more: list[object]) -> pd.DataFrame:
    return pd.DataFrame({"period": pd.to_datetime([f"{m}-01" for m in months]), "series": series, **more})


def told(frame: pd.DataFrame, obtained: date | None = LATER, period: Period = YEAR) -> list[tuple[str, str, str]]:
    return [(str(gap.period), gap.kind, gap.series) for gap in found(frame, ("series",), period, obtained)]


def months(first: int, last: int) -> list[str]:
    return [f"2024-{month:02}" for month in range(first, last + 1)]


def test_a_full_year_has_no_gap():
    assert told(rows(*months(1, 12))) == []


def test_a_hole_between_two_figures_was_not_reported():
    assert told(rows(*months(1, 4), *months(7, 12))) == [("2024-05..2024-06", "not reported", "")]


def test_what_lies_before_the_first_figure_is_not_covered():
    assert told(rows(*months(4, 12))) == [("2024-01..2024-03", "not covered", "")]


def test_what_lies_after_the_last_figure_is_not_covered_once_it_is_old():
    assert told(rows(*months(1, 9))) == [("2024-10..2024-12", "not covered", "")]


def test_the_newest_months_are_not_yet_published():
    """A file got in November cannot hold November, and publishers take up to three months."""
    assert told(rows(*months(1, 9)), obtained=date(2024, 11, 20)) == [("2024-10..2024-12", "not yet published", "")]


def test_months_older_than_the_usual_lag_are_not_excused():
    assert told(rows(*months(1, 5)), obtained=date(2024, 11, 20)) == [
        ("2024-06..2024-07", "not covered", ""),
        ("2024-08..2024-12", "not yet published", ""),
    ]


def test_a_month_held_back_is_suppressed():
    status = ["reported"] * 3 + ["suppressed"] * 2 + ["reported"] * 7
    assert told(rows(*months(1, 12), status=status)) == [("2024-04..2024-05", "suppressed", "")]


def test_each_kind_is_told_apart_in_one_series():
    frame = rows(*months(3, 5), *months(7, 9), status=["reported", "suppressed", *["reported"] * 4])
    assert told(frame, obtained=date(2024, 12, 1)) == [
        ("2024-01..2024-02", "not covered", ""),
        ("2024-04..2024-04", "suppressed", ""),
        ("2024-06..2024-06", "not reported", ""),
        ("2024-10..2024-12", "not yet published", ""),
    ]


def test_a_gap_of_one_series_alone_carries_its_name():
    frame = pd.concat([rows(*months(1, 12)), rows(*months(1, 4), *months(6, 12), series="b")])
    assert told(frame) == [("2024-05..2024-05", "not reported", "b")]


def test_a_gap_shared_by_all_series_is_told_once():
    frame = pd.concat([rows(*months(1, 9)), rows(*months(1, 7), series="b")])
    assert told(frame) == [
        ("2024-10..2024-12", "not covered", ""),
        ("2024-08..2024-09", "not covered", "b"),
    ]


def test_no_rows_have_no_gaps_to_tell():
    assert told(rows()) == []


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("not covered", "Mar–May 2024 not covered by the data held"),
        ("not reported", "Mar–May 2024 not reported"),
        ("not yet published", "Mar–May 2024 not yet published when obtained"),
        ("suppressed", "Mar–May 2024 suppressed by the publisher"),
    ],
)
def test_every_kind_has_words_of_its_own(kind: str, words: str):
    assert Gap(Period.read("2024-03..2024-05"), kind).words == words
    assert Gap(Period.read("2024-03..2024-05"), kind, "USD").words == f"USD {words}"


def test_a_line_has_none_where_a_month_is_missing():
    line = with_gaps(rows("2024-03", "2024-01", "2024-05", value=[3.0, 1.0, 5.0]), ["value"])
    assert [f"{month:%m}" for month in line["period"]] == ["01", "02", "03", "04", "05"]
    assert line["value"] == [1.0, None, 3.0, None, 5.0]


def test_a_band_covers_its_months_and_half_of_the_distance_to_the_next():
    start, end = edges(Period.read("2024-03..2024-05"))
    assert (f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}") == ("2024-02-15", "2024-05-16")
