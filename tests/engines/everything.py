"""Every query that the dashboard asks, with its parameters: found by doing all that it does, so that none is listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
import yaml

from dashboard import changes, metrics, search
from dashboard import entry as entries
from dashboard.annotate.draft import draft
from dashboard.chart import Chart
from dashboard.charts import all_charts
from dashboard.choice import Amount, options_of
from dashboard.commentary import ledger, seen, windows
from dashboard.commentary.excerpt import Text
from dashboard.happenings import EVENTS, EVERY, IN_CATEGORIES
from dashboard.holdings import _all_of
from dashboard.metrics.definition import day, month, names, number, pattern, share, text, whole
from dashboard.store import QueryFailed, Store

OPTIONS = 4
"""So many options of a choice are taken in turn, the others at their usual."""


@dataclass(eq=False)
class Asking:
    """The store, writing down what is asked of it."""

    store: Store
    about: str = ""
    queries: dict[tuple[str, str], tuple[str, str, dict[str, Any]]] = field(default_factory=dict)

    def rows(self, sql: str, **parameters: Any) -> pd.DataFrame:
        used = {name: value for name, value in parameters.items() if f"${name}" in sql}
        self.queries.setdefault((sql, repr(sorted(used.items()))), (self.about, sql, used))
        return self.store.rows(sql, **parameters)

    def as_of(self, day: date) -> Store:
        return self.store.as_of(day)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)


def everything(store: Store) -> list[tuple[str, str, dict[str, Any]]]:
    """What each query is about, the query, and its parameters; each once."""
    asking = Asking(store)
    for chart in all_charts().values():
        asking.about = f"chart {chart.name}"
        for chosen in _choices(chart, asking):
            parameters = chart.parameters(chart.scope(store.extent, chosen, asking))
            asking.rows(chart.query, **parameters)
            asking.rows(chart.query, **{**parameters, "start": date.min, "end": date.max})
    asking.about = "claims"
    read = ledger.texts(asking)
    for entry in ledger.ledger(asking, failures=(QueryFailed,)):
        asking.about = f"claim {entry.id}"
        windows.slid(entry, asking, (QueryFailed,))
        if excerpt := next((e for t in read for e in t.excerpts if e.id == entry.id and t.name == entry.text), None):
            seen.printed(entry, excerpt, asking, (QueryFailed,))
    for name in sorted(set(metrics.all_metrics()) - _claimed(read)):
        asking.about = f"metric {name}"
        _measured(name, asking)
    asking.about = "events of an excerpt"
    asking.rows(EVENTS, events=list(store.rows("SELECT event_id FROM event ORDER BY 1 LIMIT 3")["event_id"]))
    asking.rows(EVERY)
    asking.rows(IN_CATEGORIES, categories=["visit", "treaty"], start=date(2022, 1, 1), end=date(2024, 12, 31))
    asking.about = "changes of lists"
    changes.every(asking)
    asking.about = "search and entry"
    listed = search.listed(asking)
    first = listed.entries.iloc[0]
    entries.read(entries.key_of(first["source"], first["list"], first["entry_id"]), asking)
    asking.about = "draft of a commentary"
    draft("\n\n".join(_sentences()).encode(), "report.txt", asking, title="T", publisher="P", published="2024-06")
    for table in sorted(set(store.catalogue["table_name"])):
        asking.about = f"table {table}"
        columns = ", ".join(f'"{f["name"]}"' for f in _schema(store, table)["fields"])
        for held in (table, f"{table}_vintages"):
            key = ", ".join(f'"{name}"' for name in _schema(store, table)["primaryKey"])
            asking.rows(f'SELECT {columns} FROM "{held}" ORDER BY {key}')
        asking.rows(f"SELECT count(*) AS n FROM ({_all_of(store, table)}) AS whole")
    return list(asking.queries.values())


def _schema(store: Store, table: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(r["schema"] for r in store.resources if r["waybill"]["table"] == table)
    return found


def _choices(chart: Chart, store: Any) -> Iterator[dict[str, Any]]:
    """The usual choices, then every choice in turn at its first few options."""
    yield {}
    usual = dict(chart.scope(store.extent, {}, store).chosen)
    for choice in chart.choices:
        if isinstance(choice, Amount):
            yield {choice.name: choice.low}
            yield {choice.name: choice.high}
            continue
        before = {}
        for earlier in chart.choices:
            if earlier is choice:
                break
            before[earlier.name] = usual[earlier.name]
        offered = list(options_of(choice, before, store))
        for option in offered[:OPTIONS]:
            yield {choice.name: (option,) if choice.many else option}
        if choice.many and len(offered) > 1:
            yield {choice.name: tuple(offered[:2])}


def _claimed(read: tuple[Text, ...]) -> set[str]:
    claims = [excerpt.claim for text in read for excerpt in text.excerpts if excerpt.claim]
    return {reading.metric for claim in claims for reading in claim.readings}


def _measured(name: str, asking: Asking) -> None:
    """A metric that no bundled claim uses yet: asked with values that fit the kinds of its parameters."""
    metric = metrics.get(name)
    row = asking.store.rows("SELECT * FROM trade_flow ORDER BY period DESC, value DESC LIMIT 1").iloc[0].to_dict()
    samples: dict[Callable[[Any], Any], Any] = {
        month: date(2024, 3, 1),
        day: date(2024, 6, 14),
        names: ["RUS", "PRK"],
        number: 0.5,
        share: 0.5,
        whole: 6,
        pattern: ".",
    }
    parameters = {
        key: samples[kind]
        if kind in samples
        else row.get(key, "RUS")
        if kind is text
        else kind.__closure__[0].cell_contents[0]
        for key, kind in metric.parameters.items()
    }
    asking.rows(metric.query, **parameters)
    if metric.slides:
        asking.rows(metric.slides.query, **parameters)


def _sentences() -> list[str]:
    from pathlib import Path

    marked = yaml.safe_load((Path(__file__).parents[1] / "annotate" / "sentences.yaml").read_text(encoding="utf-8"))
    return [one["text"] for one in marked]
