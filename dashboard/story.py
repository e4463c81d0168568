"""The house layout: the period filter, a chart with its words, its sources and what can be taken away."""

from __future__ import annotations

import atexit
import gc
import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import away, charts, controls, happenings, marks, opened, theme, view
from dashboard.chart import Exhibit, drawn
from dashboard.commentary import ledger
from dashboard.happenings import Happening
from dashboard.parts import PARTS
from dashboard.period import INVASION, Period, presets, read_written, written
from dashboard.store import NotPublished, Provenance, Store

MANY_SOURCES = 5
CHART_CONFIG = {"displayModeBar": False, "showSendToCloud": False, "responsive": True, "scrollZoom": False}


def published() -> Store:
    """The published tables; built first, with progress on the page, where there are none yet.

    `waybill` has built them by now; `streamlit run` comes here without.
    """
    try:
        return away.open_tables()
    except NotPublished:
        from dashboard.cli import prepare

        room = st.empty()
        report = prepare(os.environ.get("WAYBILL_DATA"), tell=lambda line: _tell(room, line))
        room.empty()
        for source, reason in (report.failed if report else {}).items():
            st.warning(reason, title=f"The source {source} could not be built")
        return away.open_tables()


def _tell(room: DeltaGenerator, line: str) -> None:
    """Progress of a build, in a place of its own that is cleared when it is done."""
    room.info(line, title="Building the tables for the first time", icon=":material/hourglass_top:")


def period_filter(store: Store) -> None:
    """Two handles at month precision, the ready periods and the events; kept between pages and in the address."""
    extent = store.extent
    ready = presets(extent)
    months = [written(month) for month in extent.months]
    usual = Period(max(INVASION, extent.start), extent.end)
    with st.container(key="period_filter", horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.select_slider(
            "Period",
            months,
            value=(written(usual.start), written(usual.end)),
            key=view.PERIOD,
            bind="query-params",
            width=520,
        )
        now = current_period()
        st.session_state.preset = next((words for words, period in ready.items() if period == now), None)
        st.pills(
            "Ready periods",
            list(ready),
            key="preset",
            label_visibility="collapsed",
            wrap=True,
            on_change=_take_preset,
            args=(ready, now),
        )
        event_filter(store)


def _take_preset(ready: Mapping[str, Period], drawn: Period) -> None:
    """Take a ready period. A handle moved quickly brings along the pill lit before; then the handle counts."""
    if st.session_state.preset and current_period() == drawn:
        set_period(ready[st.session_state.preset])


def event_filter(store: Store) -> None:
    """The kinds of events, and single events, that charts over time mark with lines; none at first."""
    kinds = st.session_state.get(view.EVENTS) or st.query_params.get_all(view.EVENTS)
    single = st.session_state.get(view.EVENT) or st.query_params.get_all(view.EVENT)
    told = [f"{len(kinds)} kinds" if len(kinds) > 1 else kinds[0]] if kinds else []
    told += [f"{len(single)} chosen"] if single else []
    with st.popover(
        f"Events: {' and '.join(told) or 'none'}",
        icon=":material/flag:",
        key="event_filter",
        help="Mark events on every chart over time",
    ):
        st.pills(
            "Kinds of events to mark",
            list(happenings.CATEGORIES.values()),
            selection_mode="multi",
            key=view.EVENTS,
            bind="query-params",
            wrap=True,
        )
        every = happenings.every(store)
        st.multiselect(
            "Single events to mark",
            list(every),
            format_func=lambda name: every.get(name, name),
            key=view.EVENT,
            bind="query-params",
            placeholder="Type a word or a year",
        )
        st.caption("Marked with lines on every chart over time; hover over a mark to read it, click it for its source.")


def chosen_events(store: Store) -> tuple[str, ...]:
    """The names of the events that are to be marked in the period chosen."""
    words = st.session_state.get(view.EVENTS) or ()
    kinds = tuple(name for name, label in happenings.CATEGORIES.items() if label in words)
    single = st.session_state.get(view.EVENT) or ()
    return tuple(dict.fromkeys((*happenings.of(kinds, current_period(), store), *single)))


def mark_events(names: Sequence[str]) -> None:
    """Mark single events on every chart; to be called from a widget's callback."""
    st.session_state[view.EVENT] = list(dict.fromkeys((*st.session_state.get(view.EVENT, ()), *names)))


def excerpt_names(store: Store) -> list[str]:
    """The names of all excerpts, as the address has them."""
    return [excerpt.id for text in ledger.texts(store) for excerpt in text.excerpts]


def spoken_events(store: Store) -> tuple[str, ...]:
    """The events that any excerpt of the commentary speaks of."""
    spoken = {event for text in ledger.texts(store) for excerpt in text.excerpts for event in excerpt.events}
    return tuple(sorted(spoken))


def current_period() -> Period:
    """The period chosen now."""
    first, last = st.session_state[view.PERIOD]
    return Period(read_written(first), read_written(last))


def set_period(period: Period) -> None:
    """Choose a period; to be called before the filter is drawn, from a widget's callback."""
    st.session_state[view.PERIOD] = (written(period.start), written(period.end))


Beneath = Callable[[Exhibit], None]
"""Draws what a page has to add under one of its charts; it is drawn again whenever the chart is."""


def part(topic: str, beneath: Mapping[str, Beneath] | None = None) -> str:
    """The reader's part of a topic, where it has several; its charts are drawn, the others are not run.

    `beneath` says by a chart's name what is drawn under it.
    """
    parts = PARTS[topic]
    chosen = next(iter(parts))
    if len(parts) > 1:
        chosen = st.segmented_control(
            "Part of this page",
            list(parts),
            default=chosen,
            required=True,
            key=f"{topic}.{view.PART}",
            bind="query-params",
            label_visibility="collapsed",
            wrap=True,
        )
    for name in parts[chosen]:
        show(name, (beneath or {}).get(name))
    return chosen


def choose_part(topic: str, name: str) -> None:
    """Open a part unless the reader has chosen one; to be called before `part`."""
    st.session_state.setdefault(f"{topic}.{view.PART}", name)


def open_part(topic: str, name: str) -> None:
    """Open a part whatever is chosen; to be called from a widget's callback."""
    st.session_state[f"{topic}.{view.PART}"] = name


@st.fragment
def show(name: str, beneath: Beneath | None = None) -> None:
    """One chart of the registry with its heading, the reader's choices, words, sources and downloads."""
    chart = charts.get(name)
    with away.answering(name), st.container(key=f"story_{name}", gap="small"):
        store = away.open_tables()
        heading = st.container(gap=None)
        chosen = controls.chosen(chart, store)
        events = chosen_events(store)
        if chart.spoken:
            events = tuple(dict.fromkeys((*events, *spoken_events(store))))
        scope = chart.scope(current_period(), chosen, store, events=events)
        exhibit = drawn(chart, scope, store)
        present(exhibit, heading)
        if beneath:
            beneath(exhibit)


def present(exhibit: Exhibit, heading: DeltaGenerator | None = None) -> None:
    """An exhibit: question and measure (in `heading`, if given), figure, words, and the row of actions."""
    (heading or st).markdown(f"### {exhibit.question}\n:gray[{exhibit.measure}]")
    opened.figure(exhibit, CHART_CONFIG)
    st.caption(_words(exhibit))
    if len(exhibit.sources) > MANY_SOURCES:
        with st.expander(f"{len(exhibit.sources)} sources", icon=":material/source:"):
            st.caption("  \n".join(_source(source) for source in exhibit.sources))
    if len(exhibit.events) > marks.FEW:
        with st.expander(f"{len(exhibit.events)} events are marked", icon=":material/flag:"):
            st.caption("  \n".join(_event(event) for event in exhibit.events))
    opened.card(exhibit)
    if exhibit.chart.nothing and exhibit.rows.empty and not exhibit.nearest:
        return  # nothing of it is held: there is nothing to take away
    _take_away(exhibit)


def _words(exhibit: Exhibit) -> str:
    """Summary, caveat, gaps and sources under a chart."""
    lines = [exhibit.summary]
    if exhibit.nearest:
        lines.append(exhibit.nearest)
    if exhibit.missing:
        lines.append(f"Without figures: {'; '.join(gap.words for gap in exhibit.missing)}.")
    if exhibit.chart.caveat:
        lines.append(exhibit.chart.caveat)
    if exhibit.sources and len(exhibit.sources) <= MANY_SOURCES:
        lines.append("Source: " + " · ".join(_source(source) for source in exhibit.sources))
    if exhibit.events and len(exhibit.events) <= marks.FEW:
        lines.append("Events: " + " · ".join(_event(event) for event in exhibit.events))
    return "  \n".join(lines)


def _event(event: Happening) -> str:
    title = event.title.replace("[", "(").replace("]", ")").replace("$", "\\$")
    return f"**{event.number}** {theme.day(event.date)} {_linked(title, event.url)}"


def _source(source: Provenance) -> str:
    name = _linked(f"{source.publisher}, {source.title}", source.page)
    return f"{name}, obtained {theme.day(source.obtained)}, {_linked(source.license, source.license_path)}"


def _linked(words: str, address: str) -> str:
    """Words as a link where there is somewhere to go: figures kept by hand have no page of their own."""
    return f"[{words}]({address})" if address else words


PANELS = {
    "Cite": ":material/format_quote: Cite",
    "Link": ":material/link: Link",
    "Table": ":material/table: Table",
    "SQL": ":material/code: SQL",
}


def _take_away(exhibit: Exhibit) -> None:
    """The row of actions. What is closed is not run, so that it costs nothing."""
    name = exhibit.chart.name
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"actions_{name}"):
        download = st.popover("Download", icon=":material/download:", on_change="rerun", key=f"download_{name}")
        panel = st.segmented_control(
            f"More on “{exhibit.question}”",
            list(PANELS),
            format_func=PANELS.__getitem__,
            label_visibility="collapsed",
            key=f"panel_{name}",
        )
    if download.open:
        with download:
            _downloads(exhibit)
    if panel:
        with st.container(border=True, key=f"open_panel_{name}"):
            _panel(str(panel), exhibit)


def _panel(panel: str, exhibit: Exhibit) -> None:
    if panel == "Cite":
        from dashboard.take_away import citation

        st.code(citation.plain(exhibit), language=None, wrap_lines=True)
        st.code(citation.bibtex(exhibit, _address()), language="latex", wrap_lines=True)
    elif panel == "Link":
        st.markdown("This address opens the same view.")
        st.code(_address(), language=None, wrap_lines=True)
    elif panel == "Table":
        dates = exhibit.rows.select_dtypes("datetime").columns
        st.dataframe(
            exhibit.rows,
            hide_index=True,
            alt=f"The rows behind: {exhibit.question}",
            column_config={name: st.column_config.DateColumn(format="D MMM YYYY") for name in dates},
            placeholder="",
        )
        st.caption(f"{theme.number(len(exhibit.rows))} rows: all that is drawn above.")
    else:
        from dashboard.store import readable

        st.code(readable(exhibit.chart.query, exhibit.chart.parameters(exhibit.scope)), language="sql", wrap_lines=True)


def _downloads(exhibit: Exhibit) -> None:
    from dashboard.take_away import KINDS
    from dashboard.take_away.image import image_buttons

    image_buttons(exhibit, key=f"image_{exhibit.chart.name}")
    for kind in KINDS:
        st.download_button(
            kind.label,
            data=partial(kind.make, exhibit),
            file_name=f"{exhibit.file_stem}.{kind.ending}",
            mime=kind.mime,
            on_click="ignore",
            key=f"{kind.ending}_{exhibit.chart.name}",
            width="stretch",
        )
    st.download_button(
        "Evidence pack",
        data=partial(_evidence_pack, exhibit),
        file_name=f"{exhibit.file_stem}_evidence.zip",
        mime="application/zip",
        on_click="ignore",
        key=f"pack_{exhibit.chart.name}",
        width="stretch",
    )


def _evidence_pack(exhibit: Exhibit) -> bytes:
    """Made when it is asked for: figures, rows, queries and receipts in one ZIP that `waybill verify` checks."""
    from dashboard.take_away.pack import of_exhibit

    return of_exhibit(exhibit, away.open_tables())


def _address() -> str:
    parameters = {name: st.query_params.get_all(name) for name in st.query_params}
    return view.address(str(st.context.url), parameters)


@st.cache_resource
def settle() -> None:
    """Freeze, once, what the first page loaded: garbage collection then leaves it alone in every rerun."""
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # so that leaving is as clean as without
