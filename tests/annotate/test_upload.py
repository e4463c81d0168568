"""Adding a text on the page: a draft to tick, a file in the data folder, and never a traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.commentary.read import read
from tests.annotate.conftest import QUOTES


def script() -> None:
    from dashboard.annotate import page

    page.upload()


@pytest.fixture
def home(tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of one's own, built."""
    shutil.copytree(tables, tmp_path / "home")
    monkeypatch.setenv("WAYBILL_DATA", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def opened(home: Path) -> AppTest:
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["own_commentary"] = True
    return app.run()


def given(app: AppTest, name: str, content: bytes) -> AppTest:
    app.file_uploader(key="own_file").set_value((name, content, "text/plain"))
    return app.run()


def test_nothing_is_run_while_it_is_closed(home: Path):
    app = AppTest.from_function(script, default_timeout=60).run()
    assert not app.exception
    assert not app.file_uploader


def test_a_text_becomes_a_file_among_the_texts(opened: AppTest, home: Path):
    app = given(opened, "My note.txt", QUOTES.encode())
    assert not app.exception
    assert len(app.checkbox) >= 6
    assert "16 % lower" in " ".join(box.label for box in app.checkbox)
    app.checkbox[0].uncheck().run()
    app.button(key="own_add").click().run()
    assert not app.exception
    file = home / "commentary" / "my_note.md"
    written = read(file.read_text(encoding="utf-8"), "my_note")
    assert len(written.excerpts) == len(app.checkbox) - 1 or len(written.excerpts) >= 5
    from dashboard.store import open_store

    assert "my_note" in open_store(home).texts()


def test_a_text_of_the_same_name_is_only_replaced_when_that_is_ticked(opened: AppTest, home: Path):
    app = given(opened, "sceeus_2024_10.txt", QUOTES.encode())
    assert app.button(key="own_add").disabled
    app.checkbox(key="own_replace").check().run()
    assert not app.button(key="own_add").disabled


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", b""), ("a.pdf", b"%PDF-1.4 broken"), ("a.docx", b"words"), ("a.txt", b"\x00\x01" * 50)],
)
def test_a_bad_file_gets_a_sentence(opened: AppTest, name: str, content: bytes):
    app = given(opened, name, content)
    assert not app.exception
    assert app.error[0].value.startswith(f"{name}: ")


def test_where_nothing_can_be_written_the_file_is_offered(opened: AppTest, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WAYBILL_READ_ONLY", "1")
    app = given(opened, "note.txt", QUOTES.encode())
    assert not app.exception
    assert "own_add" not in [button.key for button in app.button]
    assert any("Nothing can be added" in caption.value for caption in app.caption)
