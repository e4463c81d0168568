"""China Customs' query platform: the only free source of China's trade by partner and eight-digit product."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from etl import packed
from etl.china_customs import FLOWS, LICENSE, PUBLISHER, VALUATIONS
from etl.codes.areas import is_aggregate
from etl.codes.china_customs import contradicts, partner_of_code
from etl.codes.products import china_revision
from etl.reading import AGAIN, Dialect, header_of, read
from etl.sheet import Cells, Sheet
from etl.source import Source
from etl.table import ContractBroken, iso_day
from etl.tables import trade_flow

COLUMNS = {
    "数据年月": "month", "Date of data": "month",
    "贸易伙伴编码": "partner_code", "Trading partner code": "partner_code",
    "贸易伙伴名称": "partner", "Trading partner": "partner",
    "商品编码": "product_code", "Commodity code": "product_code",
    "商品名称": "product", "Commodity": "product",
    "贸易方式编码": "regime_code", "Customs Regime code": "regime_code",
    "贸易方式名称": "regime", "Customs Regime": "regime",
    "注册地编码": "location_code", "Locations of importers and exporters code": "location_code",
    "注册地名称": "location", "Locations of importers and exporters": "location",
    "第一数量": "quantity", "Quantity": "quantity",
    "第一计量单位": "unit", "Unit": "unit",
    "第二数量": "second_quantity", "Supplementary Quantity": "second_quantity",
    "第二计量单位": "second_unit", "Supplementary Unit": "second_unit",
    "人民币": "CNY", "RMB": "CNY", "美元": "USD", "US dollar": "USD",
}  # fmt: skip
NEEDED = ("partner_code", "partner", "product_code", "product")
TOGETHER = (
    ("regime_code", "regime"),
    ("location_code", "location"),
    ("quantity", "unit", "second_quantity", "second_unit"),
)
CURRENCIES = ("CNY", "USD")
KILOGRAMS = ("千克", "Kilogram")
# The platform's own codes of the regimes and places by which a query may be split; their sum is the figure.
SPLIT = ("regime_code", "location_code")
LIMIT = 10_000
FLOW_WORDS = {"export": "export", "import": "import", "出口": "export", "进口": "import"}
RENAME = "rename the file so that its name says it, such as china-2024-03-export.csv"


def recognises(head: bytes) -> bool:
    """The platform's columns in English or Chinese, whatever else was asked for."""
    found = {COLUMNS.get(name) for name in header_of(head, _dialect(head))}
    return {"partner_code", "product_code"} <= found


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of trade_flow by partner and product, summed over customs regimes and places where these are given.

    The platform writes neither the direction of trade nor, for a single month, the month: the file's name
    must say them. A file of 10,000 rows was cut without a word: `attrs["truncated"]` says so, which the
    build refuses unless the user accepted it, and its rows are marked by their basis.
    """
    parts, faults, warnings = [], [], list[str]()
    for path in paths:
        try:
            parts.append(_tidied(path, warnings))
        except ContractBroken as broken:
            faults.append(str(broken))
    if faults or not parts:
        raise ContractBroken("; ".join(faults) or "no file was given")
    rows = pd.concat(parts, ignore_index=True)
    again = rows.duplicated(["period", "partner", "flow", "product", "currency"])
    if again.any():
        key = " / ".join(map(str, rows.loc[again, ["period", "partner", "flow", "product"]].iloc[0]))
        names = ", ".join(path.name for path in paths)
        raise ContractBroken(f"{names}: {key} stands in more than one file; remove one of them")
    cut = [part.attrs["truncated"] for part in parts if "truncated" in part.attrs]
    stands = {day: where for part in parts for day, where in part.attrs["stands"].items()}
    rows.attrs = {"left_out": {}, "warnings": warnings, "stands": stands}
    if cut:
        rows.attrs["truncated"] = "; ".join(cut)
    return rows


def _tidied(path: Path, warnings: list[str]) -> pd.DataFrame:
    content = packed.content(path)
    dialect = _dialect(content)
    printed = header_of(content[:65_536], dialect)
    sheet = read([path], [name for name in printed if name in COLUMNS] or list(COLUMNS)[:1], dialect=dialect)
    at = _layout(path, list(sheet.rows.columns), sheet.warnings)
    currency = next(name for name in CURRENCIES if name in at)
    flow, named = _from_name(path, sheet, "month" in at)
    cut = len(sheet.rows) >= LIMIT
    partner = sheet.translated(at["partner_code"], partner_of_code)
    odd = [contradicts(*pair) for pair in sheet.rows[[at["partner_code"], at["partner"]]].itertuples(index=False)]
    sheet.say(sheet.rows.loc[odd, at["partner"]], "is not the partner with this code", AGAIN)
    read_rows = pd.DataFrame(
        {
            "period": sheet.day(at["month"], "%Y%m") if "month" in at else named,
            "partner": partner,
            "product": sheet.text(at["product_code"], r"[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8}"),
            "value": sheet.number(at[currency], low=0, thousands=True),
            "mass_kg": _mass(sheet, at),
        },
        index=sheet.rows.index,
    )
    split = [at[name] for name in SPLIT if name in at]
    identity = [at[name] for name in ("month", "partner_code", "product_code") if name in at]
    sheet.unique([*identity, *split], "one figure stands there twice; download it once")
    sheet.done()
    warnings += sheet.warnings
    groups = read_rows.groupby(["period", "partner", "product"], sort=False)
    rows = groups["value"].sum().reset_index()
    # A sum of masses is known only if each of them is.
    rows["mass_kg"] = groups["mass_kg"].agg(lambda each: each.sum(skipna=False)).to_numpy()
    basis = ["truncated export"] * cut + ["sum over customs regimes or places"] * bool(split)
    rows = rows.assign(
        grain="month",
        reporter="CHN",
        flow=flow,
        classification=rows["period"].dt.year.map(china_revision),
        value_low=None,
        value_high=None,
        currency=currency,
        valuation=VALUATIONS[flow],
        status="reported",
        basis="; ".join(basis) or None,
        aggregate=rows["partner"].map(is_aggregate),
    )
    rows.attrs["stands"] = sheet.stands or {iso_day(named): f"{path.name}, the month in its name"}
    if cut:
        rows.attrs["truncated"] = (
            f"{path.name}: {len(sheet.rows):,} rows, at which the platform stops without saying so: the rest is "
            "missing; ask for fewer partners, products or months at a time"
        )
    return rows


def _dialect(content: bytes) -> Dialect:
    """GB18030, of which GBK is a part, unless the file was saved again as UTF-8."""
    try:
        content[: content.rfind(b"\n") + 1].decode("utf-8-sig")
        encoding = "utf-8"
    except UnicodeDecodeError:
        encoding = "gb18030"
    return Dialect(encoding=encoding, new_columns=True, trailing_comma=True)


def _layout(path: Path, printed: Sequence[str], warnings: Sequence[str]) -> dict[str, str]:
    """What the file calls each column, once all that belong together are there and none stands there twice."""
    found = [COLUMNS[name] for name in printed]
    faults = [f"column '{_printed(name)}' is missing" for name in NEEDED if name not in found]
    for names in TOGETHER:
        if 0 < sum(name in found for name in names) < len(names):
            faults += [f"column '{_printed(name)}' is missing" for name in names if name not in found]
    faults += [f"column '{_printed(name)}' stands there twice" for name in set(found) if found.count(name) > 1]
    if warnings and "month" not in found:
        # A month would be taken from the file's name, which must not hide that the column was renamed.
        faults.append(f"column '{_printed('month')}' is missing")
    if sum(name in found for name in CURRENCIES) != 1:
        faults.append(f"there is no column, or more than one, with the value: {_printed('CNY')} / {_printed('USD')}")
    if faults:
        raise ContractBroken(
            f"{path.name} row 1: {'; '.join([*faults, *warnings])}; {AGAIN} or compare it with COLUMNS"
        )
    return dict(zip(found, printed, strict=True))


def _printed(name: str) -> str:
    return " / ".join(printed for printed, ours in COLUMNS.items() if ours == name)


def _from_name(path: Path, sheet: Sheet, has_month: bool) -> tuple[str, pd.Timestamp | None]:
    """The direction of trade, and the month where no column says it."""
    flows = {flow for word, flow in FLOW_WORDS.items() if word in path.name.lower()}
    if len(flows) != 1:
        sheet.faults.append(f"{path.name}: nothing says whether these are exports or imports; {RENAME}")
    flow = flows.pop() if len(flows) == 1 else FLOWS[0]
    if has_month:
        return flow, None
    said = re.findall(r"(?<![0-9])(20[0-9]{2})-?(0[1-9]|1[0-2])(?![0-9])", path.name)
    if len(said) != 1:
        sheet.faults.append(f"{path.name}: there is no column {_printed('month')} and no month in the name; {RENAME}")
    year, month = said[0] if len(said) == 1 else ("2000", "01")
    return flow, pd.Timestamp(int(year), int(month), 1)


def _mass(sheet: Sheet, at: Mapping[str, str]) -> Cells:
    """Kilograms, from whichever of the two quantities counts them."""
    mass = pd.Series(float("nan"), index=sheet.rows.index)
    if "quantity" in at:
        for quantity, unit in (("second_quantity", "second_unit"), ("quantity", "unit")):
            counted = sheet.number(at[quantity], blank=["?", ""], low=0, thousands=True)
            mass = mass.mask(sheet.rows[at[unit]].isin(KILOGRAMS), counted)
        units = sheet.rows[[at["unit"], at["second_unit"]]]
        otherwise = units[~units.isin(KILOGRAMS).any(axis=1)]
        if len(otherwise):
            said = ", ".join(sorted({unit for unit in otherwise.to_numpy().ravel() if unit not in ("?", "")}))
            sheet.warnings.append(
                f"{len(otherwise):,} rows are counted in {said or 'no unit'}: their mass is not known"
            )
    return mass


source = Source(
    name="china_customs_query",
    title="China Customs, query platform",
    publisher=PUBLISHER,
    page="http://stats.customs.gov.cn/indexEn",
    license=LICENSE,
    citation=f"{PUBLISHER}, customs statistics query platform.",
    into=trade_flow,
    recognises=recognises,
    tidy=tidy,
    rhythm_days=31,
    hosts=("stats.customs.gov.cn",),
    by_hand=(
        "Open http://stats.customs.gov.cn/indexEn in a browser, choose exports or imports, the months, partners and "
        "products, solve the picture puzzle, and download the CSV; keep each query below 10,000 rows and put "
        '"export" or "import" and the month into the file\'s name, such as china-2024-03-export.csv.'
    ),
    note=(
        "Eight-digit codes of China's tariff, whose first six are those of the Harmonized System. Partner codes are "
        "China's own. A file cut at 10,000 rows is marked where it was accepted."
    ),
)
