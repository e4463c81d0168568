"""A name in plain Latin words, and each word as it sounds, so that spellings of one name meet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from dashboard.names import hangul, korean
from dashboard.names.legal_forms import ALSO_NAMES, FORMS, IN_SYLLABLES

APOSTROPHES = re.compile(r"['’‘ʼʹʻ`´]")
WORD = re.compile(r"[a-z0-9]+")

SAME = {
    "gim": "kim", "park": "pak", "bak": "pak", "lee": "ri", "rhee": "ri", "yi": "ri", "choi": "choe", "jung": "jong",
    "chung": "jong", "chong": "jong", "jeong": "jong", "cheol": "chol", "young": "yong", "myung": "myong",
    "hyung": "hyong", "roh": "ro", "noh": "no", "kyung": "kyong", "and": "&", "mohd": "muhamad",
    "yusuf": "iusuf", "joseph": "iosif", "michael": "mihail", "alexander": "aleksandr",
    "oleksandr": "aleksandr", "volodymyr": "vladimir",
    "mykhailo": "mihail", "mykola": "nikolai", "serhiy": "sergei", "serhii": "sergei", "oleksiy": "aleksei",
    "dmytro": "dmitri", "yevhen": "evgeni", "eugene": "evgeni", "andrew": "andrei", "andriy": "andrei",
}  # fmt: skip
"""Words that sound or mean the same and that no rule of spelling brings together."""

SOUNDS = (
    (r"^m[ou]h?am+[ae]d$", "muhamad"),
    (r"^h[uo]s+[ae][iy]+n$", "husein"),
    (r"^j(?=ew|ev|eg|ur|ul|el)", "y"),
    (r"shch|schtsch|szcz|chtch", "S"),
    (r"tsch|tch", "C"),
    (r"sch|sh|sz", "S"),
    (r"ch|cz", "C"),
    (r"zh|dzh|dj", "Z"),
    (r"kh", "h"),
    (r"ph", "f"),
    (r"th", "t"),
    (r"gh", "g"),
    (r"ck", "k"),
    (r"q", "k"),
    (r"x", "ks"),
    (r"w", "v"),
    (r"tz|c(?=[eiy])", "ts"),
    (r"c", "k"),
    (r"ou|oo", "u"),
    (r"ee", "i"),
    (r"eu", "u"),
    (r"eo", "o"),
    (r"y|(?<=[aeiou])j", "i"),
    (r"ie", "e"),
    (r"(.)\1+", r"\1"),
    (r"ei", "e"),
)
"""Spellings of one sound, in order. Capitals stand for single sounds that take several letters."""
COMPILED = tuple((re.compile(pattern), sound) for pattern, sound in SOUNDS)


def latin(name: str) -> str:
    """The name in small Latin letters; Chinese characters and Korean syllables become words of their own."""
    composed = unicodedata.normalize("NFKC", name)
    if composed.isascii():
        return APOSTROPHES.sub("", composed).lower()
    parts = []
    for letter in composed:
        if hangul.is_syllable(letter):
            parts.append(f" {hangul.romanised(letter)} ")
        elif _is_chinese(letter):
            parts.append(f" {anyascii(letter)} ")
        else:
            parts.append(letter)
    return APOSTROPHES.sub("", anyascii("".join(parts))).lower()


def _is_chinese(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff"


def in_syllables(name: str) -> bool:
    """True for a name in Chinese or Korean letters, each of which is a word of its own and complete."""
    return not name.isascii() and any(_is_chinese(c) or hangul.is_syllable(c) for c in name)


@lru_cache(maxsize=400_000)
def sound(word: str) -> str:
    """A word as it sounds; one with digits stays as it is."""
    if not word.isalpha():
        return word
    folded = SAME.get(word, word)
    for pattern, replacement in COMPILED:
        folded = pattern.sub(replacement, folded)
    return folded or word


def words(name: str) -> tuple[str, ...]:
    """The sounds of a name's words, without legal forms unless nothing else is left."""
    heard = _heard(latin(name))
    return _without_forms(heard, in_syllables(name)) or heard


def spellings(name: str) -> list[tuple[str, ...]]:
    """The words of a name, and those it has if it is a Korean name in Russian letters."""
    return [words(name), *(_heard(reading) for reading in korean.readings(name))]


def spelled(name: str) -> list[str]:
    """The words as they are spelled in Latin, in the order of the alphabet, without legal forms."""
    plain = WORD.findall(latin(name).replace("&", " and "))
    left = list(words(name))
    return sorted(word for word in plain if sound(word) in left)


def _heard(plain: str) -> tuple[str, ...]:
    return tuple(sound(word) for word in WORD.findall(plain.replace("&", " and ")))


def letters(name: str) -> str:
    """The name's own letters alone, in whatever script, for exact comparison."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in folded if c.isalnum())


@lru_cache(maxsize=2)
def _forms(syllables: bool) -> tuple[frozenset[tuple[str, ...]], int]:
    heard = frozenset(_heard(form) for form in (IN_SYLLABLES if syllables else FORMS))
    return heard, max(map(len, heard))


MAY_BE_FORMS = frozenset(sound(word) for word in ALSO_NAMES)
"""Words that are a legal form in one name and a part of the name in another."""


def _without_forms(heard: tuple[str, ...], syllables: bool) -> tuple[str, ...]:
    """Legal forms stand at the beginning or at the end; several may follow each other."""
    forms, longest = _forms(syllables)
    left, right = 0, len(heard)

    def is_form(words: tuple[str, ...]) -> bool:
        sure = len(words) > 1 or words[0] not in MAY_BE_FORMS or right - left > 2
        return sure and words in forms

    moved = True
    while moved:
        moved = False
        for length in range(min(longest, right - left), 0, -1):
            if is_form(heard[left : left + length]):
                left, moved = left + length, True
                break
            if is_form(heard[right - length : right]):
                right, moved = right - length, True
                break
    return heard[left:right]
