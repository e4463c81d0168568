"""A part of a bulk file in memory: a packed number for the key of each row, and its amounts, in key order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl

from etl.codes.areas import is_aggregate
from etl.columnar.stretches import each_stretch

KEY = ("reporter", "partner", "flow", "classification", "product", "valuation", "grain", "period")
"""The order of rows: what a query names first lies together."""
AMOUNTS = ("value", "mass_kg")


@dataclass(frozen=True)
class Part:
    """Rows of trade_flow in key order: `key` holds a packed number per row, `fields` what its bits stand for."""

    rows: pl.DataFrame
    fields: tuple[tuple[str, tuple[str, ...], int], ...]
    constants: Mapping[str, str]
    left_out: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def codes(self, name: str) -> tuple[np.ndarray, tuple[str, ...]]:
        """The numbers of a column of the key, as small as they can be, and the words they stand for."""
        order = [other for other, _, _ in self.fields]
        at = order.index(name)
        _, words, bits = self.fields[at]
        shift, mask = np.uint64(sum(more for _, _, more in self.fields[at + 1 :])), np.uint64((1 << bits) - 1)
        key = self.rows["key"].to_numpy()
        numbers = np.empty(len(key), numbering(words))

        def cut(rows: slice) -> None:
            numbers[rows] = (key[rows] >> shift) & mask

        each_stretch(len(key), cut)
        return numbers, words

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The groups of countries among its reporters and partners."""
        return tuple(filter(is_aggregate, sorted({*self.words("reporter"), *self.words("partner")})))

    @cached_property
    def aggregate(self) -> np.ndarray | None:
        """Where reporter or partner is a group of countries; None where no row has one."""
        found = None
        for name in ("reporter", "partner"):
            groups = np.isin(self.words(name), self.groups)
            if groups.any():
                own = groups[self.codes(name)[0]] if len(groups) > 1 else np.ones(self.rows.height, bool)
                found = own if found is None else found | own
        return found

    def bounds(self, name: str) -> tuple[str, str]:
        """The least and the greatest word of a column of the key."""
        words = self.words(name)
        return words[0], words[-1]

    def words(self, name: str) -> tuple[str, ...]:
        """The words that a column of the key has, in their order; one for a column that is the same throughout."""
        return next((words for other, words, _ in self.fields if other == name), (self.constants.get(name, ""),))


def numbering(words: Sequence[str]) -> np.dtype:
    """The smallest numbers that so many words can have: those that polars keeps them by, so that it copies nothing."""
    return np.min_scalar_type(max(len(words) - 1, 0))


def as_words(name: str, codes: np.ndarray, words: Sequence[str]) -> pl.Series:
    """A column of words, given by their numbers."""
    return pl.Series(name, codes.astype(numbering(words), copy=False)).cat.to(pl.Enum(list(words)))
