"""The Kiel tracker's site: what was promised beside what was earmarked, and months that are not there."""

from __future__ import annotations

from datetime import date

import pytest

from etl.sources import kiel_website
from etl.sources.kiel_website import dated, recognises, tidy
from etl.table import ContractBroken
from etl.tables import aid_commitment, aid_item
from tests.etl import mutations
from tests.etl.conftest import Write
from tests.etl.publishers import raw

EXPLORER = (
    '"country","iso","year","month","total","financial","humanitarian","military","commitments","to_be_allocated","gdp","pct_gdp"',
    '"Australia","AUS",2022,2,0.002645,0,0,0.002645,0.002645,0,1312.77115526256,0.000201482184415531',
    '"Australia","AUS",2022,4,0.069697,0,0.01,0.059697,0.05,-0.019697,1312.77115526256,0.00530915077777287',
    '"EU (Commission and Council)","EU",2022,2,1.2,1.2,0,0,9.2,8,0,0',
)
SUMS = (
    '"year","month","total_allocations","military","financial","humanitarian"',
    "2022,2,1.202645,0.002645,1.2,0",
    "2022,4,0.069697,0.059697,0,0.01",
)
WEAPONS = (
    '"donor","category","number_of_weapons","monetary_value_eur","weapons_list"',
    '"Australia","Howitzers",6,28672479,"M777 howitzer (6)"',
    '"Czechia","Tanks",2,1000,"T-72 (1); T-55 (1)"',
)
RELEASE = (
    '"release","period","date","label"',
    '"29","04/2026","2026-08-04","Ukraine Support Tracker, Release 29 (04/2026)"',
)
SPECIMEN = mutations.Specimen(
    kiel_website.source,
    EXPLORER,
    unknown=(
        ("country", "Ruritania"),
        ("iso", "AUT"),
        ("year", "22"),
        ("month", "13"),
        ("total", "n/a"),
        ("military", "-1"),
        ("commitments", ""),
        ("gdp", "n/a"),
    ),
    any_encoding=True,
)
ITEMS = mutations.Specimen(kiel_website.source, WEAPONS)


def test_what_is_promised_and_what_is_earmarked_stand_apart(write: Write):
    rows = tidy([write("data_explorer.csv", *EXPLORER)])["aid_commitment"]
    kept = rows.assign(month=rows["period"].dt.strftime("%Y-%m"))[["measure", "kind", "donor", "month", "value"]]
    assert kept[kept["measure"] == "commitment"].values.tolist() == [
        ["commitment", "all", "AUS", "2022-02", 2_645_000],
        ["commitment", "all", "AUS", "2022-04", 50_000_000],
        ["commitment", "all", "EUU", "2022-02", 9_200_000_000],
    ]
    assert kept.query("kind == 'military' and donor == 'AUS'")["value"].tolist() == [2_645_000, 59_697_000]
    assert len(rows) == 12
    assert not rows["aggregate"].any()


def test_a_month_without_aid_has_no_row(write: Write):
    rows = tidy([write("data_explorer.csv", *EXPLORER)])["aid_commitment"]
    assert "2022-03-01" not in set(rows["period"].dt.strftime("%Y-%m-%d"))


def test_the_six_files_of_a_release_are_read_together(write: Write):
    files = [
        write("data_explorer.csv", *EXPLORER),
        write("total_allocations.csv", *SUMS),
        write("weapons.csv", *WEAPONS),
        write("release_info.csv", *RELEASE),
    ]
    assert all(recognises(file.read_bytes()) for file in files)
    assert [dated(file.read_bytes()) for file in files] == [None, None, None, date(2026, 8, 4)]
    tables = tidy(files)
    sums = tables["aid_commitment"].query("aggregate")
    assert set(sums["donor"]) == {"WLD"}
    assert sums["value"].sum() == 1_272_342_000
    assert tables["aid_item"][["donor", "item_subtype", "number", "value"]].values.tolist() == [
        ["AUS", "Howitzers", 6, 28_672_479],
        ["CZE", "Tanks", 2, 1_000],
    ]
    assert tables["aid_commitment"].attrs["left_out"] == {"name of the release": 1}


def test_without_weapons_the_table_of_items_is_empty_and_right(write: Write):
    items = tidy([write("data_explorer.csv", *EXPLORER)])["aid_item"]
    assert aid_item.check(items.assign(source="kiel_website", vintage=date(2026, 8, 4))).num_rows == 0


@pytest.mark.parametrize(
    ("sums", "words"),
    [
        ((SUMS[0], SUMS[1].replace("1.2,0", "1.3,0"), SUMS[2]), "'1.3' is not the sum over donors"),
        ((SUMS[0], SUMS[1].replace("1.202645", "1.302645"), SUMS[2]), "is not the sum of the three kinds"),
        ((*SUMS, SUMS[1]), "one month stands there twice"),
    ],
)
def test_sums_that_are_not_the_donors_are_refused(write: Write, sums, words):
    with pytest.raises(ContractBroken, match=r"total_allocations.csv") as broken:
        tidy([write("data_explorer.csv", *EXPLORER), write("total_allocations.csv", *sums)])
    assert words in str(broken.value)


def test_the_small_files_alone_say_what_is_missing(write: Write):
    with pytest.raises(ContractBroken, match=r"weapons.csv: add data_explorer.csv with them"):
        tidy([write("weapons.csv", *WEAPONS)])


@pytest.mark.parametrize("harms", mutations.ALL, ids=lambda harms: harms.__name__)
def test_a_harmed_file_gives_the_right_rows_or_is_refused_by_name(harms):
    mutations.judge(SPECIMEN, harms)


@pytest.mark.raw
def test_release_29_of_the_site():
    tables = tidy(raw("kiel/website_release29/*.csv"))
    rows = tables["aid_commitment"]
    aid_commitment.check(rows.assign(source="kiel_website", vintage=date(2026, 8, 4)))
    donors = rows[~rows["aggregate"]]
    assert len(donors) == 1_079 * 4
    assert donors["donor"].nunique() == 42
    by_month = donors.pivot_table(index=["donor", "period"], columns="measure", values="value", aggfunc="sum")
    assert (by_month["commitment"] - by_month["allocation"]).lt(-0.5).sum() == 406
    assert len(rows[rows["aggregate"]]) == 52 * 3
    assert len(tables["aid_item"]) == 61


# Donor, month, then millions of euros as printed: financial, humanitarian, military, commitments.
PRINTED = (
    ("CAN", "2024-06-01", 10.441, 25.085, 6.33, 35.526),
    ("EST", "2024-06-01", 0, 2.087, 0, 1.262),
    ("FRA", "2024-06-01", 0, 204, 269.833, 204),
    ("DEU", "2024-06-01", 0, 56.8, 59.745, 56.8),
    ("ITA", "2024-06-01", 0, 140, 317.66, 502.66),
    ("NOR", "2024-06-01", 0, 100.72, 283.521, 0),
    ("GBR", "2024-06-01", 0, 285.906, 0, 285.906),
    ("USA", "2024-06-01", 0, 291.086, 627.382, 291.086),
    ("CAN", "2024-03-01", 1358.137, 0, 32.256, 0),
    ("EST", "2024-03-01", 0, 0, 20, 0),
    ("GBR", "2024-03-01", 474.605, 0, 0, 0),
    ("JPN", "2024-03-01", 905.061, 66.15, 0, 66.15),
)


@pytest.mark.raw
def test_twelve_months_of_nine_donors_are_those_printed():
    rows = tidy(raw("kiel/website_release29/*.csv"))["aid_commitment"]
    held = {(r.donor, str(r.period)[:10], r.kind, r.measure): r.value for r in rows.itertuples() if not r.aggregate}
    for donor, month, financial, humanitarian, military, committed in PRINTED:
        assert held[donor, month, "financial", "allocation"] == pytest.approx(financial * 1e6)
        assert held[donor, month, "humanitarian", "allocation"] == pytest.approx(humanitarian * 1e6)
        assert held[donor, month, "military", "allocation"] == pytest.approx(military * 1e6)
        assert held[donor, month, "all", "commitment"] == pytest.approx(committed * 1e6)
