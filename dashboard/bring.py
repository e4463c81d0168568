"""Bring your own file: an upload that is recognised, shown as tidy rows, and then kept or discarded."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import cli, theme

SHOWN_FILES = 6


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
        "Files of publishers, as they were downloaded or packed",
        accept_multiple_files=True,
        key=f"own_files_{st.session_state.get('own_turn', 0)}",
    )
    if said := st.session_state.pop("own_said", None):
        st.info(said, icon=":material/inventory_2:")
    if not files:
        st.session_state.pop("own_seen", None)
    else:
        with tempfile.TemporaryDirectory() as folder:
            _look_at(_written(files, Path(folder)), tuple(file.file_id for file in files))


def _written(files: list[UploadedFile], folder: Path) -> list[Path]:
    paths = []
    for file in files:
        path = folder / Path(file.name).name
        path.write_bytes(file.getvalue())
        paths.append(path)
    return paths


def _look_at(paths: list[Path], uploaded: tuple[str, ...]) -> None:
    turn = st.session_state.get("own_turn", 0)
    day: date | None = st.session_state.get(f"own_day_{turn}")
    previews = _previews(paths, (uploaded, day))
    accepted = [_show(seen, f"own_cut_{turn}_{number}") for number, seen in enumerate(previews)]
    st.date_input(
        "Of which day",
        value=None,
        max_value="today",
        format="YYYY-MM-DD",
        key=f"own_day_{turn}",
        help="Left empty, it is the day that the file states, or today. Versions of a list are told apart by it.",
    )
    new = [seen for seen in previews if seen.new]
    if new and any(seen.problem for seen in previews):
        st.caption("What cannot be read is not kept.")
    with st.container(horizontal=True):
        if st.button("Keep", type="primary", disabled=not new or not all(accepted), key="own_keep"):
            with st.spinner("Sealing the files and building the tables …"):
                _done(cli.take_in(paths, day, accept_truncated=any(seen.cut for seen in new)))
        if st.button("Discard", key="own_discard"):
            _done("Nothing was kept.")


def _previews(paths: list[Path], of: tuple[tuple[str, ...], date | None]) -> list[cli.Preview]:
    """What is seen of these uploads for this day, worked out once, so that no click below waits for it again."""
    if "own_seen" not in st.session_state or st.session_state["own_seen"][0] != of:
        with st.spinner("Checking the files …"):
            st.session_state["own_seen"] = (of, cli.preview(paths, of[1]))
    found: list[cli.Preview] = st.session_state["own_seen"][1]
    return found


def _show(seen: cli.Preview, key: str) -> bool:
    """One vintage as it would be kept; False while it is cut and nobody has said that it is wanted all the same."""
    names = ", ".join(seen.files[:SHOWN_FILES]) + " …" * (len(seen.files) > SHOWN_FILES)
    if seen.problem:
        st.error(seen.problem, title=f"{names} cannot be read", icon=":material/error:")
        return True
    if seen.held:
        st.info(seen.held, icon=":material/inventory_2:")
        return True
    is_file = "is a file" if len(seen.files) == 1 else "are files"
    if seen.parts:
        many = f"{seen.parts} part{'s' * (seen.parts > 1)}, which are checked one by one when they are kept"
        st.markdown(f"**{names}** {is_file} of *{seen.title}* for whole years or months: {many}.")
        return True
    st.markdown(f"**{names}** {is_file} of *{seen.title}*: {_rows(seen)} of `{seen.table}`.")
    if seen.cut:
        st.warning(seen.cut, title="The table is cut or unusually short", icon=":material/content_cut:")
    passed = "every check passed" if not seen.cut else "every other check passed"
    st.markdown("  \n".join([f":green[:material/check: {passed}]", *(f":gray[{check}]" for check in seen.checks)]))
    for warning in seen.warnings:
        st.warning(warning)
    st.dataframe(seen.rows, hide_index=True, alt=f"The tidy rows of {names}")
    if len(seen.rows) < seen.number:
        st.caption(f"The first {len(seen.rows)} of {_rows(seen)}.")
    return not seen.cut or st.checkbox("It is cut: keep it all the same", key=key)


def _rows(seen: cli.Preview) -> str:
    return f"{theme.number(seen.number)} row{'s' * (seen.number != 1)}"


def _done(said: str) -> None:
    """Say what happened, empty the upload and draw the page anew with what is held now."""
    st.session_state["own_said"] = said
    st.session_state.pop("own_seen", None)
    st.session_state["own_turn"] = st.session_state.get("own_turn", 0) + 1
    st.rerun()
