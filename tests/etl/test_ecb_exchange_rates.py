"""The European Central Bank's rates: a column per currency, a comma too many, and means of whole months."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.sources import ecb_exchange_rates
from etl.sources.ecb_exchange_rates import ABOUT, SERIES, tidy
from etl.table import ContractBroken
from tests.etl import mutations
from tests.etl.conftest import Write

# The bank sets no rate on Good Friday, 29 March, nor on Easter Monday, 1 April 2024.
MARCH = [day for day in pd.bdate_range("2024-02-28", "2024-04-02") if day.strftime("%m-%d") not in ("03-29", "04-01")]
HISTORY = (
    "Date,USD,JPY,RUB,",
    *(f"{day:%Y-%m-%d},{1 + day.day / 100:.4f},160.5,N/A," for day in reversed(MARCH)),
)
PORTAL = (
    ",".join([*SERIES, *ABOUT]),
    "EXR.M.CNY.EUR.SP00.A,M,CNY,EUR,SP00,A,2024-03,7.8297,A" + "," * len(ABOUT),
    "EXR.D.CNY.EUR.SP00.A,D,CNY,EUR,SP00,A,2024-03-01,7.7955,A" + "," * len(ABOUT),
    "EXR.D.CNY.EUR.SP00.A,D,CNY,EUR,SP00,A,2024-03-29,,H" + "," * len(ABOUT),
)
WIDE = mutations.Specimen(
    ecb_exchange_rates.source,
    HISTORY,
    unknown=(("Date", "28-02-2024"), ("USD", "n/a"), ("JPY", "0"), ("RUB", "")),
    ended=False,
    any_encoding=True,
)
LONG = mutations.Specimen(
    ecb_exchange_rates.source,
    PORTAL,
    unknown=(
        ("KEY", "EXR.M.USD.EUR.SP00.A"),
        ("FREQ", "Q"),
        ("CURRENCY", "yuan"),
        ("CURRENCY_DENOM", "USD"),
        ("EXR_TYPE", "EN00"),
        ("EXR_SUFFIX", "E"),
        ("TIME_PERIOD", "2024-13"),
        ("OBS_VALUE", "n/a"),
    ),
    unread=tuple(ABOUT),
    any_encoding=True,
)


def test_a_day_has_a_rate_per_currency_and_no_rate_is_no_zero(write: Write):
    rows = tidy([write("fx.csv", *HISTORY)])
    daily = rows[rows["kind"] == "daily"]
    assert len(daily) == 2 * len(MARCH)
    assert set(daily["currency"]) == {"USD", "JPY"}
    assert daily[daily["period"] == "2024-03-28"]["rate"].tolist() == [1.28, 160.5]
    assert rows.attrs["left_out"] == {"no rate that day (N/A)": len(MARCH)}


def test_only_a_month_with_all_its_days_is_averaged(write: Write):
    rows = tidy([write("fx.csv", *HISTORY)])
    months = rows[rows["kind"] == "month_average"]
    # 1, 4–8, 11–15, 18–22 and 25–28 March: 20 days whose numbers add up to 302.
    assert months[["currency", "rate", "days"]].values.tolist() == [["JPY", 160.5, 20], ["USD", 1.151, 20]]
    assert set(months["period"]) == {pd.Timestamp("2024-03-01")}
    without_a_day = [line for line in HISTORY if not line.startswith("2024-03-13")]
    rows = tidy([write("fx.csv", *without_a_day)])
    assert set(rows["kind"]) == {"daily"}


def test_a_currency_that_stops_within_the_month_is_not_averaged(write: Write):
    lines = [line.replace(",160.5,", ",N/A,") if line.startswith("2024-03-28") else line for line in HISTORY]
    rows = tidy([write("fx.csv", *lines)])
    assert rows.loc[rows["kind"] == "month_average", "currency"].tolist() == ["USD"]


def test_the_portals_series_are_read_and_its_own_average_counts(write: Write):
    history = write("fx.csv", HISTORY[0].replace("JPY", "CNY"), *HISTORY[1:])
    rows = tidy([write("portal.csv", *PORTAL[:2]), history])
    found = rows[(rows["currency"] == "CNY") & (rows["kind"] == "month_average")]
    assert found["rate"].tolist() == [7.8297]
    assert found["days"].isna().all()


def test_two_rates_for_one_day_are_refused(write: Write):
    other = [line.replace(",160.5,", ",161.5,") for line in HISTORY]
    with pytest.raises(ContractBroken, match=r"two rates of JPY for 2024-\d\d-\d\d"):
        tidy([write("a.csv", *HISTORY), write("b.csv", *other)])


def columns_but_currencies(harms):
    """As `harms`, but a file without one of the currencies, or with another one, is right as well."""

    def chosen(specimen: mutations.Specimen):
        return (harm for harm in harms(specimen) if harm.named[0] not in ("USD", "JPY", "RUB", ""))

    chosen.__name__ = harms.__name__
    return chosen


WIDE_HARMS = [
    columns_but_currencies(harms) if harms is mutations.missing_column else harms
    for harms in mutations.ALL
    if harms not in (mutations.reordered_columns,)
]


@pytest.mark.parametrize("harms", WIDE_HARMS, ids=lambda harms: harms.__name__)
def test_a_harmed_history_gives_the_right_rows_or_is_refused_by_name(harms):
    mutations.judge(WIDE, harms)


@pytest.mark.parametrize("harms", mutations.ALL, ids=lambda harms: harms.__name__)
def test_harmed_series_give_the_right_rows_or_are_refused_by_name(harms):
    mutations.judge(LONG, harms)
