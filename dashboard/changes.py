"""The changes of lists, entry by entry and field by field: as rows, as text, as JSON and as a feed to follow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from xml.etree import ElementTree

import pandas as pd

from dashboard import versions
from dashboard.commentary.feed import ATOM
from dashboard.entry import key_of
from dashboard.store import Store

EVERY = f"""
SELECT change, field, name, list, entry_id, before AS was, after AS is_now, source,
       CAST(from_vintage AS VARCHAR) AS earlier, CAST(vintage AS VARCHAR) AS later
FROM listing_change WHERE $list = 'all' OR source = $list
ORDER BY vintage DESC, source, {versions.PLACE}, name, list, entry_id, field
"""
"""Every change between consecutive versions held of a list, or of all lists, the newest first."""
SOURCES = "SELECT DISTINCT source FROM listing_change ORDER BY source"
ONE = ["later", "earlier", "source", "change", "key", "name"]
"""What makes one change of one entry, in however many fields."""


def between(chosen: dict[str, str], store: Store) -> pd.DataFrame:
    """Every change between the two versions chosen; `key` stands for the entry in addresses."""
    found = store.rows(versions.ENTRIES, **chosen)
    return _told(found.assign(source=chosen["list"], earlier=chosen["before"], later=chosen["after"]), store)


def every(store: Store, source: str = "all") -> pd.DataFrame:
    """Every change between consecutive versions, newest first. Raises ValueError where a source has none."""
    known = store.rows(SOURCES)["source"].tolist()
    if source not in ("all", *known):
        raise ValueError(f"no two versions are held of '{source}'; there are of {', '.join(known) or 'no list'}")
    return _told(store.rows(EVERY, list=source), store)


def _told(found: pd.DataFrame, store: Store) -> pd.DataFrame:
    cells = zip(found["source"], found["list"], found["entry_id"], strict=True)
    return found.assign(
        field=found["field"].replace(versions.FIELDS),
        key=[key_of(*one) for one in cells],
        title=[store.provenance[source].title for source in found["source"]],
    )


def newest(found: pd.DataFrame, most: int) -> tuple[pd.DataFrame, str]:
    """The changes of the first `most` entries, and what is to be said where there are more."""
    number = found.groupby(ONE, sort=False).ngroup()
    entries = int(number.max()) + 1 if len(found) else 0
    cut = "" if entries <= most else f"The newest {most:,} of {entries:,} changed entries; --most {entries} gives all."
    return found[number < most], cut


def _entries(found: pd.DataFrame) -> Iterator[tuple[list[str], list[str]]]:
    """Each entry that changed, as ONE names it, with a line for each field that was amended."""
    for named, part in found.groupby(ONE, sort=False):
        yield list(map(str, named)), [_amended(*cells) for cells in part[["field", "was", "is_now"]].to_numpy()]


def atom(found: pd.DataFrame, about: str, title: str, note: str = "") -> str:
    """The changes as an Atom feed. Equal changes have equal ids, so that no reader sees one twice."""
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    _put(feed, "title", f"Waybill: changes of {title}")
    if note:
        _put(feed, "subtitle", note)
    _put(feed, "id", f"urn:waybill:list:{about}")
    _put(feed, "updated", f"{max(found['later'], default=date.today().isoformat())}T00:00:00Z")
    _put(_put(feed, "author", ""), "name", "Waybill")
    titles = dict(zip(found["source"], found["title"], strict=True))
    for (later, earlier, source, change, key, name), fields in _entries(found):
        item = _put(feed, "entry", "")
        _put(item, "title", f"{change}: {name} ({titles[source]})")
        told = "\n".join([change, key, name, earlier, later])
        _put(item, "id", f"urn:sha256:{sha256(told.encode()).hexdigest()}")
        _put(item, "updated", f"{later}T00:00:00Z")
        _put(item, "content", "\n".join([*filter(None, fields), key, f"{earlier} to {later}"]), type="text")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n"


def as_json(found: pd.DataFrame, **about: object) -> str:
    """The changes as JSON, after what they are about."""
    told = found.astype(object).where(found.notna(), None).to_dict("records")
    return json.dumps({**about, "changes": told}, ensure_ascii=False, indent=2)


def as_text(found: pd.DataFrame) -> str:
    """The changes to read: two versions, and under them each entry with what was amended."""
    lines, versions_told = [], ""
    titles = dict(zip(found["source"], found["title"], strict=True))
    for (later, earlier, source, change, key, name), fields in _entries(found):
        if versions_told != (versions_told := f"{titles[source]}, {later} against {earlier}"):
            lines.append(versions_told)
        lines += [f"  {change:<8} {name} ({key})", *(f"           {field}" for field in fields if field)]
    return "\n".join(lines) or "Nothing changed between the versions held."


def _put(parent: ElementTree.Element, name: str, words: str, **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if words:
        made.text = "".join(c for c in words if c in "\t\n" or c >= " ")
    return made


def _amended(field: str, was: object, is_now: object) -> str:
    if field == "entry":
        return ""
    if field == versions.FIELDS[versions.NOT_KEPT]:
        return f"{field} changed"
    return f"{field}: {_said(was)} → {_said(is_now)}"


def _said(cell: object) -> str:
    return cell if isinstance(cell, str) and cell else "nothing"
