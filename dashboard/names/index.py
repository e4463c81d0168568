"""An index of names that is searched as one types: first by sounds of words, then name by name with care."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from dashboard.names.plain import MAY_BE_FORMS, in_syllables, letters, spelled, spellings, words

SHORT = 4
"""Words up to this long have to be the same: with one letter changed they are other words."""
ALIKE = 0.8
"""Words are taken for one name up to one change in five letters."""
JOINED = 5
"""Words up to this long may be printed as one: Jin Ping, Jinping."""
RUN_TOGETHER = 0.98
"""What names are worth at most that are the same only when all their words are run together."""
BEGUN, REST = 0.97, 0.02
"""What the beginning of a word is worth as long as one types, and what more by its share of the word."""
BEHIND = 0.8
"""By so much of what lies above a hit's least score such a hit is put back: KIM, Chol comes before KIMIA."""
SAME_SOUND = 0.99
"""What a name is worth at most that sounds the same and is spelled otherwise."""
FORM = 0.5
"""So much of its weight a word keeps that may be a legal form."""
LOOKED_AT = 250
LAST = "\uffff"
FOUND = 0.7
"""Names with this score or more are hits; chosen on the labelled queries in tests/names, see its report."""


@dataclass(frozen=True)
class Hit:
    """A name that was found: its position in the index, how close it is (0 to 1) and how it matched."""

    position: int
    score: float
    how: str


class NameIndex:
    """Names in any script, searched by sound. Positions are those of the names as they were given."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        self.words = [words(name) for name in self.names]
        self._same: dict[str, list[int]] = {}
        self._other_script: list[tuple[str, int]] = []
        self._syllables: set[int] = set()
        for position, name in enumerate(self.names):
            own = letters(name)
            self._same.setdefault(own, []).append(position)
            if not own.isascii():
                self._other_script.append((own, position))
                if in_syllables(name):
                    self._syllables.add(position)
        self._index()

    def _index(self) -> None:
        """Every word, and every two short words as one, with the names that have it."""
        at: dict[str, list[int]] = {}
        for position, own in enumerate(self.words):
            for word in {*own, *_pairs(own)}:
                at.setdefault(word, []).append(position)
        self.vocabulary = sorted(at)
        by_length: dict[int, list[int]] = {}
        for number, word in enumerate(self.vocabulary):
            by_length.setdefault(len(word), []).append(number)
        self._by_length = {
            length: ([self.vocabulary[n] for n in numbers], np.array(numbers, np.int64))
            for length, numbers in by_length.items()
        }
        sizes = np.fromiter((len(at[word]) for word in self.vocabulary), np.int64, len(at))
        self._ends = np.cumsum(sizes)
        self._starts = self._ends - sizes
        self._postings = np.fromiter((p for word in self.vocabulary for p in at[word]), np.int32, int(sizes.sum()))
        total = max(len(self.names), 2)
        self._weights = (np.log(total / np.maximum(sizes, 1)) + 1).astype(np.float32)
        self._weight = dict(zip(self.vocabulary, self._weights.tolist(), strict=True))
        self._unknown = float(np.log(total) + 1)
        self._whole = np.fromiter((sum(self.weight(w) for w in own) for own in self.words), np.float32, len(self.names))

    def weight(self, word: str) -> float:
        """How much a word tells: the rarer, the more. A word that no list has tells most."""
        return float(self._weight.get(word, self._unknown)) * (FORM if word in MAY_BE_FORMS else 1)

    def search(self, query: str, keep: np.ndarray | None = None, most: int = 50, least: float = FOUND) -> list[Hit]:
        """The names closest to a query, best first; `keep` says which positions may be found.

        The last word may be unfinished. Fewer than two letters find nothing.
        """
        own = letters(query)
        if len(own) < 2:
            return []
        hits: dict[int, Hit] = {}
        for position in self._same.get(own, ()):
            hits[position] = Hit(position, 1.0, "the same letters")
        for hit in self._contained(query, own):
            hits.setdefault(hit.position, hit)
        unfinished = not query.endswith((" ", ",", ".")) and not in_syllables(query)
        readings = spellings(query)
        for position in self._candidates(readings, unfinished, keep):
            asked = self._closest(readings, position)
            score = self._of(asked, position, unfinished)
            if score >= least and (position not in hits or score > hits[position].score):
                hits[position] = self._hit(query, asked, position, score)
        kept = (hit for hit in hits.values() if keep is None or keep[hit.position])
        return sorted(kept, key=lambda hit: (-hit.score, len(self.names[hit.position]), hit.position))[:most]

    def _contained(self, query: str, own: str) -> Iterator[Hit]:
        """Names in another script than Latin in which the query stands letter by letter."""
        if own.isascii():
            return
        whole, typed = in_syllables(query), _apart(query)
        for text, position in self._other_script:
            if own in text:
                share = len(own) / len(text)
                if whole or typed in (printed := _apart(self.names[position])):
                    yield Hit(position, 0.9 + 0.1 * share, "part of it, in its own script")
                else:
                    begins = 0.05 * share if typed[:-1] in printed else 0
                    yield Hit(position, FOUND + begins, "part of a word, in its own script")

    def _hit(self, query: str, asked: tuple[str, ...], position: int, score: float) -> Hit:
        if score < 1:
            every = set(asked) <= set(self.words[position])
            return Hit(position, score, "every word is in it" if every else "alike in sound")
        if spelled(query) == spelled(self.names[position]):
            return Hit(position, 1.0, "the same words")
        return Hit(position, SAME_SOUND, "the same in sound")

    def _closest(self, readings: Sequence[tuple[str, ...]], position: int) -> tuple[str, ...]:
        """Of several readings the one with the most words of a name: scoring all of them would take too long."""
        if len(readings) == 1:
            return readings[0]
        return max(readings, key=lambda asked: len(set(asked).intersection(self.words[position])))

    def _of(self, asked: tuple[str, ...], position: int, unfinished: bool) -> float:
        """How close a name is to the query. One in syllables is another without one of them: 王君正 is not 王君."""
        printed = self.words[position]
        score = self.score(asked, printed, unfinished)
        return min(score, len(asked) / len(printed)) if position in self._syllables else score

    def _candidates(
        self, readings: Sequence[tuple[str, ...]], unfinished: bool, keep: np.ndarray | None
    ) -> Iterable[int]:
        """Names that share enough with any reading of the query to be looked at closely."""
        asked = list(dict.fromkeys(word for own in readings for word in own))
        if not asked:
            return []
        last = readings[0][-1] if unfinished else ""
        looked_for = [*asked, *_pairs(readings[0])]
        reached = np.zeros(len(self.names), np.float32)
        best = np.zeros(len(self.names), np.float32)
        for word in looked_for:
            found, alike = self._alike_words(word)
            if word == last and len(word) >= 2:
                begun = range(bisect_left(self.vocabulary, word), bisect_left(self.vocabulary, word + LAST))
                found = np.concatenate([np.array(begun, np.int64), found])
                alike = np.concatenate([np.full(len(begun), BEGUN, np.float32), alike])
            weight = self.weight(word) if word in asked else self.weight(word) * 0.9
            names, of_word = self._names_with(found)
            order = np.argsort(alike[of_word], kind="stable")
            best[names[order]] = (
                alike[of_word][order] * weight
            )  # of the words of one name the likest comes last, and stays
            reached += best
            best[names] = 0
        whole = min(sum(self.weight(word) for word in own) for own in readings)
        rough = 0.7 * np.minimum(reached / whole, 1) + 0.3 * np.minimum(reached / np.maximum(self._whole, 1), 1)
        if keep is not None:
            rough = np.where(keep, rough, 0)
        able = np.flatnonzero(rough > 0.3)  # few; to sort out the many that share nothing took longer than all the rest
        if len(able) > LOOKED_AT:
            able = able[np.argpartition(-rough[able], LOOKED_AT - 1)[:LOOKED_AT]]
        return able.tolist()

    def _names_with(self, found: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The names that have any of these words of the vocabulary, and for each of them which of the words."""
        sizes = self._ends[found] - self._starts[found]
        of_word = np.repeat(np.arange(len(found)), sizes)
        within = np.arange(len(of_word)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return self._postings[self._starts[found][of_word] + within], of_word

    def _alike_words(self, word: str) -> tuple[np.ndarray, np.ndarray]:
        """The words of the vocabulary that may be this one, and how alike each is."""
        if len(word) <= SHORT:
            at = bisect_left(self.vocabulary, word)
            there = at < len(self.vocabulary) and self.vocabulary[at] == word
            return np.array([at] if there else [], np.int64), np.ones(int(there), np.float32)
        lengths = range(ceil(len(word) * ALIKE), int(len(word) / ALIKE) + 1)
        found, alike = [np.array([], np.int64)], [np.array([], np.float32)]
        for length in lengths:
            if length in self._by_length:
                held, at_length = self._by_length[length]
                (likeness,) = cdist(
                    [word], held, scorer=OSA.normalized_similarity, score_cutoff=ALIKE, dtype=np.float32
                )
                near = np.flatnonzero(likeness)
                found.append(at_length[near])
                alike.append(likeness[near])
        return np.concatenate(found), np.concatenate(alike)

    def score(self, asked: tuple[str, ...], printed: tuple[str, ...], unfinished: bool = False) -> float:
        """How close two names are: the weight of their words that meet, in any order, in parts of the weight of all."""
        asked, printed = _joined(asked, printed), _joined(printed, asked)
        pairs = []
        for i, one in enumerate(asked):
            for j, other in enumerate(printed):
                if like := _alike(one, other, unfinished and i == len(asked) - 1):
                    pairs.append((like * (self.weight(one) + self.weight(other)), like, i, j))
        met_asked, met_printed = [0.0] * len(asked), [0.0] * len(printed)
        begun = 0.0
        for _, like, i, j in sorted(pairs, reverse=True):
            if not met_asked[i] and not met_printed[j]:
                met_asked[i] = met_printed[j] = like
                if unfinished and i == len(asked) - 1 and asked[i] != printed[j]:
                    begun = self.weight(asked[i]) / sum(map(self.weight, asked))
        apart = 0.7 * self._share(asked, met_asked) + 0.3 * self._share(printed, met_printed)
        apart -= BEHIND * begun * max(apart - FOUND, 0)
        if len(asked) == len(printed) or apart > RUN_TOGETHER:
            return apart
        return max(apart, RUN_TOGETHER * OSA.normalized_similarity("".join(asked), "".join(printed), score_cutoff=0.9))

    def _share(self, own: Sequence[str], met: Sequence[float]) -> float:
        weights = [self.weight(word) for word in own]
        return sum(w * m for w, m in zip(weights, met, strict=True)) / (sum(weights) or 1)


def _alike(one: str, other: str, unfinished: bool) -> float:
    if one == other:
        return 1.0
    like = 0.0
    if min(len(one), len(other)) > SHORT:
        like = OSA.normalized_similarity(one, other, score_cutoff=ALIKE)
    if unfinished and len(one) >= 2 and other.startswith(one):
        like = max(like, BEGUN + REST * len(one) / len(other))
    return like


def _apart(name: str) -> str:
    """The words of a name with a blank before and after each."""
    return " ".join(["", *re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold()), ""])


def _pairs(own: Sequence[str]) -> list[str]:
    return [a + b for a, b in pairwise(own) if len(a) <= JOINED and len(b) <= JOINED]


def _joined(own: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Two or three words as one where the other name prints them so: Abd al-Rahman, Abdulrahman.

    What makes a short word is chance: Li Wei is not LIVE.
    """
    there = set(other)
    long = [word for word in other if len(word) > JOINED and word not in own]
    taken: list[str] = []
    place = 0
    while place < len(own):
        for several in (3, 2):
            run = own[place : place + several]
            whole = "".join(run)
            if (
                len(run) == several
                and len(whole) > SHORT
                and not there.intersection(run)
                and _is_one(whole, there, long)
            ):
                taken.append(whole)
                place += several
                break
        else:
            taken.append(own[place])
            place += 1
    return tuple(taken)


def _is_one(whole: str, there: set[str], long: Sequence[str]) -> bool:
    return whole in there or any(OSA.normalized_similarity(whole, word, score_cutoff=0.85) for word in long)
