"""Revisions of the Harmonized System under one name each, because publishers abbreviate them differently."""

from __future__ import annotations

from etl.table import ContractBroken

HERE = "etl/codes/products.py"

COMTRADE_REVISIONS = {
    "H0": "HS1992",
    "H1": "HS1996",
    "H2": "HS2002",
    "H3": "HS2007",
    "H4": "HS2012",
    "H5": "HS2017",
    "H6": "HS2022",
}


def comtrade_revision(code: str) -> str:
    """UN Comtrade's classification code as HS and year. Raises ContractBroken for an unknown one."""
    if code not in COMTRADE_REVISIONS:
        raise ContractBroken(f"{code!r} is an unknown classification; add it to COMTRADE_REVISIONS in {HERE}")
    return COMTRADE_REVISIONS[code]


def china_revision(year: int) -> str:
    """The HS revision on which China's eight-digit tariff of a year rests; it follows each in its first January."""
    revisions = (2022, 2017, 2012, 2007, 2002, 1996)
    return f"HS{next((revision for revision in revisions if year >= revision), 1992)}"
