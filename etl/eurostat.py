"""What the ways of getting Eurostat's trade data have in common, so that they cannot tell it differently."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from etl.codes.areas import is_aggregate
from etl.sheet import Cells, Sheet
from etl.source import License

LICENSE = License(
    "other-at",
    "Eurostat: reuse with attribution (Commission Decision 2011/833/EU)",
    "https://ec.europa.eu/eurostat/about-us/policies/copyright",
)
HOSTS = ("ec.europa.eu", "webgate.ec.europa.eu")
VALUATIONS = {"export": "FOB", "import": "CIF"}
KEY = ["period", "grain", "reporter", "partner", "flow", "product"]
REPEATED = "the same figure again"


def periods(
    sheet: Sheet, column: str, read: Callable[[str], tuple[str, str] | None], remedy: str
) -> tuple[Cells, Cells]:
    """First days and grains of a column of printed periods."""
    printed = sheet.text(column)
    meaning = {word: read(word) for word in printed.dropna().unique()}
    unknown = printed.notna() & printed.map(meaning).isna()
    sheet.say(printed[unknown], "is no month or year that Eurostat prints", remedy)
    days = pd.to_datetime(printed.map({word: found[0] for word, found in meaning.items() if found}), errors="coerce")
    return sheet.dated(column, days), printed.map({word: found[1] for word, found in meaning.items() if found})


def flows(sheet: Sheet, columns: Mapping[str, Any]) -> pd.DataFrame:
    """Rows of trade_flow in euros from the columns of KEY, `value`, `mass_kg` and `status`.

    A row that says again what another says is dropped and counted: one month was downloaded twice. Two
    figures for one flow are a fault, because nothing tells which of them is right.
    """
    rows = pd.DataFrame({name: columns[name] for name in [*KEY, "value", "mass_kg", "status"]}, index=sheet.rows.index)
    again = rows.duplicated()
    twice = rows[~again & rows[KEY].notna().all(axis=1)]
    twice = twice[twice.duplicated(KEY, keep=False)]
    if len(twice):
        shown = twice.assign(period=twice["period"].dt.strftime("%Y-%m"))[KEY].astype("str").agg(" / ".join, axis=1)
        sheet.say(shown.rename(", ".join(KEY)), "stands there with different figures", "keep the newer file only")
    sheet.drop(again, REPEATED)
    rows = rows[~again]
    return sheet.tidy(
        {name: rows[name] for name in rows.columns}
        | {
            "classification": "CN",
            "value_low": None,
            "value_high": None,
            "currency": "EUR",
            "valuation": rows["flow"].map(VALUATIONS),
            "basis": None,
            "aggregate": rows["reporter"].map(is_aggregate, na_action="ignore")
            | rows["partner"].map(is_aggregate, na_action="ignore"),
        }
    )
