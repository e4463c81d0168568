"""UN Comtrade's months, against figures read off the publisher's own table."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.comtrade_answer import NOT_READ
from etl.sources.un_comtrade_monthly import HEADER, source, tidy
from etl.table import ContractBroken
from tests.etl import mutations
from tests.etl.conftest import COMTRADE, Write, comtrade_line
from tests.etl.publishers import raw


def spring(rows, year: int, flow: str) -> float:
    """March to May of one year in billions of dollars."""
    chosen = rows[(rows["flow"] == flow) & rows["period"].between(f"{year}-03-01", f"{year}-05-01")]
    assert len(chosen) == 3
    return chosen["value"].sum() / 1e9


def test_china_sold_russia_a_tenth_less_in_spring_2024_than_a_year_before(starter):
    rows = starter("un_comtrade_monthly")
    # 7,456,257,276 + 8,296,607,890 + 9,075,194,053 and 8,890,318,494 + 9,574,571,715 + 9,251,524,258
    assert spring(rows, 2024, "export") == pytest.approx(24.828059219, abs=1e-9)
    assert spring(rows, 2023, "export") == pytest.approx(27.716414467, abs=1e-9)
    assert spring(rows, 2024, "import") / spring(rows, 2023, "import") == pytest.approx(1.073, abs=5e-4)


def test_the_bundled_table_has_every_month_of_eight_years_in_both_directions(starter):
    rows = starter("un_comtrade_monthly")
    assert rows.groupby("flow")["period"].nunique().to_dict() == {"export": 96, "import": 96}
    assert rows["period"].min().isoformat()[:7] == "2017-01"
    assert rows["period"].max().isoformat()[:7] == "2024-12"


def test_one_row_says_who_counted_what_and_how(comtrade: Path):
    row = tidy([comtrade]).iloc[0].to_dict()
    assert row["period"].isoformat() == "2024-03-01T00:00:00"
    del row["period"]
    assert {name: value for name, value in row.items() if value == value and value is not None} == {
        "grain": "month",
        "reporter": "CHN",
        "partner": "RUS",
        "flow": "export",
        "product": "TOTAL",
        "classification": "HS2022",
        "value": 7456257276.0,
        "currency": "USD",
        "valuation": "FOB",
        "status": "reported",
        "aggregate": False,
    }


def test_imports_are_cif_unless_the_reporter_gives_only_fob(write: Write):
    file = write(
        "c.csv",
        COMTRADE[0],
        comtrade_line("202401", "M", "100.0"),
        comtrade_line("202402", "M", "100.0", cifvalue="0.0", fobvalue="100.0"),
    )
    assert tidy([file])["valuation"].tolist() == ["CIF", "FOB"]


def test_older_months_carry_their_own_revision_and_leading_zeros_stay(write: Write):
    line = comtrade_line("201701", "X", "5.0", classificationCode="H5", cmdCode="071120", netWgt="12.5")
    row = tidy([write("c.csv", COMTRADE[0], line)]).iloc[0]
    assert (row["classification"], row["product"], row["mass_kg"]) == ("HS2017", "071120", 12.5)


def test_the_world_is_an_aggregate_and_other_asia_is_taiwan(write: Write):
    lines = [
        comtrade_line("202401", "X", "9.0", partnerCode="0"),
        comtrade_line("202401", "X", "1.0", partnerCode="490"),
    ]
    rows = tidy([write("c.csv", COMTRADE[0], *lines)])
    assert rows[["partner", "aggregate"]].values.tolist() == [["WLD", True], ["TWN", False]]


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("motCode", "1000", "is part of a total that is not there; download with motCode=0"),
        ("partner2Code", "156", "is part of a total that is not there; download with partner2Code=0"),
        ("customsCode", "C01", "is part of a total that is not there; download with customsCode=C00"),
        ("freqCode", "A", "this source reads months"),
        ("reporterCode", "9999", "add it to CUSTOMS_TERRITORIES in etl/codes/countries.py"),
        ("classificationCode", "H9", "add it to COMTRADE_REVISIONS in etl/codes/products.py"),
        ("flowCode", "RX", "is part of exports or imports that are not there"),
        ("primaryValue", "n/a", "is not a number"),
        ("primaryValue", "1.0", "neither cifvalue nor fobvalue"),
        ("primaryValue", "-5.0", "below 0"),
        ("period", "202413", "is not a date"),
        ("isAggregate", "Tru", "get the file again"),
        ("cmdCode", "84-85", "does not look like"),
    ],
)
def test_a_cell_that_is_not_understood_is_named_with_file_row_column_and_value(
    write: Write, column: str, value: str, words: str
):
    line = comtrade_line("202406", "X", "5.0", **{column: value})
    with pytest.raises(ContractBroken) as broken:
        tidy([write("june.csv", *COMTRADE, line)])
    message = str(broken.value)
    assert f"june.csv row 6, column '{column}': '{value}'" in message
    assert words in message


def test_a_month_downloaded_twice_is_named_in_both_files(write: Write):
    first = write("first.csv", *COMTRADE)
    second = write("second.csv", COMTRADE[0], COMTRADE[2])
    with pytest.raises(ContractBroken, match=r"first.csv row 3.*second.csv row 2.*more than one row"):
        tidy([first, second])


def test_only_the_monthly_layout_is_recognised(comtrade: Path):
    assert source.recognises(comtrade.read_bytes())
    assert not source.recognises((",".join(HEADER) + "\nC,A,20210101\n").encode())
    assert not source.recognises(b"")


def test_parts_of_a_total_that_is_there_are_left_out_and_counted(write: Write):
    lines = [
        comtrade_line("202401", "X", "9.0"),
        comtrade_line("202401", "X", "4.0", partner2Code="344"),
        comtrade_line("202401", "X", "5.0", motCode="2100"),
        comtrade_line("202401", "X", "5.0", customsCode="C01", mosCode="1"),
        comtrade_line("202401", "RX", "2.0"),
    ]
    rows = tidy([write("c.csv", COMTRADE[0], *lines)])
    assert rows["value"].tolist() == [9.0]
    assert rows.attrs["left_out"] == {
        "parts by second partner, transport, procedure or mode of supply": 3,
        "re-exports, re-imports and other parts of exports and imports": 1,
    }


def test_no_mode_of_supply_is_the_total_of_them(write: Write):
    assert len(tidy([write("c.csv", COMTRADE[0], comtrade_line("202401", "X", "9.0", mosCode="-1"))])) == 1


def test_areas_not_specified_are_no_countries(write: Write):
    lines = [
        comtrade_line("202401", "X", "9.0", partnerCode="899"),
        comtrade_line("202401", "X", "1.0", reporterCode="97"),
    ]
    rows = tidy([write("c.csv", COMTRADE[0], *lines)])
    assert rows[["reporter", "partner", "aggregate"]].values.tolist() == [["CHN", "XNX", True], ["EUU", "RUS", True]]


def test_imports_without_either_valuation_are_not_called_cif(write: Write):
    line = comtrade_line("202401", "M", "100.0", cifvalue="", fobvalue="")
    assert tidy([write("c.csv", COMTRADE[0], line)])["valuation"].tolist() == ["unstated"]


def records(*lines: str) -> list[dict[str, object]]:
    """The rows as the interface answers in JSON: numbers as numbers, nothing as null."""
    numbers = {"primaryValue", "cifvalue", "fobvalue", "partnerCode", "reporterCode", "motCode"}
    found = []
    for row in csv.DictReader([COMTRADE[0], *lines]):
        typed = {k: None if v == "" else float(v) if k in numbers else v for k, v in row.items()}
        codes = {k: int(v) for k, v in row.items() if k.endswith("Code") and k in numbers}
        found.append({**typed, **codes, "isAggregate": row["isAggregate"] == "True"})
    return found


def answered(path: Path, held: list[dict[str, object]], **other: object) -> Path:
    answer = {"elapsedTime": "0.1 secs", "count": len(held), "data": held, "error": ""} | other
    path.write_text(json.dumps(answer), encoding="utf-8")
    return path


def test_the_same_records_in_json_give_the_same_rows(comtrade: Path, tmp_path: Path):
    answer = answered(tmp_path / "answer.json", records(*COMTRADE[1:]))
    assert source.recognises(answer.read_bytes())
    assert tidy([answer]).equals(tidy([comtrade]))


CUT = "exactly {} records, at which UN Comtrade stops without saying so"


@pytest.mark.parametrize(("count", "said"), [(500, "500"), (100_000, "100,000"), (250_000, "250,000")])
def test_an_answer_as_long_as_the_longest_may_have_been_cut(tmp_path: Path, count: int, said: str):
    with pytest.raises(ContractBroken, match=CUT.format(said)):
        tidy([answered(tmp_path / "answer.json", [{}] * count)])


def products(count: int) -> list[str]:
    return [comtrade_line("202403", "X", "5.0", cmdCode=f"{number:06}") for number in range(1, count + 1)]


def test_a_table_as_long_as_the_longest_may_have_been_cut_as_well(write: Write):
    with pytest.raises(ContractBroken, match="c.csv: " + CUT.format("500")):
        tidy([write("c.csv", COMTRADE[0], *products(500))])
    assert len(tidy([write("c.csv", COMTRADE[0], *products(499))])) == 499


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"error": "quota exceeded"}, "answered with an error: quota exceeded"),
        ({"count": 7}, "'count' says 7, but there are 4"),
        ({"data": []}, "the answer has no record"),
        ({"data": None}, "no list of records under 'data'"),
        ({"data": [1]}, "no list of records under 'data'"),
    ],
)
def test_an_answer_that_is_no_answer_says_so(tmp_path: Path, other: dict[str, object], words: str):
    with pytest.raises(ContractBroken, match=f"answer.json: .*{words}"):
        tidy([answered(tmp_path / "answer.json", records(*COMTRADE[1:]), **other)])


def test_a_new_column_is_named_in_a_warning(write: Write):
    file = write("c.csv", *(f"{line},{word}" for line, word in zip(COMTRADE[:2], ("revision", "2"), strict=True)))
    rows = tidy([file])
    assert rows["value"].tolist() == [7456257276.0]
    assert rows.attrs["warnings"] == ["c.csv: new column 'revision' not read"]


@dataclass(frozen=True)
class Answer(mutations.Specimen):
    """The same records as the interface gives them in JSON."""

    def joined(self, cells: list[list[str]], ending: str = "\n") -> bytes:
        names = [*cells[0], "beyond"]
        held = [dict(zip(names, row, strict=False)) for row in cells[1:]]
        return json.dumps({"count": len(held), "data": held, "error": ""}, ensure_ascii=False).encode()


NAMED = (COMTRADE[0], *(line.replace(",643,,,", ",643,RUS,Fédération de Russie,") for line in COMTRADE[1:3]))
UNKNOWN = (("partnerCode", "999"), ("classificationCode", "H9"), ("flowCode", "Y"), ("primaryValue", "n/a"))
SPECIMENS = {
    kind.__name__: kind(
        source, NAMED, unknown=UNKNOWN, ended=kind is Answer, unread=tuple(sorted(NOT_READ)), any_encoding=True
    )
    for kind in (mutations.Specimen, Answer)
}


@pytest.mark.parametrize("specimen", SPECIMENS.values(), ids=SPECIMENS)
@pytest.mark.parametrize("harms", mutations.ALL, ids=lambda harms: harms.__name__)
def test_harm_is_refused_or_harmless(specimen: mutations.Specimen, harms: Callable[..., Iterator[mutations.Harm]]):
    mutations.judge(specimen, harms)


@pytest.mark.raw
def test_the_publishers_own_file_gives_the_same_imports_as_the_bundled_one(starter):
    (file,) = raw("un_comtrade/api_monthly*.csv")
    bundled = starter("un_comtrade_monthly").query("flow == 'import'").reset_index(drop=True)
    assert tidy([file])[["period", "value"]].equals(bundled[["period", "value"]])
