"""Before and after an event: the differences worked out by hand, placebo months, and what is said when months lack."""

from __future__ import annotations

from datetime import date
from math import sqrt

import pytest

from dashboard import charts, study_link
from dashboard.chart import drawn
from dashboard.choice import options_of
from dashboard.period import Period, shifted
from dashboard.store import Store
from dashboard.trade import offers
from dashboard.trade.study import NotPossible, as_large, studied

START = date(2018, 1, 1)
EVENT = date(2021, 1, 1)


def flow(after: float, months: int = 48) -> dict[date, float]:
    """100 in every month, and `after` from the month after the event on."""
    every = [shifted(START, n) for n in range(months)]
    return {month: after if month > EVENT else 100.0 for month in every}


def test_a_flow_that_halves_has_a_change_of_minus_a_half():
    found = studied(flow(50), [], EVENT, 3)
    assert found.event.flow == pytest.approx(-0.5)
    assert found.event.controls is None
    assert found.event.difference == pytest.approx(-0.5)


def test_the_controls_change_is_taken_off_as_a_ratio():
    """One control unchanged and one halved: their mean change is 1/√2, and 0.5 over that is 1/√2."""
    found = studied(flow(50), [flow(100), flow(50)], EVENT, 3)
    assert found.event.controls == pytest.approx(1 / sqrt(2) - 1)
    assert found.event.difference == pytest.approx(1 / sqrt(2) - 1)


def test_placebo_months_lie_wholly_before_the_event_and_show_nothing_where_nothing_happened():
    found = studied(flow(50), [], EVENT, 3)
    months = [one.month for one in found.placebos]
    # Growth on a year earlier begins in Jan 2019; three months before and after fit from Apr 2019 to Sep 2020.
    assert (months[0], months[-1], len(months)) == (date(2019, 4, 1), date(2020, 9, 1), 18)
    assert [one.difference for one in found.placebos] == pytest.approx([0.0] * 18)


def test_halving_is_as_large_as_doubling():
    assert as_large(-0.5, [1.0, 0.9, -0.6, 0.0]) == 2


def test_the_season_is_no_change():
    seasonal = {month: 100.0 + 50 * (month.month % 6) for month in flow(100)}
    assert studied(seasonal, [], EVENT, 6).event.difference == pytest.approx(0.0)


def test_months_that_lack_are_named():
    broken = flow(50)
    del broken[date(2021, 3, 1)]
    with pytest.raises(NotPossible, match="the flow lacks months of the 3 before and after"):
        studied(broken, [], EVENT, 3)
    with pytest.raises(NotPossible, match="control 2 lacks months"):
        studied(flow(50), [flow(100), broken], EVENT, 3)


def test_the_chart_compares_chinas_exports_with_its_imports_and_never_says_effect(published: Store):
    chart = charts.get("before_after")
    exhibit = drawn(chart, chart.scope(Period.read("2022-02..2024-12"), {}, published), published)
    own = exhibit.rows[exhibit.rows["kind"] == "event"].iloc[0]
    assert f"{own['month']:%Y-%m}" == "2023-12"
    assert own["difference"] == pytest.approx((1 + own["flow_change"]) / (1 + own["controls_change"]) - 1)
    assert (exhibit.rows.loc[exhibit.rows["kind"] == "placebo", "month"] < "2023-06-01").all()
    assert exhibit.summary.endswith("Association, not effect.")
    assert {s.source for s in exhibit.sources} == {"un_comtrade_monthly", "events"}


def test_a_day_of_designations_is_an_event_as_the_list_dates_it(published: Store):
    """OFAC added 397 entries on 24 March 2022, by the publisher's own lists."""
    chart = charts.get("before_after")
    chosen = {"around": "listed", "event": "listed|US|first_seen|2022-03-24"}
    exhibit = drawn(chart, chart.scope(Period.read("2022-02..2024-12"), chosen, published), published)
    own = exhibit.rows[exhibit.rows["kind"] == "event"].iloc[0]
    assert (f"{own['month']:%Y-%m}", f"{own['event_date']:%Y-%m-%d}") == ("2022-03", "2022-03-24")
    assert "397 Russia-related entries (first seen in copies)" in own["event_title"]
    assert {s.source for s in exhibit.sources} == {"un_comtrade_monthly", "ofac_sdn_history"}


def test_days_of_designations_and_other_events_are_offered_apart_and_none_twice(published: Store):
    chart = charts.get("before_after")
    event = next(choice for choice in chart.choices if choice.name == "event")
    flow = {"source": "un_comtrade_monthly", "trade": "CHN|RUS|export", "currency": "USD", "programmes": "all"}
    offered = {kind: set(options_of(event, {**flow, "around": kind}, published)) for kind in ("listed", "told", "all")}
    assert all(one.startswith("listed|") for one in offered["listed"])
    assert offered["listed"] | offered["told"] == offered["all"]
    assert not offered["listed"] & offered["told"]
    assert not any("us-list-grows" in one for one in offered["told"])


def test_the_day_with_the_most_designations_comes_first(published: Store):
    """OFAC's 553 entries of 23 February 2024 are more than any other day of the bundled lists brought."""
    chart = charts.get("before_after")
    exhibit = drawn(chart, chart.scope(Period.read("2022-02..2024-12"), {"around": "listed"}, published), published)
    assert exhibit.rows["event_date"].iloc[0].date() == date(2024, 2, 23)


def test_trade_over_designations_leads_to_the_study_of_the_same_flow(published: Store):
    chart = charts.get("sanctions_over_trade")
    chosen = {"flow": "CHN|RUS|import|un_comtrade_monthly|USD"}
    exhibit = drawn(chart, chart.scope(Period.read("2022-02..2024-12"), chosen, published), published)
    told = study_link.address(exhibit, published)
    assert told["trade.part"] == "Before and after"
    assert told["before_after.around"] == "designations"
    assert told["before_after.trade"] == offers.trade("CHN|RUS|import")
    assert told["before_after.programmes"] == "Russia-related"
    assert told["before_after.event"] == "2024-02-23 US lists 552 Russia-related entries (first seen in copies)"


@pytest.mark.parametrize(
    ("period", "event"),
    [
        ("2022-02..2024-12", "2022-02-23 EU lists 354 entries (date printed by the list)"),
        ("2022-04..2022-11", "2022-04-08 EU lists 220 entries (date printed by the list)"),
    ],
)
def test_the_study_opens_on_the_largest_day_of_the_authority_and_period_drawn(
    period: str, event: str, published: Store
):
    """354 on 23 February and 220 on 8 April 2022, by the annexes of Regulation 269/2014."""
    chart = charts.get("sanctions_over_trade")
    chosen = {"authority": "EU|listed_on", "programme": "all"}
    exhibit = drawn(chart, chart.scope(Period.read(period), chosen, published), published)
    assert study_link.address(exhibit, published)["before_after.event"] == event


def test_a_programme_about_others_is_studied_around_days_of_all_programmes(published: Store):
    chart = charts.get("sanctions_over_trade")
    exhibit = drawn(chart, chart.scope(Period.read("2022-02..2024-12"), {"programme": "SDGT"}, published), published)
    assert study_link.address(exhibit, published)["before_after.programmes"] == "all"


def test_days_of_designations_are_counted_under_programmes_about_russia_unless_all_are_chosen(fuller: Store):
    """Of small lists of ours, the United Nations list for the DPRK and the United Kingdom lists for Russia."""
    event = next(choice for choice in charts.get("before_after").choices if choice.name == "event")
    flow = {"source": "un_comtrade_monthly", "trade": "CHN|RUS|export", "currency": "USD", "around": "listed"}
    days = {kind: options_of(event, {**flow, "programmes": kind}, fuller) for kind in ("russia", "all")}
    small = {
        kind: [day for day in offered if day.startswith(("listed|UN|", "listed|UK|"))] for kind, offered in days.items()
    }
    british = ["listed|UK|designated|2024-02-22", "listed|UK|designated|2022-07-29"]
    assert small["russia"] == british
    assert set(small["all"]) == {*british, "listed|UN|listed_on|2022-07-28"}
    assert days["russia"]["listed|UK|designated|2024-02-22"] == (
        "2024-02-22 UK lists 2 Russia-related entries (date of designation)"
    )


@pytest.mark.parametrize(
    ("programme", "about_russia"),
    [
        *((code, True) for code in ("RUSSIA-EO14024", "UKRAINE-EO13662", "BELARUS", "PEESA-EO14039", "MAGNIT")),
        *((code, True) for code in ("RUS", "RUSDA", "UKR", "BLR", "UKR-MISAPPROPRIATION", "Russia", "Belarus")),
        *((code, False) for code in ("SDGT", "DPRK3", "GLOMAG", "IRN", "TERR", "Burma", "BALKANS-EO14033")),
    ],
)
def test_which_programmes_are_about_russia(programme: str, about_russia: bool, published: Store):
    assert bool(len(published.rows(study_link.ABOUT_RUSSIA, programme=programme))) is about_russia


def test_the_authority_drawn_is_not_swapped_for_another(fuller: Store):
    chart = charts.get("sanctions_over_trade")
    chosen = {"authority": "UN|listed_on", "programme": "DRC"}
    exhibit = drawn(chart, chart.scope(Period.read("2022-02..2024-12"), chosen, fuller), fuller)
    told = study_link.address(exhibit, fuller)
    assert " UN lists " in told["before_after.event"]


def test_a_window_longer_than_what_is_held_says_why_and_draws_no_number(published: Store):
    chart = charts.get("before_after")
    event = "2024-08-27-rok-dia-13-000-containers-since"
    offered = published.rows("SELECT event_id FROM event WHERE date = DATE '2024-08-27'")["event_id"].tolist()
    assert event in offered or offered
    exhibit = drawn(
        chart, chart.scope(Period.read("2022-02..2024-12"), {"event": offered[0], "window": 12}, published), published
    )
    assert exhibit.rows["difference"].isna().all()
    assert "the flow and control 1 lacks months of the 12" in exhibit.summary.replace("lack ", "lacks ")
