"""The reading page: excerpts of a text on the left, the data of the chosen one on the right."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import away, evidence, story, view
from dashboard.commentary.excerpt import TOPICS, Excerpt, Text
from dashboard.commentary.ledger import Entry, broken
from dashboard.commentary.verdict import VERDICTS
from dashboard.commentary.wording import asked, capital, worded

Entries = dict[str, Entry]
"""The claims of one text by excerpt."""


def page() -> None:
    """The whole page."""
    store = away.open_tables()
    texts, ledger = evidence.read(store)
    _unread(broken(store))
    if not texts:
        return
    text = texts[0]
    if len(texts) > 1:
        text = st.selectbox("Text", texts, format_func=lambda t: t.title, key="text", bind="query-params")
    entries = {excerpt.id: ledger[text.name, excerpt.id] for excerpt in text.excerpts if excerpt.claim}
    with st.container(key="masthead", gap="small"):
        st.title(text.title)
        where = f"[{text.publisher}]({text.link})" if text.link else text.publisher
        st.markdown(f":gray[{text.series} · {where} · {text.published}]  \n{_tally(text, entries)}")
        excerpts = _filtered(text, entries)
    if not excerpts:
        st.info("No excerpt is of this verdict and topic. Take one of the filters off.", icon=":material/filter_list:")
        return
    chosen = _chosen(excerpts, entries)
    with st.container(key="reading", gap="medium"):
        for excerpt in excerpts:
            _card(excerpt, entries.get(excerpt.id), excerpt.id == chosen.id)
        with st.container(key="evidence", gap="medium"):
            _own_view()
            evidence.show(text, chosen)
    st.html(f"<style>{_arranged(excerpts, chosen)}</style>")


def _unread(faults: Sequence[str]) -> None:
    """The commentary files that cannot be shown, with the reason; the others stand below."""
    if faults:
        st.warning(
            "A commentary file is left out, because it cannot be read. Correct it and build again.\n\n"
            + "\n".join(f"- {fault}" for fault in faults),
            icon=":material/warning:",
        )


def _filtered(text: Text, entries: Entries) -> list[Excerpt]:
    """The excerpts of the verdicts and topics picked, in the text's order; all when nothing is picked."""
    verdicts = [v.word for v in VERDICTS if any(entry.verdict is v for entry in entries.values())]
    topics = [topic for topic in TOPICS if any(excerpt.topic == topic for excerpt in text.excerpts)]
    with st.container(horizontal=True, key="filters", gap="small"):
        by_verdict = _pills("Verdict", verdicts, view.VERDICT)
        by_topic = _pills("Topic", topics, view.TOPIC)
    return [
        excerpt
        for excerpt in text.excerpts
        if (not by_topic or excerpt.topic in by_topic)
        and (not by_verdict or (excerpt.id in entries and entries[excerpt.id].verdict.word in by_verdict))
    ]


def _pills(label: str, words: list[str], key: str) -> list[str]:
    picked = st.pills(
        f"Only this {label.lower()}",
        words,
        selection_mode="multi",
        key=key,
        bind="query-params",
        label_visibility="collapsed",
        wrap=True,
    )
    return list(picked or [])


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


def _chosen(excerpts: Sequence[Excerpt], entries: Entries) -> Excerpt:
    """The excerpt chosen in this session or by the address; at first, the first one with a claim."""
    wanted = st.session_state.get(view.EXCERPT) or st.query_params.get(view.EXCERPT)
    known = {excerpt.id: excerpt for excerpt in excerpts}
    first = next((e for e in excerpts if e.id in entries), excerpts[0])
    return known.get(wanted or "", first)


def _choose(excerpt: Excerpt) -> None:
    """Show an excerpt's data in the period it speaks of, remembering the reader's own."""
    st.session_state.setdefault(evidence.MINE, story.current_period())
    st.session_state[view.EXCERPT] = excerpt.id
    st.query_params[view.EXCERPT] = excerpt.id
    wanted = excerpt.period.clipped(away.open_tables().extent)
    if wanted:
        story.set_period(wanted)


def _back() -> None:
    story.set_period(st.session_state.pop(evidence.MINE))


def _own_view() -> None:
    """The way back; not part of the evidence, because the period filter has to be drawn again with it."""
    mine = st.session_state.get(evidence.MINE)
    if mine is None or mine == story.current_period():
        return
    st.button(
        f"Back to my view ({mine.label})",
        icon=":material/undo:",
        key="back_to_my_view",
        on_click=_back,
        type="tertiary",
    )


def _tally(text: Text, entries: Entries) -> str:
    """How the text's claims fare, in one line: 14 claims: 10 supported · …"""
    verdicts = [entry.verdict for entry in entries.values()]
    parts = [f":{v.colour}[:material/{v.icon}: {verdicts.count(v)} {v.word}]" for v in VERDICTS if v in verdicts]
    counted = f"{len(verdicts)} claims" if len(verdicts) != 1 else "1 claim"
    return f"**{counted}**: {' · '.join(parts)}" if parts else f"{len(text.excerpts)} excerpts, no claim"


def _card(excerpt: Excerpt, entry: Entry | None, selected: bool) -> None:
    """One excerpt: the author's words, the outcome, and our note, apart from each other; and the way to its chart."""
    state = "chosen" if selected else "excerpt"
    with st.container(border=True, key=f"{state}_{excerpt.id}", gap="small"):
        parts = [f"“{evidence.highlighted(excerpt, entry)}”"]
        if entry:
            parts.append(_verdict(entry))
        parts.append(f":gray[**Our note.**] {excerpt.annotation}")
        st.markdown("\n\n".join(parts))
        st.button(
            "Shown on the chart" if selected else "Show on the chart",
            key=f"show_{excerpt.id}",
            type="tertiary",
            icon=":material/insert_chart:" if selected else ":material/arrow_forward:",
            on_click=_choose,
            args=(excerpt,),
        )


def _verdict(entry: Entry) -> str:
    verdict = entry.verdict
    chip = f":{verdict.colour}-badge[:material/{verdict.icon}: {capital(verdict.word)}]"
    if not entry.metric:
        return f"{chip} {entry.why}"
    values = "; ".join(
        f"**{worded(r.value.value, entry.unit)}** {r.label}" for r in entry.readings if r.as_worded and r.value
    )
    return (
        f"{chip} {values}.  \n"
        f":small[:gray[Stated: {asked(entry.comparator, entry.stated, entry.unit)}. Tolerance: {entry.because}. "
        f"{capital(entry.tally)}.]]"
    )
