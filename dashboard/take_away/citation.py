"""How to cite a chart: in words, and as BibTeX."""

from __future__ import annotations

import re

from dashboard.chart import Exhibit
from dashboard.take_away.facts import filters, newest

TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}


def plain(exhibit: Exhibit) -> str:
    """The chart and its data in one citation, to paste into a footnote."""
    chart = f"“{exhibit.question}” {exhibit.measure} ({filters(exhibit)})."
    data = f" Data: {_data(exhibit)}." if exhibit.sources else ""
    return f"{chart} Waybill, data version {exhibit.version}.{data}"


def bibtex(exhibit: Exhibit, address: str) -> str:
    """The chart as a BibTeX entry; `address` is where the view can be opened again."""
    publishers = list(dict.fromkeys(source.publisher for source in exhibit.sources)) or ["Waybill"]
    note = [exhibit.measure, filters(exhibit), _data(exhibit)]
    fields = {
        "title": f"{{{_tex(exhibit.question)}}}",
        "author": " and ".join(f"{{{_tex(publisher)}}}" for publisher in publishers),
        "year": f"{newest(exhibit):%Y}",
        "howpublished": _tex(f"Waybill, data version {exhibit.version}"),
        "note": _tex(". ".join(part for part in note if part)),
        "url": re.sub(r"[{}\\\s]", lambda sign: f"%{ord(sign[0]):02X}", address),
        "urldate": f"{newest(exhibit):%Y-%m-%d}",
    }
    written = ",\n".join(f"  {name:<12} = {{{value}}}" for name, value in fields.items() if value)
    key = re.sub(r"[^A-Za-z0-9-]+", "-", exhibit.file_stem).strip("-")
    return f"@misc{{{key},\n{written}\n}}\n"


def _data(exhibit: Exhibit) -> str:
    """The publishers' own citations, or who published what and when it was obtained."""
    cited = [
        source.citation or f"{source.publisher}, {source.title}, obtained {source.obtained:%Y-%m-%d}"
        for source in exhibit.sources
    ]
    return "; ".join(dict.fromkeys(" ".join(words.split()).rstrip(".") for words in cited))


def _tex(text: str) -> str:
    """Text with the signs that TeX reads as commands escaped."""
    return "".join(TEX.get(sign, sign) for sign in " ".join(text.split()))
