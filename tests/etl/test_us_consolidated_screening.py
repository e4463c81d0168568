"""The US compilation of thirteen lists, packed or not."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from etl.recognise import source_of
from etl.sources import us_consolidated_screening as csl
from etl.table import ContractBroken
from tests.etl import mutations
from tests.etl.conftest import Write
from tests.etl.publishers import raw

ENTITY_LIST = "Entity List (EL) - Bureau of Industry and Security"
SDN = "Specially Designated Nationals (SDN) - Treasury Department"
CAPTA = "Capta List (CAP) - Treasury Department"
DENIED = "Denied Persons List (DPL) - Bureau of Industry and Security"


def line(entry: str, source: str, name: str, **other: str) -> str:
    """One row; what is not given is empty."""
    cells = dict.fromkeys(csl.HEADER, "") | {"_id": entry, "source": source, "name": name} | other
    return ",".join(f'"{cells[column]}"' if "," in cells[column] else cells[column] for column in csl.HEADER)


BANK = {"type": "Entity", "programs": "561-Related", "addresses": "2 Tern Street, Beijing, CN; Moscow, RU"}
LINES = (
    ",".join(csl.HEADER),
    line("a1b2", ENTITY_LIST, "Petrel § JSC", addresses="Minsk, BY", start_date="2022-04-07", alt_names="P; and Q",
         federal_register_notice="87 FR 20295; 88 FR 1", license_policy="Policy of  denial."),
    line("901", SDN, "EXEMPLAR, Jane", type="Individual", programs="SDGT; IFSR", nationalities="RU", title="Minister",
         dates_of_birth="1960-01-02", ids="RU, 7712345678, Tax ID No."),
    line("902", SDN, "TERN", type="Vessel", programs="DPRK4", vessel_flag="Panama", vessel_type="Tug",
         ids="IMO 9187629, Vessel Registration Identification"),
    line("903", CAPTA, "GANNET BANK", **BANK, ids="GANNCNBJ, SWIFT/BIC", source_list_url="http://example.org/a"),
    line("903", SDN, "GANNET BANK", type="Entity", programs="IRAN"),
    line("c3d4", DENIED, "J. DOE", addresses="1 Skua Road, Albuquerque, NM", start_date="2003-06-19"),
)  # fmt: skip
SPECIMEN = mutations.Specimen(
    csl.source,
    LINES,
    unknown=(
        ("source", "List of Nobody"),
        ("type", "Robot"),
        ("start_date", "2022-04-31"),
        ("addresses", "Atlantis, ZZ"),
        ("_id", "?"),
    ),
)


def test_entries_of_several_lists(write: Write):
    rows = csl.tidy([write("csl.csv", *LINES)])
    entries = rows["listing"]
    assert entries["target_type"].fillna("").tolist() == ["", "individual", "vessel", "entity", "entity", ""]
    assert entries["programmes"].tolist() == ["EL", "SDGT;IFSR", "DPRK4", "561-Related", "IRAN", "DPL"]
    assert entries["countries"].fillna("").tolist() == ["BLR", "RUS", "", "CHN;RUS", "", ""]
    assert entries["listed_on"].dt.strftime("%Y-%m-%d").fillna("").tolist() == ["2022-04-07", *[""] * 4, "2003-06-19"]
    assert entries["remarks"].fillna("").tolist() == [
        "Federal Register: 87 FR 20295, 88 FR 1; License policy: Policy of denial.", *[""] * 5,
    ]  # fmt: skip
    names = rows["listing_name"].query("kind == 'alias'")["name"]
    assert names.tolist() == ["P", "Q"]
    numbers = rows["listing_identifier"]
    assert set(zip(numbers["list"], numbers["kind"], numbers["value"], strict=True)) == {
        (SDN, "imo", "9187629"),
        (CAPTA, "swift_bic", "GANNCNBJ"),
    }
    assert not any("1960" in str(cell) for table in rows.values() for cell in table.to_numpy().ravel())


def test_an_entry_repeated_with_another_link_counts_once(write: Write):
    again = LINES[4].replace("example.org/a", "example.org/b")
    rows = csl.tidy([write("csl.csv", *LINES, again)])["listing"]
    assert (len(rows), rows.attrs["left_out"]) == (6, {"the same entry again, with another link": 1})
    with pytest.raises(ContractBroken, match="one entry stands on a list twice"):
        csl.tidy([write("csl.csv", *LINES, LINES[4].replace("Moscow", "Minsk"))])


def test_a_packed_file_is_read_and_a_damaged_one_refused(write: Write, tmp_path: Path):
    plain = write("csl.csv", *LINES)
    packed = tmp_path / "csl.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert source_of(packed).name == "us_consolidated_screening"
    assert csl.tidy([packed])["listing"].equals(csl.tidy([plain])["listing"])
    packed.write_bytes(packed.read_bytes()[:-20])
    with pytest.raises(ContractBroken, match=r"csl.csv.gz: the packed file is cut short"):
        csl.tidy([packed])


def test_a_new_column_warns(write: Write):
    wider = [f"{row},{'novelty' if number == 0 else 'x'}" for number, row in enumerate(LINES)]
    assert "'novelty'" in csl.tidy([write("csl.csv", *wider)])["listing"].attrs["warnings"][0]


@pytest.mark.parametrize("harms", mutations.ALL, ids=lambda harms: harms.__name__)
def test_harm_is_refused_or_harmless(harms: Callable[[mutations.Specimen], Iterator[mutations.Harm]]):
    mutations.judge(SPECIMEN, harms)


@pytest.mark.raw
def test_the_publishers_list():
    rows = csl.tidy(raw("us_csl/*.gz"))["listing"]
    # One of the 14,160 rows repeats another.
    assert len(rows) + sum(rows.attrs["left_out"].values()) == 14_160
    entity_list = rows[rows["list"] == ENTITY_LIST]
    assert (len(entity_list), entity_list["listed_on"].notna().sum()) == (2_001, 1_827)
    assert rows.loc[rows["list"] == SDN, "listed_on"].isna().sum() == 10_026
