"""The UN Register of Conventional Arms: who reported its transfers at all, and for which years."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from etl import packed
from etl.codes.eurostat import iso_by_letters
from etl.source import License, Source
from etl.table import ContractBroken
from etl.tables import arms_report

SLUG = "countryname_slug"
LETTERS = "iso_2_acronym"
REPORTS = "available_reports"
# Sums over all years, by own report (_1) and partner's (_2): without a year they cannot be charted.
WITHOUT_YEAR = ("hw_imp", "hw_exp", "salw_imp", "salw_exp")
YEARS = range(1992, 2100)  # the register began with 1992
MOST_BYTES = 50_000_000
AGAIN = "get the file again"


def recognises(head: bytes) -> bool:
    """A country's answer, or the list of countries that it is looked up in."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    named = f'"{SLUG}"'.encode() in start
    listed = start.startswith(b"[") and f'"{LETTERS}"'.encode() in start
    return named and (listed or start.startswith(b"{"))


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of arms_report, one per country and year reported on."""
    answers = {path: _answer(path) for path in paths}
    letters: dict[str, str] = {}
    for path, answer in answers.items():
        if isinstance(answer, list):
            letters |= {_text(entry, SLUG, path): _text(entry, LETTERS, path) for entry in answer}
    rows, left_out = [], 0
    for path, answer in answers.items():
        if isinstance(answer, dict):
            rows += [(_country(answer, letters, path), year) for year in _years(answer, path)]
            left_out += sum(len(answer[name]) for name in WITHOUT_YEAR if isinstance(answer.get(name), list))
    if not rows:
        raise ContractBroken(
            f"{', '.join(path.name for path in paths)}: no country's answer with a report is among them"
        )
    found = pd.DataFrame(rows, columns=["country", "year"])
    if (twice := found.duplicated()).any():
        country, year = found[twice].iloc[0]
        names = ", ".join(path.name for path in paths)
        raise ContractBroken(f"{names}: the report of {country} on {year} stands there twice; give each country once")
    found["year"] = pd.to_datetime(found["year"].astype("str") + "-01-01", format="%Y-%m-%d")
    found.attrs["left_out"] = {"transfers without a year": left_out} if left_out else {}
    found.attrs["stands"] = {
        f"{year}-01-01": f"{path.name}, '{REPORTS}': {year}"
        for path, answer in answers.items()
        if isinstance(answer, dict)
        for year in _years(answer, path)
    }
    return found


def _answer(path: Path) -> Any:
    content = packed.content(path, MOST_BYTES)
    if not content.strip():
        raise ContractBroken(f"{path.name}: the file is empty; {AGAIN}")
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        raise ContractBroken(f"{path.name}: this is no well-formed JSON, so it is cut or a web page; {AGAIN}") from None
    if isinstance(answer, list) and answer and all(isinstance(entry, dict) for entry in answer):
        return answer
    if isinstance(answer, dict) and isinstance(answer.get("country"), dict) and isinstance(answer.get(REPORTS), list):
        return answer
    raise ContractBroken(f"{path.name}: there is no 'country' with '{REPORTS}', nor a list of countries; {AGAIN}")


def _text(entry: dict[str, Any], name: str, path: Path) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value:
        raise ContractBroken(f"{path.name}: '{name}' is {value!r}, not a text; {AGAIN}")
    return value


def _country(answer: dict[str, Any], letters: dict[str, str], path: Path) -> str:
    code = answer["country"].get(LETTERS)
    slug = answer["country"].get(SLUG, code) if code else _text(answer["country"], SLUG, path)
    code = code or letters.get(slug)
    if not code:
        raise ContractBroken(
            f"{path.name}: nothing says which country {slug!r} is; add https://www.unroca.org/api/country-list/ with it"
        )
    found = iso_by_letters().get(str(code).upper())
    if not found:
        raise ContractBroken(
            f"{path.name}: {code!r} ({slug}) is no ISO 3166 alpha-2 code; correct the list of countries"
        )
    return found


def _years(answer: dict[str, Any], path: Path) -> list[int]:
    years: list[Any] = [entry.get("year") if isinstance(entry, dict) else entry for entry in answer[REPORTS]]
    for year in years:
        if isinstance(year, bool) or not re.fullmatch("[0-9]{4}", str(year)) or int(year) not in YEARS:
            raise ContractBroken(f"{path.name}: {year!r} in '{REPORTS}' is no year since 1992; {AGAIN}")
    return [int(year) for year in years]


source = Source(
    name="unroca",
    title="UN Register of Conventional Arms, years reported on",
    publisher="United Nations Office for Disarmament Affairs",
    page="https://www.unroca.org/",
    license=License(
        "other-at", "United Nations: reuse with attribution", "https://www.un.org/en/about-us/terms-of-use"
    ),
    citation="United Nations Office for Disarmament Affairs, United Nations Register of Conventional Arms (UNROCA).",
    into=arms_report,
    recognises=recognises,
    tidy=tidy,
    rhythm_days=366,
    most=20_000,
    hosts=("www.unroca.org", "unroca.org"),
    by_hand=(
        "Save https://www.unroca.org/api/country-list/ and, for each country, https://www.unroca.org/api/{slug}/ with "
        "the countryname_slug from that list, and add the files together."
    ),
    note=(
        "Which years a country reported on, not what it transferred: the interface sums transfers over all years. Read "
        "as two public programs read the interface; no whole answer has been run through yet."
    ),
)
