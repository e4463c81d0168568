"""The charts of trade against numbers worked out by hand and against publishers' own totals."""

from __future__ import annotations

from datetime import date
from math import exp, log
from pathlib import Path

import pandas as pd
import pytest

from dashboard import charts
from dashboard.chart import Exhibit, drawn
from dashboard.period import Period, shifted
from dashboard.store import Store, open_store
from etl.add import add
from etl.build import build

SHARED = Path(__file__).parents[3] / "shared" / "raw"
ALL = Period.read("2017-01..2024-12")


def shown(name: str, store: Store, period: Period = ALL, **chosen: object) -> Exhibit:
    chart = charts.get(name)
    return drawn(chart, chart.scope(period, chosen, store), store)


def at(rows: pd.DataFrame, day: str, column: str = "shown") -> float:
    return float(rows.loc[rows["period"] == pd.Timestamp(day), column].item())


# UN Comtrade, reporter China, exports to Russia, all goods, US dollars, by month of 2023 and 2024.
MONTHS_2023 = {3: 8_890_318_494, 4: 9_574_571_715, 5: 9_251_524_258}
MONTHS_2024 = {3: 7_456_257_276, 4: 8_296_607_890, 5: 9_075_194_053}


def test_the_explorer_opens_with_chinas_exports_to_russia(published: Store):
    exhibit = shown("explorer", published)
    assert exhibit.question == "How did China’s exports to Russia develop?"
    assert [at(exhibit.rows, f"2024-0{m}-01") for m in MONTHS_2024] == list(MONTHS_2024.values())
    assert exhibit.rows["status"].unique().tolist() == ["reported"]


def test_change_index_and_rolling_sum_are_those_of_the_months(published: Store):
    change = shown("explorer", published, measure="change").rows
    assert at(change, "2024-05-01") == pytest.approx(9_075_194_053 / 9_251_524_258 - 1)
    index = shown("explorer", published, measure="index", base="2023-03-01").rows
    assert at(index, "2023-03-01") == 100
    assert at(index, "2024-05-01") == pytest.approx(100 * 9_075_194_053 / 8_890_318_494)
    rolling = shown("explorer", published, measure="rolling_3").rows
    assert at(rolling, "2024-05-01") == 7_456_257_276 + 8_296_607_890 + 9_075_194_053
    assert rolling.loc[rolling["period"] < "2017-03-01", "shown"].isna().all(), "the first two months have no sum"


def test_quarters_and_years_are_sums_of_their_months_and_say_when_not_whole(published: Store):
    quarter = shown("explorer", published, grain="quarter").rows
    april_to_june = shown("explorer", published, Period.read("2024-04..2024-06")).rows["shown"].sum()
    assert at(quarter, "2024-04-01") == april_to_june
    year = shown("explorer", published, reporters="EUU", partners="KGZ", currency="EUR", grain="year").rows
    last = year.iloc[-1]
    assert (last["period"].year, last["months_held"], last["months_due"]) == (2024, 8, 12)
    assert last["status"] == "incomplete"
    exhibit = shown("explorer", published, reporters="EUU", partners="KGZ", currency="EUR", grain="year")
    assert "Incomplete: 2024 (8 of 12 months)." in exhibit.summary
    changes = shown(
        "explorer", published, reporters="EUU", partners="KGZ", currency="EUR", grain="year", measure="change"
    )
    assert pd.isna(changes.rows.iloc[-1]["shown"]), "eight months are not compared with twelve"


def test_a_rolling_sum_runs_over_no_gap(published: Store):
    """China's bulletin lacks July to December 2023: no sum of twelve months has them inside."""
    rows = shown(
        "explorer", published, Period.read("2023-01..2026-07"), source="china_customs_bulletin", currency="CNY",
        measure="rolling_12",
    ).rows  # fmt: skip
    assert rows.loc[rows["period"] < "2024-12-01", "shown"].isna().all()
    held = set(rows["period"])
    for stamp, value in zip(rows["period"], rows["shown"], strict=True):
        whole = all(pd.Timestamp(shifted(stamp.date(), -n)) in held for n in range(12))
        assert pd.notna(value) == whole, stamp


def test_small_panels_share_one_time_axis_and_have_an_axis_each(published: Store):
    exhibit = shown("explorer", published, reporters="EUU", partners="RUS,KGZ,KAZ", currency="EUR", panels="own")
    assert [trace["yaxis"] for trace in exhibit.figure.to_dict()["data"]] == ["y", "y2", "y3"]
    shared = shown("explorer", published, reporters="EUU", partners="RUS,KGZ,KAZ", currency="EUR", panels="shared")
    layout = shared.figure.to_dict()["layout"]
    assert (layout["yaxis2"]["matches"], layout["yaxis3"]["matches"]) == ("y", "y")


def test_what_was_asked_for_and_is_not_held_is_said(published: Store):
    exhibit = shown(
        "explorer", published, reporters="CHN,DEU", partners="RUS", source="eurostat_comext", currency="EUR"
    )
    assert "Not held in this source and period: China with Russia." in exhibit.summary


def test_an_empty_result_says_what_is_nearest(published: Store):
    exhibit = shown("explorer", published, Period.read("2025-03..2025-06"))
    assert exhibit.rows.empty
    assert exhibit.nearest == "These choices are held for Jan 2017–Dec 2024; nearest is Dec 2024."


def test_the_members_sum_to_the_union_where_eurostat_says_so(published: Store):
    rows = published.rows(
        """
        WITH each AS (
          SELECT period, partner, aggregate, sum(value) AS value FROM trade_flow
          WHERE source = 'eurostat_comext' AND product = 'TOTAL' AND flow = 'export' AND currency = 'EUR'
            AND valuation = 'FOB' AND grain = 'month'
          GROUP BY period, partner, aggregate
        )
        SELECT m.period, m.partner, m.value AS members, u.value AS eu
        FROM each AS m JOIN each AS u ON u.period = m.period AND u.partner = m.partner
        WHERE NOT m.aggregate AND u.aggregate ORDER BY m.period, m.partner
        """
    )
    assert len(rows) == 68 * 6
    assert (rows["members"] - rows["eu"]).abs().max() <= 27, "more than a euro of rounding per member"
    ranked = shown("partners_ranked", published, Period.read("2023-01..2023-12")).rows
    union = rows[(rows["partner"] == "RUS") & (rows["period"].dt.year == 2023)]["eu"].sum()
    assert ranked["value"].sum() == pytest.approx(union, rel=1e-9)
    assert "EUU" not in set(ranked["country"])


def test_months_are_checked_against_the_published_year_and_a_difference_is_noted(published: Store):
    """China's bulletin: the months of 2024 and the year to December 2024 differ by revisions; those of 2025 agree."""
    exhibit = shown(
        "explorer", published, Period.read("2024-01..2026-07"), source="china_customs_bulletin", currency="CNY",
        grain="year",
    )  # fmt: skip
    rows = exhibit.rows.set_index(exhibit.rows["period"].dt.year)
    assert rows.loc[2025, "value"] == pytest.approx(rows.loc[2025, "value_published"], rel=5e-4)
    assert rows.loc[2024, "value"] / rows.loc[2024, "value_published"] - 1 == pytest.approx(0.00052, abs=1e-5)
    assert "The months of 2024 add up to" in exhibit.summary
    assert "The months of 2025" not in exhibit.summary


def test_baci_and_comtrade_give_nearly_the_same_for_2023(published: Store):
    """CEPII reconciles to 110.0 bn dollars; China itself counted 111.1."""
    baci = shown("product_ranks", published, Period.read("2023-01..2023-12")).rows["value"].sum()
    own = at(shown("explorer", published, grain="year").rows, "2023-01-01")
    assert f"{baci / 1e9:.1f}" == "110.0"
    assert f"{own / 1e9:.1f}" == "111.1"


def test_the_parts_of_a_trade_add_up_to_it_at_every_level(published: Store):
    year = Period.read("2023-01..2023-12")
    whole = shown("product_ranks", published, year).rows
    chapter = shown("product_ranks", published, year, chapter="85").rows
    heading = shown("product_ranks", published, year, chapter="85", heading="8542").rows
    assert set(whole["code"].str.len()) == {2}
    assert chapter["value"].sum() == pytest.approx(whole.set_index("code").loc["85", "value"])
    assert heading["value"].sum() == pytest.approx(chapter.set_index("code").loc["8542", "value"])
    assert shown("products", published, year).rows["value"].sum() == pytest.approx(whole["value"].sum())
    steps = shown("product_change", published).rows
    assert steps["change"].sum() == pytest.approx(steps["value_last"].sum() - steps["value_first"].sum())
    assert steps["value_last"].sum() == pytest.approx(whole["value"].sum())


def test_concentration_is_the_sum_of_squared_shares(published: Store):
    year = Period.read("2023-01..2023-12")
    ranks = shown("product_ranks", published, year).rows
    shares = ranks["value"] / ranks["value"].sum()
    row = shown("concentration", published, year, digits="2").rows.iloc[0]
    assert row["concentration"] == pytest.approx((shares**2).sum())
    assert row["share_of_ten"] == pytest.approx(shares.head(10).sum())


def test_the_six_codes_of_hs_2022_are_marked_and_not_drawn_as_zero(published: Store):
    rows = shown("priority_codes", published).rows
    assert len(rows) == 50
    unknown = rows[rows["state"] == "not in this revision"]
    assert set(unknown["code"]) == {"852589", "854149", "854151", "854159", "854800", "880730"}
    assert unknown["value"].isna().all()
    assert rows.loc[rows["state"] == "traded", "value"].sum() == pytest.approx(
        shown("high_priority", published, Period.read("2023-01..2023-12")).rows["value"].sum()
    )


def test_the_currency_alone_decides_in_may_2024(published: Store):
    """Dollars: 9.075 / 9.252 − 1. Yuan: the same, times the monthly averages of the ECB's yuan per dollar."""
    rows = shown("currencies", published, Period.read("2024-05..2024-05")).rows.set_index("shown_in")
    assert rows.loc["USD", "shown"] == pytest.approx(9_075_194_053 / 9_251_524_258 - 1)
    rates = published.rows(
        "SELECT period, currency, rate FROM exchange_rate WHERE kind = 'daily' AND currency IN ('USD', 'CNY') "
        "AND period BETWEEN DATE '2023-05-01' AND DATE '2024-05-31'"
    )
    mean = rates.groupby([rates["period"].dt.strftime("%Y-%m"), "currency"])["rate"].mean()
    now, before = (mean[month, "CNY"] / mean[month, "USD"] for month in ("2024-05", "2023-05"))
    by_hand = 9_075_194_053 * now / (9_251_524_258 * before) - 1
    assert rows.loc["CNY", "shown"] == pytest.approx(by_hand, rel=1e-4)
    assert rows.loc["USD", "shown"] < 0 < rows.loc["CNY", "shown"]
    assert "May 2024" in shown("currencies", published).summary


def test_at_constant_rates_all_currencies_change_alike(published: Store):
    rows = shown("currencies", published, Period.read("2024-01..2024-12"), rates="constant").rows
    spread = rows.groupby("period")["shown"].agg(lambda one: one.max() - one.min())
    assert spread.max() < 1e-12
    own = shown("currencies", published, Period.read("2024-01..2024-12")).rows
    yuan = own[own["shown_in"] == "CNY"].set_index("period")["shown"]
    assert rows[rows["shown_in"] == "USD"].set_index("period")["shown"].tolist() == pytest.approx(yuan.tolist())


def test_one_side_missing_is_said_with_reason_and_day(published: Store):
    exhibit = shown("two_sided", published)
    assert set(exhibit.rows["side"]) == {"exporter"}
    assert "Russia’s figures are missing in all 96 periods." in exhibit.summary
    assert "On 21 Apr 2022: Russia suspends publication" in exhibit.summary
    notes = [note["text"] for note in exhibit.figure.to_dict()["layout"]["annotations"]]
    assert any("Russia’s figures: missing, not zero" in note and "21 Apr 2022" in note for note in notes)


def test_the_excess_is_value_minus_trend_and_the_trend_knows_nothing_after_january_2022(published: Store):
    rows = shown("rerouting_excess", published, Period.read("2019-01..2024-08")).rows
    before = rows[rows["period"] < "2022-02-01"]
    assert rows["months_fitted"].unique().tolist() == [37]
    # Least squares with an intercept and a dummy per month: errors of each month of the year add up to nothing.
    errors = before["value"].map(log) - before["trend"].map(log)
    assert errors.groupby(before["period"].dt.month).sum().abs().max() < 1e-9
    after = rows[rows["period"] >= "2022-02-01"]
    assert after["excess"].tolist() == pytest.approx((after["value"] - after["trend"]).tolist())
    assert before["excess"].isna().all()
    balance = shown("rerouting_balance", published, Period.read("2019-01..2024-08")).rows.set_index("partner")
    assert balance.loc["KGZ", "excess"] == pytest.approx(after["excess"].sum())
    near = ["KGZ", "ARM", "GEO", "KAZ", "UZB"]
    assert balance.loc["all neighbours", "excess"] == pytest.approx(balance.loc[near, "excess"].sum())
    assert balance.loc["RUS", "excess_high"] < 0 < balance.loc["all neighbours", "excess_low"]


@pytest.fixture(scope="module")
def more(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The bundled tables with publishers' own files added."""
    if not SHARED.is_dir():
        pytest.skip("the publishers' files are not here (../shared/raw)")
    home = tmp_path_factory.mktemp("more")
    add([SHARED / "imf" / "imts_portal_rus_by_partner_annual.csv"], home, day=date(2026, 11, 24))
    assert build(home).good
    return open_store(home)


@pytest.mark.raw
def test_both_sides_of_russias_exports_to_china_in_2021(more: Store):
    """68 422.67 m dollars in the IMF's file for Russia, 79.6 bn as China counts; later ones the IMF estimates."""
    rows = shown("two_sided", more, exporter="RUS", importer="CHN", grain="year").rows
    one = rows[rows["period"] == "2021-01-01"].set_index("side")
    assert one.loc["exporter", "value"] == pytest.approx(68_422_666_052)
    assert f"{one.loc['importer', 'value'] / 1e9:.1f}" == "79.6"
    assert one.loc["importer", "gap"] == pytest.approx(one.loc["importer", "value"] / one.loc["exporter", "value"] - 1)
    late = rows[(rows["side"] == "exporter") & (rows["period"] > "2021-12-31")]
    assert set(late["status"]) == {"estimate"}
    assert set(rows["source"]) == {"imf_imts", "un_comtrade_monthly"}


def test_a_trend_of_constant_growth_is_continued_exactly():
    from dashboard.trade.trend import excess, fitted

    months = [shifted(date(2019, 1, 1), n) for n in range(60)]
    season = {month: 1 + month / 20 for month in range(1, 13)}
    known = [(m, 100 * season[m.month] * exp(0.01 * n)) for n, m in enumerate(months[:36])]
    later = [100 * season[m.month] * exp(0.01 * n) for n, m in enumerate(months)][36:]
    expected = fitted(known, months[36:])
    assert [one.trend for one in expected] == pytest.approx(later)
    assert excess(later, expected).value == pytest.approx(0, abs=1e-6)
    assert excess([v + 10 for v in later], expected).value == pytest.approx(240)
