"""The text of a web page without what stands around it: menus, notices about cookies, related articles."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from lxml import etree
from lxml import html as lxml_html

from dashboard.annotate import words as listed
from dashboard.annotate.extract import Document, NotReadable, decoded

NOT_TEXT = "script|style|noscript|template|svg|iframe|object|form|button|select|nav|footer|aside|figure|table|head"
AROUND = re.compile(
    r"\b(cookies?|consent|gdpr|share|sharing|social|related|newsletter|subscribe|sidebar|breadcrumbs?|menu|nav|navbar|"
    r"promo|advert|ads?|banner|comments?|footer|skip-link|author-bio)\b",
    re.IGNORECASE,
)
BLOCKS = frozenset(
    listed("p div section article main li ul ol dl dt dd h1 h2 h3 h4 h5 h6 blockquote header br hr address pre body")
)
DEEPEST = 200


def html(content: bytes) -> Document:
    """The page's own text, title, publisher and day as its head gives them. Raises NotReadable without a body."""
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    declared = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", content[:4096])
    encoding = declared[1].decode("ascii", errors="replace") if declared else ""
    try:
        source = content.decode(encoding) if encoding and not content.startswith(b"\xef\xbb\xbf") else decoded(content)
    except (LookupError, UnicodeDecodeError):
        source = decoded(content)
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source)
    try:
        page = lxml_html.document_fromstring(source.replace("\x00", " "), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise NotReadable("there is no text in this page.") from None
    about = Document(
        text="",
        title=_meta(page, "og:title") or " ".join(str(page.xpath("string(//head/title)")).split()),
        publisher=_meta(page, "og:site_name"),
        published=(_meta(page, "article:published_time") or _meta(page, "date"))[:10],
        link=_link(page),
    )
    parts: list[str] = []
    _collect(_body(page), parts, 0)
    text = re.sub(r"[ \t\xa0]+", " ", "".join(parts))
    text = re.sub(r" ?\n[\n ]*", "\n\n", text).strip()
    return Document(text, about.title, about.publisher, about.published, about.link)


def mhtml(content: bytes) -> Document:
    """The page in a file that a browser saved whole."""
    message = message_from_bytes(content, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html" and isinstance(part, EmailMessage):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return html(payload)
    raise NotReadable("there is no page in it.")


def _meta(page: etree._Element, name: str) -> str:
    """What the page's head says under a name; empty when it does not."""
    found = page.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
    return " ".join(str(found[0]).split()) if isinstance(found, list) and found else ""


def _link(page: etree._Element) -> str:
    found = page.xpath("//link[@rel='canonical']/@href")
    first = str(found[0]) if isinstance(found, list) and found else _meta(page, "og:url")
    return first if first.startswith("https://") else ""


def _body(page: etree._Element) -> etree._Element:
    """The element that holds the text: the longest article, else main, else the body."""
    for path in ("//article", "//main|//*[@role='main']", "//body"):
        found = page.xpath(path)
        elements = [one for one in found if isinstance(one, etree._Element)] if isinstance(found, list) else []
        longest = max(elements, key=_length, default=None)
        if longest is not None and _length(longest) > 200:
            return longest
    return page


def _length(element: etree._Element) -> int:
    return len(str(element.xpath("string()")).strip())


def _collect(element: etree._Element, parts: list[str], depth: int) -> None:
    """The text of an element and what is in it, blocks apart by line breaks."""
    name = element.tag if isinstance(element.tag, str) else ""
    left_out = not name or name in NOT_TEXT.split("|") or (depth > 0 and _is_around(element)) or depth > DEEPEST
    if not left_out:
        edge = "\n" if name in BLOCKS else ""
        parts.append(edge + _inline(element.text))
        for child in element:
            _collect(child, parts, depth + 1)
            parts.append(_inline(child.tail))
        parts.append(edge)


def _inline(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _is_around(element: etree._Element) -> bool:
    named = f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}".replace("_", "-")
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return hidden or bool(AROUND.search(named)) or element.get("role") in ("navigation", "complementary", "banner")
