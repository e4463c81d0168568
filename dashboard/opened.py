"""Open the record behind a dot: by a click or tap on the chart, or from a list that a keyboard reaches."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from dashboard.chart import Exhibit, records


def figure(exhibit: Exhibit, config: Mapping[str, Any]) -> None:
    """The figure of a chart; where its rows open into records, a dot can be chosen."""
    key = f"figure_{exhibit.chart.name}"
    if not exhibit.chart.record or exhibit.rows.empty:
        st.plotly_chart(exhibit.figure, key=key, config=dict(config), alt=exhibit.summary)
        return
    st.plotly_chart(
        exhibit.figure,
        key=key,
        config=dict(config),
        alt=exhibit.summary,
        on_select=partial(_take, exhibit),
        selection_mode="points",
    )


def _take(exhibit: Exhibit) -> None:
    """Open the record of the dot that was chosen; close it when the dot is chosen no longer."""
    points = st.session_state[f"figure_{exhibit.chart.name}"].selection.points
    st.session_state[f"{exhibit.chart.name}.record"] = named(exhibit, points[0]) if points else None


def named(exhibit: Exhibit, point: Mapping[str, Any]) -> str | None:
    """The name of the row behind a point of the figure, if it has one."""
    trace = exhibit.figure.to_dict()["data"][int(point["curve_number"])]
    names = list(trace.get("ids", ()))
    position = int(point.get("point_index", point.get("point_number", -1)))
    return str(names[position]) if 0 <= position < len(names) else None


def labels(exhibit: Exhibit) -> dict[str, str]:
    """What can be opened: rows by name, each with a label of its own, in the order of the rows."""
    record = exhibit.chart.record
    found: dict[str, str] = {}
    if record is None:
        return found
    for row in records(exhibit.rows):
        name = str(getattr(row, record.key))
        label = record.label(row)
        found[name] = f"{label} ({name})" if label in found.values() else label
    return found


def card(exhibit: Exhibit) -> None:
    """The list of records and the one that is open. It is in the address, by its label."""
    record = exhibit.chart.record
    if not record or exhibit.rows.empty:
        return
    key = f"{exhibit.chart.name}.record"
    words = labels(exhibit)
    asked = st.query_params.get(key)
    lost = asked if asked and asked not in words.values() else ""
    if lost or st.session_state.get(key) not in (None, *words):
        st.session_state[key] = None
    chosen = st.selectbox(
        f"Open one {record.what}: words, basis, source",
        list(words),
        index=None,
        format_func=lambda name: words.get(name, name),
        placeholder=f"Choose one of {len(words)}, or a mark on the chart",
        key=key,
        bind="query-params",
        width=520,
    )
    if lost:
        st.caption(f":material/info: “{lost}” is not in this view.")
    if chosen:
        row = next(row for row in records(exhibit.rows) if str(getattr(row, record.key)) == chosen)
        with st.container(border=True, key=f"record_{exhibit.chart.name}"):
            st.markdown(record.text(row))
