"""Suggests how a sentence about rounds and shells is bound: whose deliveries, held against whose, which estimates."""

from __future__ import annotations

import re
from datetime import date

from dashboard.annotate.places import Named
from dashboard.annotate.suggestion import Passage, Reading, Suggestion, tolerance
from dashboard.metrics.definition import Tables
from dashboard.period import Period

FACTORS = {
    "dwarf": ("at_least", 2.0, "dwarfing: at least twice as much"),
    "exceed": ("more_than", 1.0, "more than the other: one-sided"),
    "surpass": ("more_than", 1.0, "more than the other: one-sided"),
    "outnumber": ("more_than", 1.0, "more than the other: one-sided"),
    "outstrip": ("more_than", 1.0, "more than the other: one-sided"),
    "higher than": ("more_than", 1.0, "more than the other: one-sided"),
    "larger than": ("more_than", 1.0, "more than the other: one-sided"),
    "greater than": ("more_than", 1.0, "more than the other: one-sided"),
    "twice": ("equals", 2.0, "twice: between one and a half and two and a half times"),
}
LATEST = """
SELECT estimate_id, supplier, recipient, basis, estimator, as_of, coalesce(central, high, low) AS number
FROM ammunition_estimate
WHERE unit = 'rounds' AND span = 'cumulative' AND basis IN ('rounds_stated', 'capacity')
  AND as_of <= CAST($until AS DATE) AND supplier = $supplier AND recipient = $recipient
QUALIFY row_number() OVER (PARTITION BY basis ORDER BY as_of DESC, estimate_id) = 1
ORDER BY basis DESC, estimate_id
"""
BASES = {"rounds_stated": "rounds as stated", "capacity": "what containers could hold"}
RATE = re.compile(r"\b(?:a|per|each|every)\s+day\b|\bdaily\b|\bfires?\b", re.IGNORECASE)


def suggest(passage: Passage, tables: Tables) -> Suggestion:
    """The binding of a sentence about ammunition, as complete as its words and the tables allow."""
    cited = passage.cited
    chart = "ammunition_rounds"
    if RATE.search(passage.words):
        chart = "firing_rates"
    elif "container" in passage.words.lower():
        chart = "containers_seen"
    if passage.head.kind == "comparative" and chart == "ammunition_rounds":
        return _ratio(passage, tables, cited)
    supplier, recipient = _one(list(passage.named))
    comparator, allowed, because = tolerance(passage.head)
    undecided = ["which estimates it is held against: each counts something else (rounds, containers, capacity)"]
    undecided += [f"which {what}" for what, known in (("supplier", supplier), ("recipient", recipient)) if not known]
    stated = None if passage.head.low is None else (passage.head.low + (passage.head.high or passage.head.low)) / 2
    why = f"taken as from {supplier or '?'} to {recipient or '?'}"
    return Suggestion(
        chart, {}, cited, None, (), "", comparator, stated, allowed, because, {}, (), tuple(undecided), why
    )


def _ratio(passage: Passage, tables: Tables, cited: Period | None) -> Suggestion:
    """One supply held against another, each by the newest estimate of its kind known when the text was written."""
    before = [one for one in passage.named if one.end <= passage.head.start]
    after = [one for one in passage.named if one.start >= passage.head.end]
    factor = _factor(passage)
    until = _last_day(passage.written) if passage.written else date.max
    supply, against = _one(before), _one(after)
    held = [_estimates(tables, pair, until) if all(pair) else [] for pair in (supply, against)]
    undecided = [] if factor else ["how much more the words mean"]
    for name, pair, found in zip(("first", "second"), (supply, against), held, strict=True):
        if not found:
            undecided.append(f"the {name} of the two supplies: no estimate from {pair[0] or '?'} to {pair[1] or '?'}")
    counted = [one for one in held[1] if one["basis"] == "rounds_stated"] or held[1]
    readings = tuple(
        Reading(
            f"{BASES[str(one['basis'])]} by {one['estimator']}, against {other['estimator']}, "
            f"{'all' if usable == 1 else 'half'} usable",
            {"supply": [one["estimate_id"]], "against": [other["estimate_id"]], "usable": usable},
            usable == 1,
        )
        for usable in (1, 0.5)
        for other in counted[:1]
        for one in held[0]
    )
    comparator, stated, because = factor or ("equals", None, "")
    why = f"taken as {supply[0]} to {supply[1]}, held against {against[0]} to {against[1]}" if not undecided else ""
    metric = "" if undecided else "ratio_of_estimates"
    allowed = 0.5 if comparator == "equals" else 0.0
    return Suggestion(
        "ammunition_rounds", {}, cited, None, (), metric, comparator, stated, allowed,
        because and f"{because}, fixed before the number was seen", {}, readings, tuple(undecided), why,
    )  # fmt: skip


def _factor(passage: Passage) -> tuple[str, float, str] | None:
    words = passage.head.words.lower()
    if passage.head.low is not None:
        return "equals", passage.head.low, "a number of times: half a time to either side"
    return next((factor for stem, factor in FACTORS.items() if stem in words), None)


def _one(named: list[Named]) -> tuple[str, str]:
    """Supplier and recipient: the first two countries in the order of "A’s supply to B"."""
    codes = list(dict.fromkeys(one.code for one in named))
    return (codes[0] if codes else "", codes[1] if len(codes) > 1 else "")


def _estimates(tables: Tables, pair: tuple[str, str], until: date) -> list[dict[str, object]]:
    rows = tables.rows(LATEST, supplier=pair[0], recipient=pair[1], until=until)
    return [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]


def _last_day(month: date) -> date:
    return Period(month, month).last_day
