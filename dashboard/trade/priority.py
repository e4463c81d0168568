"""The common high-priority list in figures: a colour and pattern per tier, and what HS 2017 cannot show of it."""

from __future__ import annotations

from typing import Any

SHADES = {
    "1": "#9C3D1F",
    "2": "#C4472B",
    "3.A": "#B07D10",
    "3.B": "#8A7338",
    "4.A": "#64788C",
    "4.B": "#2F72B5",
}
PATTERNS = {"1": "", "2": "/", "3.A": "", "3.B": "\\", "4.A": "", "4.B": "x"}
MISSING = (
    "Six codes of the list began with HS 2022 and have no figures in HS 2017: their goods are part of broader codes "
    "there, which are not counted."
)


def marker(tier: str) -> dict[str, Any]:
    """Colour and pattern of a tier, so that tiers differ without colour too."""
    return {"color": SHADES[tier], "pattern": {"shape": PATTERNS[tier], "size": 6, "solidity": 0.25}}
