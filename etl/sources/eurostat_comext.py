"""Eurostat Comext: what members of the Union sold to each neighbour, to see trade taking another road."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.codes.countries import EU, comext, comext_left_out
from etl.reading import has_header, read
from etl.source import License, Source
from etl.tables import trade_flow

HEADER = ["REPORTER", "PARTNER", "PRODUCT", "FLOW", "STAT_PROCEDURE", "PERIOD", "VALUE_IN_EUR"]
FLOWS = {"EXPORT": "export", "IMPORT": "import"}
VALUATIONS = {"export": "FOB", "import": "CIF"}
MONTHS = ["Jan.", "Feb.", "Mar.", "Apr.", "May.", "Jun.", "Jul.", "Aug.", "Sep.", "Oct.", "Nov.", "Dec."]
ENGLISH = "download with English labels, total product and total procedure"


def recognises(head: bytes) -> bool:
    """Easy Comext's seven columns."""
    return has_header(head, HEADER)


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of trade_flow in euros; sums of members other than the Union of 27 are left out and counted."""
    sheet = read(paths, HEADER)
    sheet.leave_out("REPORTER", comext_left_out)
    sheet.leave_out("PARTNER", comext_left_out)
    sheet.only("STAT_PROCEDURE", ["Total"], ENGLISH)
    sheet.only("PRODUCT", ["Total"], ENGLISH)
    printed = sheet.text("PERIOD", r"[A-Z][a-z]{2}\. [0-9]{4}", remedy="download months, with English labels")
    written = {word: _month(word) for word in printed.dropna().unique()}
    unknown = printed.notna() & printed.map(written).isna()
    sheet.say(printed[unknown], "is no month that Eurostat prints", ENGLISH)
    flow = sheet.choice("FLOW", FLOWS, ENGLISH)
    reporter = sheet.translated("REPORTER", comext)
    partner = sheet.translated("PARTNER", comext)
    value = sheet.number("VALUE_IN_EUR", low=0)
    sheet.unique(HEADER, "the same row stands there twice; one month was downloaded twice, remove one file")
    sheet.unique(HEADER[:-1], "two values for one month; keep the newer file only")
    return sheet.tidy(
        {
            "period": pd.to_datetime(printed.map(written), errors="coerce"),
            "grain": "month",
            "reporter": reporter,
            "partner": partner,
            "flow": flow,
            "product": "TOTAL",
            "classification": "CN",
            "value": value,
            "value_low": None,
            "value_high": None,
            "currency": "EUR",
            "valuation": flow.map(VALUATIONS),
            "mass_kg": None,
            "status": "reported",
            "basis": None,
            "aggregate": reporter.eq(EU) | partner.eq(EU),
        }
    )


def _month(printed: str) -> str | None:
    name, _, year = printed.partition(" ")
    return f"{year}-{MONTHS.index(name) + 1:02d}-01" if name in MONTHS and year.isdecimal() else None


source = Source(
    name="eurostat_comext",
    title="Eurostat Comext, EU trade by month",
    publisher="Eurostat",
    page="https://ec.europa.eu/eurostat/comext/newxtweb/",
    license=License(
        "other-at",
        "Eurostat: reuse with attribution (Commission Decision 2011/833/EU)",
        "https://ec.europa.eu/eurostat/about-us/policies/copyright",
    ),
    citation="Eurostat, Comext (DS-045409), EU trade since 1988 by HS2-4-6 and CN8.",
    into=trade_flow,
    recognises=recognises,
    tidy=tidy,
    rhythm_days=31,
    note="Exports FOB, imports CIF, at the reporting country's border. EUU is the Union of 27 throughout.",
)
