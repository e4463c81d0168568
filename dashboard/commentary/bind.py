"""Binds a claim as written in a commentary file to a metric and checks that every reading is complete."""

from __future__ import annotations

from typing import Any

from dashboard import metrics
from dashboard.commentary.excerpt import Claim, Reading
from dashboard.commentary.fields import Fields, items, mapping, one_of, truth
from dashboard.commentary.verdict import COMPARATORS
from dashboard.metrics.definition import Metric, number, text


def claim(fields: Fields) -> Claim:
    """The claim in a section's settings; faults are noted in `fields`.

    `parameters` holds for all readings, a reading's `with` adds to it or replaces parts of it.
    """
    name = fields.take("metric", one_of(*metrics.all_metrics()))
    metric = metrics.get(name) if name else None
    nothing: dict[str, Any] = {}
    shared = fields.take("parameters", mapping, nothing) or {}
    written = fields.take("readings", items) or []
    readings = tuple(_reading(raw, n, shared, metric, fields) for n, raw in enumerate(written, 1))
    if written and not any(reading.as_worded for reading in readings):
        fields.fault("no reading has `as_worded: true`; mark those that the words themselves ask for")
    labels = [reading.label for reading in readings]
    if len(set(labels)) < len(labels):
        fields.fault("two readings have the same `label`; tell them apart")
    bound = Claim(
        metric=name,
        comparator=fields.take("comparator", one_of(*COMPARATORS)),
        stated=fields.take("stated", number),
        tolerance=fields.take("tolerance", _tolerance),
        because=fields.take("because", text),
        readings=readings,
    )
    fields.close()
    return bound


def _reading(raw: Any, position: int, shared: dict[str, Any], metric: Metric | None, claimed: Fields) -> Reading:
    where = f"{claimed.where}, reading {position}"
    if not isinstance(raw, dict):
        claimed.faults.append(f"{where}: write `label`, `with` and, where it applies, `as_worded`")
        raw = {}
        metric = None
    fields = Fields(raw, where, claimed.faults)
    nothing: dict[str, Any] = {}
    own = fields.take("with", mapping, nothing) or {}
    if metric is None:
        fields.taken |= {"label", "as_worded"}
        return Reading(f"{position}", {}, as_worded=True)
    given = Fields({**shared, **own}, where, claimed.faults)
    parameters = {name: given.take(name, kind) for name, kind in metric.parameters.items()}
    given.close()
    reading = Reading(fields.take("label", text), parameters, fields.take("as_worded", truth, False))
    fields.close()
    return reading


def _tolerance(raw: Any) -> float:
    read = number(raw)
    if read < 0:
        raise ValueError(f"write zero or more, not {raw!r}")
    return read
