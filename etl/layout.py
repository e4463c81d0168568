"""How a publisher's table of trade is laid out, said once for its small extracts and its bulk files alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Meaning = Callable[[str], str]
"""What a word of the publisher's means; raises ContractBroken with the remedy for one that is unknown."""


@dataclass(frozen=True)
class Rule:
    """A condition in SQL that every row meets, the column to name when one does not, and what to say then."""

    column: str
    sql: str
    words: str
    remedy: str


@dataclass(frozen=True)
class Layout:
    """A table of trade in the publisher's columns, and what each of them becomes in trade_flow.

    `targets` gives columns of trade_flow the meaning of each different word of a column, `formulas` gives
    `value`, `mass_kg` or `valuation` in SQL over the publisher's columns and the targets, `constants` gives the
    rest. `numbers` are columns of amounts of zero or more with the words that say nothing, `digits` columns of
    codes written in digits only, `checks` columns from which nothing is taken but whose words are looked at.

    Rows whose word `left_out` knows are left out and counted. `total` in SQL tells the rows that count from those
    that are parts of them, which must agree with one of them in `part_of`. Rows that agree in all targets are
    added up when they differ in `summed_over`; else none may stand there twice: `unique` names the publisher's
    columns that tell rows apart. `optional` columns may be missing, `also_called` are other names of columns.
    """

    header: tuple[str, ...]
    targets: Mapping[str, tuple[str, Meaning]]
    numbers: Mapping[str, tuple[str, ...]]
    formulas: Mapping[str, str]
    constants: Mapping[str, str]
    unique: tuple[str, ...]
    remedy: str
    digits: frozenset[str] = frozenset()
    checks: Mapping[str, Meaning] = field(default_factory=dict)
    left_out: Mapping[str, Callable[[str], bool]] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    total: str = ""
    part_of: tuple[str, ...] = ()
    summed_over: tuple[str, ...] = ()
    optional: frozenset[str] = frozenset()
    also_called: Mapping[str, str] = field(default_factory=dict)
    lists: Callable[[Sequence[Path]], Mapping[str, Meaning]] | None = None

    @property
    def words(self) -> list[str]:
        """The columns of words that are looked at."""
        columns = [column for column, _ in self.targets.values()]
        more = [*self.checks, *self.left_out, *self.summed_over, *self.unique]
        return [name for name in self.header if name in {*columns, *more} and name not in self.numbers]


@dataclass(frozen=True)
class Bulk:
    """The publisher's bulk files: `named` is how their whole parts are called, `part` the columns of trade_flow
    that have one value in each, so that a newer part takes the place of an older one with the same values."""

    layout: Layout
    named: str
    part: tuple[str, ...]
