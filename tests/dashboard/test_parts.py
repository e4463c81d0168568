"""The parts of the topics: every chart is on one of them, and every chart named there is one."""

from __future__ import annotations

from collections import Counter

from dashboard import charts
from dashboard.parts import PARTS


def test_every_chart_is_on_one_part_of_its_own_topic():
    placed = Counter((topic, name) for topic, parts in PARTS.items() for names in parts.values() for name in names)
    assert placed == Counter((chart.topic, name) for name, chart in charts.all_charts().items())


def test_a_part_has_few_enough_charts_to_be_drawn_at_once():
    assert all(len(names) <= 5 for parts in PARTS.values() for names in parts.values())
