"""China Customs' first figures by country: out a week after the month, in yuan and in dollars."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from etl.china_customs import CHANGED, HOSTS, LICENSE, MONTHS, PUBLISHER, Page, each, links, rows_of, title_of
from etl.source import Index, Source
from etl.table import ContractBroken
from etl.tables import trade_flow

SUBJECT = re.compile(r"^(\(\d\) ?)?China.s Total .* by (Country/Region|Major Country \(Region\))")
TITLE = re.compile(
    rf"by Country/Region, (?P<both>Jan[a-z]*\.? ?[-–—] ?(?=Feb))?(?P<month>{'|'.join(MONTHS)})[a-z]*\.? ?"
    r"(?P<year>\d{4}) ?\(in (?P<currency>CNY|RMB|USD)\)$"
)
UNIT = re.compile(r"^Unit: ?(?P<currency>CNY|RMB|USD|US\$) ?(?P<count>1|100) ?Million$", re.IGNORECASE)
CURRENCIES = {"CNY": "CNY", "RMB": "CNY", "USD": "USD", "US$": "USD"}
LABELS = ("Export & Import", "Export", "Import")
ISSUED = re.compile(rb'class="atcl-date">\s*(\d{4}/\d{2}/\d{2})\s*<')


def recognises(head: bytes) -> bool:
    """A release page by country; the index of the releases names it too, but not in its own title."""
    return bool(SUBJECT.search(title_of(head)))


def dated(head: bytes) -> date | None:
    """The day printed below the title."""
    printed = ISSUED.search(head)
    return datetime.strptime(printed[1].decode(), "%Y/%m/%d").date() if printed else None


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of trade_flow: months, years to date, and January with February where they are published together."""
    return each(paths, SUBJECT, _tidied)


def _tidied(found: Page) -> pd.DataFrame:
    said = TITLE.search(found.title)
    if not said:
        raise ContractBroken(f"{found.name}: the title {found.title!r} names no month, year and currency; {CHANGED}")
    inside = [row[0] for row in found.rows[:3] if len(row) == 1]
    currency, unit = _unit(found, inside, CURRENCIES[said["currency"]])
    again = [TITLE.search(text) for text in inside if SUBJECT.search(text)]
    if any(other is None or other.groupdict() != said.groupdict() for other in again):
        raise ContractBroken(f"{found.name}: the page is titled {found.title!r}, its table {inside[0]!r}; {CHANGED}")
    when = pd.Timestamp(int(said["year"]), MONTHS.index(said["month"]) + 1, 1)
    rows = rows_of(found, LABELS, when, unit, currency)
    if bool(said["both"]) != rows["grain"].eq("two_months").all():
        raise ContractBroken(
            f"{found.name}: the title {found.title!r} and the columns are about other months; {CHANGED}"
        )
    return rows


def _unit(found: Page, inside: Sequence[str], titled: str) -> tuple[str, int]:
    units = [unit for text in inside if (unit := UNIT.search(text))]
    if len(units) != 1:
        raise ContractBroken(f"{found.name}: no row says the unit, such as 'Unit: CNY 100 Million'; {CHANGED}")
    currency = CURRENCIES[units[0]["currency"].upper()]
    if currency != titled:
        raise ContractBroken(
            f"{found.name}: the title says {titled}, the unit {units[0][0]!r}; which is right cannot be known: "
            "take the page in the other currency"
        )
    return currency, int(units[0]["count"]) * 1_000_000


source = Source(
    name="china_customs_flash",
    title="China Customs, first release by country",
    publisher=PUBLISHER,
    page="http://english.customs.gov.cn/statics/report/preliminary.html",
    license=LICENSE,
    citation=f"{PUBLISHER}, China's total export and import values by country/region.",
    into=trade_flow,
    recognises=recognises,
    tidy=tidy,
    dated=dated,
    least=40,
    most=10_000,
    rhythm_days=31,
    # The publisher's certificate for https does not hold.
    index=Index(
        "http://english.customs.gov.cn/statics/report/preliminary{year}.html",
        lambda content, year: links(content, year, SUBJECT),
    ),
    hosts=HOSTS,
    by_hand=(
        "Open http://english.customs.gov.cn/statics/report/preliminary.html, click the month in the row "
        '"(4) China\'s Total Export & Import Values by Country/Region" in CNY or in USD, and save the page as HTML.'
    ),
    note=(
        "First figures, revised later without a mark: the months do not add up to the year to date. "
        "From 2020 to 2025 January and February are one figure. Early pages of 2018 hold a picture. Fetched through "
        "the year's index, of which one of 2026 was seen; that the publisher answers programs has not been tried."
    ),
)
