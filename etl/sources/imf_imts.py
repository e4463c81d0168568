"""The IMF's trade by partner: every pair of countries on one footing, and after 2021 only a guess for Russia."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl import packed
from etl.codes.areas import is_aggregate
from etl.codes.imf import imf
from etl.reading import Dialect, has_columns, header_of, read
from etl.sheet import Sheet
from etl.source import License, Source
from etl.table import ContractBroken
from etl.tables import trade_flow
from etl.together import together

HEADER = [
    "DATASET", "SERIES_CODE", "OBS_MEASURE", "COUNTRY.ID", "COUNTRY", "INDICATOR.ID", "INDICATOR",
    "COUNTERPART_COUNTRY.ID", "COUNTERPART_COUNTRY", "FREQUENCY.ID", "FREQUENCY", "SCALE.ID", "SCALE",
    "TRADE_FLOW.ID", "TRADE_FLOW",
]  # fmt: skip
DIALECT = Dialect(new_columns=True, ended=True)
PERIOD = re.compile(r"[0-9]{4}(-M(0[1-9]|1[0-2]))?")
DATASET = r"IMF\.STA:IMTS\([0-9.]+\)"
INDICATORS = {
    "MG_CIF_USD": ("import", "CIF"),
    "MG_FOB_USD": ("import", "FOB"),
    "XG_FOB_USD": ("export", "FOB"),
}
SCALES = {"0": 1.0, "3": 1e3, "6": 1e6, "9": 1e9}
GRAINS = {"A": "year", "M": "month"}
# Reporters that stopped publishing: later figures are the IMF's own, though they are labelled like the others.
LAST_REPORTED = {"RUS": 2021}
HEADER_BYTES = 65_536
LAYOUT = "the portal changed its export: compare it with the adapter"


def recognises(head: bytes) -> bool:
    """The portal's wide export of this data set."""
    return has_columns(head, {"SERIES_CODE", "COUNTERPART_COUNTRY.ID"}, DIALECT) and b"IMTS" in head


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of trade_flow in dollars, one per series and period that has a figure; a blank is no zero."""
    return together([_one(path) for path in paths])


def _one(path: Path) -> pd.DataFrame:
    head = header_of(packed.head(path, HEADER_BYTES), DIALECT)
    periods = [name for name in head if PERIOD.fullmatch(name)]
    # What stands among the periods and is none may be a period under another name.
    last_fixed = max((head.index(name) for name in HEADER if name in head), default=0)
    strange = [name for place, name in enumerate(head) if name not in (*HEADER, *periods) and place > last_fixed]
    lacking = [name for name in _due(periods) if name not in periods]
    if strange or lacking or not periods:
        what = (
            f"'{strange[0]}' is no period" if strange else f"'{(lacking or ['2020'])[0]}' is missing among the periods"
        )
        raise ContractBroken(f"{path.name} row 1: column {what}; {LAYOUT}")
    wide = read([path], HEADER + periods, dialect=DIALECT)
    wide.unique(["SERIES_CODE"], "one series stands there twice; get the file again")
    _consistent(wide, periods)
    sheet = _long(wide, periods)
    meaning = sheet.rows["INDICATOR.ID"].map(INDICATORS)
    flow = meaning.str[0]
    period = sheet.rows["period"]
    value = sheet.number("value", low=0) * sheet.rows["SCALE.ID"].map(SCALES)
    reporter = sheet.translated("COUNTRY.ID", imf)
    partner = sheet.translated("COUNTERPART_COUNTRY.ID", imf)
    guessed = period.str[:4].astype(int) > reporter.map(LAST_REPORTED).fillna(9999)
    return sheet.tidy(
        {
            "period": sheet.dated("period", pd.to_datetime(period.str.replace("-M", "-"), format="ISO8601")),
            "grain": sheet.rows["FREQUENCY.ID"].map(GRAINS),
            "reporter": reporter,
            "partner": partner,
            "flow": flow,
            "product": "TOTAL",
            "classification": "none",
            "value": value.round(3),
            "value_low": None,
            "value_high": None,
            "currency": "USD",
            "valuation": meaning.str[1],
            "mass_kg": None,
            "status": guessed.map({True: "estimate", False: "reported"}),
            "basis": guessed.map(
                {True: "The country publishes no figures for this period; the IMF's estimate.", False: None}
            ),
            "aggregate": reporter.map(is_aggregate, na_action="ignore") | partner.map(is_aggregate, na_action="ignore"),
        }
    )


def _due(periods: Sequence[str]) -> list[str]:
    """All periods from the first to the last."""
    if not periods:
        return []
    first, last = (name.replace("-M", "-") for name in (min(periods), max(periods)))
    frequency, form = ("M", "%Y-M%m") if "-" in first else ("Y", "%Y")
    return list(pd.period_range(first, last, freq=frequency).strftime(form))


def _consistent(sheet: Sheet, periods: Sequence[str]) -> None:
    """What the cells of a series say about it must agree with its code."""
    rows = sheet.rows
    sheet.text("DATASET", DATASET, remedy="download the data set IMTS")
    sheet.only("OBS_MEASURE", ["OBS_VALUE"], LAYOUT)
    sheet.choice("INDICATOR.ID", INDICATORS, "download goods in US dollars only")
    sheet.choice("SCALE.ID", SCALES, "a new scale: add it to SCALES in the adapter")
    frequency = sheet.choice("FREQUENCY.ID", GRAINS, "download years (A) or months (M)")
    code = (
        rows["COUNTRY.ID"]
        + "."
        + rows["INDICATOR.ID"]
        + "."
        + rows["COUNTERPART_COUNTRY.ID"]
        + "."
        + rows["FREQUENCY.ID"]
    )
    sheet.say(rows.loc[code.ne(rows["SERIES_CODE"]), "SERIES_CODE"], "is not the code of the cells beside it", LAYOUT)
    flow = rows["INDICATOR.ID"].str[:2]
    sheet.say(rows.loc[flow.ne(rows["TRADE_FLOW.ID"]), "TRADE_FLOW.ID"], "is not the indicator's direction", LAYOUT)
    names = {"6": "Millions", "3": "Thousands", "9": "Billions", "0": "Units"}
    sheet.say(rows.loc[rows["SCALE.ID"].map(names).ne(rows["SCALE"]), "SCALE"], "is not what SCALE.ID says", LAYOUT)
    for period in periods:
        sheet.number(period, blank=True, low=0)
    sheet.translated("COUNTRY.ID", imf)
    sheet.translated("COUNTERPART_COUNTRY.ID", imf)
    lengths = {"year": 4, "month": 8}
    grains = {lengths[grain] for grain in frequency.dropna().unique()}
    if {len(period) for period in periods} != grains:
        sheet.faults.append(f"{rows.index[0][0]} row 1: the columns are not the periods of the frequency; {LAYOUT}")
    sheet.done()


def _long(wide: Sheet, periods: Sequence[str]) -> Sheet:
    """One row per figure, still at its place in the file; blank cells are left out and counted."""
    long = wide.rows.melt(HEADER, list(periods), "period", "value", ignore_index=False)
    sheet = Sheet(long.astype("str"), warnings=wide.warnings)
    sheet.drop(sheet.rows["value"].eq(""), "no figure (blank)")
    return sheet


source = Source(
    name="imf_imts",
    title="IMF International Trade in Goods by partner country (IMTS)",
    publisher="International Monetary Fund",
    page="https://data.imf.org/en/datasets/IMF.STA:IMTS",
    license=License("other-at", "IMF: reuse with attribution", "https://www.imf.org/external/terms.htm"),
    citation="International Monetary Fund, International Trade in Goods (by partner country) (IMTS).",
    into=trade_flow,
    recognises=recognises,
    tidy=tidy,
    rhythm_days=31,
    hosts=("data.imf.org",),
    by_hand=(
        "Open the data set IMTS at data.imf.org, choose country, counterpart and frequency, and download it as CSV "
        "with periods in columns and codes beside names."
    ),
    note=(
        "Exports FOB, imports CIF unless marked. Russia has published no partners since 2022: later figures are the "
        "IMF's estimates, marked as such. Groups of countries overlap and are never added to countries."
    ),
)
