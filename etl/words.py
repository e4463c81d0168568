"""Stable names for rows, made of their own words."""

from __future__ import annotations

import re
import unicodedata


def slug(text: str, most: int = 6) -> str:
    """The first words of a text in lower-case ASCII, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:most])
