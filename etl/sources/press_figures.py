"""What the press first printed of China's trade with Russia: kept by hand to hold later revisions against."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.codes.countries import iso3
from etl.reading import has_header, read
from etl.source import HAND_KEPT, License, Source
from etl.tables import press_figure

KEY = ["start", "end", "reporter", "partner", "flow", "currency"]
HEADER = [*KEY, "value_bn", "change_percent", "words", "url", "note"]
ADDRESS = r"https?://\S+"
REMEDY = "see figures/FORMAT.md"


def recognises(head: bytes) -> bool:
    """The eleven columns of the hand-kept table."""
    return has_header(head, HEADER)


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of press_figure: billions become units, with half a unit of the last printed digit to both sides."""
    allowed = {column.name: column.values for column in press_figure.columns}
    sheet = read(paths, HEADER)
    sheet.unique(KEY, "one figure stands there twice; keep the one printed first")
    value = sheet.number("value_bn", blank=True, low=0)
    change = sheet.number("change_percent", blank=True)
    sheet.say(sheet.rows.loc[value.isna() & change.isna(), "value_bn"], "is empty, and so is change_percent", REMEDY)
    start, end = sheet.day("start", "%Y-%m"), sheet.day("end", "%Y-%m")
    sheet.say(sheet.rows.loc[end < start, "end"], "is before `start`", REMEDY)
    half = sheet.rows["value_bn"].map(_half_a_unit)
    return sheet.tidy(
        {
            "period_start": start,
            "period_end": end,
            "reporter": sheet.translated("reporter", iso3),
            "partner": sheet.translated("partner", iso3),
            "flow": sheet.only("flow", allowed["flow"], REMEDY),
            "currency": sheet.only("currency", allowed["currency"], REMEDY),
            "value": (value * 1e9).round(),
            "value_low": ((value - half) * 1e9).round(),
            "value_high": ((value + half) * 1e9).round(),
            "change": (change / 100).round(6),
            "words": sheet.text("words", blank=True),
            "url": sheet.text("url", ADDRESS, remedy="a figure needs the address it was read at"),
            "note": sheet.text("note", blank=True),
        }
    )


def _half_a_unit(printed: str) -> float:
    """Half of what the last printed digit counts: 0.05 for 9.2, 0.0005 for 9.044."""
    return float(0.5 * 10.0 ** -len(printed.partition(".")[2]))


source = Source(
    name="press_figures",
    title="China’s trade with Russia as the press first printed it",
    publisher="Compiled for Waybill from the publications named in each row",
    page="",
    license=License("other-open", "Facts with their sources: cite the publication named in the row", ""),
    citation="The publication at the address of each row; compiled for Waybill.",
    into=press_figure,
    recognises=recognises,
    tidy=tidy,
    days_ahead=HAND_KEPT,
    note="A control for revisions: never added to trade_flow, and never drawn as a series.",
)
