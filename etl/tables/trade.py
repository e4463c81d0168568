"""What the trade tables promise."""

# ruff: noqa: E501  (one column per line reads as a table)
from __future__ import annotations

from etl.table import Column, Table
from etl.tables.columns import COUNTRY, hs6, source, vintage

trade_flow = Table(
    name="trade_flow",
    title="Goods traded between two countries, by period and product",
    time="period",
    key=("source", "vintage", "grain", "reporter", "partner", "flow", "classification", "product", "currency", "valuation", "period"),
    columns=(
        Column("period", "date", "First day of the month or year; for year_to_date the first day of its last month.", first="1948-01-01"),
        Column(
            "grain", "text", "Length of the period. two_months is a combined January and February, never split. year_to_date runs from January to the month given.",
            values=("month", "two_months", "quarter", "year", "year_to_date"),
        ),
        Column("reporter", "text", "Who counted: ISO 3166 alpha-3, EUU for the European Union.", pattern=COUNTRY),
        Column("partner", "text", "Who is at the other end: ISO 3166 alpha-3; XAA to XZZ are codes of our own for groups and areas not specified.", pattern=COUNTRY),
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


product_digits = Column(
    "product_digits", "whole", "Length of the codes that were added up: longer ones are parts of shorter ones.", low=2
)


def _summed(name: str, title: str, *gone: str, more: tuple[Column, ...] = ()) -> Table:
    """trade_flow added up over a column; sums have no bounds and no basis of their own."""
    left = {*gone, "value_low", "value_high", "basis"}
    columns = tuple(column for column in trade_flow.columns if column.name not in left)
    key = tuple(column for column in trade_flow.key if column not in left)
    extra = tuple(column.name for column in more)
    return Table(name, title, (*key, "status", "aggregate", *extra), (*columns, *more), trade_flow.time)


trade_flow_by_pair = _summed(
    "trade_flow_by_pair",
    "Sums of trade_flow over the products of a bulk file, by reporter and partner",
    "product",
    more=(product_digits,),
)
trade_flow_by_product = _summed(
    "trade_flow_by_product", "Sums of trade_flow over the partners of a bulk file, by product and reporter", "partner"
)

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
        Column("began_with", "text", "Revision that the code began with, where that is HS 2022: it has no history before; null for older codes.", values=("HS2022",), nullable=True),
        source,
        vintage,
    ),
)  # fmt: skip

product_name = Table(
    name="product_name",
    title="What the codes of the Harmonized System stand for",
    time="",
    key=("source", "vintage", "product"),
    columns=(
        Column("product", "text", "Chapter, heading or subheading of the Harmonized System.", pattern=r"\d{2}|\d{4}|\d{6}"),
        Column("digits", "whole", "Length of the code: 2 for a chapter, 4 for a heading, 6 for a subheading.", low=2),
        Column("name", "text", "The name, as UN Comtrade words it."),
        Column("section", "text", "Section of the Harmonized System, in Roman numerals; null where not stated.", nullable=True),
        Column("classification", "text", "Newest revision that has the code.", values=("HS2022", "HS2017")),
        source,
        vintage,
    ),
)  # fmt: skip

exchange_rate = Table(
    name="exchange_rate",
    title="Reference rates of the euro",
    time="period",
    key=("source", "vintage", "kind", "base", "currency", "period"),
    columns=(
        Column("period", "date", "The day, or the first day of the month.", first="1999-01-01"),
        Column("grain", "text", "Length of the period.", values=("day", "month")),
        Column("base", "text", "ISO 4217: one unit of this currency ...", values=("EUR",)),
        Column("currency", "text", "ISO 4217: ... buys `rate` units of this one.", pattern=r"[A-Z]{3}"),
        Column("rate", "number", "Units of `currency` for one of `base`.", low=0),
        Column(
            "kind", "text",
            "daily: as published for the day. month_average: mean of the month's daily rates, only for months of "
            "which every working day was read, or as the publisher averages it.",
            values=("daily", "month_average"),
        ),
        Column("days", "whole", "Daily rates behind the figure; null where the publisher averaged.", low=1, nullable=True),
        source,
        vintage,
    ),
)  # fmt: skip
