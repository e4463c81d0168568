"""A row of a chart opened into a record: all that is known about one number, in words, with its address."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MARKUP = re.compile(r"([\\`*_{}\[\]<>$~|:#])")


@dataclass(frozen=True)
class Record:
    """How the rows of a chart open. Rows come with their cells as attributes.

    `key` is the column that names a row; traces carry it in `ids`, by which a dot finds its row. `label` says in
    one line which row it is, `text` tells all about it as Markdown. `what` is the word for such a row.
    """

    key: str
    label: Callable[[Any], str]
    text: Callable[[Any], str]
    what: str = "estimate"


def escaped(words: str) -> str:
    """Words of a publisher as Markdown that shows them as they are."""
    return MARKUP.sub(r"\\\1", words)


def link(words: str, address: Any) -> str:
    """Words as a Markdown link, or as they are where there is no address."""
    return f"[{escaped(words)}]({address})" if isinstance(address, str) and address else escaped(words)


def facts(*told: tuple[str, str]) -> str:
    """Names with what is said of each, a line each; what is empty is left out."""
    return "  \n".join(f"**{name}**: {words}" for name, words in told if words)
