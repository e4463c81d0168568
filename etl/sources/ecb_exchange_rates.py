"""The European Central Bank's reference rates: to show trade counted in one currency in another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from pandas.tseries.holiday import AbstractHolidayCalendar, EasterMonday, GoodFriday, Holiday

from etl import packed
from etl.reading import Dialect, header_of, read
from etl.sheet import Sheet
from etl.source import License, Source
from etl.table import ContractBroken
from etl.tables import exchange_rate
from etl.together import together

SERIES = [
    "KEY",
    "FREQ",
    "CURRENCY",
    "CURRENCY_DENOM",
    "EXR_TYPE",
    "EXR_SUFFIX",
    "TIME_PERIOD",
    "OBS_VALUE",
    "OBS_STATUS",
]
# About the series, the same in each of its rows; nothing is read from these.
ABOUT = [
    "OBS_CONF", "OBS_PRE_BREAK", "OBS_COM", "TIME_FORMAT", "BREAKS", "COLLECTION", "COMPILING_ORG", "DISS_ORG",
    "DOM_SER_IDS", "PUBL_ECB", "PUBL_MU", "PUBL_PUBLIC", "UNIT_INDEX_BASE", "COMPILATION", "COVERAGE", "DECIMALS",
    "NAT_TITLE", "SOURCE_AGENCY", "SOURCE_PUB", "TITLE", "TITLE_COMPL", "UNIT", "UNIT_MULT",
]  # fmt: skip
CURRENCY = re.compile(r"[A-Z]{3}")
DIALECT = Dialect(new_columns=True, ended=True)
FREQUENCIES = {"D": ("day", "daily", "%Y-%m-%d"), "M": ("month", "month_average", "%Y-%m")}
NONE = "N/A"
HEAD = 65_536
# When the euro's payment system is closed, no rate is set.
CLOSING_DAYS = AbstractHolidayCalendar(
    rules=[
        GoodFriday,
        EasterMonday,
        *(Holiday(f"{month}-{day}", month=month, day=day) for month, day in ((1, 1), (5, 1), (12, 25), (12, 26))),
        *(Holiday(f"{year}", year=year, month=12, day=31) for year in (1999, 2001)),
    ]
)
LAYOUT = "the publisher changed the layout: compare it with the adapter"


def recognises(head: bytes) -> bool:
    """The history with a column per currency, or the data portal's series."""
    wide = header_of(head, DIALECT)
    return (wide[:1] == ["Date"] and "USD" in wide and "JPY" in wide) or _is_series(head)


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of exchange_rate: the daily rates, and the mean of each month of which all of them were read."""
    heads = {path: packed.head(path, HEAD) for path in paths}
    series = [path for path in paths if _is_series(heads[path])]
    parts = [_series(series)] if series else []
    parts += [_wide(path, header_of(heads[path], DIALECT)) for path in paths if path not in series]
    rows = together(parts)
    key = ["kind", "currency", "period"]
    again = rows.duplicated([*key, "rate"]) | (rows["kind"].eq("month_average") & rows.duplicated(key))
    attrs, rows = rows.attrs, rows[~again]
    if (twice := rows.duplicated(key)).any():
        shown = rows.loc[twice, key].iloc[0]
        names = ", ".join(path.name for path in paths)
        raise ContractBroken(
            f"{names}: two rates of {shown['currency']} for {shown['period']:%Y-%m-%d}; keep the newer file only"
        )
    rows = rows.reset_index(drop=True)
    rows.attrs = attrs
    return rows


def _is_series(head: bytes) -> bool:
    # With one of them renamed the file is still one, and refused by that column's name.
    return len({"KEY", "EXR_TYPE", "EXR_SUFFIX", "CURRENCY_DENOM"} & set(header_of(head, DIALECT))) >= 3


def _wide(path: Path, found: list[str]) -> pd.DataFrame:
    currencies = [name for name in found if CURRENCY.fullmatch(name)]
    strange = [name for name in found[1:] if name not in currencies and name != ""]
    if not currencies or strange or found[:1] != ["Date"] or found[-1] != "" or len(set(found)) != len(found):
        what = f"column {strange[0]!r}" if strange else "the header"
        raise ContractBroken(
            f"{path.name} row 1: {what} is not Date and then a currency each, ending in a comma; {LAYOUT}"
        )
    sheet = read([path], found)
    sheet.day("Date")
    sheet.only("", [""], "get the file again")
    for currency in currencies:
        rates = sheet.number(currency, blank=[NONE], low=0)
        sheet.say(sheet.rows.loc[rates.eq(0), currency], "is no rate", "get the file again")
    sheet.unique(["Date"], "one day stands there twice; get the file again")
    sheet.done()
    long = Sheet(sheet.rows.melt(["Date"], currencies, "currency", "rate", ignore_index=False).astype("str"))
    long.drop(long.rows["rate"].eq(NONE), "no rate that day (N/A)")
    rate = long.number("rate")
    day = long.day("Date")
    daily = long.tidy(_columns(day, "day", long.rows["currency"], rate, "daily", 1))
    return together([daily, _averages(daily, sheet.day("Date"))])


def _averages(daily: pd.DataFrame, days: pd.Series) -> pd.DataFrame:
    """The mean of each currency over each whole month."""
    dates = pd.Series(days.array).sort_values(ignore_index=True)
    whole = _whole_months(dates)
    month = daily["period"].dt.to_period("M")
    expected = dates.dt.to_period("M").value_counts()
    groups = daily[month.isin(whole)].groupby([month[month.isin(whole)], "currency"])["rate"]
    means = groups.agg(["mean", "size"]).reset_index()
    means = means[means["size"].eq(means["period"].map(expected).astype("int64"))]
    rows = pd.DataFrame(
        _columns(
            means["period"].dt.to_timestamp(),
            "month",
            means["currency"],
            means["mean"].round(6),
            "month_average",
            means["size"],
        )
    )
    return rows.astype(daily.dtypes.to_dict())


def _whole_months(dates: pd.Series) -> set[pd.Period]:
    """Months of which every day is there on which the bank sets rates: Monday to Friday but for its closing days."""
    closed = CLOSING_DAYS.holidays(dates.min().replace(day=1), dates.max() + pd.offsets.MonthEnd(0))
    there = set(dates)
    due = {month: pd.bdate_range(month.start_time, month.end_time) for month in set(dates.dt.to_period("M"))}
    return {month for month, days in due.items() if there.issuperset(days.difference(closed))}


def _series(paths: Sequence[Path]) -> pd.DataFrame:
    found = header_of(packed.head(paths[0], HEAD), DIALECT)
    header = [name for name in found if name in SERIES or name in ABOUT]
    header += [name for name in SERIES if name not in header]
    sheet = read(paths, header, dialect=DIALECT)
    rows = sheet.rows
    sheet.only("CURRENCY_DENOM", ["EUR"], "only rates of the euro are read")
    sheet.only("EXR_TYPE", ["SP00"], "download spot rates (SP00)")
    sheet.only("EXR_SUFFIX", ["A"], "download averages (A)")
    meaning = sheet.choice("FREQ", FREQUENCIES, "download days (D) or months (M)")
    key = "EXR." + rows["FREQ"] + "." + rows["CURRENCY"] + "." + rows["CURRENCY_DENOM"] + ".SP00.A"
    sheet.say(rows.loc[key.ne(rows["KEY"]), "KEY"], "is not the key of the cells beside it", LAYOUT)
    currency = sheet.text("CURRENCY", CURRENCY.pattern)
    sheet.done()
    nothing = rows["OBS_VALUE"].isin(["", "NaN"])
    sheet.say(rows.loc[nothing & rows["OBS_STATUS"].isin(["A", ""]), "OBS_VALUE"], "is no rate, and no status says why")
    sheet.drop(nothing, "no rate")
    rows, meaning, currency = sheet.rows, meaning[sheet.rows.index], currency[sheet.rows.index]
    lengths = rows["TIME_PERIOD"].str.len().ne(meaning.str[0].map({"day": 10, "month": 7}))
    sheet.say(rows.loc[lengths, "TIME_PERIOD"], "is not as long as the frequency says", LAYOUT)
    sheet.rows = rows.assign(TIME_PERIOD=rows["TIME_PERIOD"] + rows["FREQ"].map({"D": "", "M": "-01"}))
    rate = sheet.number("OBS_VALUE", low=0)
    sheet.say(sheet.rows.loc[rate.eq(0), "OBS_VALUE"], "is no rate", "get the file again")
    day = sheet.day("TIME_PERIOD")
    days = meaning.str[0].map({"day": 1.0, "month": None}).astype(float)
    return sheet.tidy(_columns(day, meaning.str[0], currency, rate, meaning.str[1], days))


def _columns(
    period: object, grain: object, currency: object, rate: object, kind: object, days: object
) -> dict[str, object]:
    return {
        "period": period,
        "grain": grain,
        "base": "EUR",
        "currency": currency,
        "rate": rate,
        "kind": kind,
        "days": days,
    }


source = Source(
    name="ecb_exchange_rates",
    title="European Central Bank, euro reference rates",
    publisher="European Central Bank",
    page="https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/html/index.en.html",
    license=License(
        "other-at",
        "ECB: free use with the source named",
        "https://www.ecb.europa.eu/services/using-our-site/disclaimer/html/index.en.html",
    ),
    citation="European Central Bank, Euro foreign exchange reference rates.",
    into=exchange_rate,
    recognises=recognises,
    tidy=tidy,
    rhythm_days=1,
    urls=("https://data-api.ecb.europa.eu/service/data/EXR/M.USD+CNY+GBP+RUB+KRW.EUR.SP00.A?format=csvdata",),
    hosts=("www.ecb.europa.eu", "data-api.ecb.europa.eu"),
    by_hand="Download the history of all reference rates as CSV, unpack it, and add the file inside.",
    note=(
        "For information, not for transactions. A month's average is the mean of its daily rates and stands only where "
        "every one was read. The rate of the rouble was suspended on 2 March 2022."
    ),
)
