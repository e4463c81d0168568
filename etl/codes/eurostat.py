"""Eurostat's two-letter country codes (Geonomenclature), labels with a code before them, products and months."""

from __future__ import annotations

import re
from functools import cache

from etl.codes.countries import EU, KOSOVO, WORLD, comext, comext_left_out
from etl.table import ContractBroken

HERE = "etl/codes/eurostat.py"

# Where the Geonomenclature departs from ISO 3166 alpha-2.
GEONOMENCLATURE = {
    "EL": "GRC",
    "EU27_2020": EU,
    "UK": "GBR",
    "WORLD": WORLD,
    "XK": KOSOVO,
    "XS": "SRB",
}
# Left out on purpose and counted: sums whose membership changes, the Union's inside and outside, parts of
# countries, and partners that are withheld or unknown (Q..).
LEFT_OUT = re.compile(r"EU|EU[0-9]{2}|EU27_2007|EA|EA[0-9]{2}|EUROZONE|(INTRA?|EXTR?A?)_.+|INTRA|EXTRA|X[CILZ]|Q[A-Z]")
FLOWS = {"1": "import", "2": "export"}
# A chapter, a heading, an HS code or CN8; letters where goods are withheld below the chapter (39XXXXXX).
PRODUCT = r"TOTAL|[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{2}[0-9A-Z]{6}"
MONTHS = ["Jan.", "Feb.", "Mar.", "Apr.", "May.", "Jun.", "Jul.", "Aug.", "Sep.", "Oct.", "Nov.", "Dec."]
YEAR = "Jan.-Dec."


@cache
def iso_by_letters() -> dict[str, str]:
    import pycountry

    return {country.alpha_2: country.alpha_3 for country in pycountry.countries}


def area(code: str) -> str:
    """Eurostat's code of a country as alpha-3, the Union of 27 as EUU. Raises ContractBroken otherwise."""
    found = GEONOMENCLATURE.get(code) or iso_by_letters().get(code)
    if not found:
        raise ContractBroken(f"{code!r} is an unknown Eurostat code; add it to GEONOMENCLATURE in {HERE}")
    return found


def area_left_out(code: str) -> bool:
    """True for a code that is left out on purpose."""
    return LEFT_OUT.fullmatch(code) is not None and code not in GEONOMENCLATURE


def label(text: str) -> str:
    """A label, which Easy Comext may print with its code before it (`RU-Russian Federation (Russia)`), as alpha-3."""
    return comext(_bare(text))


def label_left_out(text: str) -> bool:
    """True for the label of a sum of members that is left out on purpose."""
    return comext_left_out(_bare(text))


def period(text: str) -> tuple[str, str] | None:
    """First day and grain of a period as Eurostat prints it in English, or None for any other words.

    `Aug. 2024`, `202408-Aug. 2024`, and for a year `Jan.-Dec. 2019` or `201952-Jan.-Dec. 2019`.
    """
    found = re.fullmatch(r"(?:([0-9]{4})([0-9]{2})-)?([A-Z][a-z]{2}\.(?:-Dec\.)?) ([0-9]{4})", text)
    if not found:
        return None
    code_year, code, words, year = found.groups()
    if words == YEAR:
        number, day, grain = "52", f"{year}-01-01", "year"
    elif words in MONTHS:
        number = f"{MONTHS.index(words) + 1:02d}"
        day, grain = f"{year}-{number}-01", "month"
    else:
        return None
    return (day, grain) if code is None or (code_year, code) == (year, number) else None


def numbered_period(text: str) -> tuple[str, str] | None:
    """First day and grain of `202408` or, for a year, `202452`; of `2024-08` or `2024`; None for anything else."""
    found = re.fullmatch(r"([0-9]{4})(?:-?(0[1-9]|1[0-2])|(52)?)", text)
    if not found:
        return None
    year, month, _ = found.groups()
    return (f"{year}-{month}-01", "month") if month else (f"{year}-01-01", "year")


def _bare(text: str) -> str:
    return re.sub(r"^[A-Z0-9_]{2,9}-(?=\S)", "", text)
