"""A chart: the question it answers, the query behind it, the figure and the sentence that sums it up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from textwrap import wrap
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import gaps, happenings, marks, theme
from dashboard.choice import Amount, Choice, Chosen, bound, listed, options_of
from dashboard.period import Period, written
from dashboard.record import Record


@dataclass(frozen=True)
class Scope:
    """What one view of a chart shows: the period, the choices made, the periods and events to light up."""

    period: Period
    chosen: tuple[tuple[str, Chosen], ...] = ()
    cited: Period | None = None
    compared: Period | None = None
    events: tuple[str, ...] = ()
    words: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), compare=False)
    """What is chosen in words, as it stands on the page and in the address."""

    def __getitem__(self, name: str) -> Any:
        return dict(self.chosen)[name]

    @property
    def labels(self) -> dict[str, str]:
        """What is chosen under every name, as one would say it."""
        return {name: listed(words) for name, words in self.words}

    def label(self, name: str) -> str:
        """What is chosen under a name, as one would say it."""
        return listed(dict(self.words)[name])


Plain = dict[str, Any]
"""A plotly figure as plain data: its traces under `data`, its layout under `layout`."""


def records(rows: pd.DataFrame) -> Iterable[Any]:
    """The rows one by one, their cells as attributes; several times quicker than pandas' own on short tables."""
    names = list(rows.columns)
    cells = [rows[name].tolist() for name in names]
    return [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in zip(*cells, strict=True)]


Figure = Callable[[pd.DataFrame, Scope], Plain]
Summary = Callable[[pd.DataFrame, Scope], str]


@dataclass(frozen=True)
class Chart:
    """One chart. The file's name is the chart's name; the folder `charts/` is the registry.

    `question` and `measure` may name choices in braces, which are replaced by the chosen option's label,
    and {unit}, the currency of the rows.
    `query` is SQL that may use $start and $end (first day of the first, last day of the last month) and
    every choice as a $parameter, and returns a column `source`, and others ending in `_source` where a row has
    several. `series` names the columns that make one line, so that missing months can be marked; leave it empty
    where rows are not over time. `uncovered` says what is missing where the figure itself marks it, row by row. Rows
    of a coarser `grain` (quarter, year) stand at its first month. `derived` is a pure function that works out, from
    the query's rows, what SQL cannot: its rows are what is drawn and downloaded.
    `kept` says that all the query does with $start and $end is to keep its column `period` between them ("month"), or
    between the start of the year of $start and $end ("year"): the rows of all time are then asked for once, and a
    change of period, the commonest change there is, asks for none.
    `record` lets rows be opened one by one. `nothing` says what to do when there is nothing to draw for another reason
    than the period. With `spoken` the page lights up the events that the commentary speaks of.
    """

    topic: str
    question: str
    measure: str
    query: str
    figure: Figure
    summary: Summary
    choices: tuple[Choice | Amount, ...] = ()
    derived: Callable[[pd.DataFrame, Scope], pd.DataFrame] | None = None
    series: tuple[str, ...] = ()
    uncovered: Callable[[pd.DataFrame, Scope], tuple[gaps.Gap, ...]] | None = None
    over_time: bool = True
    caveat: str = ""
    kept: str = ""
    record: Record | None = None
    nothing: str = ""
    spoken: bool = False
    name: str = field(default="", compare=False)

    def parameters(self, scope: Scope) -> dict[str, Any]:
        """What the query is run with."""
        return {"start": scope.period.start, "end": scope.period.last_day, **bound(scope.chosen)}

    def scope(self, period: Period, chosen: Mapping[str, Any] | None = None, store: Any = None, **lit: Any) -> Scope:
        """A scope with the default of every choice that is not given; `lit` are the rest of Scope's fields.

        `store` is needed by charts whose options depend on what is held.
        Raises ValueError for an unknown choice or option, naming those there are.
        """
        given = dict(chosen or {})
        picked: dict[str, Chosen] = {}
        words: dict[str, tuple[str, ...]] = {}
        for choice in self.choices:
            wanted = given.pop(choice.name, None)
            try:
                if isinstance(choice, Amount):
                    picked[choice.name] = number = choice.taken(wanted)
                    words[choice.name] = (choice.words(number),)
                else:
                    options = options_of(choice, picked, store)
                    picked[choice.name] = taken = choice.taken(wanted, options)
                    several = taken if isinstance(taken, tuple) else (str(taken),)
                    words[choice.name] = tuple(options[one] for one in several if one in options)
            except ValueError as wrong:
                raise ValueError(f"chart {self.name}: {wrong}") from None
        if given:
            raise ValueError(f"chart {self.name} has no choice '{next(iter(given))}'")
        return Scope(period, tuple(picked.items()), words=tuple(words.items()), **lit)

    def rows(self, tables: Any, scope: Scope) -> pd.DataFrame:
        """The rows behind the chart in a scope, from any tables that can be queried."""
        return self.worked_out(tables.rows(self.query, **self.parameters(scope)), scope)

    def worked_out(self, rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
        """The rows as drawn, from those that the query returns."""
        return rows if rows.empty or self.derived is None else self.derived(rows, scope)

    def said(self, rows: pd.DataFrame, scope: Scope) -> str:
        """The sentence that sums the rows up, or that there are none."""
        return self.summary(rows, scope) if len(rows) else f"No data for {scope.period.label}."

    def worded(self, text: str, scope: Scope, rows: pd.DataFrame) -> str:
        """`text` with the labels of what is chosen in place of its braces, the rows' currency in place of {unit}."""
        units = list(dict.fromkeys(rows["currency"].dropna())) if "currency" in rows else []
        defined = {
            f"{c.name}_defined": c.defined[scope[c.name]] for c in self.choices if isinstance(c, Choice) and c.defined
        }
        return text.format(**{"unit": listed(units) if units else "money", **scope.labels, **defined})


@dataclass(frozen=True, eq=False)
class Exhibit:
    """A chart drawn for one scope, with all that is shown, said and downloaded about it."""

    chart: Chart
    scope: Scope
    question: str
    measure: str
    rows: pd.DataFrame
    figure: go.Figure
    summary: str
    missing: tuple[gaps.Gap, ...]
    sources: tuple[Any, ...]
    version: str
    events: tuple[happenings.Happening, ...] = ()
    nearest: str = ""

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """The filters in words, such as ("Period", "Feb 2022–Dec 2024")."""
        words = dict(self.scope.words)
        made = tuple((c.label, listed(words[c.name])) for c in self.chart.choices if words[c.name])
        marked = "; ".join(f"{one.number}: {one.date}, {one.title}" for one in self.events)
        return (("Period", self.scope.period.label), *made, *([("Events", marked)] if marked else []))

    @property
    def source_line(self) -> str:
        """Publishers, dates and licences in one line."""
        return " · ".join(
            f"{s.publisher}, {s.title}, obtained {s.obtained:%Y-%m-%d} ({s.license})" for s in self.sources
        )

    @property
    def file_stem(self) -> str:
        """File name without ending: chart, scope and period."""
        chosen = "-".join(_short(value) for _, value in self.scope.chosen)
        parts = [
            "waybill",
            self.chart.name.replace("_", "-"),
            chosen,
            str(self.scope.period).replace("..", "-to-"),
        ]
        return "_".join(part for part in parts if part)


def _short(value: Chosen) -> str:
    """What is chosen, as part of a file's name."""
    if isinstance(value, tuple):
        value = "-".join(value) if len(value) <= 4 else f"{value[0]}-and-{len(value) - 1}-more"
    return re.sub(r"[^a-z0-9.]+", "-", (f"{value:g}" if isinstance(value, float) else value).lower()).strip("-")


def drawn(chart: Chart, scope: Scope, store: Any) -> Exhibit:
    """The chart drawn for a scope. Exhibits are shared by all sessions that look at the same thing."""
    return _drawn(chart, scope, store)


def rows_of(chart: Chart, scope: Scope, store: Any) -> pd.DataFrame:
    """The rows behind a chart in a scope: asked for, or cut out of those of all time where that is the same."""
    if not chart.kept:
        return chart.rows(store, scope)
    rows = _of_all_time(chart, scope.chosen, store)
    dates = rows["period"].to_numpy()
    first = scope.period.start.replace(month=1) if chart.kept == "year" else scope.period.start
    inside = (dates >= np.datetime64(first)) & (dates <= np.datetime64(scope.period.last_day))
    return chart.worked_out(rows[inside].reset_index(drop=True), scope)


@lru_cache(maxsize=128)
def _of_all_time(chart: Chart, chosen: tuple[tuple[str, Chosen], ...], store: Any) -> pd.DataFrame:
    rows: pd.DataFrame = store.rows(chart.query, **{**bound(chosen), "start": date.min, "end": date.max})
    return rows


@lru_cache(maxsize=256)
def _drawn(chart: Chart, scope: Scope, store: Any) -> Exhibit:
    rows = rows_of(chart, scope, store)
    columns = [name for name in rows if name == "source" or str(name).endswith("_source")]
    named = dict.fromkeys(name for column in columns for name in rows[column].dropna())
    sources = tuple(store.provenance[name] for name in named if name in store.provenance)
    missing: tuple[gaps.Gap, ...] = ()
    events: tuple[happenings.Happening, ...] = ()
    nearest = ""
    if rows.empty:
        nearest = _nearest(chart, scope, store)
        plain = empty(scope, BELOW if nearest == chart.nothing else nearest)
        summary = chart.said(rows, scope)
        if nearest == chart.nothing:  # Only then is anything to be added; else it is the period that is empty.
            summary, nearest = f"{summary} {nearest}".strip(), ""
    else:
        plain, summary = chart.figure(rows, scope), chart.said(rows, scope)
        if chart.uncovered:
            missing = chart.uncovered(rows, scope)
        elif chart.series:
            obtained = max((s.obtained for s in sources), default=None)
            missing = gaps.found(rows, chart.series, scope.period, obtained)
    if chart.over_time and not rows.empty:
        # A chart of events shows those spoken of itself; on others they are lines.
        lines = scope.events if "event_id" not in rows else ()
        events = happenings.named(lines, scope.period, store)
        # Dots stand at days where a chart is of events, or of anything dated later than the first of the last month.
        by_day = "event_id" in rows or rows["period"].max().date() > scope.period.end
        marks.light_up(plain["layout"], scope, missing, events, by_day)
    return Exhibit(
        chart=chart,
        scope=scope,
        question=chart.worded(chart.question, scope, rows),
        measure=chart.worded(chart.measure, scope, rows),
        rows=rows,
        figure=finished(plain),
        summary=summary,
        missing=missing,
        sources=sources,
        version=store.version,
        events=events,
        nearest=nearest,
    )


def _nearest(chart: Chart, scope: Scope, store: Any) -> str:
    """What is held for the same choices outside the period, or that nothing is."""
    if "$start" not in chart.query and "$end" not in chart.query:
        return chart.nothing or "Nothing is held for these choices."
    held = chart.rows(store, replace(scope, period=store.extent))
    if len(held) and "period" not in held:
        return "These choices are held for other months: try All."
    days = [pd.Timestamp(day).date().replace(day=1) for day in held["period"].dropna()] if "period" in held else []
    if not days:
        general = "Nothing is held for these choices. The Data page says what is, and how to add a file."
        return chart.nothing or general
    before = [day for day in days if day < scope.period.start]
    after = [day for day in days if day > scope.period.end]
    near = [written(max(before))] if before else []
    near += [written(min(after))] if after else []
    return f"These choices are held for {Period(min(days), max(days)).label}; nearest is {listed(near or ['none'])}."


class Shared(go.Figure):  # type: ignore[misc]
    """A figure that every session draws as it stands: it hands out its data without copying them each time.

    Pages need no more than that, so plotly's own objects are built only once somebody looks into them; that and
    copying were most of what drawing a figure cost. Whoever wants to change one copies it first.
    """

    def __init__(self, plain: Plain) -> None:
        self.__dict__["_plain"] = plain

    def __getattr__(self, name: str) -> Any:
        """Called for what plotly would have set up; a deep copy and the like ask for names that start with two."""
        if name.startswith("__") or "_data" in self.__dict__:
            raise AttributeError(name)
        super().__init__(deepcopy(self.__dict__["_plain"]), _validate=False)
        return getattr(self, name)

    def to_dict(self) -> Plain:
        """Data and layout, the same objects at every call."""
        shared: Plain = self.__dict__["_plain"]
        return shared


def finished(plain: Plain) -> go.Figure:
    """A plain figure as a plotly Figure, not validated: pages draw it as it stands."""
    return Shared(plain)


BELOW = "What to do is said below."


def empty(scope: Scope, nearest: str = "") -> Plain:
    """A figure that says there is nothing to draw, and what is nearest or to try."""
    words = "<br>".join([f"No data for {scope.period.label}.", *wrap(nearest or "Try a longer period, or All.", 52)])
    note = {"text": words, "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5, "showarrow": False}
    return theme.figure([], annotations=[note], xaxis={"visible": False}, yaxis={"visible": False}, height=220)
