"""Refuses queries that would add what cannot be added: currencies, valuations, sources, revisions, overlapping rows.

Whatever adds or averages values of trade_flow has to fix, or keep apart by GROUP BY or PARTITION BY, each of
KEPT_APART; classifications unless it is about all goods; and it must not count countries beside their groups, or
goods beside their chapters. It is read off the query, before it runs, so that no chart, claim or hand-written
query can do it by accident.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

MONEY = ("value", "value_low", "value_high")
KEPT_APART = ("source", "currency", "valuation", "grain")
COLUMNS = (*KEPT_APART, "classification", "product", "aggregate", "reporter", "partner", "vintage")
ADDS = re.compile(r"\b(sum|avg|mean|median|quantile\w*|regr_\w+|stddev\w*|var\w*|list_sum|product)\s*\(", re.IGNORECASE)
TABLE = re.compile(r"\btrade_flow(_vintages)?\b", re.IGNORECASE)

State = str
"""What is known of a column: `= …` when it has one value, `column` when it varies, empty when it is lost."""


@dataclass(frozen=True)
class Given:
    """What one table or subquery gives: which of its columns are money, what is known of the others, whether its
    goods were chosen by a condition, and whether one figure stands there in several vintages."""

    money: frozenset[str]
    columns: Mapping[str, State]
    chosen: bool = False
    vintages: bool = False


@lru_cache(maxsize=1024)
def faults(sql: str) -> tuple[str, ...]:
    """What the query adds that cannot be added, a sentence each; empty for a good query or one that adds nothing."""
    if not (TABLE.search(sql) and ADDS.search(sql)):
        return ()
    import sqlglot
    from sqlglot.errors import SqlglotError
    from sqlglot.optimizer.scope import traverse_scope

    try:
        scopes = traverse_scope(sqlglot.parse_one(sql, read="duckdb"))
    except SqlglotError:
        return ()  # the engine will say what is wrong with it
    known: dict[int, Given] = {}
    found: dict[str, None] = {}
    for scope in scopes:
        reading = _Reading(scope, known)
        found |= dict.fromkeys(reading.faults())
        known[id(scope)] = reading.given()
    return tuple(found)


def _base(table: str) -> Given | None:
    """What the published tables of trade give."""
    if not TABLE.fullmatch(table):
        return None
    return Given(frozenset(MONEY), {name: name for name in COLUMNS}, vintages=table.lower().endswith("_vintages"))


class _Reading:
    """One SELECT of a query: its sources, what its conditions fix, and what it hands on."""

    def __init__(self, scope: Any, known: Mapping[int, Given]) -> None:
        self.scope, self.tree = scope, scope.expression
        self.known = known
        selected = {name: source for name, (_, source) in scope.selected_sources.items()}
        self.here = set(selected)
        self.sources = {name: given for name, source in selected.items() if (given := self._source(source))}
        self.fixed, self.equal = self._conditions()

    def _source(self, source: Any) -> Given | None:
        from sqlglot import exp

        return _base(source.name) if isinstance(source, exp.Table) else self.known.get(id(source))

    def _conjuncts(self) -> Iterator[Any]:
        from sqlglot import exp

        conditions = [join.args.get("on") for join in self.tree.args.get("joins") or ()]
        conditions += [part.this for name in ("where", "having") if (part := self.tree.args.get(name))]
        for condition in conditions:
            if condition is not None:
                yield from condition.flatten() if isinstance(condition, exp.And) else (condition,)

    def _conditions(self) -> tuple[dict[tuple[str, str], State], list[set[tuple[str, str]]]]:
        """Columns that have one value, and sets of columns that are equal to each other."""
        from sqlglot import exp

        fixed: dict[tuple[str, str], State] = {}
        equal: list[set[tuple[str, str]]] = []
        for join in self.tree.args.get("joins") or ():
            equal += [{(name, column.name) for name in self.sources} for column in join.args.get("using") or ()]
        for one in self._conjuncts():
            if isinstance(one, exp.Paren):
                one = one.unnest()
            alone = one.this if isinstance(one, exp.Not) else one
            if isinstance(alone, exp.Column):
                fixed |= dict.fromkeys(self._own(alone), f"= {one is alone}")
            if not isinstance(one, exp.EQ):
                continue
            left, right = one.left, one.right
            if isinstance(left, exp.Min) and isinstance(right, exp.Max) and left.this == right.this:
                fixed |= dict.fromkeys(self._own(left.this), "= the only one")
                continue
            for here, there in ((left, right), (right, left)):
                for column in self._own(here):
                    others = [o for o in there.find_all(exp.Column) if not o.table or o.table in self.here]
                    if isinstance(there, exp.Column) and others:
                        equal.append({column, *self._own(there)})
                    elif not others:  # a constant, a parameter, or a column of the query around this one
                        fixed[column] = f"= {there.sql()}"
        return fixed, equal

    def _own(self, column: Any) -> list[tuple[str, str]]:
        """A column of this SELECT's own sources that carry trade; none for anything else."""
        from sqlglot import exp

        if not isinstance(column, exp.Column):
            return []
        names = [column.table] if column.table else list(self.sources)
        return [
            (name, column.name)
            for name in names
            if name in self.sources and column.name in {*self.sources[name].columns, *self.sources[name].money}
        ]

    def _same(self, column: tuple[str, str]) -> set[tuple[str, str]]:
        same, grown = {column}, True
        while grown:
            more = set().union(*(group for group in self.equal if group & same), same)
            grown, same = len(more) > len(same), more
        return same

    def _state(self, source: str, column: str) -> State:
        """What is known of a column after this SELECT's conditions."""
        for name, other in sorted(self._same((source, column))):
            state = self.fixed.get((name, other), "")
            if not state and name in self.sources:
                state = self.sources[name].columns.get(other, "")
            if state.startswith("= "):
                return state
        return self.sources[source].columns.get(column, "")

    def _money(self, node: Any) -> set[str]:
        """The sources whose money an expression gives; none for ratios, counts and comparisons."""
        from sqlglot import exp

        if isinstance(node, exp.Column):
            return {name for name, column in self._own(node) if column in self.sources[name].money}
        if isinstance(node, exp.Div):
            return set() if self._money(node.right) else self._money(node.left)
        if isinstance(node, exp.Count | exp.Predicate | exp.Subquery):
            return set()
        if isinstance(node, exp.Case):
            branches = [part.args["true"] for part in node.args["ifs"]] + [node.args.get("default")]
            return set().union(*(self._money(branch) for branch in branches if branch is not None))
        parts = [part for part in node.iter_expressions() if not isinstance(part, exp.Order)]
        if isinstance(node, exp.Window):
            parts = [node.this]
        return set().union(*(self._money(part) for part in parts))

    def _groups(self, adding: Any) -> list[Any]:
        """The expressions within whose values an aggregate adds."""
        from sqlglot import exp

        window = adding.find_ancestor(exp.Window, exp.Select)
        if isinstance(window, exp.Window):
            named = {one.name: one for one in self.tree.args.get("windows") or ()}
            window = named.get(window.alias, window)
            return list(window.args.get("partition_by") or ())
        group = self.tree.args.get("group")
        if group is None:
            return []
        if group.args.get("all"):
            return [p.unalias() for p in self.tree.selects if not p.find(exp.AggFunc)]
        named = {p.alias: p.unalias() for p in self.tree.selects if p.alias}
        return [
            self.tree.selects[int(one.name) - 1].unalias()
            if isinstance(one, exp.Literal) and one.is_int
            else one
            if self._own(one)
            else named.get(one.name, one)
            for one in group.expressions
        ]

    def faults(self) -> Iterator[str]:
        """What this SELECT adds that cannot be added."""
        from sqlglot import exp

        if not isinstance(self.tree, exp.Select) or not self.sources:
            return
        picks = (
            exp.Count,
            exp.Min,
            exp.Max,
            exp.AnyValue,
            exp.First,
            exp.Last,
            exp.ArgMax,
            exp.ArgMin,
            exp.Lag,
            exp.Lead,
        )
        for adding in self.scope.find_all(exp.AggFunc):
            if isinstance(adding, (*picks, exp.FirstValue, exp.LastValue, exp.ArrayAgg)):
                continue
            grouped = {column for one in self._groups(adding) for column in self._own(self._revision(one))}
            for source in sorted(self._money(adding.this) if adding.this else ()):
                yield from self._mixed(source, grouped, adding.sql("duckdb"))

    def _mixed(self, source: str, grouped: set[tuple[str, str]], adding: str) -> Iterator[str]:
        def apart(column: str) -> bool:
            return self._state(source, column).startswith("= ") or bool(self._same((source, column)) & grouped)

        lost = [column for column in KEPT_APART if not apart(column)]
        if self.sources[source].vintages and not apart("vintage"):
            lost.append("vintage")
        if not apart("classification") and self._state(source, "product").upper() != "= 'TOTAL'":
            lost.append("classification")
        if lost:
            yield f"{adding} would add values of different {', '.join(lost)}: fix each in WHERE, or group by it"
        if not (apart("aggregate") or (apart("reporter") and apart("partner"))):
            yield f"{adding} would count countries beside the groups they are in: keep to rows that are not aggregate"
        if not (apart("product") or self._narrowed(source)):
            yield f"{adding} would count goods beside their chapters: fix product, or the length of its code"

    def _narrowed(self, source: str) -> bool:
        """True when products are chosen by a condition, or were in the subquery they come from."""
        from sqlglot import exp

        if self.sources[source].chosen:
            return True
        wanted = self._same((source, "product"))
        if any(name != source or column != "product" for name, column in wanted) or any(
            (source, column.name) in wanted
            for join in self.tree.args.get("joins") or ()
            for column in join.args.get("using") or ()
        ):
            return True
        return any(
            any(set(self._own(column)) & wanted for column in one.find_all(exp.Column)) for one in self._conjuncts()
        )

    def given(self) -> Given:
        """What this SELECT hands on to those that read from it."""
        from sqlglot import exp

        if isinstance(self.tree, exp.SetOperation):
            return self._united()
        if not isinstance(self.tree, exp.Select) or not self.sources:
            return Given(frozenset(), {})
        money: set[str] = set()
        columns: dict[str, State] = {}
        for source in self.sources:  # what is fixed stays so, whether it is handed on or not
            columns |= {c: s for c in COLUMNS if (s := self._state(source, c)).startswith("= ") and self._sole(source)}
        for projection in self.tree.selects:
            if projection.is_star:
                for source in [projection.this.table] if isinstance(projection, exp.Column) else self.sources:
                    money |= self.sources[source].money if source in self.sources else frozenset()
                    columns |= {
                        c: self._state(source, c) for c in self.sources[source].columns if self._state(source, c)
                    }
                continue
            inner = projection.unalias()
            if self._money(inner):
                money.add(projection.alias_or_name)
            for name, column in self._own(self._revision(inner)):
                columns[projection.alias_or_name] = self._state(name, column) or column
        chosen = all(self._narrowed(name) for name, given in self.sources.items() if given.money)
        several = any(
            given.vintages and not self._state(name, "vintage").startswith("= ") for name, given in self.sources.items()
        )
        return Given(frozenset(money), columns, chosen, several)

    def _revision(self, node: Any) -> Any:
        """The classification where a query sets it aside for all goods alone, which are the same in every revision."""
        from sqlglot import exp

        if isinstance(node, exp.Case) and len(node.args["ifs"]) == 1 and node.args.get("default") is not None:
            condition, rest = node.args["ifs"][0].this, node.args["default"]
            whole = isinstance(condition, exp.EQ) and condition.right.sql().upper() == "'TOTAL'"
            if whole and condition.left.name == "product" and rest.name == "classification":
                return rest
        return node

    def _sole(self, source: str) -> bool:
        return len([name for name, given in self.sources.items() if given.money]) <= 1

    def _united(self) -> Given:
        parts = [self.known[id(part)] for part in self.scope.set_operation_scopes if id(part) in self.known]
        if not parts:
            return Given(frozenset(), {})
        shared = set(parts[0].columns).intersection(*(part.columns for part in parts[1:]))
        states = {c: {part.columns[c] for part in parts} for c in shared}
        columns = {c: next(iter(s)) if len(s) == 1 else c for c, s in states.items()}
        money = frozenset().union(*(part.money for part in parts))
        return Given(money, columns, all(part.chosen for part in parts), any(part.vintages for part in parts))
