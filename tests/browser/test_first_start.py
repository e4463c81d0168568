"""The first start on a machine: README's command opens the dashboard, and nobody is asked anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import serving


@pytest.fixture
def unused(tmp_path: Path) -> Path:
    """A home folder in which Streamlit was never started."""
    home = tmp_path / "home"
    home.mkdir()
    return home


def test_nobody_is_asked_for_an_address_before_it_opens(chromium: str, tables: Path, root: Path, unused: Path):
    # `true` stands for a browser that opens; without --no-browser Streamlit would ask, and end where nobody answers.
    with serving(tables, root, unused, options=(), HOME=str(unused), BROWSER="true"):
        pass
    said = (unused / "server.log").read_text()
    assert "can now view" in said
    assert "mail" not in said
