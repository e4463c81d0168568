"""Carry the names of the Harmonized System into data/figures: from DataHub, and what HS 2022 dropped from BACI."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd

from etl.sources import hs_names

DROPPED_HEADINGS = {
    "8107": "Cadmium and articles thereof, including waste and scrap",
    "8803": "Aircraft; parts of goods of heading no. 8801 or 8802",
}
"""Headings of HS 2017 that HS 2022 no longer has and whose subheadings BACI lists."""


def carry_names(raw: Path, target: Path, compiled: date, made_by: str) -> None:
    """Write hs_names.csv and its facts. Raises ValueError when a subheading's heading has no name."""
    newest = _read(raw / "reference" / "harmonized-system.csv")
    newest = newest[newest["level"].isin(["2", "4", "6"])]
    names = pd.DataFrame(
        {
            "hs": newest["hscode"],
            "name": newest["description"].str.strip(),
            "section": newest["section"],
            "classification": "HS2022",
        }
    )
    section_of = dict(zip(names["hs"], names["section"], strict=True))
    listed = _read(raw / "baci" / "product_codes_HS17.csv")
    known = DROPPED_HEADINGS | dict(zip(listed["code"], listed["description"], strict=True))
    older = {code: name for code, name in known.items() if code not in section_of}
    dropped = pd.DataFrame({"hs": older.keys(), "name": older.values(), "classification": "HS2017"})
    dropped["section"] = dropped["hs"].str[:2].map(section_of)
    rows = pd.concat([names, dropped])[hs_names.HEADER].sort_values("hs")
    rows["section"] = rows["section"].where(rows["section"].str.fullmatch("[IVX]+"), "")
    if nameless := set(rows["hs"].str[:4]) - set(rows["hs"]):
        raise ValueError(f"headings without a name: {', '.join(sorted(nameless))}")
    rows.to_csv(target / "hs_names.csv", index=False, lineterminator="\n", encoding="utf-8")
    about = hs_names.source
    facts = {
        "publisher": about.publisher,
        "obtained": compiled.isoformat(),
        "url": about.page,
        "citation": about.citation,
        "license": about.license.title,
        "made_by": made_by,
        "note": "HS 2022 as DataHub publishes it; the codes that only HS 2017 has, in the words of BACI's list.",
    }
    (target / "hs_names.json").write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
