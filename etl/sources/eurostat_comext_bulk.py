"""Eurostat's bulk file: every product and partner of a month at once, for whoever needs more than a few flows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.codes.eurostat import FLOWS, PRODUCT, area, area_left_out, numbered_period
from etl.eurostat import HOSTS, KEY, LICENSE, flows, periods
from etl.reading import Dialect, has_columns, read
from etl.sheet import Sheet
from etl.source import Source
from etl.tables import trade_flow

HEADER = [
    "REPORTER", "PARTNER", "TRADE_TYPE", "PRODUCT_NC", "PRODUCT_SITC", "PRODUCT_CPA21", "PRODUCT_CPA22",
    "PRODUCT_BEC", "PRODUCT_BEC5", "PRODUCT_SECTION", "FLOW", "STAT_PROCEDURE", "SUPPL_UNIT", "PERIOD", "VALUE_EUR",
    "VALUE_NAC", "QUANTITY_KG", "QUANTITY_SUPPL_UNIT",
]  # fmt: skip
DIALECT = Dialect(new_columns=True, ended=True)
# Outside the Union, inside, and the few flows that are counted as either.
TRADE_TYPES = ("E", "I", "K")
AGAIN = "get the file again"


def recognises(head: bytes) -> bool:
    """The product classifications side by side."""
    return has_columns(head, {"PRODUCT_NC", "STAT_PROCEDURE", "TRADE_TYPE"}, DIALECT)


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of trade_flow in euros: one per flow and product, summed over the customs procedures."""
    sheet = read(paths, HEADER, dialect=DIALECT)
    sheet.leave_out("REPORTER", area_left_out)
    sheet.leave_out("PARTNER", area_left_out)
    sheet.only("TRADE_TYPE", TRADE_TYPES, AGAIN)
    sheet.text("PRODUCT_NC", PRODUCT, remedy="a new kind of product code: extend PRODUCT in etl/codes/eurostat.py")
    sheet.text("STAT_PROCEDURE", "[1-9]", remedy="procedures are one digit; a total would count them twice")
    # The last column: a row that is cut within it would show here.
    sheet.number("QUANTITY_SUPPL_UNIT", blank=True, low=0)
    day, grain = periods(sheet, "PERIOD", numbered_period, AGAIN)
    sheet.unique(
        ["REPORTER", "PARTNER", "PRODUCT_NC", "FLOW", "STAT_PROCEDURE", "PERIOD"],
        "one flow stands there twice for one procedure; give each month once",
    )
    columns = {
        "period": day,
        "grain": grain,
        "reporter": sheet.translated("REPORTER", area),
        "partner": sheet.translated("PARTNER", area),
        "flow": sheet.choice("FLOW", FLOWS, "1 is import, 2 is export"),
        "product": sheet.rows["PRODUCT_NC"],
        "value": sheet.number("VALUE_EUR", low=0),
        "mass_kg": sheet.number("QUANTITY_KG", blank=True, low=0),
    }
    return _summed(sheet, pd.DataFrame(columns, index=sheet.rows.index))


def _summed(sheet: Sheet, rows: pd.DataFrame) -> pd.DataFrame:
    sheet.done()
    groups = rows.groupby(KEY, sort=False)
    first = ~rows.duplicated(KEY)
    sheet.rows, rows = sheet.rows[first], rows[first].drop(columns=["value", "mass_kg"])
    # Groups come in the order of their first rows.
    summed = {"value": groups["value"].sum().array, "mass_kg": groups["mass_kg"].sum(min_count=1).array}
    return flows(sheet, {str(name): rows[name] for name in rows.columns} | summed | {"status": "reported"})


source = Source(
    name="eurostat_comext_bulk",
    title="Eurostat Comext, all products and partners by month",
    publisher="Eurostat",
    page="https://ec.europa.eu/eurostat/databrowser/bulk?lang=en&selectedTab=fileComext",
    license=LICENSE,
    citation="Eurostat, Comext bulk data (PRODUCTS, full_v2), EU trade by CN8.",
    into=trade_flow,
    recognises=recognises,
    tidy=tidy,
    rhythm_days=31,
    urls=(
        "https://ec.europa.eu/eurostat/api/dissemination/files"
        "?downfile=comext%2FCOMEXT_DATA%2FPRODUCTS%2Ffull_v2_{year}{month}.7z",
    ),
    hosts=HOSTS,
    by_hand="Unpack the month's full_v2 archive (7z) and add the file inside it.",
    note=(
        "Exports FOB, imports CIF, summed over customs procedures. A month that is not out yet is answered by a page, "
        "not by an error. The columns are those that public programs read from the files of 2024 and 2025; no whole "
        "file has been run through yet."
    ),
)
