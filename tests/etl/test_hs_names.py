"""The names of the Harmonized System: every code that is charted has one, and a broken list is refused."""

from __future__ import annotations

import pytest

from etl.sources import hs_names
from etl.table import ContractBroken
from tests.etl.conftest import Write

LINES = (
    ",".join(hs_names.HEADER),
    "8107,Cadmium and articles thereof,XV,HS2017",
    "880330,Aircraft and spacecraft: parts of aeroplanes or helicopters,XVII,HS2017",
)


def test_dropped_codes_stand_beside_the_newest(write: Write):
    rows = hs_names.tidy([write("n.csv", *LINES)]).set_index("product")
    assert rows.loc["880330", ["digits", "classification"]].tolist() == [6, "HS2017"]
    assert rows.loc["8542", ["digits", "section", "classification"]].tolist() == [4, "XVI", "HS2022"]
    assert rows["section"].isna()["99"]


def test_a_code_named_twice_one_of_five_digits_and_one_that_still_is_are_refused(write: Write):
    with pytest.raises(ContractBroken, match="one code stands there twice"):
        hs_names.tidy([write("n.csv", *LINES, LINES[1])])
    with pytest.raises(ContractBroken, match="write two, four or six digits"):
        hs_names.tidy([write("n.csv", *LINES, "85421,Too short,XVI,HS2017")])
    with pytest.raises(ContractBroken, match="is a code of HS 2022"):
        hs_names.tidy([write("n.csv", *LINES, "8542,Electronic integrated circuits,XVI,HS2017")])


def test_every_traded_code_its_heading_and_its_chapter_have_a_name(starter):
    names = set(starter("hs_names")["product"])
    traded = set(starter("cepii_baci")["product"])
    assert len(traded) > 4000
    assert {code for code in traded for code in (code, code[:4], code[:2])} - names == set()


def test_the_97_chapters_are_there_with_the_words_of_the_list(starter):
    rows = starter("hs_names").query("digits == 2").set_index("product")
    assert len(rows) == 97  # 01 to 97 without 77, which is reserved, and 99
    assert rows.loc["93", "name"] == "Arms and ammunition; parts and accessories thereof"


def test_the_six_codes_of_the_priority_list_that_began_with_hs_2022(starter):
    older = set(starter("hs_names").query("classification == 'HS2017'")["product"])
    assert {"852580", "854140", "854150", "854890", "880330"} <= older  # their broader parents of HS 2017
