"""Small documents of every kind that can be annotated, made by hand so that no library vouches for itself."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

QUOTES = """A note on neighbours

Published in June 2024.

This visit to Pyongyang is Putin’s fourth official foreign trip since his “re-election” in March. Putin’s first \
visit to Pyongyang since 2000 shows how close they are. Several meetings have taken place during the past year, \
of which some were announced and others were not, so that nobody outside can be sure of all of them: Putin and \
Kim met in Vladivostok in September, and others followed.

Much was said about the first-ever EU sanctions on Russia’s crucial gas exports. Chinese export to Russia from \
March to May 2024 have been 16 % lower than during the same months the year before. North Korea’s supply of \
ammunition to Russia over the past year – dwarfing the EU’s ammunition provision to Ukraine – has mattered. Call \
+46 8 123 45 678.
"""
"""Short quotations in words of ours, for machines where the text itself is not to be had."""


def docx(*paragraphs: str, extra: str = "") -> bytes:
    """The smallest Word document there is."""
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in paragraphs)
    into = BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f'{extra}<w:document xmlns:w="{name}"><w:body>{body}</w:body></w:document>'
        )
    return into.getvalue()


def pdf(*lines: str) -> bytes:
    """A PDF of one page."""
    shown = "\n".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 72 720 Td\n{shown}\nET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n" + table
    return made + head + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(made)


def locked(content: bytes) -> bytes:
    """The same PDF with a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    writer.encrypt("secret", algorithm="RC4-128")
    into = BytesIO()
    writer.write(into)
    return into.getvalue()


PAGE = """<!DOCTYPE html><html><head><title>Trade note | Institute</title><meta charset="utf-8">
<meta property="og:title" content="Trade note"><meta property="og:site_name" content="The Institute">
<meta property="article:published_time" content="2024-06-21T09:00:00Z">
<link rel="canonical" href="https://example.org/note"><script>var exports = "rose 99 %";</script></head>
<body><nav><p>Home. Imports fell 50 % in 2020.</p></nav><div class="cookie-banner"><p>We use 12 cookies.</p></div>
<article><h1>Trade note</h1><p>Chinese exports to Russia fell by <b>16</b>&nbsp;% from March to May 2024 on a year
earlier.</p><p>This was said in several papers, and it is a claim that can be put to the test with figures that are
published by both of the countries every month.</p><aside>Related: sanctions doubled.</aside></article>
<footer><p>Tel. 08 123 45</p></footer></body></html>"""


@pytest.fixture
def quotes() -> str:
    return QUOTES
