"""What cannot be added is never added: no chart, claim or hand-written query gets past the one door for queries."""

from __future__ import annotations

import pytest

from dashboard import charts, metrics
from dashboard.choice import Choice
from dashboard.store import QueryFailed, Store
from dashboard.sums import KEPT_APART, faults

APART = "source = $source AND currency = 'USD' AND valuation = 'FOB' AND grain = 'month' AND product = 'TOTAL'"
PAIR = "reporter = 'CHN' AND partner = 'RUS'"
GOOD = [
    f"SELECT sum(value) FROM trade_flow WHERE {APART} AND {PAIR}",
    f"SELECT sum(value) FROM trade_flow WHERE {APART} AND NOT aggregate",
    f"SELECT reporter, partner, avg(value) FROM trade_flow WHERE {APART} GROUP BY reporter, partner",
    "SELECT currency, valuation, source, grain, sum(value) AS value FROM trade_flow "
    f"WHERE product = 'TOTAL' AND {PAIR} GROUP BY ALL",
    "SELECT currency, valuation, source, grain, sum(value) AS value FROM trade_flow "
    f"WHERE product = 'TOTAL' AND {PAIR} GROUP BY 1, 2, 3, 4",
    f"WITH f AS (SELECT * FROM trade_flow WHERE {APART} AND {PAIR}) SELECT period, sum(value) FROM f GROUP BY period",
    f"SELECT sum(value) OVER (PARTITION BY partner ORDER BY period) FROM trade_flow WHERE {APART} AND reporter = 'CHN'",
    f"SELECT sum(a.value) FROM trade_flow a JOIN trade_flow b USING (source, currency, valuation, grain, product, "
    f"reporter, partner) WHERE b.{APART.replace(' AND ', ' AND b.')} AND b.reporter = 'CHN' AND b.partner = 'RUS'",
    f"SELECT sum(value) FROM trade_flow WHERE {APART.replace(chr(39) + 'TOTAL', chr(39) + '85')} AND {PAIR} "
    "AND classification = 'HS2017'",
    "SELECT avg(now.value / then.value) FROM trade_flow now JOIN trade_flow then ON then.partner = now.partner",
    "SELECT max(value), count(*), count(value) FROM trade_flow",
    "SELECT sum(rounds) FROM ammunition_estimate",
]  # fmt: skip
BAD = {
    "currency": f"SELECT sum(value) FROM trade_flow WHERE {APART.replace('currency =', 'currency <>')} AND {PAIR}",
    "valuation": f"SELECT sum(value) FROM trade_flow WHERE {APART.replace('valuation', 'status')} AND {PAIR}",
    "source": f"SELECT avg(value) FROM trade_flow WHERE {APART.replace('source =', 'partner =')} AND {PAIR}",
    "grain": f"SELECT median(value) FROM trade_flow WHERE {APART.replace('grain =', 'status =')} AND {PAIR}",
    "classification": f"SELECT sum(value) FROM trade_flow WHERE {APART.replace('TOTAL', '85')} AND {PAIR}",
    "vintage": f"SELECT sum(value) FROM trade_flow_vintages WHERE {APART} AND {PAIR}",
    "countries beside the groups": f"SELECT sum(value) FROM trade_flow WHERE {APART} AND partner = 'RUS'",
    "goods beside their chapters": f"SELECT classification, sum(value) FROM trade_flow "
    f"WHERE {APART.replace('product =', 'status =')} AND {PAIR} GROUP BY classification",
    "of different currency": "WITH f AS (SELECT period, value, source, valuation, grain FROM trade_flow WHERE "
    f"product = 'TOTAL' AND {PAIR}) SELECT sum(value / 1e9) FROM f GROUP BY period, source, valuation, grain",
    "different source": f"SELECT sum(value) OVER (PARTITION BY period) FROM trade_flow "
    f"WHERE {APART.replace('source =', 'partner =')} AND {PAIR}",
    "would add": "SELECT (SELECT sum(t.value) FROM trade_flow AS t WHERE t.currency = p.currency) FROM press_figure p",
    "different currency": f"SELECT sum(value) FROM (SELECT * FROM trade_flow WHERE {APART} AND {PAIR} UNION ALL "
    f"SELECT * FROM trade_flow WHERE {APART.replace('USD', 'CNY')} AND {PAIR})",
}


@pytest.mark.parametrize("query", GOOD)
def test_what_is_kept_apart_may_be_added(query: str):
    assert faults(query) == ()


@pytest.mark.parametrize("words", BAD)
def test_what_is_mixed_is_refused_and_the_sentence_says_what(words: str):
    assert any(words in fault for fault in faults(BAD[words])), faults(BAD[words])


def test_the_door_for_queries_refuses_it(published: Store):
    with pytest.raises(QueryFailed, match="would add values of different source, currency, valuation, grain"):
        published.rows("SELECT sum(value) AS value FROM trade_flow")


def test_every_chart_metric_and_list_of_options_keeps_them_apart():
    asked = {name: chart.query for name, chart in charts.all_charts().items()}
    for name, chart in charts.all_charts().items():
        asked |= {f"{name}.{c.name}": c.offered for c in chart.choices if isinstance(c, Choice) and c.offered}
    asked |= {name: metric.query for name, metric in metrics.all_metrics().items()}
    asked |= {f"{name}, sliding": m.slides.query for name, m in metrics.all_metrics().items() if m.slides}
    assert len(asked) > 20
    assert {name: found for name, query in asked.items() if (found := faults(query))} == {}


def test_dropping_any_condition_from_a_charts_sum_is_noticed():
    """The check reads real queries: the mean of the rerouting chart is refused when any of its conditions goes."""
    query = charts.get("rerouting").query
    for column in KEPT_APART:
        loose = query.replace(f"{column} =", "status =")
        assert loose != query, column
        assert any(column in fault for fault in faults(loose)), column
