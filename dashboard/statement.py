"""A published estimate in words, marks and a record: what the charts of ammunition have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.chart import Plain
from dashboard.record import Record, escaped, facts, link

COLUMNS = """as_of AS period, supplier, recipient, low, central, high, unit, basis, span, item, estimator, publisher,
       title, period_start, period_end, as_of_precision, url, host, checked, note, leans_on, leaning, estimate_id,
       source"""
"""What a query has to give for a statement to be marked and opened."""

SAID_BY = """CASE WHEN estimator LIKE 'US %' THEN 'United States'
            WHEN estimator LIKE 'ROK %' THEN 'South Korea'
            WHEN estimator LIKE '%Ukraine%' THEN 'Ukraine'
            WHEN estimator LIKE 'HR %' OR estimator LIKE 'EU %' OR estimator LIKE '%(EU sources)' THEN 'EU'
            WHEN estimator LIKE 'Czech %' OR estimator LIKE 'Former PM P. Fiala%' THEN 'Czechia'
            ELSE 'Others' END"""
"""Who is behind an estimator, in SQL."""

# Russia counts for nobody here, so its blue is free for South Korea.
SHADES = {"United States": "USA", "South Korea": "RUS", "Ukraine": "UKR", "EU": "EUU", "Czechia": "CZE", "Others": "UN"}

BASES = {
    "containers_seen": ("containers seen", "square"),
    "capacity": ("capacity, if all of one calibre", "diamond"),
    "rounds_stated": ("rounds counted or stated", "circle"),
    "tonnes": ("tonnes", "hexagon"),
    "tonnes_converted": ("tonnes converted to rounds", "hexagon"),
    "commercial": ("sold, outside donations", "cross"),
    "period_total": ("total of one period", "pentagon"),
    "pledge": ("pledge", "star"),
    "forecast": ("forecast", "star-diamond"),
    "share": ("share", "triangle-up"),
    "value": ("value in dollars", "hourglass"),
    "other_count": ("count of other things", "bowtie"),
    "production": ("output", "circle"),
    "production_capacity": ("capacity to produce", "diamond"),
    "plan": ("plan", "star"),
    "fire_rate": ("rounds fired", "square"),
}
"""Each basis in words, with the shape it is drawn in."""

HOLLOW = ("pledge", "forecast", "plan")
PALE = ("capacity", "production_capacity")
WEAK = ("blog", "state_media")
LEANS, UNSURE = "↳", "?"
LEGEND = "↳ leans on another estimate; ? found only on a weak host; arrows: “more than” or “up to”; hollow: promised."
LEANING = {"repeats": "repeats", "derived": "is worked out from", "part_of": "is part of", "overlaps": "overlaps with"}
SPANS = {
    "cumulative": "running total",
    "period": "total of one period",
    "target": "target",
    "rate": "rate",
    "rate_per_year": "per year",
    "rate_per_month": "per month",
    "rate_per_day": "per day",
}
CLEAR = "rgba(0,0,0,0)"


def bounds(row: Any) -> tuple[float, float]:
    """The lower and the upper end of what was stated; the one number twice where there is one."""
    known = [float(end) for end in (row.low, row.central, row.high) if end == end and end is not None]
    return min(known), max(known)


def direction(row: Any) -> int:
    """1 for "more than …", −1 for "up to …", 0 for a number or a range."""
    low, central, high = (end == end and end is not None for end in (row.low, row.central, row.high))
    return 0 if central or (low and high) else (1 if low else -1)


def stated(row: Any) -> str:
    """The number as stated, with its unit: more than 10 000 containers; 4–6 m rounds."""
    low, high = bounds(row)
    before = {1: "more than ", -1: "up to ", 0: ""}[direction(row)]
    number = short(low) if low == high else f"{short(low)}–{short(high)}"
    return f"{before}{number} {'USD' if row.unit == 'USD' else row.unit}"


def short(value: float) -> str:
    """A number as people say it: 10 000, 1.5 m, 5.6 bn."""
    for size, word in ((1e9, "bn"), (1e6, "m")):
        if value >= size:
            return f"{theme.number(value / size, 3).rstrip('0').rstrip('.')}\u00a0{word}"
    return theme.number(value)


def day(row: Any) -> str:
    """The day of the statement, or its month where only that is known."""
    return f"{row.period:%b %Y}" if row.as_of_precision == "month" else f"{row.period.day} {row.period:%b %Y}"


def signs(row: Any) -> str:
    """The signs beside a mark: that it leans on another, that its host is weak."""
    return (LEANS if row.leaning in LEANING else "") + (UNSURE if row.host in WEAK else "")


def label(row: Any) -> str:
    """A statement in one line: 26 Feb 2024 · ROK Defence Minister Shin Won-sik · 6 700 containers."""
    return f"{day(row)} · {row.estimator} · {stated(row)}"


def hover(row: Any) -> str:
    """What is said of a statement under the pointer."""
    more = f"<br>{LEANS} {LEANING[row.leaning]} another estimate" if row.leaning in LEANING else ""
    weak = f"<br>{UNSURE} weak host: {row.host.replace('_', ' ')}" if row.host in WEAK else ""
    item = "<br>".join(wrapped(str(row.item)))
    return f"<b>{stated(row)}</b><br>{item}<br>{row.estimator}<br>{day(row)} · {BASES[row.basis][0]}{more}{weak}"


def wrapped(words: str, width: int = 52) -> list[str]:
    """Words in lines for a box under the pointer."""
    return re.findall(rf".{{1,{width}}}(?:\s|$)|\S+", words)


def marker(rows: Sequence[Any], colours: Sequence[str], size: int = 11) -> Plain:
    """Marks in the shape of each basis: hollow for what is only promised, pale for what only could be."""
    fills = [
        CLEAR if r.basis in HOLLOW else faint(colour, 0.35) if r.basis in PALE else colour
        for r, colour in zip(rows, colours, strict=True)
    ]
    return {
        "size": size,
        "symbol": [BASES[row.basis][1] for row in rows],
        "color": fills,
        "line": {"color": list(colours), "width": 1.8},
        "opacity": 1,
    }


def faint(colour: str, share: float) -> str:
    """A colour of the house let through by so much."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def arrow(x: Any, y: Any, axes: tuple[str, str], way: tuple[int, int], colour: str) -> Plain:
    """An arrow from a mark, for a number with one end: `way` is where to, in pixels to the right and upward."""
    return {
        "x": x,
        "y": y,
        "xref": axes[0],
        "yref": axes[1],
        "ax": way[0],
        "ay": -way[1],
        "text": "",
        "showarrow": True,
        "arrowside": "start",
        "startarrowhead": 2,
        "startarrowsize": 1,
        "arrowwidth": 1.8,
        "arrowcolor": colour,
        "standoff": 5,
    }


def _words_used(row: Any) -> str:
    quoted = re.findall(r"\"([^\"]+)\"", row.note) if isinstance(row.note, str) else []
    return " … ".join(f"“{escaped(words)}”" for words in quoted) or "not quoted in the row; see its title"


def _days(row: Any) -> str:
    start, end = (
        f"{edge.day} {edge:%b %Y}" if isinstance(edge, pd.Timestamp) and edge == edge else ""
        for edge in (row.period_start, row.period_end)
    )
    return f"{start or 'start not stated'} to {end or 'end not stated'}"


def seen(row: Any) -> str:
    """How the row was checked, and whether the place it was found in is weak."""
    weak = f" :material/warning: a weak host ({row.host.replace('_', ' ')})" if row.host in WEAK else ""
    return {"opened": "read at this address", "identifier": "known by its identifier, not opened"}[row.checked] + weak


def _text(row: Any) -> str:
    leans = f"{LEANS} {LEANING[row.leaning]} `{row.leans_on}`" if row.leaning in LEANING else ""
    return f"#### {escaped(stated(row))}\n" + facts(
        ("What", f"{escaped(row.item)}, {theme.name(row.supplier)} to {theme.name(row.recipient)}"),
        ("Said by", f"{escaped(row.estimator)}, {day(row)}"),
        ("Basis", f"{BASES[row.basis][0]}, {SPANS[row.span]}"),
        ("Counts", _days(row)),
        ("Words used", _words_used(row)),
        ("Covers and leaves out", escaped(row.note) if isinstance(row.note, str) else "nothing noted"),
        ("Leans", leans),
        ("Published", f"{escaped(row.publisher)}, {link(row.title, row.url)}; {seen(row)}"),
        ("Row", f"`{row.estimate_id}`"),
    )


record = Record(key="estimate_id", label=label, text=_text)
"""How a statement opens."""
