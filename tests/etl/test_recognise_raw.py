"""Every file of a publisher that lies beside the project is taken for its own source's, and for no other's."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import packed
from etl.recognise import HEAD
from etl.sources import all_sources
from tests.etl.publishers import raw

OWN = {
    "eurostat/easy_comext/*/*.csv": "eurostat_comext",
    "eurostat/*.xlsx": "eurostat_data_browser",
    "baci/*.csv": "cepii_baci",
    "imf/*.csv": "imf_imts",
    "sipri/trade_register*": "sipri_trade_register",
    "sipri/tiv/*.csv": "sipri_tiv",
    "kiel/*.xlsx": "kiel_release_workbook",
    "kiel/website_release29/*.csv": "kiel_website",
}
# Lists that were compiled from publishers' files to look things up in; nothing is published from them.
REFERENCE = ("reference/*.csv", "eurostat/eu_sanctioned_cn8_codes.csv")


def recognising(file: Path) -> list[str]:
    """The names of the sources that take the file for theirs."""
    head = packed.head(file, HEAD)
    return [source.name for source in all_sources().values() if source.recognises(head)]


@pytest.mark.raw
@pytest.mark.parametrize(("pattern", "source"), OWN.items())
def test_a_publishers_file_is_recognised_by_its_own_source_alone(pattern: str, source: str):
    assert {file.name: recognising(file) for file in raw(pattern)} == {file.name: [source] for file in raw(pattern)}


@pytest.mark.raw
@pytest.mark.parametrize("pattern", REFERENCE)
def test_lists_for_reference_are_no_sources(pattern: str):
    assert {file.name: recognising(file) for file in raw(pattern) if recognising(file)} == {}
