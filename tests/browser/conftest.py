"""A server of our own and a real Chromium: what only a browser can show, from the first page to a saved file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.visit import Arrive, Visit
from tests.engines.servers import free_port

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PATIENCE = 20_000
"""Milliseconds within which a page has to do what is waited for."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's path. CI has to have one; on a laptop without one these tests are skipped."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None and os.environ.get("CI"):
        pytest.fail("CI is set and no Chromium is on the PATH: install the package chromium")
    if found is None:
        pytest.skip(f"no Chromium is on the PATH (looked for {', '.join(NAMES)})")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # No sandbox, because containers run as root, where Chromium has none.
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def server(chromium: str, tables: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard over the bundled tables; gives its address."""
    with serving(tables, root, tmp_path_factory.mktemp("elsewhere")) as address:
        yield address


@contextmanager
def serving(
    data: Path, root: Path, elsewhere: Path, options: Sequence[str] = ("--no-browser",), **environment: str
) -> Iterator[str]:
    """The dashboard as `waybill` serves it, started in a folder that is not ours; gives its address."""
    port = free_port()
    command = [sys.executable, "-m", "dashboard", *options, "--port", str(port), "--data", str(data)]
    settings = os.environ | {"PYTHONPATH": str(root), "STREAMLIT_SERVER_ADDRESS": "127.0.0.1"} | environment
    with (elsewhere / "server.log").open("w+") as log:
        running = subprocess.Popen(
            command, cwd=elsewhere, env=settings, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://127.0.0.1:{port}"
            if not healthy(f"{address}/_stcore/health", running):
                log.seek(0)
                pytest.fail(f"the dashboard did not start:\n{log.read()}")
            yield address
        finally:
            running.terminate()
            running.wait(10)


def healthy(address: str, running: subprocess.Popen[bytes], seconds: float = 60) -> bool:
    """Ask until the server answers; False when it ended or takes too long."""
    until = time.monotonic() + seconds
    while running.poll() is None and time.monotonic() < until:
        with suppress(OSError), urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
        time.sleep(0.1)
    return False


@pytest.fixture
def arrive(browser: Browser, server: str) -> Iterator[Arrive]:
    """Open a new tab in a context of its own; what is named goes to Playwright's context, such as color_scheme."""
    contexts = []

    def arrived(**options: Any) -> Visit:
        context = browser.new_context(
            **{"viewport": {"width": 1440, "height": 900}, "accept_downloads": True} | options
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        visit = Visit(context.new_page(), server)
        visit.page.on("console", lambda said: visit.errors.append(said.text) if said.type == "error" else None)
        visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
        visit.page.on("requestfailed", lambda request: visit.errors.append(f"failed: {request.url}"))
        visit.page.on("request", lambda request: visit.requests.append(request.url))
        return visit

    yield arrived
    for context in contexts:
        context.close()
