"""The dashboard's entry point: navigation and the period filter, nothing else."""

import sys
from pathlib import Path

import streamlit as st

# `streamlit run dashboard/app.py` puts this folder on the path, not its parent.
if (root := str(Path(__file__).resolve().parent.parent)) not in sys.path:
    sys.path.append(root)

from dashboard import away, happenings, story, view

st.set_page_config(page_icon=str(Path(__file__).parent / "icon.png"), layout="wide")
st.html(Path(__file__).parent / "house.css")
topics = Path(__file__).parent / "topics"
page = st.navigation(
    [
        st.Page(topics / "commentary.py", title="Commentary", default=True),
        st.Page(topics / "trade.py", title="Trade"),
        st.Page(topics / "arms.py", title="Ammunition and arms"),
        st.Page(topics / "sanctions.py", title="Sanctions"),
        st.Page(topics / "data.py", title="Data"),
    ],
    position="top",
)
st.set_page_config(page_title=f"{page.title} · Waybill")
with away.answering("page"):
    store = story.published()
    away.show_which()
    view.show_notices(store.extent, story.excerpt_names(store), happenings.every(store).values())
    story.period_filter(store)
    page.run()
story.settle()
