"""Reads a commentary file, one Markdown file per text, and says everything that is wrong with it at once.

A file is YAML front matter between two lines of `---`, then one section per excerpt:

    ## an-id
    > The quotation, word for word.

    ```yaml
    anchor: {before: words before it, after: words after it}
    …
    ```

    Our note on it, in Markdown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from dashboard.commentary.bind import claim
from dashboard.commentary.excerpt import QUOTE_WORDS, TOPICS, Excerpt, Text
from dashboard.commentary.fields import CommentaryBroken, Fields, one_of, parsed
from dashboard.metrics.definition import names, text
from dashboard.period import Period

FENCE = "```"
IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class _Section:
    """One section as written: its heading's line and words, and its three parts."""

    line: int
    id: str
    quote: str
    settings: str | None
    annotation: str


def read(content: str, name: str) -> Text:
    """The commentary in a file's content; `name` is the file's name without ending.

    Raises CommentaryBroken with one line for every fault: file, section, what is wrong, what to do.
    """
    faults: list[str] = []
    lines = content.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        if "\ufffd" in line:
            faults.append(f"{name}.md line {number}: a letter that is not UTF-8; save the file as UTF-8")
    front, body_from = _front_matter(lines, f"{name}.md", faults)
    excerpts = tuple(_excerpt(s, name, faults) for s in _sections(lines, body_from, name, faults))
    for number, excerpt in enumerate(excerpts):
        if excerpt.id in [earlier.id for earlier in excerpts[:number]]:
            faults.append(f"{name}.md, section {excerpt.id}: there are two of this name; rename one")
    if not excerpts:
        faults.append(f"{name}.md: there is no excerpt; add a section that starts with `## an-id`")
    read_text = Text(
        name=name,
        title=front.take("title", text),
        series=front.take("series", text, ""),
        publisher=front.take("publisher", text),
        published=front.take("published", _published),
        language=front.take("language", text),
        author=front.take("author", text, ""),
        link=front.take("link", _link, ""),
        excerpts=excerpts,
    )
    front.close()
    if faults:
        raise CommentaryBroken("\n".join(faults))
    return read_text


def _front_matter(lines: list[str], where: str, faults: list[str]) -> tuple[Fields, int]:
    """The front matter and the number of the line after it."""
    if lines[0].rstrip() != "---":
        faults.append(f"{where}: it does not start with `---`; put title, publisher … between two such lines")
        return Fields({}, where, []), 0
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == "---":
            return parsed("\n".join(lines[1:number]), f"{where}, front matter", faults), number + 1
    faults.append(f"{where}: the front matter does not end; close it with a line of `---`")
    return Fields({}, where, []), len(lines)


def _sections(lines: list[str], start: int, name: str, faults: list[str]) -> list[_Section]:
    """The sections as written. A heading inside a fenced block is not one."""
    starts: list[int] = []
    stray: list[int] = []
    fenced = False
    for number in range(start, len(lines)):
        fenced ^= lines[number].startswith(FENCE)
        if lines[number].startswith("## ") and not fenced:
            starts.append(number)
        elif not starts and lines[number].strip():
            stray.append(number)
    if stray:
        where = f"{name}.md, line {stray[0] + 1}"
        faults.append(f"{where}: this stands before the first section; move it into one")
    cuts = pairwise([*starts, len(lines)])
    return [_section(lines[a:b], a + 1, name, faults) for a, b in cuts]


def _section(lines: list[str], number: int, name: str, faults: list[str]) -> _Section:
    """A section cut into quotation, settings and note."""
    heading = lines[0].removeprefix("## ").strip()
    where = f"{name}.md, section {heading or f'at line {number}'}"
    if not IDENTIFIER.fullmatch(heading):
        faults.append(f"{where}: a section's name is small letters, digits and hyphens, such as chinese-exports")
    rest = _unpadded(lines[1:])
    quoted = next((n for n, line in enumerate(rest) if not line.startswith(">")), len(rest))
    quote = " ".join(" ".join(line.removeprefix(">") for line in rest[:quoted]).split())
    if not quote:
        faults.append(f"{where}: it does not start with a quotation; begin its lines with `> `")
    rest = _unpadded(rest[quoted:])
    if not rest or rest[0].rstrip() != f"{FENCE}yaml":
        faults.append(f"{where}: no settings follow the quotation; add a block that starts with {FENCE}yaml")
        return _Section(number, heading, quote, None, "")
    closing = next((n for n, line in enumerate(rest[1:], 1) if line.rstrip() == FENCE), 0)
    if not closing:
        faults.append(f"{where}: the settings do not end; close them with a line of {FENCE}")
        return _Section(number, heading, quote, None, "")
    annotation = "\n".join(rest[closing + 1 :]).strip()
    if not annotation:
        faults.append(f"{where}: our note is missing; write it under the settings")
    if f"{FENCE}yaml" in annotation:
        faults.append(f"{where}: there is a second block of settings; merge it into the first")
    return _Section(number, heading, quote, "\n".join(rest[1:closing]), annotation)


def _excerpt(section: _Section, name: str, faults: list[str]) -> Excerpt:
    """The excerpt of one section; faults are noted."""
    where = f"{name}.md, section {section.id}"
    if len(section.quote.split()) > QUOTE_WORDS:
        faults.append(f"{where}: the quotation has more than {QUOTE_WORDS} words; shorten it")
    settings = Fields({}, where, []) if section.settings is None else parsed(section.settings, where, faults)
    anchor = settings.inner("anchor")
    chosen = settings.inner("choices") if "choices" in settings.values else Fields({}, where, faults)
    excerpt = Excerpt(
        id=section.id,
        quote=section.quote,
        before=anchor.take("before", text),
        after=anchor.take("after", text),
        span=settings.take("span", text, section.quote),
        topic=settings.take("topic", one_of(*TOPICS)),
        chart=settings.take("chart", text),
        chosen=tuple((key, chosen.take(key, text)) for key in chosen.values),
        period=settings.take("period", _period),
        cited=settings.take("cited", _period, None),
        compared=settings.take("compared", _period, None),
        events=tuple(settings.take("events", names, []) or ()),
        claim=claim(settings.inner("claim")) if "claim" in settings.values else None,
        annotation=section.annotation,
    )
    if excerpt.span and section.quote.count(excerpt.span) != 1:
        settings.fault("`span` does not stand exactly once in the quotation; copy the words to highlight from it")
    anchor.close()
    settings.close()
    return excerpt


def _unpadded(lines: list[str]) -> list[str]:
    """The lines from the first that is not blank."""
    first = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
    return lines[first:]


def _period(raw: Any) -> Period:
    try:
        return Period.read(text(raw))
    except ValueError as wrong:
        raise ValueError(f"write months as 2024-03 or 2024-03..2024-05, not {raw!r} ({wrong})") from None


def _published(raw: Any) -> str:
    """A day or a month, kept as written."""
    written = text(raw)
    try:
        date.fromisoformat(written if len(written) > 7 else f"{written}-01")
    except ValueError:
        raise ValueError(f"write a month or a day, such as 2024-06 or 2024-06-19, not {raw!r}") from None
    return written


def _link(raw: Any) -> str:
    if not text(raw).startswith("https://"):
        raise ValueError(f"write an address that starts with https://, not {raw!r}")
    return text(raw)
