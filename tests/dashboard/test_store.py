"""The one module that runs queries: parameters are bound, failures are sentences, a new publication is seen."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dashboard import charts
from dashboard.chart import Chart
from dashboard.period import Period
from dashboard.store import NotPublished, QueryFailed, Store, open_store, readable

COUNT = "SELECT count(*) AS n FROM trade_flow"
HOSTILE = ["' OR 1=1 --", "'; DROP TABLE trade_flow; --", '"', "$start", "RUS' UNION SELECT * FROM event --"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_parameter_is_a_value_and_never_sql(published: Store, text: str):
    before = published.rows(COUNT)["n"].item()
    assert published.rows("SELECT * FROM trade_flow WHERE partner = $partner", partner=text).empty
    assert published.rows("SELECT $text AS text", text=text)["text"].item() == text
    assert published.rows(COUNT)["n"].item() == before


def test_parameters_a_query_does_not_use_are_left_aside(published: Store):
    assert published.rows("SELECT $one AS one", one=1, two=2)["one"].item() == 1


@pytest.mark.parametrize(
    "sql",
    ["SELEC 1", "SELECT * FROM nowhere", "SELECT nothing FROM trade_flow", "SELECT $unbound", "SELECT 1/'x'", ""],
)
def test_a_query_that_fails_says_why_in_one_line(published: Store, sql: str):
    with pytest.raises(QueryFailed) as failed:
        published.rows(sql)
    assert str(failed.value)
    assert "\n" not in str(failed.value)


def test_a_failed_query_leaves_the_store_usable(published: Store):
    with pytest.raises(QueryFailed):
        published.rows("SELECT * FROM nowhere")
    assert published.rows(COUNT)["n"].item() > 0


@pytest.mark.parametrize("name", charts.all_charts())
def test_the_sql_behind_a_chart_returns_what_is_drawn(fuller: Store, name: str):
    published = fuller
    chart: Chart = charts.get(name)
    parameters = chart.parameters(chart.scope(Period.read("2022-02..2024-03"), store=published))
    written = readable(chart.query, parameters)
    assert "$" not in written
    pd.testing.assert_frame_equal(published.rows(written), published.rows(chart.query, **parameters))


def test_readable_sql_quotes_what_is_hostile(published: Store):
    for text in HOSTILE:
        assert published.rows(readable("SELECT $text AS text", {"text": text}))["text"].item() == text


def test_every_source_has_a_publisher_a_licence_and_a_date(published: Store):
    for source in published.provenance.values():
        assert source.publisher
        assert source.license
        assert source.citation
        assert date(2020, 1, 1) < source.obtained < date(2100, 1, 1)


def test_the_catalogue_counts_the_rows_that_are_there(published: Store):
    for row in published.catalogue.itertuples():
        held = published.rows(f'SELECT count(*) AS n FROM "{row.table_name}" WHERE source = $source', source=row.source)
        assert held["n"].item() == row.rows_held


def test_the_catalogue_is_a_table_too(published: Store):
    assert set(published.rows("SELECT source FROM resource")["source"]) == set(published.catalogue["source"])


def test_the_last_change_of_a_list_counts_entries_between_its_newest_two_versions(fuller: Store):
    told = fuller.catalogue.set_index("source")["last_change"]
    # Of 36, 37 and 38 the first was amended, the last taken off, and 39 and 40 were added.
    assert told["ofac_sdn"] == "2 added, 1 removed, 1 amended, 2024-02-23"
    assert told["un_consolidated"] == "1 added, 0 removed, 0 amended, 2025-11-18"
    assert told["canada_sema"] == "", "there is one version only"


def test_what_was_left_out_on_purpose_is_counted(published: Store):
    for source, row in published.catalogue.set_index("source").iterrows():
        files = [r["waybill"] for r in published.resources if r["waybill"]["source"] == source and r["waybill"]["main"]]
        assert row["left_out"] == sum(sum(known["left_out"].values()) for known in files)
        assert row["checks"].split("; ") == files[-1]["checks"]


def test_the_extent_covers_the_first_trade_month_to_the_newest_figure(published: Store):
    assert published.extent.start == date(2017, 1, 1)
    other = published.catalogue.query("table_name != 'exchange_rate'")  # rates alone are nothing to look at
    assert published.extent.end == other["end_date"].max().date().replace(day=1)


def test_every_vintage_can_be_asked_for(published: Store):
    newest = published.rows("SELECT count(*) AS n FROM trade_flow")["n"].item()
    assert published.rows("SELECT count(*) AS n FROM trade_flow_vintages")["n"].item() >= newest


def test_queries_can_run_at_the_same_time(published: Store):
    counted: list[int] = []

    def count() -> None:
        counted.append(int(published.rows(COUNT)["n"].item()))

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counted) == 8
    assert len(set(counted)) == 1


def test_the_same_publication_is_opened_once(tables: Path):
    assert open_store(tables) is open_store(str(tables))


def test_a_folder_without_tables_is_named_with_the_remedy(tmp_path: Path):
    with pytest.raises(NotPublished, match=r"There are no tables in .*: run `waybill build`"):
        open_store(tmp_path)


def test_no_folder_at_all_is_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("WAYBILL_DATA", raising=False)
    with pytest.raises(NotPublished, match="No data folder is named: start with `waybill`"):
        open_store()
