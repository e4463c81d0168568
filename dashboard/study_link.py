"""From trade over designations to the study before and after them: the same flow, around days of designations."""

from __future__ import annotations

import streamlit as st

from dashboard import charts
from dashboard.chart import Exhibit
from dashboard.choice import Choice, options_of
from dashboard.store import Store, open_store

STUDY = "before_after"


def address(exhibit: Exhibit, store: Store) -> dict[str, str]:
    """The parameters that open the study with the drawn flow; those it does not offer are left to its own defaults."""
    reporter, partner, flow, source, currency = str(exhibit.scope["flow"]).split("|")
    wanted = {
        "source": source,
        "trade": f"{reporter}|{partner}|{flow}",
        "currency": currency,
        "around": "listed",
    }
    told: dict[str, str] = {}
    taken: dict[str, str] = {}
    for choice in charts.get(STUDY).choices:
        if not isinstance(choice, Choice) or choice.name not in wanted:
            continue
        offered = options_of(choice, taken, store)
        if wanted[choice.name] not in offered:
            return {}
        taken[choice.name] = wanted[choice.name]
        told[f"{STUDY}.{choice.name}"] = offered[wanted[choice.name]]
    return {"trade.part": "Before and after", **told}


def under_chart(exhibit: Exhibit) -> None:
    """A link to the study of the same flow around the days with the most designations."""
    if parameters := address(exhibit, open_store()):
        st.page_link(
            "topics/trade.py",
            label="Study this flow before and after days of designations",
            icon=":material/compare_arrows:",
            query_params=parameters,
        )
    else:
        st.caption("This flow has too few months for the study before and after an event.")
