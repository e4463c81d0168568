"""Countries as texts name them: by name, by what is theirs, by their capital, by who speaks for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pycountry

from dashboard.annotate import words as listed

OURS = {
    "RUS": "Russia Russian Russians Moscow Kremlin Vladivostok Vostochny Saint-Petersburg",
    "PRK": "North-Korea North-Korean North-Koreans DPRK Pyongyang Rajin",
    "KOR": "South-Korea South-Korean ROK Seoul Republic-of-Korea",
    "CHN": "China Chinese Beijing PRC",
    "EUU": "EU European-Union Brussels Union’s European-Council Member-States",
    "USA": "US U.S. USA United-States American Americans Washington White-House OFAC US-Treasury",
    "GBR": "UK U.K. United-Kingdom Britain British London Great-Britain",
    "UKR": "Ukraine Ukrainian Ukrainians Kyiv Kiev",
    "BLR": "Belarus Belarusian Minsk", "KAZ": "Kazakhstan Kazakh Kazakhstani Astana",
    "KGZ": "Kyrgyzstan Kyrgyz Bishkek Kyrgyz-Republic", "UZB": "Uzbekistan Uzbek Tashkent",
    "ARM": "Armenia Armenian Yerevan", "GEO": "Georgia Georgian Tbilisi", "TJK": "Tajikistan Tajik Dushanbe",
    "TUR": "Turkey Turkish Türkiye Ankara", "IRN": "Iran Iranian Tehran", "IND": "India Indian New-Delhi Delhi",
    "JPN": "Japan Japanese Tokyo", "VNM": "Vietnam Viet-Nam Vietnamese Hanoi", "MNG": "Mongolia Mongolian",
    "DEU": "Germany German Germans Berlin", "FRA": "France French Paris", "ITA": "Italy Italian Rome",
    "ESP": "Spain Spanish Madrid", "POL": "Poland Polish Poles Warsaw", "SWE": "Sweden Swedish Stockholm",
    "FIN": "Finland Finnish Helsinki", "NOR": "Norway Norwegian Oslo", "DNK": "Denmark Danish Copenhagen",
    "NLD": "Netherlands Dutch The-Hague", "BEL": "Belgium Belgian", "AUT": "Austria Austrian Vienna",
    "CZE": "Czechia Czech Prague Czech-Republic", "SVK": "Slovakia Slovak Bratislava", "SVN": "Slovenia Slovenian",
    "HUN": "Hungary Hungarian Budapest", "ROU": "Romania Romanian Bucharest", "BGR": "Bulgaria Bulgarian Sofia",
    "GRC": "Greece Greek Athens", "PRT": "Portugal Portuguese Lisbon", "IRL": "Ireland Irish Dublin",
    "LTU": "Lithuania Lithuanian Vilnius", "LVA": "Latvia Latvian Riga", "EST": "Estonia Estonian Tallinn",
    "HRV": "Croatia Croatian Zagreb", "SRB": "Serbia Serbian Belgrade", "CHE": "Switzerland Swiss Bern",
    "CAN": "Canada Canadian Ottawa", "AUS": "Australia Australian Canberra", "SYR": "Syria Syrian Damascus",
    "ISR": "Israel Israeli", "SAU": "Saudi-Arabia Saudi Riyadh", "ARE": "UAE Emirates Emirati Dubai",
    "TWN": "Taiwan Taiwanese Taipei", "HKG": "Hong-Kong", "MDA": "Moldova Moldovan", "AZE": "Azerbaijan Azerbaijani",
    "BRA": "Brazil Brazilian", "ZAF": "South-Africa South-African", "EGY": "Egypt Egyptian", "CUB": "Cuba Cuban",
    "MMR": "Myanmar Burma", "VEN": "Venezuela Venezuelan", "PAK": "Pakistan Pakistani",
}  # fmt: skip
PEOPLE = {
    "Putin": "RUS", "Lavrov": "RUS", "Shoigu": "RUS", "Medvedev": "RUS", "Belousov": "RUS", "Kim Jong Un": "PRK",
    "Kim Jong-un": "PRK", "Kim": "PRK", "Choe Son Hui": "PRK", "Xi Jinping": "CHN", "Xi": "CHN", "Wang Yi": "CHN",
    "Zelenskyy": "UKR", "Zelensky": "UKR", "Borrell": "EUU", "Kallas": "EUU", "von der Leyen": "EUU",
    "Lukashenko": "BLR", "Biden": "USA", "Trump": "USA", "Blinken": "USA",
}  # fmt: skip
TOWNS = frozenset(
    listed(
        "Pyongyang Moscow Vladivostok Vostochny Beijing Seoul Kyiv Minsk Tashkent Astana Hanoi Tehran Brussels "
        "Washington Ankara Tokyo Rajin Bishkek Yerevan Tbilisi Warsaw Berlin Paris London"
    )
)
EU = frozenset(
    listed(
        "AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE"
    )
)


@dataclass(frozen=True)
class Named:
    """A country, or somebody or a town that stands for one, named in a sentence."""

    code: str
    words: str
    start: int
    end: int

    @property
    def person(self) -> bool:
        """True when it is a person who was named."""
        return self.words in PEOPLE

    @property
    def town(self) -> bool:
        """True when it is a town that was named."""
        return self.words in TOWNS


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    known = {PLAIN_GAP.sub(" ", name): code for code, names in OURS.items() for name in names.split()}
    for country in pycountry.countries:
        for name in (country.name, getattr(country, "common_name", "")):
            if name and name.isascii() and "," not in name:
                known.setdefault(name, country.alpha_3)
    known |= PEOPLE
    longest = sorted(known, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?!\w)"), known


PLAIN_GAP = re.compile(r"-(?=[A-Za-z])")


def named(sentence: str) -> list[Named]:
    """Every country named in a sentence, in its order, as ISO 3166 alpha-3 (EUU for the EU)."""
    pattern, known = _names()
    return [Named(known[m[0]], m[0], m.start(), m.end()) for m in pattern.finditer(sentence)]


def codes(found: list[Named]) -> tuple[str, ...]:
    """The countries once each, in the order named."""
    return tuple(dict.fromkeys(one.code for one in found))
