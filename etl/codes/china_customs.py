"""China Customs' partner codes and names into ours, strictly: its numbers are not those of the United Nations."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from etl.codes.areas import WORLD
from etl.codes.china_customs_partners import PARTNERS
from etl.table import ContractBroken

HERE = "etl/codes/china_customs_partners.py"

# How the tables by country print what the query platform lists otherwise, or does not list.
IN_TABLES = {
    "Africa": "XCA",
    "APEC": "XGP",
    "ASEAN": "XGA",
    "Asia": "XCS",
    "BRI": "XGB",
    "EU": "EUU",
    "Europe": "XCE",
    "European Union": "EUU",
    "Jointly build the countries along Belt and Road Routes": "XGB",
    "Latin America": "XCL",
    "North America": "XCN",
    "Oceania": "XCO",
    "R. O. Korea": "KOR",
    "RCEP": "XGR",
    "Regional Comprehensive Economic Partnership": "XGR",
    "Total": WORLD,
    "United Kingdom (UK)": "GBR",
    "United States (US)": "USA",
    "Vietnam": "VNM",
}


def partner_of_code(code: str) -> str:
    """China Customs' partner code as alpha-3 or one of etl.codes.areas. Raises ContractBroken otherwise."""
    if code not in _by_code():
        raise ContractBroken(f"{code!r} is an unknown partner code of China Customs; add it to {HERE}")
    return _by_code()[code]


def partner_of_name(name: str) -> str:
    """A partner as the English tables by country print it. Raises ContractBroken for an unknown one."""
    found = _by_name().get(_plain(name))
    if not found:
        raise ContractBroken(
            f"{name!r} is an unknown partner of China Customs; add it to IN_TABLES in etl/codes/china_customs.py"
        )
    return found


def contradicts(code: str, name: str) -> bool:
    """True when the name is known and is another partner's than the code."""
    named = _by_name().get(_plain(name))
    return named is not None and code in _by_code() and named != _by_code()[code]


def _plain(name: str) -> str:
    """The name as it is compared: China Customs mixes full-width commas and brackets, spaces and capitals."""
    narrow = " ".join(unicodedata.normalize("NFKC", name).split()).casefold()
    return re.sub(r" ?([,()]) ?", r"\1", narrow)


@cache
def _partners() -> list[list[str]]:
    return [line.split("|") for line in PARTNERS.strip().splitlines()]


@cache
def _by_code() -> dict[str, str]:
    return {code: ours for code, ours, _, _ in _partners()}


@cache
def _by_name() -> dict[str, str]:
    listed = {
        _plain(name): ours for _, ours, english, chinese in _partners() for name in (*english.split("/"), chinese)
    }
    return listed | {_plain(name): ours for name, ours in IN_TABLES.items()}
