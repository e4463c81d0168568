"""The text of a PDF: pages in order, words put together again that were broken at the end of a line."""

from __future__ import annotations

import logging
import re
from io import BytesIO

from dashboard.annotate.extract import MOST_LETTERS, Document, NotReadable

MOST_PAGES = 500


def pdf(content: bytes) -> Document:
    """The document's text without running heads and page numbers. Raises NotReadable when it is locked or long."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        raise NotReadable("it is encrypted; save a copy without a password.")
    if len(reader.pages) > MOST_PAGES:
        raise NotReadable(f"it has {len(reader.pages):,} pages, and at most {MOST_PAGES} are read; give a part of it.")
    pages: list[list[str]] = []
    letters = 0
    for page in reader.pages:
        pages.append([line.strip() for line in page.extract_text().split("\n")])
        letters += sum(len(line) for line in pages[-1])
        if letters > MOST_LETTERS:
            raise NotReadable(f"the text has more than {MOST_LETTERS:,} letters; give a part of it.")
    title = reader.metadata.title if reader.metadata else ""
    return Document(joined(pages), title=" ".join((title or "").split()))


def joined(pages: list[list[str]]) -> str:
    """Pages as one text: lines that end a paragraph end it here too, all others run on."""
    edges = [line for page in pages if len(pages) > 2 for line in {*page[:1], *page[-1:]}]
    running = {line for line in edges if edges.count(line) > len(pages) / 2}
    lines = [line for page in pages for line in page if line not in running and not re.fullmatch(r"\W*\d+\W*", line)]
    usual = sorted(len(line) for line in lines if line)
    full = usual[len(usual) * 3 // 4] * 0.75 if usual else 0
    made = ""
    for line in lines:
        if not line:
            made = made.rstrip() + "\n\n"
            continue
        made += line
        if re.search(r"[a-z]-$", line):
            made = made[:-1] + "\u00ad"
        else:
            made += "\n\n" if len(line) < full and re.search(r"[.!?:][”\"’')]?$", line) else " "
    return re.sub("\u00ad(?=[a-z])", "", made).replace("\u00ad", "-")
