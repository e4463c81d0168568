"""The interactive page is whole, asks nobody for anything, and runs nothing but its own scripts."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pandas as pd
import pytest

from dashboard import theme
from dashboard.chart import finished
from dashboard.take_away.page import html_bytes

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"' & $plotly ${drawing}"


class Parsed(HTMLParser):
    """Tags with attributes, and the text inside each kind of tag."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.inside: list[str] = []
        self.feed(content.decode("utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "img"):
            self.inside.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag):
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data):
        if self.inside:
            self.texts[self.inside[-1]][-1] += data


@pytest.fixture
def hostile(exhibit):
    rows = pd.DataFrame({HOSTILE: [HOSTILE], "value": [1.5]})
    figure = finished(theme.figure([{"type": "bar", "x": [1.5], "y": [HOSTILE]}]))
    return exhibit(rows=rows, question=HOSTILE, summary=HOSTILE, caveat=HOSTILE, figure=figure)


def test_the_page_refers_to_nothing_outside(exhibit):
    page = Parsed(html_bytes(exhibit()))
    loaded = [
        (tag, found)
        for tag, found in page.tags
        if "src" in found or (tag != "a" and "href" in found) or tag in ("link", "iframe", "base", "object")
    ]
    assert loaded == []
    policy = next(found["content"] for tag, found in page.tags if found.get("http-equiv"))
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert "@import" not in page.texts["style"][0]
    assert "url(" not in page.texts["style"][0]


def test_hostile_text_stays_text(hostile):
    page = Parsed(html_bytes(hostile))
    kinds = [tag for tag, _ in page.tags]
    assert kinds.count("script") == 3
    assert "img" not in kinds
    assert page.texts["h1"] == [HOSTILE]
    assert page.texts["td"][0] == HOSTILE
    figure = json.loads(page.texts["script"][0])["figure"]
    assert figure["data"][0]["y"] == [HOSTILE]


def test_the_page_has_no_button_that_uploads(exhibit):
    config = json.loads(Parsed(html_bytes(exhibit())).texts["script"][0])["config"]
    assert config["showSendToCloud"] is False


def test_only_the_pages_own_scripts_may_run(hostile):
    page = Parsed(html_bytes(hostile))
    policy = next(found["content"] for tag, found in page.tags if found.get("http-equiv"))
    allowed = set(re.findall(r"'(sha256-[^']+)'", policy or ""))
    run = page.texts["script"][1:]
    assert {"sha256-" + b64encode(sha256(script.encode()).digest()).decode() for script in run} == allowed
    assert "unsafe-inline" not in re.search(r"script-src[^;]*", policy or "").group()


def test_the_page_says_what_it_shows_and_holds_every_row(exhibit):
    content = html_bytes(exhibit())
    page = Parsed(content)
    assert ("html", {"lang": "en"}) in page.tags
    assert any(found.get("name") == "viewport" for _, found in page.tags)
    assert page.texts["h1"] == ["How much does China sell to Russia?"]
    assert page.texts["figcaption"] == ["China’s exports fell."]
    assert "Source: United Nations Statistics Division" in " ".join(page.texts["p"])
    assert page.texts["li"] == ["Period: Mar–Jun 2024", "Flow: Exports"]
    assert len(page.texts["tr"]) == 4
    assert page.texts["td"][:5] == ["2024-03-01", "CHN", "0101", "7\u202f450\u202f000\u202f000.25", "2024"]
    assert "−3.5" in page.texts["td"]


def test_same_exhibit_gives_the_same_page(exhibit):
    assert html_bytes(exhibit()) == html_bytes(exhibit())
