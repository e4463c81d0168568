"""What a reader can take away from a chart: the registry of files made on the server, one per kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.chart import Exhibit
from dashboard.take_away.page import html_bytes
from dashboard.take_away.table import csv_bytes, xlsx_bytes


@dataclass(frozen=True)
class Kind:
    """One kind of file: the words on its button, the file's ending, its media type, and how it is made."""

    label: str
    ending: str
    mime: str
    make: Callable[[Exhibit], bytes]


WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS: tuple[Kind, ...] = (
    Kind("CSV", "csv", "text/csv", csv_bytes),
    Kind("Excel workbook", "xlsx", WORKBOOK, xlsx_bytes),
    Kind("Interactive page", "html", "text/html", html_bytes),
)
