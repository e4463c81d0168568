"""SIPRI's tables of trend-indicator values: padded preambles, 0 that is not none, names that are not ISO."""

from __future__ import annotations

import json

import pytest

from etl.codes.sipri import sipri_code, tiv_name
from etl.sources import sipri_tiv
from etl.sources.sipri_tiv import recognises, tidy
from etl.table import ContractBroken
from tests.etl import mutations
from tests.etl.conftest import Write
from tests.etl.publishers import raw

LINES = (
    '"TIV of arms exports from North Korea, 2012-2014",,,',
    "Figures are SIPRI Trend Indicator Values (TIVs) expressed in millions.,,,,",
    "A '0' indicates that the value of deliveries is less than 0.5m,,,,",
    "Generated: 28 July 2022,,,,",
    ",2012,2013,2014,Total",
    "Hamas (Palestine)*,,,0,0",
    "Syria,20,,4,24",
    "Turkey,1,7,,8",
    ",,,,",
    "Total,21,7,5,33",
)
SPECIMEN = mutations.Specimen(
    sipri_tiv.source,
    LINES,
    header=4,
    unknown=(("", "Ruritania"), ("2012", "n/a")),
    any_encoding=True,
    ended=False,
)


def test_a_table_is_of_the_day_it_says(write: Write):
    assert str(sipri_tiv.dated(write("t.csv", *LINES).read_bytes())) == "2022-07-28"
    assert sipri_tiv.dated(b"TIV of arms exports from North Korea, 2012-2014") is None


def test_a_year_without_deliveries_has_no_row_and_a_zero_is_less_than_half(write: Write):
    rows = tidy([write("t.csv", *LINES)])
    kept = rows.assign(year=rows["year"].dt.year)[["supplier", "recipient", "year", "tiv", "below_half", "aggregate"]]
    assert kept.values.tolist() == [
        ["PRK", "Hamas (Palestine)*", 2014, 0, True, False],
        ["PRK", "SYR", 2012, 20, False, False],
        ["PRK", "SYR", 2014, 4, False, False],
        ["PRK", "TUR", 2012, 1, False, False],
        ["PRK", "TUR", 2013, 7, False, False],
        ["PRK", "WLD", 2012, 21, False, True],
        ["PRK", "WLD", 2013, 7, False, True],
        ["PRK", "WLD", 2014, 5, False, True],
    ]
    assert set(rows["direction"]) == {"export"}
    assert rows.attrs["left_out"] == {"no deliveries (blank)": 4, "sum over the years": 4}


def test_imports_are_the_recipients(write: Write):
    lines = ('"TIV of arms imports to Iran, 2012-2013",,,', ",2012,2013,Total", "Russia,3,,3", "Total,3,,3")
    rows = tidy([write("t.csv", *lines)])
    assert rows[["supplier", "recipient", "direction"]].drop_duplicates().values.tolist() == [
        ["RUS", "IRN", "import"],
        ["WLD", "IRN", "import"],
    ]


def test_the_apis_answer_says_by_its_first_column_what_it_is(write: Write):
    table = "Exports by,2012,2013,Total\nRussia,3 ,0 ,3 \nTotal,3 ,0 ,3 \n"
    file = write("answer.json", json.dumps({"result": table}))
    assert recognises(file.read_bytes())
    rows = tidy([file])
    assert rows[["supplier", "recipient", "tiv"]].values.tolist() == [
        ["RUS", "WLD", 3], ["RUS", "WLD", 0], ["WLD", "WLD", 3], ["WLD", "WLD", 0],
    ]  # fmt: skip
    with pytest.raises(ContractBroken, match="no title says whose exports or imports these are"):
        tidy([write("answer.json", json.dumps({"result": table.replace("Exports by", "Recipient")}))])


def test_sipris_codes_are_not_iso_and_its_file_names_are_only_compared(write: Write):
    assert [sipri_code(code) for code in ("KON", "KOS", "CHI", "IRA", "RUS")] == ["PRK", "KOR", "CHN", "IRN", "RUS"]
    assert tidy([write("TIV-Export-KON-2012-2014.csv", *LINES)]).attrs["warnings"] == []
    (said,) = tidy([write("TIV-Export-KOS-2012-2014.csv", *LINES)]).attrs["warnings"]
    assert said == "TIV-Export-KOS-2012-2014.csv: the file is named for KOR, but its title says PRK"


def test_an_unknown_name_says_which_list_to_extend():
    with pytest.raises(ContractBroken, match=r"'Ruritania' is an unknown SIPRI name; .* etl/codes/sipri.py"):
        tiv_name("Ruritania")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("2012-2014", "2011-2014", "column '2011' is missing"),
        ("Syria,20,,4,24", "Syria,,20,4,24", "t.csv row 10, column '2012': '21' is not the sum of its cells"),
        ("Syria,20,,4,24", "Syria,20,,4,42", "t.csv row 7, column 'Total': '42' is not the sum of its cells"),
        ("Total,21,7,5,33", "", "the last row is not the total, so the file is cut"),
        ("exports from North Korea", "exports from Ruritania", "'Ruritania' is an unknown SIPRI name"),
    ],
)
def test_what_does_not_add_up_is_refused(write: Write, old: str, new: str, words: str):
    with pytest.raises(ContractBroken, match=r"t.csv") as broken:
        tidy([write("t.csv", *(line.replace(old, new) for line in LINES))])
    assert words in str(broken.value)


@pytest.mark.parametrize("harms", mutations.ALL, ids=lambda harms: harms.__name__)
def test_a_harmed_file_gives_the_right_rows_or_is_refused_by_name(harms):
    mutations.judge(SPECIMEN, harms)


@pytest.mark.raw
def test_the_publishers_tables_of_six_suppliers():
    rows = tidy(raw("sipri/tiv/*.csv"))
    assert set(rows["supplier"]) == {"BLR", "CHN", "IRN", "PRK", "RUS", "UKR"}
    assert not rows.attrs["warnings"]
    assert len(rows) == 2_383
    given = rows[(rows["supplier"] == "PRK") & (rows["recipient"] == "IRN")].set_index("year")["tiv"]
    assert given["1983-01-01"] == 243
    assert given.sum() == pytest.approx(1_527, abs=15)
    sums = rows[rows["recipient"] == "WLD"].groupby("supplier")["tiv"].sum()
    assert sums["PRK"] == pytest.approx(2_409, abs=15)
