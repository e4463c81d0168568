"""The changes between two versions of a list, entry by entry, and as a feed that a reader can follow."""

from __future__ import annotations

import json
from hashlib import sha256
from xml.etree import ElementTree

import pandas as pd
import streamlit as st

from dashboard import versions
from dashboard.chart import Exhibit
from dashboard.commentary.feed import ATOM
from dashboard.entry import key_of
from dashboard.store import Store, open_store

SHOWN = 500


def rows(chosen: dict[str, str], store: Store) -> pd.DataFrame:
    """Every change between the two versions chosen; `key` stands for the entry in addresses."""
    found = store.rows(versions.ENTRIES, **chosen)
    keys = [key_of(chosen["list"], of, number) for of, number in zip(found["list"], found["entry_id"], strict=True)]
    return found.assign(field=found["field"].replace(versions.FIELDS), key=keys)


def atom(found: pd.DataFrame, chosen: dict[str, str], title: str) -> str:
    """The changes as an Atom feed. Equal changes have equal ids, so that no reader sees one twice."""
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    _put(feed, "title", f"Waybill: changes of {title}")
    _put(feed, "id", f"urn:waybill:list:{chosen['list']}")
    _put(feed, "updated", f"{chosen['after']}T00:00:00Z")
    _put(_put(feed, "author", ""), "name", "Waybill")
    for key, part in found.groupby(["change", "key", "name"], sort=False):
        change, entry, name = (str(word) for word in key)
        item = _put(feed, "entry", "")
        _put(item, "title", f"{change}: {name}")
        told = "\n".join([*map(str, key), str(chosen["before"]), str(chosen["after"])])
        _put(item, "id", f"urn:sha256:{sha256(told.encode()).hexdigest()}")
        _put(item, "updated", f"{chosen['after']}T00:00:00Z")
        words = [_amended(str(r.field), r.was, r.is_now) for r in part.itertuples() if r.field != "entry"]
        _put(item, "content", "\n".join([*words, entry, f"{chosen['before']} to {chosen['after']}"]), type="text")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n"


def as_json(found: pd.DataFrame, chosen: dict[str, str], title: str) -> str:
    """The changes as JSON, with the list and its two versions."""
    told = found.astype(object).where(found.notna(), None).to_dict("records")
    return json.dumps({"list": title, **chosen, "changes": told}, ensure_ascii=False, indent=2)


def _put(parent: ElementTree.Element, name: str, words: str, **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if words:
        made.text = "".join(c for c in words if c in "\t\n" or c >= " ")
    return made


def _amended(field: str, was: object, is_now: object) -> str:
    if field == versions.FIELDS[versions.NOT_KEPT]:
        return f"{field} changed"
    return f"{field}: {_said(was)} → {_said(is_now)}"


def _said(cell: object) -> str:
    return cell if isinstance(cell, str) and cell else "nothing"


def under_chart(exhibit: Exhibit) -> None:
    """The table under the chart of the same two versions, and its downloads."""
    store = open_store()
    chosen = {name: str(value) for name, value in exhibit.scope.chosen}
    if exhibit.rows.empty:
        return
    title = store.provenance[str(chosen["list"])].title
    found = rows(chosen, store)
    st.markdown("### Which entries changed?")
    if found.empty:
        st.info(f"Nothing changed between {chosen['before']} and {chosen['after']}.")
        return
    shown = found.head(SHOWN).fillna("")
    st.dataframe(
        shown[["change", "field", "name", "list", "entry_id", "was", "is_now"]],
        hide_index=True,
        alt=f"Changes of {title} between {chosen['before']} and {chosen['after']}",
        column_config={
            "change": "Change",
            "field": st.column_config.TextColumn("Field", help="“entry”: it came or went as a whole"),
            "name": st.column_config.TextColumn("Name", width="large"),
            "list": "List",
            "entry_id": "Number",
            "was": "Before",
            "is_now": "After",
        },
    )
    more = f"The first {SHOWN} of {len(found):,} changes; the files have all." if len(found) > SHOWN else ""
    st.caption(
        f"{more} A version is a file as it was obtained; a change happened at some time between the two.".strip()
    )
    stem = f"waybill_{chosen['list']}_{chosen['before']}_{chosen['after']}"
    files = (
        ("CSV", "csv", "text/csv", lambda: found.to_csv(index=False).encode("utf-8-sig")),
        ("Atom feed", "atom", "application/atom+xml", lambda: atom(found, chosen, title)),
        ("JSON", "json", "application/json", lambda: as_json(found, chosen, title)),
    )
    with st.container(horizontal=True, key="changes_files"):
        for label, ending, mime, make in files:
            st.download_button(
                label, data=make, file_name=f"{stem}.{ending}", mime=mime, on_click="ignore", key=f"changes_{ending}"
            )
