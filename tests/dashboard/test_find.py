"""The search page and the page of one entry, as a reader uses them; what identifies a person is nowhere on them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import entry, search
from dashboard.find import plain
from dashboard.lists import said
from dashboard.store import Store

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
PETREL = "ofac_sdn:SDN:36"


@pytest.fixture
def lists(fuller: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The tables with small lists of ours, named in WAYBILL_DATA."""
    monkeypatch.setenv("WAYBILL_DATA", str(fuller.folder.parent))
    return fuller


def opened(**address: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=30)
    for name, value in address.items():
        app.query_params[name.replace("__", ".")] = value
    return app.switch_page("topics/sanctions.py").run()


def words(app: AppTest) -> str:
    return "\n".join(
        [*(m.value for m in app.markdown), *(c.value for c in app.caption), *(w.value for w in app.warning)]
    )


def hits(app: AppTest) -> list[dict]:
    tables = [table.value for table in app.dataframe]
    return next((table.to_dict("records") for table in tables if "Name hit" in table), [])


def test_a_name_in_another_script_and_spelling_is_found(lists: Store):
    app = opened(sanctions__part="Search", name="Джейн Экземпляр")
    assert not app.exception
    first = hits(app)[0]
    assert (first["Score"], first["Entry"], first["Hit as"]) == (100, "Jane Exemplar", "alias")
    assert (first["How"], first["Date is"]) == ("the same letters", "printed by the list")
    assert first["Authority"] == "Canada"
    assert f"{first['Listed']:%Y-%m-%d}" == "2022-02-24"


def test_the_page_says_what_it_is_not_and_of_which_day_each_list_is(lists: Store):
    app = opened(sanctions__part="Search")
    assert "not a compliance tool" in words(app)
    assert "No hit is not a clean bill" in words(app)
    held = next(table.value for table in app.dataframe if "As of" in table.value)
    assert dict(zip(held["List"], held["As of"].astype(str), strict=True))["UK Sanctions List"] == "2024-10-08"


def test_no_hit_says_so(lists: Store):
    app = opened(sanctions__part="Search", name="Nobody Of That Kind")
    assert hits(app) == []
    assert any("No name like" in info.value and "not a clean bill" in info.value for info in app.info)


def test_filters_narrow_what_is_found(lists: Store):
    app = opened(sanctions__part="Search", name="petrel")
    assert {hit["Authority"] for hit in hits(app)} >= {"US", "UK", "Canada"}
    app.get_by_key("find.authority").set_value(["UK"]).run()
    assert {hit["Authority"] for hit in hits(app)} == {"UK"}


def test_an_entry_opens_from_its_address_with_all_that_is_held(lists: Store):
    app = opened(entry=PETREL)
    assert not app.exception
    said = words(app)
    for expected in (
        "### PETREL",
        "Vessel · US, SDN",
        "harmful foreign activities** (`RUSSIA-EO14024`)",
        "transport, mining, workers** (`DPRK3`)",
        "20 Feb 2024 (there), 23 Feb 2024 (there)",
        "https://sanctionssearch.ofac.treas.gov/Details.aspx?id=36",
    ):
        assert expected in said, expected
    change = next(table.value for table in app.dataframe if "from_vintage" in table.value).iloc[0]
    assert (change["before"], change["after"]) == ("RUSSIA-EO14024", "RUSSIA-EO14024;DPRK3")
    labels = [button.label for button in app.button if (button.key or "").startswith("elsewhere")]
    assert labels == ["Canada: Petrel (IMO number 7612448)", "UK: Petrel (IMO number 7612448)"]


def test_the_same_ship_on_another_list_opens(lists: Store):
    app = opened(entry=PETREL)
    next(button for button in app.button if button.key == "elsewhere_1").click().run()
    assert app.query_params["entry"] == "uk_sanctions_list:UK Sanctions List:RUS0001"
    assert "Vessel · UK" in words(app)


def test_back_leads_to_the_search(lists: Store):
    app = opened(entry=PETREL)
    app.button(key="back_to_search").click().run()
    assert "entry" not in app.query_params
    assert "### PETREL" not in words(app)


def test_an_entry_that_is_not_held_is_said(lists: Store):
    app = opened(entry="ofac_sdn:SDN:999999")
    assert not app.exception
    assert any("is held here" in warning.value for warning in app.warning)


def test_nothing_that_identifies_a_person_is_shown_or_given_away(lists: Store):
    key = "ofac_sdn:SDN:40"
    found = entry.read(key, lists)
    assert found is not None
    given = json.dumps(found.as_data(), ensure_ascii=False)
    shown = words(opened(entry=key))
    assert "EXEMPLAR, Jane" in given
    assert '"remarks": "Linked To: GANNET BANK"' in given
    for secret in ("1960", "1234567", "withheld_sha256"):
        assert secret not in given
        assert secret not in shown


def test_what_the_list_remarks_is_shown_part_by_part(lists: Store):
    app = opened(entry=PETREL)
    assert "What the list remarks" in words(app)
    (shown,) = [frame.value for frame in app.dataframe if "Remark" in frame.value.columns]
    assert shown["Remark"].tolist() == ["Vessel Registration Identification IMO 7612448"]


def test_a_list_printed_by_two_sources_is_searched_once(lists: Store):
    held = search.listed(lists)
    assert not held.entries["source"].eq("ofac_sdn_history").any(), (
        "the list itself is held, its history is not searched"
    )
    assert len(held.found("Petrel")) == 3


def test_on_the_bundled_data_the_history_is_searched_and_it_says_how_to_get_more(data: Path, published: Store):
    app = opened(sanctions__part="Search", name="Noriega Manuel")
    assert hits(app)[0]["Status"] == "removed"
    assert any("waybill add" in info.value for info in app.info)


def test_a_publishers_words_are_no_markdown():
    assert plain("A*B_[C](http://x)") == r"A\*B\_\[C\]\(http\://x\)".replace(r"\://", r"\://")


@pytest.mark.parametrize(
    ("celex", "words"),
    [
        ("32014R0269", "Regulation 269/2014"),
        ("32017R1509", "Regulation 2017/1509"),
        ("32016D0849", "Decision 2016/849"),
        ("SDN", "SDN"),
    ],
)
def test_an_act_of_the_union_is_called_by_its_number(celex: str, words: str):
    assert said(celex) == words
