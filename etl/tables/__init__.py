"""The tables that Waybill publishes, one module per field; every name is defined in one place."""

from etl.tables.aid import aid_commitment, aid_item
from etl.tables.arms import AMMUNITION_BASES, ammunition_estimate, arms_report, arms_transfer, arms_volume
from etl.tables.columns import COUNTRY, COUNTRY_LIST
from etl.tables.events import event
from etl.tables.press import press_figure
from etl.tables.sanctions import (
    designation_count,
    listing,
    listing_change,
    listing_identifier,
    listing_name,
    sanctions_package,
    sanctions_programme,
)
from etl.tables.trade import (
    exchange_rate,
    product_name,
    product_scope,
    trade_flow,
    trade_flow_by_pair,
    trade_flow_by_product,
)

__all__ = [
    "AMMUNITION_BASES",
    "COUNTRY",
    "COUNTRY_LIST",
    "aid_commitment",
    "aid_item",
    "ammunition_estimate",
    "arms_report",
    "arms_transfer",
    "arms_volume",
    "designation_count",
    "event",
    "exchange_rate",
    "listing",
    "listing_change",
    "listing_identifier",
    "listing_name",
    "press_figure",
    "product_name",
    "product_scope",
    "sanctions_package",
    "sanctions_programme",
    "trade_flow",
    "trade_flow_by_pair",
    "trade_flow_by_product",
]
