"""The engine that has the tables is down: a reader is told, takes the tables on this machine, and reads on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import serving
from tests.browser.visit import Visit
from tests.engines.servers import free_port

pytest.importorskip("psycopg")


@pytest.fixture
def without_its_engine(chromium: str, tables: Path, root: Path, tmp_path: Path) -> Iterator[str]:
    """The dashboard, whose engine is at a port where nobody listens; gives its address."""
    engine = f"postgresql://waybill:s3cret-word@127.0.0.1:{free_port()}/trade"
    with serving(tables, root, tmp_path, WAYBILL_ENGINE=engine) as address:
        yield address
    assert "s3cret-word" not in (tmp_path / "server.log").read_text()


def test_a_reader_is_told_and_reads_on_with_the_tables_on_this_machine(browser: Browser, without_its_engine: str):
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{without_its_engine}/trade")
    told = page.locator(".st-key-engine_away_page")
    told.wait_for(timeout=60_000)
    assert "does not answer" in told.inner_text()
    assert "s3cret-word" not in page.content()
    told.get_by_role("button", name="Use the tables on this machine").click()
    page.wait_for_selector(".st-key-figure_exports .main-svg", timeout=60_000)
    assert Visit(page, without_its_engine).title() == "Trade"
    assert "tables=here" in page.url
    page.get_by_role("button", name="Back to the engine").click()
    told.wait_for(timeout=60_000)
    page.context.close()
