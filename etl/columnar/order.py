"""From the columns of a text to a part in key order: what the words mean, which rows count, the rules, the sorting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

import numpy as np
import polars as pl

from etl.columnar.part import AMOUNTS, KEY, Part, as_words, numbering
from etl.columnar.stretches import each_stretch
from etl.columnar.text import Suspect
from etl.layout import Layout, Meaning
from etl.table import ContractBroken

Fields = list[tuple[str, tuple[str, ...], int]]


def in_order(frame: pl.DataFrame, layout: Layout, more: Mapping[str, Meaning], warnings: Sequence[str]) -> Part:
    """The part that the columns of a text are; raises Suspect when something is not as it should be."""
    frame, left_out = translated(frame, layout, more)
    # Codes in digits have told all they can; without them a year takes a fifth less memory.
    frame = frame.drop(name for name in layout.digits if name not in layout.targets)
    frame = completed(_counted(frame, layout, left_out), layout)
    every = fields_of(frame, layout)
    same = {name: words[0] for name, words, _ in every if len(words) == 1 and name not in layout.summed_over}
    fields = [one for one in every if one[0] not in same]
    extra = sum(bits for name, _, bits in fields if name in layout.summed_over)
    frame = frame.with_columns(**{f"={name}": _formula(layout, name) for name in AMOUNTS})
    frame = frame.select(*(name for name, _, _ in fields), **{name: pl.col(f"={name}") for name in AMOUNTS})
    key, amounts = packed(frame, fields), frame.select(*AMOUNTS).get_columns()
    del frame
    places = pl.Series(_ordered(key))
    with ThreadPoolExecutor(2) as pool:
        amounts = list(pool.map(pl.Series.gather, amounts, repeat(places)))
    rows = pl.DataFrame([pl.Series("key", key), *amounts])
    del places, amounts
    if (key[1:] == key[:-1]).any():
        raise Suspect("one flow stands there twice")
    if extra:
        rows = _summed(rows, extra)
    kept = tuple(one for one in fields if one[0] not in layout.summed_over)
    return Part(rows, kept, dict(layout.constants) | same, left_out, list(warnings))


def _ordered(keys: np.ndarray) -> np.ndarray:
    """Bring the keys in order, in their place, and tell the place that each of them had."""
    room = np.uint64(len(keys).bit_length())
    if int(keys.max()).bit_length() + int(room) > 64:
        places = np.argsort(keys).astype(np.uint32)
        keys[:] = keys[places]
        return places
    # Numbers are sorted several times faster than places are: each place travels in the last bits of its key.
    places = np.empty(len(keys), np.uint32)

    def pack(at: slice) -> None:
        keys[at] <<= room
        keys[at] |= np.arange(at.start, at.stop, dtype=np.uint64)

    def unpack(at: slice) -> None:
        places[at] = keys[at] & ((np.uint64(1) << room) - np.uint64(1))
        keys[at] >>= room

    each_stretch(len(keys), pack)
    keys.sort()
    each_stretch(len(keys), unpack)
    return places


def _formula(layout: Layout, name: str) -> pl.Expr:
    return pl.sql_expr(layout.formulas[name]).cast(pl.Float64)


def _summed(rows: pl.DataFrame, bits: int) -> pl.DataFrame:
    """Rows that differ only in the last bits of the key, added up from the first to the last."""
    key = rows["key"].to_numpy() >> np.uint64(bits)
    starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    added = {"key": key[starts]}
    for name in AMOUNTS:
        cells = rows[name].to_numpy()
        there = ~np.isnan(cells)
        some = np.add.reduceat(there, starts, dtype=np.int64) > 0
        added[name] = np.where(some, np.add.reduceat(np.where(there, cells, 0.0), starts), np.nan)
    return pl.DataFrame(added).with_columns(pl.col("value", "mass_kg").fill_nan(None))


def translated(frame: pl.DataFrame, layout: Layout, more: Mapping[str, Meaning]) -> tuple[pl.DataFrame, dict[str, int]]:
    """The rows that are not left out, with what their words mean; raises Suspect when a cell is not understood."""

    def amounts(name: str) -> None:
        cells = frame[name]
        if (cells.null_count() and not layout.numbers[name]) or not cells.is_finite().all() or (cells < 0).any():
            raise Suspect(f"a cell in column '{name}' is no amount")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(amounts, (name for name in layout.numbers if name in frame.columns)))
    left_out: dict[str, int] = {}
    for name, unwanted in layout.left_out.items():
        gone = [word for word in frame[name].unique().to_list() if word is not None and unwanted(word)]
        if gone:
            counted = frame[name].value_counts().filter(pl.col(name).is_in(gone))
            for word, count in sorted(counted.iter_rows()):
                left_out[word] = left_out.get(word, 0) + count
            frame = frame.filter(~pl.col(name).is_in(gone))

    def meant(name: str) -> dict[str, pl.Series]:
        tests = [layout.checks.get(name), more.get(name)]
        meanings = {t: meaning for t, (column, meaning) in layout.targets.items() if column == name}
        known = _meant(frame[name], [test for test in tests if test], meanings)
        return {t: _enum_of(t, frame[name], known[t]) for t in meanings}

    targets: dict[str, pl.Series] = {}
    for name in layout.words:
        targets |= meant(name)
    return frame.with_columns(**targets), left_out


def _counted(frame: pl.DataFrame, layout: Layout, left_out: dict[str, int]) -> pl.DataFrame:
    """The rows that count, without the parts of totals, once every rule holds for them."""
    if layout.total:
        whole = pl.sql_expr(layout.total)
        parts, frame = frame.filter(~whole), frame.filter(whole)
        if parts.height:
            if parts.join(frame, on=list(layout.part_of), how="anti").height:
                raise Suspect("a part of a total that is not there")
            left_out["parts of totals that are there"] = parts.height
    for rule in layout.rules:
        if not frame.select(pl.sql_expr(rule.sql).fill_null(False).all()).item():
            raise Suspect(rule.words)
    if not frame.height:
        raise Suspect("no row is left")
    return frame


def completed(frame: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """The rows with all columns of the key: how they are valued, and what they are added up over."""
    extra = [_enum_of(n, frame[n], dict(_words(frame[n]))) for n in layout.summed_over]
    if "valuation" in layout.formulas:
        cells = frame.select(pl.sql_expr(layout.formulas["valuation"]).cast(pl.String).alias("valuation"))["valuation"]
        extra.append(cells.cast(pl.Enum(sorted(cells.unique().to_list()))))
    return frame.with_columns(extra)


def fields_of(frame: pl.DataFrame, layout: Layout) -> Fields:
    """The columns of the key in its order, with their words and the bits they need."""
    names = [name for name in (*KEY, *layout.summed_over) if name in frame.columns]
    words = [tuple(frame.schema[name].categories) for name in names]  # type: ignore[attr-defined]
    fields = [(name, known, max(1, (len(known) - 1).bit_length())) for name, known in zip(names, words, strict=True)]
    if sum(bits for _, _, bits in fields) > 64:
        raise Suspect("too many different codes for one key")
    return fields


def _words(cells: pl.Series) -> list[tuple[int, str]]:
    """Every different word of a column with its number."""
    if cells.dtype.is_integer() and not cells.null_count() and cells.min() >= 0 and cells.max() < 10_000_000:  # type: ignore[operator]
        numbers = cells.to_numpy()
        there = np.zeros(int(numbers.max()) + 1, bool)

        def mark(at: slice) -> None:
            there[numbers[at].astype(np.intp)] = True  # as it counts itself, which is faster than when it has to

        each_stretch(len(numbers), mark)
        return [(int(number), str(number)) for number in np.flatnonzero(there)]
    unique = cells.unique().drop_nulls()
    known = unique if unique.dtype.is_integer() else unique.to_physical()
    return [(int(number), str(word)) for number, word in zip(known.to_list(), unique.to_list(), strict=True)]


def _meant(cells: pl.Series, tests: Sequence[Meaning], meanings: Mapping[str, Meaning]) -> dict[str, dict[int, str]]:
    """What every different word means for each target, by the word's number."""
    if cells.null_count():
        raise Suspect(f"a cell in column '{cells.name}' is empty")
    known: dict[str, dict[int, str]] = {target: {} for target in meanings}
    try:
        for number, word in _words(cells):
            if number < 0:
                raise Suspect(f"{number} in column '{cells.name}' is no code")
            for test in tests:
                test(word)
            for target, meaning in meanings.items():
                known[target][number] = meaning(word)
    except ContractBroken as unknown:
        raise Suspect(str(unknown)) from None
    return known


def _enum_of(name: str, cells: pl.Series, known: Mapping[int, str]) -> pl.Series:
    """The column as what its words mean, numbered in alphabetical order."""
    words = tuple(sorted(set(known.values())))
    place = {word: number for number, word in enumerate(words)}
    table = np.zeros(max(known, default=0) + 1, numbering(words))
    for number, word in known.items():
        table[number] = place[word]
    numbers = (cells if cells.dtype.is_integer() else cells.to_physical()).to_numpy()
    codes = np.zeros(len(numbers), table.dtype)

    def look_up(at: slice) -> None:
        np.take(table, numbers[at], out=codes[at], mode="clip")  # without a check that every number is known again

    if len(words) > 1:
        each_stretch(len(numbers), look_up)
    return as_words(name, codes, words)


def packed(frame: pl.DataFrame, fields: Fields) -> np.ndarray:
    """The key of each row as one number, the first field in its highest bits."""
    packed = np.empty(frame.height, np.uint64)
    columns = [(frame[name].to_physical().to_numpy(), np.uint64(bits)) for name, _, bits in fields]

    def pack(at: slice) -> None:
        key = np.zeros(at.stop - at.start, np.uint64)
        for numbers, bits in columns:
            key <<= bits
            key |= numbers[at]
        packed[at] = key

    each_stretch(frame.height, pack)
    return packed
