"""The ledger as files: CSV that no spreadsheet runs, JSON-LD of two vocabularies, a page that loads nothing."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest

from dashboard.commentary import brief, export
from dashboard.commentary.ledger import ledger, texts
from dashboard.commentary.verdict import VERDICTS

CANNOT = "claim:\n  cannot: Nobody counts it.\n"


@pytest.fixture
def made(file, store):
    """The texts and entries of a content, by default the small file."""

    def make(content=file):
        tables = store({"a_text": content})
        return texts(tables), ledger(tables)

    return make


@pytest.fixture
def unbound(file):
    """The small file with a claim that data cannot settle."""
    start, end = file.index("claim:"), file.index("```\n\nOur note.")
    return file[:start] + CANNOT + file[end:]


def test_the_csv_has_a_row_per_reading_with_numbers_as_fractions(made):
    _, entries = made()
    rows = list(csv.DictReader(io.StringIO(export.as_csv(entries, "v1"))))
    assert [row["reading"] for row in rows] == ["both months", "March alone", "in yuan"]
    assert [round(float(row["value"]), 9) if row["value"] else None for row in rows] == [-0.13, -0.16, None]
    assert [row["holds"] for row in rows] == ["false", "true", "false"]
    assert {row["verdict"] for row in rows} == {"not supported"}
    assert {row["data_version"] for row in rows} == {"v1"}
    assert json.loads(rows[0]["parameters"])["start"] == "2024-03-01"


def test_a_claim_that_cannot_be_checked_has_one_row_with_the_reason(made, unbound):
    (row,) = csv.DictReader(io.StringIO(export.as_csv(made(unbound)[1], "v1")))
    assert (row["verdict"], row["why"], row["reading"]) == ("cannot be checked here", "Nobody counts it.", "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_run_by_a_spreadsheet(made, file, start):
    _, entries = made(file.replace("label: both months", f'label: "{start}both months"'))
    first = next(csv.DictReader(io.StringIO(export.as_csv(entries, "v1"))))
    assert first["reading"] == f"'{start}both months"
    assert float(first["value"]) < 0  # numbers stay numbers


def test_every_claim_is_a_review_and_an_annotation(made):
    known, entries = made()
    review, note = json.loads(export.as_json_ld(entries, known, "v1"))["@graph"]
    assert (review["@context"], review["@type"]) == ("https://schema.org", "ClaimReview")
    assert review["claimReviewed"] == "16 % lower"
    assert review["reviewRating"]["alternateName"] == "not supported"
    assert review["itemReviewed"]["author"]["name"] == "A publisher"
    assert "url" not in review["itemReviewed"]["appearance"]  # the text has no address
    assert (note["@context"], note["type"]) == ("http://www.w3.org/ns/anno.jsonld", "Annotation")
    assert note["target"]["selector"] == {
        "type": "TextQuoteSelector",
        "exact": "Exports from March to April have been 16 % lower",
        "prefix": "Accordingly,",
        "suffix": "than the year before.",
    }
    assert note["body"][1]["value"] == "Our note."
    assert review["@id"] != note["id"]


def test_what_cannot_be_checked_is_valid_json_too(made, unbound):
    known, entries = made(unbound)
    review = json.loads(export.as_json_ld(entries, known, "v1"), parse_constant=pytest.fail)["@graph"][0]
    assert review["reviewBody"] == "Cannot be checked here. Nobody counts it."


class Page(HTMLParser):
    """The tags and addresses of a page, and its words."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.words = ""
        self.feed(content)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attributes if name in ("src", "href")]

    def handle_data(self, data):
        self.words += data


def page(made, content):
    (text,), (entry,) = made(content)
    return brief.brief(entry, text, text.excerpts[0], ["A further sentence."], ["A source."], "v1")


def test_the_brief_tells_claim_verdict_readings_and_sources(made, file):
    read = Page(page(made, file))
    for words in (
        "“Exports from March to April have been 16 % lower”",
        "✗ Not supported",
        "Stated: −16.0\u202f%. Computed as worded: −13.0\u202f%.",
        "March alone",
        "The data hold no figure for Mar 2024, Apr 2024.",
        "A further sentence.",
        "A source.",
        "data version v1",
        "Our note.",
    ):
        assert words in read.words, words
    assert read.tags.count("mark") == 1


def test_the_brief_loads_and_runs_nothing(made, file):
    content = page(made, file.replace("Our note.", "Our <script>note()</script> & <img src=x>."))
    read = Page(content)
    assert read.addresses == []
    assert not {"script", "img", "link", "iframe"} & set(read.tags)
    assert "default-src 'none'" in content
    assert not re.search(r"url\(|@import|https?://", content)
    assert "@media print" in content


def test_our_markdown_prints_without_its_marks():
    assert brief.plain("See [their page](https://example.org/a), **twice**.") == "See their page, twice."
    assert brief.plain("A *word* and `code`.") == "A word and code."


def test_the_brief_of_what_cannot_be_checked_gives_the_reason(made, unbound):
    read = Page(page(made, unbound))
    assert "? Cannot be checked here" in read.words
    assert "Nobody counts it." in read.words
    assert "nan" not in read.words


def test_every_verdict_has_a_mark_that_prints():
    assert set(brief.MARKS) == {verdict.word for verdict in VERDICTS}
    assert len(set(brief.MARKS.values())) == len(VERDICTS)
