"""CEPII BACI: yearly trade by product, with exporter's and importer's reports reconciled into one figure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.codes.countries import m49
from etl.reading import has_header, read
from etl.source import License, Source
from etl.tables import trade_flow

HEADER = ["t", "i", "j", "k", "v", "q"]


def recognises(head: bytes) -> bool:
    """BACI's six one-letter columns."""
    return has_header(head, HEADER)


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of trade_flow: `i` exports `k` to `j`, `v` thousand dollars and `q` tonnes."""
    sheet = read(paths, HEADER)
    # Files written by other programs lose the leading zero of chapters 1 to 9.
    product = sheet.text("k", r"[0-9]{5,6}").str.zfill(6)
    value = sheet.number("v", padded=True, low=0) * 1000
    mass = sheet.number("q", padded=True, blank=["NA", ""], low=0) * 1000
    sheet.unique(["t", "i", "j", "k"], "one flow stands there twice; give each year once")
    return sheet.tidy(
        {
            "period": sheet.day("t", "%Y"),
            "grain": "year",
            "reporter": sheet.translated("i", m49),
            "partner": sheet.translated("j", m49),
            "flow": "export",
            "product": product,
            "classification": "HS2017",
            "value": value.round(3),
            "value_low": None,
            "value_high": None,
            "currency": "USD",
            "valuation": "FOB",
            "mass_kg": mass.round(3),
            "status": "reconciled",
            "basis": None,
            "aggregate": False,
        }
    )


source = Source(
    name="cepii_baci",
    title="CEPII BACI, yearly trade by product (HS 2017)",
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
    recognises=recognises,
    tidy=tidy,
    rhythm_days=366,
    urls=("http://www.cepii.fr/DATA_DOWNLOAD/baci/data/BACI_HS17_{version}.zip",),
    note="Reconciled from both sides' reports, valued FOB: one figure per flow, not what a side published.",
)
