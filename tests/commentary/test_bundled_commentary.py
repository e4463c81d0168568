"""The bundled commentary: its quotations stand in the text, its claims are computed from the real tables."""

from __future__ import annotations

import time

import pytest

from dashboard import charts
from dashboard.commentary.anchor import misplaced, quoted_share
from dashboard.commentary.ledger import ledger, texts
from dashboard.commentary.read import read
from dashboard.store import Store, open_store
from etl.build import build

NAME = "sceeus_2024_10"


@pytest.fixture(scope="module")
def bundled(request):
    folder = request.config.rootpath / "data" / "commentary"
    return read((folder / f"{NAME}.md").read_text(encoding="utf-8"), NAME)


@pytest.fixture(scope="module")
def full(request) -> str:
    path = request.config.rootpath.parent / "shared" / "commentary" / "sceeus_commentary_2024_10.txt"
    if not path.is_file():
        pytest.skip("the full text is not here, and it is not ours to carry")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Store:
    home = tmp_path_factory.mktemp("home")
    build(home)
    return open_store(home)


def test_it_has_at_least_ten_short_excerpts(bundled):
    assert len(bundled.excerpts) >= 10
    assert all(len(excerpt.quote.split()) <= 40 for excerpt in bundled.excerpts)


def test_every_quotation_stands_in_the_text_where_it_is_said_to(bundled, full):
    assert misplaced(bundled, full) == []


def test_less_than_a_fifth_of_the_text_is_quoted(bundled, full):
    assert quoted_share(bundled, full) < 0.2


def test_a_quotation_that_was_changed_or_moved_is_named(bundled, full):
    assert "section fourth-trip" in misplaced(bundled, full.replace("fourth official", "third official"))[0]
    assert len(misplaced(bundled, "")) == len(bundled.excerpts)
    assert any("more than once" in fault for fault in misplaced(bundled, full + full))
    first, second, *rest = full.split("\n\n")[2:]
    assert any("earlier in the text" in fault for fault in misplaced(bundled, "\n\n".join([*rest, first, second])))


def test_every_excerpt_shows_a_chart_that_there_is_in_a_view_that_it_has(bundled):
    for excerpt in bundled.excerpts:
        try:
            chart = charts.get(excerpt.chart)
        except KeyError:
            pytest.fail(f"section {excerpt.id} names the chart {excerpt.chart}, which there is not")
        assert chart.scope(excerpt.period, dict(excerpt.chosen))


def test_cited_and_compared_months_lie_within_the_period_shown(bundled):
    for excerpt in bundled.excerpts:
        assert all(lit.within(excerpt.period) for lit in (excerpt.cited, excerpt.compared) if lit)


def test_every_event_to_mark_is_in_the_table(bundled, real):
    held = set(real.rows("SELECT event_id FROM event")["event_id"])
    assert {event for excerpt in bundled.excerpts for event in excerpt.events} <= held


def test_the_claims_come_out_as_the_figures_say(real):
    entries = {entry.id: entry for entry in ledger(real)}
    exports, ammunition = entries["chinese-exports"], entries["dprk-ammunition"]
    percent = {r.label: round(r.value.value * 100, 1) for r in exports.readings if r.value}
    assert percent == {
        "Mar–May, US dollars": -10.4,
        "Mar–May, yuan": -6.6,
        "Mar alone, US dollars": -16.1,
        "Mar alone, yuan": -11.3,
        "Apr alone, US dollars": -13.3,
        "Apr alone, yuan": -10.1,
        "May alone, US dollars": -1.9,
        "May alone, yuan": 1.8,
        "Mar–Apr, US dollars": -14.7,  # (7.456 + 8.297) / (8.890 + 9.575) = 0.853
    }
    yuan = exports.readings[1].value
    assert yuan is not None
    assert (round(yuan.low, 3), round(yuan.high, 3)) == (-0.068, -0.064)
    assert (exports.verdict.word, exports.tally) == ("not supported", "holds in 1 of 9 readings")
    # 1.5 and 4.8 m against 0.5 m: 3 and 9.6, half of it 1.5 and 4.8
    # 1.5 and 4.8 m against 0.9 m: 1.67 and 5.33, half of it 0.83 and 2.67
    ratios = [round(r.value.value, 2) for r in ammunition.readings if r.value]
    assert ratios == [3.0, 9.6, 1.5, 4.8, 1.67, 5.33, 0.83, 2.67]
    assert (ammunition.verdict.word, ammunition.tally) == ("supported", "holds in 5 of 8 readings")


def test_the_whole_ledger_takes_less_than_a_second(real):
    texts(real)
    started = time.perf_counter()
    assert ledger(real)
    assert time.perf_counter() - started < 1.0
