"""Easy Comext's files: labels, sums of members, and months downloaded twice."""

from __future__ import annotations

import pytest

from etl.sources import eurostat_comext
from etl.sources.eurostat_comext import tidy
from etl.table import ContractBroken
from tests.etl import mutations
from tests.etl.conftest import Write
from tests.etl.publishers import raw

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
SPECIMEN = mutations.Specimen(
    eurostat_comext.source,
    LINES,
    unknown=(
        ("REPORTER", "Ruritania"),
        ("PARTNER", "Ruritania"),
        ("PRODUCT", "Toys"),
        ("FLOW", "AUSFUHR"),
        ("STAT_PROCEDURE", "Normal"),
        ("PERIOD", "Mai 2024"),
        ("VALUE_IN_EUR", "n/a"),
    ),
    any_encoding=True,
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


@pytest.mark.parametrize(
    ("flow", "period", "expected"),
    [
        ("2-EXPORT", "202408-Aug. 2024", ("export", "FOB", "month", "2024-08-01")),
        ("EXPORTATION", "Aug. 2024", ("export", "FOB", "month", "2024-08-01")),
        ("IMPORT", "201952-Jan.-Dec. 2019", ("import", "CIF", "year", "2019-01-01")),
        ("1-IMPORT", "Jan.-Dec. 2019", ("import", "CIF", "year", "2019-01-01")),
    ],
)
def test_the_settings_of_the_download_change_the_words_and_not_the_rows(write: Write, flow, period, expected):
    row = f'"AT-Austria",{RUSSIA},"TOTAL-Total","{flow}","Total","{period}",7'
    (found,) = tidy([write("r.csv", HEADER, row)]).to_dict("records")
    assert (found["flow"], found["valuation"], found["grain"], f"{found['period']:%Y-%m-%d}") == expected
    assert (found["reporter"], found["value"]) == ("AUT", 7)


def test_a_month_downloaded_twice_counts_once(write: Write):
    again = LINES[1].replace("Aug. 2024", "202408-Aug. 2024").replace("EXPORT", "2-EXPORT")
    rows = tidy([write("first.csv", *LINES[:3]), write("again.csv", *LINES[:2]), write("coded.csv", HEADER, again)])
    assert rows["value"].tolist() == [162950, 42]
    assert rows.attrs["left_out"] == {"the same figure again": 2}


def test_two_figures_for_one_month_are_a_fault_that_names_both_files(write: Write):
    first, again = write("first.csv", *LINES[:3]), write("again.csv", HEADER, LINES[1].replace("162950", "162951"))
    with pytest.raises(ContractBroken, match=r"first.csv row 2.*2024-08 .* LUX / RUS.*again.csv row 2.*different fig"):
        tidy([first, again])


def test_a_new_column_is_said_and_not_read(write: Write):
    lines = [f"{line},{'NOTE' if line == HEADER else 'x'}" for line in LINES]
    rows = tidy([write("r.csv", *lines)])
    assert len(rows) == 4
    assert rows.attrs["warnings"] == ["r.csv: new column 'NOTE' not read"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            '"Ruritania","Armenia","Total","EXPORT","Total","Aug. 2024",1',
            "'Ruritania' is an unknown Eurostat label",
        ),
        ('"Austria","Armenia","Total","AUSFUHR","Total","Aug. 2024",1', "column 'FLOW': 'AUSFUHR'"),
        ('"Austria","Armenia","Total","EXPORT","Total","202407-Aug. 2024",1', "'202407-Aug. 2024' is no month"),
        ('"Austria","Armenia","Total","EXPORT","Total","Mai. 2024",1', "'Mai. 2024' is no month or year that"),
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


@pytest.mark.parametrize("harms", mutations.ALL, ids=lambda harms: harms.__name__)
def test_a_harmed_file_gives_the_right_rows_or_is_refused_by_name(harms):
    mutations.judge(SPECIMEN, harms)


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


@pytest.mark.raw
def test_the_publishers_own_files_to_russia_give_the_bundled_values(starter):
    found = tidy(raw("eurostat/easy_comext/russia/*.csv"))
    bundled = starter("eurostat_comext").query("partner == 'RUS'")
    both = found.merge(bundled, on=["period", "reporter", "partner"], suffixes=("", "_bundled"))
    # The bundle leaves out the United Kingdom, which reported as a member until January 2020.
    assert found["reporter"].value_counts()["GBR"] == len(found) - len(both) == 13
    assert (both["value"] == both["value_bundled"]).all()


@pytest.mark.raw
def test_of_the_imports_from_kyrgyzstan_29_rows_are_repeated():
    rows = tidy(raw("eurostat/easy_comext/kyrgyz_imports/*.csv"))
    left_out = rows.attrs["left_out"]
    assert left_out["the same figure again"] == 29
    assert len(rows) + sum(left_out.values()) == 1734
    assert set(rows["flow"] + rows["valuation"] + rows["partner"]) == {"importCIFKGZ"}
    months = rows.groupby(["period", "aggregate"])["value"].sum().unstack()
    assert (months[False] - months[True]).abs().max() <= 2
