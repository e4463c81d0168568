"""The reading page: excerpts of a text on the left, the data of the chosen one on the right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import streamlit as st

from dashboard import charts, story, view
from dashboard.chart import EVENTS, Exhibit, drawn, records
from dashboard.commentary import ledger, strip
from dashboard.commentary.excerpt import Excerpt, Text
from dashboard.commentary.ledger import Entry
from dashboard.commentary.verdict import REACHED, VERDICTS
from dashboard.store import Provenance, QueryFailed, Store, open_store

MINE = "my_period"


@lru_cache(maxsize=4)
def _read(store: Store) -> tuple[tuple[Text, ...], dict[str, Entry]]:
    """All texts and, by excerpt, every claim computed; shared by all sessions."""
    entries = ledger.ledger(store, failures=(QueryFailed,))
    return ledger.texts(store), {entry.id: entry for entry in entries}


def page() -> None:
    """The whole page."""
    store = open_store()
    texts, entries = _read(store)
    text = texts[0]
    if len(texts) > 1:
        text = st.selectbox("Text", texts, format_func=lambda t: t.title, key="text", bind="query-params")
    chosen = _chosen(text)
    # What has been checked comes first; within both groups the order is the text's.
    excerpts = sorted(text.excerpts, key=lambda excerpt: excerpt.claim is None)
    with st.container(key="masthead", gap="small"):
        st.title(text.title)
        where = f"[{text.publisher}]({text.link})" if text.link else text.publisher
        st.markdown(f":gray[{text.series} · {where} · {text.published}]  \n{_tally(text, entries)}")
    with st.container(key="reading", gap="medium"):
        for excerpt in excerpts:
            _card(excerpt, entries.get(excerpt.id), excerpt.id == chosen.id)
        with st.container(key="evidence", gap="medium"):
            _own_view()
            _evidence(chosen)
    st.html(f"<style>{_arranged(excerpts, chosen)}</style>")


def _arranged(excerpts: Sequence[Excerpt], chosen: Excerpt) -> str:
    """Style that puts the chart beside the excerpts, and on a phone under the chosen one, redrawing nothing."""
    place = [excerpt.id for excerpt in excerpts].index(chosen.id)
    later = ", ".join(f".st-key-reading > :has(> .st-key-excerpt_{e.id})" for e in excerpts[place + 1 :])
    beside = (
        "@media (min-width: 62rem) {"
        f" .st-key-reading {{ grid-template-rows: repeat({len(excerpts)}, min-content) 1fr; }}"
        f" .st-key-reading > :has(> .st-key-evidence) {{ grid-row: 1 / span {len(excerpts) + 1}; }} }}"
    )
    return f"{later} {{ order: 2; }} {beside}" if later else beside


def _chosen(text: Text) -> Excerpt:
    """The excerpt chosen in this session or by the address; at first, the first one with a claim."""
    asked = st.session_state.get(view.EXCERPT) or st.query_params.get(view.EXCERPT)
    known = {excerpt.id: excerpt for excerpt in text.excerpts}
    first = next((e for e in text.excerpts if e.claim), text.excerpts[0])
    return known.get(asked or "", first)


def _choose(excerpt: Excerpt) -> None:
    """Show an excerpt's data in the period it speaks of, remembering the reader's own."""
    st.session_state.setdefault(MINE, story.current_period())
    st.session_state[view.EXCERPT] = excerpt.id
    st.query_params[view.EXCERPT] = excerpt.id
    wanted = excerpt.period.clipped(open_store().extent)
    if wanted:
        story.set_period(wanted)


def _back() -> None:
    story.set_period(st.session_state.pop(MINE))


def _tally(text: Text, entries: dict[str, Entry]) -> str:
    """How the text's claims fare, in one line."""
    words = [entries[e.id].verdict for e in text.excerpts if e.id in entries]
    parts = [f":{v.colour}[:material/{v.icon}: {words.count(v)} {v.word}]" for v in VERDICTS if v in words]
    bound = f"{len(text.excerpts)} excerpts, {len(words)} claims computed"
    return f"{bound}: {' · '.join(parts)}" if parts else bound


def _card(excerpt: Excerpt, entry: Entry | None, selected: bool) -> None:
    state = "chosen" if selected else "excerpt"
    with st.container(border=True, key=f"{state}_{excerpt.id}", gap="small"):
        parts = [f"“{_highlighted(excerpt, entry)}”"]
        if entry:
            parts.append(_verdict(entry))
        st.markdown("\n\n".join(parts))
        st.markdown(f":gray[**Our note.**] {excerpt.annotation}")
        st.button(
            "Shown on the chart" if selected else "Show on the chart",
            key=f"show_{excerpt.id}",
            type="tertiary",
            icon=":material/insert_chart:" if selected else ":material/arrow_forward:",
            on_click=_choose,
            args=(excerpt,),
        )


def _highlighted(excerpt: Excerpt, entry: Entry | None) -> str:
    colour = entry.verdict.colour if entry else "gray"
    quote = excerpt.quote.replace("[", "\\[").replace("]", "\\]").replace("$", "\\$")
    return quote.replace(excerpt.span, f":{colour}-background[{excerpt.span}]", 1) if excerpt.span else quote


def _verdict(entry: Entry) -> str:
    verdict = entry.verdict
    word = verdict.word[0].upper() + verdict.word[1:]
    asked = [r for r in entry.readings if r.as_worded and r.value]
    values = "; ".join(f"**{strip.worded(r.value.value, entry.unit)}** {r.label}" for r in asked if r.value)
    return (
        f":{verdict.colour}-badge[:material/{verdict.icon}: {word}] {values}.  \n"
        f":small[:gray[Stated: {strip.worded(entry.stated, entry.unit)}. Tolerance: {entry.because}. "
        f"{entry.tally[0].upper() + entry.tally[1:]}.]]"
    )


@st.fragment
def _evidence(excerpt: Excerpt) -> None:
    """The chart of an excerpt, lit up, and the strip of its claim's readings."""
    store = open_store()
    _, entries = _read(store)
    period = story.current_period()
    chart = charts.get(excerpt.chart)
    scope = chart.scope(
        period, dict(excerpt.chosen), cited=excerpt.cited, compared=excerpt.compared, events=excerpt.events
    )
    exhibit = drawn(chart, scope, store)
    entry = entries.get(excerpt.id)
    with st.container(key="evidence_chart", gap="small"):
        st.markdown(f":small[:gray[On “{_highlighted(excerpt, entry)}”]]")
        story.present(exhibit)
        if excerpt.events:
            st.markdown(_spoken_of(excerpt, store))
    if entry:
        with st.container(key="evidence_strip", gap="small"):
            story.present(_strip(store, entry.id, exhibit.sources))
            with st.popover("How a verdict is reached", icon=":material/balance:", key="verdicts"):
                st.markdown(REACHED)
                st.markdown(
                    "\n".join(f"- :{v.colour}[:material/{v.icon}: **{v.word}**] — {v.definition}" for v in VERDICTS)
                )


def _own_view() -> None:
    """The way back; not part of the fragment, because the period filter has to be drawn again with it."""
    mine = st.session_state.get(MINE)
    if mine is None or mine == story.current_period():
        return
    st.button(
        f"Back to my view ({mine.label})",
        icon=":material/undo:",
        key="back_to_my_view",
        on_click=_back,
        type="tertiary",
    )


@lru_cache(maxsize=64)
def _strip(store: Store, name: str, shown: tuple[Provenance, ...]) -> Exhibit:
    """The strip of one claim; its sources are those its readings name, or else the chart's."""
    entry = _read(store)[1][name]
    named = {str(r.parameters["source"]) for r in entry.readings if "source" in r.parameters}
    sources = [store.provenance[n] for n in sorted(named) if n in store.provenance] or list(shown)
    return strip.exhibit(entry, store.extent, sources, store.version)


def _spoken_of(excerpt: Excerpt, store: Store) -> str:
    rows = store.rows(EVENTS, events=list(excerpt.events))
    lines = [f"- {row.date.day} {row.date:%b %Y}: [{row.title}]({row.url})" for row in records(rows)]
    return "Events it speaks of:\n" + "\n".join(lines)
