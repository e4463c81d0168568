"""The house style of figures: colours per country and authority, number formats, the plotly layout."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

PAPER, PANEL, INK, RULE, ACCENT = "#FBFAF6", "#F1EEE6", "#1F2328", "#DDD8CC", "#9C3D1F"
MUTED = "#6F6A5F"
"""Grey for captions and gap marks; legible on the light and on the dark paper."""

# Each has a contrast of at least 3:1 on both papers, and neighbours differ in lightness as well as hue,
# so that one set serves light, dark, print and colour-blind readers. A dozen hues cannot all be told apart by
# everybody: lines on one axis differ in their dash as well (trade/lines.py), and marks stand in a row with a name.
COLOURS: Mapping[str, str] = {
    "CHN": "#C4472B",
    "RUS": "#2F72B5",
    "PRK": "#8E5FAE",
    "EUU": "#1E8A6E",
    "EU": "#1E8A6E",
    "USA": "#8A7338",
    "US": "#8A7338",
    "GBR": "#B4578C",
    "UK": "#B4578C",
    "UN": "#64788C",
    "UKR": "#B07D10",
    "IRN": "#5E8C31",
    "CZE": "#3D8FA6",
    "CA": "#5C5CD6",
    "CH": "#BF4059",
}
SPARE = ("#64788C", "#C4472B", "#2F72B5", "#1E8A6E", "#8E5FAE", "#B07D10", "#B4578C", "#5E8C31")
NAMES: Mapping[str, str] = {
    "CHN": "China",
    "RUS": "Russia",
    "PRK": "DPRK",
    "EUU": "EU",
    "USA": "United States",
    "GBR": "United Kingdom",
    "UKR": "Ukraine",
    "IRN": "Iran",
    "CZE": "Czechia",
    "KGZ": "Kyrgyzstan",
    "ARM": "Armenia",
    "GEO": "Georgia",
    "KAZ": "Kazakhstan",
    "UZB": "Uzbekistan",
    "KOR": "South Korea",
    "BLR": "Belarus",
    "TUR": "Turkey",
    "WLD": "World",
    "XKX": "Kosovo",
    "UN": "UN",
    "US": "US",
    "EU": "EU",
    "UK": "UK",
    "CA": "Canada",
    "CH": "Switzerland",
}

MARK = "#C8643C"
"""The warm accent for what is spoken of, on either paper."""

CITED, COMPARED = "rgba(196,125,40,0.28)", "rgba(128,128,128,0.22)"


def colour(code: str, position: int = 0) -> str:
    """The colour of a country or authority; other countries take a spare by position, the rest grey."""
    if len(code) > 3:
        return SPARE[0]
    return COLOURS.get(code, SPARE[position % len(SPARE)])


def faded(shade: str, opacity: float = 0.35) -> str:
    """A colour that lets words on it be read, light or dark."""
    red, green, blue = (int(shade[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


@cache
def name(code: str) -> str:
    """A country's short English name, or the code itself."""
    if code in NAMES or not re.fullmatch("[A-Z]{3}", code):
        return NAMES.get(code, code)
    import pycountry  # only for countries that the house has no name of its own for

    country = pycountry.countries.get(alpha_3=code)
    return str(getattr(country, "common_name", country.name)).partition(",")[0] if country else code


def names_in_sql(column: str) -> str:
    """SQL: the short English name of the country or authority in a column, or its code."""
    return f"CASE {column} " + " ".join(f"WHEN '{c}' THEN '{n}'" for c, n in NAMES.items()) + f" ELSE {column} END"


def number(value: float, digits: int = 0) -> str:
    """A number with thin spaces between thousands and a true minus: −1 234.5."""
    return f"{value:,.{digits}f}".replace(",", "\u202f").replace("-", "−")


def day(date: Any) -> str:
    """A day as people write it: 20 May 2025."""
    return f"{date.day} {date:%b %Y}"


def percent(fraction: float, digits: int = 1) -> str:
    """A fraction as a percentage: −0.104 is written −10.4 %."""
    return f"{number(fraction * 100, digits)}\u202f%"


def change(fraction: float, digits: int = 1) -> str:
    """A change as a percentage with its sign: +17.9 %, −10.4 %."""
    return ("+" if fraction > 0 else "") + percent(fraction, digits)


def money(value: float, currency: str) -> str:
    """An amount in words a reader can quote: USD 24.8 bn, EUR 3.2 m."""
    for size, word in ((1e12, "tn"), (1e9, "bn"), (1e6, "m")):
        if abs(value) >= size:
            return f"{currency}\u00a0{number(value / size, 1)}\u00a0{word}"
    return f"{currency}\u00a0{number(value)}"


LAYOUT: Mapping[str, Any] = {
    "height": 380,
    "margin": {"l": 8, "r": 12, "t": 28, "b": 8},
    "hovermode": "x unified",
    "separators": ".\u202f",
    "showlegend": False,
    "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "title": {"text": ""}},
    "xaxis": {
        "showgrid": False,
        "automargin": True,
        "ticks": "outside",
        "ticklen": 4,
        "title": {"standoff": 0},
    },
    "yaxis": {"automargin": True, "rangemode": "tozero", "zeroline": True, "nticks": 7},
}
TIME_AXIS: Mapping[str, Any] = {
    "type": "date",
    "hoverformat": "%b %Y",
    "tickformatstops": [
        {"dtickrange": [None, "M1"], "value": "%d %b %Y"},
        {"dtickrange": ["M1", "M11"], "value": "%b %Y"},
        {"dtickrange": ["M12", None], "value": "%Y"},
    ],
    "tickangle": 0,
    "nticks": 7,
}


def figure(traces: Sequence[Mapping[str, Any]], **layout: Any) -> dict[str, Any]:
    """A plain plotly figure (data and layout) in the house style; `layout` adds to or replaces parts of it.

    Plain, because most of what plotly costs is building and validating objects; a test validates every chart.
    """
    merged: dict[str, Any] = {key: dict(value) if isinstance(value, dict) else value for key, value in LAYOUT.items()}
    for key, value in layout.items():
        merged[key] = merged[key] | value if isinstance(merged.get(key), dict) and isinstance(value, Mapping) else value
    return {"data": list(traces), "layout": merged}


def bar_labels(places: Sequence[Any], words: Sequence[str], axis: str = "") -> list[dict[str, Any]]:
    """Words on lying bars, from the left edge. Not the bars' own text: plotly would choose its colour for the
    fill alone, while these take the page's, light or dark."""
    return [
        {
            "x": 0,
            "y": place,
            "text": text,
            "xref": "paper",
            "yref": f"y{axis}",
            "xanchor": "left",
            "xshift": 4,
            "yanchor": "middle",
            "showarrow": False,
            "font": {"size": 12},
        }
        for place, text in zip(places, words, strict=True)
    ]


def end_labels(lines: Sequence[tuple[Any, float, str, str]], apart: float) -> list[dict[str, Any]]:
    """Labels at the ends of lines, in the lines' colours, pushed apart where they would touch.

    Each line is (x, y, words, colour) with y on the axis's own scale (its logarithm on a logarithmic
    axis); `apart` is the least distance between two labels on that scale.
    """
    placed: list[dict[str, Any]] = []
    lowest = float("-inf")
    for x, y, words, shade in sorted(lines, key=lambda line: line[1]):
        lowest = max(y, lowest + apart)
        placed.append(
            {
                "x": x,
                "y": lowest,
                "text": words,
                "xanchor": "left",
                "xshift": 6,
                "yanchor": "middle",
                "showarrow": False,
                "font": {"color": shade, "size": 12},
            }
        )
    return placed
