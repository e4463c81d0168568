"""The reading page: the order of the text, filters in the address, what a verdict depends on, files to take."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import evidence
from dashboard.commentary.ledger import texts
from dashboard.store import Store
from etl.build import build

APP = Path(__file__).parents[2] / "dashboard" / "app.py"


def visited(**address: Any) -> AppTest:
    """The dashboard's first page, opened at an address."""
    app = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


def cards(app: AppTest) -> list[str]:
    """The excerpts on the page, in their order."""
    return [str(button.key).removeprefix("show_") for button in app.button if str(button.key).startswith("show_")]


def chosen(app: AppTest) -> list[str]:
    return [str(b.key).removeprefix("show_") for b in app.button if b.label == "Shown on the chart"]


def said(app: AppTest) -> str:
    return "\n".join(block.value for block in [*app.markdown, *app.caption])


@pytest.fixture
def order(published: Store) -> list[str]:
    """The excerpts of the bundled text, in its order."""
    (text,) = texts(published)
    return [excerpt.id for excerpt in text.excerpts]


def test_the_excerpts_stand_in_the_texts_order_and_the_first_is_chosen(data: Path, order: list[str]):
    app = visited()
    assert cards(app) == order
    assert chosen(app) == order[:1]


def test_the_text_is_summed_up_by_verdict(data: Path):
    words = next(m.value for m in visited().markdown if "14 claims" in m.value)
    for part in ("10 supported", "1 close", "2 not supported", "1 cannot be checked here"):
        assert part in words


def test_a_verdict_filter_leaves_only_its_excerpts(data: Path):
    app = visited()
    app.get_by_key("verdict").set_value(["not supported"]).run()
    assert cards(app) == ["met-in-vladivostok", "chinese-exports"]
    assert chosen(app) == ["met-in-vladivostok"]
    assert "14 claims" in said(app)


def test_filters_come_from_the_address_and_add_up(data: Path):
    app = visited(verdict=["supported", "close"], topic=["ammunition"])
    assert not app.warning
    assert cards(app) == ["over-the-past-year", "dprk-ammunition", "firepower"]


def test_filters_that_leave_nothing_say_so(data: Path):
    app = visited(verdict=["close"], topic=["trade"])
    assert cards(app) == []
    assert "Take one of the filters off" in app.info[0].value
    assert not app.exception


def test_a_filter_of_another_name_in_the_address_is_explained(data: Path):
    app = visited(verdict=["wrong"])
    assert "“wrong” is not one of supported, close" in app.warning[0].value
    assert len(cards(app)) == 15


def test_a_chosen_excerpt_stays_chosen_while_the_filters_show_it(data: Path):
    app = visited(excerpt="chinese-exports", verdict=["not supported"])
    assert chosen(app) == ["chinese-exports"]
    app.get_by_key("verdict").set_value(["supported"]).run()
    assert chosen(app) == ["fourth-trip"]
    app.get_by_key("verdict").set_value([]).run()
    assert chosen(app) == ["chinese-exports"]


def test_the_export_claim_shows_what_it_depends_on(data: Path):
    app = visited(excerpt="chinese-exports")
    words = said(app)
    assert "Only one reading makes it hold: Mar alone, US dollars." in words
    assert "Mar 2024, US dollars: −16.1\u202f%." in words
    assert "First printed by the press: Mar 2023: USD\u00a09.044\u00a0bn" in words
    assert "5th lowest of 82 windows of three months" in words
    assert len(app.get("plotly_chart")) == 3
    assert "stated −16.0" in app.get("plotly_chart")[0].proto.spec


def test_a_claim_that_cannot_be_checked_shows_why_and_no_strip(data: Path):
    app = visited(excerpt="payment-problems")
    assert len(app.get("plotly_chart")) == 1
    assert "No public series counts payments that banks refused." in said(app)
    assert not app.exception


def downloads(app: AppTest) -> dict[str, Any]:
    app.session_state["take_claim"] = True
    app.run()
    assert not app.exception
    return {str(button.key): button for button in app.get("download_button")}


@pytest.mark.parametrize("excerpt", ["chinese-exports", "payment-problems"])
def test_a_claim_and_all_claims_can_be_taken_away(data: Path, excerpt: str):
    app = visited(excerpt=excerpt)
    assert not app.get("download_button")
    offered = downloads(app)
    one = f"waybill_{excerpt}"
    assert set(offered) >= {f"{one}_html", f"{one}_jsonld", f"{one}_csv", "waybill_claims_jsonld", "waybill_claims_csv"}


def test_what_is_taken_holds_every_claim(published: Store):
    from dashboard.commentary import brief, export

    known, entries = evidence.read(published)
    table = list(csv.DictReader(io.StringIO(export.as_csv(entries.values(), published.version))))
    assert len({row["id"] for row in table}) == 14
    graph = json.loads(export.as_json_ld(entries.values(), known, published.version))["@graph"]
    assert [node.get("@type") or node.get("type") for node in graph] == ["ClaimReview", "Annotation"] * 14
    for (_, name), entry in entries.items():
        excerpt = next(e for e in known[0].excerpts if e.id == name)
        assert entry.verdict.word.capitalize() in brief.brief(entry, known[0], excerpt, [], [], "v1")


def test_two_texts_may_have_excerpts_of_one_name(published: Store):
    (content,) = published.texts().values()

    class Two:
        def texts(self) -> dict[str, str]:
            return {"a": content, "b": content.replace("stated: 4\n", "stated: 5\n")}

        def __getattr__(self, name: str) -> Any:
            return getattr(published, name)

    _, entries = evidence.read(Two())  # type: ignore[arg-type]
    assert entries["a", "fourth-trip"].verdict.word == "supported"
    assert entries["b", "fourth-trip"].verdict.word == "not supported"


@pytest.mark.parametrize("content", [b"## one\n", b"---\ntitle: Caf\xe9\n---\n"])
def test_a_broken_text_of_the_reader_is_named_and_the_others_are_shown(
    tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: list[str], content: bytes
):
    home = Path(shutil.copytree(tables, tmp_path / "home"))
    (home / "commentary").mkdir(exist_ok=True)
    (home / "commentary" / "draft.md").write_bytes(content)
    build(home)
    monkeypatch.setenv("WAYBILL_DATA", str(home))
    app = visited()
    assert not app.exception
    (warning,) = app.warning
    assert "A commentary file is left out" in warning.value
    assert "draft.md" in warning.value
    assert cards(app) == order
