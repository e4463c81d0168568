"""BACI's rows: codes without their zero, tonnes padded with spaces, NA for unknown."""

from __future__ import annotations

import pytest

from etl.sources import cepii_baci
from etl.table import ContractBroken
from tests.etl import mutations
from tests.etl.conftest import Write
from tests.etl.publishers import raw

recognises, tidy = cepii_baci.source.recognises, cepii_baci.source.tidy
LINES = (
    "t,i,j,k,v,q",
    "2017,156,643,10620,48.641,        3.124",
    "2017,156,643,281219,0.16,           NA",
    "2017,842,490,71120,0.727,        0.308",
)
COUNTRIES = (
    '"country_code","country_name_abbreviation","country_name_full","iso_2digit_alpha","iso_3digit_alpha"',
    '156,"China","China","CN","CHN"',
    '384,"Côte d\'Ivoire","Côte d\'Ivoire","CI","CIV"',
    '490,"Asia, nes","Other Asia, not elsewhere specified","N/A","N/A"',
    '643,"Russian Federation","Russian Federation","RU","RUS"',
    '842,"USA","USA, Puerto Rico and US Virgin Islands","US","USA"',
)
PRODUCTS = ("code,description,bec", "010620,Reptiles,41", '071120,"Olives, preserved",21', "281219,Chlorides,22")
SPECIMEN = mutations.Specimen(
    cepii_baci.source,
    LINES,
    unknown=(("t", "17"), ("i", "9999"), ("j", "9999"), ("k", "1062"), ("v", "n/a"), ("q", "n/a")),
    any_encoding=True,
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


def test_the_releases_own_lists_are_recognised_and_agree_with_ours(write: Write):
    files = [
        write("b.csv", *LINES),
        write("countries.csv", *COUNTRIES, encoding="cp1252"),
        write("products.csv", *PRODUCTS),
    ]
    assert all(recognises(file.read_bytes()) for file in files)
    assert len(tidy(files)) == 3


@pytest.mark.parametrize(
    ("countries", "products", "words"),
    [
        (COUNTRIES[:-1], PRODUCTS, "'842' is not in the list of countries countries.csv"),
        (COUNTRIES, PRODUCTS[:-1], "'281219' is not in the list of products products.csv"),
        (
            (*COUNTRIES[:4], COUNTRIES[4].replace('"RUS"', '"SUN"'), COUNTRIES[5]),
            PRODUCTS,
            "countries.csv: country 643 is SUN here and RUS in our list",
        ),
        (
            (COUNTRIES[0].replace("iso_3digit_alpha", "iso3"), *COUNTRIES[1:]),
            PRODUCTS,
            "column 'iso_3digit_alpha' is missing",
        ),
    ],
)
def test_lists_of_another_release_are_refused(write: Write, countries, products, words):
    files = [
        write("b.csv", *LINES),
        write("countries.csv", *countries, encoding="cp1252"),
        write("products.csv", *products),
    ]
    with pytest.raises(ContractBroken, match=words):
        tidy(files)


def test_lists_without_the_flows_say_what_is_missing(write: Write):
    with pytest.raises(ContractBroken, match=r"products.csv: a list of codes only"):
        tidy([write("products.csv", *PRODUCTS)])


@pytest.mark.parametrize("harms", mutations.ALL, ids=lambda harms: harms.__name__)
def test_a_harmed_file_gives_the_right_rows_or_is_refused_by_name(harms):
    mutations.judge(SPECIMEN, harms)


@pytest.mark.raw
def test_the_publishers_sample_has_70920_rows_of_which_2368_without_a_quantity():
    rows = tidy(raw("baci/*.csv"))
    assert len(rows) == 70_920
    assert rows["mass_kg"].isna().sum() == 2_368
    assert set(rows["product"].str.len()) == {6}
    assert set(rows["reporter"]) == {"AFG", "ZAF"}
    assert rows["value"].sum() == pytest.approx(46_525_475_667)
