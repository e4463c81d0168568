"""Ammunition and arms: numbers worked out by hand from the publishers' words come out of the charts unchanged."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dashboard import charts, statement
from dashboard.chart import Exhibit, drawn, records
from dashboard.charts import dprk_against_eu
from dashboard.commentary import ledger
from dashboard.period import Period
from dashboard.store import Store

ALL = Period.read("2022-02..2025-12")


def exhibit(name: str, store: Store, period: Period = ALL, **chosen: Any) -> Exhibit:
    chart = charts.get(name)
    return drawn(chart, chart.scope(period, chosen, store), store)


def plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def marks(shown: Exhibit) -> dict[str, tuple[Any, Any, str, str]]:
    """Every mark that opens: x, y, shape and fill by the name of its row."""
    found = {}
    for trace in shown.figure.to_dict()["data"]:
        for place, name in enumerate(trace.get("ids", ())):
            symbol, fill = trace["marker"].get("symbol", "circle"), trace["marker"]["color"]
            found[name] = (
                list(trace["x"])[place],
                list(trace["y"])[place],
                symbol if isinstance(symbol, str) else symbol[place],
                fill if isinstance(fill, str) else fill[place],
            )
    return found


# What the publications say, in their own words, and the number, shape and arrow that follow from them.
SAID = [
    ("prk-rus-2023-10-13-containers", "more than 1 000 containers", "square"),  # "more than 1,000"
    ("prk-rus-2023-11-02-containers", "2 000 containers", "square"),
    ("prk-rus-2023-12-29-containers", "5 000 containers", "square"),
    ("prk-rus-2024-02-23-containers", "more than 10 000 containers", "square"),  # "more than 10,000 … since September"
    ("prk-rus-2024-02-26-containers", "6 700 containers", "square"),
    ("prk-rus-2024-02-26-rounds", "500 000–3 m rounds", "diamond"),  # "3 million if 152 mm OR 500,000 if 122 mm"
    ("prk-rus-2024-06-14-rounds", "up to 4.8 m rounds", "diamond"),  # "could contain as many as 4.8 million"
    ("prk-rus-2024-02-23-rounds", "1.5 m rounds", "circle"),  # HUR
    ("prk-rus-2024-06-22-rounds", "1.6 m rounds", "hexagon"),  # 74,000 t
    ("prk-rus-2024-12-18-rounds", "more than 6 m rounds", "circle"),  # "at least 6 million heavy artillery rounds"
    ("prk-rus-2025-04-15-rounds", "4 m–6 m rounds", "circle"),
    ("prk-rus-2025-05-29-rounds", "up to 9 m rounds", "pentagon"),  # "as many as 9 million", a period
]


@pytest.mark.parametrize(("name", "words", "shape"), SAID)
def test_a_statement_is_drawn_as_it_was_said(published: Store, name: str, words: str, shape: str):
    shown = exhibit("estimates_by_estimator", published)
    row = next(row for row in records(shown.rows) if row.estimate_id == name)
    assert plain(statement.stated(row)) == words
    assert marks(shown)[name][2] == shape
    arrows = [n for n in shown.figure.to_dict()["layout"]["annotations"] if n["y"] == name and n.get("arrowside")]
    assert len(arrows) == words.startswith(("more than", "up to"))


def test_pledges_and_forecasts_are_hollow_and_deliveries_are_not(published: Store):
    shown = marks(exhibit("estimates_by_estimator", published, flow="EUU-UKR"))
    clear = {name for name, mark in shown.items() if mark[3] == statement.CLEAR}
    assert clear == {"euu-ukr-2023-03-20-rounds", "euu-ukr-2024-01-31-rounds-2", "euu-ukr-2024-02-07-rounds"}
    assert shown["euu-ukr-2024-03-21-rounds"][:3] == (500_000, "euu-ukr-2024-03-21-rounds", "circle")
    assert shown["euu-ukr-2024-03-21-rounds-2"][0] == 400_000


@pytest.mark.parametrize("name", ["estimates_by_estimator", "ammunition_rounds", "containers_seen", "dprk_against_eu"])
def test_no_estimate_is_joined_to_another(published: Store, name: str):
    assert {trace["mode"] for trace in exhibit(name, published).figure.to_dict()["data"]} <= {"markers", "markers+text"}


def test_bases_never_share_an_axis(published: Store):
    shown = exhibit("estimates_by_estimator", published, bases=("containers_seen", "capacity", "other_count", "tonnes"))
    basis = {row.estimate_id: (row.basis, row.unit) for row in records(shown.rows)}
    for trace in shown.figure.to_dict()["data"]:
        assert len({basis[name] for name in trace["ids"]}) == 1
    axes = [trace["xaxis"] for trace in shown.figure.to_dict()["data"]]
    assert len(set(axes)) == len(axes) == len(set(basis.values()))


def test_signs_say_what_leans_and_what_rests_on_a_weak_host(published: Store):
    rows = {row.estimate_id: row for row in records(exhibit("ammunition_rounds", published).rows)}
    assert statement.signs(rows["prk-rus-2024-02-25-rounds"]) == "↳"  # Zelenskyy repeats HUR
    assert statement.signs(rows["prk-rus-2025-11-14-rounds"]) == "?"  # a blog
    assert statement.signs(rows["prk-rus-2024-02-23-rounds"]) == ""
    record = statement.record.text(rows["prk-rus-2024-02-25-rounds"])
    assert "↳ repeats `prk-rus-2024-02-23-rounds`" in record
    assert "(https://menafn.com/1107897443/Zelensky-DPRK-Sent-15-Million-Artillery-Shells-To-Russia)" in record
    assert "a weak host (blog)" in statement.record.text(rows["prk-rus-2025-11-14-rounds"])


def test_a_record_quotes_the_words_used_and_says_what_is_left_out(published: Store):
    rows = {row.estimate_id: row for row in records(exhibit("containers_seen", published).rows)}
    text = statement.record.text(rows["prk-rus-2023-10-13-containers"])
    assert "“more than 1,000” … “in recent weeks”" in text
    assert "7 Sep 2023 to 1 Oct 2023" in plain(text)
    assert "**Said by**: US White House (NSC, J. Kirby), 13 Oct 2023" in text


# Rounds per container that follow from what was said together: 1 m / 2,000; 2 m / 5,000; 3 m / 6,700; 4.8 m / 10,000;
# 6 m / 13,000; 12 m / 28,000 of 152 mm, and 200,000 / 2,000; 400,000 / 5,000; 500,000 / 6,700 of 122 mm.
ANCHORS = {
    "prk-rus-2023-11-02-containers": (100, 500),
    "prk-rus-2023-12-29-containers": (80, 400),
    "prk-rus-2024-02-26-containers": (74.6, 447.8),
    "prk-rus-2024-06-14-containers": (None, 480),
    "prk-rus-2024-08-27-containers": (None, 461.5),
    "prk-rus-2025-07-13-containers": (None, 428.6),
    "prk-rus-2024-12-18-containers": (300, None),  # "at least 6 million" beside "more than 20,000"
    "prk-rus-2025-04-15-containers": (250, 375),  # 4 to 6 m beside 16,000
}


def test_published_pairs_imply_rounds_per_container(published: Store):
    rows = exhibit("conversion_bench", published).rows.dropna(subset=["rounds_id"])
    found = {
        row.estimate_id: tuple(
            None if end != end else round(end, 1)
            for end in (row.stated_per_container_low, row.stated_per_container_high)
        )
        for row in records(rows)
    }
    assert found == ANCHORS


def test_the_same_containers_are_three_million_or_half_a_million(published: Store):
    shown = exhibit("conversion_bench", published, per_large=450, per_small=75, share=100)
    row = next(row for row in records(shown.rows) if row.estimate_id == "prk-rus-2024-02-26-containers")
    assert (row.rounds_assumed, row.rounds_if_all_152, row.rounds_if_all_122) == (3_015_000, 3_015_000, 502_500)


def test_the_mix_and_the_usable_share_work_as_the_formula_says(published: Store):
    shown = exhibit("conversion_bench", published, per_large=480, per_small=80, share=25, usable=50)
    row = next(row for row in records(shown.rows) if row.estimate_id == "prk-rus-2024-02-26-containers")
    assert row.rounds_assumed == pytest.approx(6700 * (0.25 * 480 + 0.75 * 80) * 0.5)  # 603,000
    assert "6 700 containers × (25 % × 480 + 75 % × 80) rounds × 50 % usable = 603 000 rounds" in plain(shown.summary)
    assert dict(shown.filters)["Usable"] == "50 %"
    assert set(shown.rows["assumed_percent_usable"]) == {50}


def ratios(store: Store, day: str, **chosen: Any) -> dict[str, tuple[float, float]]:
    rows = exhibit("dprk_against_eu", store, **chosen).rows
    rows = rows[rows["period"] == day]
    return {row.reading: (round(row.ratio_low, 2), round(row.ratio_high, 2)) for row in records(rows)}


def test_dprk_against_eu_when_the_commentary_was_written(published: Store):
    # 14 June 2024: HUR 1.5 m, Seoul up to 4.8 m or (February) 0.5 m; EU 0.5 m donated, as stated on 21 March.
    assert ratios(published, "2024-06-14") == {"stated": (3, 3), "ceiling": (9.6, 9.6), "floor": (1, 1)}
    # With 0.4 m sold: 1.5/0.9, 4.8/0.9, 0.5/0.9.
    assert ratios(published, "2024-06-14", against="commercial") == {
        "stated": (1.67, 1.67),
        "ceiling": (5.33, 5.33),
        "floor": (0.56, 0.56),
    }
    # Half of it unusable, as HUR says: 0.75/0.9.
    assert ratios(published, "2024-06-14", against="commercial", usable=50)["stated"] == (0.83, 0.83)


def test_czech_rounds_are_a_range_because_the_eu_pays_some_of_them_back(published: Store):
    # 15 April 2025: 4 to 6 m; EU 1 m in November 2024; 1.5 m Czech-led in 2024, which hold June's 50,000 and the
    # 500,000 of 155 mm: so the EU side is 1 m to 2.5 m.
    assert ratios(published, "2025-04-15", against="czech")["stated"] == (1.6, 6)
    assert ratios(published, "2025-04-15")["stated"] == (4, 6)


def test_what_the_eu_stated_for_a_later_period_comes_on_top(published: Store):
    # 14 November 2025: 6.5 m against 1 m (18 November 2024) and 1.6 m of 2025.
    assert ratios(published, "2025-11-14")["stated"] == (2.5, 2.5)


def test_dwarfing_is_held_to_what_the_claim_holds_it_to(published: Store):
    claims = {e.id: e for text in ledger.texts(published) for e in text.excerpts if e.claim}
    excerpt = claims["dprk-ammunition"]
    assert excerpt.claim is not None and excerpt.claim.stated == dprk_against_eu.DWARFS
    assert excerpt.cited is not None and excerpt.cited.last_day == dprk_against_eu.THEN == date(2024, 6, 30)
    said = plain(exhibit("dprk_against_eu", published).summary)
    # 27 June: 3 of 4 readings reach twice; 2 × 0.5 m is 67 % of 1.5 m, 62.5 % of 1.6 m and 21 % of 4.8 m.
    assert "which 3 of 4 readings reach" in said
    assert "Seoul’s ceiling (all 152 mm) 21 % usable" in said
    assert "Rounds counted or stated 67 % usable" in said
    assert "Seoul’s floor (all 122 mm) out of reach" in said


RATES = [  # Kyiv Independent on CNN, 11 March 2024, and the others
    ("rus-ukr-2024-03-11-rounds", 10_000, "rate_per_day"),
    ("ukr-rus-2024-03-11-rounds", 2_000, "rate_per_day"),
    ("rus-rus-2024-03-11-rounds", 250_000, "rate_per_month"),
    ("usa-usa-2023-08-11-rounds", 24_000, "rate_per_month"),
    ("rus-rus-2024-02-26-rounds", 2_000_000, "rate_per_year"),
    ("rus-rus-2024-02-26-rounds-2", 2_700_000, "rate_per_year"),
    ("rus-rus-2024-05-26-rounds", 4_500_000, "rate_per_year"),
    ("usa+euu-ukr-2024-03-11-rounds", 1_200_000, "rate_per_year"),
    ("euu-euu-2024-01-24-rounds", 1_000_000, "rate_per_year"),
    ("euu-euu-2024-01-19-rounds", 1_350_000, "rate_per_year"),  # 1.3 to 1.4 million
    ("euu-euu-2025-08-12-rounds", 2_000_000, "rate_per_year"),
]


@pytest.mark.parametrize(("name", "rounds", "span"), RATES)
def test_a_rate_stands_in_the_unit_of_time_it_was_stated_in(published: Store, name: str, rounds: int, span: str):
    row = next(r for r in records(exhibit("firing_rates", published).rows) if r.estimate_id == name)
    assert (row.rounds, row.span) == (rounds, span)


DELIVERED = [  # SIPRI's register of 12 February 2026: supplier, weapon, year, number, volume
    ("PRK", "Hwasong-11", 2023, 5, 12.5),
    ("PRK", "Hwasong-11", 2024, 95, 237.5),
    ("PRK", "M-1978 170mm", 2024, 10, 5),
    ("IRN", "Shahed-136", 2022, 600, 60),
    ("IRN", "Shahed-136", 2023, 2000, 200),
    ("IRN", "Shahed-136", 2024, 2000, 200),
    ("IRN", "Shahed-131", 2022, 100, 6),
    ("IRN", "Fath-360", 2024, 200, 24),
    ("IRN", "Mohajer-6", 2022, 20, 3),
    ("CHN", "Tiger AV", 2023, 8, 1.2),
    ("CHN", "ship engine 2501-4000", 2022, 4, 4.8),
]


@pytest.mark.parametrize(("supplier", "weapon", "year", "number", "tiv"), DELIVERED)
def test_a_delivery_is_as_the_register_has_it(
    published: Store, supplier: str, weapon: str, year: int, number: float, tiv: float
):
    rows = exhibit("arms_weapons", published).rows
    row = rows[(rows["designation"] == weapon) & (rows["period"].dt.year == year)].iloc[0]
    assert (row["supplier"], row["number_delivered"], row["tiv_delivered"]) == (supplier, number, tiv)


def test_years_add_up_and_uncertain_numbers_are_apart(published: Store):
    # 2024: Iran 200 + 24, DPRK 237.5 + 5, all uncertain. 2023: Iran 200, DPRK 12.5, China 1.2 uncertain; China's
    # engines 4.8 without a mark, the unknown supplier's 0.05 firm.
    rows = exhibit("arms_transfers", published, Period.read("2023-01..2024-12")).rows
    found = {(row.period.year, row.part, row.uncertain): round(row.tiv, 2) for row in records(rows)}
    assert found == {
        (2023, "CHN", False): 4.8,
        (2023, "CHN", True): 1.2,
        (2023, "IRN", True): 200,
        (2023, "PRK", True): 12.5,
        (2023, "unknown supplier(s)", False): 0.05,
        (2024, "IRN", True): 224,
        (2024, "PRK", True): 242.5,
    }


def test_a_row_that_a_newer_file_no_longer_has_is_not_counted(fuller: Store):
    # The file of 2025 has a second row of deal 65539 for 2023, ten million TIV; that of 2026 has one row, of 200.
    stands = "SELECT tiv_delivered FROM {} WHERE deal_id = '65539' AND delivered = DATE '2023-01-01' ORDER BY ALL"
    assert fuller.rows(stands.format("arms_transfer_vintages"))["tiv_delivered"].tolist() == [10, 120, 200]
    assert fuller.rows(stands.format("arms_transfer"))["tiv_delivered"].tolist() == [200]
    shown = exhibit("arms_transfers", fuller, Period.read("2023-01..2023-12"), supplier="IRN", by="designation")
    assert {row.part: row.tiv for row in records(shown.rows)} == {"Shahed-136": 200}


def test_what_sipri_restated_between_two_files(fuller: Store):
    # 3 January 2025: 600 of 0.2 each in 2022 and in 2023; 12 February 2026: 600 and 2,000 of 0.1 each.
    rows = {row.period.year: row for row in records(exhibit("arms_restated", fuller).rows)}
    assert set(rows) == {2022, 2023}
    later = rows[2023]
    assert (later.number_before, later.number_after) == (600, 2000)
    assert (later.tiv_each_before, later.tiv_each_after, later.tiv_before, later.tiv_after) == (0.2, 0.1, 120, 200)
    assert (rows[2022].number_before, rows[2022].number_after, rows[2022].tiv_after) == (600, 600, 60)
    assert (f"{later.file_before:%Y-%m-%d}", f"{later.file_after:%Y-%m-%d}") == ("2025-01-03", "2026-02-12")


def test_exports_as_each_file_has_them(fuller: Store):
    # The table of July 2025 prints 13 and 240; the register's rows of February 2026 add up to 12.5 and 237.5 + 5.
    shown = exhibit("arms_exports_restated", fuller, supplier="PRK")
    found = {(row.period.year, row.kind): row.tiv for row in records(shown.rows)}
    assert found == {(2023, "table"): 13, (2023, "register"): 12.5, (2024, "table"): 240, (2024, "register"): 242.5}
    assert "Files differ on DPRK’s exports in 2 years of 2023–2024; most for 2024: 240 to 242 m TIV" in plain(
        shown.summary
    )


def test_promised_and_earmarked_stand_apart_and_months_without_aid_are_absent(fuller: Store):
    # The tracker's file in billions: Australia 0.002645 and 0.05, EU 9.2 and 0.5, Germany 0.75 committed; allocated
    # 0.002645 + 0.069697, 1.2 + 1.5, 0.5.
    rows = {row.donor: row for row in records(exhibit("aid_gap", fuller).rows)}
    assert {code: (round(row.committed_eur), round(row.allocated_eur)) for code, row in rows.items()} == {
        "AUS": (52_645_000, 72_342_000),
        "EUU": (9_700_000_000, 2_700_000_000),
        "DEU": (750_000_000, 500_000_000),
    }
    monthly = exhibit("aid_by_month", fuller).rows
    assert sorted({f"{month:%Y-%m}" for month in monthly["period"]}) == ["2022-02", "2023-12", "2024-03", "2024-04"]
    april = monthly[monthly["period"] == "2024-04-01"].set_index(["measure", "kind"])["value_eur"]
    assert april.round().to_dict() == {
        ("allocation", "financial"): 0,
        ("allocation", "humanitarian"): 10_000_000,
        ("allocation", "military"): 59_697_000,
        ("commitment", "all"): 50_000_000,
    }


def test_the_timeline_marks_what_the_commentary_speaks_of(published: Store):
    chart = charts.get("deliveries_timeline")
    spoken = ("2024-06-18-putin-arrives-in-pyongyang-18-19", "2023-07-25-shoigu-then-defence-minister-arrives-in")
    shown = drawn(chart, chart.scope(ALL, store=published, events=spoken), published)
    lines = [shape["x0"] for shape in shown.figure.to_dict()["layout"]["shapes"] if shape["type"] == "line"]
    assert [f"{line:%Y-%m-%d}" for line in lines] == ["2023-07-25", "2024-06-18"]
    assert (
        "Marked are 2 that the commentary speaks of or that are chosen above: 25 Jul 2023 Shoigu; 18 Jun 2024 Putin"
        in shown.summary
    )
