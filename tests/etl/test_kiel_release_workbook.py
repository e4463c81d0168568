"""The Kiel tracker's workbook of 2022: packages, items, days typed by hand, numbers that are none."""

# ruff: noqa: E501  (one row of the publisher's per line)

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from etl.kiel_dates import announced
from etl.sources import kiel_release_workbook
from etl.sources.kiel_release_workbook import HEADER, MAIN, recognises, tidy
from etl.table import ContractBroken
from etl.tables import aid_commitment, aid_item
from tests.etl import mutations, workbooks
from tests.etl.publishers import raw

README = [[], [None, "Ukraine Support Tracker – 7th release (covering January 24 to October 3, 2022)"]]
GIVEN, NONE = "Value is given by the source", "Value is not given at all"


def line(entry: str, donor: str, day: str, kind: str, item: str, units: str, /, **other: str) -> str:
    """One row of the main sheet; what is not given is a package of 35 million, none of it delivered."""
    cells = dict.fromkeys(HEADER, ".") | {
        "ID": entry,
        "countries": donor,
        "Announcement Date": day,
        "Type of Aid General": kind,
        "Explanation": "As announced, in the donor's words.",
        "Original Currency": "USD",
        "": item,
        "No. of Units": units,
        "Converted Value in EUR": "35000000.5",
        "Total_value_dummy (1 is first row in the package)": "1",
        "value_source_commitments": GIVEN,
        "value_source_deliveries": NONE,
    }
    names = {"subtype": "Sub-type of item", "delivered": "No. of Units delivered (in-kind military aid)"}
    names |= {"first": "Total_value_dummy (1 is first row in the package)", "value": "Converted Value in EUR"}
    names |= {"arrived": "Total monetary value delivered in EUR", "worth": "Value committed (own estimate, in USD)"}
    return joined((cells | {names[key]: cell for key, cell in other.items()}).values())


def joined(cells: Iterable[str]) -> str:
    """The cells as one line."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow(cells)
    return stream.getvalue()


SHELLS = "155mm howitzer ammunition"
REST = {"first": "0", "value": ""}
LINES = (
    joined(HEADER),
    line("AUH1", "Australia ", "2022-03-01", "Humanitarian", ".", "."),
    line("USM1", "United States", "until 9/28/2022", "Military", "155mm artillery round", "36000", subtype=SHELLS, delivered="30000", arrived="5000000"),
    line("USM1", "United States", "until 9/28/2022", "Military", "155mm artillery round", "15.000.00", subtype=SHELLS, **REST),
    line("USM1", "United States", "until 9/28/2022", "Military", "barrels for M777 howitzer", "10", subtype=SHELLS, worth="7.5", **REST),
    line("EUF2", "European Investment Bank", "until 4/6/2025", "Financial", ".", ".", value="."),
)  # fmt: skip
SPECIMEN = workbooks.Specimen(
    kiel_release_workbook.source,
    LINES,
    sheet=MAIN,
    beside={"ReadMe": README},
    unknown=(
        ("ID", "Australia 1"),
        ("countries", "Ruritania"),
        ("Type of Aid General", "Moral"),
        ("No. of Units", "many"),
        ("Converted Value in EUR", "n/a"),
        ("Total_value_dummy (1 is first row in the package)", "2"),
        ("value_source_commitments", "guessed"),
    ),
)


def book(path: Path, *lines: str) -> Path:
    """The small workbook with these lines on its main sheet."""
    path.write_bytes(SPECIMEN.joined(list(csv.reader(io.StringIO("\n".join(lines))))))
    return path


def test_a_package_has_one_value_however_many_items_it_has(tmp_path: Path):
    file = book(tmp_path / "k.xlsx", *LINES)
    assert recognises(file.read_bytes())
    rows = tidy([file])["aid_commitment"]
    kept = rows[["entry_id", "donor", "measure", "kind", "grain", "status"]].assign(value=rows["value"].fillna(-1))
    assert kept.values.tolist() == [
        ["AUH1", "AUS", "commitment", "humanitarian", "day", "reported", 35_000_000.5],
        ["USM1", "USA", "commitment", "military", "until", "reported", 35_000_000.5],
        ["EUF2", "EUU", "commitment", "financial", "unknown", "not_stated", -1],
        ["USM1", "USA", "delivery", "military", "until", "not_stated", 5_000_000],
    ]
    assert rows["donor_name"].tolist() == ["Australia", "United States", "European Investment Bank", "United States"]


def test_rounds_can_be_told_from_barrels_and_a_number_that_is_none_is_kept_in_its_words(tmp_path: Path):
    items = tidy([book(tmp_path / "k.xlsx", *LINES)])["aid_item"]
    kept = items[["measure", "line", "item"]].assign(
        number=items["number"].fillna(-1), words=items["number_printed"].fillna("")
    )
    assert kept.values.tolist() == [
        ["commitment", 1, "155mm artillery round", 36_000, ""],
        ["commitment", 2, "155mm artillery round", -1, "15.000.00"],
        ["commitment", 3, "barrels for M777 howitzer", 10, ""],
        ["delivery", 1, "155mm artillery round", 30_000, ""],
    ]
    assert items["value"].fillna(0).tolist() == [0, 0, 7.5, 0]


def test_a_day_that_cannot_be_is_said_and_not_used(tmp_path: Path):
    rows = tidy([book(tmp_path / "k.xlsx", *LINES)])["aid_commitment"]
    assert rows.loc[rows["entry_id"] == "EUF2", "period"].isna().all()
    assert rows.attrs["warnings"] == ["k.xlsx: 1 announcements without a day that can be: until 4/6/2025"]


@pytest.mark.parametrize(
    ("printed", "day", "grain"),
    [
        ("2022-03-01", "2022-03-01", "day"),
        ("until 7/27/2022", "2022-07-27", "until"),
        ("until  5/7/2022", "2022-05-07", "until"),
        ("unclear, 04/22", "2022-04-01", "month"),
        ("unclear, 09/2022", "2022-09-01", "month"),
        ("between 3/4/22 & 3/11/22", None, "unknown"),
        ("unspecified", None, "unknown"),
        ("2922-02-09", None, "unknown"),
        ("until 4/6/2023", None, "unknown"),
        ("until 13/1/2022", None, "unknown"),
        ("2022-01-01", None, "unknown"),
    ],
)
def test_days_are_read_as_exactly_as_they_are_printed(printed, day, grain):
    found = announced(printed, pd.Timestamp("2022-10-03"))
    assert (found.day and f"{found.day:%Y-%m-%d}", found.grain) == (day, grain)


def test_a_package_of_two_donors_or_without_its_first_row_is_refused(tmp_path: Path):
    two = line("AUH1", "Austria", "2022-03-01", "Humanitarian", ".", ".", **REST)
    headless = line("ATH9", "Austria", "2022-03-01", "Humanitarian", ".", ".", **REST)
    with pytest.raises(ContractBroken) as broken:
        tidy([book(tmp_path / "k.xlsx", *LINES, two, headless)])
    assert "has more than one donor" in str(broken.value)
    assert "'AUH1'" in str(broken.value)
    assert "'ATH9' has not exactly one first row" in str(broken.value)


def test_an_item_that_stands_there_twice_counts_twice_and_is_said(tmp_path: Path):
    tables = tidy([book(tmp_path / "k.xlsx", *LINES, LINES[4])])
    assert len(tables["aid_item"]) == 5
    assert "k.xlsx: rows 5, 7 say the same of an item; each counts" in tables["aid_commitment"].attrs["warnings"]


def row_trouble(specimen: mutations.Specimen):
    """As for all, but an item may stand there twice."""
    return (harm for harm in mutations.row_trouble(specimen) if harm.must_refuse)


HARMS = [row_trouble if harms is mutations.row_trouble else harms for harms in workbooks.ALL]


@pytest.mark.parametrize("harms", HARMS, ids=lambda harms: harms.__name__)
def test_a_harmed_workbook_gives_the_right_rows_or_is_refused_by_name(harms):
    mutations.judge(SPECIMEN, harms)


def test_a_later_release_is_known_and_refused_with_what_to_do(tmp_path: Path):
    sheets = {"ReadMe": README, "Bilateral Assistance, MAIN DATA": [["ID", "donor", "announcement_date", "measure"]]}
    file = workbooks.written(tmp_path / "Ukraine_Support_Tracker_Release_21.xlsx", sheets)
    assert recognises(file.read_bytes())
    with pytest.raises(ContractBroken) as broken:
        tidy([file])
    assert "Release_21.xlsx: this is a workbook of a release after Release 7" in str(broken.value)
    assert "add the CSV files of the tracker's website: see the source kiel_website" in str(broken.value)


@pytest.mark.raw
def test_release_7_adds_up_to_its_own_summary():
    tables = tidy(raw("kiel/release07_2022-10.xlsx"))
    rows = tables["aid_commitment"]
    aid_commitment.check(rows.assign(source="k", vintage=date(2022, 10, 11)))
    aid_item.check(tables["aid_item"].assign(source="k", vintage=date(2022, 10, 11)))
    promised = rows[rows["measure"] == "commitment"]
    assert len(promised) == 432
    # The sheet 'Country Summary' prints these, without the two funds of the Union.
    members = promised[~promised["donor_name"].isin(["European Peace Facility", "European Investment Bank"])]
    by_kind = members.groupby("kind")["value"].sum()
    assert by_kind["financial"] == pytest.approx(36_073_951_697.79)
    assert by_kind["humanitarian"] == pytest.approx(14_364_232_011.78)
    assert by_kind["military"] == pytest.approx(39_001_875_310.67)
    assert members.loc[members["donor"] == "USA", "value"].sum() == pytest.approx(52_310_711_034.69)
    twice, said = rows.attrs["warnings"]
    assert "rows 322, 324 say the same" in twice
    assert "7 announcements without a day that can be: 2922-02-09, until 4/6/2023" in said


@pytest.mark.raw
def test_155_mm_rounds_committed_by_3_october_2022():
    items = tidy(raw("kiel/release07_2022-10.xlsx"))["aid_item"]
    shells = items[(items["item_subtype"] == SHELLS) & (items["measure"] == "commitment")]
    rounds = shells[shells["item"].str.contains("round", case=False)]
    assert rounds["number"].sum() == 645_347
    assert rounds.loc[rounds["donor"] == "USA", "number"].sum() == 582_000
    assert shells["number"].sum() == 645_357
    assert rounds["number_printed"].dropna().tolist().count("15.000.00") == 1
