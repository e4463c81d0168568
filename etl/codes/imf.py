"""The IMF's country codes: alpha-3 for countries, its own numbers for groups and areas not specified."""

from __future__ import annotations

from etl.codes.areas import WORLD
from etl.codes.countries import EU, KOSOVO, iso_codes
from etl.table import ContractBroken

HERE = "etl/codes/imf.py"

OTHER = {
    "KOS": KOSOVO,
    "WBG": "PSE",
    # Gone, but still in the list of partners.
    "ANT": "ANT",
    "CSK": "CSK",
    "SCG": "SCG",
    "SUN": "SUN",
    "YUG": "YUG",
}
# The IMF's own numbers; the codes on the right are explained in etl/codes/areas.py.
NUMBERS = {
    "G001": WORLD,
    "G080": "XGO",
    "G092": "XGN",
    "G110": "XGD",
    "G163": "XGE",
    "G200": "XGM",
    "G205": "XGL",
    "G400": "XGC",
    "G505": "XGS",
    "G603": "XGF",
    "G903": "XGQ",
    "G998": EU,
    "GX170": "XCE",
    "GX405": "XGY",
    "GX440": "XGX",
    "GX605": "XCA",
    "GX901": "XGT",
    "TX126": "XGK",
    "TX399": "XNR",
    "TX598": "XNT",
    "TX799": "XNA",
    "TX884": "XNP",
    "TX898": "XNX",
    "TX899": "XNS",
    "TX910": "XNQ",
}


def imf(code: str) -> str:
    """The code as alpha-3, or as one of etl.codes.areas. Raises ContractBroken for an unknown one."""
    found = NUMBERS.get(code) or OTHER.get(code) or (code if code in iso_codes() else "")
    if not found:
        raise ContractBroken(f"{code!r} is an unknown IMF country code; add it to OTHER or NUMBERS in {HERE}")
    return found
