"""The columns, each defined once, and the tables that Waybill publishes."""

# ruff: noqa: E501  (one column per line reads as a table)
from __future__ import annotations

from etl.table import Column, Table

COUNTRY = r"[A-Z]{3}(\+[A-Z]{3})*"
COUNTRY_LIST = r"([A-Z]{3}(;[A-Z]{3})*)?"

source = Column("source", "text", "Name of the source in Waybill's list of sources.")
vintage = Column("vintage", "date", "Day on which the file behind the row was retrieved or compiled.")
url = Column("url", "text", "Address where the statement was published.", pattern=r"(https?://\S+.*)?", nullable=True)
note = Column("note", "text", "What a reader must know about the row.", nullable=True)
confirmed = Column("confirmed", "text", "Whether the statement was found where it is said to be.")
host = Column(
    "host", "text", "What kind of place the statement was found in; blog and state_media are weak.",
    values=("official", "research", "press", "aggregator", "state_media", "blog"),
)  # fmt: skip
checked = Column(
    "checked", "text", "How the statement was checked: page opened, or only its identifier known to exist.",
    values=("opened", "identifier"),
)  # fmt: skip
hs6 = Column(
    "product",
    "text",
    "Product code as text, leading zeros kept, or TOTAL.",
    pattern=r"TOTAL|\d{2}|\d{4}|\d{6}|\d{8}",
)

trade_flow = Table(
    name="trade_flow",
    title="Goods traded between two countries, by period and product",
    time="period",
    key=("source", "vintage", "grain", "reporter", "partner", "flow", "classification", "product", "currency", "valuation", "period"),
    columns=(
        Column("period", "date", "First day of the month or year; for year_to_date the first day of its last month."),
        Column(
            "grain", "text", "Length of the period. year_to_date runs from January to the month given.",
            values=("month", "year", "year_to_date"),
        ),
        Column("reporter", "text", "Who counted: ISO 3166 alpha-3, EUU for the European Union.", pattern=COUNTRY),
        Column("partner", "text", "Who is at the other end: ISO 3166 alpha-3.", pattern=COUNTRY),
        Column("flow", "text", "Direction as the reporter sees it.", values=("export", "import")),
        hs6,
        Column("classification", "text", "Revision of the product classification, such as HS2022 or HS2017."),
        Column("value", "number", "Value of the goods in `currency`; null where the publisher suppressed it.", nullable=True),
        Column("value_low", "number", "Lower bound where the value follows from rounded figures.", nullable=True),
        Column("value_high", "number", "Upper bound where the value follows from rounded figures.", nullable=True),
        Column("currency", "text", "ISO 4217.", values=("USD", "EUR", "CNY")),
        Column("valuation", "text", "FOB without, CIF with freight and insurance.", values=("FOB", "CIF", "unstated")),
        Column("mass_kg", "number", "Net mass; null where not reported.", unit="kg", low=0, nullable=True),
        Column(
            "status", "text",
            "reported: as published. derived: difference of published year-to-date figures. recovered: follows "
            "from the publisher's rounded growth rate. reconciled: adjusted from both sides' reports.",
            values=("reported", "derived", "recovered", "reconciled", "estimate", "suppressed"),
        ),
        Column("basis", "text", "How a value that was not published as such was obtained.", nullable=True),
        Column("aggregate", "truth", "True when reporter or partner is a group of countries: never add it to its members."),
        source,
        vintage,
    ),
)  # fmt: skip

arms_transfer = Table(
    name="arms_transfer",
    title="Deliveries of major conventional arms, one row per deal and delivery year",
    time="delivered",
    key=("source", "vintage", "deal_id", "delivered", "supplier", "recipient", "line"),
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
        Column("delivered", "date", "First day of the year of delivery."),
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
        Column("period_start", "date", "First day counted; null where not stated.", nullable=True),
        Column("period_end", "date", "Last day counted; null where not stated.", nullable=True),
        Column("as_of", "date", "Day of the statement; the first of the month where only the month is known."),
        Column("as_of_precision", "text", "How exactly the day is known.", values=("day", "month")),
        Column("estimator", "text", "Who made the estimate."),
        Column("publisher", "text", "Where it was published."),
        Column("title", "text", "Title of the publication."),
        url, confirmed, note, host, checked, source, vintage,
    ),
)  # fmt: skip

event = Table(
    name="event",
    title="Dated events: visits, votes, treaties, sanctions, deliveries",
    time="date",
    key=("source", "vintage", "event_id"),
    columns=(
        Column("event_id", "text", "Stable name of the row: date and the first words of the title.", pattern=r"[a-z0-9-]+"),
        Column("date", "date", "Day of the event."),
        Column("title", "text", "What happened."),
        Column(
            "category", "text", "Kind of event.",
            values=(
                "aid", "ammunition", "arms_transfer", "data", "diplomacy", "election", "sanctions", "treaty",
                "troops", "un_measure", "un_vote", "visit", "war",
            ),
        ),
        Column("countries", "text", "Countries concerned, ISO 3166 alpha-3 joined by semicolons.", pattern=COUNTRY_LIST, nullable=True),
        Column("document", "text", "Official document, such as a resolution number.", nullable=True),
        url, confirmed, note, host, checked, source, vintage,
    ),
)  # fmt: skip

listing = Table(
    name="listing",
    title="Entries on sanctions lists and when each was listed",
    time="listed_on",
    key=("source", "vintage", "authority", "list", "entry_id"),
    columns=(
        Column("authority", "text", "Who lists: US, EU, UK, UN …", values=("US", "EU", "UK", "UN", "CA", "CH")),
        Column("list", "text", "Name of the list."),
        Column("entry_id", "text", "The list's own identifier of the entry."),
        Column("name", "text", "Primary name as the list prints it."),
        Column("target_type", "text", "Kind of target.", values=("individual", "entity", "vessel", "aircraft")),
        Column("programmes", "text", "Programme codes joined by semicolons; count an entry once per authority."),
        Column("listed_on", "date", "Date of listing on the basis that `date_basis` names."),
        Column(
            "date_basis", "text",
            "designated: date of the decision. regulation: date of the act. listed_on: printed by the list. "
            "first_seen: first day the entry stood in a collected copy of the list.",
            values=("designated", "regulation", "listed_on", "first_seen"),
        ),
        Column("left_censored", "truth", "True when the entry was already there in the first copy: listed on or before that day."),
        Column("last_seen", "date", "Last day the entry stood in a collected copy.", nullable=True),
        Column("delisted", "truth", "True when the entry is gone from the newest copy."),
        source,
        vintage,
    ),
)  # fmt: skip

designation_count = Table(
    name="designation_count",
    title="Entries listed per act, day, measure and kind of target",
    time="listed_on",
    key=("source", "vintage", "act", "programme", "measure", "target_type", "listed_on"),
    columns=(
        Column("authority", "text", "Who lists.", values=("EU",)),
        Column("act", "text", "CELEX number of the regulation that carries the annex.", pattern=r"\d{5}[A-Z]\d{4}"),
        Column("programme", "text", "Programme code."),
        Column("measure", "text", "What the listing entails."),
        Column("target_type", "text", "Kind of target.", values=("individual", "entity", "vessel", "asset")),
        Column("listed_on", "date", "Date of listing printed in the annex; null where the annex prints none.", nullable=True),
        Column("date_basis", "text", "Basis of the date.", values=("listed_on",)),
        Column("entries", "whole", "Entries still in the annex that carry this date.", unit="entries", low=1),
        source,
        vintage,
    ),
)  # fmt: skip

sanctions_package = Table(
    name="sanctions_package",
    title="The EU's packages of sanctions against Russia",
    time="adopted",
    key=("source", "vintage", "adopted"),
    columns=(
        Column("package", "text", "Number of the package, or what it is called."),
        Column("adopted", "date", "Day of adoption."),
        Column("published", "date", "Day of publication or effect, where known.", nullable=True),
        Column("acts", "text", "Main legal acts."),
        Column("entries_still_listed", "whole", "Asset-freeze entries of that date still in the annex: who was removed since is missing.", unit="entries", low=0, nullable=True),
        Column("vessels", "whole", "Vessels listed.", unit="vessels", low=0, nullable=True),
        Column("status", "text", "How sure the date is.", values=("verified-date", "adoption-day-not-verified", "strongly-supported", "not-a-package")),
        Column("evidence", "text", "What the date and numbers rest on."),
        source,
        vintage,
    ),
)  # fmt: skip

product_scope = Table(
    name="product_scope",
    title="Named groups of products",
    time="",
    key=("source", "vintage", "scope", "product"),
    columns=(
        Column("scope", "text", "Name of the group.", values=("common_high_priority",)),
        Column("tier", "text", "Tier within the group.", values=("1", "2", "3.A", "3.B", "4.A", "4.B")),
        hs6,
        Column("description", "text", "What the code covers."),
        Column("classification", "text", "Revision of the product classification the code belongs to."),
        source,
        vintage,
    ),
)  # fmt: skip
