"""Small archives in the publishers' layouts, for the tests of bulk files."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Mapping
from pathlib import Path

import py7zr

from tests.etl.test_cepii_baci import COUNTRIES, PRODUCTS

LISTED = {
    "country_codes_V202601.csv": ("\n".join(COUNTRIES) + "\n").encode("cp1252"),
    "product_codes_HS17_V202601.csv": ("\n".join(PRODUCTS) + "\n").encode(),
}
FLOWS = ((156, 643, 10620, "48.641", "3.124"), (156, 643, 281219, "0.16", "NA"), (842, 490, 71120, "0.727", "0.308"))


def year(number: int, flows: tuple[tuple[object, ...], ...] = FLOWS) -> bytes:
    """One year of BACI, quantities padded as CEPII pads them."""
    rows = [f"{number},{i},{j},{k},{v},{q:>13}" for i, j, k, v, q in flows]
    return ("\n".join(["t,i,j,k,v,q", *rows]) + "\n").encode()


def release(path: Path, years: Mapping[int, bytes], *, edition: str = "HS17") -> Path:
    """A zip as CEPII publishes it: a file for each year and the two lists of codes."""
    files = {f"BACI_{edition}_Y{number}_V202601.csv": content for number, content in years.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (files | LISTED).items():
            archive.writestr(name, content)
    return path


def seven_zip(path: Path, files: Mapping[str, bytes]) -> Path:
    """A 7z archive as Eurostat publishes it."""
    with py7zr.SevenZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(content, name)
    return path


def gzipped(path: Path, content: bytes) -> Path:
    """One gzip file as UN Comtrade publishes it."""
    path.write_bytes(gzip.compress(content, mtime=0))
    return path
