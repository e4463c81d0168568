"""Documents of every kind become text, and whatever is none is refused with a sentence."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.annotate import extract as module
from dashboard.annotate.extract import ENDINGS, NotReadable, extract
from dashboard.annotate.pdf import joined
from tests.annotate.conftest import PAGE, docx, locked, pdf

SAID = "Exports fell by 16 % in March 2024."


def text(content: bytes | str, name: str) -> str:
    return " ".join(extract(content.encode() if isinstance(content, str) else content, name).text.split())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", SAID),
        ("a.md", f"# Head\n\n{SAID}"),
        ("a.html", f"<html><body><p>{SAID}</p></body></html>"),
        ("a.docx", docx("Head", SAID)),
        ("a.pdf", pdf("Head.", SAID)),
        ("A.HTM", f"<p>{SAID}</p>"),
    ],
)
def test_every_kind_of_document_gives_its_words(name, content):
    assert SAID in text(content, name)


def test_a_web_page_gives_its_article_and_nothing_around_it():
    document = extract(PAGE.encode(), "page.html")
    words = " ".join(document.text.split())
    assert "fell by 16 % from March to May 2024 on a year earlier." in words
    for around in ("rose 99", "Imports fell", "cookies", "Related", "Tel."):
        assert around not in words
    assert (document.title, document.publisher) == ("Trade note", "The Institute")
    assert (document.published, document.link) == ("2024-06-21", "https://example.org/note")


def test_a_page_saved_by_the_browser_in_one_file_is_read():
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n"
    saved = f"{head}--B\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}\r\n--B--\r\n"
    assert "16 %" in text(saved, "page.mhtml")
    assert "16 %" in text(saved, "page.html")


def test_markdown_loses_its_marks_and_keeps_its_words():
    words = text(
        "---\ntitle: X\n---\n# Head\n\n> Exports **fell** [by 16 %](https://e.org).\n\n```\ncode 5 %\n```\n", "a.md"
    )
    assert words == "Head Exports fell by 16 %."


def test_a_pdf_is_put_together_again_at_the_ends_of_lines():
    page = ["Exports of ammu-", "nition fell in this year and in the", "next as well. ", "", "12"]
    assert joined([page]).split("\n\n")[0].startswith("Exports of ammunition fell in this year")


def test_letters_outside_utf_8_are_read_too():
    assert "Türkiye" in text("Türkiye".encode("cp1252"), "a.txt")
    assert "Türkiye" in text("Türkiye".encode("utf-16"), "a.txt")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n ", "empty"),
        ("a.txt", bytes(range(256)) * 40, "binary"),
        ("a.xlsx", b"PK\x03\x04", ".docx, .pdf"),
        ("a", b"words", ".docx, .pdf"),
        ("a.docx", pdf("x"), "a PDF"),
        ("a.pdf", docx("x"), "a Word document"),
        ("a.txt", pdf("x"), "a PDF"),
        ("a.pdf", b"%PDF-1.7 but no more", "damaged"),
        ("a.pdf", b"words", "not a PDF"),
        ("a.docx", b"words", "not a Word document"),
        ("a.pdf", locked(pdf("x")), "encrypted"),
        ("a.pdf", pdf(), "text recognition"),
        ("a.html", b"<html><body></body></html>", "no text"),
        ("a.txt", b"123 456", "no text"),
        ("a.docx", docx("x", extra='<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'), "not built"),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence_that_names_the_file(name, content, said):
    with pytest.raises(NotReadable) as refused:
        extract(content, name)
    assert str(refused.value).startswith(f"{name}: ")
    assert said in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_file_or_text_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(module, "MOST_BYTES", 100)
    with pytest.raises(NotReadable, match="MB"):
        extract(b"x" * 101, "a.txt")
    monkeypatch.setattr(module, "MOST_LETTERS", 10)
    with pytest.raises(NotReadable, match="letters"):
        extract(b"x" * 50, "a.txt")


def test_a_document_that_unpacks_to_anything_is_refused(monkeypatch):
    from dashboard.annotate import word

    monkeypatch.setattr(word, "MOST", 1000)
    with pytest.raises(NotReadable, match="unpacks"):
        extract(docx("x" * 2000), "a.docx")


def a_zip_with(name: str, body: bytes) -> bytes:
    into = BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr(name, body)
    return into.getvalue()


BYTES = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace")),
    st.binary(max_size=200).map(lambda b: b"%PDF-1.4\n" + b),
    st.binary(max_size=200).map(lambda b: b"<html><body>" + b),
    st.binary(max_size=200).map(lambda b: a_zip_with("word/document.xml", b)),
    st.tuples(st.integers(0, 500), st.integers(0, 255)).map(
        lambda at: bytes([*pdf(SAID)[: at[0]], at[1], *pdf(SAID)[at[0] + 1 :]])
    ),
)


@settings(max_examples=150, deadline=None)
@given(content=BYTES, ending=st.sampled_from(sorted(ENDINGS)))
def test_no_bytes_bring_about_anything_but_a_document_or_that_refusal(content, ending):
    try:
        document = extract(content, f"a.{ending}")
    except NotReadable as refused:
        assert str(refused).startswith("a.")
    else:
        assert document.text.encode("utf-8").strip()
