"""The folder is the registry: every metric in it is complete, and its query asks for what it is given."""

from __future__ import annotations

import importlib
import re

import pytest

from dashboard import metrics
from dashboard.metrics import definition

METRICS = metrics.all_metrics()


def test_the_folder_is_the_registry():
    assert set(METRICS) >= {
        "before_after",
        "change_on_year_earlier",
        "count_of_events",
        "first_since",
        "level",
        "rank",
        "ratio_of_estimates",
        "share",
    }


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_knows_its_name_and_documents_its_formula(name):
    assert METRICS[name].name == name
    assert METRICS[name].about.endswith(".")
    assert METRICS[name].unit in definition.UNITS
    assert " = " in importlib.import_module(f"dashboard.metrics.{name}").__doc__


@pytest.mark.parametrize("name", METRICS)
def test_every_query_uses_only_declared_parameters(name):
    assert set(re.findall(r"\$([a-z_]+)", METRICS[name].query)) <= set(METRICS[name].parameters)


@pytest.mark.parametrize("name", ["no_such_metric", "value", "definition", "../store", ""])
def test_an_unknown_metric_is_named(name):
    with pytest.raises(KeyError, match="there is no metric"):
        metrics.get(name)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (definition.text, ["CHN"]),
        (definition.text, " "),
        (definition.month, "March 2024"),
        (definition.month, "2024-13"),
        (definition.names, "one"),
        (definition.names, []),
        (definition.names, ["one", "one"]),
        (definition.number, "16 %"),
        (definition.number, "nan"),
        (definition.share, "0"),
        (definition.share, "1.5"),
        (definition.day, "2024-06"),
        (definition.day, "20240619"),
        (definition.day, "2024-02-30"),
        (definition.pattern, "(unclosed"),
        (definition.whole, "0"),
        (definition.whole, "1.5"),
        (definition.option("total", "month"), "year"),
    ],
)
def test_a_parameter_that_cannot_be_read_says_how_to_write_it(kind, raw):
    with pytest.raises(ValueError, match="write"):
        kind(raw)
