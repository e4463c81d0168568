"""Turn UN Comtrade's records into trade in which nothing is counted twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from etl.codes.areas import is_aggregate
from etl.codes.countries import m49
from etl.codes.products import comtrade_revision
from etl.comtrade_answer import HEADER, NOT_READ, TOTALS, answer
from etl.layout import Bulk, Layout, Rule
from etl.reading import AGAIN
from etl.sheet import Sheet
from etl.source import License
from etl.table import ContractBroken

PAGE = "https://comtradeplus.un.org/"
HOSTS = ("comtradeapi.un.org", "comtradeplus.un.org")
ASKED = (
    "C/{frequency}/HS?reporterCode=156&partnerCode=643&cmdCode=TOTAL&flowCode=X,M&partner2Code=0&motCode=0"
    "&customsCode=C00&period={period}"
)
PREVIEW = f"https://comtradeapi.un.org/public/v1/preview/{ASKED}"
KEYED = f"https://comtradeapi.un.org/data/v1/get/{ASKED}"
LICENSE = License(
    "other-closed",
    "UN Comtrade: cite; redistribution of bulk data restricted",
    "https://uncomtrade.org/docs/policy-on-use-and-re-dissemination/",
)
CITATION = "United Nations Statistics Division, UN Comtrade Database"
NOTE = (
    "Exports are valued FOB, imports CIF unless the reporter gives only FOB. The World and areas not specified are "
    "sums. Taiwan is what UN Comtrade books as Other Asia, nes."
)
FLOWS = {"X": "export", "M": "import"}
# Re-exports, domestic exports, processing and the like are parts of exports and imports.
PARTS = {
    "RX": "X", "DX": "X", "XIP": "X", "XOP": "X",
    "RM": "M", "FM": "M", "MIP": "M", "MOP": "M",
}  # fmt: skip
KEY = ["period", "reporterCode", "partnerCode", "classificationCode", "cmdCode"]
GRAINS = {"M": "month", "A": "year"}
PERIODS = {"M": "%Y%m", "A": "%Y"}
FIRST_DAY = {"M": "01", "A": "0101"}


def trade(paths: Sequence[Path], frequency: str) -> pd.DataFrame:
    """Rows of trade_flow in US dollars, in months (M) or years (A). Raises ContractBroken with all faults."""
    sheet = figures(paths)
    sheet.only("typeCode", ["C"], "only goods (C) are read; download typeCode C")
    sheet.only("freqCode", [frequency], f"this source reads {GRAINS[frequency]}s; download freqCode {frequency}")
    period = sheet.day("period", PERIODS[frequency])
    wrong = sheet.rows["period"] + FIRST_DAY[frequency] != sheet.rows["refPeriodId"]
    sheet.say(sheet.rows.loc[wrong, "refPeriodId"], "is not the first day of the period", AGAIN)
    value = sheet.number("primaryValue", low=0)
    fob = sheet.number("fobvalue", blank=True, low=0)
    cif = sheet.number("cifvalue", blank=True, low=0)
    stated = fob.fillna(0).gt(0) | cif.fillna(0).gt(0)
    differs = value.notna() & value.ne(fob) & value.ne(cif) & stated
    sheet.say(sheet.rows.loc[differs, "primaryValue"], "is neither cifvalue nor fobvalue", AGAIN)
    flow = sheet.choice("flowCode", FLOWS, "download flowCode X and M")
    mass = sheet.number("netWgt", blank=True, low=0)
    reporter = sheet.translated("reporterCode", m49)
    partner = sheet.translated("partnerCode", m49)
    total = sheet.rows["cmdCode"].eq("TOTAL") & sheet.rows["classificationCode"].eq("")
    classification = sheet.rows["classificationCode"].mask(total, "none")
    sheet.rows = sheet.rows.assign(classificationCode=classification)
    # A few countries, such as Canada and Australia, report imports without freight.
    without_freight = flow.eq("export") | (value.eq(fob) & cif.fillna(0).eq(0) & value.gt(0))
    with_freight = value.eq(cif)
    return sheet.tidy(
        {
            "period": period,
            "grain": GRAINS[frequency],
            "reporter": reporter,
            "partner": partner,
            "flow": flow,
            "product": sheet.text("cmdCode", r"TOTAL|[0-9]{2}|[0-9]{4}|[0-9]{6}"),
            "classification": sheet.translated("classificationCode", _classification),
            "value": value,
            "value_low": None,
            "value_high": None,
            "currency": "USD",
            "valuation": with_freight.map({True: "CIF", False: "unstated"}).mask(without_freight, "FOB"),
            "mass_kg": mass.where(mass > 0),  # 0 stands for "not reported"
            "status": "reported",
            "basis": None,
            "aggregate": reporter.map(is_aggregate) | partner.map(is_aggregate),
        }
    )


def bulk(frequency: str) -> Bulk:
    """The bulk files in months (M) or years (A): one for each reporter, period and revision of the HS."""
    period = "[0-9]{6}" if frequency == "M" else "[0-9]{4}"
    layout = Layout(
        header=tuple(HEADER),
        targets={
            "period": ("period", lambda word: f"{_like(period)(word)[:4]}-{word[4:] or '01'}-01"),
            "reporter": ("reporterCode", m49),
            "partner": ("partnerCode", m49),
            "flow": ("flowCode", _flow),
            "product": ("cmdCode", _like("TOTAL|[0-9]{2}|[0-9]{4}|[0-9]{6}")),
            "classification": ("classificationCode", comtrade_revision),
        },
        numbers={"primaryValue": (), "fobvalue": ("",), "cifvalue": ("",), "netWgt": ("",)},
        formulas={
            "value": "primaryValue",
            "mass_kg": "CASE WHEN netWgt > 0 THEN netWgt END",  # 0 stands for "not reported"
            # A few countries, such as Canada and Australia, report imports without freight.
            "valuation": "CASE WHEN flowCode = 'X' OR (primaryValue = fobvalue AND coalesce(cifvalue, 0) = 0 "
            "AND primaryValue > 0) THEN 'FOB' WHEN primaryValue = cifvalue THEN 'CIF' ELSE 'unstated' END",
        },
        constants={"grain": GRAINS[frequency], "currency": "USD", "status": "reported"},
        unique=("flowCode", *KEY),
        remedy="one figure stands there twice; download each period once",
        checks={
            "typeCode": _only("C", "only goods (C) are read; download typeCode C"),
            "freqCode": _only(frequency, f"this source reads {GRAINS[frequency]}s; download freqCode {frequency}"),
            "refPeriodId": _like("[0-9]{8}"),
            **dict.fromkeys(TOTALS, lambda word: word),
        },
        rules=(
            Rule(
                "primaryValue",
                "primaryValue = coalesce(fobvalue, -1) OR primaryValue = coalesce(cifvalue, -1) "
                "OR (coalesce(fobvalue, 0) <= 0 AND coalesce(cifvalue, 0) <= 0)",
                "is neither cifvalue nor fobvalue",
                AGAIN,
            ),
            Rule(
                "refPeriodId",
                "CAST(refPeriodId AS VARCHAR) = replace(CAST(period AS VARCHAR), '-', '')",
                "is not the first day of the period",
                AGAIN,
            ),
        ),
        total="flowCode IN ('X', 'M') AND mosCode IN ('0', '-1') AND "
        + " AND ".join(f"{name} = '{word}'" for name, word in TOTALS.items() if name != "mosCode"),
        part_of=("period", "reporter", "partner", "flow", "product", "classification"),
        optional=NOT_READ,
        also_called={"CIFValue": "cifvalue", "FOBValue": "fobvalue"},
    )
    named = rf"COMTRADE-FINAL-C{frequency}[0-9]{{3}}{period}H[0-9]\[[0-9-]{{10}}\](\.txt|\.csv)?"
    return Bulk(layout, named, ("reporter", "period", "grain", "classification"))


def _like(pattern: str) -> Callable[[str], str]:
    def like(word: str) -> str:
        if not re.fullmatch(pattern, word):
            raise ContractBroken(f"does not look like {pattern}; {AGAIN}")
        return word

    return like


def _only(allowed: str, remedy: str) -> Callable[[str], str]:
    def only(word: str) -> str:
        if word != allowed:
            raise ContractBroken(f"is not {allowed}; {remedy}")
        return word

    return only


def _flow(word: str) -> str:
    found = FLOWS.get(PARTS.get(word, word))
    if not found:
        raise ContractBroken(f"is not one of {', '.join([*FLOWS, *PARTS])}; download flowCode X and M")
    return found


def _classification(code: str) -> str:
    return code if code == "none" else comtrade_revision(code)


def figures(paths: Sequence[Path]) -> Sheet:
    """The rows of all files as a sheet of text with one row for each figure.

    What is part of a total that is there is left out and counted; a part without its total is a fault.
    Raises ContractBroken when a file cannot be read.
    """
    sheets, faults = [], []
    for path in paths:
        try:
            sheets.append(answer(path))
        except ContractBroken as broken:
            faults.append(str(broken))
    if faults or not sheets:
        raise ContractBroken("; ".join(faults) or "no file was given")
    sheet = Sheet(pd.concat([s.rows for s in sheets]), warnings=[said for s in sheets for said in s.warnings])
    _drop_parts(sheet)
    sheet.unique(["flowCode", *KEY], "one figure stands there twice; download each period once")
    return sheet


def _drop_parts(sheet: Sheet) -> None:
    rows = sheet.rows
    main = rows["flowCode"].replace(PARTS)
    key = pd.MultiIndex.from_frame(rows[KEY].assign(flow=main))
    part_of_flow = main.ne(rows["flowCode"])
    whole = rows[list(TOTALS)].eq(pd.Series(TOTALS)).all(axis=1) & ~part_of_flow
    alone = pd.Series(~key.isin(key[whole]), index=rows.index)
    for column, word in TOTALS.items():
        cells = rows.loc[alone & rows[column].ne(word), column]
        sheet.say(cells, "is part of a total that is not there", f"download with {column}={word}")
    cells = rows.loc[alone & part_of_flow, "flowCode"]
    sheet.say(cells, "is part of exports or imports that are not there", "download flowCode X and M as well")
    words = pd.Series("parts by second partner, transport, procedure or mode of supply", index=rows.index)
    words = words.mask(part_of_flow, "re-exports, re-imports and other parts of exports and imports")
    sheet.rows = rows.assign(part=words.where(~alone & ~whole, ""))
    sheet.leave_out("part", bool)
