"""The bundled tables, built once for the whole run: most tests read what a newcomer's first run makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from dashboard.store import Store, open_store
from etl.add import add
from etl.build import build, stale
from etl.sources import sipri_trade_register

REGISTER_OF_2025 = (
    "Transfers of major conventional arms from All countries  to All countries .",
    "Data generated: 3 Jan 2025 9:16:02 PM",
    ",".join(sipri_trade_register.HEADER),
    "65539,Iran,Russia,Shahed-136,loitering munition,Missiles,2022,Yes,600,Yes,2022,No,New,0.2,0.2,120,Yes",
    "65539,Iran,Russia,Shahed-136,loitering munition,Missiles,2022,Yes,600,Yes,2023,No,New,0.2,0.2,120,Yes",
    "65539,Iran,Russia,Shahed-136,loitering munition,Missiles,2022,Yes,50,Yes,2023,No,New,0.2,0.2,10,Yes",
    "65417,United States,Ukraine,Phoenix Ghost,loitering munition,Missiles,2022,No,99,Yes,2022,No,New,0.1,0.1,9.9,No",
)
EXPLORER = (
    '"country","iso","year","month","total","financial","humanitarian","military","commitments","to_be_allocated","gdp","pct_gdp"',
    '"Australia","AUS",2022,2,0.002645,0,0,0.002645,0.002645,0,1312.77,0.0002',
    '"Australia","AUS",2024,4,0.069697,0,0.01,0.059697,0.05,-0.019697,1312.77,0.005',
    '"EU (Commission and Council)","EU",2022,2,1.2,1.2,0,0,9.2,8,0,0',
    '"EU (Commission and Council)","EU",2023,12,1.5,1.5,0,0,0.5,-1,0,0',
    '"Germany","DEU",2024,3,0.5,0,0,0.5,0.75,0.25,0,0',
)  # fmt: skip


VOLUMES = (
    '"TIV of arms exports from North Korea, 2021-2024",,,,,',
    "Figures are SIPRI Trend Indicator Values (TIVs) expressed in millions.,,,,,",
    "Generated: 28 July 2025,,,,,",
    ",2021,2022,2023,2024,Total",
    "Russia,,,13,240,253",
    ",,,,,,",
    "Total,,,13,240,253",
)


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
    """The store over the bundled tables and a few added files in the publishers' layouts."""
    own = tmp_path_factory.getbasetemp()
    home: Path = (own.parent if hasattr(request.config, "workerinput") else own) / "fuller"
    home.mkdir(exist_ok=True)
    with FileLock(home / "built.lock"):
        if stale(home):
            files = {"register.csv": REGISTER_OF_2025, "data_explorer.csv": EXPLORER, "volumes.csv": VOLUMES}
            for name, lines in files.items():
                (home / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
            added = add([home / name for name in files], home)
            assert added.good, added
    return open_store(home)
