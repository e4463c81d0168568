"""SIPRI's own three-letter codes, which look like ISO 3166 and are not: KOS is South Korea, not Kosovo."""

from __future__ import annotations

from etl.codes.countries import iso3, sipri
from etl.table import ContractBroken

HERE = "etl/codes/sipri.py"

SIPRI_CODES = {
    "CHI": "CHN",
    "IRA": "IRN",
    "KON": "PRK",
    "KOS": "KOR",
}
# Spelt otherwise in the tables of trend-indicator values than in the register.
TIV_NAMES = {
    "South Vietnam": "South Vietnam",
    "Turkey": "TUR",
    "Unknown recipient(s)": "unknown recipient(s)",
    "Unknown supplier(s)": "unknown supplier(s)",
}


def sipri_code(code: str) -> str:
    """SIPRI's code, as in the names of its files, as alpha-3. Raises ContractBroken for an unknown one."""
    return SIPRI_CODES.get(code) or iso3(code)


def tiv_name(name: str) -> str:
    """A name in the tables of trend-indicator values as alpha-3, or SIPRI's own words for groups.

    Raises ContractBroken for an unknown name.
    """
    try:
        return TIV_NAMES.get(name) or sipri(name)
    except ContractBroken:
        raise ContractBroken(f"{name!r} is an unknown SIPRI name; add it to TIV_NAMES in {HERE}") from None
