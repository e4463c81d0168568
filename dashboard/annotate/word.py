"""The text of a Word document, read as what it is: XML in an archive, without entities, links or macros."""

from __future__ import annotations

import zipfile
from io import BytesIO

from lxml import etree

from dashboard.annotate.extract import Document, NotReadable

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
MOST = 50 * 2**20
"""Bytes of one unpacked part that are read: a small archive can unpack to anything."""


def docx(content: bytes) -> Document:
    """The document's paragraphs; deleted words of tracked changes are left out. Raises NotReadable."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        body = _part(archive, "word/document.xml")
        core = _part(archive, "docProps/core.xml") if "docProps/core.xml" in archive.namelist() else None
    paragraphs = ["".join(_words(paragraph)) for paragraph in body.iter(f"{WORD}p")]
    title = core.findtext(f".//{TITLE}") if core is not None else ""
    return Document("\n\n".join(paragraphs), title=" ".join((title or "").split()))


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    if archive.getinfo(name).file_size > MOST:
        raise NotReadable("it unpacks to more than 50 MB; save the text alone.")
    with archive.open(name) as part:
        content = part.read(MOST + 1)
    if len(content) > MOST or b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
        raise NotReadable("it is not built as a Word document should be; save it again.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)


def _words(paragraph: etree._Element) -> list[str]:
    """The runs of a paragraph, with breaks and tabs as blanks."""
    parts = []
    for element in paragraph.iter(f"{WORD}t", f"{WORD}tab", f"{WORD}br", f"{WORD}noBreakHyphen"):
        if next((True for above in element.iterancestors(f"{WORD}p") if above is not paragraph), False) and (
            next(element.iterancestors(f"{WORD}p")) is not paragraph
        ):
            continue  # Text of a box inside the paragraph is a paragraph of its own.
        if element.tag == f"{WORD}t":
            parts.append(element.text or "")
        else:
            parts.append("-" if element.tag == f"{WORD}noBreakHyphen" else " ")
    return parts
