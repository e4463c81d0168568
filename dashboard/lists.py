"""Which source stands for a list that several of them print, so that no entry is counted twice."""

from __future__ import annotations

import re

ACT = re.compile(r"3(\d{4})([RD])0*(\d+)")

COLLECTIONS = (
    ("US SDN", "source IN ('ofac_advanced', 'ofac_sdn', 'ofac_sdn_history') OR list LIKE 'Specially Designated%'"),
    (
        "US Treasury, other lists",
        "source = 'ofac_consolidated' OR (source = 'us_consolidated_screening' AND list LIKE '%Treasury Department')",
    ),
    ("EU asset freezes", "source = 'eu_financial_sanctions' OR (authority = 'EU' AND list <> '32014R0833')"),
    ("UK", "authority = 'UK'"),
)
"""What is one list, under a name of ours, and the rows of the table listing that belong to it: first match counts.
Every other list is one by itself. Annexes of Regulation 833/2014 restrict trade and are on no list of freezes."""

DATED_BY = (
    "ofac_advanced",
    "ofac_sdn_history",
    "eu_financial_sanctions",
    "eu_official_journal",
    "ofac_sdn",
    "uk_sanctions_list",
    "ofac_consolidated",
    "us_consolidated_screening",
)
"""Of the sources that print one list, the first that is held counts where it matters when an entry was listed."""

TOLD_BY = (
    "ofac_advanced",
    "ofac_sdn",
    "ofac_consolidated",
    "eu_financial_sanctions",
    "eu_official_journal",
    "uk_sanctions_list",
    "us_consolidated_screening",
    "ofac_sdn_history",
)
"""The same where it matters who is listed under which names and numbers."""

COLLECTION = "CASE " + " ".join(f"WHEN {test} THEN '{name}'" for name, test in COLLECTIONS)
COLLECTION += " ELSE concat(authority, ' ', list) END"
"""SQL: the list that a row of listing belongs to."""


def _place(sources: tuple[str, ...]) -> str:
    return "CASE source " + " ".join(f"WHEN '{name}' THEN {n}" for n, name in enumerate(sources)) + " ELSE 99 END"


def _once(sources: tuple[str, ...]) -> str:
    return f"""
  SELECT *, min(place) OVER (PARTITION BY collection) AS best
  FROM (SELECT *, {COLLECTION} AS collection, {_place(sources)} AS place FROM listing) AS placed
"""


DATED = f"""
dated AS (SELECT * FROM ({_once(DATED_BY)}) AS ranked WHERE place = best)"""
"""SQL: a common table expression `dated`: listing with every list once, from the source that dates it best."""

TOLD = f"""
told AS (SELECT * FROM ({_once(TOLD_BY)}) AS ranked WHERE place = best)"""
"""SQL: a common table expression `told`: listing with every list once, from the source that says most of it."""


def said(name: str) -> str:
    """A list's name as one says it: acts of the Union, whose names are CELEX numbers, by their own numbers."""
    if not (act := ACT.fullmatch(name)):
        return name
    year, kind, number = act.groups()
    # Until 2014 the number came before the year.
    own = f"{number}/{year}" if int(year) < 2015 else f"{year}/{number}"
    return f"{'Regulation' if kind == 'R' else 'Decision'} {own}"
