"""China Customs' monthly bulletin by country of origin or destination: every partner, in dollars, revised once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.china_customs import CHANGED, HOSTS, LICENSE, PUBLISHER, Page, each, rows_of, title_of
from etl.source import Source
from etl.table import ContractBroken
from etl.tables import trade_flow

# The brackets around Region are full-width on the publisher's site.
SUBJECT = re.compile(r"Imports and Exports by Country ?[(（]Region[)）] of Origin/(Final )?Destination", re.IGNORECASE)
TITLE = re.compile(r"Destination ?, ?(?P<month>1[0-2]|0?[1-9])\.(?P<year>\d{4})$", re.IGNORECASE)
UNIT = re.compile(r"^Unit: ?(US\$|USD) ?1,?000$", re.IGNORECASE)
LABELS = ("Total", "Exports", "Imports")


def recognises(head: bytes) -> bool:
    """The page of table (2)."""
    return bool(SUBJECT.search(title_of(head)))


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of trade_flow in US dollars: months and years to date."""
    return each(paths, SUBJECT, _tidied)


def _tidied(found: Page) -> pd.DataFrame:
    said = TITLE.search(unicodedata.normalize("NFKC", found.title))
    if not said:
        raise ContractBroken(f"{found.name}: the title {found.title!r} names no month and year like 6.2026; {CHANGED}")
    inside = [row[0] for row in found.rows[:3] if len(row) == 1]
    for text in inside:
        if SUBJECT.search(text) and text != found.title:
            raise ContractBroken(f"{found.name}: the page is titled {found.title!r}, its table {text!r}; {CHANGED}")
    if not any(UNIT.search(unicodedata.normalize("NFKC", text)) for text in inside):
        raise ContractBroken(f"{found.name}: no row says 'Unit:US$1,000'; {CHANGED}")
    when = pd.Timestamp(int(said["year"]), int(said["month"]), 1)
    return rows_of(found, LABELS, when, 1_000, "USD")


source = Source(
    name="china_customs_monthly",
    title="China Customs, monthly bulletin by country",
    publisher=PUBLISHER,
    page="http://english.customs.gov.cn/statics/report/monthly.html",
    license=LICENSE,
    citation=f"{PUBLISHER}, monthly bulletin, imports and exports by country (region) of origin/destination.",
    into=trade_flow,
    recognises=recognises,
    tidy=tidy,
    least=100,
    most=30_000,
    rhythm_days=31,
    hosts=HOSTS,
    by_hand=(
        "Open http://english.customs.gov.cn/statics/report/monthly.html, click the month in the row "
        '"(2) Imports and Exports by Country (Region) of Origin/Destination", and save the page as HTML. The Chinese '
        "site has the same table in yuan as .xls: http://www.customs.gov.cn/customs/302249/zfxxgk/fdzdgknr/302274/"
        "302277/2026/index.html; that site opens in a browser only, and the .xls is not read here."
    ),
    note=(
        "Written to the published description of the page; not yet tried on a real one. Figures that the page prints "
        "as ### or as a dash are left out, never taken for zero."
    ),
)
