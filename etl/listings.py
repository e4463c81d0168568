"""The tables that every sanctions list fills alike: its entries, their names and their identifiers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from etl.codes.authorities import together
from etl.sheet import Sheet

ENTRY = ["authority", "list", "entry_id"]


class Name(NamedTuple):
    """A name of an entry; `kind` and `language` as in the table listing_name."""

    entry_id: str
    kind: str
    name: str
    language: str | None = None


OF_THE_LISTING = ("un_reference", "eu_reference")
"""Numbers that lists give to an entry, and none of the person's own: only these are kept of persons."""


BESIDE_THE_NAME = re.compile(
    r"[,\s]*\((?=[^()]*(?:passport|identification|\d{5}))[^()]*\)?|[,\s]+born\b(?=.*\d{4}).*$",
    re.IGNORECASE | re.DOTALL,
)
"""What publishers put behind a person's name though it is none: a day of birth, a passport. Maiden names are names."""


class Identifier(NamedTuple):
    """An identifier of an entry; `kind` as in the table listing_identifier."""

    entry_id: str
    kind: str
    value: str


def list_tables(
    listing: pd.DataFrame, names: Iterable[Name], identifiers: Iterable[Identifier]
) -> dict[str, pd.DataFrame]:
    """The three tables of a list by name.

    Each entry's own name joins `names` as the primary one. Empty names and repetitions drop out, and so
    does every identifier of a person but those of the listing, whatever the adapter found and wherever it stood.
    """
    is_person = listing["target_type"] == "individual"
    persons = set(listing.loc[is_person, "entry_id"])
    listing = listing.assign(name=listing["name"].where(~is_person, listing["name"].map(_bare, na_action="ignore")))
    primary = [Name(entry, "primary", name) for entry, name in zip(listing["entry_id"], listing["name"], strict=True)]
    others = (n._replace(name=_bare(n.name)) if n.entry_id in persons else n for n in names if n.name)
    said = pd.DataFrame([*primary, *others], columns=Name._fields, dtype=object)
    numbers = [n for n in identifiers if n.value and (n.entry_id not in persons or n.kind in OF_THE_LISTING)]
    numbered = pd.DataFrame(numbers, columns=Identifier._fields, dtype=object)
    return {
        "listing": listing,
        "listing_name": _of_list(said, listing, ["entry_id", "kind", "name"]),
        "listing_identifier": _of_list(numbered, listing, ["entry_id", "kind", "value"]),
    }


def _bare(name: str) -> str:
    return BESIDE_THE_NAME.sub("", name)


def line_sheet(path: Path, rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> Sheet:
    """Texts read from an XML file, each row with its `line`, as a Sheet that names faults by line."""
    lines = pd.MultiIndex.from_arrays([[path.name] * len(rows), [row["line"] for row in rows]], names=["file", "line"])
    return Sheet(pd.DataFrame([[row[c] for c in columns] for row in rows], lines, list(columns), dtype="str"))


def country_lists(places: Sheet, translate: Callable[[str], str]) -> dict[str, str]:
    """The countries of each entry as the tables hold them, from rows of `entry_id` and `country`."""
    codes = places.translated("country", translate)
    grouped = codes.groupby(places.rows["entry_id"]).agg(lambda found: together(found.dropna()))
    return {str(entry): where for entry, where in grouped.items() if where}


def _of_list(rows: pd.DataFrame, listing: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """The rows, each once, with the authority and the list of their entry."""
    chosen = rows.drop_duplicates(list(key)).merge(listing[ENTRY], on="entry_id", how="left")
    return chosen[[*ENTRY, *(name for name in rows.columns if name != "entry_id")]]
