"""Sentences are split where they end, and what can be checked in them is found, and little else."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.annotate import words as listed
from dashboard.annotate.months import mentions, newest
from dashboard.annotate.numbers import bounds, value
from dashboard.annotate.sentences import flat, sentences
from dashboard.annotate.spans import KINDS, spans
from tests.annotate.report import marked, score

JUNE = date(2024, 6, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Kim met Gen. Shoigu. They left.",
        "It cost 3.5 bn. The rest was paid.",
        "See Art. 5 and No. 12 of the act. It is short.",
        "The U.S. agreed. The U.N. did not.",
        "He asked: “Why?” Nobody knew.",
        "J. Kirby said so. It was true.",
        "Is the answer no. It is.",
    ],
)
def test_a_stop_ends_a_sentence_only_where_one_ends(text: str):
    assert len(sentences(text)) == 2, [s.text for s in sentences(text)]


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not():
    assert [s.text for s in sentences("A heading\n\nOne line\nand the next.")] == [
        "A heading",
        "One line and the next.",
    ]


@given(st.text(max_size=300))
def test_sentences_stand_where_they_say_and_leave_nothing_out(text: str):
    whole = flat(text)
    found = sentences(text)
    assert all(whole[s.start : s.start + len(s.text)] == s.text for s in found)
    assert "".join("".join(s.text for s in found).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("words", "number"),
    [("4.8 million", 4.8e6), ("10,000", 1e4), ("twenty-seven", 27), ("−3.5", -3.5), ("1 200", 1200), ("€", None),
     ("three billion", 3e9), ("28bn", 28e9)],
)  # fmt: skip
def test_numbers_are_read_in_digits_and_in_words(words: str, number: float | None):
    assert value(words) == number


def test_a_range_has_two_ends_and_shares_its_magnitude():
    assert bounds("1 to 1.5 million") == (1e6, 1.5e6)
    assert bounds("10–15") == (10, 15)


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("Exports fell from March to May 2024.", "2024-03..2024-05"),
        ("It fell in the first half of 2023.", "2023-01..2023-06"),
        ("They met in September.", "2023-09..2023-09"),
        ("They met in March.", "2024-03..2024-03"),
        ("On June 18-19 they met.", "2024-06..2024-06"),
        ("It rose over the past year.", "2023-07..2024-06"),
        ("It rose in the third quarter of 2022.", "2022-07..2022-09"),
        ("It rose between November 2023 and January 2024.", "2023-11..2024-01"),
        ("In the first five months of 2024 it rose.", "2024-01..2024-05"),
        ("It fell last year.", "2023-01..2023-12"),
        ("In 2021 it fell.", "2021-01..2021-12"),
    ],
)
def test_months_are_read_as_a_reader_of_the_day_would(words: str, months: str):
    assert [str(mention.months) for mention in mentions(words, JUNE)] == [months]


def test_a_month_without_year_is_not_guessed_when_the_text_has_no_date():
    assert [mention.months for mention in mentions("They met in September.", None)] == [None]


def test_the_texts_month_is_the_newest_it_names_but_not_one_it_announces():
    assert newest(["In May 2024 it fell, after March 2023.", "It ends by December 2026."]) == date(2024, 5, 1)


def test_the_set_has_at_least_sixty_sentences_with_some_in_which_there_is_nothing():
    assert len(marked()) >= 60
    assert sum("spans" not in entry for entry in marked()) >= 20
    kinds = {kind for entry in marked() for kind, _ in entry.get("spans", [])}  # type: ignore[attr-defined]
    assert kinds == set(KINDS)


@pytest.mark.parametrize(("part", "precision", "recall"), [("first", 0.95, 0.95), ("held", 0.92, 0.85)])
def test_spans_are_found_as_well_as_is_reported(part: str, precision: float, recall: float):
    scores = score(part)
    assert scores["all"].precision >= precision, scores["all"].wrong
    assert scores["all"].recall >= recall, scores["all"].missed
    assert scores["sentence"].precision >= 0.95, scores["sentence"].wrong
    assert scores["sentence"].recall >= 0.95, scores["sentence"].missed


PIECES = st.sampled_from(
    listed(
        "16 % lower than about more twice first since 2000 in March from to May 2024 $ € 3.5 bn million 10,000 rounds "
        "of the a Putin China exports fourth visit – , . 99999999999999999999 half third quarter"
    )
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map(" ".join)))
def test_spans_lie_in_the_sentence_in_order_and_apart_whatever_it_says(sentence: str):
    found = spans(sentence, JUNE)
    assert all(sentence[span.start : span.end] == span.words for span in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert {span.kind for span in found} <= set(KINDS)
