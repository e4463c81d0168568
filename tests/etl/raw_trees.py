"""Publishers' own XML files with fewer records, and the harm that can come to their elements."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator
from typing import Any

from lxml import etree

from tests.etl.raw_documents import MARK
from tests.etl.raw_harms import Harm, not_the_file, some

DECLARED = (
    '<!DOCTYPE b [<!ENTITY a "x">' + "".join(f'<!ENTITY a{i} "{"&a;" * 10}">' for i in range(9)) + "]>",
    '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    '<!DOCTYPE b SYSTEM "http://192.0.2.1/b.dtd">',
)


def tree_heads(content: bytes) -> Iterator[bytes]:
    """The file with its first records, and every other one that has an element which none before it has; the file."""
    with contextlib.suppress(etree.XMLSyntaxError):
        yield from (_first(content, most) for most in (8, 60))
    yield content


def _first(content: bytes, most: int) -> bytes:
    root = etree.fromstring(content)
    for parent in (root, *root):
        seen: set[str] = set()
        for number, record in enumerate(list(parent)):
            places = {_place(element, parent) for element in record.iter(etree.Element)}
            if number >= most and places <= seen:
                parent.remove(record)
            seen |= places
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", standalone=True))


def _place(element: Any, top: Any) -> str:
    names = []
    while element is not top:
        names.append(etree.QName(element).localname)
        element = element.getparent()
    return "/".join(reversed(names))


def renamed_element(content: bytes) -> Iterator[Harm]:
    """Elements by another name throughout."""
    for name in some(_names(content)):
        root = _parsed(content)
        for element in list(root.iter(name)):
            element.tag = f"{name}New"
        yield Harm(f"{name} renamed", _written(root), renamed=f"{name}New")


def missing_element(content: bytes) -> Iterator[Harm]:
    """Elements gone throughout, with all that they hold."""
    for name in some(_names(content)[1:]):
        root = _parsed(content)
        for element in list(root.iter(name)):
            element.getparent().remove(element)
        yield Harm(f"{name} gone", _written(root), less=True)


def renamed_attribute(content: bytes) -> Iterator[Harm]:
    """Attributes by another name throughout."""
    found = {name for element in _parsed(content).iter(etree.Element) for name in element.attrib if "}" not in name}
    for name in sorted(found):
        root = _parsed(content)
        for element in root.iter(etree.Element):
            if name in element.attrib:
                element.set(f"{name}-new", element.attrib.pop(name))
        yield Harm(f"@{name} renamed", _written(root))


def added_element(content: bytes) -> Iterator[Harm]:
    """An element that nobody knows in every record, and beside the records."""
    for depth in (1, 2):
        root = _parsed(content)
        records = list(root) if depth == 1 else [record for part in root for record in part]
        for record in records:
            etree.SubElement(record, "Novelty").text = "x"
        yield Harm("an element more", _written(root))


def words_in_elements(content: bytes) -> Iterator[Harm]:
    """In the first element of each name that holds text, something that is no number and on no list."""
    for name in some(_names(content)):
        root = _parsed(content)
        element = next((e for e in root.iter(name) if not len(e) and (e.text or "").strip()), None)
        if element is not None:
            element.text = "Qqq"
            yield Harm(f"Qqq as {name}", _written(root), word="Qqq")


def records_again(content: bytes) -> Iterator[Harm]:
    """The last record twice, and the records from the last to the first."""
    root = _parsed(content)
    parts = [part for part in (root, *root) if len(part) > 1 and part[-1].tag == part[-2].tag]
    parts[-1].append(copy.deepcopy(parts[-1][-1]))
    yield Harm("a record twice", _written(root))
    root = _parsed(content)
    for part in [part for part in (root, *root) if len(part) > 1 and part[-1].tag == part[0].tag]:
        part[:] = reversed(list(part))
    yield Harm("the records turned round", _written(root))


def cut(content: bytes) -> Iterator[Harm]:
    """The file cut within its last record and in the middle."""
    for end in (*range(len(content) - 200, len(content) - 3, 40), len(content) // 2, 100):
        yield Harm(f"cut at {end}", content[:end], must_refuse=True)


def wrong_encoding(content: bytes) -> Iterator[Harm]:
    """Letters of another encoding than the file declares, marks, and a byte that no XML may have."""
    other = content.decode().encode("cp1251", errors="replace")
    yield Harm("as cp1251", other, word="?", must_refuse=not content.isascii())
    yield Harm("a mark", MARK + content)
    yield Harm("two marks", MARK * 2 + content, must_refuse=True)
    for junk in (b"\x19", b"\xff", b"&", b"<"):
        half = content.index(b">", len(content) // 2) + 1
        yield Harm(repr(junk), content[:half] + junk + content[half:], must_refuse=True)


def entities(content: bytes) -> Iterator[Harm]:
    """An expansion bomb, a file of the machine and a document type from the network."""
    start = content.index(b"?>") + 2
    for declared in DECLARED:
        yield Harm(declared[:30], content[:start] + declared.encode() + content[start:], must_refuse=True)


def _parsed(content: bytes) -> Any:
    return etree.fromstring(content)


def _written(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", standalone=True))


def _names(content: bytes) -> list[str]:
    return list(dict.fromkeys(str(element.tag) for element in _parsed(content).iter(etree.Element)))


TO_TREES = (
    renamed_element, missing_element, renamed_attribute, added_element, words_in_elements, records_again, cut,
    wrong_encoding, entities, not_the_file,
)  # fmt: skip


def with_records(content: bytes, share: float) -> bytes:
    """The file with the first of its records only."""
    root = _parsed(content)
    del root[int(len(root) * share) :]
    return _written(root)
