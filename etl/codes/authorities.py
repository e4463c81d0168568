"""Countries as the authorities that keep sanctions lists write them, into ISO 3166 alpha-3, strictly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache

from etl.codes.countries import KOSOVO, iso_by_name
from etl.table import ContractBroken

HERE = "etl/codes/authorities.py"
NO_COUNTRY = ""  # the list says something, but no country

# Addresses in OFAC's files; a region has the country it belongs to, or none where that is disputed or wider.
OFAC = {
    "Bahamas, The": "BHS",
    "Brunei": "BRN",
    "Burma": "MMR",
    "Cabo Verde": "CPV",
    "Congo, Democratic Republic of the": "COD",
    "Congo, Republic of the": "COG",
    "Cote d Ivoire": "CIV",
    "Korea, North": "PRK",
    "Korea, South": "KOR",
    "Kosovo": KOSOVO,
    "Macau": "MAC",
    "Man, Isle of": "IMN",
    "Micronesia, Federated States of": "FSM",
    "Netherlands Antilles": "ANT",
    "North Macedonia, The Republic of": "MKD",
    "Palestinian": "PSE",
    "Region: Commonwealth of Independent States": NO_COUNTRY,
    "Region: Crimea": "UKR",
    "Region: Gaza": "PSE",
    "Region: Jammu and Kashmir": NO_COUNTRY,
    "Region: Kafia Kingi": NO_COUNTRY,
    "Region: North Gaza": "PSE",
    "Region: Northern Gaza": "PSE",
    "Region: Northern Mali": "MLI",
    "Region: Russia": "RUS",
    "Region: West Bank": "PSE",
    "Russia": "RUS",
    "The Gambia": "GMB",
    "Turkey": "TUR",
    "Virgin Islands, British": "VGB",
    "Virgin Islands, U.S.": "VIR",
    "West Bank": "PSE",
    "undetermined": NO_COUNTRY,
}

FLAGS = {
    "None Identified": NO_COUNTRY,
    "St. Kitts & Nevis": "KNA",
    "St. Kitts and Nevis": "KNA",
    "St. Vincent and the Grenadines": "VCT",
}

UN = {
    "British Virgin Islands": "VGB",
    "China, Hong Kong Special Administrative Region": "HKG",
    "China, Macao Special Administrative Region": "MAC",
    "Democratic Republic of the Congo": "COD",
    "Iran (Islamic Republic of)": "IRN",
    "Republic of Korea": "KOR",
    "Republic of Moldova": "MDA",
    "State of Palestine": "PSE",
    "Turkey": "TUR",
    "United Kingdom of Great Britain and Northern Ireland": "GBR",
    "United Republic of Tanzania": "TZA",
    "United States of America": "USA",
    "Venezuela (Bolivarian Republic of)": "VEN",
    "Bolivia (Plurinational State of)": "BOL",
    "former Soviet Union": "SUN",
    "na": NO_COUNTRY,
}

# Canada heads its regulations in two languages; three are about deeds, not about a country.
CANADA = {
    "Belarus / Bélarus": ("Belarus", "BLR"),
    "China / Chine": ("China", "CHN"),
    "Extremist Settler Violence / Violence extrémiste des colons": ("Extremist Settler Violence", NO_COUNTRY),
    "Guatemala": ("Guatemala", "GTM"),
    "Haiti / Haïti": ("Haiti", "HTI"),
    "Hamas Terrorist Attacks / Attaques terroristes du Hamas": ("Hamas Terrorist Attacks", NO_COUNTRY),
    "Iran": ("Iran", "IRN"),
    "Justice for Victims of Corrupt Foreign Officials Regulations (JVCFOR) / Règlement relatif à la justice "
    "pour les victimes de dirigeants étrangers corrompus (RJVDEC)": ("JVCFOR", NO_COUNTRY),
    "Libya / Libye": ("Libya", "LBY"),
    "Moldova": ("Moldova", "MDA"),
    "Myanmar (Burma) / Myanmar (Birmanie)": ("Myanmar", "MMR"),
    "Nicaragua": ("Nicaragua", "NIC"),
    "Russia / Russie": ("Russia", "RUS"),
    "South Sudan / Soudan du sud": ("South Sudan", "SSD"),
    "Sri Lanka": ("Sri Lanka", "LKA"),
    "Sudan / Soudan": ("Sudan", "SDN"),
    "Syria / Syrie": ("Syria", "SYR"),
    "Ukraine": ("Ukraine", "UKR"),
    "Venezuela": ("Venezuela", "VEN"),
    "Zimbabwe": ("Zimbabwe", "ZWE"),
}


def ofac(name: str) -> str:
    """OFAC's name of a country or region. Raises ContractBroken for an unknown one."""
    return _named(name, OFAC, "OFAC")


def ofac_flag(name: str) -> str:
    """A vessel's flag in OFAC's files, where the words are at times the United Nations'. Raises ContractBroken."""
    for own in (FLAGS, OFAC, UN):
        with suppress(ContractBroken):
            return _named(name, own, "")
    raise ContractBroken(f"{name!r} is an unknown flag; add it to FLAGS in {HERE}")


def united_nations(name: str) -> str:
    """A name in the United Nations' list. Raises ContractBroken for an unknown one."""
    return _named(name, UN, "UN")


def canada(words: str) -> tuple[str, str]:
    """The short name of a Canadian regulation and its country. Raises ContractBroken for an unknown one."""
    if words not in CANADA:
        raise ContractBroken(f"{words!r} is an unknown regulation; add it to CANADA in {HERE}")
    return CANADA[words]


def alpha_2(code: str) -> str:
    """A two-letter code, as the Consolidated Screening List and SECO write. Raises ContractBroken otherwise."""
    found = _iso_by_alpha_2().get(code)
    if not found:
        raise ContractBroken(f"{code!r} is no ISO 3166 alpha-2 code; add it to ALPHA_2 in {HERE}")
    return found


def together(codes: Iterable[str]) -> str | None:
    """Countries as the tables hold them: each once, in alphabetical order; null when there is none."""
    return ";".join(sorted({code for code in codes if code})) or None


ALPHA_2 = {"XK": KOSOVO, "AN": "ANT", "SU": "SUN", "CS": "SCG", "YU": "YUG"}


@cache
def _iso_by_alpha_2() -> dict[str, str]:
    import pycountry

    return {country.alpha_2: country.alpha_3 for country in pycountry.countries} | ALPHA_2


@cache
def _official() -> dict[str, str]:
    import pycountry

    return {c.official_name: c.alpha_3 for c in pycountry.countries if hasattr(c, "official_name")}


def _named(name: str, own: Mapping[str, str], list_name: str) -> str:
    found = own.get(name)
    if found is None:
        found = iso_by_name().get(name) or _official().get(name)
    if found is None:
        raise ContractBroken(f"{name!r} is an unknown country; add it to {list_name} in {HERE}")
    return found
