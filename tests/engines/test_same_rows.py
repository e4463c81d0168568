"""Whatever the dashboard asks, another engine answers with the same rows, types, nulls and order as DuckDB."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.charts import all_charts
from dashboard.engines import QueryFailed
from dashboard.engines.dialect import translated
from dashboard.metrics import all_metrics
from dashboard.store import Store, open_store
from tests.engines.conftest import Running
from tests.engines.everything import everything
from tests.engines.servers import ENGINES
from tests.small_arms import DELIVERED, DELIVERIES

Serve = Callable[[str, Store], Running]
There = Callable[[Running, Path], Store]
Query = tuple[str, str, dict[str, Any]]

AT_ONCE = 4
LAST_DIGIT = 1e-12
"""Engines add up in another order, so that sums of fractions may differ in the last digit."""


@pytest.fixture(scope="session")
def queries(published: Store) -> list[Query]:
    return everything(published)


def test_every_chart_and_metric_is_among_the_queries(queries: list[Query]):
    asked = {sql for _, sql, _ in queries}
    assert [chart.name for chart in all_charts().values() if chart.query not in asked] == []
    assert [metric.name for metric in all_metrics().values() if metric.query not in asked] == []
    offered = [c.offered for chart in all_charts().values() for c in chart.choices if getattr(c, "offered", "")]
    assert [sql for sql in offered if sql not in asked] == []


def few(queries: list[Query], most: int) -> list[Query]:
    """At most so many of the same SQL: where an engine takes half a second, other options add little."""
    seen: Counter[str] = Counter()
    kept = []
    for query in queries:
        seen[query[1]] += 1
        if seen[query[1]] <= most:
            kept.append(query)
    return kept


@pytest.mark.parametrize("name", ENGINES)
def test_every_query_gives_the_same_rows(
    name: str, queries: list[Query], published: Store, tables: Path, serve: Serve, there: There
):
    store = there(serve(name, published), tables)
    asked = few(queries, 1) if name == "spark" else queries
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = pool.map(lambda query: difference(query, published, store), asked)
    assert [words for words in told if words] == []


def difference(query: Query, one: Store, other: Store) -> str:
    """How the answers of two stores differ, in words; nothing when they are the same."""
    about, sql, parameters = query
    try:
        pd.testing.assert_frame_equal(
            one.rows(sql, **parameters), other.rows(sql, **parameters), rtol=LAST_DIGIT, atol=0
        )
    except (AssertionError, QueryFailed) as different:
        return f"{about}: {different}\n{parameters}\n{sql}"
    return ""


@pytest.mark.parametrize("name", ENGINES)
def test_what_was_known_on_a_day_is_the_same_there(name: str, with_vintages: Path, serve: Serve, there: There):
    here = open_store(with_vintages)
    away = there(serve(name, here), with_vintages)
    exports = """
    SELECT period, value, vintage FROM {} WHERE source = 'un_comtrade_monthly' AND flow = 'export'
    AND period >= DATE '2024-11-01' ORDER BY period, vintage
    """
    earlier, later = 9_000_000_000.0, 10_030_916_673.0
    for store in (here, away):
        assert list(store.rows(exports.format("trade_flow"))["value"]) == [later, 11_297_062_066.0]
        assert list(store.rows(exports.format("trade_flow_vintages"))["value"]) == [earlier, later, 11_297_062_066.0]
        then = store.as_of(date(2026, 10, 15))
        assert list(then.rows(exports.format("trade_flow"))["value"]) == [earlier]
        held = then.rows("SELECT source, vintages FROM resource WHERE obtained = DATE '2026-10-01' ORDER BY source")
        assert held.values.tolist() == [["ofac_sdn_history", 1], ["un_comtrade_monthly", 1]]
        # The bundled list has 15,892 entries; the earlier one lacks its last.
        entries = "SELECT count(*) AS n FROM {}"
        assert store.rows(entries.format("listing"))["n"].item() == 15_892
        assert then.rows(entries.format("listing"))["n"].item() == 15_891
        assert store.rows(entries.format("listing_vintages"))["n"].item() == 31_783
    assert away.version == here.version
    assert away.provenance == here.provenance


@pytest.mark.parametrize("name", ENGINES)
def test_a_deal_that_was_restated_counts_once_there_too(name: str, with_vintages: Path, serve: Serve, there: There):
    away = there(serve(name, open_store(with_vintages)), with_vintages)
    assert away.rows(DELIVERIES).values.tolist() == DELIVERED
    # In January 2025 the deliveries of 2009 still stood.
    then = away.as_of(date(2025, 1, 31)).rows(DELIVERIES)
    assert then.groupby("deal_id")["number"].sum().to_dict() == {
        "32502": 25, "39788": 26, "50432": 100, "50783": 2, "51075": 8,
    }  # fmt: skip


@pytest.mark.parametrize("name", ENGINES)
def test_what_is_told_of_a_source_is_what_counts_there(name: str, with_vintages: Path, serve: Serve, there: There):
    here = open_store(with_vintages)
    away = there(serve(name, here), with_vintages)
    pd.testing.assert_frame_equal(away.catalogue, here.catalogue)
    told = away.catalogue.set_index("source")["rows_held"]
    for source, table in (("un_comtrade_monthly", "trade_flow"), ("sipri_trade_register", "arms_transfer")):
        held = away.rows(f"SELECT count(*) AS n FROM {table} WHERE source = $source", source=source)
        assert held["n"].item() == told[source], source
    # The three rows of the whole year 2020 stand for those that the bundled extract has of it.
    baci = away.rows("SELECT count(*) AS n FROM trade_flow WHERE source = 'cepii_baci'")["n"].item()
    assert baci == told["cepii_baci"]
    assert away.rows("SELECT rows_held FROM resource WHERE source = 'cepii_baci'")["rows_held"].item() == baci


TEXTS = [
    "' OR 1=1 --", "'; DROP TABLE trade_flow; --", '"', "\\", "\\'", "\\\\'; --", "%s", ":one", "{one}", "$start", "?",
    "100 %", "line\nbreak", "tab\t", "Ünïcödé ✓ 🙂", "`", "/* */", "\\Q.\\E", "\\u0041", "${x}", "",
]  # fmt: skip


@pytest.mark.parametrize("name", ENGINES)
def test_a_parameter_is_a_value_and_never_sql(name: str, published: Store, tables: Path, serve: Serve, there: There):
    store = there(serve(name, published), tables)
    columns = ", ".join(f"$text_{chr(97 + i)} AS text_{i}" for i in range(len(TEXTS)))
    parameters = {f"text_{chr(97 + i)}": text for i, text in enumerate(TEXTS)}
    assert list(store.rows(f"SELECT {columns}", **parameters).iloc[0]) == TEXTS
    listed = "SELECT count(*) AS n FROM event WHERE list_contains($texts, title)"
    assert store.rows(listed, texts=TEXTS)["n"].item() == 0
    assert store.rows("SELECT count(*) AS n FROM event")["n"].item() > 0


@pytest.mark.parametrize("name", ENGINES)
def test_numbers_dates_truths_and_nulls_keep_their_types(
    name: str, published: Store, tables: Path, serve: Serve, there: There
):
    store = there(serve(name, published), tables)
    sql = """
    SELECT $whole AS whole, $fraction AS fraction, $day AS day, $truth AS truth, 1 / 4 AS quarter, 7 // 2 AS floored,
           CAST(NULL AS DOUBLE) AS no_number, CAST(NULL AS DATE) AS no_day, CAST(NULL AS TEXT) AS no_text,
           sum(tiv_delivered) AS added, avg(line) AS middle, min(delivered) AS first, count(*) AS n,
           max(CASE WHEN line < 0 THEN line END) AS nothing, string_agg(DISTINCT supplier, '+' ORDER BY supplier) AS who
    FROM arms_transfer
    """
    parameters = {"whole": 3, "fraction": 0.1, "day": date(1950, 2, 28), "truth": True}
    pd.testing.assert_frame_equal(published.rows(sql, **parameters), store.rows(sql, **parameters), rtol=LAST_DIGIT)


@pytest.mark.parametrize("name", [name for name in ENGINES if name != "spark"])
def test_a_name_given_to_a_sum_orders_by_the_sum(name: str, published: Store, tables: Path, serve: Serve, there: There):
    store = there(serve(name, published), tables)
    sql = """
    SELECT supplier, sum(tiv_delivered) AS tiv_delivered FROM arms_transfer
    GROUP BY supplier ORDER BY tiv_delivered DESC, supplier
    """
    pd.testing.assert_frame_equal(published.rows(sql), store.rows(sql), rtol=LAST_DIGIT)


def test_a_query_that_is_no_select_is_not_sent_anywhere(published: Store):
    for sql in ("DROP TABLE event", "SELECT 1; SELECT 2", "INSERT INTO event SELECT * FROM event", ""):
        with pytest.raises(QueryFailed):
            translated(sql, {}, "postgres", lambda _: None)


def test_a_table_defined_in_the_query_is_not_taken_for_a_published_one():
    said = translated("WITH event AS (SELECT 1 AS one) SELECT one FROM event", {}, "postgres", lambda _: pytest.fail())
    assert said == "WITH event AS (SELECT 1 AS one) SELECT one FROM event"
