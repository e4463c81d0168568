"""The search by name against queries whose answers are known, and what it promises beside them."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.names.index import NameIndex
from dashboard.names.korean import readings
from dashboard.names.plain import latin, words
from tests.names.report import listed, measured, queries


def test_there_are_enough_queries_of_every_kind():
    kinds = {query.kind for query in queries()}
    assert len(queries()) >= 150
    assert {"transliteration", "typo", "order", "legal form", "cyrillic", "chinese", "korean", "near miss"} <= kinds
    assert len({query.words for query in queries()}) == len(queries())
    entries = set(listed()[1])
    assert all(query.expected in entries for query in queries() if query.expected)


@pytest.mark.parametrize(("part", "precision", "recall"), [("seen", 0.99, 0.97), ("held back", 0.95, 0.87)])
def test_precision_and_recall_do_not_fall_below_the_floor(part: str, precision: float, recall: float):
    score = measured([query for query in queries() if query.part == part])
    assert score.precision >= precision
    assert score.recall >= recall


def test_few_near_misses_are_taken_for_hits():
    near = [query for query in queries() if query.kind == "near miss"]
    assert measured(near).found <= 0.05 * len(near)


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


def found(names: list[str], typed: str) -> list[tuple[str, str]]:
    """What is found while one types, best first, and how."""
    return [(names[hit.position], hit.how) for hit in NameIndex(names).search(typed)]


def test_a_word_as_it_stands_comes_before_one_that_begins_so():
    assert found(["KIMIA", "KIM, Chol", "KIM"], "Kim") == [
        ("KIM", "the same letters"),
        ("KIM, Chol", "every word is in it"),
        ("KIMIA", "alike in sound"),
    ]


def test_a_word_that_is_begun_is_found_in_a_long_name():
    long = "NORIEGA MORENO, Manuel Antonio Junior"
    assert found([long, "MORENO, Ana", "Antonio Manuel"], "norieg") == [(long, "alike in sound")]


def test_a_whole_word_comes_before_a_part_of_one_in_its_own_script():
    names = ["Мария Владимировна Путина", "Владимир Владимирович Путин", "Наталья Распутина"]
    assert found(names, "Путин")[0] == (names[1], "part of it, in its own script")
    assert [name for name, _ in found(names, "Путин")][1:] == [names[0], names[2]]


def test_only_the_same_letters_or_words_score_a_hundred():
    index = NameIndex(["Sberbank", "LAVROV, Sergei"])
    told = {typed: index.search(typed)[0] for typed in ("Sberbanc", "sberbank", "Sergei Lavrov", "Sergey Lavrov")}
    assert {typed: (round(hit.score, 2), hit.how) for typed, hit in told.items()} == {
        "Sberbanc": (0.99, "the same in sound"),
        "sberbank": (1.0, "the same letters"),
        "Sergei Lavrov": (1.0, "the same words"),
        "Sergey Lavrov": (0.99, "the same in sound"),
    }


def test_short_words_are_not_run_together_into_another():
    assert found(["LIVE KER CENTER"], "Li Wei") == []
    assert found(["XI, Jinping"], "Xi Jin Ping ")[0][0] == "XI, Jinping"


@pytest.mark.parametrize("name", ["朝鲜", "朝鮮", "Chao Wei", "Ao Li", "Ko Jong", "Vang Pao"])
def test_a_legal_form_that_is_a_name_as_well_stays_where_one_word_would_be_left(name: str):
    assert len(words(name)) == 2


@pytest.mark.parametrize(
    ("firm", "left"),
    [
        ("华为技术有限公司", 4),
        ("ООО Ромашка", 1),
        ("Huawei Technologies Co.", 2),
        ("조선주식회사", 2),
        ("PAO Novatek Sea", 2),
    ],
)
def test_legal_forms_go_where_they_are_sure(firm: str, left: int):
    assert len(words(firm)) == left


def test_a_name_in_syllables_is_not_one_with_fewer_of_them():
    assert found(["王君正", "王君"], "Wang Jun ") == [("王君", "the same words")]


@pytest.mark.parametrize(
    ("russian", "korean"),
    [("Ким Чен Ын", "kim jong un"), ("Цой Сон Хи", "choe son hui"), ("Ли Пён Чхоль", "ri pyong chol")],
)
def test_a_korean_name_in_russian_letters_is_read_as_one(russian: str, korean: str):
    """김정은, 최선희 and 리병철, as the Russian press and Kontsevich's system write them."""
    assert korean in readings(russian)


@pytest.mark.parametrize("russian", ["Владимир Путин", "Ким", "Иван Ли", "Петров"])
def test_a_russian_name_is_not_read_as_korean(russian: str):
    assert readings(russian) == []
