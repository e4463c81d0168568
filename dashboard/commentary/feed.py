"""The changes of verdicts as an Atom feed, for readers who want to be told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from xml.etree import ElementTree

from dashboard.commentary.alarm import Change

ATOM = "http://www.w3.org/2005/Atom"


def atom(changes: Sequence[Change], today: date) -> str:
    """The feed, newest change first. Equal changes have equal ids, so that no reader sees one twice."""
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    _put(feed, "title", "Waybill: claims that came out differently")
    _put(feed, "id", "urn:waybill:claims")
    _put(feed, "updated", _stamp(max((c.noticed for c in changes), default=today.isoformat())))
    _put(_put(feed, "author", ""), "name", "Waybill")
    for change in changes:
        entry = _put(feed, "entry", "")
        _put(entry, "title", change.title)
        _put(entry, "id", f"urn:sha256:{_digest(change)}")
        _put(entry, "updated", _stamp(change.noticed))
        _put(entry, "content", "\n".join(_lines(change)), type="text")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n"


def _lines(change: Change) -> list[str]:
    restated = [f"Restated: {cell}" for cell in change.cells]
    return [f"“{change.span}”", f"Verdict: {change.was} → {change.now}", *change.moved, *restated]


def _digest(change: Change) -> str:
    return sha256("\n".join([change.text, change.title, change.noticed, *_lines(change)]).encode()).hexdigest()


def _stamp(day: str) -> str:
    return f"{day}T00:00:00Z"


def _put(parent: ElementTree.Element, name: str, words: str, **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if words:
        made.text = "".join(c for c in words if c in "\t\n" or c >= " ")
    return made
