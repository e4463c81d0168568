"""Dates that cannot be true are refused by file, row, column and value, before anything is kept of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from etl import place
from etl.__main__ import main
from etl.add import add
from etl.corrections import HEADER
from etl.keep import keep
from etl.sources import all_sources
from etl.table import ContractBroken
from tests.etl.bulk_files import release, year
from tests.etl.conftest import COMTRADE, Write, comtrade_line
from tests.etl.publishers import raw
from tests.etl.test_cepii_baci import LINES as BACI
from tests.etl.test_imf_imts import LINES as IMF
from tests.etl.test_kiel_website import EXPLORER
from tests.etl.test_sipri_trade_register import LINES as REGISTER
from tests.etl.test_uk_conlist import LINES as CONLIST
from tests.etl.test_us_consolidated_screening import ENTITY_LIST
from tests.etl.test_us_consolidated_screening import LINES as CSL
from tests.small_lists import CANADA, UN_BEFORE, un_entity, un_list

DAY = date(2026, 11, 2)
IMF_2062 = tuple(line.replace('"2020","2021","2022"', '"2060","2061","2062"') for line in IMF)
UN = un_list(UN_BEFORE)


def kept(source: str, file: Path, home: Path, day: date = DAY) -> Path:
    """The folder in which a file is kept as of a day, however short it is."""
    return keep(replace(all_sources()[source], least=1), [file], home, day)[0].folder


@pytest.mark.parametrize(
    ("source", "text", "said"),
    [
        (
            "us_consolidated_screening",
            "\n".join(CSL).replace("2022-04-07", "0017-05-26"),
            "file.txt row 2, column 'start_date': '0017-05-26' is before 1945-01-01",
        ),
        (
            "canada_sema",
            CANADA.replace("2024-03-21", "0024-02-24", 1),
            "file.txt line 2, element 'DateOfListing': '0024-02-24' is before 1945-01-01",
        ),
        (
            "canada_sema",
            CANADA.replace("2024-03-21", "2924-02-24", 1),
            "file.txt line 2, element 'DateOfListing': '2924-02-24' is after 2026-12-03",
        ),
        ("un_consolidated", UN.replace("2012-12-31", "0011-12-31"), "element 'listed_on': '0011-12-31' is before"),
        (
            "uk_conlist",
            "\n".join(CONLIST).replace("02/12/2011", "01/01/0020"),
            "file.txt row 3, column 'Listed On': '01/01/0020' (and 3 more) is before 1945-01-01",
        ),
        (
            "un_comtrade_monthly",
            "\n".join([*COMTRADE, comtrade_line("209901", "X", "1.0")]),
            "file.txt row 6, column 'period': '209901' is after 2026-12-03",
        ),
        (
            "cepii_baci",
            "\n".join([*BACI, "2062,156,643,10620,1,2"]),
            "file.txt row 5, column 't': '2062' is after 2026-12-03",
        ),
        (
            "cepii_baci",
            "\n".join([*BACI, "1017,156,643,10620,1,2"]),
            "file.txt row 5, column 't': '1017'; is before 1948-01-01",
        ),
        (
            "sipri_trade_register",
            "\n".join(REGISTER).replace(",2015,", ",2062,"),
            "file.txt row 8, column 'Delivery year': '2062' is after 2026-12-03",
        ),
        (
            "kiel_website",
            "\n".join(EXPLORER).replace(",2022,4,", ",2062,4,"),
            "file.txt row 3, column 'year': '2062' is after 2026-12-03",
        ),
        ("imf_imts", "\n".join(IMF_2062), "file.txt row 2, column 'period': '2060' (and 2 more) is after 2026-12-03"),
    ],
)
def test_a_date_that_cannot_be_true_is_named_and_nothing_is_kept(
    home: Path, write: Write, source: str, text: str, said: str
):
    encoding = "cp1252" if source == "uk_conlist" else "utf-8"
    with pytest.raises(ContractBroken) as refused:
        kept(source, write("file.txt", text, encoding=encoding), home)
    assert said in str(refused.value)
    assert not list((home / "raw" / source).glob("*"))


def test_an_act_may_be_printed_some_days_before_it_takes_effect(home: Path, write: Write):
    lists = [un_list((un_entity("KPe.901", "GREAT AUK", f"2026-12-{day}"),)) for day in ("03", "04")]
    assert kept("un_consolidated", write("near.xml", lists[0]), home).is_dir()
    with pytest.raises(ContractBroken, match="'2026-12-04' is after 2026-12-03, later than the file can know"):
        kept("un_consolidated", write("far.xml", lists[1]), home)


def test_a_year_to_come_in_a_bulk_file_is_refused_and_leaves_the_other_years(home: Path, tmp_path: Path):
    added = add([release(tmp_path / "BACI.zip", {2020: year(2020), 2062: year(2062)})], home, day=DAY)
    assert added.report is not None
    assert list(added.report.failed) == ["cepii_baci BACI_HS17_Y2062_V202601.csv"]
    said = added.report.failed["cepii_baci BACI_HS17_Y2062_V202601.csv"]
    assert said.startswith("BACI_HS17_Y2062_V202601.csv row 2, column 't': '2062'; BACI")
    assert "is after 2026-12-03, later than the file can know; get the file again" in said
    assert added.changes[0].said == "3 rows in 1 part"


def test_a_preview_refuses_what_the_build_would_refuse(write: Write):
    file = write("b.csv", *BACI, "2962,156,643,10620,1,2")
    shown = CliRunner().invoke(main, ["tidy", str(file)])
    assert shown.exit_code == 1
    assert "b.csv row 5, column 't': '2962' is after" in shown.output


def corrected(bundle: Path, **cells: str) -> None:
    """A correction that comes with Waybill, of one entry of the small screening list."""
    row: Mapping[str, str] = {"row": f"list={ENTITY_LIST};entry_id=a1b2", "column": "listed_on", **cells}
    line = ",".join((row | {"reason": "the century is lost", "decided_on": "2026-11-28"})[name] for name in HEADER)
    file = bundle / "figures" / "corrections" / "us_consolidated_screening.csv"
    file.write_text(f"{','.join(HEADER)}\n{line}\n", encoding="utf-8")


def test_a_publishers_slip_is_corrected_and_its_list_kept(
    home: Path, bundle: Path, write: Write, monkeypatch: pytest.MonkeyPatch
):
    corrected(bundle, was="0022-04-07", becomes="2022-04-07")
    short = {name: replace(source, least=1) for name, source in all_sources().items()}
    monkeypatch.setattr("etl.build.all_sources", lambda: short)
    monkeypatch.setattr("etl.add.all_sources", lambda: short)
    slip = write("slip.csv", *(line.replace("2022-04-07", "0022-04-07") for line in CSL))
    assert add([slip], home, day=DAY).good
    # The publisher repairs it: of the version before the correction still holds.
    added = add([write("repaired.csv", *CSL)], home, day=date(2026, 11, 9))
    assert added.good
    assert any(
        "corrections/us_consolidated_screening.csv line 2" in said
        and "should have listed_on = 0022-04-07, but the file has 2022-04-07" in said
        for said in added.warnings
    )
    tables = sorted((home / "tables" / "listing").glob("us_consolidated_screening-*.parquet"))
    days = [pd.read_parquet(table)["listed_on"].dropna().astype(str).tolist() for table in tables]
    assert days == [["2003-06-19", "2022-04-07"]] * 2


def test_every_correction_that_comes_with_waybill_names_a_source_and_its_reason():
    files = sorted((place.CHECKOUT / "data" / "figures" / "corrections").glob("*.csv"))
    assert files
    for file in files:
        rows = pd.read_csv(file, dtype=str, keep_default_na=False)
        assert file.name.split(".")[0] in all_sources()
        assert list(rows.columns) == HEADER
        assert not (rows[["row", "column", "was", "reason", "decided_on"]] == "").any(axis=None)


@pytest.mark.raw
def test_the_screening_list_of_2022_is_kept_with_its_three_slips_corrected(home: Path):
    added = add(raw("us_csl/*.gz"), home, day=DAY)
    assert not added.refused
    (table,) = (home / "tables" / "listing").glob("us_consolidated_screening-*.parquet")
    rows = pd.read_parquet(table).set_index("entry_id")["listed_on"].astype(str)
    assert rows["06b13b0b369d79eb1546734695f9d231732cee0f"] == "2017-05-26"
    assert rows["d6a68bd30aed352b043524ccacf9fc8551b786c2"] == "1997-06-30"
    assert rows[rows != "None"].min() == "1981-03-24"
