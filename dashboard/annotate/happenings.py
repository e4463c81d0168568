"""Suggests how a sentence about visits, meetings, treaties and sanctions is bound: to which events of the timeline."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from dashboard.annotate import words as listed
from dashboard.annotate.places import codes
from dashboard.annotate.suggestion import Passage, Reading, Suggestion
from dashboard.metrics.definition import Tables
from dashboard.period import Period, shifted

ALL = "SELECT event_id, date, title, category, countries, source FROM event ORDER BY date, event_id"
MOST = 6
CATEGORIES = {
    "visit": r"\b(visit\w*|trips?|travel\w*|met|meetings?|meets?|summits?|went|arriv\w*|received|hosted)\b",
    "treaty": r"\b(treat(?:y|ies)|pacts?|agreements?|signed|signing|ratif\w*)\b",
    "un_vote": r"\b(veto\w*|vote[sd]?|resolutions?|Security Council|General Assembly)\b",
    "sanctions": r"\b(sanction\w*|packages?|designat\w*|list(?:ed|ing|ings|s)?|embargo\w*|froze\w*)\b",
    "troops": r"\b(troops|soldiers)\b",
    "arms_transfer": r"\b(containers?|shipments?|rail ?cars?|missiles?|shells?)\b",
}
NOISE = frozenset(listed("with that this from have been their which also into more than after before about first"))


def category(words: str) -> str:
    """The kind of event that words speak of; empty when none."""
    counts = {name: len(re.findall(pattern, words, re.IGNORECASE)) for name, pattern in CATEGORIES.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


def suggest(passage: Passage, tables: Tables) -> Suggestion:
    """The binding of a sentence about something that happened, as complete as its words and the tables allow."""
    kind = category(passage.words)
    events = [{str(k): v for k, v in row.items()} for row in tables.rows(ALL).to_dict("records")]
    cited = passage.cited
    if passage.head.kind in ("first_since", "ordinal", "superlative") and passage.written:
        cited = Period(passage.written, passage.written)
    found = _fitting(passage, events, kind, cited)
    started = Suggestion(
        _chart(kind, passage), {"category": kind} if _chart(kind, passage) == "events_timeline" and kind else {},
        cited, None, tuple(str(event["event_id"]) for event in found),
        why=f"fitting events on the timeline: {len(found) or 'none'}",
    )  # fmt: skip
    if passage.head.kind == "first_since":
        return _first_since(passage, events, kind, started)
    if passage.head.kind == "ordinal":
        return _ordinal(passage, events, kind, started)
    what = {
        "superlative": "what earlier ones of its kind would be: category, countries and words of the timeline",
        "period": "who, where and what exactly is claimed: the events suggested only fit in month and country",
    }.get(passage.head.kind, "which table counts this, and in which unit")
    return replace(started, open=(what,))


def _first_since(passage: Passage, events: list[dict[str, object]], kind: str, started: Suggestion) -> Suggestion:
    year = int(passage.head.words[-4:])
    pattern, countries = _pattern(passage), list(codes(list(passage.named)))
    now = [event for event in _same(events, kind, countries, pattern) if started.cited and _in(event, started.cited)]
    earlier = [e for e in _same(events, kind, countries, pattern) if now and _day(e) < _day(now[0])]
    compared = Period(date(year, 1, 1), date(year, 12, 1))
    kept = tuple(str(event["event_id"]) for event in [*earlier[-1:], *now])
    undecided = [] if pattern and kind else ["which events are of its kind: category and words of the timeline"]
    undecided += [] if now else ["which event is meant: the timeline holds none in the months of the text"]
    undecided += [] if earlier or not now else ["what came before: the timeline holds no earlier event of its kind"]
    source = str(now[0]["source"]) if now else ""
    reading = {"source": source, "category": kind, "countries": countries, "pattern": pattern}
    readings = (Reading("As worded", {**reading, "before": str(_day(now[0]))}, True),) if now else ()
    return replace(
        started, compared=compared, events=kept or started.events, metric="" if undecided else "first_since",
        stated=float(year), because="a year, exact", readings=readings, open=tuple(undecided),
        why=f"earlier events of its kind on the timeline: {len(earlier) or 'none'}",
    )  # fmt: skip


def _ordinal(passage: Passage, events: list[dict[str, object]], kind: str, started: Suggestion) -> Suggestion:
    """The n-th since a month that the sentence names: everything of the kind from then on is counted."""
    since = re.search(r"\bsince\b", passage.words)
    months = [s.months for s in passage.spans if s.kind == "period" and s.months and since and s.start > since.start()]
    people = [one for one in passage.named if one.person]
    towns = [one for one in passage.named if one.town]
    undecided = ["where counting starts"] if not months else []
    undecided += [] if people and kind == "visit" else ["which events are counted: category and words of the timeline"]
    if undecided or not months[0] or not started.cited:
        return replace(started, stated=passage.head.low, because="a whole number, exact", open=tuple(undecided))
    begun = months[0].start
    who, country = people[0].words, [people[0].code]
    counted = [e for e in _same(events, kind, country, re.escape(who)) if begun <= _day(e) <= started.cited.last_day]
    last = next((e for e in reversed(counted) if any(town.words in str(e["title"]) for town in towns)), None)
    if last is None:
        return replace(started, stated=passage.head.low, open=("where counting ends: no event fits the place named",))
    own = {
        "source": str(last["source"]), "category": kind, "countries": country, "pattern": re.escape(who),
        "start": begun.isoformat(), "end": str(_day(last)),
    }  # fmt: skip
    kept = tuple(str(e["event_id"]) for e in counted if _day(e) <= _day(last))
    return replace(
        started, cited=Period(begun, started.cited.end), events=kept[-MOST:], metric="count_of_events",
        stated=passage.head.low, because="a whole number, exact", readings=(Reading("As worded", own, True),), open=(),
        why=f"events counted on the timeline: {len(kept)}",
    )  # fmt: skip


def _pattern(passage: Passage) -> str:
    """A person, then a town, as titles of events put them; one alone where the other is not named."""
    people = [one.words for one in passage.named if one.person][:1]
    towns = [one.words for one in passage.named if one.town][:1]
    return ".*".join(re.escape(words) for words in [*people, *towns])


def _same(events: list[dict[str, object]], kind: str, countries: list[str], pattern: str) -> list[dict[str, object]]:
    return [
        event for event in events
        if (not kind or event["category"] == kind)
        and set(countries) <= set(str(event["countries"]).split(";"))
        and re.search(pattern, str(event["title"]))
    ]  # fmt: skip


def _fitting(
    passage: Passage, events: list[dict[str, object]], kind: str, cited: Period | None
) -> list[dict[str, object]]:
    """The events in the cited months, or in the months up to the text's, that share countries and words with it."""
    wanted = set(codes(list(passage.named)))
    window = cited or (Period(shifted(passage.written, -12), passage.written) if passage.written else None)
    rated = []
    for event in events:
        shared = wanted & set(str(event["countries"]).split(";"))
        if window is None or not _in(event, window) or not shared:
            continue
        alike = len(_stems(passage.words) & _stems(str(event["title"])))
        alike += 2 * (event["category"] == kind)
        rated.append((len(shared) + alike, shared == wanted and event["category"] == kind, event))
    best = max((score for score, _, _ in rated), default=0)
    return [event for score, whole, event in rated if score >= max(2, best - 1) or whole][:MOST]


def _stems(words: str) -> set[str]:
    return {word[:6].lower() for word in re.findall(r"[^\W\d_]{4,}|\d+(?=th\b)", words)} - NOISE


def _day(event: dict[str, object]) -> date:
    moment = event["date"]
    return date.fromisoformat(str(moment)[:10])


def _in(event: dict[str, object], window: Period) -> bool:
    return window.start <= _day(event) <= window.last_day


def _chart(kind: str, passage: Passage) -> str:
    words, named = passage.words.lower(), set(codes(list(passage.named)))
    if kind == "sanctions":
        if "package" in words or ("EUU" in named and passage.head.kind in ("superlative", "ordinal")):
            return "eu_packages"
        if passage.head.kind == "count":
            return "ofac_changes" if "USA" in named else "eu_listings"
    return "events_timeline"
