"""Takes a YAML mapping apart key by key and notes every fault, so that all are reported at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import yaml
from yaml.nodes import MappingNode, Node

Taken = TypeVar("Taken")
REQUIRED: Any = object()


class CommentaryBroken(Exception):
    """A commentary file is not as it should be. The message names each fault, its place, and the remedy."""


class _Loader(yaml.BaseLoader):
    """YAML in which every scalar is text, so that product 0101 stays 0101 and NO is a country."""

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases (*) are not used here", problem_mark=mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if not isinstance(key, str) or keys.count(key) > 1:
                words = f"the key {key!r} is not a word or stands twice"
                raise yaml.MarkedYAMLError(problem=words, problem_mark=node.start_mark)
        return cast("dict[Any, Any]", super().construct_mapping(node, deep=True))


@dataclass
class Fields:
    """A mapping of a file at a named place; keys that are never taken are faults."""

    values: dict[str, Any]
    where: str
    faults: list[str]
    taken: set[str] = field(default_factory=set)

    def take(self, key: str, read: Callable[[Any], Taken], default: Taken = REQUIRED) -> Taken:
        """The value of a key. A fault is noted and None returned in its place, to be discarded in the end."""
        self.taken.add(key)
        if key not in self.values:
            if default is REQUIRED:
                self.fault(f"`{key}` is missing; add it")
                return cast("Taken", None)
            return default
        try:
            return read(self.values[key])
        except ValueError as wrong:
            self.fault(f"`{key}`: {wrong}")
            return cast("Taken", None)

    def inner(self, key: str) -> Fields:
        """The mapping under a key; when there is none, that is the one fault noted."""
        values = self.take(key, mapping)
        return Fields(values or {}, f"{self.where}, {key}", [] if values is None else self.faults)

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.values:
            if key not in self.taken:
                known = ", ".join(sorted(self.taken))
                self.fault(f"`{key}` is not known here; known are {known}")

    def fault(self, words: str) -> None:
        """Note a fault at this place."""
        self.faults.append(f"{self.where}: {words}")


def parsed(source: str, where: str, faults: list[str]) -> Fields:
    """A YAML mapping, empty with the fault noted when it is none."""
    try:
        # A loader of BaseLoader's kind makes only texts, lists and mappings.
        return Fields(mapping(yaml.load(source, Loader=_Loader)), where, faults)
    except yaml.MarkedYAMLError as wrong:
        line = f", line {wrong.problem_mark.line + 1} of it" if wrong.problem_mark else ""
        faults.append(f"{where}{line}: this is not the YAML it should be ({wrong.problem}); correct it")
    except (yaml.YAMLError, ValueError) as wrong:
        faults.append(f"{where}: this is not the YAML it should be ({str(wrong).splitlines()[0]}); correct it")
    except RecursionError:
        faults.append(f"{where}: this is nested too deeply; write it flat")
    return Fields({}, where, [])


def mapping(raw: Any) -> dict[str, Any]:
    """A mapping of keys to values. Raises ValueError for anything else."""
    if not isinstance(raw, dict):
        raise ValueError("write `key: value` pairs here")
    return raw


def items(raw: Any) -> list[Any]:
    """A list with something in it. Raises ValueError for anything else."""
    if not isinstance(raw, list) or not raw:
        raise ValueError("write a list here, one `- ` per item")
    return raw


def truth(raw: Any) -> bool:
    """true or false. Raises ValueError for anything else."""
    if raw not in ("true", "false"):
        raise ValueError(f"write true or false, not {raw!r}")
    return bool(raw == "true")


def one_of(*options: str) -> Callable[[Any], str]:
    """A reader of one of these words, which raises ValueError for anything else."""

    def read(raw: Any) -> str:
        if not isinstance(raw, str) or raw not in options:
            raise ValueError(f"write one of {', '.join(options)}, not {raw!r}")
        return raw

    return read
