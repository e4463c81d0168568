"""Eurostat's bulk file: rows by customs procedure, added up; areas that are no countries, left out."""

from __future__ import annotations

import pytest

from etl.sources import eurostat_comext_bulk
from etl.sources.eurostat_comext_bulk import HEADER, tidy
from etl.table import ContractBroken
from tests.etl import mutations
from tests.etl.conftest import Write


def line(reporter: str, partner: str, product: str, flow: str, procedure: str, value: str, mass: str, /) -> str:
    """One row of August 2024; the other classifications are as for a machine."""
    classes = "75220,2620,2620,521,521,16"
    return f"{reporter},{partner},E,{product},{classes},{flow},{procedure},NO_SU,202408,{value},{value},{mass},0"


LINES = (
    ",".join(HEADER),
    line("AT", "KG", "84713000", "2", "1", "1000", "20"),
    line("AT", "KG", "84713000", "2", "3", "500", "5"),
    line("AT", "KG", "39XXXXXX", "2", "1", "70", ""),
    line("DE", "RU", "TOTAL", "1", "1", "900", "1"),
    line("DE", "QY", "TOTAL", "1", "1", "33", "1"),
)
SPECIMEN = mutations.Specimen(
    eurostat_comext_bulk.source,
    LINES,
    unknown=(
        ("REPORTER", "AUT"),
        ("PARTNER", "ZZ"),
        ("TRADE_TYPE", "X"),
        ("PRODUCT_NC", "84.71"),
        ("FLOW", "X"),
        ("STAT_PROCEDURE", "T"),
        ("PERIOD", "202413"),
        ("VALUE_EUR", "n/a"),
        ("QUANTITY_KG", "n/a"),
    ),
    any_encoding=True,
)


def test_the_customs_procedures_of_a_flow_are_added_up(write: Write):
    rows = tidy([write("full_v2_202408.dat", *LINES)])
    assert rows["product"].tolist() == ["39XXXXXX", "84713000", "TOTAL"]
    assert rows["value"].tolist() == [70, 1500, 900]
    assert rows["mass_kg"].fillna(-1).tolist() == [-1, 25, 1]
    assert (rows["reporter"] + rows["partner"] + rows["flow"]).tolist() == ["AUTKGZexport"] * 2 + ["DEURUSimport"]
    assert rows.attrs["left_out"] == {"QY": 1}


def test_the_same_procedure_twice_is_a_fault(write: Write):
    with pytest.raises(ContractBroken, match="one flow stands there twice for one procedure"):
        tidy([write("a.dat", *LINES), write("b.dat", *LINES[:2])])


@pytest.mark.parametrize("harms", mutations.ALL, ids=lambda harms: harms.__name__)
def test_a_harmed_file_gives_the_right_rows_or_is_refused_by_name(harms):
    mutations.judge(SPECIMEN, harms)
