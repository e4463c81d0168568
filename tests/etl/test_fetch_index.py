"""Pages whose addresses nobody can know: found on the publisher's index, from a server that may misbehave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from etl.china_customs import links
from etl.collect import Fetched, fetch
from etl.fetch import Manners
from etl.source import Index, Source
from etl.sources import china_customs_flash
from tests.etl.misbehaving import Publisher, answer, publishing
from tests.etl.publishers import raw
from tests.etl.test_china_customs_flash import MARCH, MARCH_ROWS, made

TODAY = date(2026, 4, 20)
CNY = "(4) China's Total Export & Import Values by Country/Region (in CNY)"
USD = CNY.replace("CNY", "USD")
OTHER = "(1) China's Total Export & Import Values (in CNY)"
ROWS = [[row[0].replace("of which: ", ""), *row[1:]] for row in MARCH_ROWS]


def index(*rows: tuple[str, dict[str, str]]) -> bytes:
    """An index in the publisher's layout: a row for a table, a link for each month that is out."""
    body = "".join(
        f"<tr><td>{title}</td><td><span>Jan.</span>"
        + "".join(f"<a href={url}> {month}</a>" for month, url in found.items())
        + "</td></tr>"
        for title, found in rows
    )
    return f"<!DOCTYPE html><html><body><table>{body}</table></body></html>".encode()


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as found:
        yield found


@pytest.fixture
def source(publisher: Publisher) -> Source:
    by_year = Index(f"{publisher.address}/preliminary{{year}}.html", china_customs_flash.source.index.links)
    return replace(china_customs_flash.source, index=by_year, least=1)


def got(source: Source, home: Path, told: list[str] | None = None, **other: object) -> Fetched:
    manners = Manners(sleep=lambda _: None, timeout=(5, 5), interval=0, attempts=2)
    tell = (told if told is not None else []).append
    return fetch(source, home, today=TODAY, manners=manners, tell=tell, **other)


def page(currency: str = "CNY", month: str = "Mar 2026") -> bytes:
    unit = "CNY 100 Million" if currency == "CNY" else "USD1 Million"
    return made([MARCH, *ROWS], month, currency, unit).encode()


def test_both_currencies_of_the_months_due_are_followed(source: Source, publisher: Publisher, home: Path):
    at = publisher.address
    publisher.acts["/preliminary2026.html"] = [
        answer(
            200,
            index((OTHER, {"Mar.": f"{at}/no.html"}), (CNY, {"Mar.": f"{at}/a.html"}), (USD, {"Mar.": f"{at}/b.html"})),
        )
    ]
    publisher.acts |= {"/preliminary2025.html": [answer(404)], "/a.html": [answer(200, page())]}
    publisher.acts["/b.html"] = [answer(200, page("USD"))]
    done = got(source, home)
    assert (done.outcome, [file.name for file in done.snapshot.files]) == (
        "new",
        ["202603-CNY-a.html", "202603-USD-b.html"],
    )
    assert done.snapshot.obtained == date(2026, 4, 8)


def test_a_page_that_does_not_hold_leaves_the_others(source: Source, publisher: Publisher, home: Path):
    at = publisher.address
    publisher.acts["/preliminary2025.html"] = [answer(404)]
    publisher.acts["/preliminary2026.html"] = [
        answer(200, index((CNY, {"Mar.": f"{at}/a.html"}), (USD, {"Mar.": f"{at}/b.html"})))
    ]
    publisher.acts |= {"/a.html": [answer(200, page()[:-40])], "/b.html": [answer(200, page("USD"))]}
    done = got(source, home)
    assert [file.name for file in done.snapshot.files] == ["202603-USD-b.html"]
    assert "202603-CNY is not kept" in done.warnings[0]


def test_an_index_that_lists_nothing_or_leads_elsewhere_is_refused(source: Source, publisher: Publisher, home: Path):
    publisher.acts["/preliminary2025.html"] = [answer(404)] * 2
    publisher.acts["/preliminary2026.html"] = [
        answer(200, index((OTHER, {"Mar.": "http://x/no.html"}))),
        answer(200, index((CNY, {"Mar.": "http://elsewhere.example/a.html"}))),
    ]
    nothing, elsewhere = got(source, home), got(source, home)
    assert (nothing.outcome, "lists no table of this kind" in nothing.said) == ("failed", True)
    assert "click the month in the row" in nothing.said
    assert (elsewhere.outcome, "leads to another host than the publisher's" in elsewhere.said) == ("failed", True)
    assert not list((home / "raw").rglob("receipt.json"))


def test_an_index_with_an_address_that_is_none_is_refused(source: Source, publisher: Publisher, home: Path):
    publisher.acts["/preliminary2025.html"] = [answer(404)]
    publisher.acts["/preliminary2026.html"] = [answer(200, index((CNY, {"Mar.": "http://[bad"})))]
    done = got(source, home)
    assert (done.outcome, "'http://[bad' is no address" in done.said) == ("failed", True)
    assert "Then: waybill add FILE" in done.said


def test_months_are_those_since_and_a_plan_asks_for_nothing(source: Source, publisher: Publisher, home: Path):
    told: list[str] = []
    planned = got(source, home, told, since=date(2025, 11, 1), dry_run=True)
    assert planned.said == "2 addresses, nothing asked for"
    assert told[0] == f"would ask for {publisher.address}/preliminary2025.html and for the pages that it lists"


@pytest.mark.raw
def test_the_publishers_index_of_2026_lists_february_and_march_in_both_currencies():
    (file,) = raw("gacc/release_index_2026.html")
    found = links(file.read_bytes(), 2026, china_customs_flash.SUBJECT)
    assert [period for period, _ in found] == ["202602-CNY", "202603-CNY", "202602-USD", "202603-USD"]
    assert found[0][1] == "http://english.customs.gov.cn/Statics/47e53257-a14f-4a19-a17c-b5beea64f822.html"
