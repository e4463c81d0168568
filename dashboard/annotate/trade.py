"""Suggests how a sentence about exports or imports is bound: whose count, which flow, which months, which currency."""

from __future__ import annotations

import re
from dataclasses import replace

from dashboard.annotate.places import EU, Named
from dashboard.annotate.suggestion import Passage, Reading, Suggestion, tolerance
from dashboard.metrics.definition import Tables
from dashboard.period import Period

EXPORT = re.compile(
    r"\b(exports?|exported|sales? (?:to|of)|sells?|sold|deliver\w*|shipments?|supplies)\b", re.IGNORECASE
)
IMPORT = re.compile(r"\b(imports?|imported|purchases?|buys?|bought|buyer)\b", re.IGNORECASE)
DOWN = re.compile(
    r"\b(lower|less|fewer|smaller|fell|fall\w*|drop\w*|declin\w*|decreas\w*|down|shr[aiu]nk\w*|slump\w*|plung\w*|"
    r"below|reduc\w*|contract\w*|slipp?\w*|lost)\b", re.IGNORECASE,
)  # fmt: skip
UP = re.compile(
    r"\b(higher|more|larger|greater|rose|ris\w*|grew|grow\w*|increas\w*|up|jump\w*|surg\w*|climb\w*|gain\w*|soar\w*|"
    r"expand\w*)\b", re.IGNORECASE,
)  # fmt: skip
SERIES = """
SELECT source, currency, reporter, partner, flow, min(period) AS first_month, max(period) AS last_month,
       bool_or(grain = 'year_to_date') AS sums, reporter = $one AS own
FROM trade_flow
WHERE product = 'TOTAL' AND grain IN ('month', 'year_to_date')
  AND ((reporter = $one AND partner = $other AND flow = $flow)
    OR (reporter = $other AND partner = $one AND flow = $mirror))
GROUP BY ALL
ORDER BY source, currency, reporter, partner, flow
"""
CENTRAL = frozenset(("KGZ", "ARM", "GEO", "KAZ", "UZB"))
CURRENCY_WORDS = {"USD": "US dollars", "CNY": "yuan", "EUR": "euros"}


def suggest(passage: Passage, tables: Tables) -> Suggestion:
    """The binding of a sentence about trade, as complete as its words and the tables allow."""
    reporter, partner, flow = parties(passage)
    cited = passage.cited
    series = _series(tables, reporter, partner, flow) if reporter and partner else []
    chart, chosen = _chart(reporter, partner, flow, series)
    started = Suggestion(
        chart, chosen, cited, cited.earlier() if cited and _on_year(passage) else None,
        parameters={"reporter": reporter, "partner": partner, "flow": flow, "product": "TOTAL"},
    )  # fmt: skip
    undecided = [
        f"which {what}"
        for what, known in (("exporter", reporter), ("importer", partner), ("months", cited))
        if not known
    ]
    if reporter and partner and not series:
        undecided.append(f"which source: no monthly series of {reporter} and {partner} is held")
    if not re.search(r"\b(machine|chip|gas|oil|crude|car|excavator|fertili[sz]er|good|component|tool)", passage.words):
        pass
    elif not re.search(r"\bgoods\b", passage.words):
        undecided.append("which product: the words name one, the series suggested are of all goods")
    if passage.head.kind == "percent" and _direction(passage) and _on_year(passage):
        return _change(passage, started, series, undecided)
    if passage.head.kind == "amount":
        return _level(passage, started, series, undecided)
    undecided.append("which metric: a share, a change or a level")
    return replace(started, open=tuple(undecided), why=_why(reporter, partner, flow))


def parties(passage: Passage) -> tuple[str, str, str]:
    """Reporter, partner and flow as the words put them; empty where they do not say."""
    imported = IMPORT.search(passage.words)
    exported = EXPORT.search(passage.words)
    verb = imported if imported and not exported else exported or imported
    places = [one for one in passage.named if not one.person]
    if not verb:
        return "", "", "export"
    flow = "import" if verb is imported else "export"
    away, toward = ("from", "to|into") if flow == "export" else ("by|into", "from|of")
    before = [one for one in places if one.end <= verb.start()]
    after = [one for one in places if one.start >= verb.end()]
    reporter = _after(passage, after, away) or (before[-1] if before else None)
    partner = _after(passage, after, toward) or next((one for one in after if one is not reporter), None)
    if reporter is None and after and partner is not after[-1]:
        reporter = after[-1]
    same = reporter and partner and reporter.code == partner.code
    return (reporter.code if reporter else ""), ("" if same or not partner else partner.code), flow


def _after(passage: Passage, places: list[Named], words: str) -> Named | None:
    """The first place that follows one of these prepositions."""
    pattern = re.compile(rf"\b(?:{words})\s+(?:the\s+)?$")
    return next((one for one in places if pattern.search(passage.words[: one.start])), None)


def _series(tables: Tables, reporter: str, partner: str, flow: str) -> list[dict[str, object]]:
    mirror = "import" if flow == "export" else "export"
    rows = tables.rows(SERIES, one=reporter, other=partner, flow=flow, mirror=mirror)
    found = [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]
    # The other side's count is what the words ask for only where the one they name publishes nothing.
    alone = not any(one["own"] for one in found)
    found = [{**one, "own": one["own"] or alone} for one in found]
    return sorted(found, key=lambda one: (not one["own"], one["currency"] != "USD", str(one["source"])))


def _chart(reporter: str, partner: str, flow: str, series: list[dict[str, object]]) -> tuple[str, dict[str, str]]:
    if {reporter, partner} == {"CHN", "RUS"}:
        flow = flow if reporter == "CHN" else {"export": "import", "import": "export"}[flow]
        return "exports", {"flow": flow, "source": "un_comtrade_monthly"}
    if partner in CENTRAL and (reporter == "EUU" or reporter in EU):
        return "rerouting", {}
    return "exports", {}


def _on_year(passage: Passage) -> bool:
    """True when the words compare with the same months a year earlier, or with nothing that they name."""
    return any(span.base for span in passage.spans) or passage.cited is not None


def _direction(passage: Passage) -> int:
    """−1 for lower, 1 for higher, 0 when the words around the percentage do not say."""
    around = passage.words[max(0, passage.head.start - 60) : passage.head.end + 30]
    close = passage.words[passage.head.end : passage.head.end + 20]
    for text in (close, around):
        down, up = DOWN.search(text), UP.search(text)
        if bool(down) != bool(up):
            return -1 if down else 1
    return 0


def _change(passage: Passage, started: Suggestion, series: list[dict[str, object]], undecided: list[str]) -> Suggestion:
    head, cited, way = passage.head, started.cited, _direction(passage)
    comparator, allowed, because = tolerance(head)
    if way < 0 and comparator != "equals":
        turned = {"more_than": "less_than", "less_than": "more_than", "at_least": "at_most", "at_most": "at_least"}
        comparator = turned[comparator]
    readings = [reading for one in series if cited for reading in _windows(one, cited)]
    stated = way * ((head.low or 0.0) + (head.high or 0.0)) / 2
    usable = [reading for reading in readings if reading.as_worded]
    lacking = [] if usable else ["which source: none covers these months"]
    return replace(
        started,
        metric="change_on_year_earlier" if usable and not undecided else "",
        comparator=comparator, stated=round(stated, 6), tolerance=round(allowed, 6), because=because,
        readings=tuple(readings), open=tuple(undecided or lacking),
        why=_why(*(str(started.parameters[name]) for name in ("reporter", "partner", "flow"))),
    )  # fmt: skip


def _level(passage: Passage, started: Suggestion, series: list[dict[str, object]], undecided: list[str]) -> Suggestion:
    comparator, allowed, because = tolerance(passage.head)
    cited = started.cited
    fitting = [s for s in series if s["currency"] == passage.head.unit and cited and _covers(s, cited)]
    if not fitting:
        undecided.append(f"which source: none is held in {passage.head.unit} for these months")
    readings = [
        Reading(_label(one, cited), _own(one, cited) | {"per": "total"}, bool(one["own"]))
        for one in fitting if cited
    ]  # fmt: skip
    low, high = passage.head.low or 0.0, passage.head.high or 0.0
    usable = any(reading.as_worded for reading in readings) and not undecided
    return replace(
        started, metric="level" if usable else "", comparator=comparator, stated=(low + high) / 2,
        tolerance=allowed, because=because, readings=tuple(readings), open=tuple(undecided),
        why=_why(*(str(started.parameters[name]) for name in ("reporter", "partner", "flow"))),
    )  # fmt: skip


def _windows(one: dict[str, object], cited: Period) -> list[Reading]:
    """The window as worded and, where it has several months, each month alone."""
    made = []
    for window in dict.fromkeys([cited, *(Period(month, month) for month in cited.months[:12])]):
        if _covers(one, window) and (one["sums"] or _covers(one, window.earlier())):
            made.append(Reading(_label(one, window), _own(one, window), bool(window == cited and one["own"])))
    return made


def _covers(one: dict[str, object], window: Period) -> bool:
    first, last = (one[end].date() for end in ("first_month", "last_month"))  # type: ignore[attr-defined]
    return bool(first <= window.start and window.end <= last)


def _own(one: dict[str, object], window: Period) -> dict[str, object]:
    months = {"start": f"{window.start:%Y-%m}", "end": f"{window.end:%Y-%m}"}
    sides = {name: one[name] for name in ("reporter", "partner", "flow")}
    return {"source": one["source"], "currency": one["currency"], **sides, **months}


def _label(one: dict[str, object], window: Period | None) -> str:
    currency = CURRENCY_WORDS.get(str(one["currency"]), str(one["currency"]))
    return f"{window.label if window else ''}, {currency}, {one['reporter']}’s {one['flow']}s ({one['source']})"


def _why(reporter: str, partner: str, flow: str) -> str:
    return f"taken as {flow}s of {reporter or '?'} {'to' if flow == 'export' else 'from'} {partner or '?'}"
