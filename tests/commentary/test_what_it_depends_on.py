"""What a verdict depends on: the choice that flips it, the window that would do, what the author could see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import pandas as pd
import pytest

from dashboard.commentary.ledger import Computed, Entry, ledger, texts
from dashboard.commentary.seen import published, replayed
from dashboard.commentary.turning import nearest_reading, turning
from dashboard.commentary.verdict import NOT_SUPPORTED, SUPPORTED
from dashboard.commentary.windows import nearest, nearest_in_words, ranks, slid
from dashboard.commentary.wording import asked, ordinal, spread, worded
from dashboard.metrics.value import Value, exactly
from dashboard.period import Period


def entry(*readings: Computed) -> Entry:
    verdict = SUPPORTED if readings[0].holds else NOT_SUPPORTED
    return Entry(
        "an-id",
        "a_text",
        "trade",
        "a quote",
        "a span",
        "level",
        "equals",
        1.0,
        0.0,
        "why",
        "times",
        verdict,
        "",
        readings,
    )


def came(holds: bool, *along: tuple[str, str], as_worded: bool = False) -> Computed:
    label = ", ".join(option for _, option in along)
    return Computed(label, {}, as_worded, exactly(1.0), holds, False, "", "level", along, pd.DataFrame())


def grid(**held: bool) -> Entry:
    """Four readings of two choices, named by their options: ay is size a, colour y."""
    return entry(*(came(value, ("size", name[0]), ("colour", name[1])) for name, value in held.items()))


@pytest.mark.parametrize(
    ("readings", "sentence"),
    [
        (grid(ax=True, ay=True, bx=True, by=True), "No choice flips it: it holds under every reading."),
        (grid(ax=False, ay=False, bx=False, by=False), "No choice flips it: it holds under no reading."),
        (grid(ax=False, ay=True, bx=False, by=False), "Only one reading makes it hold: a, y."),
        (grid(ax=True, ay=True, bx=True, by=False), "Only one reading makes it fail: b, y."),
        (grid(ax=True, ay=True, bx=False, by=False), "The size alone decides: it holds with “a”; not with “b”."),
        (grid(ax=True, ay=False, bx=True, by=False), "The colour alone decides: it holds with “x”; not with “y”."),
        (
            grid(ax=True, ay=False, bx=False, by=True, cx=False, cy=False),
            "The size matters most; it holds with “a” (1 of 2), “b” (1 of 2) and “c” (0 of 2).",
        ),
    ],
)
def test_the_choice_that_flips_it_is_found_from_the_readings(readings, sentence):
    assert turning(readings) == sentence


def test_readings_listed_one_by_one_are_told_by_their_labels():
    one = entry(
        *(came(holds, ("reading", name)) for name, holds in (("a", True), ("b", True), ("c", False), ("d", False)))
    )
    assert turning(one) == "It holds with “a” and “b”; not with “c” and “d”."


def test_a_claim_that_fails_only_as_worded_says_so():
    one = entry(
        came(False, ("reading", "a"), as_worded=True), came(True, ("reading", "b")), came(True, ("reading", "c"))
    )
    assert turning(one) == "It fails only as worded: a."


def test_the_nearest_reading_is_the_first_that_holds_where_none_as_worded_does():
    lost, found = came(False, ("reading", "a"), as_worded=True), came(True, ("reading", "b"))
    assert nearest_reading(entry(lost, found, came(True, ("reading", "c")))) is found
    assert nearest_reading(entry(came(True, ("reading", "a"), as_worded=True), found)) is None
    assert nearest_reading(entry(lost)) is None


def test_the_window_that_gives_the_stated_value_is_found(file, store):
    # March 84 / 100, April 90 / 100, both 174 / 200: only March alone is 16 % lower
    tables = store({"a_text": file})
    (exports,) = ledger(tables)
    slides = slid(exports, tables)
    found = nearest(slides)
    assert found is not None
    assert found.window == Period.read("2024-03")
    assert round(found.value.value, 9) == -0.16
    assert slides[0].rank() == (1, 1)
    assert nearest_in_words(exports, slides) == "Mar 2024, both months: −16.0\u202f%."
    assert ranks(slides) == [
        "In both months, Mar–Apr 2024 is the lowest of 1 window of its length held; "
        "none of them and 1 of 2 other windows give the stated value."
    ]


def test_no_window_needs_naming_when_the_cited_one_gives_the_stated_value(file, store):
    tables = store({"a_text": file}, march=84, april=84)
    (exports,) = ledger(tables)
    assert nearest_in_words(exports, slid(exports, tables)) == ""


def test_that_no_window_would_do_is_said(file, store):
    tables = store({"a_text": file}, march=200, april=200)
    (exports,) = ledger(tables)
    assert (
        nearest_in_words(exports, slid(exports, tables)) == "No window of one to twelve months gives the stated value."
    )


@dataclass(frozen=True)
class Held:
    obtained: date


def dated(store, content, then, day=date(2026, 11, 1)):
    """Published data with a history: `then` is what was held when the text came out, or nothing."""

    class Dated(store):
        provenance: ClassVar[dict[str, Held]] = {"a_source": Held(day)}

        def as_of(self, asked_for):
            assert asked_for == date(2024, 6, 30)
            return then

    return Dated({"a_text": content})


class Nothing:
    provenance: ClassVar[dict[str, Held]] = {}


def replay(store, content, then):
    tables = dated(store, content, then)
    (text,), (exports,) = texts(tables), ledger(tables)
    excerpt = text.excerpts[0]
    return replayed(exports, text, excerpt, excerpt.claim, tables)


def test_without_data_from_then_it_is_said_that_there_are_none(file, store):
    assert replay(store, file, Nothing()) == (
        "No copy of these data from 30 Jun 2024 or before is held (ours is of 1 Nov 2026), "
        "so the claim cannot be replayed."
    )


def test_with_data_from_then_the_claim_is_computed_on_them(file, store):
    then = store({"a_text": file}, march=84, april=84)
    then.provenance = {"a_source": Held(date(2024, 6, 20))}
    assert replay(store, file, then) == "On the data held on 30 Jun 2024 it comes out as supported: −16.0\u202f%."


def test_data_without_a_history_are_not_replayed(file, store):
    tables = store({"a_text": file})
    (text,), (exports,) = texts(tables), ledger(tables)
    assert replayed(exports, text, text.excerpts[0], text.excerpts[0].claim, tables) == ""


def test_a_month_of_publication_ends_with_its_last_day(file, store):
    (text,) = texts(store({"a_text": file}))
    (exact,) = texts(store({"a_text": file.replace("published: 2024-06", "published: 2024-06-19")}))
    assert (published(text), published(exact)) == (date(2024, 6, 30), date(2024, 6, 19))


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        (-0.16, "fraction", "−16.0\u202f%"),
        (3.0, "times", "3.0 times"),
        (4.0, "count", "4"),
        (2000.0, "year", "2000"),
        (11.0, "months", "11 months"),
        (10.5, "months", "10.5 months"),
        (24_800_000_000.0, "USD", "USD\u00a024.8\u00a0bn"),
    ],
)
def test_numbers_are_written_in_their_unit(number, unit, words):
    assert worded(number, unit) == words


def test_bounds_and_comparators_are_written_out():
    assert spread(Value(0.2, 0.1, 0.3), "fraction") == "20.0\u202f% (10.0\u202f% to 30.0\u202f%)"
    assert asked("at_least", 2.0, "times") == "at least 2.0 times"
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 112)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th",
    ]  # fmt: skip
