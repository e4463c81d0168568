"""The parts of each topic and the charts on them, in reading order; only the chosen part of a page is drawn."""

from __future__ import annotations

from collections.abc import Mapping

PARTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "trade": {
        "Overview": ("exports", "rerouting", "high_priority"),
        "Explore": ("explorer",),
        "Two sides": ("two_sided",),
        "Products": ("products", "product_ranks", "product_change", "concentration", "priority_codes"),
        "Partners": ("partners_ranked", "partners_map", "partners_sankey", "partners_slope"),
        "Rerouting": ("rerouting_excess", "rerouting_balance", "rerouting_mirror"),
        "Before and after": ("before_after",),
        "Currency": ("currencies", "year_on_year"),
    },
    "arms": {
        "Observatory": ("estimates_by_estimator", "ammunition_rounds", "containers_seen"),
        "Conversion": ("conversion_bench",),
        "DPRK and EU": ("dprk_against_eu",),
        "Production and use": ("firing_rates",),
        "Major arms": ("arms_transfers", "arms_weapons", "arms_restated", "arms_exports_restated"),
        "Aid": ("aid_by_month", "aid_gap"),
        "Deliveries": ("deliveries_timeline",),
    },
    "sanctions": {
        "Overview": ("ofac_changes", "eu_listings", "eu_packages"),
        "Designations": ("designations", "action_days"),
        "Authorities": ("authority_overlap", "authority_lag"),
        "Changes": ("list_changes",),
        "Vessels": ("vessels",),
        "Search": (),
        "Over trade": ("sanctions_over_trade",),
        "Timeline": ("events_timeline",),
    },
    "data": {
        "Sources": ("coverage", "lag"),
    },
}
"""Topic → part → charts. A part may have none: then the topic's page draws something else for it."""
