"""The ledger: every claim of every text, computed under all its readings, with what could not be computed."""

from __future__ import annotations

import json
from threading import Barrier, Lock
from typing import Any

import pandas as pd
import pytest

from dashboard.commentary.ledger import as_json, as_text, broken, ledger, texts
from dashboard.metrics.value import exactly


def test_a_claim_is_computed_under_all_its_readings(file, store):
    # Both months: (84 + 90) / (100 + 100) − 1 = −0.13; March alone: 84 / 100 − 1 = −0.16; no row is in yuan
    (entry,) = ledger(store({"a_text": file}))
    assert (entry.id, entry.text, entry.span) == ("exports", "a_text", "16 % lower")
    assert [r.value and round(r.value.value, 9) for r in entry.readings] == [-0.13, -0.16, None]
    assert [r.holds for r in entry.readings] == [False, True, False]
    assert entry.verdict.word == "not supported"
    assert entry.tally == "holds in 1 of 3 readings; 1 cannot be computed"
    assert entry.readings[2].problem == "The data hold no figure for Mar 2024, Apr 2024."


def test_the_verdict_follows_the_data(file, store):
    # (84 + 84) / 200 − 1 = −0.16; (84 + 85.6) / 200 − 1 = −0.152, a miss of 0.8 points
    (exact,) = ledger(store({"a_text": file}, april=84))
    (near,) = ledger(store({"a_text": file}, april=85.6))
    assert (exact.verdict.word, near.verdict.word) == ("supported", "close")


def test_the_computed_value_is_the_first_reading_that_the_words_ask_for(file, store):
    (entry,) = ledger(store({"a_text": file}, march=50, april=50))
    assert entry.computed == exactly(-0.5)


def test_what_no_reading_can_tell_cannot_be_checked(file, store):
    (entry,) = ledger(store({"a_text": file.replace("source: a_source", "source: another")}))
    assert entry.verdict.word == "cannot be checked here"
    assert entry.why == "The data hold no figure for Mar 2024, Apr 2024."
    assert entry.computed is None


def test_a_query_that_fails_leaves_the_other_claims_standing(file, store):
    class NoSuchTable(Exception):
        """What a store raises."""

    class Failing(store):
        def rows(self, sql, **parameters):
            raise NoSuchTable("there is no trade_flow")

    (entry,) = ledger(Failing({"a_text": file}), failures=(NoSuchTable,))
    assert entry.why == "The data could not be queried: there is no trade_flow"
    with pytest.raises(NoSuchTable):
        ledger(Failing({"a_text": file}))


def test_texts_come_in_name_order(file, store):
    assert [text.name for text in texts(store({"b": file, "a": file}))] == ["a", "b"]


def test_a_broken_text_is_named_and_hides_no_other(file, store):
    held = store({"b": "nothing", "c": file.replace("title:", "t\ufffdtle:"), "a": file})
    assert [text.name for text in texts(held)] == ["a"]
    assert [entry.text for entry in ledger(held)] == ["a"]
    faults = broken(held)
    assert faults[0] == "b.md: it does not start with `---`; put title, publisher … between two such lines"
    assert any("c.md line 2: a letter that is not UTF-8; save the file as UTF-8" in fault for fault in faults)
    assert broken(store({"a": file})) == ()


def test_the_terminal_shows_each_reading_on_a_line(file, store):
    told = as_text(ledger(store({"a_text": file}))).splitlines()
    assert told == [
        "exports: not supported",
        "  “16 % lower”",
        "  stated: equal to −16.0 % (a whole percent: ±0.5 points)",
        "  No reading that the words ask for gives what is stated (0 of 1).",
        "  ·* both months  −13.0 %",
        "  ✓  March alone  −16.0 %",
        "  ·  in yuan      The data hold no figure for Mar 2024, Apr 2024.",
        "  holds in 1 of 3 readings; 1 cannot be computed; * as worded",
    ]
    assert as_text([]) == "No commentary carries a claim."


def test_the_json_holds_fractions_and_null_where_nothing_was_computed(file, store):
    (entry,) = json.loads(json.dumps(as_json(ledger(store({"a_text": file}))), allow_nan=False))
    assert {key: entry[key] for key in ("id", "verdict", "stated", "tolerance", "unit")} == {
        "id": "exports",
        "verdict": "not supported",
        "stated": -0.16,
        "tolerance": 0.005,
        "unit": "fraction",
    }
    assert entry["quote"].startswith("Exports from March")
    assert round(entry["computed"], 9) == round(entry["low"], 9) == round(entry["high"], 9) == -0.13
    assert [reading["label"] for reading in entry["readings"]] == ["both months", "March alone", "in yuan"]
    assert [reading["holds"] for reading in entry["readings"]] == [False, True, False]
    assert entry["readings"][2]["value"] is None


def test_claims_asked_at_once_come_in_the_order_of_the_texts(file, store):
    texts_of_two = {"a_text": file, "b_text": file.replace("-0.16", "-0.13")}
    alone = ledger(store(texts_of_two))
    tables, both, one_by_one = store(texts_of_two), Barrier(2), Lock()

    class Waiting:
        """Answers only while another query waits for its answer too."""

        texts = tables.texts

        def rows(self, sql: str, **parameters: Any) -> pd.DataFrame:
            both.wait(timeout=30)
            with one_by_one:
                return tables.rows(sql, **parameters)

    together = ledger(Waiting(), at_once=2)
    assert [(e.text, e.id, e.verdict.word, e.held) for e in together] == [
        ("a_text", "exports", "not supported", 1),
        ("b_text", "exports", "supported", 1),
    ]
    assert together == alone
