"""The data of one excerpt: its chart lit up, its claim under every reading and window, and what to take away."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from dashboard import away, charts, story
from dashboard.chart import Exhibit, drawn, records
from dashboard.commentary import ledger, meter, seen, stated, strip, windows
from dashboard.commentary.excerpt import Excerpt, Text
from dashboard.commentary.ledger import Entry
from dashboard.commentary.turning import nearest_reading, turning
from dashboard.commentary.verdict import REACHED, VERDICTS
from dashboard.commentary.wording import worded
from dashboard.happenings import EVENTS
from dashboard.store import Provenance, QueryFailed, Store

MINE = "my_period"
FAILURES = (QueryFailed,)

Ledger = dict[tuple[str, str], Entry]
"""Every claim by text and excerpt."""


@lru_cache(maxsize=4)
def read(store: Store) -> tuple[tuple[Text, ...], Ledger]:
    """All texts and every claim computed; shared by all sessions."""
    entries = ledger.ledger(store, FAILURES, store.at_once)
    return ledger.texts(store), {(entry.text, entry.id): entry for entry in entries}


def highlighted(excerpt: Excerpt, entry: Entry | None) -> str:
    """The quotation as Markdown with the words of the claim marked."""
    colour = entry.verdict.colour if entry else "gray"
    quote = excerpt.quote.replace("[", "\\[").replace("]", "\\]").replace("$", "\\$")
    return quote.replace(excerpt.span, f":{colour}-background[{excerpt.span}]", 1) if excerpt.span else quote


@st.fragment
def show(text: Text, excerpt: Excerpt) -> None:
    """The chart of an excerpt, lit up; then its claim's readings, what they depend on, and its windows."""
    with away.answering("evidence"):
        _show(text, excerpt, away.open_tables())


def _show(text: Text, excerpt: Excerpt, store: Store) -> None:
    entry = read(store)[1].get((text.name, excerpt.id))
    exhibit = _lit(excerpt, text.name, store)
    with st.container(key="evidence_chart", gap="small"):
        st.markdown(f":small[:gray[On “{highlighted(excerpt, entry)}”]]")
        story.present(exhibit)
        if excerpt.events:
            st.markdown(_spoken_of(excerpt, store))
    if not entry:
        return
    if entry.metric:
        with st.container(key="evidence_strip", gap="small"):
            story.present(_strip(store, text.name, entry.id, exhibit.sources))
            st.markdown(findings(store, text.name, entry.id))
        if _slides(store, text.name, entry.id):
            with st.container(key="evidence_windows", gap="small"):
                story.present(_meter(store, text.name, entry.id, exhibit.sources))
    with st.container(horizontal=True, key="evidence_more"):
        with st.popover("How a verdict is reached", icon=":material/balance:", key="verdicts"):
            st.markdown(_vocabulary())
        taken = st.popover("Take the claim", icon=":material/download:", key="take_claim", on_change="rerun")
    if taken.open:
        with taken:
            _take(store, text, excerpt, entry)


def _lit(excerpt: Excerpt, text: str, store: Store) -> Exhibit:
    """The excerpt's chart in the reader's period, its months shaded, its events marked, the stated value drawn."""
    chart = charts.get(excerpt.chart)
    scope = chart.scope(
        story.current_period(),
        dict(excerpt.chosen),
        store,
        cited=excerpt.cited,
        compared=excerpt.compared,
        events=tuple(dict.fromkeys((*excerpt.events, *story.chosen_events(store)))),
    )
    return _with_stated(drawn(chart, scope, store), store, text, excerpt.id)


@lru_cache(maxsize=64)
def _with_stated(exhibit: Exhibit, store: Store, text: str, name: str) -> Exhibit:
    _, excerpt = _written(store, text, name)
    entry = read(store)[1].get((text, name))
    return stated.drawn_in(exhibit, excerpt, entry) if entry and entry.metric else exhibit


def _written(store: Store, text: str, name: str) -> tuple[Text, Excerpt]:
    written = next(t for t in read(store)[0] if t.name == text)
    return written, next(e for e in written.excerpts if e.id == name)


@lru_cache(maxsize=64)
def findings(store: Store, text: str, name: str) -> str:
    """What the claim depends on, as a Markdown list: the choice, the nearest reading, the vintage."""
    said = [f"- **{heading}.** {words}" for heading, words in _found(store, text, name) if words]
    return "\n".join(said)


@lru_cache(maxsize=64)
def _found(store: Store, text: str, name: str) -> tuple[tuple[str, str], ...]:
    entry = read(store)[1][text, name]
    written, excerpt = _written(store, text, name)
    slides = _slides(store, text, name)
    near = nearest_reading(entry)
    nearest = f"{near.label}: {worded(near.value.value, entry.unit)}." if near and near.value else ""
    seen_then = (
        seen.replayed(entry, written, excerpt, excerpt.claim, store, FAILURES) if excerpt.claim else "",
        seen.in_words(seen.printed(entry, excerpt, store, FAILURES)),
    )
    return (
        ("Which choice flips it", turning(entry)),
        ("Nearest reading that holds", windows.nearest_in_words(entry, slides) if slides else nearest),
        ("What the author saw", " ".join(part for part in seen_then if part)),
    )


@lru_cache(maxsize=64)
def _slides(store: Store, text: str, name: str) -> tuple[windows.Slid, ...]:
    return windows.slid(read(store)[1][text, name], store, FAILURES)


@lru_cache(maxsize=64)
def _strip(store: Store, text: str, name: str, shown: tuple[Provenance, ...]) -> Exhibit:
    """The strip of one claim; its sources are those of the rows behind it, or else the chart's."""
    entry = read(store)[1][text, name]
    return strip.exhibit(entry, store.extent, _behind(entry.sources, store) or shown, store.version)


@lru_cache(maxsize=64)
def _meter(store: Store, text: str, name: str, shown: tuple[Provenance, ...]) -> Exhibit:
    """The meter of one claim; its sources are those that its windows were computed from."""
    slides = _slides(store, text, name)
    named = tuple(str(one.parameters["source"]) for one in slides)
    entry = read(store)[1][text, name]
    return meter.exhibit(entry, slides, store.extent, _behind(named, store) or shown, store.version)


def _behind(names: tuple[str, ...], store: Store) -> tuple[Provenance, ...]:
    return tuple(store.provenance[name] for name in names if name in store.provenance)


@lru_cache(maxsize=1)
def _vocabulary() -> str:
    words = "\n".join(f"- :{v.colour}[:material/{v.icon}: **{v.word}**] — {v.definition}" for v in VERDICTS)
    return f"{REACHED}\n\n{words}\n\nThe rows and the SQL behind a reading are under its chart: **Table** and **SQL**."


def _spoken_of(excerpt: Excerpt, store: Store) -> str:
    rows = store.rows(EVENTS, events=list(excerpt.events))
    lines = [f"- {row.date.day} {row.date:%b %Y}: [{row.title}]({row.url})" for row in records(rows)]
    return "Events it speaks of:\n" + "\n".join(lines)


def _take(store: Store, text: Text, excerpt: Excerpt, entry: Entry) -> None:
    """This claim, or all of them, as files."""
    from dashboard.commentary import brief, export

    texts, entries = read(store)
    every = list(entries.values())
    plain = [f"{heading}. {words}" for heading, words in _found(store, text.name, entry.id)[1:] if words]
    sources = [f"{p.publisher}, {p.title}, obtained {p.obtained}" for p in _behind(entry.sources, store)]
    offers = {
        "This claim": {
            ("One page to print", "html", "text/html"): lambda: brief.brief(
                entry, text, excerpt, plain, sources, store.version
            ),
            ("JSON-LD", "jsonld", "application/ld+json"): lambda: export.as_json_ld([entry], texts, store.version),
            ("CSV", "csv", "text/csv"): lambda: export.as_csv([entry], store.version),
        },
        "All claims": {
            ("JSON-LD", "jsonld", "application/ld+json"): lambda: export.as_json_ld(every, texts, store.version),
            ("CSV", "csv", "text/csv"): lambda: export.as_csv(every, store.version),
        },
    }
    for heading, files in offers.items():
        st.caption(heading)
        stem = f"waybill_{entry.id}" if heading == "This claim" else "waybill_claims"
        for (label, ending, mime), make in files.items():
            st.download_button(
                label,
                data=make,
                file_name=f"{stem}.{ending}",
                mime=mime,
                on_click="ignore",
                key=f"{stem}_{ending}",
                width="stretch",
            )
