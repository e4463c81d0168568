"""The UN Register of Conventional Arms: years reported on, and countries that the answer does not name."""

from __future__ import annotations

import json

import pytest

from etl.sources.unroca import recognises, tidy
from etl.table import ContractBroken
from tests.etl.conftest import Write

COUNTRIES = [
    {"name_en": "Russian Federation", "countryname_slug": "russian-federation", "iso_2_acronym": "RU"},
    {"name_en": "Ukraine", "countryname_slug": "ukraine", "iso_2_acronym": "UA"},
]
RUSSIA = {
    "country": {"countryname_slug": "russian-federation"},
    "available_reports": [{"year": 2020}, {"year": 2021}],
    "hw_imp": [{"country": "Ukraine", "bt_1": 3, "bt_2": None}],
}
UKRAINE = {"country": {"countryname_slug": "ukraine"}, "available_reports": [{"year": 2021}]}


def test_each_year_reported_on_is_a_row(write: Write):
    files = [write(f"{number}.json", json.dumps(one)) for number, one in enumerate((COUNTRIES, RUSSIA, UKRAINE))]
    assert all(recognises(file.read_bytes()) for file in files)
    rows = tidy(files)
    assert list(zip(rows["country"], rows["year"].dt.year, strict=True)) == [
        ("RUS", 2020),
        ("RUS", 2021),
        ("UKR", 2021),
    ]
    assert rows.attrs["left_out"] == {"transfers without a year": 1}


def test_without_the_list_of_countries_it_says_what_to_add(write: Write):
    with pytest.raises(ContractBroken, match=r"r\.json: nothing says which country 'russian-federation' is; add"):
        tidy([write("r.json", json.dumps(RUSSIA))])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file is empty"),
        ("<!DOCTYPE html>", "no well-formed JSON"),
        (json.dumps(RUSSIA)[:-9], "no well-formed JSON"),
        ('{"error": "throttled"}', "there is no 'country' with 'available_reports'"),
        (
            json.dumps({**RUSSIA, "reports": RUSSIA["available_reports"], "available_reports": None}),
            "no 'country' with",
        ),
        (json.dumps({**RUSSIA, "country": {"slug": "russian-federation"}}), "'countryname_slug' is None"),
        (json.dumps({**RUSSIA, "available_reports": [{"jahr": 2020}]}), "None in 'available_reports' is no year"),
        (json.dumps({**RUSSIA, "available_reports": [{"year": "n/a"}]}), "'n/a' in 'available_reports' is no year"),
        (json.dumps({**RUSSIA, "available_reports": [{"year": 2020}] * 2}), "RUS on 2020 stands there twice"),
        (json.dumps({**RUSSIA, "available_reports": []}), "no country's answer with a report"),
        (
            json.dumps({**RUSSIA, "country": {**COUNTRIES[0], "iso_2_acronym": "ZZ"}}),
            "'ZZ' (russian-federation) is no ISO",
        ),
    ],
)
def test_an_answer_that_is_none_is_refused_by_name(write: Write, text: str, words: str):
    countries = write("countries.json", json.dumps(COUNTRIES))
    with pytest.raises(ContractBroken, match=r"r\.json") as broken:
        tidy([countries, write("r.json", text, ending="")])
    assert words in str(broken.value)
