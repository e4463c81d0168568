"""The common high-priority list: the fifty product codes that sanctions coalitions watch first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.reading import has_header, read
from etl.source import License, Source
from etl.tables import product_scope

HEADER = ["tier", "hs6", "description"]
BEGAN_WITH_HS_2022 = ("852589", "854149", "854151", "854159", "854800", "880730")
"""Codes of the list that HS 2017 does not have: it has broader ones, such as 852580, 854140 and 880330."""
TIERS = ("1", "2", "3.A", "3.B", "4.A", "4.B")


def recognises(head: bytes) -> bool:
    """The three columns of the compiled list."""
    return has_header(head, HEADER)


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of product_scope; six of the codes exist only since HS 2022, so the list is in that revision."""
    sheet = read(paths, HEADER)
    sheet.unique(["hs6"], "one code stands there twice; remove one")
    return sheet.tidy(
        {
            "scope": "common_high_priority",
            "tier": sheet.only("tier", TIERS, "correct the tier"),
            "product": sheet.text("hs6", r"[0-9]{6}", remedy="write six digits"),
            "description": sheet.text("description"),
            "classification": "HS2022",
            "began_with": sheet.rows["hs6"].map(dict.fromkeys(BEGAN_WITH_HS_2022, "HS2022")),
        }
    )


source = Source(
    name="common_high_priority",
    title="Common high-priority list",
    publisher="Bureau of Industry and Security, US Department of Commerce",
    page="https://www.bis.gov/licensing/country-guidance/common-high-priority-items-list-chpl",
    license=License("other-pd", "US public domain", "https://www.usa.gov/government-copyright"),
    citation=(
        "Bureau of Industry and Security, Common High Priority List, kept with the EU, Japan and the United Kingdom."
    ),
    into=product_scope,
    recognises=recognises,
    tidy=tidy,
    least=50,
    rhythm_days=366,
    note="Codes of HS 2022; 852589, 854149, 854151, 854159, 854800 and 880730 have no history before it.",
)
