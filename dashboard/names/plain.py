"""A name in plain Latin words, and each word as it sounds, so that spellings of one name meet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from dashboard.names import hangul
from dashboard.names.legal_forms import FORMS

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
        elif "\u3400" <= letter <= "\u9fff":
            parts.append(f" {anyascii(letter)} ")
        else:
            parts.append(letter)
    return APOSTROPHES.sub("", anyascii("".join(parts))).lower()


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
    heard = tuple(sound(word) for word in WORD.findall(latin(name).replace("&", " and ")))
    return _without_forms(heard) or heard


def letters(name: str) -> str:
    """The name's own letters alone, in whatever script, for exact comparison."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in folded if c.isalnum())


@lru_cache(maxsize=1)
def _forms() -> tuple[frozenset[tuple[str, ...]], int]:
    heard = frozenset(tuple(sound(word) for word in WORD.findall(form)) for form in FORMS)
    return heard, max(map(len, heard))


def _without_forms(heard: tuple[str, ...]) -> tuple[str, ...]:
    """Legal forms stand at the beginning or at the end; several may follow each other."""
    forms, longest = _forms()
    left, right = 0, len(heard)
    moved = True
    while moved:
        moved = False
        for length in range(min(longest, right - left), 0, -1):
            if heard[left : left + length] in forms:
                left, moved = left + length, True
                break
            if heard[right - length : right] in forms:
                right, moved = right - length, True
                break
    return heard[left:right]
