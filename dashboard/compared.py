"""The table under the chart of two versions of a list: every change, its files, and the way to each entry."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import changes, find, lists, view
from dashboard.chart import Exhibit
from dashboard.store import open_store

SHOWN = 500
TABLE = "changes_listed"


def under_chart(exhibit: Exhibit) -> None:
    """The table under the chart of the same two versions, and its downloads."""
    store = open_store()
    chosen = {name: str(value) for name, value in exhibit.scope.chosen}
    if exhibit.rows.empty:
        return
    title = store.provenance[str(chosen["list"])].title
    found = changes.between(chosen, store)
    st.markdown("### Which entries changed?")
    if found.empty:
        st.info(f"Nothing changed between {chosen['before']} and {chosen['after']}.")
        return
    kinds = view.FILTERS[view.CHANGES]
    kind = st.segmented_control(
        "Show",
        kinds,
        default=kinds[0],
        required=True,
        key=view.CHANGES,
        bind="query-params",
        wrap=True,
    )
    kept = found if kind == "all" else found[found["change"] == kind]
    if kept.empty:
        st.info(f"Nothing was {kind} between {chosen['before']} and {chosen['after']}.")
    else:
        shown = kept.head(SHOWN).fillna("")
        shown["list"] = shown["list"].map(lists.said)
        picked = st.dataframe(
            shown[["change", "field", "name", "list", "entry_id", "was", "is_now"]],
            hide_index=True,
            height="content" if len(shown) < 12 else 460,
            alt=f"Changes of {title} between {chosen['before']} and {chosen['after']}",
            column_config={
                "change": "Change",
                "field": st.column_config.TextColumn(
                    "Field", width="medium", help="“entry”: it came or went as a whole"
                ),
                "name": st.column_config.TextColumn("Name", width="large"),
                "list": "List",
                "entry_id": "Number",
                "was": "Before",
                "is_now": "After",
            },
            on_select=lambda: _open(shown["key"].tolist()),
            selection_mode="single-row",
            key=TABLE,
        )
        if picked["selection"]["rows"]:
            st.rerun()  # the part of the page with the entry lies outside of this fragment
        more = f"The first {SHOWN} of {len(kept):,} rows; the files have all." if len(kept) > SHOWN else ""
        st.caption(
            f"{more} Choose a row to open the entry. A version is a file as it was obtained; a change happened at "
            "some time between the two.".strip()
        )
    stem = f"waybill_{chosen['list']}_{chosen['before']}_{chosen['after']}"
    files = (
        ("CSV", "csv", "text/csv", lambda: found.to_csv(index=False).encode("utf-8-sig")),
        ("Atom feed", "atom", "application/atom+xml", lambda: changes.atom(found, chosen["list"], title)),
        ("JSON", "json", "application/json", lambda: changes.as_json(found, title=title, **chosen)),
    )
    with st.container(horizontal=True, key="changes_files"):
        for label, ending, mime, make in files:
            st.download_button(
                label, data=make, file_name=f"{stem}.{ending}", mime=mime, on_click="ignore", key=f"changes_{ending}"
            )


def _open(keys: Sequence[str]) -> None:
    """Lead to the entry of the chosen row."""
    if chosen := st.session_state[TABLE]["selection"]["rows"]:
        find.open_entry(keys[chosen[0]])
