"""The UK's older consolidated list: rows are not entries, and the file is not UTF-8."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pandas as pd
import pytest

from etl.recognise import source_of
from etl.sources import uk_conlist
from etl.table import ContractBroken
from tests.etl import mutations
from tests.etl.conftest import Write
from tests.etl.publishers import raw


def line(group: str, name: str, alias: str = "Prime Alias", /, **other: str) -> str:
    """One row of the list; what is not given is as for a person under the regime for Syria."""
    cells = dict.fromkeys(uk_conlist.HEADER, "") | {
        "Name 6": name,
        "Group Type": "Individual",
        "Alias Type": alias,
        "Regime": "Syria",
        "Listed On": "02/12/2011",
        "Last Updated": "21/01/2019",
        "Group ID": group,
    }
    cells |= {key.replace("_", " "): value for key, value in other.items()}
    return ",".join(f'"{cells[name]}"' if "," in cells[name] else cells[name] for name in uk_conlist.HEADER)


LINES = (
    "Last Updated,27/04/2020",
    ",".join(uk_conlist.HEADER),
    line("12", "EXEMPLAR", Name_1="Jane", Nationality="(1) Syrian (2) Swiss", DOB="01/02/1960", Position="Minister"),
    line("12", "EXEMPLAR", "AKA", Name_1="Janet", Nationality="(1) Syrian (2) Swiss", DOB="00/00/1961"),
    line("12", "EXEMPLAR", Name_1="Jane", Regime="Chemical Weapons", Listed_On="21/01/2019"),
    line(
        "34", "ATELIER GÉNÉRAL", Group_Type="Entity", Country="Iran (previous)", Regime="Iran (nuclear proliferation)"
    ),
    line("34", "OLD WORKS, THE", "FKA", Group_Type="Entity", Regime="Iran (nuclear proliferation)"),
)
SPECIMEN = mutations.Specimen(
    uk_conlist.source,
    LINES,
    header=1,
    encoding="cp1252",
    unknown=(
        ("Group Type", "Robot"),
        ("Alias Type", "NKA"),
        ("Regime", "Atlantis"),
        ("Nationality", "Atlantean"),
        ("Listed On", "31/02/2011"),
        ("Group ID", "12a"),
    ),
)


def later(group: str, name: str, alias: str = "Primary name", /, **other: str) -> str:
    """One row of the list as it was from 2021 on."""
    cells = dict.fromkeys(uk_conlist.HEADER_2021, "") | {
        "Name 6": name,
        "Group Type": "Individual",
        "Alias Type": alias,
        "Regime": "Russia",
        "Listed On": "25/02/2022",
        "UK Sanctions List Date Designated": "25/02/2022",
        "Last Updated": "31/10/2024",
        "Group ID": group,
    }
    cells |= {key.replace("_", " "): value for key, value in other.items()}
    return ",".join(f'"{cells[name]}"' if "," in cells[name] else cells[name] for name in uk_conlist.HEADER_2021)


SCRIPT = {"Name Non-Latin Script": "Джейн ЭКЗЕМПЛЯР", "Non-Latin Script Language": "Russian"}
LATER = (
    "Last Updated,27/01/2026",
    ",".join(uk_conlist.HEADER_2021),
    later("14196", "EXEMPLAR", Name_1="Jane", Nationality="Russia", Position="(1) Minister (2) Deputy", **SCRIPT),
    later("14196", "EXEMPLAIRE", "Primary name variation", Name_1="Jane", Nationality="Russia"),
    later("14196", "JX", "AKA", Nationality="Russia", Alias_Quality="Low quality"),
    later(
        "14196", "EXEMPLAR", Name_1="Jane", Nationality="Russia", Regime="Global Human Rights", Listed_On="06/07/2020"
    ),
    later("13563", "PETREL 8", Group_Type="Ship", Regime="Democratic People's Republic of Korea", Country="Comoros"),
    later("16001", "GANNET LTD", "FKA", Group_Type="Entity", Regime="Iran (Nuclear)", Alias_Quality="Good quality"),
    later("16001", "GANNET PLC", Group_Type="Entity", Regime="ISIL (Da'esh) and Al-Qaida", Country="Syria"),
)
LATER_SPECIMEN = mutations.Specimen(
    uk_conlist.source,
    LATER,
    header=1,
    unknown=(
        ("Group Type", "Robot"),
        ("Alias Type", "Prime Alias"),
        ("Alias Quality", "So so"),
        ("Regime", "Atlantis"),
        ("Nationality", "Atlantean"),
        ("Listed On", "31/02/2011"),
        ("UK Sanctions List Date Designated", "soon"),
        ("Group ID", "12a"),
    ),
)


def test_the_list_as_it_was_from_2021_on(write: Write):
    file = write("ConList.csv", *LATER)
    assert (source_of(file).name, uk_conlist.dated(file.read_bytes())) == ("uk_conlist", date(2026, 1, 27))
    rows = uk_conlist.tidy([file])
    entries = rows["listing"].set_index("entry_id")
    assert entries["target_type"].to_dict() == {"13563": "vessel", "14196": "individual", "16001": "entity"}
    assert entries["programmes"].to_dict() == {
        "13563": "PRK", "14196": "HUMAN-RIGHTS;RUS", "16001": "IRN-NUCLEAR;ISIL-AL-QAIDA",
    }  # fmt: skip
    assert entries["countries"].to_dict() == {"13563": "COM", "14196": "RUS", "16001": "SYR"}
    assert entries.loc["14196", "listed_on"] == pd.Timestamp("2020-07-06")
    names = rows["listing_name"]
    assert list(zip(names["entry_id"], names["kind"], names["name"], names["language"].fillna(""), strict=True)) == [
        ("13563", "primary", "PETREL 8", ""),
        ("14196", "primary", "Jane EXEMPLAR", ""),
        ("14196", "variation", "Jane EXEMPLAIRE", ""),
        ("14196", "variation", "Джейн ЭКЗЕМПЛЯР", "Russian"),
        ("14196", "weak", "JX", ""),
        ("16001", "former", "GANNET LTD", ""),
        ("16001", "primary", "GANNET PLC", ""),
    ]


def test_lists_of_two_layouts_do_not_go_together(write: Write):
    files = [write("a.csv", *LINES, encoding="cp1252"), write("b.csv", *LATER)]
    with pytest.raises(ContractBroken, match=r"a\.csv, b\.csv: lists of two layouts"):
        uk_conlist.tidy(files)


@pytest.mark.parametrize("harms", mutations.ALL, ids=lambda harms: harms.__name__)
def test_harm_to_the_later_list_is_refused_or_harmless(harms: Callable[..., Iterator[mutations.Harm]]):
    mutations.judge(LATER_SPECIMEN, harms)


def tidied(write: Write, *lines: str) -> dict[str, pd.DataFrame]:
    return uk_conlist.tidy([write("list.csv", *lines, encoding="cp1252")])


def test_an_entry_is_a_group_of_rows_with_its_earliest_day(write: Write):
    rows = tidied(write, *LINES)
    entries = rows["listing"].set_index("entry_id")
    assert entries["name"].to_dict() == {"12": "Jane EXEMPLAR", "34": "ATELIER GÉNÉRAL"}
    assert entries["target_type"].to_dict() == {"12": "individual", "34": "entity"}
    assert entries["programmes"].to_dict() == {"12": "CHEMICAL;SYR", "34": "IRN-NUCLEAR"}
    assert entries["countries"].to_dict() == {"12": "CHE;SYR", "34": "IRN"}
    assert entries["listed_on"].to_dict() == dict.fromkeys(["12", "34"], pd.Timestamp("2011-12-02"))
    assert set(entries["date_basis"]) == {"listed_on"}
    assert entries.loc["12", "title"] == "Minister"
    names = rows["listing_name"]
    assert list(zip(names["entry_id"], names["kind"], names["name"], strict=True)) == [
        ("12", "alias", "Janet EXEMPLAR"),
        ("12", "primary", "Jane EXEMPLAR"),
        ("34", "former", "OLD WORKS, THE"),
        ("34", "primary", "ATELIER GÉNÉRAL"),
    ]


def test_remarks_give_the_reference_of_the_united_nations_and_the_imo_number_of_a_ship(write: Write):
    rows = tidied(
        write,
        *LINES[:2],
        line("12", "EXEMPLAR", Other_Information="UN Ref. CDi.901. Passport 1234567. IMO 7654321"),
        line("34", "PETREL 8", Group_Type="Entity", Other_Information="UN Ref KPe.901. IMO: 9562233. See UN KPe.012"),
    )
    numbers = rows["listing_identifier"][["entry_id", "kind", "value"]]
    assert sorted(numbers.to_numpy().tolist()) == [
        ["12", "un_reference", "CDi.901"],
        ["34", "imo", "9562233"],
        ["34", "un_reference", "KPe.901"],
    ]


def test_what_identifies_a_person_is_nowhere_but_an_amendment_shows(write: Write):
    before = tidied(write, *LINES)
    later = tidied(write, *(row.replace("01/02/1960", "02/02/1960") for row in LINES))
    assert not any("1960" in str(cell) for table in before.values() for cell in table.to_numpy().ravel())
    changed = before["listing"].compare(later["listing"])
    assert changed.columns.get_level_values(0).unique().tolist() == ["withheld_sha256"]
    assert len(changed) == 1


def test_the_file_says_its_day_and_is_recognised(write: Write):
    file = write("list.csv", *LINES, encoding="cp1252")
    assert uk_conlist.dated(file.read_bytes()) == date(2020, 4, 27)
    assert source_of(file).name == "uk_conlist"


def test_a_new_column_is_named_in_a_warning(write: Write):
    wider = [LINES[0], LINES[1] + ",UK Statement", *(f"{row},x" for row in LINES[2:])]
    assert tidied(write, *wider)["listing"].attrs["warnings"] == ["list.csv: new column 'UK Statement' not read"]


def test_rows_of_one_entry_that_contradict_each_other_are_named(write: Write):
    with pytest.raises(ContractBroken, match="name different kinds of target"):
        tidied(write, *LINES, line("12", "EXEMPLAR", Group_Type="Entity"))


@pytest.mark.parametrize("harms", mutations.ALL, ids=lambda harms: harms.__name__)
def test_harm_is_refused_or_harmless(harms: Callable[[mutations.Specimen], Iterator[mutations.Harm]]):
    mutations.judge(SPECIMEN, harms)


@pytest.mark.raw
def test_the_list_of_april_2020_has_9492_rows_which_are_2114_entries():
    (file,) = raw("uk/conlist_2020-04-27_cp1252.csv")
    assert len(uk_conlist.read([file], uk_conlist.HEADER, dialect=uk_conlist.DIALECT).rows) == 9_492
    rows = uk_conlist.tidy([file])
    entries = rows["listing"]
    assert len(entries) == 2_114
    assert entries["target_type"].value_counts().to_dict() == {"individual": 1_523, "entity": 591}
    assert entries["listed_on"].notna().all()
    assert rows["listing_name"]["kind"].value_counts().to_dict() == {"alias": 3_653, "primary": 2_114, "former": 14}
    assert entries.set_index("entry_id").loc["9062", "programmes"] == "IRN-NUCLEAR;SYR;TERROR-INTERNATIONAL"
