"""The ledger to take away: CSV for tables, JSON-LD for the web (ClaimReview and Web Annotation)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from dashboard.commentary.excerpt import Excerpt, Text
from dashboard.commentary.ledger import Entry
from dashboard.commentary.wording import asked, spread

COLUMNS = (
    "text", "id", "topic", "quote", "claim", "verdict", "why", "comparator", "stated", "tolerance", "because", "unit",
    "reading", "as_worded", "value", "low", "high", "holds", "problem", "metric", "parameters", "data_version",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins like this may be run as a formula by a spreadsheet; it gets an apostrophe before it."""

Texts = Iterable[Text]


def as_csv(entries: Iterable[Entry], version: str) -> str:
    """The ledger with a row per reading; a claim that cannot be checked has one row without a reading.

    Numbers are in the metric's unit: fractions, not percentages.
    """
    made = io.StringIO()
    rows = csv.DictWriter(made, COLUMNS, lineterminator="\n", restval="")
    rows.writeheader()
    for entry in entries:
        shared: dict[str, Any] = {
            "text": entry.text,
            "id": entry.id,
            "topic": entry.topic,
            "quote": entry.quote,
            "claim": entry.span,
            "verdict": entry.verdict.word,
            "why": entry.why,
            "data_version": version,
        }
        if not entry.metric:
            rows.writerow(_safe(shared))
            continue
        shared |= {
            "comparator": entry.comparator,
            "stated": entry.stated,
            "tolerance": entry.tolerance,
            "because": entry.because,
            "unit": entry.unit,
        }
        for r in entry.readings:
            value = {"value": r.value.value, "low": r.value.low, "high": r.value.high} if r.value else {}
            own = {
                "reading": r.label,
                "as_worded": str(r.as_worded).lower(),
                "holds": str(r.holds).lower(),
                "problem": r.problem,
                "metric": r.metric,
                "parameters": json.dumps(r.parameters, default=str, ensure_ascii=False),
            }
            rows.writerow(_safe(shared | value | own))
    return made.getvalue()


def as_json_ld(entries: Iterable[Entry], texts: Texts, version: str) -> str:
    """A schema.org ClaimReview and a W3C Web Annotation for every entry, in one JSON-LD document."""
    known = {(text.name, excerpt.id): (text, excerpt) for text in texts for excerpt in text.excerpts}
    graph: list[dict[str, Any]] = []
    for entry in entries:
        text, excerpt = known[entry.text, entry.id]
        graph += [claim_review(entry, text, version), annotation(entry, text, excerpt, version)]
    return json.dumps({"@graph": graph}, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def claim_review(entry: Entry, text: Text, version: str) -> dict[str, Any]:
    """The entry as schema.org has it: what was claimed by whom, and how it was rated by us."""
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "@id": f"{identifier(entry, version)}:review",
        "claimReviewed": entry.span or entry.quote,
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Organization", "name": text.author or text.publisher},
            "datePublished": text.published,
            "appearance": _known({"@type": "CreativeWork", "name": text.title, "url": text.link}),
        },
        "author": {"@type": "Organization", "name": "Waybill"},
        "reviewRating": {
            "@type": "Rating",
            "alternateName": entry.verdict.word,
            "ratingExplanation": told(entry),
        },
        "reviewBody": told(entry),
        "version": version,
    }


def annotation(entry: Entry, text: Text, excerpt: Excerpt, version: str) -> dict[str, Any]:
    """The entry as a note pinned to the quoted words."""
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"{identifier(entry, version)}:annotation",
        "type": "Annotation",
        "motivation": ["assessing", "commenting"],
        "creator": {"type": "Organization", "name": "Waybill"},
        "body": [
            {"type": "TextualBody", "purpose": "assessing", "value": told(entry), "format": "text/plain"},
            {
                "type": "TextualBody",
                "purpose": "commenting",
                "value": excerpt.annotation,
                "format": "text/markdown",
                "language": "en",
            },
        ],
        "target": {
            "source": text.link or f"urn:waybill:text:{text.name}",
            "selector": {
                "type": "TextQuoteSelector",
                "exact": excerpt.quote,
                "prefix": excerpt.before,
                "suffix": excerpt.after,
            },
        },
    }


def identifier(entry: Entry, version: str) -> str:
    """A name for an entry at one version of the data."""
    return f"urn:waybill:claim:{entry.text}:{entry.id}:{version}"


def told(entry: Entry) -> str:
    """The outcome in a few plain sentences."""
    verdict = f"{entry.verdict.word[0].upper()}{entry.verdict.word[1:]}."
    if not entry.metric:
        return f"{verdict} {entry.why}"
    came = f"Computed {spread(entry.computed, entry.unit)}" if entry.computed else "Nothing could be computed"
    said = asked(entry.comparator, entry.stated, entry.unit)
    return f"{verdict} Stated {said}. {came} as worded; {entry.tally}. Tolerance: {entry.because}."


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _safe(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with no text that a spreadsheet would run."""
    return {k: f"'{v}" if isinstance(v, str) and v.startswith(FORMULA) else v for k, v in row.items()}
