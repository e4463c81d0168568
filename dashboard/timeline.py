"""The timeline as a list to read: every event with its kind, its source and what is known about it."""

from __future__ import annotations

import streamlit as st

from dashboard import story, theme
from dashboard.chart import Exhibit
from dashboard.happenings import CATEGORIES


def under_chart(exhibit: Exhibit) -> None:
    """The events drawn above, one a row, each with the address where it was read."""
    rows = exhibit.rows
    if rows.empty:
        return
    chosen = st.dataframe(
        rows.assign(category=rows["category"].map(CATEGORIES), countries=rows["countries"].map(_named))[
            ["period", "title", "category", "countries", "document", "url", "host", "note"]
        ].fillna(""),
        hide_index=True,
        height="content" if len(rows) < 12 else 460,
        alt="The events of the timeline with their sources",
        column_config={
            "period": st.column_config.DateColumn("Day", format="YYYY-MM-DD"),
            "title": st.column_config.TextColumn("What happened", width="large"),
            "category": "Kind",
            "countries": "Countries",
            "document": "Document",
            "url": st.column_config.LinkColumn("Source", display_text=r"https?://(?:www\\.)?([^/]+)"),
            "host": st.column_config.TextColumn("Read at", help="blog and state_media are weak"),
            "note": st.column_config.TextColumn("Note", width="large"),
        },
        on_select="rerun",
        selection_mode="multi-row",
        key="events_listed",
    )
    names = [str(rows["event_id"].iloc[place]) for place in chosen["selection"]["rows"] if place < len(rows)]
    if st.button(
        f"Mark {len(names) or 'the ticked'} event{'s' * (len(names) != 1)} on every chart",
        icon=":material/flag:",
        disabled=not names,
        on_click=story.mark_events,
        args=(names,),
    ):
        st.rerun()


def _named(codes: object) -> str:
    """Countries by name, as the table joins their codes."""
    return ", ".join(map(theme.name, codes.split(";"))) if isinstance(codes, str) and codes else ""
