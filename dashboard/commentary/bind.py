"""Binds a claim as written in a commentary file to a metric and checks that every reading is complete."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import product
from typing import Any

from dashboard import metrics
from dashboard.commentary.excerpt import Claim, Reading
from dashboard.commentary.fields import REQUIRED, Fields, items, mapping, one_of, truth
from dashboard.commentary.verdict import COMPARATORS
from dashboard.metrics.definition import Metric, number, text

MOST_READINGS = 60
"""More readings than this are no longer choices that somebody weighed."""


def claim(fields: Fields) -> Claim:
    """The claim in a section's settings; faults are noted in `fields`.

    `parameters` holds for all readings, a reading's `with` adds to it or replaces parts of it. `vary` names
    choices with their options, of which every combination is a reading; `readings` lists further ones.
    A claim that data cannot settle has `cannot` with the reason, and nothing else.
    """
    if "cannot" in fields.values:
        reason = fields.take("cannot", text)
        fields.close()
        return Claim("", "equals", math.nan, 0.0, "", (), cannot=reason)
    name = fields.take("metric", one_of(*metrics.all_metrics()))
    nothing: dict[str, Any] = {}
    shared = fields.take("parameters", mapping, nothing) or {}
    varied = fields.take("vary", mapping, nothing) or {}
    written = fields.take("readings", items, [] if varied else REQUIRED) or []
    readings = [*_varied(varied, shared, name, fields), *_listed(written, shared, name, fields)]
    if readings and not any(reading.as_worded for reading in readings):
        fields.fault("no reading has `as_worded: true`; mark those that the words themselves ask for")
    labels = [reading.label for reading in readings]
    if len(set(labels)) < len(labels):
        fields.fault("two readings have the same `label`; tell them apart")
    if len({unit(reading) for reading in readings if reading.metric}) > 1:
        fields.fault("the readings are not all in the same unit; compare like with like")
    bound = Claim(
        metric=name,
        comparator=fields.take("comparator", one_of(*COMPARATORS)),
        stated=fields.take("stated", number),
        tolerance=fields.take("tolerance", _tolerance),
        because=fields.take("because", text),
        readings=tuple(sorted(readings, key=lambda reading: not reading.as_worded)),
    )
    fields.close()
    return bound


def unit(reading: Reading) -> str:
    """What a reading's value counts in: the metric's unit, or the currency that the reading names."""
    counted = metrics.get(reading.metric).unit
    return str(reading.parameters["currency"]) if counted == "currency" else counted


def _listed(written: list[Any], shared: Mapping[str, Any], name: str, claimed: Fields) -> list[Reading]:
    """The readings listed one by one; each is an option of the one choice that there is."""
    readings = []
    for position, raw in enumerate(written, 1):
        where = f"{claimed.where}, reading {position}"
        option = _option(raw, where, claimed)
        label = option.label or f"{position}"
        readings.append(_reading(label, [option], (("reading", label),), shared, name, where, claimed))
    return readings


def _varied(varied: Mapping[str, Any], shared: Mapping[str, Any], name: str, claimed: Fields) -> list[Reading]:
    """Every combination of the options of all choices."""
    choices: dict[str, list[_Option]] = {}
    for choice, raw in varied.items():
        where = f"{claimed.where}, vary {choice}"
        try:
            choices[choice] = [_option(o, f"{where}, option {n}", claimed) for n, o in enumerate(items(raw), 1)]
        except ValueError as wrong:
            claimed.faults.append(f"{where}: {wrong}")
            return []
    if math.prod(len(options) for options in choices.values()) > MOST_READINGS:
        claimed.fault(f"`vary` makes more than {MOST_READINGS} readings; leave out what nobody would defend")
        return []
    readings = []
    for taken in product(*choices.values()) if choices else ():
        label = ", ".join(option.label or "?" for option in taken)
        along = tuple((choice, option.label or "?") for choice, option in zip(choices, taken, strict=True))
        readings.append(_reading(label, taken, along, shared, name, f"{claimed.where}, reading {label!r}", claimed))
    return readings


class _Option:
    """One option as written: its label, the parameters it sets, and the metric where it has one of its own."""

    def __init__(self, fields: Fields) -> None:
        nothing: dict[str, Any] = {}
        self.label = fields.take("label", text)
        self.parameters = fields.take("with", mapping, nothing) or {}
        self.as_worded = fields.take("as_worded", truth, False)
        self.metric = fields.take("metric", one_of(*metrics.all_metrics()), "")
        fields.close()


def _option(raw: Any, where: str, claimed: Fields) -> _Option:
    if isinstance(raw, dict):
        return _Option(Fields(raw, where, claimed.faults))
    claimed.faults.append(f"{where}: write `label`, `with` and, where it applies, `as_worded`")
    return _Option(Fields({"label": "?"}, where, []))


def _reading(
    label: str,
    taken: Any,
    along: tuple[tuple[str, str], ...],
    shared: Mapping[str, Any],
    name: str,
    where: str,
    claimed: Fields,
) -> Reading:
    """A reading with its parameters complete, as its metric reads them."""
    as_worded = all(option.as_worded for option in taken)
    own = next((option.metric for option in taken if option.metric), "")
    metric: Metric | None = metrics.get(own or name) if own or name else None
    if metric is None:
        return Reading(label, {}, as_worded, "", along)
    common = {key: value for key, value in shared.items() if not own or key in metric.parameters}
    given: dict[str, Any] = dict(common)
    for option in taken:
        given |= option.parameters
    fields = Fields(given, where, claimed.faults)
    parameters = {key: fields.take(key, kind) for key, kind in metric.parameters.items()}
    fields.close()
    return Reading(label, parameters, as_worded, metric.name, along)


def _tolerance(raw: Any) -> float:
    read = number(raw)
    if read < 0:
        raise ValueError(f"write zero or more, not {raw!r}")
    return read
