"""Whatever happens to a publisher's own file, the rows are right or the refusal names it: never a row that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd
import pytest

from tests.etl import raw_harms, raw_trees
from tests.etl.mutations import Tables
from tests.etl.publishers import raw
from tests.etl.raw_documents import Document, document
from tests.etl.raw_given import Given, every_given, recognised
from tests.etl.raw_harms import Harm, not_the_file

NOTHING = ("nan", "None", "NaT", "")
GIVEN = every_given()
REFUSED = [given for given in GIVEN if isinstance(given.right, str)]
TREES = [given for given in GIVEN if given.content.startswith(b"<?xml") and given not in REFUSED]
TABLES = [given for given in GIVEN if given not in REFUSED and given not in TREES]


@pytest.mark.raw
def test_every_raw_file_is_one_sources_and_none_goes_unharmed():
    raw("*")
    assert {file.name: names for file, names in recognised().items() if len(names) != 1} == {}


@pytest.mark.raw
@pytest.mark.parametrize("harms", raw_harms.TO_TABLES, ids=lambda harms: harms.__name__)
@pytest.mark.parametrize("given", TABLES, ids=lambda given: f"{given.source.name}-{given.name}")
def test_a_harmed_table(given: Given, harms: Callable[[Document], Iterator[Harm]]):
    table = document(given.content)
    right = given.outcome(table.content)
    assert not isinstance(right, str), right
    wrong = [said for harm in harms(table) if (said := _fault(given, right, harm))]
    assert not wrong, f"{len(wrong)}: " + " | ".join(wrong[:8])


@pytest.mark.raw
@pytest.mark.parametrize("harms", raw_trees.TO_TREES, ids=lambda harms: harms.__name__)
@pytest.mark.parametrize("given", TREES, ids=lambda given: f"{given.source.name}-{given.name}")
def test_a_harmed_tree(given: Given, harms: Callable[[bytes], Iterator[Harm]]):
    right = given.right
    assert not isinstance(right, str), right
    wrong = [said for harm in harms(given.content) if (said := _fault(given, right, harm))]
    assert not wrong, f"{len(wrong)}: " + " | ".join(wrong[:8])


@pytest.mark.raw
@pytest.mark.parametrize("given", REFUSED, ids=lambda given: f"{given.source.name}-{given.name}")
def test_a_file_that_is_refused_stays_refused_by_its_name(given: Given):
    for content in (given.content, given.content[:-100], given.content + b"\n", *(h.content for h in not_the_file())):
        assert given.name in str(given.outcome(content))


def _fault(given: Given, right: Tables, harm: Harm) -> str:
    """What is wrong with the outcome of a harm; empty when it is as it must be."""
    found = given.outcome(harm.content)
    if isinstance(found, str):
        named = given.name in found and harm.named in found
        return "" if named else f"{harm.what}: refused without its name: {found[:300]}"
    if harm.must_refuse:
        return f"{harm.what}: not refused"
    main = given.source.into.name
    said = " ".join(found[main].attrs["warnings"])
    told = harm.less or bool(harm.renamed and harm.renamed in said)
    told |= bool(harm.word) and (harm.word in said or found[main].attrs["hashes"] != right[main].attrs["hashes"])
    unlike = [name for name in right if not _is_right(found[name], right[name], harm, told, "each counts" in said)]
    return f"{harm.what}: other rows in {', '.join(unlike)}" if unlike else ""


def _is_right(found: pd.DataFrame, right: pd.DataFrame, harm: Harm, told: bool, twice: bool) -> bool:
    """The rows are those of the right file, but for what the harm rightly changes.

    A text may hold the word that was put there, and a period that was taken out is not there. What cannot be
    understood may be left out if a warning or the hash over what is not kept shows it (`told`), and a row that
    stands there twice may count twice if a warning says so.
    """
    ours, theirs = _as_rows(found), _as_rows(right)
    gained, lost = ours - theirs, theirs - ours
    if harm.period:
        return not gained and all(any(cell.startswith(harm.period) for cell in row) for row in lost)
    unexplained = [row for row in gained if not harm.word or not any(harm.word in cell for cell in row)]
    if any(not (told and _says_less(row, lost)) for row in unexplained):
        return False
    return bool(gained) or told or (not lost and (len(found) == len(right) or twice))


def _says_less(row: tuple[str, ...], lost: set[tuple[str, ...]]) -> bool:
    """The row is one of those before it, with nothing or fewer of its parts where that one says something."""
    pairs = (zip(row, other, strict=True) for other in lost)
    return any(all(cell in NOTHING or _parts(cell) <= _parts(before) for cell, before in pair) for pair in pairs)


def _parts(cell: str) -> set[str]:
    return set(cell.split("; "))


def _as_rows(rows: pd.DataFrame) -> set[tuple[str, ...]]:
    """The rows as text, without the number that a row has in its file."""
    kept = [name for name in rows.columns if name != "line"]
    return {tuple(map(str, row)) for row in rows[kept].itertuples(index=False, name=None)}
