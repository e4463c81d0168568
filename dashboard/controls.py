"""The reader's choices for a chart as widgets, each bound to the address; what is not held is said, not swallowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.chart import Chart
from dashboard.choice import Amount, Choice, Chosen, Options, held_of, listed, options_of
from dashboard.store import Store

AT_A_GLANCE = 3
"""Up to this many options stand side by side; more of them are a list."""


def chosen(chart: Chart, store: Store) -> dict[str, Chosen]:
    """What is chosen for a chart; the later choices offer only what goes with those before them."""
    values: dict[str, Chosen] = {}
    if not chart.choices:
        return values
    amiss: list[str] = []
    held: dict[str, Options] = {}
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"controls_{chart.name}"):
        for choice in chart.choices:
            key = f"{chart.name}.{choice.name}"
            before = dict(values)
            if isinstance(choice, Amount):
                values[choice.name] = _amount(choice, key)
            elif options := options_of(choice, values, store):
                lost = _lost(choice, key, options) if choice.offered else ""
                values[choice.name] = _several(choice, key, options) if choice.many else _one(choice, key, options)
                if lost:
                    shown = listed([options[one] for one in _each(values[choice.name])])
                    amiss.append(f"{choice.label}: “{lost}” is not held here; shown is “{shown}”.")
                if counted := held_of(choice, before, store):
                    held[choice.label] = counted
            else:
                values[choice.name] = choice.taken(None, options)
        if held:
            _what_is_held(chart.name, held)
    if amiss:
        st.caption(":material/info: " + " ".join(amiss))
    return values


def _what_is_held(name: str, held: Mapping[str, Options]) -> None:
    """How much is held of each option that is on offer now; looked up when it is opened."""
    room = st.popover("What is held", icon=":material/inventory_2:", key=f"held_{name}", on_change="rerun")
    if room.open:
        with room:
            for label, counted in held.items():
                st.dataframe(
                    {label: list(counted), "Held": list(counted.values())},
                    hide_index=True,
                    height="content" if len(counted) < 8 else 260,
                    alt=f"What is held for each option of {label}",
                )


def _lost(choice: Choice, key: str, options: Options) -> str:
    """What the address asks for under this key and is not on offer with the other choices; it is let go of.

    The widget alone would show something else and leave the address as it was: a link to another view.
    """
    labels = {label: option for option, label in options.items()}
    asked = st.query_params.get_all(key)
    lost = [label for label in asked if label not in labels]
    if lost:
        left = [labels[label] for label in asked if label in labels]
        usual = choice.taken(None, options)
        st.session_state[key] = (left or _each(usual)) if choice.many else usual
    return ", ".join(lost)


def _each(value: Chosen) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _one(choice: Choice, key: str, options: Options) -> str:
    usual = str(choice.taken(None, options))
    common: dict[str, Any] = {
        "label": choice.label,
        "options": list(options),
        "format_func": lambda option: options.get(option, option),
        "key": key,
        "bind": "query-params",
        "help": choice.about or None,
    }
    if len(options) <= AT_A_GLANCE and not choice.offered:
        return st.segmented_control(default=usual, required=True, **common) or usual
    return st.selectbox(index=list(options).index(usual), width=320, **common) or usual


def _several(choice: Choice, key: str, options: Options) -> tuple[str, ...]:
    usual = choice.taken(None, options)
    assert isinstance(usual, tuple)
    picked = st.multiselect(
        choice.label,
        list(options),
        default=list(usual),
        format_func=lambda option: options.get(option, option),
        key=key,
        bind="query-params",
        help=choice.about or None,
        width=420,
    )
    return tuple(picked) or usual


def _amount(choice: Amount, key: str) -> float:
    whole = all(float(number).is_integer() for number in (choice.low, choice.high, choice.step, choice.default))
    kind = int if whole else float
    low, high, usual, step = (kind(number) for number in (choice.low, choice.high, choice.default, choice.step))
    label = f"{choice.label} ({choice.unit})" if choice.unit else choice.label
    about = choice.about or None
    return float(st.slider(label, low, high, usual, step, key=key, bind="query-params", help=about, width=260))
