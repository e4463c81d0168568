"""The answer of Eurostat's API: codes, masses in rows of their own, confidential cells."""

from __future__ import annotations

import pytest

from etl.sources import eurostat_sdmx
from etl.sources.eurostat_sdmx import HEADER, tidy
from etl.table import ContractBroken
from tests.etl import mutations
from tests.etl.conftest import Write

FLOW = "ESTAT:DS-045409(1.0),15/10/26 11:00:00"
LINES = (
    ",".join(HEADER),
    f"{FLOW},M,DE,RU,TOTAL,2,VALUE_IN_EUROS,2024-08,501234567,",
    f"{FLOW},M,DE,RU,39XXXXXX,1,VALUE_IN_EUROS,2024-08,,c",
    f"{FLOW},M,EL,XK,84713000,2,VALUE_IN_EUROS,2024-08,1200,p",
    f"{FLOW},M,EL,XK,84713000,2,QUANTITY_IN_100KG,2024-08,3.5,",
    f"{FLOW},M,EU27_2020,RU,TOTAL,2,VALUE_IN_EUROS,2024-08,2475313207,",
    f"{FLOW},M,EA20,RU,TOTAL,2,VALUE_IN_EUROS,2024-08,2028963566,",
    f"{FLOW},A,AT,WORLD,27,1,VALUE_IN_EUROS,2019,9000,",
)
SPECIMEN = mutations.Specimen(
    eurostat_sdmx.source,
    LINES,
    unknown=(
        ("DATAFLOW", "ESTAT:NAMQ_10_GDP(1.0)"),
        ("freq", "Q"),
        ("reporter", "QX1"),
        ("partner", "RUS"),
        ("product", "Toys"),
        ("flow", "3"),
        ("indicators", "SUP_QUANTITY"),
        ("TIME_PERIOD", "2024-13"),
        ("OBS_VALUE", "n/a"),
        ("OBS_FLAG", "q"),
    ),
    unread=("LAST UPDATE",),
    any_encoding=True,
)


def test_codes_become_countries_and_a_mass_stands_beside_its_value(write: Write):
    rows = tidy([write("s.csv", *LINES)])
    assert rows["reporter"].tolist() == ["DEU", "DEU", "GRC", "EUU", "AUT"]
    assert rows["partner"].tolist() == ["RUS", "RUS", "XKX", "RUS", "WLD"]
    assert rows["product"].tolist() == ["TOTAL", "39XXXXXX", "84713000", "TOTAL", "27"]
    assert rows["mass_kg"].fillna(0).tolist() == [0, 0, 350, 0, 0]
    assert rows["aggregate"].tolist() == [False, False, False, True, True]
    assert rows["grain"].tolist() == ["month"] * 4 + ["year"]
    assert rows.attrs["left_out"] == {"EA20": 1}


def test_an_answer_in_which_nothing_is_flagged_has_no_column_for_it(write: Write):
    plain = (
        "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE",
        "ESTAT:DS-045409(1.0),15/09/26 11:00:00,A,DE,VN,030462,1,QUANTITY_IN_100KG,2024,90212.63",
        "ESTAT:DS-045409(1.0),15/09/26 11:00:00,A,DE,VN,030462,1,VALUE_IN_EUROS,2024,32313884",
    )
    (row,) = tidy([write("plain.csv", *plain)]).to_dict("records")
    assert (row["value"], row["mass_kg"], row["status"]) == (32_313_884, pytest.approx(9_021_263), "reported")
    assert len(tidy([write("plain.csv", *plain), write("s.csv", *LINES)])) == 6


def test_a_confidential_value_is_suppressed_and_not_zero(write: Write):
    row = tidy([write("s.csv", *LINES)]).iloc[1]
    assert (row["status"], row["flow"]) == ("suppressed", "import")
    assert row.isna()["value"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (f"{FLOW},M,DE,KZ,TOTAL,2,VALUE_IN_EUROS,2024-08,,", "is empty without an OBS_FLAG"),
        (f"{FLOW},M,DE,KZ,TOTAL,2,VALUE_IN_EUROS,2024-08,5,c", "flagged as confidential"),
        (f"{FLOW},M,DE,KZ,TOTAL,2,QUANTITY_IN_KG,2024-08,5,", "a mass without its value"),
        (f"{FLOW},A,DE,KZ,TOTAL,2,VALUE_IN_EUROS,2024-08,5,", "'A' is not the period's length"),
        (f"{FLOW},M,DE,RU,TOTAL,2,VALUE_IN_EUROS,2024-08,5,", "different figures"),
    ],
)
def test_what_contradicts_itself_is_refused(write: Write, line: str, words: str):
    with pytest.raises(ContractBroken, match=words):
        tidy([write("s.csv", *LINES, line)])


@pytest.mark.parametrize("harms", mutations.ALL, ids=lambda harms: harms.__name__)
def test_a_harmed_file_gives_the_right_rows_or_is_refused_by_name(harms):
    mutations.judge(SPECIMEN, harms)
