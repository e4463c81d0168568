"""The plain text of a document somebody brings, whatever kind of file it is; refuses with a sentence, never more."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

MOST_BYTES = 20 * 2**20
MOST_LETTERS = 2_000_000
KINDS = {
    "txt": "plain text",
    "md": "Markdown",
    "html": "a web page",
    "mhtml": "a saved web page",
    "docx": "a Word document",
    "pdf": "a PDF",
}
ENDINGS = {"txt": "txt", "md": "md", "markdown": "md", "html": "html", "htm": "html", "xhtml": "html"}
ENDINGS |= {"mhtml": "mhtml", "mht": "mhtml", "docx": "docx", "pdf": "pdf"}


class NotReadable(Exception):
    """The file gives no text. The message is a sentence that names the file and what to do."""


@dataclass(frozen=True)
class Document:
    """A document's text, its paragraphs apart by blank lines, and what it says about itself where it does."""

    text: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    link: str = ""


def extract(content: bytes, name: str) -> Document:
    """The document in a file's bytes. Raises NotReadable, and nothing else, when there is no text to be had."""
    kind = ENDINGS.get(PurePath(name).suffix.removeprefix(".").lower(), "")
    if not kind:
        raise NotReadable(f"{name}: its name ends in none of .{', .'.join(ENDINGS)}; save the text as one of these.")
    if not content.strip():
        raise NotReadable(f"{name}: the file is empty.")
    if len(content) > MOST_BYTES:
        raise NotReadable(
            f"{name}: the file has {len(content) / 2**20:,.0f} MB, and at most {MOST_BYTES // 2**20} are read; "
            "save the text alone."
        )
    found = _recognised(content)
    if found and found != kind and {found, kind} != {"html", "mhtml"} and kind not in ("txt", "md"):
        raise NotReadable(f"{name}: by its content this is {KINDS[found]}; give it the ending .{found}.")
    if found in ("pdf", "docx") and kind in ("txt", "md"):
        raise NotReadable(f"{name}: by its content this is {KINDS[found]}; give it the ending .{found}.")
    if not found and kind in ("pdf", "docx"):
        raise NotReadable(f"{name}: this is not {KINDS[kind]}, whatever its name says.")
    try:
        document = _reader(found if kind == "html" and found == "mhtml" else kind)(content)
    except NotReadable as why:
        raise NotReadable(f"{name}: {why}") from None
    except Exception as broken:  # Libraries for foreign formats raise what they like on broken files.
        raise NotReadable(f"{name}: the file is damaged ({type(broken).__name__}); save it again.") from None
    if len(document.text) > MOST_LETTERS:
        raise NotReadable(f"{name}: the text has more than {MOST_LETTERS:,} letters; give a part of it.")
    if not any(letter.isalpha() for letter in document.text):
        raise NotReadable(f"{name}: there is no text in it; a scanned page needs text recognition first.")
    return document


def decoded(content: bytes) -> str:
    """Bytes as text: UTF-16 or UTF-8 where they say so or are so, otherwise the Western code page.

    Raises NotReadable for bytes that are no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    strange = sum(1 for letter in text if letter == "\ufffd" or (letter < " " and letter not in "\t\n\r\f"))
    if strange > len(text) / 100:
        raise NotReadable("this is no text but binary data.")
    return re.sub(r"[\x00-\x08\x0b\x0e-\x1f\ufffd\ud800-\udfff]", " ", text)


def _recognised(content: bytes) -> str:
    """The kind that the first bytes give away; empty for plain text and for what is unknown."""
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return "docx" if _is_word(content) else ""
    if b"mime-version:" in head and b"multipart/related" in head:
        return "mhtml"
    return "html" if head.startswith((b"<!doctype html", b"<html")) else ""


def _is_word(content: bytes) -> bool:
    from io import BytesIO

    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return "word/document.xml" in archive.namelist()
    except Exception:  # A damaged archive is none.
        return False


def _reader(kind: str) -> Callable[[bytes], Document]:
    """The reader of a kind; its library is only loaded when it is needed."""
    if kind == "html":
        from dashboard.annotate.web import html

        return html
    if kind == "mhtml":
        from dashboard.annotate.web import mhtml

        return mhtml
    if kind == "docx":
        from dashboard.annotate.word import docx

        return docx
    if kind == "pdf":
        from dashboard.annotate.pdf import pdf

        return pdf
    return _markdown if kind == "md" else _plain


def _plain(content: bytes) -> Document:
    return Document(decoded(content).replace("\r\n", "\n").replace("\r", "\n"))


def _markdown(content: bytes) -> Document:
    """Markdown without its marks: what is checked are words. Front matter, code and pictures are left out."""
    text = _plain(content).text
    front = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    title = re.search(r"^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", front[1], re.MULTILINE) if front else None
    text = text[front.end() :] if front else text
    heading = re.search(r"^# +(.+)$", text, re.MULTILINE)
    text = re.sub(r"^(```|~~~).*?^\1[ \t]*$", "\n", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]+)\]\([^)\s]*\)", r"\1", text)
    text = re.sub(r"^#{1,6} +(.*)$", r"\n\1\n", text, flags=re.MULTILINE)
    text = re.sub(r"^[ \t]*(?:>|[-*+]|\d+\.)[ \t]+", "", text, flags=re.MULTILINE)
    text = re.sub(r"(\*\*|__|\*|`)(?=\S)([^*_`\n]+?)\1", r"\2", text)
    found = title or heading
    return Document(text, title=found[1].strip() if found else "")
