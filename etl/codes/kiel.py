"""Names and codes of donors as the Kiel Institute prints them."""

from __future__ import annotations

from etl.codes.countries import EU, iso3, iso_by_name
from etl.table import ContractBroken

HERE = "etl/codes/kiel.py"

# The three institutions of the Union are kept apart by the donor's name, which stands beside the code.
DONORS = {
    "Czech Republic": "CZE",
    "EU (Commission and Council)": EU,
    "European Investment Bank": EU,
    "European Peace Facility": EU,
    "South Korea": "KOR",
    "Turkey": "TUR",
    "Turkiye": "TUR",
}


def donor(name: str) -> str:
    """The donor's name as alpha-3. Raises ContractBroken for an unknown one."""
    bare = name.strip()
    found = DONORS.get(bare) or iso_by_name().get(bare)
    if not found:
        raise ContractBroken(f"{name!r} is an unknown donor; add it to DONORS in {HERE}")
    return found


def donor_code(code: str) -> str:
    """The code beside a donor's name, which is alpha-3 but for EU. Raises ContractBroken for an unknown one."""
    return EU if code == "EU" else iso3(code)
