"""Which tables a reader looks at, and what a page says while the engine that has them does not answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard import engines
from dashboard.store import EngineDown, QueryFailed, Store, open_store

ADDRESS = "tables"
"""In the address and in the session: `here` for the tables on this machine although an engine is named."""
HERE = "here"


def open_tables() -> Store:
    """The tables this reader looks at: those on the engine, or those on this machine if that was chosen."""
    return open_store(here=_here())


def _here() -> bool:
    if ADDRESS not in st.session_state:
        st.session_state[ADDRESS] = HERE if st.query_params.get(ADDRESS) == HERE else ""
    return bool(st.session_state[ADDRESS])


def show_which() -> None:
    """Say which tables are looked at where that is not what one would take for granted."""
    here = _here()
    if here and (engine := engines.chosen()):
        st.query_params[ADDRESS] = HERE
        st.info(f"These are the tables on this machine, not those on {engine.shown}.", icon=":material/database:")
        st.button("Back to the engine", key="tables_there", on_click=_choose, args=("",))
        return
    if ADDRESS in st.query_params:
        del st.query_params[ADDRESS]
    if "tables_told" not in st.session_state and (said := open_tables().differs):
        st.info(said, icon=":material/database:")
        st.button("Dismiss", key="dismiss_tables", on_click=lambda: st.session_state.update(tables_told=True))


def _choose(tables: str) -> None:
    st.session_state[ADDRESS] = tables
    if not tables:
        _ask_again()


def _ask_again() -> None:
    if engine := engines.chosen():
        from dashboard.engines import remote

        remote.try_again(engine)


@contextmanager
def answering(part: str) -> Iterator[None]:
    """What is drawn within is replaced by a clear word and a way back when the engine does not answer for it.

    `part` tells the buttons of one part of a page from those of another.
    """
    try:
        yield
    except (EngineDown, QueryFailed) as why:
        if _here() or not engines.chosen():
            raise
        _say(str(why), part)
        if isinstance(why, EngineDown):
            st.stop()


def _say(why: str, part: str) -> None:
    with st.container(key=f"engine_away_{part}", border=True):
        st.error(why, title="The tables cannot be read from where they are kept", icon=":material/cloud_off:")
        st.markdown(
            "The figures are kept on an engine apart from this site. Nothing is lost. "
            "The tables on this machine may be older or hold less; every chart says of when its figures are."
        )
        with st.container(horizontal=True):
            st.button(
                "Use the tables on this machine",
                type="primary",
                key=f"use_here_{part}",
                on_click=_choose,
                args=(HERE,),
            )
            st.button("Try again", key=f"try_again_{part}", on_click=_ask_again)
