"""From trade over designations to the study before and after them: the same flow, around the same authority's days."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import charts, designations
from dashboard.chart import Exhibit
from dashboard.choice import Choice, options_of
from dashboard.store import Store, open_store

STUDY = "before_after"
ABOUT_RUSSIA = f"SELECT programme FROM (SELECT $programme AS programme) AS drawn WHERE {designations.RUSSIA_PROGRAMMES}"


def address(exhibit: Exhibit, store: Store) -> dict[str, str]:
    """The parameters that open the study with the drawn flow, around the drawn authority's day with the most entries.

    Empty where the study has too few months of the flow, or no day of the authority among them.
    """
    reporter, partner, flow, source, currency = str(exhibit.scope["flow"]).split("|")
    about_russia = len(store.rows(ABOUT_RUSSIA, programme=exhibit.scope["programme"]))
    wanted = {
        "source": source,
        "trade": f"{reporter}|{partner}|{flow}",
        "currency": currency,
        "around": "listed",
        "programmes": "russia" if about_russia else "all",
    }
    told = {"trade.part": "Before and after"}
    for choice in charts.get(STUDY).choices:
        if isinstance(choice, Choice) and choice.name in (*wanted, "event"):
            offered = options_of(choice, wanted, store)
            taken = _peak(exhibit, list(offered)) if choice.name == "event" else wanted[choice.name]
            if taken not in offered:
                return {}
            told[f"{STUDY}.{choice.name}"] = offered[taken]
    return told


def _peak(exhibit: Exhibit, offered: Sequence[str]) -> str:
    """Of the days offered, largest first, the drawn authority's in the month that brought it the most, or its first."""
    own = [day for day in offered if day.startswith(f"listed|{exhibit.scope['authority']}|")]
    listed = exhibit.rows[exhibit.rows["kind"] == "designations"]
    month = f"|{listed['period'].iloc[int(listed['entries'].to_numpy().argmax())]:%Y-%m}-" if len(listed) else ""
    return next((day for day in own if month in day), next(iter(own), ""))


def under_chart(exhibit: Exhibit) -> None:
    """A link to the study of the same flow around the day with the most designations."""
    if parameters := address(exhibit, open_store()):
        st.page_link(
            "topics/trade.py",
            label="Study this flow before and after days of designations",
            icon=":material/compare_arrows:",
            query_params=parameters,
        )
    else:
        st.caption(
            "The study before and after an event has too few months of this flow around this authority’s largest days."
        )
