"""Upload on the page: a text somebody brings, a draft with boxes to tick, and a file for the data folder."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from dashboard import away
from dashboard.annotate.extract import ENDINGS, MOST_BYTES, NotReadable
from dashboard.store import EngineDown, QueryFailed

MARKS = {"high": ":green-badge[ready]", "medium": ":orange-badge[to be decided]", "low": ":gray-badge[unsure]"}


def upload() -> None:
    """The expander at the end of the page. What is closed is not run."""
    box = st.expander(
        "Add your own commentary", icon=":material/note_add:", key="own_commentary", on_change="rerun", expanded=False
    )
    if added := st.session_state.pop("own_added", ""):
        st.toast(f"The text {added} was added; choose it in the list of texts.", icon=":material/check_circle:")
    if box.open:
        with box:
            _open()


@st.fragment
def _open() -> None:
    """File, particulars, draft, and the button."""
    st.markdown(
        "Give a text in English. Sentences with figures, months, comparisons and firsts are found, and it is "
        "suggested which data settle them. Nothing leaves this server."
    )
    file = st.file_uploader(
        "Text, Markdown, web page, Word or PDF", list(ENDINGS), key="own_file", max_upload_size=MOST_BYTES // 2**20
    )
    if file is None:
        return
    with st.container(horizontal=True):
        title = st.text_input("Title", key="own_title", placeholder="as in the file")
        publisher = st.text_input("Publisher", key="own_publisher", placeholder="as in the file")
        published = st.text_input("Published", key="own_published", placeholder="2024-06")
    try:
        _draft(file.getvalue(), file.name, title, publisher, published)
    except NotReadable as why:
        st.error(str(why).replace("give --date, such as --date 2024-06", "fill in when it was published"))
    except (EngineDown, QueryFailed, OSError) as failed:
        st.error(f"The draft could not be made: {failed}")


def _draft(content: bytes, name: str, title: str, publisher: str, published: str) -> None:
    from dashboard.annotate.draft import draft as drafted
    from dashboard.annotate.draft import suggested
    from dashboard.annotate.markdown import as_markdown, taken
    from dashboard.commentary import ledger

    made = drafted(
        content, name, away.open_tables(), title=title.strip(), publisher=publisher.strip(), published=published.strip()
    )
    st.markdown(f"**{_plain(made.title)}**, {_plain(made.publisher)}, {made.published or 'no date'}")
    if made.guessed:
        st.caption(f"The date is {made.guessed}; correct it above.")
    chosen = []
    for number, proposal in enumerate(made.kept):
        label = f"“{_plain(proposal.quote)}” {MARKS[proposal.confidence]}"
        if st.checkbox(label, value=proposal.confidence != "low", key=f"own_{number}"):
            chosen.append(number)
        left = f". To be decided: {'; '.join(proposal.suggestion.open)}." if proposal.suggestion else ""
        st.caption(_plain(suggested(proposal) + (left if proposal.suggestion and proposal.suggestion.open else "")))
    others = len(made.proposals) - len(made.kept)
    if others:
        st.caption(f"{others} more passages can be checked, but no table held speaks of them.")
    markdown = as_markdown(made, chosen, taken(made, ledger.texts(away.open_tables())))
    folder = Path(os.environ.get("WAYBILL_DATA", "")) / "commentary"
    if _writable(folder):
        _keep(folder / f"{made.name}.md", markdown)
    else:
        st.caption("Nothing can be added to the data of this server. Take the file and put it into your own.")
    st.download_button(
        "Download the draft", markdown, f"{made.name}.md", "text/markdown", on_click="ignore", key="own_download"
    )


def _plain(words: str) -> str:
    """Words of a text with the signs that Markdown would act on taken literally."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#$|~:" else sign for sign in words)


def _writable(folder: Path) -> bool:
    """True when texts may be added here and a file can be made in the data folder."""
    nearest = folder if folder.is_dir() else folder.parent
    open_to_all = bool(os.environ.get("WAYBILL_DATA")) and not os.environ.get("WAYBILL_READ_ONLY")
    return open_to_all and nearest.is_dir() and os.access(nearest, os.W_OK)


def _keep(target: Path, markdown: str) -> None:
    """The button that writes the file; a text of the same name is only replaced when that is ticked."""
    taken = target.is_file() or target.stem in away.open_tables().texts()
    agreed = not taken or st.checkbox(
        f"There is a text named {target.stem} already: replace it", key="own_replace", value=False
    )
    if st.button("Add to the texts", type="primary", key="own_add", disabled=not agreed):
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".partial")
        partial.write_text(markdown, encoding="utf-8")
        partial.replace(target)
        _rebuild()
        st.session_state.own_added = target.stem
        st.rerun()


def _rebuild() -> None:
    """The tables with the new text among them."""
    from dashboard.cli import prepare

    with st.spinner("Adding the text"):
        prepare(os.environ["WAYBILL_DATA"])
