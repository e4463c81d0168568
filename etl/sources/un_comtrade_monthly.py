"""UN Comtrade by month: the one source with both sides of most trades in one currency."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.codes.countries import WORLD, m49
from etl.codes.products import comtrade_revision
from etl.reading import has_header, read
from etl.source import License, Source
from etl.tables import trade_flow

HEADER = [
    "typeCode", "freqCode", "refPeriodId", "refYear", "refMonth", "period", "reporterCode", "reporterISO",
    "reporterDesc", "flowCode", "flowDesc", "partnerCode", "partnerISO", "partnerDesc", "partner2Code",
    "partner2ISO", "partner2Desc", "classificationCode", "classificationSearchCode",
    "isOriginalClassification", "cmdCode", "cmdDesc", "aggrLevel", "isLeaf", "customsCode", "customsDesc",
    "mosCode", "motCode", "motDesc", "qtyUnitCode", "qtyUnitAbbr", "qty", "isQtyEstimated",
    "altQtyUnitCode", "altQtyUnitAbbr", "altQty", "isAltQtyEstimated", "netWgt", "isNetWgtEstimated",
    "grossWgt", "isGrossWgtEstimated", "cifvalue", "fobvalue", "primaryValue", "legacyEstimationFlag",
    "isReported", "isAggregate",
]  # fmt: skip

FLOWS = {"X": "export", "M": "import"}
# Rows by mode of transport, second partner or customs procedure repeat parts of their total.
TOTALS = {"partner2Code": "0", "motCode": "0", "customsCode": "C00", "mosCode": "0"}


def recognises(head: bytes) -> bool:
    """The API's 47 columns, monthly."""
    return has_header(head, HEADER) and b"\nC,M," in head


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of trade_flow in US dollars."""
    sheet = read(paths, HEADER)
    sheet.only("typeCode", ["C"], "only goods (C) are read; download typeCode C")
    sheet.only("freqCode", ["M"], "only months (M) are read; download freqCode M")
    for column, total in TOTALS.items():
        remedy = f"this row is part of a total; download with {column}={total}"
        sheet.only(column, [total], remedy)
    # isAggregate is the last column: a row cut within it would show here.
    sheet.only("isAggregate", ["True", "False"], "get the file again")
    period = sheet.day("period", "%Y%m")
    wrong = sheet.rows["period"] + "01" != sheet.rows["refPeriodId"]
    sheet.say(sheet.rows.loc[wrong, "refPeriodId"], "is not the first day of the period", "get the file again")
    value = sheet.number("primaryValue", low=0)
    fob = sheet.number("fobvalue", blank=True, low=0)
    cif = sheet.number("cifvalue", blank=True, low=0)
    differs = value.notna() & value.ne(fob) & value.ne(cif) & (fob.fillna(0).gt(0) | cif.fillna(0).gt(0))
    sheet.say(sheet.rows.loc[differs, "primaryValue"], "is neither cifvalue nor fobvalue", "get the file again")
    flow = sheet.choice("flowCode", FLOWS, "re-exports and re-imports are parts of exports and imports; leave them out")
    mass = sheet.number("netWgt", blank=True, low=0)
    partner = sheet.translated("partnerCode", m49)
    # A few countries, such as Canada and Australia, report imports without freight.
    without_freight = flow.eq("export") | (value.eq(fob) & cif.fillna(0).eq(0) & value.gt(0))
    sheet.unique(
        ["period", "reporterCode", "partnerCode", "flowCode", "classificationCode", "cmdCode"],
        "one figure stands there twice; download the months once",
    )
    return sheet.tidy(
        {
            "period": period,
            "grain": "month",
            "reporter": sheet.translated("reporterCode", m49),
            "partner": partner,
            "flow": flow,
            "product": sheet.text("cmdCode", r"TOTAL|[0-9]{2}|[0-9]{4}|[0-9]{6}"),
            "classification": sheet.translated("classificationCode", comtrade_revision),
            "value": value,
            "value_low": None,
            "value_high": None,
            "currency": "USD",
            "valuation": without_freight.map({True: "FOB", False: "CIF"}),
            "mass_kg": mass.where(mass > 0),  # 0 stands for "not reported"
            "status": "reported",
            "basis": None,
            "aggregate": partner.eq(WORLD),
        }
    )


source = Source(
    name="un_comtrade_monthly",
    title="UN Comtrade, monthly goods trade",
    publisher="United Nations Statistics Division",
    page="https://comtradeplus.un.org/",
    license=License(
        "other-closed",
        "UN Comtrade: cite; redistribution of bulk data restricted",
        "https://uncomtrade.org/docs/policy-on-use-and-re-dissemination/",
    ),
    citation="United Nations Statistics Division, UN Comtrade Database, monthly trade in goods.",
    into=trade_flow,
    recognises=recognises,
    tidy=tidy,
    rhythm_days=31,
    urls=(
        "https://comtradeapi.un.org/public/v1/preview/C/M/HS?reporterCode=156&partnerCode=643&cmdCode=TOTAL"
        "&flowCode=X,M&partner2Code=0&motCode=0&customsCode=C00&period={period}",
    ),
    note="Exports are valued FOB, imports CIF unless the reporter gives only FOB.",
)
