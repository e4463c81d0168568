"""Sanctions: who was listed when, by whom and under which name, what changed, and the events around it."""

import streamlit as st

from dashboard import compared, find, story, study_link, timeline

st.title("Sanctions")
if find.asked():
    story.choose_part("sanctions", "Search")
beneath = {
    "list_changes": compared.under_chart,
    "sanctions_over_trade": study_link.under_chart,
    "events_timeline": timeline.under_chart,
}
if story.part("sanctions", beneath) == "Search":
    find.page()
