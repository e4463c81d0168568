"""A draft finds the claims by itself, follows the words in its tolerances, and is a commentary file that reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import charts
from dashboard.annotate import words as listed
from dashboard.annotate.draft import Draft, as_text, draft
from dashboard.annotate.extract import NotReadable
from dashboard.annotate.markdown import as_markdown
from dashboard.annotate.propose import Proposal
from dashboard.annotate.spans import spans
from dashboard.annotate.suggestion import tolerance
from dashboard.commentary.anchor import misplaced
from dashboard.commentary.ledger import entry
from dashboard.commentary.read import read
from dashboard.store import Store


def drafted(text: str, store: Store, **given: str) -> Draft:
    return draft(text.encode(), "note.txt", store, **given)


def that(made: Draft, words: str) -> Proposal:
    return next(proposal for proposal in made.proposals if words in proposal.quote)


@pytest.fixture(params=["raw", "quotes"])
def text(request: pytest.FixtureRequest, root: Path, quotes: str) -> str:
    if request.param == "quotes":
        return quotes
    path = root.parent / "shared" / "commentary" / "sceeus_commentary_2024_10.txt"
    if not path.is_file():
        pytest.skip("the full text is not here, and it is not ours to carry")
    return path.read_text(encoding="utf-8")


def test_the_six_claims_are_proposed_without_help(text: str, published: Store):
    made = drafted(text, published)
    assert made.published == "2024-06"

    exports = that(made, "16 % lower").suggestion
    assert exports and exports.complete and exports.metric == "change_on_year_earlier"
    assert (exports.stated, exports.tolerance) == (-0.16, 0.005)
    assert {k: exports.parameters[k] for k in ("reporter", "partner", "flow")} == {
        "reporter": "CHN", "partner": "RUS", "flow": "export"
    }  # fmt: skip
    assert (str(exports.cited), str(exports.compared)) == ("2024-03..2024-05", "2023-03..2023-05")

    dwarfing = that(made, "dwarfing").suggestion
    assert dwarfing and dwarfing.complete and dwarfing.metric == "ratio_of_estimates"
    assert (dwarfing.comparator, dwarfing.stated) == ("at_least", 2.0)
    assert all(r.own["supply"][0].startswith("prk-rus") for r in dwarfing.readings)
    assert all(r.own["against"][0].startswith("euu-ukr") for r in dwarfing.readings)

    fourth = that(made, "fourth official foreign trip").suggestion
    assert fourth and fourth.stated == 4
    assert len(fourth.events) == 4

    since = that(made, "since 2000").suggestion
    assert since and since.stated == 2000
    assert str(since.compared) == "2000-01..2000-12"

    met = that(made, "Vladivostok")
    assert "Putin and Kim met in Vladivostok in September" in met.quote
    assert met.suggestion and str(met.suggestion.cited) == "2023-09..2023-09"
    assert any("vostochny" in event for event in met.suggestion.events)

    gas = that(made, "first-ever EU sanctions")
    assert gas.topic == "sanctions"
    assert gas.suggestion and any("14th-package" in event for event in gas.suggestion.events)


def test_the_file_reads_its_quotations_stand_in_the_text_and_its_claims_are_computed(text: str, published: Store):
    made = drafted(text, published, publisher="An institute")
    commentary = read(as_markdown(made), "note")
    assert misplaced(commentary, text) == []
    bound = [excerpt for excerpt in commentary.excerpts if excerpt.claim]
    assert len(bound) >= 2
    for excerpt in bound:
        assert excerpt.claim
        assert all(r.value for r in entry(commentary, excerpt, excerpt.claim, published).readings if r.as_worded)
    undecided = [excerpt for excerpt in commentary.excerpts if not excerpt.claim]
    assert undecided and all(excerpt.annotation.startswith("To be decided: ") for excerpt in undecided)


def test_a_telephone_number_is_not_proposed(quotes: str, published: Store):
    assert all("+46" not in proposal.quote for proposal in drafted(quotes, published).proposals)


def test_what_no_table_speaks_of_is_told_and_left_out_of_the_file(published: Store):
    made = drafted(
        "A note\n\nThe tower has 3 million units. Exports of China to Russia fell 16 % in March 2024.", published
    )
    assert len(made.proposals) == 2
    assert len(made.kept) == 1
    assert "no table held speaks of this" in as_text(made)
    assert "tower" not in as_markdown(made).split("```")[0].split("## ")[1]


@pytest.mark.parametrize(
    ("words", "comparator", "allowed"),
    [
        ("fell 16 %", "equals", 0.005),
        ("fell 16.4 %", "equals", 0.0005),
        ("about 20 %", "equals", 0.01),
        ("nearly 40 percent", "equals", 0.02),
        ("more than 30 %", "more_than", 0),
        ("at least 64 voyages", "at_least", 0),
        ("up to 4.8 million shells", "at_most", 0),
        ("between 10 and 20 %", "equals", 0.05),
        ("fourth visit", "equals", 0),
    ],
)
def test_the_tolerance_follows_from_the_words(words: str, comparator: str, allowed: float):
    found = tolerance(spans(words)[0])
    assert found[0] == comparator
    assert found[1] == pytest.approx(allowed)
    assert found[2]


@pytest.mark.parametrize(
    ("words", "reporter", "partner", "flow"),
    [
        ("German exports to Kyrgyzstan rose 20 % in 2023.", "DEU", "KGZ", "export"),
        ("Exports from Germany to Kazakhstan rose 20 % in 2023.", "DEU", "KAZ", "export"),
        ("China’s imports from Russia rose 7.3 % in May 2024.", "CHN", "RUS", "import"),
        ("Imports of Russian gas by Hungary rose 7 % in May 2024.", "HUN", "RUS", "import"),
    ],
)
def test_who_sells_to_whom_is_read_from_the_words(words: str, reporter: str, partner: str, flow: str, published: Store):
    suggestion = that(drafted(f"Head\n\n{words}", published), words[:10]).suggestion
    assert suggestion
    assert [suggestion.parameters[k] for k in ("reporter", "partner", "flow")] == [reporter, partner, flow]


def test_no_excerpt_takes_a_name_that_another_text_has(quotes: str, published: Store):
    made = drafted(quotes, published)
    names = {excerpt.id for excerpt in read(as_markdown(made), "note").excerpts}
    again = {excerpt.id for excerpt in read(as_markdown(made, taken=names), "note").excerpts}
    assert len(again) == len(names) and not names & again


def test_what_the_user_says_counts_more_than_what_the_file_says(quotes: str, published: Store):
    made = drafted(quotes, published, title="Mine", publisher="Me", published="2024-07-02")
    assert (made.title, made.publisher, made.published, made.guessed) == ("Mine", "Me", "2024-07-02", "")
    with pytest.raises(NotReadable, match="no date"):
        drafted(quotes, published, published="June")


def test_nothing_is_written_without_a_date_or_without_a_passage(published: Store):
    with pytest.raises(NotReadable, match="nothing to write"):
        as_markdown(drafted("Good morning to you all.", published))
    with pytest.raises(NotReadable, match="--date"):
        as_markdown(drafted("Chinese exports to Russia fell by 16 %.", published))


PIECES = (
    *listed(
        "China Russia exports to from fell 16 % March 2024 in the first visit since 2000 Putin Pyongyang sanctions "
        "## --- ``` > ' \" : # & * | dwarfing ammunition EU Ukraine 4.8 million shells . , – fourth package {x}"
    ),
    "\n", "\n\n", "\u2028", "\t",
)  # fmt: skip
WORDS = st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=200), WORDS))
def test_every_draft_of_every_text_reads_or_is_refused_with_a_sentence(text: str, published: Store):
    try:
        made = draft(text.encode("utf-8", "replace"), "a.txt", published, published="2024-06")
        written = as_markdown(made)
    except NotReadable as refused:
        assert str(refused).endswith(".")
    else:
        commentary = read(written, "a")
        assert len(commentary.excerpts) == len(made.kept)
        for excerpt in commentary.excerpts:
            assert charts.get(excerpt.chart).scope(excerpt.period, dict(excerpt.chosen), published)
        assert as_text(made)
