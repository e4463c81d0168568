"""Carry the tables that people keep by hand into data/figures, with the names and bases their rows need."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from etl.sources import all_sources, ammunition_estimates, ammunition_rates, un_dprk_timeline

NOTES = {
    "ammunition_estimates": "Compiled from publications of 2023 to 2026; every row has its address.",
    "ammunition_rates": "Compiled from publications of 2023 to 2025; every row has its address.",
    "common_high_priority": "Compiled: the fifty codes with their tiers.",
    "eu_packages": "Compiled from the annexes' own dates, Official Journal references and vessel lists.",
    "events": "Compiled; every row has its address.",
    "un_dprk_timeline": "Compiled; the column confidence says what each date rests on.",
}
AS_THEY_STAND = {
    "common_high_priority": "common_high_priority_list.csv",
    "eu_packages": "eu_russia_packages.csv",
    "events": "events.csv",
}

# Statements that rest on another, as their own notes say.
LEANS = {
    "prk-rus-2023-11-02-rounds": ("prk-rus-2023-11-02-containers", "derived"),
    "prk-rus-2023-12-29-rounds": ("prk-rus-2023-12-29-containers", "derived"),
    "prk-rus-2024-02-25-rounds": ("prk-rus-2024-02-23-rounds", "repeats"),
    "prk-rus-2024-02-26-rounds": ("prk-rus-2024-02-26-containers", "derived"),
    "prk-rus-2024-06-14-rounds": ("prk-rus-2024-06-14-containers", "derived"),
    "prk-rus-2024-06-22-rounds": ("prk-rus-2024-06-22-tonnes", "derived"),
    "prk-rus-2024-08-27-rounds": ("prk-rus-2024-08-27-containers", "derived"),
    "prk-rus-2025-07-13-rounds": ("prk-rus-2025-07-13-containers", "derived"),
    "cze-ukr-2024-06-27-rounds": ("euu-ukr-2024-08-30-rounds", "overlaps"),
    "cze-ukr-2025-03-28-rounds-2": ("cze-ukr-2025-03-28-rounds", "part_of"),
}


def carry_hand_kept(figures: Path, target: Path, compiled: date, made_by: str) -> None:
    """Write every hand-kept table and its facts into `target`."""
    target.mkdir(parents=True, exist_ok=True)
    tables = {name: _read(figures / file) for name, file in AS_THEY_STAND.items()}
    tables["un_dprk_timeline"] = _timeline(_read(figures / "un_dprk_timeline.csv"))
    tables["ammunition_estimates"] = _statements(
        _read(figures / "ammunition_estimates.csv"), ammunition_estimates.HEADER
    )
    tables["ammunition_rates"] = _statements(_read(figures / "ammunition_rates.csv"), ammunition_rates.HEADER)
    for name, rows in tables.items():
        rows.to_csv(target / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8")
        about = all_sources()[name]
        facts = {
            "publisher": about.publisher,
            "obtained": compiled.isoformat(),
            "url": about.page,
            "citation": about.citation,
            "license": about.license.title,
            "made_by": made_by,
            "note": NOTES[name],
        }
        text = json.dumps(facts, indent=2, ensure_ascii=False) + "\n"
        (target / f"{name}.json").write_text(text, encoding="utf-8")


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")


def _timeline(rows: pd.DataFrame) -> pd.DataFrame:
    """Resolutions get their address at undocs.org, press releases the one that stands in the document."""
    rows = rows.assign(url=[_address(d, day) for d, day in zip(rows["document"], rows["date"], strict=True)])
    return rows[un_dprk_timeline.HEADER]


def _address(document: str, day: str) -> str:
    if document.startswith("S/RES/"):
        return f"https://undocs.org/{document}({day[:4]})"
    return f"https://{document.split(' ')[0]}"


def _statements(rows: pd.DataFrame, header: list[str]) -> pd.DataFrame:
    """Confirmed statements, each with a stable name and the basis of its number."""
    rows = rows[rows["confirmed"] == "yes"].copy()
    stem = (rows["supplier_iso3"] + "-" + rows["recipient_iso3"] + "-" + rows["as_of"] + "-" + rows["unit"]).str.lower()
    place = rows.groupby(stem).cumcount() + 1
    rows[header[0]] = stem.where(place == 1, stem + "-" + place.astype(str))
    rows["basis"] = [basis(row) for row in rows.to_dict("records")]
    rows["leans_on"] = [LEANS.get(name, ("", ""))[0] for name in rows[header[0]]]
    rows["leaning"] = [LEANS.get(name, ("", ""))[1] for name in rows[header[0]]]
    return rows[header]


def basis(row: Mapping[Any, str]) -> str:
    """What kind of counting stands behind a statement, from its own words."""
    item, unit, span = row["item"], row["unit"], row["cumulative_or_period"]
    if unit == "rounds" and row["supplier_iso3"] + row["recipient_iso3"] in ("RUSUKR", "UKRRUS"):
        return "fire_rate"
    if span.startswith("rate_per") and re.search("produc|capacity|planned", item):
        return _rate_basis(item)
    by_unit = {"containers": "containers_seen", "tonnes": "tonnes", "percent": "share", "USD": "value"}
    if unit != "rounds":
        return by_unit.get(unit, "other_count")
    by_words = {
        "^capacity equivalent": "capacity",
        "equivalent of .* t$": "tonnes_converted",
        "commercial": "commercial",
        "pledge|committed": "pledge",
        "forecast|available for": "forecast",
    }
    for words, meaning in by_words.items():
        if re.search(words, item):
            return meaning
    return "rounds_stated" if span == "cumulative" else "period_total"


def _rate_basis(item: str) -> str:
    if re.search("planned|target", item):
        return "plan"
    return "production_capacity" if "capacity" in item else "production"
