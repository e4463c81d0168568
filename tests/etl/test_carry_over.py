"""The script that made the bundle makes the same bundle again."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import place
from etl.carry_hand_kept import basis
from etl.carry_over import main
from tests.etl.conftest import BUNDLED

SHARED = Path(__file__).parents[3] / "shared"


@pytest.mark.raw
def test_the_bundle_is_what_the_script_makes_of_the_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    if not (SHARED / "figures").is_dir():
        pytest.skip("the compiled figures are not here (../shared/figures)")
    monkeypatch.setattr(place, "bundled", lambda: tmp_path)
    main(SHARED / "figures", SHARED / "raw")
    made = {f.relative_to(tmp_path): f for f in tmp_path.rglob("*.*") if f.is_file()}
    assert [str(name) for name, file in made.items() if file.read_bytes() != (BUNDLED / name).read_bytes()] == []


@pytest.mark.parametrize(
    ("item", "unit", "span", "meaning"),
    [
        ("containers suspected of arms", "containers", "cumulative", "containers_seen"),
        ("capacity equivalent of 6,700 containers", "rounds", "cumulative", "capacity"),
        ("artillery shell equivalent of 74,000 t", "rounds", "period", "tonnes_converted"),
        ("155 mm artillery rounds: pledge", "rounds", "target", "pledge"),
        ("artillery rounds: forecast for end of 2024", "rounds", "target", "forecast"),
        ("shells produced by EU industry for Ukraine, commercial", "rounds", "cumulative", "commercial"),
        ("artillery shells", "rounds", "cumulative", "rounds_stated"),
        ("artillery shells", "rounds", "period", "period_total"),
        ("share of ammunition", "percent", "rate", "share"),
        ("ballistic missiles", "missiles", "cumulative", "other_count"),
        ("155 mm production capacity target end-2024", "rounds", "rate_per_year", "plan"),
        ("155 mm production capacity", "rounds", "rate_per_year", "production_capacity"),
        ("122 and 152 mm shells produced", "rounds", "rate_per_year", "production"),
    ],
)
def test_the_basis_follows_from_the_statements_own_words(item, unit, span, meaning):
    row = {
        "item": item,
        "unit": unit,
        "cumulative_or_period": span,
        "supplier_iso3": "PRK",
        "recipient_iso3": "RUS",
    }
    assert basis(row) == meaning
