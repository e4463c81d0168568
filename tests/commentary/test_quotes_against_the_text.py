"""Quotes are held against the text they are taken from: misplaced ones and too many of them are errors."""

from __future__ import annotations

import pytest

from dashboard.commentary import run
from dashboard.commentary.anchor import faults
from dashboard.commentary.ledger import texts

FULL = (
    "Accordingly, Exports from March to April have been 16 % lower than the year before. "
    + "Something else is said at length here. " * 20
    + "Later on. The visit was the first since 2000."
)


@pytest.fixture
def commentaries(file, store):
    return texts(store({"another": file.replace("Exports", "Imports").replace("visit", "trip"), "a_text": file}))


def test_quotes_that_stand_where_they_are_said_to_are_no_fault(commentaries):
    assert faults(commentaries, FULL) == []


def test_the_text_finds_its_own_commentary(commentaries):
    (fault,) = faults(commentaries, FULL.replace("Accordingly,", "Moreover,"))
    assert fault.startswith("a_text.md, section exports: the words before, quoted and after stand nowhere")


def test_quoting_too_much_of_a_text_is_a_fault(commentaries):
    (fault,) = faults(commentaries, FULL.replace("Something else is said at length here. ", ""))
    assert "more than 20%; quote less" in fault


def test_a_text_of_somebody_else_is_a_fault(commentaries):
    assert faults(commentaries, "Nothing of this was quoted.") == [
        "no quotation of any commentary stands in this text; give the text that was quoted from"
    ]


def test_the_command_stops_at_a_misplaced_quote_and_at_a_file_that_is_no_text(commentaries, tmp_path):
    path = tmp_path / "full.txt"
    path.write_text(FULL, encoding="utf-8-sig")
    run.check_quotes(commentaries, path)
    path.write_text(FULL.replace("Later on.", ""), encoding="utf-8")
    with pytest.raises(ValueError, match="section later"):
        run.check_quotes(commentaries, path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ValueError, match="not text in UTF-8"):
        run.check_quotes(commentaries, path)
