"""The search by name against queries whose answers are known, and what it promises beside them."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.names.index import NameIndex
from dashboard.names.plain import latin, words
from tests.names.report import listed, measured, queries


def test_there_are_enough_queries_of_every_kind():
    kinds = {query.kind for query in queries()}
    assert len(queries()) >= 150
    assert {"transliteration", "typo", "order", "legal form", "cyrillic", "chinese", "korean", "near miss"} <= kinds
    assert len({query.words for query in queries()}) == len(queries())
    entries = set(listed()[1])
    assert all(query.expected in entries for query in queries() if query.expected)


@pytest.mark.parametrize(("part", "precision", "recall"), [("seen", 0.97, 0.96), ("held back", 0.95, 0.85)])
def test_precision_and_recall_do_not_fall_below_the_floor(part: str, precision: float, recall: float):
    score = measured([query for query in queries() if query.part == part])
    assert score.precision >= precision
    assert score.recall >= recall


def test_few_near_misses_are_taken_for_hits():
    near = [query for query in queries() if query.kind == "near miss"]
    assert measured(near).found <= 0.1 * len(near)


@pytest.mark.parametrize("name", ["김정은", "华为技术有限公司", "Владимир Владимирович Путин", "علی خامنه ای"])
def test_a_name_in_its_own_script_is_found_exactly(name: str):
    index, _ = listed()
    hit = index.search(name)[0]
    assert (index.names[hit.position], hit.score, hit.how) == (name, 1.0, "the same letters")


def test_every_name_of_the_list_finds_itself_first():
    index, entries = listed()
    missed = [n for n, name in enumerate(index.names) if entries[index.search(name)[0].position] != entries[n]]
    assert missed == []


def test_an_unfinished_last_word_already_finds():
    index, entries = listed()
    for typed in ("uralv", "Vladimir Put", "сбер"):
        assert {entries[hit.position] for hit in index.search(typed)} & {"uralvagonzavod", "putin", "sberbank"}


def test_too_little_finds_nothing():
    index, _ = listed()
    for typed in ("", " ", "a", ",.", "«»"):
        assert index.search(typed) == []


def test_only_what_is_kept_is_found():
    index, entries = listed()
    keep = np.array([entry != "putin" for entry in entries])
    assert all(entries[hit.position] != "putin" for hit in index.search("Vladimir Putin", keep=keep))


def test_hits_come_best_first_and_no_more_than_asked_for():
    index, _ = listed()
    hits = index.search("Gazprom", most=3)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(hits) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sergey Lavrov", "Sergei LAVROV"),
        ("ООО Стройгазмонтаж", "Stroygazmontazh LLC"),
        ("OOO «Ромашка»", "Limited Liability Company Romashka"),
        ("Huawei Technologies Co., Ltd.", "Huawei Technologies"),
        ("Dmitrij Medvedev", "Dmitriy Medvedev"),
    ],
)
def test_two_spellings_of_one_name_sound_the_same(one: str, other: str):
    assert sorted(words(one)) == sorted(words(other))


def test_a_legal_form_alone_stays():
    assert words("Limited") != ()


@pytest.mark.parametrize(
    ("name", "plain"),
    [("김정은", "kim jong un"), ("Kim Jong-un’s", "kim jong-uns"), ("Щука", "shchuka"), ("习近平", "xi jin ping")],
)
def test_other_scripts_in_latin(name: str, plain: str):
    assert latin(name).split() == plain.split()


def test_an_empty_list_finds_nothing():
    assert NameIndex([]).search("Putin") == []
