"""The evidence pack: all that stands behind one claim or one chart, in a file that can be checked years later."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard import charts, view
from dashboard.chart import Chart, Exhibit, Scope, drawn
from dashboard.commentary import export, ledger, strip
from dashboard.commentary.excerpt import Excerpt, Text
from dashboard.commentary.ledger import Entry
from dashboard.period import Period, written
from dashboard.store import QueryFailed, Store, readable
from dashboard.take_away import KINDS, citation
from dashboard.take_away.evidence import Asked, Recorded, parquet, plain
from dashboard.take_away.facts import facts
from dashboard.take_away.image_offline import pictures
from dashboard.take_away.sealed import seal

FORMAT = "waybill-pack/1"
ADDRESS = "http://localhost:8501/"
PAGES = {"trade": "trade", "ammunition": "arms", "arms": "arms", "sanctions": "sanctions", "data": "data"}


class NoSuchThing(Exception):
    """There is no claim or chart of this name. The message names those there are."""


@dataclass(frozen=True)
class Claimed:
    """A claim in its text, computed."""

    text: Text
    excerpt: Excerpt
    entry: Entry


def pack(name: str, store: Store, period: Period | None = None, chosen: Mapping[str, str] | None = None) -> bytes:
    """The pack of a claim or chart. `period` and `chosen` are those of a chart.

    Raises NoSuchThing for an unknown name, ValueError for a choice or period that is not to be had.
    """
    claims = [excerpt.id for text in ledger.texts(store) for excerpt in text.excerpts if excerpt.claim]
    if name in claims:
        if period or chosen:
            raise ValueError("a claim has its own period and choices; --period and --choice are for charts")
        return of_claim(name, store)
    if name in charts.all_charts():
        chart = charts.get(name)
        return of_chart(drawn(chart, chart.scope(period or store.extent, chosen, store), store), store)
    raise NoSuchThing(
        f"There is no claim and no chart “{name}”. Claims: {', '.join(claims) or 'none'}. "
        f"Charts: {', '.join(charts.all_charts())}."
    )


def of_exhibit(exhibit: Exhibit, store: Store) -> bytes:
    """The pack of what a page shows: of the chart, or of the claim that a strip or meter belongs to."""
    if exhibit.chart.name in charts.all_charts():
        return of_chart(exhibit, store)
    names = [e.id for text in ledger.texts(store) for e in text.excerpts if e.claim]
    fits = [name for name in names if exhibit.chart.name.endswith(f"_{name.replace('-', '_')}")]
    return of_claim(max(fits, key=len), store) if fits else of_chart(exhibit, store)


def of_claim(name: str, store: Store) -> bytes:
    """The pack of a claim: the ledger's entry, every reading's query with its rows, the strip, and its chart."""
    recorded = Recorded(store)
    claimed = computed(name, store.texts(), recorded, QueryFailed)
    entry, excerpt = claimed.entry, claimed.excerpt
    chart = charts.get(excerpt.chart)
    lit = {"cited": excerpt.cited, "compared": excerpt.compared, "events": excerpt.events}
    shown = drawn(chart, chart.scope(excerpt.period, dict(excerpt.chosen), store, **lit), store)
    chart_rows = Recorded(store)
    chart_rows.rows(chart.query, **chart.parameters(shown.scope))
    asked = {**recorded.asked, **chart_rows.asked}
    named = [store.provenance[n] for n in entry.sources if n in store.provenance] or list(shown.sources)
    exhibits = {"chart": shown}
    if entry.readings:
        exhibits["readings"] = strip.exhibit(entry, excerpt.period, named, store.version)
    link = view.address(ADDRESS, {view.EXCERPT: [name]})
    members = {
        "claim.json": _json(ledger.as_json([entry])[0]),
        "claim.jsonld": export.as_json_ld([entry], [claimed.text], store.version).encode("utf-8"),
        "commentary.md": store.texts()[claimed.text.name].encode("utf-8"),
    }
    opened = {"kind": "claim", "id": name, "text": claimed.text.name, "values": values_of_claim(entry)}
    return _packed(opened, exhibits, asked.values(), members, link, store)


def of_chart(exhibit: Exhibit, store: Store) -> bytes:
    """The pack of a chart as it is shown: its rows, and the sentence computed from them."""
    chart, scope = exhibit.chart, exhibit.scope
    if exhibit.rows.empty and chart.nothing:
        raise NoSuchThing(f"There is nothing to pack for {chart.name}. {exhibit.nearest or chart.nothing}")
    recorded = Recorded(store)
    chart.scope(scope.period, dict(scope.chosen), recorded)  # what was on offer is part of the evidence
    recorded.rows(chart.query, **chart.parameters(scope))
    opened = {
        "kind": "chart",
        "id": chart.name,
        "period": str(scope.period),
        "choices": dict(scope.chosen),
        "values": {"summary": exhibit.summary, "rows": len(exhibit.rows)},
    }
    return _packed(opened, {"chart": exhibit}, recorded.asked.values(), {}, link_of(chart, scope), store)


def computed(name: str, texts: Mapping[str, str], tables: Any, *failures: type[Exception]) -> Claimed:
    """A claim of published texts, computed from any tables."""

    class Both:
        """The tables with these texts."""

        rows = staticmethod(tables.rows)
        texts = staticmethod(lambda: texts)

    for text in ledger.texts(Both):
        for excerpt in text.excerpts:
            if excerpt.id == name and excerpt.claim is not None:
                return Claimed(text, excerpt, ledger.entry(text, excerpt, excerpt.claim, tables, failures))
    broken = "".join(f" {fault}" for fault in ledger.broken(Both))
    raise NoSuchThing(f"There is no claim “{name}” in {', '.join(texts) or 'no text'}.{broken}")


def values_of_claim(entry: Entry) -> dict[str, Any]:
    """What was computed for a claim: the verdict, and every reading's value with its bounds."""
    told = ledger.as_json([entry])[0]
    return {part: told[part] for part in ("verdict", "computed", "low", "high", "readings")}


def link_of(chart: Chart, scope: Scope) -> str:
    """Where the chart can be opened again in this scope."""
    labels = {f"{chart.name}.{name}": list(words) for name, words in scope.words}
    months = [written(scope.period.start), written(scope.period.end)]
    return view.address(ADDRESS + PAGES.get(chart.topic, ""), {view.PERIOD: months, **labels})


def _packed(
    opened: dict[str, Any], exhibits: Mapping[str, Exhibit], asked: Iterable[Asked], members: dict[str, bytes],
    link: str, store: Store,
) -> bytes:  # fmt: skip
    """Exhibits in every form, queries with their rows, sources with their hashes, and a note on all of it."""
    first = next(iter(exhibits.values()))
    drawings = pictures(exhibits)
    members |= drawings.files
    for stem, exhibit in exhibits.items():
        members |= {f"{stem}.{kind.ending}": kind.make(exhibit) for kind in KINDS}
    queries = []
    sources = {source.source for exhibit in exhibits.values() for source in exhibit.sources}
    for number, one in enumerate(asked, 1):
        stem = f"queries/{number:02}"
        members[f"{stem}.sql"] = (readable(one.sql, one.parameters) + ";\n").encode("utf-8")
        members[f"{stem}.parquet"] = parquet(one.rows)
        queries.append({"rows": f"{stem}.parquet", "sql": one.sql, "parameters": plain(one.parameters)})
        sources |= {str(name) for name in one.rows["source"].dropna()} if "source" in one.rows else set()
    members["sources.json"] = _json(_receipts(sources, store))
    members["view.json"] = _json({"filters": dict(first.filters), "address": link, "facts": facts(first)})
    members["citation.txt"] = (citation.plain(first) + "\n").encode("utf-8")
    members["citation.bib"] = citation.bibtex(first, link).encode("utf-8")
    members["README.txt"] = _readme(opened, exhibits, drawings.left_out).encode("utf-8")
    return seal(members, {"format": FORMAT, "data_version": store.version, **opened, "queries": queries})


def _receipts(sources: Iterable[str], store: Store) -> list[dict[str, Any]]:
    """Of every source used: who published what under which terms, and the hashes of its files and tables."""
    return [
        {
            "source": r["waybill"]["source"], "title": r["title"], "publisher": r["waybill"]["publisher"],
            "page": r["sources"][0].get("path", ""), "license": r["licenses"][0], "obtained": r["waybill"]["obtained"],
            "citation": r["waybill"]["citation"], "note": r["waybill"]["note"], "table": r["path"], "hash": r["hash"],
            "files": r["waybill"]["files"],
        }
        for r in store.resources if r["waybill"]["source"] in set(sources)
    ]  # fmt: skip


def _readme(opened: Mapping[str, Any], exhibits: Mapping[str, Exhibit], left_out: str) -> str:
    first = next(iter(exhibits.values()))
    lines = [
        f"Evidence for the {opened['kind']} “{opened['id']}”", "", first.question, first.summary, "",
        *([f"Pictures are left out. {left_out}", ""] if left_out else []),
        "chart.*          the chart as pictures, tables and an interactive page",
        *(["readings.*       the claim under all its readings",
           "claim.json(ld)   what was said, what was computed and the verdict",
           "commentary.md    the text's excerpts with our notes, as they were published"]
          if opened["kind"] == "claim" else []),
        "queries/         every query that was run, with the rows it returned",
        "sources.json     who published the data, on what terms, with the hash of every file",
        "view.json        filters and address of the view",
        "citation.*       how to cite it",
        "MANIFEST.json    the hash of every file and the values computed", "",
        "`waybill verify` with the name of this file computes the values again from the rows inside it, without a",
        "network, and compares the rows with the tables at hand.", "",
    ]  # fmt: skip
    return "\n".join(lines)


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace")
