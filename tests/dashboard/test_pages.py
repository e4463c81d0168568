"""Every topic as a reader goes through it, without a browser: charts, period, excerpts, addresses, the first run."""

from __future__ import annotations

import gc
import json
import logging
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from dashboard import story
from dashboard.charts import all_charts
from dashboard.parts import PARTS
from dashboard.store import Store
from dashboard.take_away import KINDS

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
TOPICS = sorted(path.stem for path in (APP.parent / "topics").glob("*.py"))
USUAL = ("Feb 2022", "Jul 2026")


@pytest.fixture
def app(data: Path) -> AppTest:
    """The dashboard, just opened."""
    return AppTest.from_file(str(APP), default_timeout=30).run()


def opened(topic: str, app: AppTest) -> AppTest:
    return app.switch_page(f"topics/{topic}.py").run()


def visited(**address: Any) -> AppTest:
    """The dashboard, opened at an address."""
    app = AppTest.from_file(str(APP), default_timeout=30)
    for name, value in address.items():
        app.query_params[name.replace("__", ".")] = value
    return app.run()


def charts(app: AppTest) -> list[dict[str, Any]]:
    """The figures on the page."""
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def alts(app: AppTest) -> list[str]:
    return [chart.proto.alt for chart in app.get("plotly_chart")]


def headings(app: AppTest) -> list[str]:
    return [m.value.splitlines()[0].removeprefix("### ") for m in app.markdown if m.value.startswith("### ")]


def period(app: AppTest) -> tuple[str, str]:
    return app.select_slider(key="period").value


def choose_preset(app: AppTest, words: str) -> AppTest:
    return app.get_by_key("preset").set_value(words).run()


def back(app: AppTest) -> list[Any]:
    return [button for button in app.button if button.key == "back_to_my_view"]


def test_there_are_five_topics():
    assert TOPICS == ["arms", "commentary", "data", "sanctions", "trade"]


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_shows_at_least_two_charts_that_answer_a_question(topic: str, app: AppTest):
    page = opened(topic, app)
    assert not page.exception
    assert not page.error
    assert len(charts(page)) >= 2
    assert sum(heading.endswith("?") for heading in headings(page)) >= len(charts(page))
    assert all(alts(page))


@pytest.mark.parametrize(("topic", "part"), [(topic, part) for topic, parts in PARTS.items() for part in parts])
def test_a_part_of_a_topic_shows_its_charts_and_no_others(topic: str, part: str, app: AppTest):
    app.query_params[f"{topic}.part"] = part
    page = opened(topic, app)
    assert not page.exception
    shown = {box.proto.id.rsplit("-", 1)[-1] for box in page.get("plotly_chart")}
    assert shown == {f"figure_{name}" for name in PARTS[topic][part]}
    assert {all_charts()[name].topic for name in PARTS[topic][part]} <= {topic}


@pytest.mark.parametrize("topic", TOPICS)
def test_source_date_and_licence_stand_under_every_chart(topic: str, app: AppTest):
    """Many sources are folded under the chart, and no less complete."""
    page = opened(topic, app)
    sourced = [caption.value for caption in page.caption if re.search(r"obtained \d+ [A-Z][a-z]{2} 20", caption.value)]
    assert len(sourced) == len(charts(page))
    assert not any("]()" in words for words in sourced), "a link leads nowhere"


@pytest.mark.parametrize("topic", TOPICS)
def test_a_period_change_redraws_every_chart_over_time(topic: str, app: AppTest):
    page = opened(topic, app)
    before = alts(page), charts(page)
    page.select_slider(key="period").set_value(("Mar 2023", "Mar 2024")).run()
    assert not page.exception
    assert (alts(page), charts(page)) != before
    ranges = [spec["layout"]["xaxis"].get("range") for spec in charts(page)]
    dated = [pair for pair in ranges if pair and isinstance(pair[0], str)]
    assert dated
    assert all(first >= "2023-02-14" and last <= "2024-04-01" for first, last in dated)


def test_the_period_filter_narrows_what_is_drawn(app: AppTest):
    page = opened("trade", app)
    page.select_slider(key="period").set_value(("Mar 2024", "May 2024")).run()
    line = charts(page)[0]["data"][0]
    assert [month[:7] for month in line["x"]] == ["2024-03", "2024-04", "2024-05"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("All", ("Jan 2017", "Jul 2026")),
        ("Since EO 14114", ("Dec 2023", "Jul 2026")),
        ("Last 12 months", ("Aug 2025", "Jul 2026")),
        ("Since 24 Feb 2022", USUAL),
    ],
)
def test_a_preset_sets_the_period(words: str, expected: tuple[str, str], app: AppTest):
    page = choose_preset(opened("trade", app), words)
    assert period(page) == expected
    assert not page.exception


def test_the_preset_in_force_is_lit_and_none_for_a_period_of_ones_own(app: AppTest):
    assert app.get_by_key("preset").value == "Since 24 Feb 2022"
    app.select_slider(key="period").set_value(("Mar 2023", "Mar 2024")).run()
    assert app.get_by_key("preset").value is None


def test_pressing_the_preset_in_force_again_keeps_the_period(app: AppTest):
    page = app.get_by_key("preset").set_value(None).run()
    assert period(page) == USUAL
    assert not page.exception


def test_the_period_survives_a_change_of_page_and_stands_in_the_address(app: AppTest):
    page = choose_preset(opened("trade", app), "Since EO 14114")
    for topic in TOPICS:
        page = opened(topic, page)
        assert period(page) == ("Dec 2023", "Jul 2026")
        assert page.query_params["period"] == ["Dec 2023", "Jul 2026"]


def test_a_choice_changes_its_chart(app: AppTest):
    page = opened("trade", app)
    assert headings(page)[0] == "What is the value of China’s exports to Russia?"
    page.get_by_key("exports.flow").set_value("import").run()
    assert headings(page)[0] == "What is the value of China’s imports from Russia?"
    assert "imports from Russia went from" in alts(page)[0]


def test_choosing_an_excerpt_shows_its_chart_in_its_period(app: AppTest):
    before = alts(app)
    app.button(key="show_pact-signed").click().run()
    assert not app.exception
    assert alts(app) != before
    assert "Comprehensive Strategic Partnership" in alts(app)[0]
    assert period(app) == ("Jan 2024", "Dec 2024")
    assert app.query_params["excerpt"] == "pact-signed"


def test_going_back_restores_the_readers_own_period(app: AppTest):
    app.select_slider(key="period").set_value(("Mar 2023", "Mar 2024")).run()
    app.button(key="show_pact-signed").click().run()
    assert [button.label for button in back(app)] == ["Back to my view (Mar 2023–Mar 2024)"]
    back(app)[0].click().run()
    assert period(app) == ("Mar 2023", "Mar 2024")
    assert back(app) == []


def test_the_way_back_leads_to_ones_own_view_after_several_excerpts(app: AppTest):
    app.select_slider(key="period").set_value(("Mar 2023", "Mar 2024")).run()
    for excerpt in ("pact-signed", "firepower", "chinese-exports"):
        app.button(key=f"show_{excerpt}").click().run()
    assert back(app)[0].label == "Back to my view (Mar 2023–Mar 2024)"


def test_there_is_no_way_back_before_anything_was_chosen(app: AppTest):
    assert back(app) == []


def test_the_chosen_excerpt_survives_a_visit_to_another_page(app: AppTest):
    app.button(key="show_pact-signed").click().run()
    shown = alts(app)
    assert alts(opened("commentary", opened("trade", app))) == shown


def test_every_excerpt_can_be_chosen(app: AppTest):
    keys = [button.key for button in app.button if button.key and button.key.startswith("show_")]
    assert len(keys) >= 8
    for key in keys:
        app.button(key=key).click().run()
        assert not app.exception, key
        assert charts(app), key


def test_claims_show_a_word_and_a_number_not_only_a_colour(app: AppTest):
    verdicts = [m.value for m in app.markdown if "-badge[" in m.value]
    assert len(verdicts) >= 2
    assert all(re.search(r"badge\[:material/\w+: [A-Z][\w ]+\]", words) for words in verdicts)
    assert any("−10.4" in words for words in verdicts)


def test_an_address_opens_its_view(data: Path):
    page = visited(period=["Mar 2024", "May 2024"], excerpt="firepower")
    assert period(page) == ("Mar 2024", "May 2024")
    assert "rates of production" in alts(page)[0]
    assert not page.warning


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"period": ["Foo 2024", "Mar 2024"]}, "“Foo 2024” is not a month"),
        ({"period": ["Mar 2024"]}, "A period needs two months"),
        ({"period": ["May 2024", "Mar 2024"]}, "before it starts"),
        ({"period": ["Mar 2010", "Mar 2024"]}, "is not all within Jan 2017–Jul 2026"),
        ({"excerpt": "gone"}, "There is no excerpt “gone”"),
        ({"exports__flow": "sideways"}, "“sideways” is not one of exports to, imports from"),
        ({"colour": "red"}, "not known here"),
    ],
)
def test_a_bad_address_shows_a_notice_and_falls_back(data: Path, address: dict[str, Any], said: str):
    page = visited(**address)
    assert said in page.warning[0].value
    assert period(page) == USUAL
    assert len(charts(page)) >= 2
    assert not page.exception


def test_a_notice_can_be_dismissed(data: Path):
    page = visited(colour="red")
    page.button(key="dismiss_problems").click().run()
    assert not page.warning


def panel(name: str, app: AppTest) -> AppTest:
    """The trade page with one panel open under its first chart."""
    return opened("trade", app).get_by_key("panel_exports").set_value(name).run()


def test_sql_can_be_read_and_run(app: AppTest, published: Store):
    (sql,) = panel("SQL", app).code
    assert len(published.rows(sql.value)) == len(charts(app)[0]["data"][0]["x"])


def test_a_citation_is_ready_to_paste(app: AppTest):
    plain, bibtex = panel("Cite", app).code
    assert "UN Comtrade" in plain.value
    assert bibtex.value.startswith("@")


def test_the_table_twin_holds_what_is_drawn(app: AppTest):
    page = panel("Table", app)
    table = page.dataframe[0].value
    assert len(table) == len(charts(page)[0]["data"][0]["x"])
    assert {"period", "value", "source"} <= set(table)
    assert page.dataframe[0].proto.HasField("placeholder"), "a cell without a figure is empty and does not say None"


def test_the_link_names_the_view(app: AppTest):
    choose_preset(app, "Since EO 14114")
    (link,) = panel("Link", app).code
    assert link.value.endswith("period=Dec+2023&period=Jul+2026")


def test_downloads_are_offered_when_they_are_asked_for(app: AppTest):
    page = opened("trade", app)
    assert not page.get("download_button")
    page.session_state["download_exports"] = True
    page.run()
    assert not page.exception
    offered = {button.proto.label for button in page.get("download_button")}
    assert {"CSV", "Excel workbook", "Interactive page"} <= {kind.label for kind in KINDS} <= offered


def test_the_data_page_lists_every_source_with_its_terms(app: AppTest, published: Store):
    page = opened("data", app)
    listed = page.dataframe[0].value
    assert set(listed["title"]) == set(published.catalogue["title"])
    assert listed["license"].all()
    assert (listed["rows_held"] > 0).all()
    assert {"last_change", "left_out"} <= set(listed)
    assert any("Rows left out on purpose" in words.value for words in page.markdown)


def test_the_data_page_describes_every_column_of_a_table(app: AppTest):
    page = opened("data", app)
    columns = page.dataframe[1].value
    assert {"Column", "Type", "Meaning"} <= set(columns)
    assert columns["Meaning"].all()


def test_the_first_run_builds_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WAYBILL_DATA", str(tmp_path / "new"))
    page = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not page.exception
    assert (tmp_path / "new" / "tables" / "datapackage.json").is_file()
    assert len(charts(page)) >= 2


def test_what_the_first_page_loaded_is_frozen_once(app: AppTest):
    """Otherwise every click collects the garbage of all that Streamlit and pandas hold."""
    gc.unfreeze()
    story.settle.clear()
    app.run()
    frozen = gc.get_freeze_count()
    assert frozen > 10_000
    app.run()
    assert gc.get_freeze_count() <= frozen
    gc.unfreeze()


@pytest.mark.parametrize("topic", TOPICS)
def test_nothing_is_logged_as_wrong(topic: str, app: AppTest, caplog: pytest.LogCaptureFixture):
    # AppTest does not read the settings beside app.py; the warning they turn off comes once per process.
    for name, value in tomllib.loads((APP.parent / ".streamlit/config.toml").read_text("utf-8"))["global"].items():
        config.set_option(f"global.{name}", value)
    with caplog.at_level(logging.WARNING, logger="streamlit"):
        choose_preset(opened(topic, app), "All")
    assert [record.getMessage() for record in caplog.records if "ScriptRunContext" not in record.getMessage()] == []
