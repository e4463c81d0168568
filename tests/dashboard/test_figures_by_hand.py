"""Numbers worked out by hand from the publishers' own figures come out of the charts unchanged."""

from __future__ import annotations

import pytest

from dashboard import charts
from dashboard.chart import Exhibit, drawn
from dashboard.period import Period
from dashboard.store import Store

SPRING = Period.read("2024-03..2024-05")
# UN Comtrade, reporter China, partner Russia, all goods, in dollars: March, April, May.
EXPORTS_2023 = (8_890_318_494, 9_574_571_715, 9_251_524_258)
EXPORTS_2024 = (7_456_257_276, 8_296_607_890, 9_075_194_053)
IMPORTS_2024 = (12_182_479_685, 11_591_786_521, 10_824_551_709)


def spring(name: str, published: Store, **chosen: str) -> Exhibit:
    chart = charts.get(name)
    return drawn(chart, chart.scope(SPRING, chosen, published), published)


@pytest.mark.parametrize(("flow", "expected"), [("export", EXPORTS_2024), ("import", IMPORTS_2024)])
def test_three_months_are_drawn_in_billions(published: Store, flow: str, expected: tuple[int, ...]):
    exhibit = spring("exports", published, flow=flow)
    assert exhibit.rows["value"].tolist() == list(expected)
    (line,) = exhibit.figure.data
    assert list(line.y) == pytest.approx([value / 1e9 for value in expected])
    assert [f"{month:%Y-%m}" for month in line.x] == ["2024-03", "2024-04", "2024-05"]


def test_the_summary_gives_first_last_peak_and_change(published: Store):
    assert spring("exports", published).summary.replace("\u00a0", " ").replace("\u202f", " ") == (
        "China's exports to Russia went from USD 7.5 bn in Mar 2024 to USD 9.1 bn in May 2024 (+21.7 %); "
        "the peak was USD 9.1 bn in May 2024."
    )


def test_the_change_on_a_year_earlier_is_that_of_the_two_months(published: Store):
    rows = spring("year_on_year", published).rows
    dollars = rows[rows["currency"] == "USD"]
    by_hand = [now / before - 1 for now, before in zip(EXPORTS_2024, EXPORTS_2023, strict=True)]
    assert dollars["change"].tolist() == pytest.approx(by_hand)
    assert [f"{change:.1%}" for change in by_hand] == ["-16.1%", "-13.3%", "-1.9%"]


def test_the_currency_changes_the_sign_in_may(published: Store):
    exhibit = spring("year_on_year", published)
    yuan = exhibit.rows[exhibit.rows["currency"] == "CNY"]
    assert [f"{change:.1%}" for change in yuan["change"]] == ["-11.3%", "-10.1%", "1.8%"]
    assert exhibit.summary.endswith("Months whose sign depends on the currency: May 2024.")


def test_recovered_values_are_drawn_hollow(published: Store):
    exhibit = spring("year_on_year", published)
    yuan = next(trace for trace in exhibit.figure.data if trace.name == "in yuan")
    dollars = next(trace for trace in exhibit.figure.data if trace.name == "in dollars")
    assert set(yuan.marker["color"]) == {"rgba(0,0,0,0)"}
    assert set(dollars.marker["color"]) == {"#2F72B5"}
