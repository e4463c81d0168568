"""Reading a commentary file: what is written is kept, and every fault is named with its place and remedy."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.commentary.excerpt import Text
from dashboard.commentary.fields import CommentaryBroken
from dashboard.commentary.read import read
from dashboard.period import Period


def broken(content: str) -> str:
    """What is said about a file that is not as it should be."""
    with pytest.raises(CommentaryBroken) as said:
        read(content, "a_text")
    return str(said.value)


def test_the_front_matter_says_what_the_text_is(file):
    text = read(file, "a_text")
    assert (text.name, text.title, text.published, text.language) == ("a_text", "A title", "2024-06", "en")
    assert text.attribution == "A publisher"
    assert [excerpt.id for excerpt in text.excerpts] == ["exports", "later"]


def test_an_excerpt_keeps_quotation_view_and_note_apart(file):
    excerpt = read(file, "a_text").excerpts[0]
    assert excerpt.quote == "Exports from March to April have been 16 % lower"
    assert (excerpt.before, excerpt.after) == ("Accordingly,", "than the year before.")
    assert excerpt.span == "16 % lower"
    assert excerpt.chosen == (("flow", "export"),)
    assert excerpt.cited == Period(date(2024, 3, 1), date(2024, 4, 1))
    assert excerpt.compared == Period(date(2023, 3, 1), date(2023, 4, 1))
    assert excerpt.events == ("one-event",)
    assert excerpt.annotation == "Our note."


def test_what_is_left_out_is_empty_and_the_whole_quotation_is_the_span(file):
    excerpt = read(file, "a_text").excerpts[1]
    assert excerpt.span == excerpt.quote
    assert (excerpt.chosen, excerpt.cited, excerpt.compared, excerpt.events) == ((), None, None, ())
    assert excerpt.claim is None
    assert excerpt.annotation.endswith("- one")


def test_a_reading_adds_to_the_claims_parameters_and_codes_stay_text(file):
    claim = read(file, "a_text").excerpts[0].claim
    assert claim is not None
    assert (claim.comparator, claim.stated, claim.tolerance) == ("equals", -0.16, 0.005)
    assert [reading.as_worded for reading in claim.readings] == [True, False, False]
    assert claim.readings[1].parameters == {
        "source": "a_source",
        "reporter": "CHN",
        "partner": "RUS",
        "flow": "export",
        "product": "0101",
        "currency": "USD",
        "start": date(2024, 3, 1),
        "end": date(2024, 3, 1),
    }


VARIED = """  vary:
    window:
      - {label: both months, as_worded: true, with: {start: 2024-03, end: 2024-04}}
      - {label: March alone, with: {start: 2024-03, end: 2024-03}}
    currency:
      - {label: dollars, as_worded: true, with: {currency: USD}}
      - {label: yuan, with: {currency: CNY}}
"""


def varied(file: str) -> str:
    """The file with the claim's readings made from choices instead of listed."""
    start, end = file.index("  readings:"), file.index("```\n\nOur note.")
    return file[:start] + VARIED + file[end:]


def test_choices_make_every_combination_and_those_as_worded_come_first(file):
    claim = read(varied(file), "a_text").excerpts[0].claim
    assert claim is not None
    assert [reading.label for reading in claim.readings] == [
        "both months, dollars",
        "both months, yuan",
        "March alone, dollars",
        "March alone, yuan",
    ]
    assert [reading.as_worded for reading in claim.readings] == [True, False, False, False]
    assert claim.readings[3].along == (("window", "March alone"), ("currency", "yuan"))
    assert claim.readings[3].parameters["currency"] == "CNY"


def test_a_reading_may_be_had_from_another_metric_of_the_same_unit(file):
    other = (
        "    - {label: in print, metric: change_first_published, with: {currency: USD, start: 2024-03, end: 2024-04}}\n"
    )
    claim = read(varied(file).replace("  vary:", f"  readings:\n{other}  vary:"), "a_text").excerpts[0].claim
    assert claim is not None
    printed = claim.readings[-1]
    assert printed.metric == "change_first_published"
    assert set(printed.parameters) == {"reporter", "partner", "flow", "currency", "start", "end"}
    unlike = other.replace("change_first_published", "level").replace("end: 2024-04", "end: 2024-04, per: total")
    assert "not all in the same unit" in broken(varied(file).replace("  vary:", f"  readings:\n{unlike}  vary:"))


def test_a_claim_that_data_cannot_settle_has_a_reason_and_nothing_else(file):
    start, end = file.index("claim:"), file.index("```\n\nOur note.")
    without = file[:start] + "claim:\n  cannot: Nobody counts it.\n" + file[end:]
    claim = read(without, "a_text").excerpts[0].claim
    assert claim is not None
    assert (claim.cannot, claim.metric, claim.readings) == ("Nobody counts it.", "", ())
    assert math.isnan(claim.stated)
    assert "`stated` is not known here" in broken(without.replace("it.\n", "it.\n  stated: 3\n"))


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("    currency:\n", "    currency: dollars\n    other:\n", "vary currency: write a list"),
        ("{label: dollars, as_worded", "{as_worded", "vary currency, option 1: `label` is missing"),
        ("with: {currency: CNY}", "with: {curency: CNY}", "`currency` is missing"),
        ("with: {currency: CNY}", "with: {currency: CNY}, when: now", "option 2: `when` is not known here"),
        ("- {label: yuan, with: {currency: CNY}}", "- yuan", "option 2: write `label`, `with`"),
        ("{label: dollars, as_worded: true,", "{label: dollars,", "no reading has `as_worded: true`"),
    ],
)
def test_a_fault_in_a_choice_is_named(file, right, wrong, said):
    whole = varied(file)
    assert whole.count(right) == 1
    assert said in broken(whole.replace(right, wrong))


def test_more_readings_than_anybody_weighed_are_refused(file):
    options = "".join(f"      - {{label: m{n}, as_worded: true}}\n" for n in range(20))
    assert "more than 60 readings" in broken(
        varied(file).replace("    currency:", f"    more:\n{options}    currency:")
    )


def test_files_from_windows_read_the_same(file):
    assert read("\ufeff" + file.replace("\n", "\r\n"), "a_text") == read(file, "a_text")


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("title: A title\n", "", "front matter: `title` is missing"),
        ("language: en", "language: en\ncolour: red", "front matter: `colour` is not known here"),
        ("published: 2024-06", "published: June", "front matter: `published`: write a month or a day"),
        ("language: en", "language: en\nlink: example.org", "`link`: write an address"),
        ("language: en\n---", "language: en", "the front matter does not end"),
        ("## later", "## exports", "section exports: there are two of this name"),
        ("## later", "## Later on", "section Later on: a section's name is small letters"),
        ("## exports", "A stray line\n\n## exports", "this stands before the first section"),
        (
            "> The visit was the first",
            "The visit was the first",
            "section later: it does not start with a quot",
        ),
        (
            "> The visit was the first",
            "> " + "word " * 41,
            "section later: the quotation has more than 40 words",
        ),
        ("```yaml\nanchor: {", "anchor: {", "section later: no settings follow"),
        ("2024-12\n```\n\nAnother", "2024-12\n\nAnother", "section later: the settings do not end"),
        ("Our note.", "", "section exports: our note is missing"),
        ("Our note.", "Our note.\n\n```yaml\na: b\n```", "there is a second block of settings"),
        ("span: 16 % lower", "span: 17 % lower", "section exports: `span` does not stand exactly once"),
        ("topic: trade", "topic: weather", "section exports: `topic`: write one of trade, ammunition"),
        ("topic: trade", "topic: trade\ntopic: trade", "'topic' is not a word or stands twice"),
        ("topic: trade", "topic: [", "section exports, line 7 of it: this is not the YAML it should be"),
        ("topic: trade", "tpic: trade", "`tpic` is not known here"),
        ("topic: trade", "topic: &again trade\nevents: *again", "aliases"),
        ("cited: 2024-03..2024-04", "cited: spring", "`cited`: write months as 2024-03 or"),
        ("cited: 2024-03..2024-04", "cited: 2024-04..2024-03", "before it starts"),
        ("events: [one-event]", "events: one-event", "`events`: write a list"),
        ("choices: {flow: export}", "choices: export", "`choices`: write `key: value` pairs"),
        ("anchor: {before: Later on., ", "anchor: {", "section later, anchor: `before` is missing"),
        ("metric: change_on", "metric: chnge_on", "section exports, claim: `metric`: write one of before_after"),
        ("comparator: equals", "comparator: about", "`comparator`: write one of equals, at_least"),
        ("stated: -0.16", "stated: 16 %", "`stated`: write a number"),
        ("tolerance: 0.005", "tolerance: -1", "`tolerance`: write zero or more"),
        ('  because: "a whole percent: ±0.5 points"\n', "", "section exports, claim: `because` is missing"),
        ("      as_worded: true\n", "", "no reading has `as_worded: true`"),
        ("as_worded: true", "as_worded: yes", "reading 1: `as_worded`: write true or false"),
        ("label: March alone", "label: both months", "two readings have the same `label`"),
        ("start: 2024-03, end: 2024-03", "start: 2024-03", "claim, reading 2: `end` is missing"),
        ("start: 2024-03, end: 2024-03", "month: 2024-03", "claim, reading 2: `month` is not known here"),
        ("start: 2024-03, end: 2024-03", "start: 2024-13, end: 2024-03", "reading 2: `start`: write a month"),
    ],
)
def test_a_fault_is_named_with_section_and_remedy(file, right, wrong, said):
    assert file.count(right) == 1
    message = broken(file.replace(right, wrong))
    assert said in message
    assert all(line.startswith("a_text.md") for line in message.splitlines())


def test_all_faults_are_reported_at_once(file):
    message = broken(file.replace("topic: trade", "topic: weather").replace("Later on.", "''"))
    assert "section exports: `topic`" in message
    assert "section later, anchor: `before`" in message
    assert len(message.splitlines()) == 2


@pytest.mark.parametrize("settings_block", ["", "# nothing but a remark", "- a\n- list", "a word"])
def test_settings_that_are_no_settings_are_a_fault(file, settings_block):
    start, end = file.rindex("anchor: {"), file.rindex("\n```\n\nAnother")
    assert "section later" in broken(file[:start] + settings_block + file[end:])


@pytest.mark.parametrize("content", ["", "---", "---\n---", "# A heading", "[" * 5000, "---\n" + "[" * 5000 + "\n---"])
def test_something_else_altogether_is_a_fault(content):
    assert "a_text.md" in broken(content)


def read_or_broken(content: str) -> None:
    """Read a file; the only exception let through is one that would be a crash."""
    try:
        assert isinstance(read(content, "a_text"), Text)
    except CommentaryBroken as said:
        assert str(said)


@given(st.text(max_size=400))
def test_no_text_whatever_crashes_the_reader(content):
    read_or_broken(content)
    read_or_broken(f"---\n{content}\n---\n## an-id\n> quote\n```yaml\n{content}\n```\n{content}")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_to_a_file_crashes_the_reader(file, data):
    start = data.draw(st.integers(0, len(file)))
    end = data.draw(st.integers(start, min(len(file), start + 60)))
    pieces = st.text(max_size=5) | st.sampled_from(["{", "[", "*a", "&a ", "!!int ", "? ", "- ", ": ", "---\n", "```"])
    read_or_broken(file[:start] + data.draw(pieces) + file[end:])
