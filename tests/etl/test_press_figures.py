"""Figures as first printed: the digits printed say how exact they are, and they never reach the trade flows."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.sources.press_figures import HEADER, recognises, source, tidy
from etl.table import ContractBroken

BUNDLED = Path(__file__).parents[2] / "data" / "figures" / "press_figures.csv"
MARCH = "2023-03,2023-03,CHN,RUS,export,USD,9.044,136.4,,https://example.org/a,"


def made(folder: Path, *rows: str) -> list[Path]:
    path = folder / "press_figures.csv"
    path.write_text("\n".join([",".join(HEADER), *rows]) + "\n", encoding="utf-8")
    return [path]


def test_a_figure_has_bounds_of_half_its_last_digit(tmp_path: Path):
    rows = tidy(made(tmp_path, MARCH, "2023-05,2023-05,CHN,RUS,export,USD,9.2,,,https://example.org/b,"))
    assert rows["value"].tolist() == [9_044_000_000, 9_200_000_000]
    assert rows["value_low"].tolist() == [9_043_500_000, 9_150_000_000]
    assert rows["value_high"].tolist() == [9_044_500_000, 9_250_000_000]
    assert rows["change"].tolist()[0] == 1.364


def test_a_change_may_stand_without_a_value(tmp_path: Path):
    (row,) = tidy(
        made(tmp_path, "2024-03,2024-03,CHN,RUS,export,USD,,-16,almost 16 % lower,https://example.org/c,")
    ).to_dict("records")
    assert row["value"] != row["value"]
    assert (row["change"], row["words"]) == (-0.16, "almost 16 % lower")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (MARCH.replace("2023-03,2023-03", "2023-03,2023-02"), "is before `start`"),
        (MARCH.replace("9.044,136.4", ","), "is empty, and so is change_percent"),
        (MARCH.replace("https://example.org/a", ""), "column 'url'"),
        (MARCH.replace("9.044", "about 9"), "is not a number"),
        (MARCH.replace("CHN", "China"), "column 'reporter'"),
        (f"{MARCH}\n{MARCH}", "one figure stands there twice"),
    ],
)
def test_a_row_that_does_not_fit_is_named(tmp_path: Path, wrong: str, said: str):
    with pytest.raises(ContractBroken, match=said):
        tidy(made(tmp_path, wrong))


def test_the_bundled_figures_fit_and_are_a_table_of_their_own():
    assert recognises(BUNDLED.read_bytes())
    rows = tidy([BUNDLED])
    assert len(rows) == 19
    assert source.into.name == "press_figure"
