"""What is held: the list of sources with their terms and checks, and the download of every table."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard import away, theme
from dashboard.store import Store, with_freshness

MOST_ROWS = 2_000_000
"""Rows of a table that a browser is still offered whole."""


def sources() -> None:
    """One row per source: coverage, age, rows, licence; then the checks and files of the chosen one."""
    store = away.open_tables()
    rows = with_freshness(store.catalogue, date.today())
    st.markdown("### What is held, and on what terms?")
    st.dataframe(
        rows[
            [
                "title",
                "publisher",
                "table_name",
                "start_date",
                "end_date",
                "rows_held",
                "obtained",
                "freshness",
                "last_change",
                "left_out",
                "vintages",
                "license",
            ]
        ],
        hide_index=True,
        height="content",
        placeholder="",
        alt="Every source with its publisher, table, coverage, rows, date, last change and licence",
        column_config={
            "title": st.column_config.TextColumn("Source", width="large"),
            "publisher": "Publisher",
            "table_name": "Table",
            "start_date": st.column_config.DateColumn("First date", format="MMM YYYY"),
            "end_date": st.column_config.DateColumn("Last date", format="MMM YYYY"),
            "rows_held": st.column_config.NumberColumn("Rows", format="localized"),
            "obtained": st.column_config.DateColumn("Obtained", format="D MMM YYYY"),
            "freshness": st.column_config.TextColumn("Freshness", help="Age against the publisher’s usual rhythm"),
            "last_change": st.column_config.TextColumn(
                "Last change", help="What the newest file changed: entries of a list, or rows of a series"
            ),
            "left_out": st.column_config.NumberColumn(
                "Left out", format="localized", help="Rows left out on purpose; look at the source for the reasons"
            ),
            "vintages": st.column_config.NumberColumn("Versions held"),
            "license": "Licence",
        },
    )
    _one_source(store)


def _one_source(store: Store) -> None:
    by_name = {r["waybill"]["source"]: r for r in store.resources if r["waybill"]["main"]}
    with st.container(key="one_source", border=True):
        name = st.selectbox(
            "Look at one source",
            list(by_name),
            format_func=lambda n: by_name[n]["title"],
            key="source",
            bind="query-params",
        )
        resource = by_name[name]
        known = resource["waybill"]
        checks = "\n".join(f"- :green[:material/check:] {check}" for check in known["checks"])
        files = "\n".join(
            f"- `{f['name']}`, {theme.number(f['bytes'])} bytes, sha256 `{f['sha256'][:16]}…`" for f in known["files"]
        )
        note = f"\n\n{known['note']}" if known["note"] else ""
        row = store.catalogue.set_index("source").loc[name]
        changed = f"**Last change**: {row['last_change']}.\n\n" if row["last_change"] else ""
        left = "\n".join(f"- {theme.number(n)} × {why}" for why, n in known["left_out"].items())
        st.markdown(
            f"{known['citation']}{note}\n\n{changed}**Checks passed**\n{checks}\n\n"
            f"**Rows left out on purpose**\n{left or '- none'}\n\n**Files it was made from**\n{files}\n\n"
            f"Corrections of ours: {known['corrected']}. A row that cannot be understood stops its source: none is "
            "dropped unseen."
        )


@st.fragment
def tables() -> None:
    """Every published table as CSV or Parquet, and the package's description."""
    store = away.open_tables()
    st.markdown("### Take a whole table")
    names = sorted(store.catalogue["table_name"].unique())
    held = store.catalogue.groupby("table_name")["rows_held"].sum()
    with st.container(horizontal=True, vertical_alignment="bottom", key="whole_table"):
        name = st.selectbox("Table", names, key="table", bind="query-params", width=320)
        st.download_button(
            "CSV",
            lambda: _csv(store, name),
            file_name=f"waybill_{name}.csv",
            mime="text/csv",
            on_click="ignore",
            disabled=bool(held[name] > MOST_ROWS),
            key="table_csv",
        )
        st.download_button(
            "Parquet",
            lambda: _parquet(store, name),
            file_name=f"waybill_{name}.parquet",
            mime="application/vnd.apache.parquet",
            on_click="ignore",
            disabled=bool(held[name] > MOST_ROWS),
            key="table_parquet",
        )
        st.download_button(
            "datapackage.json",
            lambda: (store.folder / "datapackage.json").read_bytes(),
            file_name="datapackage.json",
            mime="application/json",
            on_click="ignore",
            key="table_package",
        )
    if held[name] > MOST_ROWS:
        st.caption(
            f"{theme.number(held[name])} rows are too many for one download. They lie as Parquet files in "
            f"`tables/{name}` of the data folder, described in datapackage.json; `waybill query` takes out a part."
        )
    schema = next(r["schema"] for r in store.resources if r["waybill"]["table"] == name)
    st.dataframe(
        [
            {"Column": f["name"], "Type": f["type"], "Unit": f.get("unit") or "", "Meaning": f["description"]}
            for f in schema["fields"]
        ],
        hide_index=True,
        height="content",
        alt=f"Columns of the table {name}",
        column_config={"Meaning": st.column_config.TextColumn(width="large")},
    )


def _csv(store: Store, table: str) -> bytes:
    return store.rows(_all_of(store, table)).to_csv(index=False).encode("utf-8-sig")


def _parquet(store: Store, table: str) -> bytes:
    return bytes(store.rows(_all_of(store, table)).to_parquet(index=False))


def _all_of(store: Store, table: str) -> str:
    """The query for a whole table; its name comes from the catalogue, never from the reader's words."""
    known = {name: f'SELECT * FROM "{name}"' for name in store.catalogue["table_name"]}
    return known[table]
