"""What each sanctions programme is for: lists print codes that few readers know."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.reading import has_header, read
from etl.source import License, Source
from etl.tables import sanctions_programme

HEADER = ["authority", "programme", "title", "about", "url"]


def recognises(head: bytes) -> bool:
    """The five columns of the hand-kept table."""
    return has_header(head, HEADER)


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of sanctions_programme."""
    known = next(column.values for column in sanctions_programme.columns if column.name == "authority")
    sheet = read(paths, HEADER)
    sheet.unique(["authority", "programme"], "one programme stands there twice; remove one row")
    return sheet.tidy(
        {
            "authority": sheet.only("authority", known, "see figures/FORMAT.md"),
            "programme": sheet.text("programme"),
            "title": sheet.text("title"),
            "about": sheet.text("about"),
            "url": sheet.text("url", r"https?://\S+", remedy="a programme needs the page of its authority"),
        }
    )


source = Source(
    name="sanctions_programmes",
    title="Sanctions programmes and what they are for",
    publisher="Compiled for Waybill from the authorities’ own pages",
    page="",
    license=License("other-open", "Facts with their sources: cite the publication named in the row", ""),
    citation="The authority’s page named in each row; words of ours.",
    into=sanctions_programme,
    recognises=recognises,
    tidy=tidy,
    least=50,
    note="What each programme is for, in our words; the authority’s page is what counts.",
)
