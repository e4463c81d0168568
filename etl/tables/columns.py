"""Columns that several tables share, each defined once."""

from __future__ import annotations

from etl.table import Column

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
    "Product code as text, leading zeros kept, or TOTAL. Letters (39XXXXXX) hide goods withheld below the chapter.",
    pattern=r"TOTAL|\d{2}|\d{4}|\d{6}|\d{2}[0-9A-Z]{6}",
)
