"""What a reader can choose for a chart: one or several of the options there are, or an amount."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

Chosen = str | float | tuple[str, ...]
"""What is chosen: an option, several, or an amount."""

Options = Mapping[str, str]
"""Options by what stands for them in queries, with their words."""


@dataclass(frozen=True, eq=False)
class Choice:
    """Something the reader can choose for a chart: its name in queries and its options.

    Either `options` are fixed, or `offered` is SQL that returns them as `value` and `label`, best first; it may
    use the choices before it as $parameters, so that only what is held together is offered. With `many`, several
    can be chosen at once, the query gets a list, and `default` names them with commas between. A default that is
    not on offer gives way to the first option. `worded` turns a label from the tables, such as a country's code, into
    words. A third column `held` of `offered` says how much is held of each option. `defined` says in words what
    an option means; the chart's measure has it as {name_defined}, because a reader has to see it, not to look for it.
    """

    name: str
    label: str
    options: Options = field(default_factory=dict)
    default: str = ""
    offered: str = ""
    many: bool = False
    about: str = ""
    worded: Callable[[str], str] = str
    defined: Options = field(default_factory=dict)

    def taken(self, given: Any, options: Options) -> Chosen:
        """What is given as this choice's value, or the default for None. Raises ValueError for an unknown option."""
        if not self.many:
            usual = self.default if self.default in options else next(iter(options), "")
            one = usual if given is None else str(given)
            self._known((one,) if one or options else (), options)
            return one
        if given is None:
            several = tuple(name for name in self.default.split(",") if name in options) or tuple(options)[:1]
        else:
            several = tuple(given.split(",")) if isinstance(given, str) else tuple(given)
        self._known(several, options)
        return several

    def _known(self, picked: Sequence[str], options: Options) -> None:
        if unknown := [one for one in picked if one not in options]:
            shown = ", ".join(list(options)[:40]) + (" …" if len(options) > 40 else "")
            raise ValueError(f"{self.name} is one of {shown or 'nothing: none is held'}, not '{unknown[0]}'")


@dataclass(frozen=True)
class Amount:
    """A number the reader can set for a chart, within bounds, in steps, in a unit."""

    name: str
    label: str
    low: float
    high: float
    step: float
    default: float
    unit: str = ""
    about: str = ""

    def taken(self, given: Any) -> float:
        """The number given, or the default for None. Raises ValueError outside the bounds."""
        try:
            number = float(self.default if given is None else given)
        except (TypeError, ValueError):
            raise ValueError(f"{self.name} is a number, not '{given}'") from None
        if not self.low <= number <= self.high:
            raise ValueError(f"{self.name} is between {self.low:g} and {self.high:g}, not {number:g}")
        return number

    def words(self, number: float) -> str:
        """The number with its unit."""
        return f"{number:g}{self.unit and ' '}{self.unit}"


def options_of(choice: Choice, before: Mapping[str, Any], store: Any) -> Options:
    """The options of a choice, given those made before it. `store` is needed where they depend on what is held."""
    if not choice.offered:
        return choice.options
    if store is None:
        raise TypeError(f"what can be chosen as {choice.name} depends on what is held: give scope() the tables")
    return _held(choice, tuple(before.items()), store)[0]


def held_of(choice: Choice, before: Mapping[str, Any], store: Any) -> Options:
    """How much is held of each option, in words, by the option's label; empty where the choice does not say."""
    return _held(choice, tuple(before.items()), store)[1] if choice.offered else {}


@lru_cache(maxsize=1024)
def _held(choice: Choice, before: tuple[tuple[str, Chosen], ...], store: Any) -> tuple[Options, Options]:
    rows = store.rows(choice.offered, **bound(before))
    labels = [choice.worded(label) for label in rows["label"].astype(str)]
    options = dict(zip(rows["value"].astype(str), labels, strict=True))
    return options, dict(zip(labels, rows["held"].astype(str), strict=True)) if "held" in rows else {}


def bound(chosen: Sequence[tuple[str, Chosen]]) -> dict[str, Any]:
    """What is chosen, as a query gets it: several as a list."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in chosen}


def listed(words: Sequence[str]) -> str:
    """Words in a row as one would say them: a, b and c."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words) or "nothing"
