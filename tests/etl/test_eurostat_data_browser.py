"""The Data Browser's workbook: a sheet per product, months across, colons for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from etl.sources import eurostat_data_browser
from etl.sources.eurostat_data_browser import recognises, tidy
from etl.table import ContractBroken
from tests.etl import workbooks
from tests.etl.publishers import raw

DATASET = "EU trade since 1988 by HS2-4-6 and CN8 [DS-045409__custom_1]"
COAL = "Anthracite, whether or not pulverised [27011100]"


def page(product: str, flow: str, *rows: Sequence[workbooks.Cell], months: Sequence[str] = ("2022-10", "2022-11")):
    """One sheet with the given rows of figures."""
    return [
        ["Data extracted on 21/01/2023 20:19:52 from [ESTAT]"],
        ["Dataset: ", DATASET],
        ["Last updated: ", "13/01/2023 11:00"],
        [],
        ["PRODUCT [PRODUCT]", None, product],
        ["FLOW", None, flow],
        ["INDICATORS", None, "VALUE_IN_EUROS"],
        [],
        ["TIME", "TIME", *months],
        ["FREQ (Labels)", "FREQ (Labels)", *("Monthly" if month else None for month in months)],
        ["REPORTER (Labels)", "PARTNER (Labels)", *("" for _ in months)],
        *rows,
        [],
        ["Special value"],
        [":", "not available"],
    ]


def summary(*listed: Sequence[str]):
    """The first sheet, which lists the others."""
    return [
        [DATASET],
        ["Open product page"],
        [None, "Contents", "PRODUCT [PRODUCT]"],
        *([None, *row] for row in listed),
    ]


AUSTRIA = ["Austria", "Belarus (Belorussia)", 89729.0, ":"]
UNION = ["European Union - 27 countries (AT, BE)", "Kyrgyzstan", 5.0, 7.0]
NONE = [*UNION[:2], ":", ":"]
AREA = ["Euro area (AT-01/1999, BE-01/1999)", "Kyrgyzstan", 5.0, ":"]
SHEETS = {
    "Summary": summary(["Sheet 1", COAL, "EXPORT"], ["Sheet 2", "Total [TOTAL]", "IMPORT"]),
    "Structure": [["Structure"]],
    "Sheet 1": page(COAL, "EXPORT", AUSTRIA, UNION, AREA),
    "Sheet 2": page("Total [TOTAL]", "IMPORT", AUSTRIA, NONE, AREA),
}
SPECIMEN = workbooks.Specimen(
    eurostat_data_browser.source,
    (
        "REPORTER (Labels),PARTNER (Labels),,",
        "Austria,Belarus (Belorussia),89729,:",
        "Greece,Kyrgyzstan,5,7",
    ),
)


def test_each_sheet_gives_the_months_of_its_product(tmp_path: Path):
    rows = tidy([workbooks.written(tmp_path / "w.xlsx", SHEETS)])
    kept = ["reporter", "partner", "flow", "product", "value"]
    assert rows[kept].values.tolist() == [
        ["AUT", "BLR", "export", "27011100", 89729],
        ["EUU", "KGZ", "export", "27011100", 5],
        ["EUU", "KGZ", "export", "27011100", 7],
        ["AUT", "BLR", "import", "TOTAL", 89729],
    ]
    assert rows["period"].dt.strftime("%Y-%m").tolist() == ["2022-10", "2022-10", "2022-11", "2022-10"]
    assert rows["aggregate"].tolist() == [False, True, True, False]
    assert rows.attrs["left_out"] == {AREA[0]: 4, "not available (:)": 4}


def test_a_confidential_cell_is_suppressed(tmp_path: Path):
    months = ("2022-10", "", "2022-11", "")
    sheet = page(COAL, "EXPORT", ["Austria", "Kazakhstan", ":", "c", 7.0, "p"], months=months)
    book = {"Summary": summary(["Sheet 1", COAL]), "Sheet 1": sheet}
    rows = tidy([workbooks.written(tmp_path / "w.xlsx", book)])
    assert rows["status"].tolist() == ["suppressed", "reported"]
    assert rows["value"].isna().tolist() == [True, False]


def changed(place: tuple[int, int], cell: workbooks.Cell):
    """The small workbook with one cell of its first sheet changed."""
    rows = [list(row) for row in SHEETS["Sheet 1"]]
    rows[place[0]][place[1]] = cell
    return {**SHEETS, "Sheet 1": rows}


@pytest.mark.parametrize(
    ("place", "cell", "words"),
    [
        ((1, 1), "Other trade [DS-000001]", "the data set is not DS-045409"),
        ((4, 0), "PRODUIT", "'PRODUCT [PRODUCT]' is missing"),
        ((4, 2), "Anthracite", "'Anthracite' has no product code"),
        ((5, 2), "BALANCE", "'BALANCE' is not one of 'EXPORT', 'IMPORT'"),
        ((6, 2), "QUANTITY_IN_100KG", "only VALUE_IN_EUROS is read"),
        ((8, 0), "ZEIT", "no row that begins with TIME"),
        ((8, 2), "2022-S1", "'2022-S1' is no month or year"),
        ((8, 3), "2022-10", "different figures"),
        ((9, 2), "Weekly", "'Weekly' is no frequency"),
        ((10, 0), "DECLARANT", "there is no row 'REPORTER (Labels)'"),
        ((11, 0), "Ruritania", "'Ruritania' is an unknown Eurostat label"),
        ((11, 1), None, "'' is an unknown Eurostat label"),
        ((11, 2), "n/a", "'n/a' is not a number"),
        ((11, 2), -1, "is below 0"),
        ((11, 2), "#REF!", "'#REF!' is not a number"),
    ],
)
def test_a_changed_cell_is_named_with_its_sheet(tmp_path: Path, place, cell, words):
    with pytest.raises(ContractBroken) as broken:
        tidy([workbooks.written(tmp_path / "w.xlsx", changed(place, cell))])
    assert "w.xlsx" in str(broken.value)
    assert "Sheet 1" in str(broken.value)
    assert words in str(broken.value)


def test_a_sheet_gone_or_figures_without_an_end_are_refused(tmp_path: Path):
    fewer = {name: rows for name, rows in SHEETS.items() if name != "Sheet 2"}
    with pytest.raises(ContractBroken, match="the summary lists 2 sheets, but there are 1"):
        tidy([workbooks.written(tmp_path / "w.xlsx", fewer)])
    cut = {**SHEETS, "Sheet 2": SHEETS["Sheet 2"][:12]}
    with pytest.raises(ContractBroken, match="the figures have no end"):
        tidy([workbooks.written(tmp_path / "w.xlsx", cut)])


@pytest.mark.parametrize(
    ("fewer", "words"),
    [
        (page("Total [TOTAL]", "IMPORT", AUSTRIA, NONE), "only one of them has Euro area"),
        (page("Total [TOTAL]", "IMPORT", *(row[:3] for row in (AUSTRIA, NONE, AREA)), months=("2022-10",)), "2022-11"),
    ],
)
def test_a_row_or_month_that_only_one_sheet_has_was_lost(tmp_path: Path, fewer, words):
    with pytest.raises(ContractBroken, match=words):
        tidy([workbooks.written(tmp_path / "w.xlsx", {**SHEETS, "Sheet 2": fewer})])


def test_what_is_no_workbook_of_this_data_set_is_refused(tmp_path: Path):
    specimen = workbooks.Specimen(eurostat_data_browser.source, ("a,b", "1,2"), sheet="Sheet 1")
    for harm in workbooks.cut_or_replaced(specimen):
        file = tmp_path / "mutated.csv"
        file.write_bytes(harm.content)
        with pytest.raises(ContractBroken, match=r"mutated.csv"):
            tidy([file])
        assert not recognises(harm.content)


@pytest.mark.raw
@pytest.mark.parametrize(
    ("name", "rows", "products", "members", "nothing"),
    [
        ("ds-045409_data_browser_22.xlsx", 9_295, 32, 26, 215_237),
        ("total_trade_data_browser.xlsx", 17_968, 2, 27, 9_248),
    ],
)
def test_the_publishers_own_workbooks_are_read_cell_by_cell(name, rows, products, members, nothing):
    (file,) = raw(f"eurostat/{name}")
    found = tidy([file])
    assert (len(found), found["product"].nunique()) == (rows, products)
    assert found.attrs["left_out"] == {"not available (:)": nothing}
    assert found["reporter"].nunique() == members
    assert not found["aggregate"].any()


@pytest.mark.raw
def test_the_workbook_and_easy_comext_agree_on_exports_to_russia():
    found = tidy(raw("eurostat/total_trade_data_browser.xlsx")).query("product == 'TOTAL' and flow == 'export'")
    assert found.query("partner == 'RUS'").groupby("period")["value"].sum()["2020-01-01"] == pytest.approx(
        6.3e9, rel=0.05
    )
