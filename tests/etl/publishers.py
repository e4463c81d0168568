"""Publishers' own files, where they lie beside the project; without them a test says so and is skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import place

RAW = place.CHECKOUT.parent / "shared" / "raw"


def raw(*patterns: str) -> list[Path]:
    """The files that match the patterns, in order; skips the test where the folder is absent."""
    if not RAW.is_dir():
        pytest.skip("the publishers' own files are not here (../shared/raw)")
    found = [path for pattern in patterns for path in sorted(RAW.glob(pattern))]
    assert found, f"no file matches {', '.join(patterns)} in {RAW}"
    return found
