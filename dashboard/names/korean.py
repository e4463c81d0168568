"""Korean names in Russian letters, by the syllables of Kontsevich's system and the older spellings of the press.

One Russian spelling stands for several Korean ones, as н for the ends of 선 and 성. So a name has several readings, and
the closest one counts.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import product

STARTS = {
    "к": "k", "г": "k", "кх": "kh", "кк": "kk", "н": "n", "т": "t", "д": "t", "тх": "th", "тт": "tt", "р": "r",
    "л": "r", "м": "m", "п": "p", "б": "p", "пх": "ph", "пп": "pp", "с": "s", "сс": "ss", "ч": "j", "чж": "j",
    "дж": "j", "чч": "jj", "чх": "ch", "ц": "ch", "х": "h", "": "",
}  # fmt: skip
MIDDLES = {
    "а": ("a",), "я": ("ya",), "о": ("o",), "ё": ("yo",), "у": ("u",), "ю": ("yu",), "ы": ("u",), "и": ("i", "ui"),
    "э": ("ae", "e"), "е": ("o", "yo", "ye"), "ва": ("wa",), "во": ("wo",), "ви": ("wi",), "вэ": ("wae", "oe"),
    "ве": ("oe", "we"), "ый": ("ui",), "ой": ("oe",), "ай": ("ae",), "ей": ("e",),
}  # fmt: skip
ENDS = {
    "": ("",), "к": ("k",), "н": ("ng", "n"), "нъ": ("ng",), "нг": ("ng",), "нь": ("n",), "т": ("t",), "ль": ("l",),
    "л": ("l",), "р": ("l",), "м": ("m",), "п": ("p",),
}  # fmt: skip
MOST = 16
"""So many readings of a name are tried."""


def _either(parts: dict[str, str] | dict[str, tuple[str, ...]]) -> str:
    return "|".join(sorted(parts, key=len, reverse=True))


SYLLABLE = re.compile(f"({_either(STARTS)})({_either(MIDDLES)})({_either(ENDS)})")


def readings(name: str) -> list[str]:
    """What a name of two to four Russian words is in Latin letters if each is a Korean syllable; else nothing."""
    parts = re.findall(r"\w+", unicodedata.normalize("NFKC", name).lower())
    found = [SYLLABLE.fullmatch(part) for part in parts]
    if not 2 <= len(parts) <= 4:
        return []
    syllables: list[list[str]] = []
    for one in found:
        if one is None:
            return []
        start, middle, end = one.groups()
        syllables.append([STARTS[start] + m + e for m in MIDDLES[middle] for e in ENDS[end]])
    return [" ".join(reading) for reading in product(*syllables)][:MOST]
