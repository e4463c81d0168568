"""Countries as lists of persons and organisations word them ("(1) Somali (2) Swedish"), strictly."""

from __future__ import annotations

import re
from functools import cache

from etl.codes.countries import EU, KOSOVO, iso_by_name
from etl.table import ContractBroken

HERE = "etl/codes/nationalities.py"

ADJECTIVES = {
    "AFG": "Afghan, Afgan", "ALB": "Albanian", "DZA": "Algerian", "AGO": "Angolan", "ARG": "Argentinian",
    "ARM": "Armenian", "AUS": "Australian", "AUT": "Austrian", "AZE": "Azerbaijani", "BHR": "Bahraini",
    "BGD": "Bangladeshi", "BLR": "Belarusian, Belarussian", "BEL": "Belgian", "BIH": "Bosnian", "BRA": "Brazilian",
    "GBR": "British", "BGR": "Bulgarian", "BDI": "Burundian", "CMR": "Cameroonian", "CAN": "Canadian",
    "CAF": "Central African", "TCD": "Chadian", "CHN": "Chinese", "COL": "Colombian", "HRV": "Croatian",
    "CUB": "Cuban", "CYP": "Cypriot", "CZE": "Czech", "DNK": "Danish", "NLD": "Dutch", "EGY": "Egyptian",
    "ERI": "Eritrean", "EST": "Estonian", "ETH": "Ethiopian", "PHL": "Filipino", "FIN": "Finnish",
    "FRA": "French", "GEO": "Georgian", "DEU": "German", "GHA": "Ghanaian", "GRC": "Greek", "GTM": "Guatemalan",
    "GIN": "Guinean", "HTI": "Haitian", "HUN": "Hungarian", "IND": "Indian", "IDN": "Indonesian",
    "IRN": "Iranian", "IRQ": "Iraqi", "IRL": "Irish", "ISR": "Israeli", "ITA": "Italian", "JPN": "Japanese",
    "JOR": "Jordanian", "KAZ": "Kazakh, Kazakhstani", "KEN": "Kenyan", "KWT": "Kuwaiti", "KGZ": "Kyrgyz",
    "LVA": "Latvian", "LBN": "Lebanese", "LBY": "Libyan", "LTU": "Lithuanian", "MYS": "Malaysian",
    "MDV": "Maldivian", "MLI": "Malian", "MLT": "Maltese", "MRT": "Mauritanian", "MDA": "Moldovan",
    "MNE": "Montenegrin", "MAR": "Moroccan", "MMR": "Burmese", "NIC": "Nicaraguan", "NGA": "Nigerian",
    "PRK": "North Korean", "NOR": "Norwegian", "OMN": "Omani", "PAK": "Pakistani", "PSE": "Palestinian",
    "POL": "Polish", "PRT": "Portuguese", "QAT": "Qatari, Qatarian", "ROU": "Romanian", "RUS": "Russian",
    "RWA": "Rwandan", "SAU": "Saudi, Saudi Arabian", "SEN": "Senegalese", "SRB": "Serbian", "SGP": "Singaporean",
    "SVK": "Slovak", "SVN": "Slovenian", "SOM": "Somali, Somalian", "ZAF": "South African",
    "KOR": "South Korean", "SSD": "South Sudanese", "ESP": "Spanish", "LKA": "Sri Lankan", "SDN": "Sudanese",
    "SWE": "Swedish", "CHE": "Swiss", "SYR": "Syrian", "TWN": "Taiwanese", "TJK": "Tajik", "TZA": "Tanzanian",
    "THA": "Thai", "TTO": "Trinidadian", "TUN": "Tunisian", "TUR": "Turkish", "TKM": "Turkmen",
    "ARE": "Emirati", "UGA": "Ugandan", "UKR": "Ukrainian", "USA": "American, US", "UZB": "Uzbek, Uzbekistani",
    "VEN": "Venezuelan", "VNM": "Vietnamese", "YEM": "Yemeni", "ZMB": "Zambian", "ZWE": "Zimbabwean",
}  # fmt: skip

NAMES = {
    "BIH": "Bosnia, Bosnia & Herzegovina", "BRN": "Brunei", "CIV": "Cote d'Ivoire, Ivory Coast",
    "COD": "Congo (Democratic Republic), DR Congo, DRC, Democratic Republic of Congo, RDC",
    "COG": "Republic of Congo, Republic of the Congo", "COM": "Union of the Comoros", "CPV": "Cape Verde",
    "CZE": "Czech Republic", EU: "European Union", "FSM": "Micronesia", "GBR": "UK", "GMB": "The Gambia",
    "HKG": "Hong Kong SAR, Hong Kong SAR China", "KNA": "St Kitts and Nevis, Saint Kitts & Nevis",
    KOSOVO: "Kosovo", "LBY": "Libyan Arab Jamahiriya", "MAC": "Macau", "MKD": "Macedonia",
    "MMR": "Burma, Myanmar (Burma)", "NLD": "The Netherlands", "OMN": "Sultanate of Oman",
    "PRK": "DPRK, North Korea, Democratic Peoples Republic of Korea",
    "PSE": "Palestine, Occupied Palestinian Territories",
    "PHL": "The Philippines", "RUS": "Russia", "SWZ": "Swaziland", "SYR": "Syria", "TLS": "East Timor",
    "TTO": "Trinadad and Tobago", "TUR": "Turkey, Turkiye", "UKR": "Crimea", "USA": "USA, United States of America",
    "VCT": "St Vincent, Saint Vincent", "VGB": "British Virgin Islands", "VIR": "US Virgin Islands",
}  # fmt: skip

# Words that name no country of today, or more than one.
NO_COUNTRY = frozenset(
    {"", "Africa", "Central District", "Congolese", "Korean", "Pyongyang", "Soviet Union", "Soviet",
     "Stateless", "USSR", "Unknown", "Not known"}
)  # fmt: skip
ENUMERATION = r"\(?(?<!\w)(?:[0-9]{1,2}|[a-z])\)"
BRACKETS = r"\([^()]*\)"
QUALIFIER = (
    r"(?i)\b(nationalit(y|ies)|nationals?|citizenship|citizen|passport( holder)?|born|by birth|possibly|believed|also"
    r"|to hold|previously|formerly|dual|border)\b|^in\b"
)
AFTERWARDS = r"(?i)\b(withdrawn|revoked|as at|as of|since|until|in prison|location|region)\b.*|\b[0-9]{4,}.*"


@cache
def _known() -> dict[str, str]:
    import pycountry

    official = {c.official_name: c.alpha_3 for c in pycountry.countries if hasattr(c, "official_name")}
    # "Korea, Democratic People's Republic of" turned round, as everybody but ISO writes it.
    turned = {" ".join(reversed(name.split(", "))): code for name, code in iso_by_name().items() if ", " in name}
    own = {word: code for listed in (ADJECTIVES, NAMES) for code, words in listed.items() for word in words.split(", ")}
    return {_plain(name): code for name, code in (iso_by_name() | official | turned | own).items()}


def countries_of(words: str) -> str:
    """All countries that the words name, alpha-3 in order and joined by semicolons; empty when they name none.

    Raises ContractBroken for a word that is not in the lists.
    """
    whole = _known().get(_plain(words))
    if whole:
        return whole
    cleaned = re.sub(ENUMERATION, ";", words)
    cleaned = re.sub(BRACKETS, " ", cleaned)
    found = {_country(part, words) for piece in re.split(r"[;|]|\. ", cleaned) for part in _parts(piece)}
    return ";".join(sorted(found - {""}))


def _parts(piece: str) -> list[str]:
    """A piece as one country where it is known as such, else taken apart at commas and at "and"."""
    bare = re.sub(QUALIFIER, " ", re.sub(AFTERWARDS, " ", piece)).strip(" .,:-")
    if _plain(bare) in _known():
        return [bare]
    return [part.strip(" .:-") for part in re.split(r",|/|\band/or\b|\band\b|\bor\b", bare)]


def _country(part: str, words: str) -> str:
    found = _known().get(_plain(part))
    if found:
        return found
    if part in NO_COUNTRY:
        return ""
    raise ContractBroken(f"{part!r} in {words!r} is no known country; add it to NAMES or ADJECTIVES in {HERE}")


def _plain(name: str) -> str:
    said = re.sub(r"[^\w() ]", "", name.replace("&", "and"), flags=re.ASCII if name.isascii() else 0)
    return re.sub(r"^the ", "", " ".join(said.lower().split()))
