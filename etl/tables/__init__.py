"""The tables that Waybill publishes, one module per field; every name is defined in one place."""

from etl.tables.arms import AMMUNITION_BASES, ammunition_estimate, arms_transfer
from etl.tables.columns import COUNTRY, COUNTRY_LIST
from etl.tables.events import event
from etl.tables.sanctions import (
    designation_count,
    listing,
    listing_change,
    listing_identifier,
    listing_name,
    sanctions_package,
)
from etl.tables.trade import product_scope, trade_flow

__all__ = [
    "AMMUNITION_BASES",
    "COUNTRY",
    "COUNTRY_LIST",
    "ammunition_estimate",
    "arms_transfer",
    "designation_count",
    "event",
    "listing",
    "listing_change",
    "listing_identifier",
    "listing_name",
    "product_scope",
    "sanctions_package",
    "trade_flow",
]
