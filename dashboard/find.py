"""The search page: a name typed in any script, the entries it may mean, and the one that is chosen."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import entry as entries
from dashboard import lists, search, story, theme, versions
from dashboard.store import Store, open_store

ENTRY = "entry"
NAME = "name"
MARKS = re.compile(r"([\\`*_{}\[\]()#+.!|$:<>~-])")
BASES = {
    "first_seen": "first seen in copies",
    "listed_on": "printed by the list",
    "designated": "of the designation",
    "regulation": "of the act shown",
}
WARNING = (
    "This is not a compliance tool. It finds names that are alike, in the versions of the lists stated below and in "
    "no others. **No hit is not a clean bill**: a list may not be held, may be older than the listing, or may print "
    "the name in another way. A hit is a likeness of names, not of persons. Ask the publisher’s own list."
)


def asked() -> bool:
    """True when the address names an entry."""
    return ENTRY in st.query_params


@st.fragment
def page() -> None:
    """The search, and under it the hits or the entry that the address names."""
    store = open_store()
    with st.spinner("Reading the lists …", show_time=False):
        listed = search.listed(store)
    st.markdown("### Is a name on a list?")
    typed = st.text_input(
        "Name of a person, organisation or ship, in any script",
        type="search",
        placeholder="Putin, Стройгазмонтаж, 华为, 김정은 …",
        live="150ms",
        key=NAME,
        bind="query-params",
        max_chars=200,
        on_change=_leave,
    )
    keep = _filters(listed.entries)
    if key := st.query_params.get(ENTRY):
        st.button("Back to the search", icon=":material/arrow_back:", key="back_to_search", on_click=_leave)
        if found := entries.read(key, store):
            _entry(found)
        else:
            st.warning(f"No entry “{plain(key)}” is held here; it may stand on a list that has to be added first.")
    elif typed and len(typed.strip()) >= 2:
        _hits(listed.found(typed, keep), typed)
    st.warning(WARNING, icon=":material/gavel:")
    _held(listed, store)


def _leave() -> None:
    """Leave the entry for the search."""
    if ENTRY in st.query_params:
        del st.query_params[ENTRY]


def open_entry(key: str) -> None:
    """Lead to an entry from another part of the page; to be called from a widget's callback."""
    _go(key)
    story.open_part("sanctions", "Search")


def _filters(held: pd.DataFrame) -> np.ndarray | None:
    """Which entries may be found; None for all."""
    keep = np.ones(len(held), bool)
    with st.container(horizontal=True, vertical_alignment="bottom", key="find_filters"):
        authorities = sorted(held["authority"].unique())
        on = st.multiselect(
            "Authority",
            authorities,
            format_func=lambda a: theme.NAMES.get(a, a),
            key="find.authority",
            bind="query-params",
            placeholder="all",
            width=260,
        )
        kinds = [kind for kind in entries.KINDS if (held["target_type"] == kind).any()]
        kind = st.multiselect(
            "Kind of target",
            kinds,
            format_func=entries.KINDS.__getitem__,
            key="find.kind",
            bind="query-params",
            placeholder="all",
            width=260,
        )
        codes = sorted({code for cell in held["programmes"].unique() for code in str(cell).split(";") if code})
        under = st.selectbox(
            "Programme", codes, index=None, key="find.programme", bind="query-params", placeholder="all", width=260
        )
        removed = st.toggle("Also removed entries", True, key="find.removed", bind="query-params")
    if on:
        keep &= held["authority"].isin(on).to_numpy()
    if kind:
        keep &= held["target_type"].isin(kind).to_numpy()
    if under:
        keep &= (";" + held["programmes"] + ";").str.contains(f";{under};", regex=False).to_numpy()
    if not removed:
        keep &= ~held["delisted"].astype(bool).to_numpy()
    return None if keep.all() else keep


def _hits(rows: pd.DataFrame, typed: str) -> None:
    if rows.empty:
        st.info(f"No name like “{typed}” is on the lists held, with these filters. This is not a clean bill.")
        return
    shown = pd.DataFrame(
        {
            "Name hit": rows["matched"],
            "Score": (rows["score"] * 100).round().astype(int),
            "How": rows["how"],
            "Hit as": rows["matched_as"],
            "Entry": rows["primary_name"],
            "Authority": rows["authority"].map(lambda a: theme.NAMES.get(a, a)),
            "List": rows["list"].map(lists.said),
            "Kind": rows["target_type"].map(entries.KINDS),
            "Programmes": rows["programmes"].str.replace(";", ", "),
            "Listed": rows["listed_on"],
            "Date is": [_basis(*cells) for cells in zip(rows["date_basis"], rows["left_censored"], strict=True)],
            "Status": ["removed" if gone else "listed" for gone in rows["delisted"]],
            "Version of the list": rows["last_seen"].fillna(rows["vintage"]),
        }
    )
    more = f"the {len(rows)} closest" if len(rows) == search.MOST else str(len(rows))
    st.caption(f"{more} entries, best first. Choose a row to see all that is held on it.")
    picked = st.dataframe(
        shown,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"hits_{typed}",
        alt=f"Entries with names like {typed}",
        column_config={
            "Score": st.column_config.ProgressColumn(
                min_value=0,
                max_value=100,
                format="%d",
                help="100: the same letters or words. Rare words count more than common.",
            ),
            "Listed": st.column_config.DateColumn(format="YYYY-MM-DD"),
            "Version of the list": st.column_config.DateColumn(format="YYYY-MM-DD", help="Last day it was seen there"),
        },
    )
    if rows_picked := picked["selection"]["rows"]:
        _go(str(rows["key"].iloc[rows_picked[0]]))
        st.rerun(scope="fragment")


def _basis(basis: object, censored: bool) -> str:
    """What the date of listing is."""
    if censored:
        return "or before: in the first copy"
    return BASES.get(str(basis), "")


def _held(listed: search.Listed, store: Store) -> None:
    """What is searched, and of which day each list is."""
    rows = []
    for (authority, source), part in listed.entries.groupby(["authority", "source"]):
        rows.append(
            {
                "Authority": theme.NAMES.get(str(authority), str(authority)),
                "List": store.provenance[str(source)].title,
                "Entries": len(part),
                "As of": part["last_seen"].fillna(part["vintage"]).max(),
            }
        )
    total = f"{len(listed.names):,} names of {len(listed.entries):,} entries are searched. A list is searched once"
    st.caption(f"{total}, whoever repeats it.")
    st.dataframe(
        rows,
        hide_index=True,
        height="content",
        alt="The lists that are searched, with their dates",
        column_config={"As of": st.column_config.DateColumn(format="YYYY-MM-DD")},
    )
    if len(rows) < 3:
        st.info(
            "Bundled is the history of the US list until May 2024, without aliases. Add whole lists with "
            "`waybill fetch` or `waybill add`, or on the Data page.",
            icon=":material/playlist_add:",
        )


def plain(words: object) -> str:
    """Words of a publisher as Markdown that shows them as they are."""
    return MARKS.sub(r"\\\1", str(words))


def _entry(found: entries.Entry) -> None:
    row = found.row
    kind = entries.KINDS.get(str(row["target_type"]), "Kind not stated")
    authority = theme.NAMES.get(row["authority"], row["authority"])
    st.markdown(
        f"### {plain(row['name'])}\n:gray[{kind} · {authority}, {plain(lists.said(row['list']))} · {found.status}]"
    )
    facts = [f"**Listed:** {found.listed}", f"**Number on the list:** {plain(row['entry_id'])}"]
    for label, name in (("Office or title", "title"), ("Flag", "vessel_flag"), ("Kind of vessel", "vessel_type")):
        if isinstance(row[name], str):
            facts.append(f"**{label}:** {plain(row[name])}")
    if isinstance(row["countries"], str):
        facts.append("**Countries the list connects it with:** " + plain(row["countries"].replace(";", ", ")))
    st.markdown("  \n".join(facts))
    _why(found)
    _remarked(found)
    _called(found)
    _history(found)
    source = found.source
    st.markdown(
        f"[See it at the publisher]({found.link}) · {source.publisher}, {source.title}, "
        f"obtained {source.obtained:%Y-%m-%d}, {source.license}"
    )
    st.caption(f"{entries.WITHHELD} {source.note}")
    st.download_button(
        "Download (JSON)",
        data=lambda: json.dumps(found.as_data(), ensure_ascii=False, indent=2),
        file_name=f"waybill_entry_{re.sub('[^A-Za-z0-9]+', '-', found.key).strip('-').lower()}.json",
        mime="application/json",
        on_click="ignore",
        icon=":material/download:",
        key="entry_json",
    )


def _why(found: entries.Entry) -> None:
    st.markdown("#### Why it is listed")
    lines = []
    for code, title, about, url in found.programmes[["programme", "title", "about", "url"]].itertuples(index=False):
        if isinstance(title, str):
            lines.append(f"- **{plain(title)}** (`{code}`): {plain(about)} [The authority’s page]({url})")
        else:
            lines.append(f"- `{code}`: the list gives this code; we hold no description of it.")
    st.markdown("\n".join(lines))


def _remarked(found: entries.Entry) -> None:
    """As a table, so that the addresses of websites are no links."""
    if isinstance(found.row["remarks"], str):
        st.markdown("#### What the list remarks")
        remarks = found.row["remarks"].split("; ")
        st.dataframe({"Remark": remarks}, hide_index=True, height="content", alt="What the list remarks on the entry")


def _called(found: entries.Entry) -> None:
    names, numbers = st.columns(2)
    with names:
        st.markdown("#### Names")
        st.dataframe(
            found.names.assign(kind=found.names["kind"].map(search.KINDS)),
            hide_index=True,
            height="content" if len(found.names) < 12 else 400,
            alt="The names of the entry",
            column_config={"name": "Name", "kind": "Kind", "language": "Language"},
        )
    with numbers:
        st.markdown("#### Numbers")
        if found.identifiers.empty:
            st.markdown(":gray[The list holds no number of it that is kept here.]")
        else:
            st.dataframe(
                found.identifiers.assign(kind=found.identifiers["kind"].map(entries.NUMBERS)),
                hide_index=True,
                height="content",
                alt="The numbers of the entry",
                column_config={"kind": "Kind", "value": "Number"},
            )
        if len(found.elsewhere):
            st.markdown("**The same number on other lists**")
            for n, other in enumerate(found.elsewhere.to_dict("records")):
                label = f"{theme.NAMES.get(other['authority'], other['authority'])}: {plain(other['name'])}"
                st.button(
                    f"{label} ({entries.NUMBERS[other['kind']]} {other['value']})",
                    key=f"elsewhere_{n}",
                    type="tertiary",
                    on_click=_go,
                    args=(entries.key_of(other["source"], other["list"], other["entry_id"]),),
                )


def _go(key: str) -> None:
    st.query_params[ENTRY] = key


def _history(found: entries.Entry) -> None:
    st.markdown("#### Its history on this list")
    held = [f"{v.vintage:%d %b %Y} ({'there' if v.stood else 'not there'})" for v in found.versions.itertuples()]
    if found.row["source"] == "ofac_sdn_history":
        seen = found.row["last_seen"]
        st.markdown(f"Collected copies have it from {found.row['listed_on']:%d %b %Y} to {seen:%d %b %Y}.")
    else:
        st.markdown("Versions of the list that are held: " + ", ".join(held) + ".")
    if len(found.changes):
        st.dataframe(
            found.changes.assign(field=found.changes["field"].replace(versions.FIELDS)),
            hide_index=True,
            height="content",
            alt="What changed about the entry between versions",
            column_config={
                "from_vintage": st.column_config.DateColumn("From version", format="YYYY-MM-DD"),
                "vintage": st.column_config.DateColumn("To version", format="YYYY-MM-DD"),
                "change": "Change",
                "field": "Field",
                "before": "Before",
                "after": "After",
            },
        )
    elif len(found.versions) > 1:
        st.markdown(":gray[Nothing about it changed between them.]")
