"""Bring your own file: an upload that is recognised, shown as tidy rows, and then kept or discarded."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import cli, theme

SHOWN = 200


def writable() -> bool:
    """True where readers may add to the data: not on a site that was started with WAYBILL_READ_ONLY."""
    home = os.environ.get("WAYBILL_DATA", "")
    return not os.environ.get("WAYBILL_READ_ONLY") and bool(home) and os.access(home, os.W_OK)


@st.fragment
def your_own_file() -> None:
    """The upload, its preview, and the two buttons."""
    st.markdown("### Bring your own file")
    if not writable():
        st.markdown("This site is read-only. On your own machine, `waybill add FILE` takes in a publisher’s download.")
        return
    st.markdown(
        ":gray[A publisher’s download is recognised by its content. Nothing is kept before you have seen its rows.]"
    )
    files = st.file_uploader(
        "Files of one publisher", accept_multiple_files=True, key=f"own_files_{st.session_state.get('own_turn', 0)}"
    )
    if said := st.session_state.pop("own_said", None):
        st.info(said, icon=":material/inventory_2:")
    if files:
        with tempfile.TemporaryDirectory() as folder:
            _look_at(_written(files, Path(folder)))


def _written(files: list[UploadedFile], folder: Path) -> list[Path]:
    paths = []
    for file in files:
        path = folder / Path(file.name).name
        path.write_bytes(file.getvalue())
        paths.append(path)
    return paths


def _look_at(paths: list[Path]) -> None:
    previews = [cli.preview(path) for path in paths]
    for path, seen in zip(paths, previews, strict=True):
        if seen.problem:
            st.error(seen.problem, title=f"{path.name} cannot be read", icon=":material/error:")
            continue
        rows = f"{theme.number(len(seen.rows))} row{'s' * (len(seen.rows) != 1)}"
        st.markdown(
            f"**{path.name}** is a file of *{seen.title}*: {rows} of `{seen.table}`. "
            ":green[:material/check: every check passed]"
        )
        for warning in seen.warnings:
            st.warning(warning)
        st.dataframe(seen.rows.head(SHOWN), hide_index=True, alt=f"The tidy rows of {path.name}")
        if len(seen.rows) > SHOWN:
            st.caption(f"The first {SHOWN} of {theme.number(len(seen.rows))} rows.")
    day = st.date_input(
        "Of which day",
        value=None,
        max_value="today",
        format="YYYY-MM-DD",
        key=f"own_day_{st.session_state.get('own_turn', 0)}",
        help="Left empty, it is the day that the file states, or today. Versions of a list are told apart by it.",
    )
    with st.container(horizontal=True):
        if st.button("Keep", type="primary", disabled=any(seen.problem for seen in previews), key="own_keep"):
            with st.spinner("Sealing the file and building the tables …"):
                _done(cli.take_in(paths, day))
        if st.button("Discard", key="own_discard"):
            _done("Nothing was kept.")


def _done(said: str) -> None:
    """Say what happened, empty the upload and draw the page anew with what is held now."""
    st.session_state["own_said"] = said
    st.session_state["own_turn"] = st.session_state.get("own_turn", 0) + 1
    st.rerun()
