"""SIPRI's register: flags of the newest rows, batches of one deal, and the answer of the site's API."""

# ruff: noqa: E501  (the publisher's own lines)

from __future__ import annotations

import base64
import json
from datetime import date

import pytest

from etl.sources import sipri_trade_register
from etl.sources.sipri_trade_register import dated, recognises, tidy
from etl.table import ContractBroken
from tests.etl import mutations
from tests.etl.conftest import Write
from tests.etl.publishers import raw

LINES = (
    "Transfers of major conventional arms from All countries  to All countries .",
    "A '?' in a column indicates uncertain data.",
    "",
    "Data generated: 12 Feb 2026 12:26:12 PM",
    ",".join(sipri_trade_register.HEADER),
    "67145,North Korea,Russia,Hwasong-11,surface-to-surface missile,Missiles,2023,Yes,5,Yes,2023,No,New,2.5,2.5,12.5,No",
    "67145,North Korea,Russia,Hwasong-11,surface-to-surface missile,Missiles,2023,Yes,95,Yes,2024,,New,2.5,2.5,237.5,No",
    "59370,unknown supplier(s),Libya HoR*,Agafonov,cargo ship,Ships,,,1,Yes,2015,No,Second hand,10,4,4,No",
)
SPECIMEN = mutations.Specimen(
    sipri_trade_register.source,
    LINES,
    header=4,
    unknown=(
        ("SIPRI AT Database ID", "A-1"),
        ("Supplier", "Ruritania"),
        ("Recipient", "Ruritania"),
        ("Designation", ""),
        ("Order date", "n/a"),
        ("Order date is estimate", "?"),
        ("Numbers delivered", "(5)"),
        ("Delivery year", "23"),
        ("Status", "Nearly new"),
        ("TIV delivery values", "n/a"),
        ("Local production", "Maybe"),
    ),
    any_encoding=True,
)


def answer(*lines: str) -> str:
    """The register as the API wraps it."""
    return json.dumps({"bytes": base64.b64encode(("\n".join(lines) + "\n").encode()).decode()})


def test_the_apis_answer_gives_the_same_rows_as_the_file(write: Write):
    wrapped = write("answer.json", answer(*LINES))
    assert recognises(wrapped.read_bytes())
    assert tidy([wrapped]).equals(tidy([write("register.csv", *LINES)]))


def test_a_fault_inside_an_answer_is_named_by_the_answer(write: Write):
    with pytest.raises(ContractBroken, match=r"answer.json row 9, column 'Supplier': 'Ruritania'"):
        tidy([write("answer.json", answer(*LINES, LINES[5].replace("North Korea", "Ruritania")))])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (answer(*LINES)[:-40], "the answer is no well-formed JSON, so it is cut"),
        ('{"error": "throttled"}', "should have 'bytes' and nothing else, but has error"),
        ('{"bytes": "not base64!"}', "'bytes' is no base64"),
        ('{"bytes": 5}', "should have 'bytes'"),
        (answer(*LINES[:4]), "no line begins with the column"),
    ],
)
def test_an_answer_that_is_none_is_refused_by_name(write: Write, text: str, words: str):
    with pytest.raises(ContractBroken, match=r"answer.json") as broken:
        tidy([write("answer.json", text)])
    assert words in str(broken.value)


@pytest.mark.parametrize("harms", mutations.ALL, ids=lambda harms: harms.__name__)
def test_a_harmed_file_gives_the_right_rows_or_is_refused_by_name(harms):
    mutations.judge(SPECIMEN, harms)


@pytest.mark.raw
def test_the_register_of_january_2025_has_20480_rows_and_five_missiles_for_russia():
    rows = tidy(raw("sipri/trade_register_2025-01-03.csv"))
    assert len(rows) == 20_480
    missiles = rows[(rows["designation"] == "Hwasong-11") & (rows["supplier"] == "PRK")]
    found = missiles.assign(year=missiles["delivered"].dt.year)[["recipient", "year", "number_delivered"]]
    assert found.values.tolist() == [["RUS", 2023, 5]]
    assert (rows["delivered"].dt.year.min(), rows["delivered"].dt.year.max()) == (2000, 2023)


@pytest.mark.raw
def test_the_publishers_answer_has_the_deliveries_of_two_years():
    (file,) = raw("sipri/trade_register_api_response_2025-02.json")
    rows = tidy([file])
    assert len(rows) == 1_414
    assert set(rows["delivered"].dt.year) == {2000, 2001}


@pytest.mark.raw
def test_a_register_says_the_day_it_was_made_as_a_file_and_as_an_answer():
    days = {file.name: dated(file.read_bytes()[:65_536]) for file in raw("sipri/trade_register*")}
    assert days["trade_register_2025-01-03.csv"] == date(2025, 1, 3)
    assert days["trade_register_2026-02_extract_rus_prk_ukr.csv"] == date(2026, 2, 12)
    assert days["trade_register_api_response_2025-02.json"].year == 2025
