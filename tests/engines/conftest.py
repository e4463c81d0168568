"""The engines, and data of which several vintages are held."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard import engines
from dashboard.engines import Address
from dashboard.engines.publish import publish
from dashboard.store import Store, open_store
from etl.add import add
from tests.engines.servers import ENGINES, NotHere
from tests.etl.bulk_files import release, year
from tests.small_arms import RESTATED

REQUIRED = ("postgresql", "clickhouse")
"""What has to be there where CI is set; elsewhere what is not installed is skipped, with the reason."""
SLOW = {"spark": "Spark takes minutes: set WAYBILL_TEST_SPARK to have it started"}
STARTER = Path(__file__).parents[2] / "data" / "starter"


@dataclass(frozen=True)
class Running:
    """An engine that runs, and its address."""

    name: str
    url: str

    @property
    def address(self) -> Address:
        found = engines.address(self.url)
        assert found
        return found


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Running]]:
    """Starts an engine by its name, once for the whole run."""
    running: dict[str, Running] = {}
    with ExitStack() as stack:

        def started(name: str) -> Running:
            if name in SLOW and "WAYBILL_TEST_SPARK" not in os.environ:
                pytest.skip(SLOW[name])
            if name not in running:
                try:
                    url = stack.enter_context(ENGINES[name](tmp_path_factory.mktemp(name)))
                except NotHere as missing:
                    if os.environ.get("CI") and name in REQUIRED:
                        pytest.fail(f"CI is set and {missing}")
                    pytest.skip(str(missing))
                running[name] = Running(name, url)
            return running[name]

        yield started


@pytest.fixture(scope="session")
def serve(start: Callable[[str], Running]) -> Callable[[str, Store], Running]:
    """Starts an engine and publishes a store to it."""
    served: dict[str, str] = {}

    def published(name: str, store: Store) -> Running:
        running = start(name)
        if served.get(name) != store.version:
            publish(store, running.address, lambda _: None)
            served[name] = store.version
        return running

    return published


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Callable[[Running, Path], Store]:
    """Opens the store as the dashboard does when WAYBILL_ENGINE names the engine."""

    def opened(running: Running, home: Path) -> Store:
        monkeypatch.setenv(engines.VARIABLE, running.url)
        store = open_store(home)
        assert store.engine == running.address
        return store

    return opened


NOVEMBER = (b",10030916673.0,10030916673.0,", b",9000000000.0,9000000000.0,")
"""China's exports to Russia in November 2024 as they are, and as the earlier vintage has them."""


@pytest.fixture(scope="session")
def with_vintages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two vintages of a series and of a list, three of a register that was restated, and a whole
    year of BACI.

    That of 1 October lacks the last line of each: China's exports of December 2024, an entry of the OFAC list;
    and has another figure for November.
    """
    home = tmp_path_factory.mktemp("vintages")
    for source, name in (
        ("un_comtrade_monthly", "china_exports_russia_monthly.csv"),
        ("ofac_sdn_history", "ofac_sdn_listing_history.csv"),
    ):
        (bundled,) = (STARTER / source).iterdir()
        shutil.copytree(bundled, home / "raw" / source / bundled.name)
        earlier = home / "raw" / source / "2026-10-01"
        shutil.copytree(bundled, earlier)
        lines = (earlier / name).read_bytes().replace(*NOVEMBER).splitlines(keepends=True)
        (earlier / name).write_bytes(b"".join(lines[:-1]))
        receipt = json.loads((earlier / "receipt.json").read_text(encoding="utf-8")) | {"obtained": earlier.name}
        for file in receipt["files"]:
            content = (earlier / file["name"]).read_bytes()
            file |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        (earlier / "receipt.json").write_text(json.dumps(receipt), encoding="utf-8")
    registers = home / "registers"
    registers.mkdir()
    for name, words in RESTATED.items():
        (registers / name).write_text(words, encoding="utf-8")
    assert add([registers, release(home / "BACI.zip", {2020: year(2020)})], home).good
    return home
