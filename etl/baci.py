"""CEPII's BACI in any revision of the Harmonized System: its columns, its lists of codes, its terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from etl import columnar, packed
from etl.codes.countries import m49
from etl.layout import Bulk, Layout, Meaning
from etl.reading import Dialect, has_columns, read
from etl.source import License, Source
from etl.table import ContractBroken
from etl.tables import trade_flow

HEADER = ("t", "i", "j", "k", "v", "q")
COUNTRIES = ["country_code", "country_name_abbreviation", "country_name_full", "iso_2digit_alpha", "iso_3digit_alpha"]
PRODUCTS = ["code", "description"]
PRODUCT_LIST = Dialect(new_columns=True)  # the publisher ends its last row without a line end
COUNTRY_LIST = Dialect(new_columns=True, encoding="cp1252", ended=True)
HEAD = 65_536
WITHOUT_ISO = "N/A"


def recognises(head: bytes) -> bool:
    """BACI's six one-letter columns, or one of the two lists of codes that a release brings with it."""
    return any(_is(head, kind) for kind in (list(HEADER), COUNTRIES, PRODUCTS))


def layout(revision: str) -> Layout:
    """`i` exports `k` to `j` in the year `t`: `v` thousand dollars and `q` tonnes."""
    return Layout(
        header=HEADER,
        targets={"period": ("t", _year), "reporter": ("i", m49), "partner": ("j", m49), "product": ("k", _product)},
        numbers={"v": (), "q": ("NA",)},
        formulas={"value": "round(v * 1000, 3)", "mass_kg": "round(q * 1000, 3)"},
        constants={
            "grain": "year",
            "flow": "export",
            "classification": revision,
            "currency": "USD",
            "valuation": "FOB",
            "status": "reconciled",
        },
        unique=("t", "i", "j", "k"),
        remedy="one flow stands there twice; give each year once",
        digits=frozenset({"t", "i", "j", "k"}),
        lists=_lists,
    )


def rows(paths: Sequence[Path], described: Layout) -> pd.DataFrame:
    """Rows of trade_flow. The release's lists of codes, where given, must know every code and agree with ours."""
    heads = {path: packed.head(path, HEAD) for path in paths}
    lists = [path for path in paths if _is(heads[path], COUNTRIES) or _is(heads[path], PRODUCTS)]
    flows = [path for path in paths if path not in lists]
    if not flows:
        names = ", ".join(path.name for path in paths)
        raise ContractBroken(f"{names}: a list of codes only; add it with the year's flows")
    return columnar.tidy(flows, described, lists)


def baci(name: str, described: Layout, tidy: Callable[[Sequence[Path]], pd.DataFrame], note: str = "") -> Source:
    """The source of one revision, such as HS2017; a release is a zip with a file for each year."""
    revision = described.constants["classification"]
    short = f"HS{revision[-2:]}"
    return Source(
        name=name,
        title=f"CEPII BACI, yearly trade by product (HS {revision.removeprefix('HS')})",
        publisher="CEPII",
        page="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
        license=License(
            "etalab-2.0", "Etalab Open Licence 2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
        ),
        citation=(
            "Gaulier, G. and Zignago, S. (2010), BACI: International Trade Database at the Product-Level, "
            "CEPII Working Paper 2010-23."
        ),
        into=trade_flow,
        recognises=recognises if revision == "HS2017" else lambda head: False,
        tidy=tidy,
        bulk=Bulk(described, rf"BACI_{short}_Y[0-9]{{4}}_V[0-9]{{6}}[a-z]?\.csv", ("period",)),
        rhythm_days=366,
        most=100_000_000,
        urls=(f"https://www.cepii.fr/DATA_DOWNLOAD/baci/data/BACI_{short}_V{{year}}01.zip",),
        hosts=("www.cepii.fr", "cepii.fr"),
        by_hand=f"Download the release of {short} and add the zip as it is.",
        note=f"Reconciled from both sides' reports, valued FOB: one figure per flow, not what a side published.{note}",
    )


def _year(word: str) -> str:
    if not re.fullmatch("[0-9]{4}", word):
        raise ContractBroken("a year has four digits; correct it or get the file again")
    return f"{word}-01-01"


def _product(word: str) -> str:
    # Files written by other programs lose the leading zero of chapters 1 to 9.
    if not re.fullmatch("[0-9]{5,6}", word):
        raise ContractBroken("does not look like [0-9]{5,6}; get the file again")
    return word.zfill(6)


def _is(head: bytes, header: Sequence[str]) -> bool:
    there = sum(has_columns(head, {name}, COUNTRY_LIST) for name in header)
    if header is PRODUCTS:
        # Lists of codes and descriptions are common: the column of other codes tells BACI's from them.
        return there == len(header) or (there > 0 and has_columns(head, {"bec"}, COUNTRY_LIST))
    # With one column renamed it is still the list of countries, and refused by that column's name.
    return there >= len(header) - (header is COUNTRIES)


def _lists(paths: Sequence[Path]) -> Mapping[str, Meaning]:
    """What the release's own lists know: every code in use must be among them and mean what ours does."""
    known: dict[str, Meaning] = {}
    for path in paths:
        if _is(packed.head(path, HEAD), COUNTRIES):
            known["i"] = known["j"] = _agreeing(path)
        else:
            known["k"] = _among(path)
    return known


def _agreeing(path: Path) -> Meaning:
    listed = read([path], COUNTRIES, dialect=COUNTRY_LIST)
    listed.text("country_code", "[0-9]+")
    listed.done()
    iso = dict(zip(listed.rows["country_code"], listed.rows["iso_3digit_alpha"], strict=True))

    def agree(code: str) -> str:
        if code not in iso:
            said = f"{code!r} is not in the list of countries {path.name}"
            raise ContractBroken(f"{said}; use the list of the same release")
        ours = m49(code)
        if iso[code] not in (ours, WITHOUT_ISO):
            said = f"{path.name}: country {code} is {iso[code]} here and {ours} in our list"
            raise ContractBroken(f"{said}; correct one")
        return ours

    return agree


def _among(path: Path) -> Meaning:
    codes = frozenset(read([path], [*PRODUCTS, "bec"], dialect=PRODUCT_LIST).rows["code"].str.zfill(6))

    def among(code: str) -> str:
        if code.zfill(6) not in codes:
            raise ContractBroken(
                f"{code!r} is not in the list of products {path.name}; use the list of the same HS revision"
            )
        return code

    return among
