"""A reader brings a publisher’s file: sees its rows, discards it, keeps it, and finds it among the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.store import open_store
from etl.build import build
from tests.browser.conftest import PATIENCE, serving
from tests.dashboard.test_own_file import cut_export, download
from tests.etl.test_kiel_website import EXPLORER, WEAPONS

COUNT = "SELECT count(*) AS n FROM trade_flow WHERE source = 'un_comtrade_monthly'"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    place = tmp_path / "home"
    place.mkdir()
    assert build(place).good
    return place


@pytest.fixture
def page(browser: Browser, home: Path, root: Path, tmp_path: Path) -> Iterator[Page]:
    """The page Data of a dashboard that a reader may add to."""
    with serving(home, root, tmp_path) as address:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.set_default_timeout(PATIENCE)
        tab = context.new_page()
        tab.goto(address)
        tab.get_by_role("link", name="Data", exact=True).click()
        yield tab
        context.close()


def bring(page: Page, *files: Path) -> None:
    page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(list(files))


def held(home: Path) -> int:
    return int(open_store(home).rows(COUNT).loc[0, "n"])


def test_a_file_is_looked_at_discarded_and_then_kept_as_of_a_day(page: Page, home: Path, tmp_path: Path):
    file, before = download(tmp_path, "9222000000"), held(home)
    bring(page, file)
    expect(page.get_by_text("is a file of UN Comtrade, monthly goods trade: 1 row of trade_flow")).to_be_visible()
    expect(page.get_by_text("every check passed")).to_be_visible()
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_text("Nothing was kept.")).to_be_visible()
    assert (held(home), list(home.glob("raw/*"))) == (before, [])

    bring(page, file)
    day = page.get_by_test_id("stDateInput").locator("input")
    day.fill("2026-02-20")
    day.press("Enter")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("un_comtrade_monthly: ")).to_be_visible()
    assert (held(home), [p.name for p in home.glob("raw/*/*/")]) == (before + 1, ["2026-02-20"])

    bring(page, file)
    expect(page.get_by_text("nothing changes")).to_be_visible()
    expect(page.get_by_role("button", name="Keep")).to_be_disabled()


def test_files_of_one_release_are_kept_together(page: Page, home: Path, tmp_path: Path):
    for name, lines in {"explorer.csv": EXPLORER, "weapons.csv": WEAPONS}.items():
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    bring(page, tmp_path / "explorer.csv", tmp_path / "weapons.csv")
    expect(page.get_by_text("explorer.csv, weapons.csv are files of")).to_be_visible()
    expect(page.get_by_text("does not say of which day it is")).to_be_visible()
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text(re.compile(r"kiel_website: .*\d+ rows"))).to_be_visible(timeout=PATIENCE)
    assert sorted(file.name for file in home.glob("raw/kiel_website/*/*.csv")) == ["explorer.csv", "weapons.csv"]


def test_a_file_that_the_publisher_cut_is_kept_once_the_reader_says_so(page: Page, home: Path, tmp_path: Path):
    bring(page, cut_export(tmp_path))
    expect(page.get_by_text("at which the platform stops without saying so")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Keep")).to_be_disabled()
    page.get_by_text("It is cut: keep it all the same").click()
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("china_customs_query: 10,000 rows")).to_be_visible(timeout=PATIENCE)
    (receipt,) = home.glob("raw/china_customs_query/*/receipt.json")
    assert "accepted although it is cut" in receipt.read_text(encoding="utf-8")


def test_what_is_no_publishers_file_is_refused_in_a_sentence(page: Page, home: Path, tmp_path: Path):
    file = tmp_path / "notes.txt"
    file.write_text("to do: buy milk\n", encoding="utf-8")
    bring(page, file)
    expect(page.get_by_text("notes.txt cannot be read")).to_be_visible()
    expect(page.get_by_role("button", name="Keep")).to_be_disabled()
