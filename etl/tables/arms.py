"""What the arms and ammunition tables promise."""

# ruff: noqa: E501  (one column per line reads as a table)
from __future__ import annotations

from etl.table import Column, Table
from etl.tables.columns import COUNTRY, checked, confirmed, host, note, source, url, vintage

arms_transfer = Table(
    name="arms_transfer",
    title="Deliveries of major conventional arms, one row per deal and delivery year",
    time="delivered",
    key=("source", "vintage", "deal_id", "delivered", "supplier", "recipient", "line"),
    # Years of delivery are restated, so that a deal by its years would count in the old one and in the new one.
    restates=("source", "deal_id"),
    columns=(
        Column("deal_id", "text", "SIPRI AT Database ID of the deal; repeats over delivery years."),
        Column("line", "whole", "Position among rows that are otherwise the same deal and year.", low=1),
        Column("supplier", "text", "ISO 3166 alpha-3, or the publisher's own words for groups and unknown suppliers."),
        Column("recipient", "text", "ISO 3166 alpha-3, or the publisher's own words for groups."),
        Column("designation", "text", "Name of the weapon."),
        Column("description", "text", "Kind of weapon in the publisher's words."),
        Column("category", "text", "Armament category."),
        Column("ordered_year", "whole", "Year of the order.", low=1900, nullable=True),
        Column("ordered_year_estimated", "truth", "True when the publisher marks the order year as uncertain.", nullable=True),
        Column("delivered", "date", "First day of the year of delivery.", first="1950-01-01"),
        Column("delivered_year_estimated", "truth", "True when the publisher marks the delivery year as uncertain.", nullable=True),
        Column("number_delivered", "number", "Weapons delivered in that year.", unit="items", low=0, nullable=True),
        Column("number_estimated", "truth", "True when the publisher marks the number as uncertain.", nullable=True),
        Column("condition", "text", "New, second hand, or second hand but modernized.", nullable=True),
        Column("tiv_per_item", "number", "SIPRI trend-indicator value of one item: a volume index, not a price.", unit="million TIV", low=0, nullable=True),
        Column("tiv_deal_unit", "number", "Trend-indicator value of one item as delivered under this deal.", unit="million TIV", low=0, nullable=True),
        Column("tiv_delivered", "number", "Trend-indicator value delivered in that year.", unit="million TIV", low=0, nullable=True),
        Column("local_production", "truth", "True when made under licence in the recipient country.", nullable=True),
        source,
        vintage,
    ),
)  # fmt: skip

AMMUNITION_BASES = (
    "containers_seen", "capacity", "rounds_stated", "tonnes", "tonnes_converted", "period_total", "pledge", "forecast",
    "commercial", "share", "value", "other_count", "production", "production_capacity", "plan", "fire_rate",
)  # fmt: skip

ammunition_estimate = Table(
    name="ammunition_estimate",
    title="Published estimates of ammunition supplied, made and fired, one row per statement",
    time="as_of",
    key=("source", "vintage", "estimate_id"),
    columns=(
        Column("estimate_id", "text", "Stable name of the row: supplier-recipient-date-unit.", pattern=r"[a-z0-9+-]+"),
        Column("supplier", "text", "Who supplies, makes or fires; ISO 3166 alpha-3, several joined by +.", pattern=COUNTRY),
        Column("recipient", "text", "Who receives; ISO 3166 alpha-3.", pattern=COUNTRY),
        Column("item", "text", "What was counted, in the statement's words."),
        Column(
            "unit", "text", "What one is.",
            values=("rounds", "containers", "tonnes", "missiles", "drones", "guns", "railcars", "voyages", "percent", "USD"),
        ),
        Column("low", "number", "Lower end, or the number in \"more than …\".", low=0, nullable=True),
        Column("central", "number", "The number stated without a range.", low=0, nullable=True),
        Column("high", "number", "Upper end, or the number in \"up to …\".", low=0, nullable=True),
        Column("basis", "text", "What kind of counting stands behind the number; bases never share an axis unlabelled.", values=AMMUNITION_BASES),
        Column(
            "span", "text", "What time the number is about.",
            values=("cumulative", "period", "target", "rate", "rate_per_year", "rate_per_month", "rate_per_day"),
        ),
        Column("period_start", "date", "First day counted; null where not stated.", first="1945-01-01", nullable=True),
        Column("period_end", "date", "Last day counted; null where not stated.", first="1945-01-01", nullable=True),
        Column("as_of", "date", "Day of the statement; the first of the month where only the month is known.", first="1945-01-01"),
        Column("as_of_precision", "text", "How exactly the day is known.", values=("day", "month")),
        Column("estimator", "text", "Who made the estimate."),
        Column("publisher", "text", "Where it was published."),
        Column("title", "text", "Title of the publication."),
        url, confirmed, note, host, checked,
        Column("leans_on", "text", "estimate_id of the statement that this one rests on; null where none is known.", nullable=True),
        Column(
            "leaning", "text",
            "repeats: the other's number said again. derived: worked out from the other. part_of: included in the other. "
            "overlaps: counts some of the same rounds, so the two are not added.",
            values=("repeats", "derived", "part_of", "overlaps"), nullable=True,
        ),
        source, vintage,
    ),
)  # fmt: skip

arms_volume = Table(
    name="arms_volume",
    title="Volume of major arms supplied per year, in SIPRI's trend-indicator values",
    time="year",
    key=("source", "vintage", "direction", "supplier", "recipient", "year"),
    columns=(
        Column("supplier", "text", "ISO 3166 alpha-3, WLD for all, or the publisher's own words for groups and unknown suppliers."),
        Column("recipient", "text", "ISO 3166 alpha-3, WLD for all, or the publisher's own words for groups and unknown recipients."),
        Column("direction", "text", "Whose table the row is from: the supplier's exports or the recipient's imports.", values=("export", "import")),
        Column("year", "date", "First day of the year.", first="1950-01-01"),
        Column("tiv", "number", "Trend-indicator value: a volume index, never a price.", unit="million TIV", low=0),
        Column("below_half", "truth", "True where 0 is printed: something was delivered, less than half a million. A year without deliveries has no row."),
        Column("aggregate", "truth", "True for the publisher's sum over all suppliers or recipients: never add it to them."),
        source,
        vintage,
    ),
)  # fmt: skip

arms_report = Table(
    name="arms_report",
    title="Years for which a country reported to the UN Register of Conventional Arms",
    time="year",
    key=("source", "vintage", "country", "year"),
    columns=(
        Column("country", "text", "Who reported: ISO 3166 alpha-3.", pattern=COUNTRY),
        Column("year", "date", "First day of the year reported on. A year without a row was not reported: that is not nothing transferred.", first="1992-01-01"),
        source,
        vintage,
    ),
)  # fmt: skip
