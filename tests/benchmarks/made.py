"""Files like the publishers' bulk files, made from a seed: as many rows, as skewed, padded as theirs are."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import polars as pl
import pycountry

from etl import place
from etl.comtrade_answer import HEADER

ROWS = 11_000_000
"""Rows of a year of BACI."""
UNKNOWN = 0.035
"""Share of flows without a quantity in BACI."""


def _weights(rng: np.random.Generator, count: int, slope: float) -> np.ndarray:
    """Cumulated shares of which a few are large: the largest exporter sells thousands of times what the median does."""
    shares = 1 / np.arange(1, count + 1) ** slope
    rng.shuffle(shares)
    return np.cumsum(shares / shares.sum())


def countries() -> np.ndarray:
    """Numbers of countries as BACI writes them, the United States among them."""
    numbers = {int(country.numeric) for country in pycountry.countries} - {840, 250, 380, 578, 356, 756, 158}
    return np.array(sorted(numbers | {842, 251, 381, 579, 699, 757, 490}), np.int64)


def products(count: int = 5_000) -> np.ndarray:
    """Codes of six digits in all chapters, those of the high-priority list among them."""
    listed = pl.read_csv(place.CHECKOUT / "data/figures/common_high_priority.csv", infer_schema=False)["hs6"]
    others = [10_121 + number * 197 for number in range(count - len(listed))]
    return np.array(sorted({*map(int, listed), *others}), np.int64)


def baci_year(path: Path, year: int, rows: int = ROWS) -> None:
    """One year of BACI: exporter, importer and product once each, sorted as CEPII sorts them."""
    rng = np.random.default_rng(year)
    places, goods = countries(), products()
    shares = _weights(rng, len(places), 0.9), _weights(rng, len(places), 0.75), _weights(rng, len(goods), 0.45)
    keys = np.empty(0, np.int64)
    while len(keys) < rows:
        drawn = int((rows - len(keys)) * 1.5) + 1_000
        i, j, k = (np.searchsorted(share, rng.random(drawn)) for share in shares)
        keys = np.unique(np.concatenate([keys, ((i * 1_000 + j) * 10_000 + k)[i != j]]))
    keys = np.sort(rng.permutation(keys)[:rows])
    value = np.maximum(rng.lognormal(3, 2.8, rows).round(3), 0.001)
    tonnes = pl.Series("q", np.maximum((value * rng.lognormal(-1.5, 1.5, rows)).round(3), 0.001)).cast(pl.String)
    known = pl.Series("known", rng.random(rows) > UNKNOWN)
    frame = pl.DataFrame(
        {
            "t": np.full(rows, year, np.int16),
            "i": places[keys // 10_000_000],
            "j": places[keys // 10_000 % 1_000],
            "k": goods[keys % 10_000],
            "v": value,
            "q": tonnes,
        }
    )
    padded = pl.when(known).then("q").otherwise(pl.lit("NA")).str.pad_start(13)
    frame.with_columns(padded.alias("q")).write_csv(path)


def release(folder: Path, years: range, rows: int = ROWS) -> list[Path]:
    """Years of BACI as CEPII's zip has them: the files, which `packed` puts into the zip."""
    files = []
    for year in years:
        files.append(folder / f"BACI_HS17_Y{year}_V202601.csv")
        if not files[-1].exists():
            baci_year(files[-1], year, rows)
    return files


def packed(target: Path, files: list[Path]) -> Path:
    """The files in one zip."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for file in files:
            archive.write(file, file.name)
    return target


def comtrade_file(path: Path, rows: int = 2_000_000) -> None:
    """One reporter's year in UN Comtrade's 47 columns, most of them empty, as they come."""
    rng = np.random.default_rng(47)
    places, goods = countries(), products()
    shares = _weights(rng, len(places), 0.8), _weights(rng, len(goods), 0.45)
    keys = np.empty(0, np.int64)
    while len(keys) < rows:
        drawn = int((rows - len(keys)) * 1.5) + 1_000
        j, k = (np.searchsorted(share, rng.random(drawn)) for share in shares)
        keys = np.unique(np.concatenate([keys, (j * 10_000 + k) * 2 + rng.integers(0, 2, drawn)]))
    keys = np.sort(rng.permutation(keys)[:rows])
    value = rng.lognormal(9, 3, rows).round(2)
    exported = pl.Series(keys % 2 == 0)
    amount = pl.Series("primaryValue", value)
    flow = pl.select(pl.when(exported).then(pl.lit("X")).otherwise(pl.lit("M"))).to_series()
    cells = {
        "typeCode": "C", "freqCode": "A", "refPeriodId": 20230101, "refYear": 2023, "refMonth": 52, "period": 2023,
        "reporterCode": 156, "flowCode": flow,
        "partnerCode": places[keys // 20_000], "partner2Code": 0, "classificationCode": "H6",
        "classificationSearchCode": "HS", "isOriginalClassification": True,
        "cmdCode": pl.Series(goods[keys // 2 % 10_000]).cast(pl.String).str.zfill(6), "aggrLevel": 6, "isLeaf": True,
        "customsCode": "C00", "mosCode": 0, "motCode": 0, "qtyUnitCode": 8, "qtyUnitAbbr": "kg", "qty": value.round(1),
        "isQtyEstimated": False, "altQtyUnitCode": -1, "altQtyUnitAbbr": "N/A", "altQty": 0.0,
        "isAltQtyEstimated": False, "netWgt": (value / 3).round(3), "isNetWgtEstimated": False, "grossWgt": 0.0,
        "isGrossWgtEstimated": False, "primaryValue": amount, "legacyEstimationFlag": 0, "isReported": False,
        "isAggregate": True,
        "fobvalue": pl.select(pl.when(exported).then(amount)).to_series(),
        "cifvalue": pl.select(pl.when(~exported).then(amount)).to_series(),
    }  # fmt: skip
    empty = pl.lit(None, pl.String)
    frame = pl.DataFrame({"partnerCode": cells["partnerCode"]}).with_columns(
        *(
            (
                cell
                if isinstance(cell, pl.Series)
                else pl.Series(cell)
                if isinstance(cell, np.ndarray)
                else pl.lit(cell)
            ).alias(name)
            for name, cell in cells.items()
        ),
        *(empty.alias(name) for name in HEADER if name not in cells),
    )
    frame.select(HEADER).write_csv(path)
