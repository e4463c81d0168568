"""UN Comtrade's months, against figures read off the publisher's own table."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.etl.conftest import COMTRADE, Write, comtrade_line

from etl.sources.un_comtrade_monthly import HEADER, source, tidy
from etl.table import ContractBroken


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
        ("motCode", "1000", "part of a total; download with motCode=0"),
        ("partner2Code", "156", "part of a total; download with partner2Code=0"),
        ("customsCode", "C01", "part of a total; download with customsCode=C00"),
        ("freqCode", "A", "only months (M)"),
        ("reporterCode", "9999", "add it to CUSTOMS_TERRITORIES in etl/codes/countries.py"),
        ("classificationCode", "H9", "add it to COMTRADE_REVISIONS in etl/codes/products.py"),
        ("flowCode", "RX", "re-exports and re-imports are parts"),
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


@pytest.mark.raw
def test_the_publishers_own_file_gives_the_same_imports_as_the_bundled_one(starter):
    raw = Path(__file__).parents[3] / "shared/raw/un_comtrade/api_monthly_chn_imports_from_rus_2017_2024.csv"
    if not raw.is_file():
        pytest.skip("the publishers' own files are not here (../shared/raw)")
    bundled = starter("un_comtrade_monthly").query("flow == 'import'").reset_index(drop=True)
    assert tidy([raw])[["period", "value"]].equals(bundled[["period", "value"]])
