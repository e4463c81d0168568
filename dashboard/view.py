"""The view's state in the address bar: what is valid there, what is not, and the address to share."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard.charts import all_charts
from dashboard.choice import Amount, Choice
from dashboard.commentary.excerpt import TOPICS
from dashboard.commentary.verdict import VERDICTS
from dashboard.happenings import CATEGORIES
from dashboard.parts import PARTS
from dashboard.period import Period, read_written, written

PERIOD = "period"
EXCERPT = "excerpt"
VERDICT = "verdict"
TOPIC = "topic"
EVENTS = "events"
EVENT = "event"
CHANGES = "changes.show"
FILTERS = {
    VERDICT: tuple(verdict.word for verdict in VERDICTS),
    TOPIC: TOPICS,
    EVENTS: tuple(CATEGORIES.values()),
    CHANGES: ("all", "amended", "added", "removed"),
}
"""What excerpts, events and changes of a list can be filtered by, with the words for it."""
PART = "part"
RECORD = "record"
ELSEWHERE = (
    "embed", "embed_options", "text", "source", "table", "tables",
    "entry", "name", "find.authority", "find.kind", "find.programme", "find.removed",
)  # fmt: skip
"""Parameters that Streamlit itself or a single page reads, and that decide nothing anywhere else."""


@dataclass(frozen=True)
class Problem:
    """A part of the address that cannot be used, why, and what is shown instead."""

    parameter: str
    sentence: str


def problems(
    address: Mapping[str, Sequence[str]], extent: Period, excerpts: Sequence[str], events: Collection[str] = ()
) -> list[Problem]:
    """Everything in the address that is unknown, malformed or no longer held; empty for a good address.

    `excerpts` are the names of all excerpts, `events` the days and titles of all events.
    """
    found = []
    choices = {f"{c.name}.{choice.name}": choice for c in all_charts().values() for choice in c.choices}
    parts = {f"{topic}.{PART}": list(named) for topic, named in PARTS.items()}
    opened = {f"{c.name}.{RECORD}" for c in all_charts().values() if c.record}
    for name, values in address.items():
        if name in ELSEWHERE or name in opened:  # which records there are depends on the view: the list itself tells
            continue
        if name == PERIOD:
            sentence = _period_problem(values, extent)
        elif name == EXCERPT:
            sentence = "" if values[-1] in excerpts else f"There is no excerpt “{values[-1]}”; the first one is shown."
        elif name == EVENT:
            unknown = [value for value in values if value not in events]
            sentence = f"There is no event “{unknown[0]}” on the timeline; it is not marked." if unknown else ""
        elif name in FILTERS:
            unknown = [value for value in values if value not in FILTERS[name]]
            words = ", ".join(FILTERS[name])
            sentence = f"“{unknown[0]}” is not one of {words}; it was left out of account." if unknown else ""
        elif name in choices:
            sentence = _choice_problem(values, choices[name])
        elif name in parts:
            unknown = [value for value in values if value not in parts[name]]
            words = ", ".join(parts[name])
            sentence = f"“{unknown[0]}” is not one of {words}; “{parts[name][0]}” is shown." if unknown else ""
        else:
            sentence = "This part of the address is not known here and was left out of account."
        if sentence:
            found.append(Problem(name, sentence))
    return found


def _choice_problem(values: Sequence[str], choice: Choice | Amount) -> str:
    if isinstance(choice, Amount):
        try:
            choice.taken(values[-1])
        except ValueError as wrong:
            return f"{str(wrong).capitalize()}; {choice.words(choice.default)} is shown."
        return ""
    labels = list(choice.options.values())
    unknown = [value for value in values if value not in labels]
    if choice.offered or not unknown:  # what is offered depends on what else is chosen; the control itself tells
        return ""
    return f"“{unknown[0]}” is not one of {', '.join(labels)}; “{choice.options[choice.default]}” is shown."


def _period_problem(values: Sequence[str], extent: Period) -> str:
    fallback = "the usual period is shown."
    if len(values) != 2:
        return f"A period needs two months, such as period=Feb+2022&period=Dec+2024; {fallback}"
    try:
        first, last = read_written(values[0]), read_written(values[1])
    except ValueError as wrong:
        return f"{wrong}; {fallback}"
    if first > last:
        return f"The period ends ({written(last)}) before it starts ({written(first)}); {fallback}"
    if not Period(first, last).within(extent):
        return f"{Period(first, last).label} is not all within {extent.label}, which is what is held; {fallback}"
    return ""


def address(base: str, parameters: Mapping[str, Sequence[str]]) -> str:
    """The address of this view, to send to somebody else."""
    query = urlencode([(name, value) for name, values in sorted(parameters.items()) for value in values])
    return f"{base}?{query}" if query else base


def show_notices(extent: Period, excerpts: Sequence[str], events: Collection[str]) -> None:
    """Say, until it is dismissed, what in the address of this visit could not be used.

    Streamlit drops such values silently, so they are read once, before any widget is drawn.
    """
    import streamlit as st

    state = st.session_state
    if "address_problems" not in state:
        asked = {name: st.query_params.get_all(name) for name in st.query_params}
        state.address_problems = problems(asked, extent, excerpts, events)
        if any(problem.parameter == PERIOD for problem in state.address_problems):
            # Of two months Streamlit would keep the good one, or turn them round: a period nobody asked for.
            del st.query_params[PERIOD]
            st.rerun()
    if state.address_problems:
        lines = "\n".join(f"- `{p.parameter}`: {p.sentence}" for p in state.address_problems)
        st.warning(lines, title="Part of this address could not be used", icon=":material/link_off:")
        st.button("Dismiss", key="dismiss_problems", on_click=lambda: state.update(address_problems=[]))
