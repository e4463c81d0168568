"""Eurostat's bulk file: every product and partner of a month at once, for whoever needs more than a few flows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from etl import columnar
from etl.codes.eurostat import FLOWS, PRODUCT, area, area_left_out, numbered_period
from etl.eurostat import HOSTS, LICENSE
from etl.layout import Bulk, Layout
from etl.markup import is_page
from etl.reading import Dialect, has_columns
from etl.source import Source
from etl.table import ContractBroken
from etl.tables import trade_flow

HEADER = (
    "REPORTER", "PARTNER", "TRADE_TYPE", "PRODUCT_NC", "PRODUCT_SITC", "PRODUCT_CPA21", "PRODUCT_CPA22",
    "PRODUCT_BEC", "PRODUCT_BEC5", "PRODUCT_SECTION", "FLOW", "STAT_PROCEDURE", "SUPPL_UNIT", "PERIOD", "VALUE_EUR",
    "VALUE_NAC", "QUANTITY_KG", "QUANTITY_SUPPL_UNIT",
)  # fmt: skip
AGAIN = "get the file again"
# Outside the Union, inside, and the few flows that are counted as either.
TRADE_TYPES = "E|I|K"


def recognises(head: bytes) -> bool:
    """The product classifications side by side."""
    return has_columns(head, {"PRODUCT_NC", "STAT_PROCEDURE", "TRADE_TYPE"}, Dialect(new_columns=True))


def _like(pattern: str, remedy: str) -> Callable[[str], str]:
    def like(word: str) -> str:
        if not re.fullmatch(pattern, word):
            raise ContractBroken(f"does not look like {pattern}; {remedy}")
        return word

    return like


def _flow(word: str) -> str:
    if word not in FLOWS:
        raise ContractBroken(f"is not one of {', '.join(map(repr, FLOWS))}; 1 is import, 2 is export")
    return FLOWS[word]


def _period(word: str) -> tuple[str, str]:
    found = numbered_period(word)
    if not found:
        raise ContractBroken(f"is no month or year that Eurostat prints; {AGAIN}")
    return found


LAYOUT = Layout(
    header=HEADER,
    targets={
        "reporter": ("REPORTER", area),
        "partner": ("PARTNER", area),
        "product": (
            "PRODUCT_NC", _like(PRODUCT, "a new kind of product code: extend PRODUCT in etl/codes/eurostat.py")
        ),
        "flow": ("FLOW", _flow),
        "valuation": ("FLOW", lambda word: {"export": "FOB", "import": "CIF"}[_flow(word)]),
        "period": ("PERIOD", lambda word: _period(word)[0]),
        "grain": ("PERIOD", lambda word: _period(word)[1]),
    },
    # Quantities in other units are only looked at because they come last: a row that is cut within one shows there.
    numbers={"VALUE_EUR": (), "QUANTITY_KG": ("",), "QUANTITY_SUPPL_UNIT": ("",)},
    formulas={"value": "VALUE_EUR", "mass_kg": "QUANTITY_KG"},
    constants={"classification": "CN", "currency": "EUR", "status": "reported"},
    unique=("REPORTER", "PARTNER", "PRODUCT_NC", "FLOW", "STAT_PROCEDURE", "PERIOD"),
    remedy="one flow stands there twice for one procedure; give each month once",
    checks={
        "TRADE_TYPE": _like(TRADE_TYPES, AGAIN),
        "STAT_PROCEDURE": _like("[1-9]", "procedures are one digit; a total would count them twice"),
    },
    left_out={"REPORTER": area_left_out, "PARTNER": area_left_out},
    summed_over=("STAT_PROCEDURE",),
)  # fmt: skip


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of trade_flow in euros: one per flow and product, summed over the customs procedures."""
    return columnar.tidy(paths, LAYOUT)


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
    bulk=Bulk(LAYOUT, r"full_v2_[0-9]{6}\.(dat|csv|txt)", ("period", "grain")),
    rhythm_days=31,
    urls=(
        "https://ec.europa.eu/eurostat/api/dissemination/files"
        "?downfile=comext%2FCOMEXT_DATA%2FPRODUCTS%2Ffull_v2_{year}{month}.7z",
    ),
    hosts=HOSTS,
    nothing_yet=is_page,
    by_hand="Download the month's full_v2 archive (7z) and add it as it is.",
    note=(
        "Exports FOB, imports CIF, summed over customs procedures. A month that is not out yet is answered by a page, "
        "not by an error. The columns are those that public programs read from the files of 2024 and 2025; no whole "
        "file has been run through yet."
    ),
)
