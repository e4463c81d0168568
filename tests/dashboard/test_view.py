"""The address bar: what is wrong with an address is said in a sentence, what is right passes unremarked."""

from __future__ import annotations

from itertools import chain
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import all_charts
from dashboard.choice import Choice
from dashboard.period import Period
from dashboard.view import address, problems

HELD = Period.read("2017-01..2026-07")
EXCERPTS = ["chinese-exports", "pact-signed"]


def said(**parameters: list[str]) -> list[str]:
    return [
        problem.sentence
        for problem in problems({k.replace("__", "."): v for k, v in parameters.items()}, HELD, EXCERPTS)
    ]


def test_a_good_address_has_no_problems():
    good = {
        "period": ["Feb 2022", "Dec 2024"],
        "excerpt": ["pact-signed"],
        "exports.flow": ["imports from"],
        "rerouting.unit": ["billion euros"],
        "embed": ["true"],
        "embed_options": ["light_theme"],
    }
    assert problems(good, HELD, EXCERPTS) == []
    assert problems({}, HELD, EXCERPTS) == []


def test_every_option_of_every_chart_is_good_by_its_label():
    offered = [
        (f"{c.name}.{choice.name}", label)
        for c in all_charts().values()
        for choice in c.choices
        if isinstance(choice, Choice)
        for label in choice.options.values()
    ]
    assert offered
    assert list(chain.from_iterable(problems({name: [label]}, HELD, EXCERPTS) for name, label in offered)) == []


@pytest.mark.parametrize(
    ("months", "sentence"),
    [
        ([], "A period needs two months, such as period=Feb+2022&period=Dec+2024"),
        (["Mar 2024"], "A period needs two months"),
        (["Mar 2024", "Apr 2024", "May 2024"], "A period needs two months"),
        (["2024-03", "2024-05"], "“2024-03” is not a month; write it as Mar 2024"),
        (["Mar 2024", "Foo 2024"], "“Foo 2024” is not a month; write it as Mar 2024"),
        (["May 2024", "Mar 2024"], "The period ends (Mar 2024) before it starts (May 2024)"),
        (["Mar 2010", "Mar 2024"], "Mar 2010–Mar 2024 is not all within Jan 2017–Jul 2026, which is what is held"),
    ],
)
def test_a_bad_period_is_explained_and_the_usual_one_shown(months: list[str], sentence: str):
    (told,) = said(period=months)
    assert told == f"{sentence}; the usual period is shown." or told.startswith(sentence)
    assert told.endswith("the usual period is shown.")


def test_an_unknown_excerpt_is_named():
    assert said(excerpt=["gone"]) == ["There is no excerpt “gone”; the first one is shown."]


def test_an_unknown_option_is_named_with_those_there_are():
    (told,) = said(exports__flow=["sideways"])
    assert told == "“sideways” is not one of exports to, imports from; “exports to” is shown."


@pytest.mark.parametrize("name", ["colour", "exports.colour", "nothing.flow", "Period"])
def test_an_unknown_part_is_named(name: str):
    (problem,) = problems({name: ["x"]}, HELD, EXCERPTS)
    assert problem.parameter == name
    assert problem.sentence == "This part of the address is not known here and was left out of account."


@pytest.mark.parametrize("name", ["text", "source", "table"])
def test_what_other_widgets_keep_in_the_address_is_known(name: str):
    """An address copied from the Data page, or with a second text chosen, is a good one."""
    assert problems({name: ["anything"]}, HELD, EXCERPTS) == []


def test_all_problems_are_told_at_once():
    assert len(said(period=["x", "y"], excerpt=["x"], exports__flow=["x"], colour=["x"])) == 4


WORDS = st.text(max_size=30)


@given(
    st.dictionaries(
        WORDS | st.sampled_from(["period", "excerpt", "exports.flow"]), st.lists(WORDS, min_size=1, max_size=3)
    )
)
def test_no_address_breaks_the_page(parameters: dict[str, list[str]]):
    for problem in problems(parameters, HELD, EXCERPTS):
        assert problem.sentence.endswith(".")


@given(
    st.dictionaries(st.text(min_size=1, max_size=9), st.lists(st.text(min_size=1, max_size=9), min_size=1, max_size=2))
)
def test_a_shared_address_carries_every_value(parameters: dict[str, list[str]]):
    query = urlsplit(address("http://localhost:8501/trade", parameters)).query
    assert parse_qs(query, keep_blank_values=True) == parameters


def test_an_address_without_choices_is_the_bare_one():
    assert address("http://localhost:8501/trade", {}) == "http://localhost:8501/trade"


def test_the_filters_of_the_excerpts_are_known_by_their_words():
    assert said(verdict=["not supported", "close"], topic=["trade"]) == []
    assert said(topic=["weather"]) == [
        "“weather” is not one of trade, ammunition, sanctions, diplomacy; it was left out of account."
    ]
