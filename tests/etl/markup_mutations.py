"""Harm a right XML file in every way we know of: the outcome is the right rows or a refusal that names the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hypothesis import strategies as st

from etl.source import Source
from tests.etl.mutations import PAGE, Harm, outcome

FILE = "mutated.xml"


@dataclass(frozen=True)
class Markup:
    """A small right XML file of a source.

    `record` is the element that holds an entry; `unknown` are pairs of what stands there and an unknown
    word for it; `attributes` those that the adapter reads; `optional` elements that many entries lack, so that
    without them an entry rightly says less.
    """

    source: Source
    text: str
    record: str
    unknown: tuple[tuple[str, str], ...] = ()
    attributes: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    @property
    def elements(self) -> list[str]:
        """The names of all elements that may not go or be called otherwise."""
        return sorted(set(re.findall(r"<([A-Za-z][\w-]*)", self.text)) - set(self.optional))


def judge(markup: Markup, harms: Callable[[Markup], Iterator[Harm]]) -> None:
    """Every harm of one kind ends in the right rows or in a refusal that names what was wrong."""
    right = outcome(markup.source, markup.text.encode(), FILE)
    assert not isinstance(right, str), right
    for harm in harms(markup):
        found = outcome(markup.source, harm.content, FILE)
        if isinstance(found, str):
            assert all(word in found for word in (FILE, *harm.named)), (harm, found)
        else:
            assert not harm.must_refuse, harm.content.decode(errors="replace")
            assert all(found[name].equals(right[name]) for name in right), harm.content.decode(errors="replace")


def renamed_element(markup: Markup) -> Iterator[Harm]:
    """Each element by another name throughout."""
    for name in markup.elements:
        yield Harm(re.sub(rf"(</?){name}(?=[\s/>])", rf"\1{name}New", markup.text).encode(), must_refuse=False)


def renamed_attribute(markup: Markup) -> Iterator[Harm]:
    """Each attribute that is read by another name throughout."""
    for name in markup.attributes:
        yield Harm(re.sub(rf" {name}=", f" {name}-new=", markup.text).encode())


def missing_element(markup: Markup) -> Iterator[Harm]:
    """Each element taken out throughout, with all that it holds."""
    for name in markup.elements:
        without = re.sub(rf"<{name}(\s[^>]*)?/>|<{name}(\s[^>]*[^/])?>.*?</{name}>", "", markup.text, flags=re.DOTALL)
        yield Harm(without.encode(), must_refuse=False)


def added_element(markup: Markup) -> Iterator[Harm]:
    """An element that nobody knows in every record."""
    more = markup.text.replace(f"</{markup.record}>", f"<Novelty>x</Novelty></{markup.record}>")
    yield Harm(more.encode(), must_refuse=False)


def cut(markup: Markup) -> Iterator[Harm]:
    """The file cut anywhere within its last third."""
    whole = markup.text.rstrip().encode()
    for end in range(len(whole) * 2 // 3, len(whole), 7):
        yield Harm(whole[:end], ("well-formed",))


def not_the_file(markup: Markup) -> Iterator[Harm]:
    """Nothing, white space, an error page, an answer in JSON, a packed file, another document."""
    other = b"<?xml version='1.0'?><report><record/></report>"
    for content in (
        b"",
        b"\n\n",
        PAGE.encode(),
        b'{"error": "throttled"}\n',
        b"PK\x03\x04\x14\x00",
        b"\x00" * 9,
        other,
    ):
        yield Harm(content)


def wrong_encoding(markup: Markup) -> Iterator[Harm]:
    """Letters of another encoding than the file declares, and a second byte order mark."""
    yield Harm(markup.text.encode("cp1251", errors="replace").replace(b"?", b"\xe9"))
    yield Harm(b"\xef\xbb\xbf" + markup.text.encode(), must_refuse=False)
    yield Harm(b"\xef\xbb\xbf" * 2 + markup.text.encode())


def entities(markup: Markup) -> Iterator[Harm]:
    """An expansion bomb, a file of the machine and a document type from the network."""
    start = markup.text.index("?>") + 2
    tenfold = [f'<!ENTITY a{i} "' + f"&a{i - 1};" * 10 + '">' for i in range(1, 9)]
    bomb = '<!DOCTYPE b [<!ENTITY a "x"><!ENTITY a0 "xxxx">' + "".join(tenfold)
    for declared in (
        bomb + "]>",
        '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE b SYSTEM "http://192.0.2.1/b.dtd">',
    ):
        for padding in ("", "<!--" + "-x" * 40_000 + "-->"):
            body = re.sub(rf"</{markup.record}>", f"&a;&a8;</{markup.record}>", markup.text[start:])
            yield Harm((markup.text[:start] + padding + declared + body).encode(), ())


def unknown_words(markup: Markup) -> Iterator[Harm]:
    """A country, a kind, a programme or a date that cannot be."""
    for was, word in markup.unknown:
        assert was in markup.text
        yield Harm(markup.text.replace(was, word).encode())


def records_again(markup: Markup) -> Iterator[Harm]:
    """A record twice, and the records from the last to the first."""
    found = _records(markup)
    yield Harm(markup.text.replace(found[0], found[0] * 2, 1).encode())
    turned = iter(found[::-1])
    other_way = re.sub(_pattern(markup), lambda _: next(turned), markup.text, flags=re.DOTALL)
    yield Harm(other_way.encode(), must_refuse=False)


def _records(markup: Markup) -> list[str]:
    return [match[0] for match in re.finditer(_pattern(markup), markup.text, flags=re.DOTALL)]


def _pattern(markup: Markup) -> str:
    return rf"<{markup.record}[\s>].*?</{markup.record}>"


ALL = (
    renamed_element, renamed_attribute, missing_element, added_element, cut, not_the_file, wrong_encoding, entities,
    unknown_words, records_again,
)  # fmt: skip
PLACES = st.integers(0, 100_000)
JUNK = st.sampled_from([b"<", b"&", b"\x00", b"\xff", b"</x>", b"\x19"])


def spoiled(markup: Markup, place: int, junk: bytes) -> bytes:
    """The file with bytes in the middle that no XML may have there."""
    content = markup.text.encode()
    at = place % len(content)
    return content[:at] + junk + content[at:]
