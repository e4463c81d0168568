"""China Customs' query platform in Chinese and English, in a few rows of the publisher's layout."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from etl.codes.areas import GROUPS, NOT_SPECIFIED, PARTS
from etl.codes.china_customs import contradicts, partner_of_code, partner_of_name
from etl.codes.china_customs_partners import PARTNERS
from etl.codes.countries import iso_codes
from etl.keep import keep
from etl.snapshot import ACCEPTED
from etl.sources.china_customs_query import LIMIT, recognises, source, tidy
from etl.table import ContractBroken
from tests.etl import mutations
from tests.etl.conftest import Write
from tests.etl.publishers import raw

CHINESE = (
    '"数据年月","贸易伙伴编码","贸易伙伴名称","商品编码","商品名称","第一数量","第一计量单位","第二数量","第二计量单位","人民币",',
    '"202401","344","俄罗斯联邦","01012900","马","908","千克","0","?","1,023,416",',
    '"202401","110","中国香港","85423100","处理器","2","个","30","千克","7",',
    '"202402","344","俄罗斯联邦","01012900","马","10","千克","0","?","0",',
)
ENGLISH = (
    '"Commodity code","Commodity","Trading partner code","Trading partner","Customs Regime code","Customs Regime",'
    '"Quantity","Unit","Supplementary Quantity","Supplementary Unit","US dollar",',
    '"01012900","Live horses","110","Hong Kong，China","39","Other","4769","Kilogram","93","Number of item","19,126",',
    '"01012900","Live horses","110","Hong Kong，China","10","Other","10","Kilogram","1","Number of item","174",',
    '"01022900","Live cattle","344","Russia","10","Ordinary Trade","5","Number of item","?","?","1,000",',
)


def fault(path: Path) -> str:
    with pytest.raises(ContractBroken) as broken:
        tidy([path])
    return str(broken.value)


@pytest.fixture
def chinese(write: Write) -> Path:
    return write("2024-export.csv", *CHINESE, encoding="gbk")


@pytest.fixture
def english(write: Write) -> Path:
    return write("china-2024-03-import.csv", *ENGLISH, encoding="gb18030")


def test_partner_codes_are_the_publishers_own_and_leading_zeros_stay(chinese: Path):
    assert recognises(chinese.read_bytes())
    rows = tidy([chinese])
    assert rows[["partner", "product", "value", "mass_kg"]].values.tolist() == [
        ["RUS", "01012900", 1_023_416.0, 908.0],
        ["HKG", "85423100", 7.0, 30.0],
        ["RUS", "01012900", 0.0, 10.0],
    ]
    first = rows.iloc[0][["grain", "flow", "currency", "valuation", "classification", "basis"]].tolist()
    assert first == ["month", "export", "CNY", "FOB", "HS2022", None]
    assert rows["period"].dt.strftime("%Y-%m").tolist() == ["2024-01", "2024-01", "2024-02"]


def test_the_name_of_the_file_says_what_the_platform_does_not_write(english: Path):
    assert recognises(english.read_bytes())
    rows = tidy([english])
    assert rows[["partner", "product", "value", "mass_kg"]].astype(object).values.tolist()[0] == [
        "HKG", "01012900", 19_300.0, 4_779.0,
    ]  # fmt: skip
    assert rows["mass_kg"].isna().tolist() == [False, True]
    assert set(rows["period"].dt.strftime("%Y-%m")) == {"2024-03"}
    assert set(rows["flow"]) == {"import"}
    assert set(rows["basis"]) == {"sum over customs regimes or places"}


def test_without_such_a_name_it_says_how_to_rename_the_file(write: Write):
    said = fault(write("query.csv", *ENGLISH, encoding="gb18030"))
    assert "nothing says whether these are exports or imports" in said
    assert "there is no column 数据年月 / Date of data and no month in the name" in said
    assert "such as china-2024-03-export.csv" in said


def many(write: Write) -> Path:
    lines = [f'"202401","502","美国","{10_000_000 + n}","x","1","千克","0","?","1",' for n in range(LIMIT)]
    return write("2024-export.csv", CHINESE[0], *lines, encoding="gbk")


def test_ten_thousand_rows_are_refused_as_cut_unless_the_user_accepts_them(write: Write, home: Path):
    path = many(write)
    with pytest.raises(ContractBroken, match=r"10,000 rows, at which the platform stops .* --accept-truncated"):
        keep(source, [path], home, date(2026, 11, 1))
    shot, new = keep(source, [path], home, date(2026, 11, 1), accept_truncated=True)
    assert new
    assert ACCEPTED in shot.note


def test_every_row_of_a_cut_file_is_marked(write: Write):
    rows = tidy([many(write)])
    assert len(rows) == LIMIT
    assert set(rows["basis"]) == {"truncated export"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"344"', '"346"', "'346' is an unknown partner code of China Customs; add it to etl/codes/china_customs_part"),
        ('"344"', '"110"', "'俄罗斯联邦' is not the partner with this code"),
        ("1,023,416", "1,0234,16", "column '人民币': '1,0234,16' is not a number"),
        ("1,023,416", "n/a", "column '人民币': 'n/a' is not a number"),
        ("202401", "202413", "column '数据年月': '202413' is not a date"),
        ("01012900", "1012900", "column '商品编码': '1012900' does not look like"),
        ('"1,023,416",', '"1,023,416","x"', "a value stands after the last column"),
    ],
)
def test_a_cell_that_is_not_understood_is_named(write: Write, old: str, new: str, words: str):
    said = fault(write("export.csv", CHINESE[0], CHINESE[1].replace(old, new), encoding="gbk"))
    assert "export.csv row 2" in said
    assert words in said


def test_one_figure_in_two_files_is_refused(write: Write):
    files = [write(f"{n}-export.csv", *CHINESE, encoding="gbk") for n in (1, 2)]
    with pytest.raises(ContractBroken, match=r"1-export.csv, 2-export.csv: .* RUS .* stands in more than one file"):
        tidy(files)


def test_a_new_column_is_named_in_a_warning(write: Write):
    file = write("export.csv", *(line + '"x",' for line in CHINESE), encoding="gbk")
    assert tidy([file]).attrs["warnings"] == ["export.csv: new column 'x' not read"]


@dataclass(frozen=True)
class Export(mutations.Specimen):
    """Every line ends in a comma, the header's too."""

    def joined(self, cells: list[list[str]], ending: str = "\n") -> bytes:
        return super().joined([[*row, ""] for row in cells], ending)


SPECIMENS = {
    "chinese": Export(
        source,
        tuple(line.removesuffix(",") for line in CHINESE),
        encoding="gb18030",
        unknown=(("贸易伙伴编码", "999999"), ("人民币", "n/a"), ("第一数量", "n/a"), ("商品编码", "8542310")),
        ended=False,
        file="mutated.csv-export.csv",
    ),
    "english": Export(
        source,
        tuple(line.removesuffix(",") for line in ENGLISH),
        encoding="gb18030",
        unknown=(("Trading partner code", "345"), ("US dollar", "n/a"), ("Commodity code", "TOTAL")),
        ended=False,
        file="mutated.csv-2024-03-export.csv",
    ),
}
# Saved again as UTF-8 it is as good.
SPECIMENS = {name: replace(specimen, any_encoding=True) for name, specimen in SPECIMENS.items()}


@pytest.mark.parametrize("specimen", SPECIMENS.values(), ids=SPECIMENS)
@pytest.mark.parametrize("harms", mutations.ALL, ids=lambda harms: harms.__name__)
def test_harm_is_refused_or_harmless(specimen: mutations.Specimen, harms: Callable[..., Iterator[mutations.Harm]]):
    mutations.judge(specimen, harms)


def test_344_is_russia_here_and_hong_kong_at_the_united_nations():
    assert partner_of_code("344") == "RUS"
    assert partner_of_code("110") == "HKG"
    assert partner_of_name("Hong Kong，China") == "HKG"
    assert partner_of_name("R. O. Korea") == "KOR"
    assert contradicts("344", "Hong Kong, China")
    assert not contradicts("344", "a name that is not listed")


def test_every_partner_has_a_code_that_is_known_and_its_own_name():
    lines = [line.split("|") for line in PARTNERS.strip().splitlines()]
    gone = {"ANT", "SCG"}
    known = iso_codes() | set(GROUPS) | set(NOT_SPECIFIED) | set(PARTS) | gone
    assert [line for line in lines if line[1] not in known] == []
    assert len({code for code, *_ in lines}) == len(lines)
    names = [(name, ours) for _, ours, english, chinese in lines for name in (*english.split("/"), chinese)]
    assert [pair for pair in names if partner_of_name(pair[0]) != pair[1]] == []


@pytest.mark.raw
def test_chinas_soya_beans_of_2024():
    exports, imports = tidy(raw("gacc/query_chinese*exports*.csv")), tidy(raw("gacc/query_chinese*imports*.csv"))
    assert (len(exports), len(imports)) == (29, 36)
    assert imports["value"].sum() == 359_701_179_444
    assert imports.query("partner == 'BRA'")["value"].sum() == 259_240_199_873
    january = exports[exports["partner"].eq("USA") & exports["period"].eq("2024-01-01")]
    assert january["value"].tolist() == [23_416, 184_990, 456_041]


@pytest.mark.raw
def test_the_export_cut_at_ten_thousand_rows_says_so_and_marks_its_rows(tmp_path: Path):
    (cut,) = raw("gacc/query_english*.csv")
    assert "no month in the name" in fault(cut)
    named = tmp_path / "china-2024-03-export.csv"
    shutil.copyfile(cut, named)
    rows = tidy([named])
    assert "10,000 rows" in rows.attrs["truncated"]
    assert rows["value"].sum() == 5_989_236_757
    assert rows.query("partner == 'RUS'")["value"].sum() == 417_234_630
    assert rows["basis"].str.startswith("truncated export").all()


@pytest.mark.raw
def test_every_partner_of_the_publishers_own_lists_is_known():
    for file in raw("reference/gacc_partners_*.csv"):
        lines = file.read_text(encoding="gb18030").splitlines()[1:]
        codes = [line.split(",")[0] for line in lines]
        assert len(codes) > 230
        assert [code for code in codes if not partner_of_code(code)] == []
