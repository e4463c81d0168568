"""Read the pages on which China Customs prints its trade by country, checking all that a page says about itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
from lxml import etree, html

from etl import packed
from etl.codes.areas import is_aggregate
from etl.codes.china_customs import partner_of_name
from etl.reading import AGAIN
from etl.sheet import Sheet
from etl.source import License
from etl.table import ContractBroken, iso_day
from etl.together import together

LICENSE = License("other-at", "China Customs: cite", "http://english.customs.gov.cn/")
PUBLISHER = "General Administration of Customs of the People's Republic of China"
HOSTS = ("english.customs.gov.cn",)
MOST_BYTES = 1 << 24  # the longest page has a quarter of a megabyte
CHANGED = "the publisher changed the layout: compare the page with the one before"
FLOWS = ("export", "import")
VALUATIONS = {"export": "FOB", "import": "CIF"}
NO_FIGURE = ("-", "—")  # an empty cell is not one: it may have lost its figure
OVERFLOWN = "#{3,}"
FEBRUARY = 2
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Page:
    """A page with one table: its title and the texts of the table's cells, row by row."""

    name: str
    title: str
    rows: list[list[str]]


@dataclass(frozen=True)
class Span:
    """One group of columns: what period they are about, and where total, exports and imports stand."""

    grain: str
    period: pd.Timestamp
    columns: tuple[int, int, int]


def title_of(head: bytes) -> str:
    """The title of the page that begins with `head`; empty when it is no web page."""
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].startswith(b"<"):
        return ""
    said = re.search(rb"<title>(.*?)</title>", head, re.DOTALL | re.IGNORECASE)
    return _plain(unescape(said[1].decode("utf-8", "replace"))) if said else ""


def links(content: bytes, year: int, subject: re.Pattern[str]) -> list[tuple[str, str]]:
    """Months and addresses of the pages of a table that the index of a year lists, by currency: 202603-USD."""
    try:
        index: Any = html.fromstring(content)
    except (etree.ParserError, ValueError):
        return []
    found = []
    for row in index.iter("tr"):
        titled = _plain(row[0].xpath("string()")) if len(row) else ""
        currency = titled.rpartition("(in ")[2].removesuffix(")")
        if not subject.search(titled) or currency not in ("CNY", "USD"):
            continue
        for link in row.iter("a"):
            month = _plain(link.xpath("string()"))[:3]
            if month in MONTHS and link.get("href"):
                found.append((f"{year}{MONTHS.index(month) + 1:02}-{currency}", str(link.get("href"))))
    return found


def page(path: Path, subject: re.Pattern[str]) -> Page:
    """The one table of a page whose title matches. Raises ContractBroken for any other file, with what it is."""
    content = packed.content(path, MOST_BYTES)
    if not content.strip():
        raise ContractBroken(f"{path.name}: the file is empty; {AGAIN}")
    if not content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise ContractBroken(f"{path.name}: this is no web page; save the page of China Customs as HTML")
    if not content.rstrip().lower().endswith(b"</html>"):
        raise ContractBroken(f"{path.name}: the page does not end with </html>, so it is cut; {AGAIN}")
    document = _document(path, content)
    title = _title(path, document, subject)
    tables = document.xpath("//table")
    if not tables and document.xpath("//div[contains(@class, 'atcl-cnt')]//img"):
        raise ContractBroken(
            f"{path.name}: the table of this page is a picture, which cannot be read; "
            "take the same figures from the query platform or from UN Comtrade"
        )
    if len(tables) != 1:
        raise ContractBroken(f"{path.name}: the page has {len(tables)} tables where one should be; {CHANGED}")
    rows = [[_plain(cell.text_content()) for cell in row.xpath("./td|./th")] for row in tables[0].xpath(".//tr")]
    return Page(path.name, title, [row for row in rows if any(row)])


def rows_of(found: Page, labels: Sequence[str], when: pd.Timestamp, unit: int, currency: str) -> pd.DataFrame:
    """Rows of trade_flow in `currency`, of which the page counts `unit` as one.

    `labels` are the page's words for the total of exports and imports, for exports and for imports. In each
    row the two must add up to the total, which is not kept.
    """
    spans, above = _spans(found, labels, when)
    sheet, width = _sheet(found, above), 4 + 3 * len(spans)
    partner = sheet.translated("partner", partner_of_name)
    sheet.rows = sheet.rows.assign(code=partner.astype(object).fillna(sheet.rows["partner"]))
    sheet.unique(["code"], "a partner stands there twice; get the page again")
    whole = not any(sheet.rows[str(column)].str.contains(".", regex=False).any() for column in range(1, width - 3))
    parts = []
    for span in spans:
        total, *figures = (_figure(sheet, str(column)) for column in span.columns)
        off = (total - sum(figures)).abs() > (1.6 if whole else 0.16)  # three figures, each rounded
        sheet.say(sheet.rows.loc[off, str(span.columns[0])], "is not exports and imports together", CHANGED)
        parts += [
            _part(span, flow, partner, value * unit, currency) for flow, value in zip(FLOWS, figures, strict=True)
        ]
    for column in range(width - 3, width):
        _figure(sheet, str(column), low=None)  # growth: not kept, but it must be growth that stands there
    sheet.done()
    rows = pd.concat(parts, ignore_index=True)
    empty = rows["value"].isna()
    rows = rows[~empty].reset_index(drop=True)
    rows.attrs["left_out"] = {"cells in which no figure is printed": int(empty.sum())} if empty.any() else {}
    rows.attrs["stands"] = {iso_day(span.period): f"{found.name}, title: {found.title!r}" for span in spans}
    return rows


def each(paths: Sequence[Path], subject: re.Pattern[str], tidied: Callable[[Page], pd.DataFrame]) -> pd.DataFrame:
    """The rows of several pages. Raises ContractBroken with the faults of all pages, or when one is there twice."""
    parts, faults, held = [], [], dict[str, str]()
    for path in paths:
        try:
            found = page(path, subject)
            if found.title in held:
                raise ContractBroken(f"{path.name}: {held[found.title]} is the same page; remove one of them")
            held[found.title] = path.name
            parts.append(tidied(found))
        except ContractBroken as broken:
            faults.append(str(broken))
    if faults or not parts:
        raise ContractBroken("; ".join(faults) or "no file was given")
    return together(parts)


def _spans(found: Page, labels: Sequence[str], when: pd.Timestamp) -> tuple[list[Span], int]:
    """The groups of columns that the header names, and the number of rows it takes."""
    wanted = [_squeezed(label) for label in labels]
    ends = [number for number, row in enumerate(found.rows) if [_squeezed(cell) for cell in row[-3:]] == wanted]
    if len(ends) != 1 or [_squeezed(cell) for cell in found.rows[ends[0] - 1][1:4]] != wanted:
        raise ContractBroken(f"{found.name}: no header with the columns {', '.join(labels)}; {CHANGED}")
    cells = [_squeezed(cell) for cell in found.rows[ends[0]][:-3]]
    name = MONTHS[when.month - 1].lower()
    month = [cell == str(when.month) or cell.startswith(name) for cell in cells][-6:]
    to_date = [cell == f"1to{when.month}" for cell in cells][-6:]
    if len(cells) in (3, 4) and all(month[-3:]):
        return [Span("month", when, (1, 2, 3))], ends[0] + 1
    if len(cells) in (3, 4) and when.month == FEBRUARY and all(to_date[-3:]):
        return [Span("two_months", when.replace(month=1), (1, 2, 3))], ends[0] + 1
    if len(cells) in (6, 7) and all(month[::2]) and all(to_date[1::2]):
        return [Span("month", when, (1, 3, 5)), Span("year_to_date", when, (2, 4, 6))], ends[0] + 1
    printed = ", ".join(repr(cell) for cell in found.rows[ends[0]][:-3])
    raise ContractBroken(
        f"{found.name} row {ends[0] + 1}: {printed} where '{when.month}' and '1-to-{when.month}' should stand; "
        f"{CHANGED}"
    )


def _sheet(found: Page, above: int) -> Sheet:
    """The rows below the header as a sheet: the partner and one column for each cell.

    Only the notes below the table may have another number of cells.
    """
    # The label of the partners spans both rows of the header, or each has its own.
    expected = len(found.rows[above - 1]) + (len(found.rows[above - 1]) % 3 == 0)
    faults, kept = [], []
    for number, row in enumerate(found.rows[above:], above + 1):
        if len(row) == expected:
            kept.append((number, row))
        elif not row[0].startswith("Note"):
            faults.append(f"{found.name} row {number}: {len(row)} cells where {expected} should be ({row[0][:40]!r})")
    if faults or not kept:
        said = "; ".join(faults[:5]) or f"{found.name}: the table has a header but no row"
        raise ContractBroken(f"{said}; {CHANGED}")
    index = pd.MultiIndex.from_tuples([(found.name, number) for number, _ in kept], names=["file", "row"])
    names = ["partner", *map(str, range(1, expected))]
    rows = pd.DataFrame([row for _, row in kept], columns=names, index=index, dtype="str")
    label = rows["partner"].str.removeprefix("of which:").str.strip().str.rstrip(":：")
    return Sheet(rows.assign(partner=label))


def _figure(sheet: Sheet, column: str, low: float | None = 0) -> Any:
    cells = sheet.rows[column]
    # Excel prints a figure that is too wide for its cell as ###: it exists, but the page does not show it.
    sheet.rows[column] = cells.mask(cells.str.fullmatch(OVERFLOWN).astype(bool), "-")
    nothing = NO_FIGURE if low is not None else ("", *NO_FIGURE)
    return sheet.number(column, blank=nothing, low=low, thousands=True)


def _part(span: Span, flow: str, partner: Any, value: Any, currency: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "period": span.period,
            "grain": span.grain,
            "reporter": "CHN",
            "partner": partner,
            "flow": flow,
            "product": "TOTAL",
            "classification": "none",
            "value": value.round(),
            "value_low": None,
            "value_high": None,
            "currency": currency,
            "valuation": VALUATIONS[flow],
            "mass_kg": None,
            "status": "reported",
            "basis": None,
            "aggregate": partner.map(is_aggregate, na_action="ignore"),
        }
    )


def _document(path: Path, content: bytes) -> html.HtmlElement:
    parser = html.HTMLParser(recover=False, no_network=True, huge_tree=False, encoding="utf-8")
    try:
        content.decode("utf-8")
        return html.document_fromstring(content, parser=parser)
    except UnicodeDecodeError as wrong:
        raise ContractBroken(f"{path.name}: byte 0x{content[wrong.start]:02X} is not UTF-8; {AGAIN}") from None
    except (etree.LxmlError, ValueError) as wrong:
        raise ContractBroken(f"{path.name}: this is no well-formed web page ({wrong}); {AGAIN}") from None


def _title(path: Path, document: html.HtmlElement, subject: re.Pattern[str]) -> str:
    found = {_plain(e.text_content()) for e in document.xpath("//title|//div[@class='atcl-ttl']")}
    if len(found) != 1 or not subject.search(next(iter(found))):
        said = " and ".join(map(repr, sorted(found))) or "no title"
        raise ContractBroken(f"{path.name}: this is another web page or an error page: it has {said}")
    return found.pop()


def _plain(text: str) -> str:
    return " ".join(text.split())


def _squeezed(text: str) -> str:
    """A word of a header as it is compared: "1- to-2" and "1to2" are the same."""
    return re.sub(r"[\s.\-–—]", "", unicodedata.normalize("NFKC", text)).casefold()
