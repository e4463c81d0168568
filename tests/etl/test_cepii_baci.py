"""BACI's rows: codes without their zero, tonnes padded with spaces, NA for unknown."""

from __future__ import annotations

import pytest
from tests.etl.conftest import Write

from etl.sources.cepii_baci import tidy
from etl.table import ContractBroken

LINES = (
    "t,i,j,k,v,q",
    "2017,156,643,10620,48.641,        3.124",
    "2017,156,643,281219,0.16,           NA",
    "2017,842,490,71120,0.727,        0.308",
)


def test_codes_get_their_zero_back_and_units_are_dollars_and_kilograms(write: Write):
    rows = tidy([write("b.csv", *LINES)])
    assert rows["product"].tolist() == ["010620", "281219", "071120"]
    assert rows["value"].tolist() == [48641.0, 160.0, 727.0]
    assert rows["mass_kg"].tolist()[::2] == [3124.0, 308.0]
    assert rows["mass_kg"].isna().tolist() == [False, True, False]
    assert (rows["reporter"] + rows["partner"]).tolist() == ["CHNRUS", "CHNRUS", "USATWN"]
    assert set(rows["status"]) == {"reconciled"}


@pytest.mark.parametrize(
    ("exporter", "year", "billions"), [("CHN", 2023, 110.014), ("CHN", 2017, 45.923), ("RUS", 2023, 129.0025)]
)
def test_yearly_totals_are_the_publishers(starter, exporter, year, billions):
    rows = starter("cepii_baci")
    chosen = rows[(rows["reporter"] == exporter) & (rows["period"].dt.year == year)]
    assert chosen["value"].sum() / 1e9 == pytest.approx(billions, abs=5e-4)


def test_a_number_that_is_none_and_a_country_that_is_unknown_are_named_together(write: Write):
    file = write("b.csv", *LINES, "2017,156,643,281219,n/a,1", "2017,9999,643,281219,1,1")
    with pytest.raises(ContractBroken) as broken:
        tidy([file])
    assert "b.csv row 5, column 'v': 'n/a' is not a number" in str(broken.value)
    assert "b.csv row 6, column 'i': '9999'" in str(broken.value)


def test_a_flow_that_stands_there_twice_is_named(write: Write):
    with pytest.raises(ContractBroken, match="column 't, i, j, k': '2017 / 156 / 643 / 10620'"):
        tidy([write("b.csv", *LINES, LINES[1])])
