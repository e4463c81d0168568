"""What the table of first printed figures promises."""

# ruff: noqa: E501  (one column per line reads as a table)
from __future__ import annotations

from etl.table import Column, Table
from etl.tables.columns import COUNTRY, note, source, url, vintage

press_figure = Table(
    name="press_figure",
    title="Trade figures as the press first printed them: a control, never added to trade_flow",
    time="period_start",
    key=("source", "vintage", "period_start", "period_end", "reporter", "partner", "flow", "currency"),
    columns=(
        Column("period_start", "date", "First day of the first month counted.", first="1948-01-01"),
        Column("period_end", "date", "First day of the last month counted.", first="1948-01-01"),
        Column("reporter", "text", "Who counted: ISO 3166 alpha-3.", pattern=COUNTRY),
        Column("partner", "text", "Who is at the other end: ISO 3166 alpha-3.", pattern=COUNTRY),
        Column("flow", "text", "Direction as the reporter sees it.", values=("export", "import")),
        Column("currency", "text", "ISO 4217.", values=("USD", "EUR", "CNY")),
        Column("value", "number", "Value of the goods in `currency` as printed; null where only the change was.", low=0, nullable=True),
        Column("value_low", "number", "Half a unit of the last printed digit below.", low=0, nullable=True),
        Column("value_high", "number", "Half a unit of the last printed digit above.", low=0, nullable=True),
        Column("change", "number", "Printed change on the same months a year earlier, as a fraction.", nullable=True),
        Column("words", "text", "The change in the publication's words where they say more than the number.", nullable=True),
        url, note, source, vintage,
    ),
)  # fmt: skip
