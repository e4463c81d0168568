"""Read publishers' tables of trade column by column, strictly, and write them sorted: the one module that uses polars.

Codes become small integers, the key of a row one packed number, and a year is sorted by it: several times faster
and smaller than rows of text. Whatever is not as it should be is looked for again in the text and told by row.
"""

from __future__ import annotations

import csv
import math
import mmap
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

# Polars' allocator reads this when it is loaded: memory given back half a second after it was freed keeps a
# year of 11 million rows below 1.3 GB; by default it is kept for the next use, and added to what that needs.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:500,muzzy_decay_ms:0,thp:always,background_thread:true")
import polars as pl

from etl.codes.areas import is_aggregate
from etl.days import impossible
from etl.layout import Layout, Meaning
from etl.reading import AGAIN, Dialect, header_of, same_header
from etl.sheet import FIRST_SHOWN, NUMBER
from etl.table import ContractBroken, Table
from etl.tables import trade_flow

KEY = ("reporter", "partner", "flow", "classification", "product", "valuation", "grain", "period")
"""The order of rows: what a query names first lies together."""
AMOUNTS = ("value", "mass_kg")
ROW_GROUP, PAGE = 245_760, 65_536
"""Rows that are planned for at once, and bytes that are unpacked at once: of 110 million rows the chapters and the
products of a pair were read fastest so. Smaller groups make planning longer, larger pages unpack what is not needed."""
STRETCH = 1 << 16
"""Rows of a column that are worked on at once, so that what lies between stays in the processor's cache."""
FILE, ROW = "_file", "_row"
HEAD = 65_536
SLICE = 1 << 18


class _Suspect(Exception):
    """Something is not as it should be; the text is read again to say what and where."""


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
        numbers = np.empty(len(key), np.uint8 if bits <= 8 else np.uint16 if bits <= 16 else np.uint32)

        def cut(rows: slice) -> None:
            numbers[rows] = (key[rows] >> shift) & mask

        _each_stretch(len(key), cut)
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

    def words(self, name: str) -> tuple[str, ...]:
        """The words that a column of the key has, in their order; one for a column that is the same throughout."""
        return next((words for other, words, _ in self.fields if other == name), (self.constants.get(name, ""),))


def _each_stretch(rows: int, work: Callable[[slice], None]) -> None:
    """Work on the rows a stretch at a time, two at once."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, (slice(at, min(at + STRETCH, rows)) for at in range(0, rows, STRETCH))))


def read_part(paths: Sequence[Path], layout: Layout, lists: Sequence[Path] = (), latest: str = "") -> Part:
    """All rows of the files as one sorted part.

    `lists` are the publisher's lists of codes that came with them, `latest` is the last day that a period may begin
    on. Raises ContractBroken with every fault found, each by file, row, column and value.
    """
    layout = _bounded(layout, latest)
    openings = [_opening(path, layout) for path in paths]
    more = layout.lists(lists) if layout.lists and lists else {}
    try:
        return _sorted(_typed(openings, layout), layout, more, [said for o in openings for said in o.warnings])
    except (_Suspect, pl.exceptions.PolarsError) as why:
        try:
            faults = _faults(openings, layout, more)
        except (_Suspect, pl.exceptions.PolarsError) as still:
            faults = [f"{', '.join(path.name for path in paths)}: {still}; {AGAIN}"]
        raise ContractBroken("; ".join(faults) or f"{paths[0].name}: {why}; {AGAIN}") from None


def _bounded(layout: Layout, latest: str) -> Layout:
    """The layout whose periods begin when trade can have been counted."""
    column, meaning = layout.targets["period"]
    first = next(column.first for column in trade_flow.columns if column.name == "period")

    def within(word: str) -> str:
        day = meaning(word)
        if fault := impossible(day, first, latest):
            raise ContractBroken(f"{fault}; {AGAIN}")
        return day

    return replace(layout, targets={**layout.targets, "period": (column, within)})


def tidy(paths: Sequence[Path], layout: Layout, lists: Sequence[Path] = ()) -> pd.DataFrame:
    """The rows of small files in columns of trade_flow, as an adapter returns them. Raises ContractBroken."""
    part = read_part(paths, layout, lists)
    columns = tuple(column for column in trade_flow.columns if column.name not in ("source", "vintage"))
    bare = Table(trade_flow.name, trade_flow.title, (), columns, trade_flow.time)
    rows = _whole_rows(_frame(part), part, bare, {})[0].to_pandas()
    texts = {column.name: "str" for column in columns if column.kind == "text" and column.name != "basis"}
    rows = rows.astype(texts).assign(period=pd.to_datetime(rows["period"]), value_low=None, value_high=None, basis=None)
    stands = {day: where for path in reversed(paths) for day, where in _periods(_opening(path, layout), layout)}
    rows.attrs = {"left_out": dict(part.left_out), "warnings": list(part.warnings), "stands": stands}
    return rows


def _periods(opening: _Opening, layout: Layout) -> Iterator[tuple[str, str]]:
    """Every different period of a small file and where it stands first."""
    column, meaning = layout.targets["period"]
    cells = _read(opening, {column: pl.String}, row_index_name=ROW)
    for row, word in cells.unique(column, keep="first", maintain_order=True).iter_rows():
        yield meaning(word), f"{opening.path.name} row {row}, column '{column}': {word!r}"


@dataclass(frozen=True)
class Written:
    """A Parquet file of a part: its rows, and what all of them have in common but for dates."""

    path: Path
    rows: int
    shared: Mapping[str, str | float | bool | None]


def write(
    part: Part, contract: Table, sums: Mapping[Table, Sequence[str]], facts: Mapping[str, Any], folder: Path
) -> dict[Table, Written]:
    """The part and what it adds up to as Parquet files named for their tables.

    `sums` says by which columns of the key, in their order, a table adds up; `facts` are those that all rows share.
    The rows are written while the sums are made.
    """
    with ThreadPoolExecutor(1) as beside:
        whole = beside.submit(_written, part, contract, facts, folder)
        amounts = {name: _amounts(part.rows[name]) for name in AMOUNTS} if sums else {}
        made = {other: _write_sums(part, amounts, by, other, facts, folder) for other, by in sums.items()}
        return {contract: whole.result(), **made}


def _written(part: Part, contract: Table, facts: Mapping[str, Any], folder: Path) -> Written:
    return _put(*_whole_rows(_frame(part), part, contract, facts), folder, contract)


Amounts = tuple[np.ndarray, np.ndarray | None]


def _amounts(cells: pl.Series) -> Amounts:
    """A column with nothing where no number is, and where that is so, if anywhere."""
    numbers = cells.to_numpy()
    silent = np.isnan(numbers)
    return (np.where(silent, 0.0, numbers), silent) if silent.any() else (numbers, None)


def _write_sums(
    part: Part,
    amounts: Mapping[str, Amounts],
    by: Sequence[str],
    contract: Table,
    facts: Mapping[str, Any],
    folder: Path,
) -> Written:
    """The part added up; sums run in the order of the rows, so that the same rows give the same last digit."""
    several = {name for name, _, _ in part.fields}
    names = [name for name in by if name in several]
    names += [name for name, _, _ in part.fields if name in contract.names and name not in by]
    numbered = [(name, *part.codes(name)) for name in names]
    facts = dict(facts)
    if "product_digits" in contract.names:
        lengths = [len(word) for word in part.words("product")]
        known = sorted(set(lengths))
        if len(known) == 1:
            facts["product_digits"] = known[0]
        else:
            place = np.array([known.index(length) for length in lengths], np.uint8)
            numbered.append(("product_digits", place[part.codes("product")[0]], tuple(map(str, known))))
    if part.aggregate is not None:
        numbered.append(("aggregate", part.aggregate, ("", "1")))
    groups = math.prod(len(words) for _, _, words in numbered)
    group: np.ndarray = np.zeros(part.rows.height, np.int32 if groups < 1 << 31 else np.int64)
    for _, codes, words in numbered:
        group *= len(words)
        group += codes
    used, added = _adding(group)
    sums = {}
    for name, (cells, silent) in amounts.items():
        total = added(cells).round(3)
        if silent is not None:
            total[added((~silent).astype(np.float64)) == 0] = np.nan
        sums[name] = pl.Series(name, total).fill_nan(None)
    columns: list[pl.Series] = []
    rest = used
    for name, _, words in reversed(numbered):
        codes, rest = rest % len(words), rest // len(words)
        if name == "aggregate":
            columns.append(pl.Series(name, codes == 1))
        elif name == "product_digits":
            columns.append(pl.Series(name, np.array(list(map(int, words)))[codes]))
        else:
            columns.append(_enum(name, codes, words))
    frame = pl.DataFrame([*columns, *sums.values()])
    return _put(*_whole_rows(frame, part, contract, facts), folder, contract)


def bounds(part: Part, name: str) -> tuple[str, str]:
    """The least and the greatest word of a column of the key."""
    words = part.words(name)
    return words[0], words[-1]


def _adding(group: np.ndarray) -> tuple[np.ndarray, Callable[[np.ndarray], np.ndarray]]:
    """The different numbers in order, and what adds up the cells that stand beside each of them."""
    if (group[1:] >= group[:-1]).all():
        starts = np.flatnonzero(np.concatenate([[True], group[1:] != group[:-1]]))
        return group[starts], lambda cells: np.add.reduceat(cells, starts)
    most = int(group.max()) + 1
    if most > 50_000_000:
        used, inverse = np.unique(group, return_inverse=True)
    else:
        there = np.zeros(most, bool)
        there[group] = True
        used = np.flatnonzero(there)
        place = np.zeros(most, np.int32)
        place[used] = np.arange(len(used), dtype=np.int32)
        inverse = place[group]
    return used, lambda cells: np.bincount(inverse, cells, len(used))


@dataclass(frozen=True)
class _Opening:
    path: Path
    columns: list[str]
    """Those that are looked at."""
    header: list[str]
    delimiter: str
    warnings: list[str]


def _opening(path: Path, layout: Layout) -> _Opening:
    """What the file's first line and its bytes say before a row is read."""
    if not path.stat().st_size:
        raise ContractBroken(f"{path.name}: the file is empty; {AGAIN}")
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        head = content[:HEAD]
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        if not start:
            raise ContractBroken(f"{path.name}: the file is empty; {AGAIN}")
        if start.startswith(b"<"):
            raise ContractBroken(f"{path.name}: this is a web page, not a table ({start[:40]!r}); {AGAIN}")
        if start.startswith(b"PK\x03\x04") or b"\x00" in head:
            raise ContractBroken(f"{path.name}: this is not text but a packed or binary file; unpack it first")
        first = head.splitlines()[0].removeprefix(b"\xef\xbb\xbf")
        delimiter = "\t" if first.count(b"\t") > first.count(b",") else ","
        found = [layout.also_called.get(name, name) for name in header_of(first, Dialect(delimiter=delimiter))]
        new = [name for name in found if name not in layout.header]
        if new and not set(layout.header) <= set(found):
            same_header(found, list(layout.header), path)  # one may have another name now
        due = [name for name in layout.header if name in found or name not in layout.optional]
        same_header([name for name in found if name not in new], due, path)
        if content[-1:] != b"\n":
            raise ContractBroken(f"{path.name}: the last row has no line end, so the file is cut; {AGAIN}")
        if not content[len(first) : len(first) + HEAD].strip():
            raise ContractBroken(f"{path.name}: there is a header but no row; {AGAIN}")
    said = [f"{path.name}: new column{'s' * (len(new) > 1)} {', '.join(map(repr, new))} not read"] if new else []
    columns = [name for name in [*layout.words, *layout.numbers] if name in found]
    return _Opening(path, columns, found, delimiter, said)


def _typed(openings: Sequence[_Opening], layout: Layout, *, rows: bool = False) -> pl.DataFrame:
    """The columns that are looked at, as numbers and numbered words, in the order of the files."""
    frames = []
    for number, opening in enumerate(openings):
        with ThreadPoolExecutor(1) as beside:
            counted = beside.submit(_delimiters, opening)
            frame = _columns(opening, layout, rows=rows)
            delimiters = counted.result()
        if delimiters is None:
            _no_cut_row(opening)
        elif delimiters != (frame.height + 1) * (len(opening.header) - 1):
            raise _Suspect("a row is cut or split")
        if rows:
            frame = frame.with_columns(pl.lit(number, pl.Int32).alias(FILE))
        frames.append(frame)
    return pl.concat(frames) if len(frames) > 1 else frames[0]


def _columns(opening: _Opening, layout: Layout, *, rows: bool) -> pl.DataFrame:
    """One file's columns that are looked at."""
    kinds = {
        name: pl.Float64 if name in layout.numbers else pl.Int32 if name in layout.digits else pl.Categorical
        for name in opening.columns
    }
    options: dict[str, Any] = {"row_index_name": ROW if rows else None}
    try:
        return _read(opening, kinds, null_values=_usual_blanks(opening, layout), **options)
    except pl.exceptions.ComputeError:
        # Every width of padding, which is slower than the one that the first rows have.
        blanks = sorted({w.rjust(n) for words in layout.numbers.values() for w in words if w for n in range(21)})
        return _read(opening, kinds, null_values=blanks or None, **options)


def _read(opening: _Opening, kinds: Mapping[str, Any], **options: Any) -> pl.DataFrame:
    """The columns named, each in its kind."""
    frame = pl.read_csv(
        opening.path,
        separator=opening.delimiter,
        has_header=False,
        skip_rows=1,
        schema={name: kinds.get(name, pl.String) for name in opening.header},
        columns=[opening.header.index(name) for name in kinds],
        glob=False,  # publishers put brackets into names
        row_index_offset=2,
        **options,
    )
    columns = frame.get_columns()
    del frame

    def whole(place: int) -> None:
        columns[place] = columns[place].rechunk()  # what is freed in many small pieces is long kept

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(whole, range(len(columns))))
    return pl.DataFrame(columns)


def _usual_blanks(opening: _Opening, layout: Layout) -> dict[str, str] | None:
    """How the first rows write that a number is unknown: the word for it, padded as numbers are."""
    with opening.path.open("rb") as stream:
        head = stream.read(HEAD).decode("utf-8", "replace").splitlines()[1:-1]
    usual = {}
    for name, words in layout.numbers.items():
        for word in filter(None, words):
            place = opening.header.index(name)
            cells = (cell for line in head for cell in line.split(opening.delimiter)[place : place + 1])
            usual[name] = next((cell for cell in cells if cell.strip() == word), word)
    return usual or None


def _delimiters(opening: _Opening) -> int | None:
    """How many delimiters the file has: a row that is cut has too few. None where quotation marks may hold some."""
    found = 0
    with opening.path.open("rb", buffering=0) as stream:
        block = bytearray(SLICE)
        while size := stream.readinto(block):
            if block.find(b'"', 0, size) >= 0:
                return None
            found += int(np.count_nonzero(np.frombuffer(block, np.uint8, size) == ord(opening.delimiter)))
    return found


def _no_cut_row(opening: _Opening) -> None:
    cut = []
    with opening.path.open(encoding="utf-8-sig", newline="", errors="replace") as stream:
        for number, cells in enumerate(csv.reader(stream, delimiter=opening.delimiter), 1):
            if len(cells) != len(opening.header):
                cut.append(
                    f"{opening.path.name} row {number}: {len(cells)} cells where the header has {len(opening.header)}"
                )
    if cut:
        more = f" and {len(cut) - FIRST_SHOWN} more" if len(cut) > FIRST_SHOWN else ""
        raise ContractBroken("; ".join(cut[:FIRST_SHOWN]) + more + f"; the row is cut or split, {AGAIN}")


def _sorted(frame: pl.DataFrame, layout: Layout, more: Mapping[str, Meaning], warnings: Sequence[str]) -> Part:
    frame, left_out = _translated(frame, layout, more)
    # Codes in digits have told all they can; without them a year takes a fifth less memory.
    frame = frame.drop(name for name in layout.digits if name not in layout.targets)
    frame = _completed(_counted(frame, layout, left_out), layout)
    every = _fields(frame, layout)
    same = {name: words[0] for name, words, _ in every if len(words) == 1 and name not in layout.summed_over}
    fields = [one for one in every if one[0] not in same]
    extra = sum(bits for name, _, bits in fields if name in layout.summed_over)
    frame = frame.with_columns(**{f"={name}": _formula(layout, name) for name in AMOUNTS})
    frame = frame.select(*(name for name, _, _ in fields), **{name: pl.col(f"={name}") for name in AMOUNTS})
    key, amounts = _packed(frame, fields), frame.select(*AMOUNTS).get_columns()
    del frame
    places = pl.Series(_ordered(key))
    with ThreadPoolExecutor(2) as pool:
        amounts = list(pool.map(pl.Series.gather, amounts, repeat(places)))
    rows = pl.DataFrame([pl.Series("key", key), *amounts])
    del places, amounts
    if (key[1:] == key[:-1]).any():
        raise _Suspect("one flow stands there twice")
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

    _each_stretch(len(keys), pack)
    keys.sort()
    _each_stretch(len(keys), unpack)
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


Fields = list[tuple[str, tuple[str, ...], int]]


def _translated(
    frame: pl.DataFrame, layout: Layout, more: Mapping[str, Meaning]
) -> tuple[pl.DataFrame, dict[str, int]]:
    """The rows that are not left out, with what their words mean; raises _Suspect when a cell is not understood."""

    def amounts(name: str) -> None:
        cells = frame[name]
        if (cells.null_count() and not layout.numbers[name]) or not cells.is_finite().all() or (cells < 0).any():
            raise _Suspect(f"a cell in column '{name}' is no amount")

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

    def translated(name: str) -> dict[str, pl.Series]:
        tests = [layout.checks.get(name), more.get(name)]
        meanings = {t: meaning for t, (column, meaning) in layout.targets.items() if column == name}
        known = _meant(frame[name], [test for test in tests if test], meanings)
        return {t: _enum_of(t, frame[name], known[t]) for t in meanings}

    targets: dict[str, pl.Series] = {}
    with ThreadPoolExecutor(2) as pool:
        for found in pool.map(translated, layout.words):
            targets |= found
    return frame.with_columns(**targets), left_out


def _counted(frame: pl.DataFrame, layout: Layout, left_out: dict[str, int]) -> pl.DataFrame:
    """The rows that count, without the parts of totals, once every rule holds for them."""
    if layout.total:
        whole = pl.sql_expr(layout.total)
        parts, frame = frame.filter(~whole), frame.filter(whole)
        if parts.height:
            if parts.join(frame, on=list(layout.part_of), how="anti").height:
                raise _Suspect("a part of a total that is not there")
            left_out["parts of totals that are there"] = parts.height
    for rule in layout.rules:
        if not frame.select(pl.sql_expr(rule.sql).fill_null(False).all()).item():
            raise _Suspect(rule.words)
    if not frame.height:
        raise _Suspect("no row is left")
    return frame


def _completed(frame: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """The rows with all columns of the key: how they are valued, and what they are added up over."""
    extra = [_enum_of(n, frame[n], dict(_words(frame[n]))) for n in layout.summed_over]
    if "valuation" in layout.formulas:
        cells = frame.select(pl.sql_expr(layout.formulas["valuation"]).cast(pl.String).alias("valuation"))["valuation"]
        extra.append(cells.cast(pl.Enum(sorted(cells.unique().to_list()))))
    return frame.with_columns(extra)


def _fields(frame: pl.DataFrame, layout: Layout) -> Fields:
    """The columns of the key in its order, with their words and the bits they need."""
    names = [name for name in (*KEY, *layout.summed_over) if name in frame.columns]
    words = [tuple(frame.schema[name].categories) for name in names]  # type: ignore[attr-defined]
    fields = [(name, known, max(1, (len(known) - 1).bit_length())) for name, known in zip(names, words, strict=True)]
    if sum(bits for _, _, bits in fields) > 64:
        raise _Suspect("too many different codes for one key")
    return fields


def _words(cells: pl.Series) -> list[tuple[int, str]]:
    """Every different word of a column with its number."""
    if cells.dtype.is_integer() and not cells.null_count() and cells.min() >= 0 and cells.max() < 10_000_000:  # type: ignore[operator]
        numbers = cells.to_numpy()
        there = np.zeros(int(numbers.max()) + 1, bool)

        def mark(at: slice) -> None:
            there[numbers[at].astype(np.intp)] = True  # as it counts itself, which is faster than when it has to

        _each_stretch(len(numbers), mark)
        return [(int(number), str(number)) for number in np.flatnonzero(there)]
    unique = cells.unique().drop_nulls()
    known = unique if unique.dtype.is_integer() else unique.to_physical()
    return [(int(number), str(word)) for number, word in zip(known.to_list(), unique.to_list(), strict=True)]


def _meant(cells: pl.Series, tests: Sequence[Meaning], meanings: Mapping[str, Meaning]) -> dict[str, dict[int, str]]:
    """What every different word means for each target, by the word's number."""
    if cells.null_count():
        raise _Suspect(f"a cell in column '{cells.name}' is empty")
    known: dict[str, dict[int, str]] = {target: {} for target in meanings}
    try:
        for number, word in _words(cells):
            if number < 0:
                raise _Suspect(f"{number} in column '{cells.name}' is no code")
            for test in tests:
                test(word)
            for target, meaning in meanings.items():
                known[target][number] = meaning(word)
    except ContractBroken as unknown:
        raise _Suspect(str(unknown)) from None
    return known


def _enum_of(name: str, cells: pl.Series, known: Mapping[int, str]) -> pl.Series:
    """The column as what its words mean, numbered in alphabetical order."""
    words = tuple(sorted(set(known.values())))
    place = {word: number for number, word in enumerate(words)}
    table = np.zeros(max(known, default=0) + 1, np.uint32)
    for number, word in known.items():
        table[number] = place[word]
    numbers = (cells if cells.dtype.is_integer() else cells.to_physical()).to_numpy()
    codes = np.zeros(len(numbers), np.uint32)

    def look_up(at: slice) -> None:
        np.take(table, numbers[at], out=codes[at], mode="clip")  # without a check that every number is known again

    if len(words) > 1:
        _each_stretch(len(numbers), look_up)
    return _enum(name, codes, words)


def _enum(name: str, codes: np.ndarray, words: Sequence[str]) -> pl.Series:
    return pl.Series(name, codes.astype(np.uint32, copy=False), pl.UInt32).cat.to(pl.Enum(list(words)))


def _packed(frame: pl.DataFrame, fields: Fields) -> np.ndarray:
    packed = np.empty(frame.height, np.uint64)
    columns = [(frame[name].to_physical().to_numpy(), np.uint64(bits)) for name, _, bits in fields]

    def pack(at: slice) -> None:
        key = np.zeros(at.stop - at.start, np.uint64)
        for numbers, bits in columns:
            key <<= bits
            key |= numbers[at]
        packed[at] = key

    _each_stretch(frame.height, pack)
    return packed


def _frame(part: Part) -> pl.DataFrame:
    """The part with the key's columns as words."""
    with ThreadPoolExecutor(2) as pool:
        columns = list(pool.map(lambda field: _enum(field[0], *part.codes(field[0])), part.fields))
    return pl.DataFrame([*columns, part.rows["value"], part.rows["mass_kg"]])


def _whole_rows(
    frame: pl.DataFrame, part: Part, contract: Table, facts: Mapping[str, Any]
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The columns of the table, dates as such, and of those that all rows share what they share."""
    if part.aggregate is not None and "aggregate" in contract.names and "aggregate" not in frame.columns:
        frame = frame.with_columns(pl.Series("aggregate", part.aggregate))
    if "period" in frame.columns:
        frame = frame.with_columns(pl.col("period").cast(pl.String).str.to_date("%Y-%m-%d"))
    known: dict[str, Any] = {**part.constants, "aggregate": False, **facts}
    missing = [column for column in contract.columns if column.name not in frame.columns]
    repeated = {column.name: _repeated(column.kind, known.get(column.name)) for column in missing}
    shared = {column.name: known.get(column.name) for column in missing if column.kind != "date"}
    return frame.with_columns(**repeated).select(contract.names), shared


def _repeated(kind: str, value: Any) -> pl.Expr:
    return pl.lit(
        date.fromisoformat(value) if kind == "date" and isinstance(value, str) else value, _dtype(kind, value)
    )


def _dtype(kind: str, value: Any) -> Any:
    if kind == "text":
        return pl.Enum([] if value is None else [value])
    return {"number": pl.Float64, "date": pl.Date, "truth": pl.Boolean, "whole": pl.Int64}[kind]


def _put(frame: pl.DataFrame, shared: Mapping[str, Any], folder: Path, contract: Table) -> Written:
    target = folder / f"{contract.name}.parquet"
    frame.write_parquet(target, compression="zstd", compression_level=1, row_group_size=ROW_GROUP, data_page_size=PAGE)
    return Written(target, frame.height, shared)


def _faults(openings: Sequence[_Opening], layout: Layout, more: Mapping[str, Meaning]) -> list[str]:
    """Every fault there is, one column at a time so that the memory stays bounded."""
    faults: list[str] = []
    for opening in openings:
        _no_cut_row(opening)
        for name in opening.columns:
            faults += _column_faults(opening, name, layout, more)
    if not faults:
        faults += _row_faults(openings, layout, more)
    return faults


def _column_faults(opening: _Opening, name: str, layout: Layout, more: Mapping[str, Meaning]) -> list[str]:
    text = _read(opening, {name: pl.String}, empty_string_is_null=False, row_index_name=ROW)
    cells = pl.col(name)
    if name in layout.numbers:
        bare = cells.str.strip_chars(" ")
        silent = bare.is_in(list(layout.numbers[name]))
        number = bare.cast(pl.Float64, strict=False)
        plain = bare.str.contains(f"^(?:{NUMBER})$") & number.is_finite()
        return [
            *_said(opening, name, text.filter(~silent & ~plain), "is not a number", f"correct it or {AGAIN}"),
            *_said(opening, name, text.filter(~silent & plain & (number < 0)), "is below 0", f"correct it or {AGAIN}"),
        ]
    faults = []
    unwanted = layout.left_out.get(name)
    tests = [layout.checks.get(name), more.get(name), *(m for c, m in layout.targets.values() if c == name)]
    for word in text[name].unique(maintain_order=True).to_list():
        for test in tests:
            try:
                if test and not (unwanted and unwanted(word)):
                    test(word)
            except ContractBroken as unknown:
                faults += _said(opening, name, text.filter(cells == word), "", str(unknown))
                break
    return faults


def _said(opening: _Opening, column: str, rows: pl.DataFrame, words: str, remedy: str) -> list[str]:
    if not rows.height:
        return []
    shown = "; ".join(
        f"{opening.path.name} row {row[ROW]}, column '{column}': {row[column]!r}"
        for row in rows.head(FIRST_SHOWN).iter_rows(named=True)
    )
    more = f" (and {rows.height - FIRST_SHOWN:,} more)" if rows.height > FIRST_SHOWN else ""
    return [f"{f'{shown}{more} {words}'.rstrip()}; {remedy}"]


def _row_faults(openings: Sequence[_Opening], layout: Layout, more: Mapping[str, Meaning]) -> list[str]:
    """Faults between columns or rows: rules, parts without their total, flows that stand there twice."""
    frame = _typed(openings, layout, rows=True)
    found: list[str] = []
    frame, _ = _translated(frame, layout, more)
    if layout.total:
        whole = pl.sql_expr(layout.total)
        parts, frame = frame.filter(~whole), frame.filter(whole)
        alone = parts.join(frame, on=list(layout.part_of), how="anti")
        words, remedy = "is part of a total that is not there", "get the totals as well"
        found += _shown(openings, alone, list(layout.unique), words, remedy)
    for rule in layout.rules:
        broken = frame.filter(~pl.sql_expr(rule.sql).fill_null(False))
        found += _shown(openings, broken, [rule.column], rule.words, rule.remedy)
    if not frame.height:
        return found
    frame = _completed(frame, layout)
    twice = frame.filter(pl.Series(_packed(frame, _fields(frame, layout))).is_duplicated())
    return found + _shown(openings, twice, list(layout.unique), "stands in more than one row", layout.remedy)


def _shown(openings: Sequence[_Opening], rows: pl.DataFrame, columns: list[str], words: str, remedy: str) -> list[str]:
    if not rows.height:
        return []
    shown = [
        f"{openings[row[FILE]].path.name} row {row[ROW]}, column '{', '.join(columns)}': "
        f"{' / '.join(str(row[name]) for name in columns)!r}"
        for row in rows.sort(FILE, ROW).head(FIRST_SHOWN).iter_rows(named=True)
    ]
    more = f" (and {rows.height - FIRST_SHOWN:,} more)" if rows.height > FIRST_SHOWN else ""
    return [f"{'; '.join(shown)}{more} {words}; {remedy}"]
