"""Names of the Harmonized System's chapters, headings and subheadings, so that a code can be read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.reading import has_header, read
from etl.source import License, Source
from etl.tables import product_name

HEADER = ["hs", "name", "section", "classification"]
REVISIONS = ("HS2022", "HS2017")


def recognises(head: bytes) -> bool:
    """The four columns of the hand-kept list."""
    return has_header(head, HEADER)


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of product_name."""
    sheet = read(paths, HEADER)
    sheet.unique(["hs"], "one code stands there twice; remove one")
    codes = sheet.text("hs", r"[0-9]{2}|[0-9]{4}|[0-9]{6}", remedy="write two, four or six digits")
    return sheet.tidy(
        {
            "product": codes,
            "digits": codes.str.len(),
            "name": sheet.text("name"),
            "section": sheet.text("section", r"[IVX]+", blank=True),
            "classification": sheet.only("classification", REVISIONS, "name the revision"),
        }
    )


source = Source(
    name="hs_names",
    title="Names of the Harmonized System",
    publisher="UN Comtrade, collected by DataHub (harmonized-system)",
    page="https://datahub.io/core/harmonized-system",
    license=License(
        "ODC-PDDL-1.0",
        "Open Data Commons Public Domain Dedication; 148 older names CEPII, Etalab 2.0",
        "https://opendatacommons.org/licenses/pddl/",
    ),
    citation="UN Comtrade, HS nomenclature, collected by DataHub; codes of HS 2017 alone from CEPII's BACI.",
    into=product_name,
    recognises=recognises,
    tidy=tidy,
    least=6000,
    note="UN Comtrade's short wording; the legal text is the World Customs Organization's.",
)
