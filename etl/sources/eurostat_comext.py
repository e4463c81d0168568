"""Eurostat Comext: what members of the Union sold to each neighbour, to see trade taking another road."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.codes.eurostat import label, label_left_out, period
from etl.eurostat import HOSTS, LICENSE, REPEATED, flows, periods
from etl.reading import Dialect, has_columns, read
from etl.source import Source
from etl.tables import trade_flow

HEADER = ["REPORTER", "PARTNER", "PRODUCT", "FLOW", "STAT_PROCEDURE", "PERIOD", "VALUE_IN_EUR"]
DIALECT = Dialect(new_columns=True, ended=True)
FLOWS = {
    "EXPORT": "export", "2-EXPORT": "export", "EXPORTATION": "export", "2-EXPORTATION": "export",
    "IMPORT": "import", "1-IMPORT": "import", "IMPORTATION": "import", "1-IMPORTATION": "import",
}  # fmt: skip
TOTALS = ("Total", "TOTAL", "TOTAL-Total", "0-Total", "TOTAL-TOTAL")
ENGLISH = "download with English labels, total product and total procedure"


def recognises(head: bytes) -> bool:
    """Easy Comext's own columns, none of which is in the bulk file or the API's answer."""
    return has_columns(head, {"STAT_PROCEDURE", "VALUE_IN_EUR"}, DIALECT)


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of trade_flow in euros; sums of members other than the Union of 27 are left out and counted."""
    sheet = read(paths, HEADER, dialect=DIALECT)
    sheet.drop(sheet.rows.duplicated(), REPEATED)
    sheet.leave_out("REPORTER", label_left_out)
    sheet.leave_out("PARTNER", label_left_out)
    sheet.only("STAT_PROCEDURE", TOTALS, ENGLISH)
    sheet.only("PRODUCT", TOTALS, ENGLISH)
    day, grain = periods(sheet, "PERIOD", period, "download months or years, with English labels")
    return flows(
        sheet,
        {
            "period": day,
            "grain": grain,
            "reporter": sheet.translated("REPORTER", label),
            "partner": sheet.translated("PARTNER", label),
            "flow": sheet.choice("FLOW", FLOWS, ENGLISH),
            "product": "TOTAL",
            "value": sheet.number("VALUE_IN_EUR", low=0),
            "mass_kg": None,
            "status": "reported",
        },
    )


source = Source(
    name="eurostat_comext",
    title="Eurostat Comext, EU trade by month",
    publisher="Eurostat",
    page="https://ec.europa.eu/eurostat/comext/newxtweb/",
    license=LICENSE,
    citation="Eurostat, Comext (DS-045409), EU trade since 1988 by HS2-4-6 and CN8.",
    into=trade_flow,
    recognises=recognises,
    tidy=tidy,
    rhythm_days=31,
    most=5_000_000,
    hosts=HOSTS,
    by_hand=(
        "Open Easy Comext, choose EU trade since 1988 by HS2-4-6 and CN8, total product, total procedure and the "
        "value in euros, ask for the relational view with English labels, and download it as CSV."
    ),
    note="Exports FOB, imports CIF, at the reporting country's border. EUU is the Union of 27 throughout.",
)
