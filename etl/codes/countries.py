"""Publishers' country codes and names into ISO 3166 alpha-3, strictly: a guess would end up in a chart."""

from __future__ import annotations

import re
from functools import cache

from etl.codes.areas import M49
from etl.codes.areas import WORLD as WORLD
from etl.table import ContractBroken

HERE = "etl/codes/countries.py"
EU = "EUU"
KOSOVO = "XKX"  # not in ISO 3166; the code that the EU, the World Bank and others use

# UN Comtrade and BACI number some countries by customs territory, not by the M49 of the country.
CUSTOMS_TERRITORIES = {
    "251": "FRA",  # with Monaco
    "381": "ITA",
    "412": KOSOVO,
    "490": "TWN",  # "Other Asia, nes": where the United Nations book Taiwan
    "579": "NOR",  # with Svalbard and Jan Mayen
    "699": "IND",
    "757": "CHE",  # with Liechtenstein
    "842": "USA",  # with Puerto Rico and the Virgin Islands
    # Gone, but in older years of the same tables.
    "58": "BEL",
    "200": "CSK",
    "278": "DDR",
    "280": "DEU",
    "530": "ANT",
    "711": "ZAF",
    "736": "SDN",
    "810": "SUN",
    "891": "SCG",
}

COMEXT = {
    "Belarus (Belorussia)": "BLR",
    "Russian Federation (Russia)": "RUS",
    "Ireland (Eire)": "IRL",
    "Turkey": "TUR",
}
COMEXT_EU = "European Union - 27 countries ("
# Other sums of members, left out on purpose: their membership changes or they only repeat a part.
COMEXT_LEFT_OUT = ("European Union (", "Euro area (", "Euro area - ", "European Union - 28 countries (")

SIPRI = {
    "Bosnia-Herzegovina": "BIH",
    "Brunei": "BRN",
    "Cote d'Ivoire": "CIV",
    "DR Congo": "COD",
    "European Union**": EU,
    "Kosovo": KOSOVO,
    "Micronesia": "FSM",
    "Palestine": "PSE",
    "Russia": "RUS",
    "Turkiye": "TUR",
    "UAE": "ARE",
    "eSwatini": "SWZ",
}
SIPRI_OWN_WORDS = ("Libya GNC", "unknown supplier(s)", "unknown recipient(s)")


@cache
def _iso_by_number() -> dict[str, str]:
    import pycountry

    return {country.numeric.lstrip("0"): country.alpha_3 for country in pycountry.countries}


@cache
def iso_by_name() -> dict[str, str]:
    import pycountry

    names = {country.name: country.alpha_3 for country in pycountry.countries}
    common = {c.common_name: c.alpha_3 for c in pycountry.countries if hasattr(c, "common_name")}
    return names | common


@cache
def iso_codes() -> frozenset[str]:
    """Every code that may stand in a table: ISO 3166 alpha-3, the EU and Kosovo."""
    return frozenset(_iso_by_number().values()) | {EU, KOSOVO}


def iso3(code: str) -> str:
    """The code itself when it is one we use. Raises ContractBroken otherwise."""
    if code not in iso_codes():
        raise ContractBroken(f"{code!r} is no ISO 3166 alpha-3 code; correct the row")
    return code


def m49(code: str) -> str:
    """UN Comtrade's or BACI's country number as alpha-3, of other areas as the code of etl.codes.areas.

    Raises ContractBroken for an unknown one.
    """
    # An empty cell must not become 0, the World.
    number = (code.lstrip("0") or "0") if re.fullmatch("[0-9]{1,3}", code) else code
    found = CUSTOMS_TERRITORIES.get(number) or M49.get(number) or _iso_by_number().get(number)
    if not found:
        raise ContractBroken(f"{code!r} is an unknown country number; add it to CUSTOMS_TERRITORIES in {HERE}")
    return found


def comext(label: str) -> str:
    """Eurostat's English label as alpha-3, the Union of 27 as EUU. Raises ContractBroken otherwise.

    Eurostat adds which territories are included, such as "France (incl. Mayotte 'YT' from 2014)"; the
    addition changes between downloads and is not looked at.
    """
    if label.startswith(COMEXT_EU):
        return EU
    bare = re.sub(r" \((incl|excl)\. .*\)$", "", label)
    found = COMEXT.get(label) or iso_by_name().get(bare)
    if not found:
        raise ContractBroken(f"{label!r} is an unknown Eurostat label; add it to COMEXT in {HERE}")
    return found


def comext_left_out(label: str) -> bool:
    """True for a sum of members that is left out on purpose."""
    return label.startswith(COMEXT_LEFT_OUT)


def sipri(name: str) -> str:
    """SIPRI's name as alpha-3; groups and unknown parties keep SIPRI's own words.

    SIPRI marks armed groups by `*` and international organisations by `**`.
    Raises ContractBroken for an unknown name.
    """
    found = SIPRI.get(name) or iso_by_name().get(name)
    if found:
        return found
    if name.endswith("*") or name in SIPRI_OWN_WORDS:
        return name
    raise ContractBroken(f"{name!r} is an unknown SIPRI name; add it to SIPRI or SIPRI_OWN_WORDS in {HERE}")
