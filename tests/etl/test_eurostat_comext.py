"""Easy Comext's files: labels, sums of members, and months downloaded twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.etl.conftest import Write

from etl.sources.eurostat_comext import tidy
from etl.table import ContractBroken

HEADER = "REPORTER,PARTNER,PRODUCT,FLOW,STAT_PROCEDURE,PERIOD,VALUE_IN_EUR"
EU27 = '"European Union - 27 countries (AT, BE, BG)"'
RUSSIA = '"Russian Federation (Russia)"'
LINES = (
    HEADER,
    f'"Luxembourg",{RUSSIA},"Total","EXPORT","Total","Aug. 2024",162950',
    f'"Ireland (Eire)",{RUSSIA},"Total","EXPORT","Total","May. 2024",42',
    f'"Spain (incl. Canary Islands \'XB\' from 1997)",{RUSSIA},"Total","EXPORT","Total","Aug. 2024",69441709',
    f'"Euro area (AT-01/1999, BE-01/1999)",{RUSSIA},"Total","EXPORT","Total","Aug. 2024",2028963566',
    f'{EU27},{RUSSIA},"Total","EXPORT","Total","Aug. 2024",2475313207',
)


def test_labels_become_countries_and_the_union_is_marked_as_a_sum(write: Write):
    rows = tidy([write("r.csv", *LINES, ending="\r\n")])
    assert rows["reporter"].tolist() == ["LUX", "IRL", "ESP", "EUU"]
    assert rows["aggregate"].tolist() == [False, False, False, True]
    assert rows["period"].dt.strftime("%Y-%m").tolist() == ["2024-08", "2024-05", "2024-08", "2024-08"]
    assert rows["value"].tolist() == [162950, 42, 69441709, 2475313207]
    assert set(rows["currency"] + rows["valuation"] + rows["partner"]) == {"EURFOBRUS"}


def test_other_sums_of_members_are_left_out_and_counted(write: Write):
    rows = tidy([write("r.csv", *LINES)])
    assert rows.attrs["left_out"] == {"Euro area (AT-01/1999, BE-01/1999)": 1}


def test_members_add_up_to_the_union(starter):
    rows = starter("eurostat_comext")
    august = rows[(rows["period"] == "2024-08-01") & (rows["partner"] == "RUS")]
    members = august.loc[~august["aggregate"], "value"].sum()
    union = august.loc[august["aggregate"], "value"].sum()
    assert union == 2475313207
    assert members == pytest.approx(union, abs=1)


def test_six_partners_are_bundled_from_january_2019_to_august_2024(starter):
    rows = starter("eurostat_comext")
    assert set(rows["partner"]) == {"RUS", "KGZ", "ARM", "GEO", "KAZ", "UZB"}
    assert rows["period"].nunique() == 68
    assert len(rows) == 11_056


def test_a_month_downloaded_twice_is_a_fault_that_names_both_files(write: Write):
    first, again = write("first.csv", *LINES[:3]), write("again.csv", *LINES[:2])
    with pytest.raises(ContractBroken, match=r"first.csv row 2.*again.csv row 2.*downloaded twice"):
        tidy([first, again])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            '"Ruritania","Armenia","Total","EXPORT","Total","Aug. 2024",1',
            "'Ruritania' is an unknown Eurostat label",
        ),
        ('"Austria","Armenia","Total","2-EXPORT","Total","Aug. 2024",1', "column 'FLOW': '2-EXPORT'"),
        ('"Austria","Armenia","Total","EXPORT","Total","201952-Jan.-Dec. 2019",1', "column 'PERIOD'"),
        (
            '"Austria","Armenia","Total","EXPORT","Total","Mai. 2024",1',
            "'Mai. 2024' is no month that Eurostat",
        ),
        (
            '"Austria","Armenia","Total","EXPORT","Total","Aug. 2024",:',
            "column 'VALUE_IN_EUR': ':' is not a number",
        ),
    ],
)
def test_a_cell_that_is_not_understood_is_named(write: Write, line: str, words: str):
    with pytest.raises(ContractBroken) as broken:
        tidy([write("r.csv", *LINES, line)])
    assert "r.csv row 7" in str(broken.value)
    assert words in str(broken.value)


@pytest.mark.raw
def test_the_publishers_own_files_to_russia_give_the_bundled_values(starter):
    folder = Path(__file__).parents[3] / "shared/raw/eurostat/easy_comext/russia"
    if not folder.is_dir():
        pytest.skip("the publishers' own files are not here (../shared/raw)")
    raw = tidy(sorted(folder.glob("*.csv")))
    bundled = starter("eurostat_comext").query("partner == 'RUS'")
    both = raw.merge(bundled, on=["period", "reporter", "partner"], suffixes=("", "_bundled"))
    assert len(both) > 1000
    assert (both["value"] == both["value_bundled"]).all()
