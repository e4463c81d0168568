"""Shared by the tests of etl: small files in the publishers' layouts, and a place of our own for tables."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from etl import place
from etl.build import snapshots
from etl.snapshot import seal
from etl.sources import all_sources, un_comtrade_monthly

BUNDLED = place.CHECKOUT / "data"
Write = Callable[..., Path]


@cache
def starter_rows(name: str) -> pd.DataFrame:
    """The tidy rows of everything bundled of one source, of its main table."""
    source = all_sources()[name]
    (snapshot,) = snapshots(source, BUNDLED / "no such home")
    rows = source.tidy(snapshot.paths)
    return rows if isinstance(rows, pd.DataFrame) else rows[source.into.name]


@pytest.fixture
def starter() -> Callable[[str], pd.DataFrame]:
    return lambda name: starter_rows(name).copy()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write lines under a name, ending as UTF-8 text does; returns the path."""

    def written(name: str, *lines: str, ending: str = "\n", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes((ending.join(lines) + ending).encode(encoding))
        return path

    return written


def comtrade_line(period: str, flow: str, value: str, /, **other: str) -> str:
    """One row in UN Comtrade's 47 columns; what is not given is as in China's trade with Russia."""
    cells = dict.fromkeys(un_comtrade_monthly.HEADER, "") | {
        "typeCode": "C",
        "freqCode": "M",
        "refPeriodId": f"{period}01",
        "refYear": period[:4],
        "refMonth": str(int(period[4:] or 0)),
        "period": period,
        "reporterCode": "156",
        "flowCode": flow,
        "partnerCode": "643",
        "partner2Code": "0",
        "classificationCode": "H6",
        "classificationSearchCode": "HS",
        "isOriginalClassification": "True",
        "cmdCode": "TOTAL",
        "customsCode": "C00",
        "mosCode": "0",
        "motCode": "0",
        "netWgt": "0.0",
        "cifvalue": value if flow == "M" else "",
        "fobvalue": value if flow == "X" else "",
        "primaryValue": value,
        "isReported": "False",
        "isAggregate": "True",
    }
    return ",".join((cells | other)[name] for name in un_comtrade_monthly.HEADER)


COMTRADE = (
    ",".join(un_comtrade_monthly.HEADER),
    comtrade_line("202403", "X", "7456257276.0"),
    comtrade_line("202404", "X", "8296607890.0"),
    comtrade_line("202405", "X", "9075194053.0"),
    comtrade_line("202403", "M", "12182479685.0"),
)


@pytest.fixture
def comtrade(write: Write) -> Path:
    """China's exports of March to May 2024 and its imports of March."""
    return write("comtrade.csv", *COMTRADE)


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small bundle of its own: UN Comtrade, China's bulletin, the packages, the events and our corrections."""
    bundled = tmp_path / "bundled"
    shutil.copytree(BUNDLED / "figures" / "corrections", bundled / "figures" / "corrections")
    for name in ("eu_packages", "events"):
        for ending in ("csv", "json"):
            shutil.copy(BUNDLED / "figures" / f"{name}.{ending}", bundled / "figures")
    for name in ("un_comtrade_monthly", "china_customs_bulletin"):
        shutil.copytree(BUNDLED / "starter" / name, bundled / "starter" / name)
    monkeypatch.setattr(place, "bundled", lambda: bundled)
    return bundled


@pytest.fixture
def home(tmp_path: Path, bundle: Path) -> Path:
    """A home of its own, beside the small bundle."""
    return tmp_path / "home"


def add_vintage(home: Path, file: Path, source: str, obtained: date) -> Path:
    """Seal a file as a vintage of a source, as a download would be; returns the sealed file."""
    folder = home / "raw" / source / obtained.isoformat()
    seal(
        folder,
        [file],
        source=source,
        obtained=obtained,
        publisher="p",
        url="https://example.org",
        citation="c",
        license="l",
    )
    return folder / file.name
