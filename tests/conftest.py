"""The bundled tables, built once for the whole run: most tests read what a newcomer's first run makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from dashboard.store import Store, open_store
from etl.add import add
from etl.build import build, stale
from tests.small_arms import FILES
from tests.small_lists import with_lists

TOGETHER = ("browser", "engines")
"""Folders whose tests start servers once and share them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share servers run on one worker, one after the other."""
    for item in items:
        if (folder := item.path.parent.name) in TOGETHER:
            item.add_marker(pytest.mark.xdist_group(folder))


@pytest.fixture(scope="session")
def root(request: pytest.FixtureRequest) -> Path:
    """The folder of the project."""
    return request.config.rootpath


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The data folder with the bundled tables in it; parallel workers, each in a folder of the run's, share one."""
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if hasattr(request.config, "workerinput") else own) / "waybill"
    shared.mkdir(exist_ok=True)
    with FileLock(shared / "built.lock"):
        if stale(shared):
            assert build(shared).good
    return shared


@pytest.fixture(scope="session")
def published(tables: Path) -> Store:
    """The store over the bundled tables."""
    return open_store(tables)


@pytest.fixture
def data(tables: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same folder, named in WAYBILL_DATA for the length of one test."""
    monkeypatch.setenv("WAYBILL_DATA", str(tables))
    return tables


@pytest.fixture(scope="session")
def fuller(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Store:
    """The store over the bundled tables, small lists of ours, two versions of some, and files on arms and aid."""
    own = tmp_path_factory.getbasetemp()
    home: Path = (own.parent if hasattr(request.config, "workerinput") else own) / "fuller"
    home.mkdir(exist_ok=True)
    with FileLock(home / "built.lock"):
        if not (home / "tables").is_dir():
            with_lists(home)
            for name, lines in FILES.items():
                (home / "written" / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
            added = add([home / "written" / name for name in FILES], home)
            assert added.good, added
    return open_store(home)
