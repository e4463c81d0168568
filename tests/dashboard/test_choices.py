"""What a reader can choose: options fixed or held, one or several, amounts; and what is said when something is not."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import theme
from dashboard.chart import Chart, drawn
from dashboard.choice import Amount, Choice, listed
from dashboard.period import Period
from dashboard.store import Store

REPORTERS = """
SELECT reporter AS value, reporter || ' counts' AS label FROM trade_flow
WHERE source = 'un_comtrade_monthly' GROUP BY reporter ORDER BY reporter
"""
PARTNERS = """
SELECT partner AS value, partner AS label FROM trade_flow
WHERE source = 'un_comtrade_monthly' AND reporter = $reporter GROUP BY partner ORDER BY partner
"""
SPRING = Period.read("2024-03..2024-05")

CHART = Chart(
    topic="trade",
    question="How much did {reporter} trade with {partners}, times {factor}?",
    measure="US dollars",
    query="""
        SELECT partner, sum(value) * $factor AS value, any_value(source) AS source FROM trade_flow
        WHERE source = 'un_comtrade_monthly' AND reporter = $reporter AND list_contains($partners, partner)
          AND flow = 'export' AND currency = 'USD' AND valuation = 'FOB' AND grain = 'month' AND product = 'TOTAL'
          AND reporter = $reporter AND period BETWEEN $start AND $end GROUP BY partner ORDER BY partner
    """,
    figure=lambda rows, _: theme.figure([{"type": "bar", "x": rows["partner"], "y": rows["value"]}]),
    summary=lambda rows, _: f"{len(rows)} partners.",
    choices=(
        Choice("reporter", "Reporter", default="CHN", offered=REPORTERS),
        Choice("partners", "Partners", default="RUS,CHN", offered=PARTNERS, many=True),
        Amount("factor", "Factor", 1, 10, 0.5, 2, "times"),
    ),
    over_time=False,
    name="chosen_by_hand",
)


def test_only_what_is_held_together_is_offered(published: Store):
    assert CHART.scope(SPRING, store=published).chosen == (
        ("reporter", "CHN"), ("partners", ("RUS",)), ("factor", 2.0)
    )  # fmt: skip
    with pytest.raises(ValueError, match="chart chosen_by_hand: partners is one of RUS, not 'CHN'"):
        CHART.scope(SPRING, {"partners": ("RUS", "CHN")}, published)
    with pytest.raises(ValueError, match="reporter is one of CHN, not 'RUS'"):
        CHART.scope(SPRING, {"reporter": "RUS"}, published)


def test_options_that_depend_on_what_is_held_need_the_tables():
    with pytest.raises(TypeError, match="what can be chosen as reporter depends on what is held"):
        CHART.scope(SPRING)


def test_what_is_chosen_reaches_the_query_the_words_and_the_file_name(published: Store):
    exhibit = drawn(CHART, CHART.scope(SPRING, {"factor": "2.5"}, published), published)
    held = published.rows(
        "SELECT sum(value) AS value FROM trade_flow WHERE source = 'un_comtrade_monthly' AND reporter = 'CHN'"
        " AND partner = 'RUS' AND flow = 'export' AND currency = 'USD' AND valuation = 'FOB' AND grain = 'month'"
        " AND product = 'TOTAL' AND period BETWEEN $start AND $end",
        start=SPRING.start,
        end=SPRING.last_day,
    )
    assert exhibit.rows["value"].item() == pytest.approx(2.5 * held["value"].item())
    assert exhibit.question == "How much did CHN counts trade with RUS, times 2.5 times?"
    assert ("Partners", "RUS") in exhibit.filters
    assert exhibit.file_stem == "waybill_chosen-by-hand_chn-rus-2.5_2024-03-to-2024-05"


@pytest.mark.parametrize(("given", "said"), [("11", "between 1 and 10, not 11"), ("many", "a number, not 'many'")])
def test_an_amount_out_of_bounds_is_refused(published: Store, given: str, said: str):
    with pytest.raises(ValueError, match=f"factor is {said}"):
        CHART.scope(SPRING, {"factor": given}, published)


def test_the_file_name_stays_short_when_many_are_chosen(published: Store):
    codes = ("AAA", "BBB", "CCC", "DDD", "EEE")
    many = replace(
        CHART,
        question="Which?",
        query="SELECT 'un_comtrade_monthly' AS source, 1 AS value, 'RUS' AS partner",
        choices=(Choice("which", "Which", {code: code for code in codes}, ",".join(codes), many=True),),
    )
    exhibit = drawn(many, many.scope(SPRING), published)
    assert "_aaa-and-4-more_" in exhibit.file_stem


@pytest.mark.parametrize(("words", "said"), [((), "nothing"), (("a",), "a"), (("a", "b", "c"), "a, b and c")])
def test_several_are_said_as_one_would(words: tuple[str, ...], said: str):
    assert listed(words) == said


PAGE = dedent("""
    import streamlit as st
    from dashboard import controls
    from dashboard.store import open_store
    from tests.dashboard.test_choices import CHART

    st.session_state["seen"] = controls.chosen(CHART, open_store())
""")


def opened(**address: list[str]) -> AppTest:
    page = AppTest.from_string(PAGE)
    for name, values in address.items():
        page.query_params[name.replace("__", ".")] = values
    return page.run()


@pytest.fixture(autouse=True)
def _tables_for_the_page(published: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WAYBILL_DATA", str(published.folder.parent))


def test_the_controls_start_with_what_is_usual_and_held():
    page = opened()
    assert not page.exception
    assert page.session_state["seen"] == {"reporter": "CHN", "partners": ("RUS",), "factor": 2.0}
    assert page.multiselect[0].options == ["RUS"]


def test_an_address_restores_what_was_chosen():
    assert opened(chosen_by_hand__factor=["3.5"]).session_state["seen"]["factor"] == 3.5


def test_what_the_address_asks_for_and_is_not_held_is_said():
    page = opened(chosen_by_hand__partners=["Atlantis"])
    assert page.session_state["seen"]["partners"] == ("RUS",)
    assert "Partners: “Atlantis” is not held here; shown is “RUS”." in page.caption[0].value


def test_rows_are_those_of_the_publisher(published: Store):
    rows = drawn(CHART, CHART.scope(SPRING, {"factor": 1}, published), published).rows
    assert isinstance(rows, pd.DataFrame) and rows["partner"].tolist() == ["RUS"]
