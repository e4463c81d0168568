"""Eurostat's API: the same trade by code instead of label, as SDMX-CSV, for programs to fetch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl import packed
from etl.codes.eurostat import FLOWS, PRODUCT, area, area_left_out, numbered_period
from etl.eurostat import HOSTS, KEY, LICENSE, flows, periods
from etl.reading import Dialect, has_columns, header_of, read
from etl.sheet import Cells, Sheet
from etl.source import Source
from etl.tables import trade_flow

HEADER = [
    "DATAFLOW", "LAST UPDATE", "freq", "reporter", "partner", "product", "flow", "indicators", "TIME_PERIOD",
    "OBS_VALUE", "OBS_FLAG",
]  # fmt: skip
FLAG = "OBS_FLAG"
WITHOUT_FLAG = HEADER[:-1]  # an answer in which nothing is flagged has no such column
DIALECT = Dialect(new_columns=True, ended=True)
FREQUENCIES = {"M": "month", "A": "year"}
# Kilograms per unit of the indicator; the value in euros has none.
INDICATORS = {
    "VALUE_IN_EUROS": 0.0, "VALUE_EUR": 0.0, "QUANTITY_IN_100KG": 100.0, "QUANTITY_IN_KG": 1.0, "QUANTITY_KG": 1.0,
}  # fmt: skip
HEAD = 65_536
CONFIDENTIAL = "c"
FLAGS = {"": "reported", CONFIDENTIAL: "suppressed", "p": "reported", "r": "reported", "e": "estimate", "s": "estimate"}


def recognises(head: bytes) -> bool:
    """The dimensions of Comext's data sets."""
    return has_columns(head, {"DATAFLOW", "indicators", "OBS_VALUE"}, DIALECT)


def tidy(paths: Sequence[Path]) -> pd.DataFrame:
    """Rows of trade_flow in euros, with the mass where it was asked for; confidential values are null."""
    sheet = _flagged(paths)
    sheet.text("DATAFLOW", r"ESTAT:(DS|ds)-[0-9]{6}\([0-9.]+\)", remedy="download a Comext data set (DS-045409)")
    sheet.leave_out("reporter", area_left_out)
    sheet.leave_out("partner", area_left_out)
    sheet.text("product", PRODUCT, remedy="a new kind of product code: extend PRODUCT in etl/codes/eurostat.py")
    day, grain = periods(sheet, "TIME_PERIOD", numbered_period, "get the file again")
    frequency = sheet.choice("freq", FREQUENCIES, "download months (M) or years (A)")
    sheet.say(
        sheet.rows.loc[frequency.notna() & grain.notna() & frequency.ne(grain), "freq"], "is not the period's length"
    )
    measured = sheet.choice("indicators", INDICATORS, "download VALUE_IN_EUROS and QUANTITY_IN_KG only")
    status = sheet.choice("OBS_FLAG", FLAGS, "a new flag: add what it means to FLAGS in the adapter")
    observed = _observed(sheet, status)
    columns = {
        "period": day,
        "grain": grain,
        "reporter": sheet.translated("reporter", area),
        "partner": sheet.translated("partner", area),
        "flow": sheet.choice("flow", FLOWS, "1 is import, 2 is export"),
        "product": sheet.rows["product"],
        "value": observed.where(measured == 0),
        "mass_kg": (observed * measured).where(measured > 0),
        "status": status,
    }
    return flows(sheet, _joined(sheet, columns, measured))


def _flagged(paths: Sequence[Path]) -> Sheet:
    """The rows of all answers with their flags; an answer without the column flags nothing."""
    plain = [path for path in paths if set(header_of(packed.head(path, HEAD), DIALECT)) == set(WITHOUT_FLAG)]
    flagged = [path for path in paths if path not in plain]
    sheets = [
        read(files, names, dialect=DIALECT) for files, names in ((plain, WITHOUT_FLAG), (flagged, HEADER)) if files
    ]
    rows = pd.concat([sheet.rows.assign(**{FLAG: sheet.rows.get(FLAG, "")}) for sheet in sheets])
    return Sheet(rows, warnings=[said for sheet in sheets for said in sheet.warnings])


def _observed(sheet: Sheet, status: Cells) -> Cells:
    """The figures; only a flag may stand for one, and confidential cells have none."""
    observed = sheet.number("OBS_VALUE", blank=True, low=0)
    cells = sheet.rows["OBS_VALUE"]
    sheet.say(
        cells[cells.eq("") & status.ne("suppressed")],
        "is empty without an OBS_FLAG that says why",
        "get the file again",
    )
    sheet.say(cells[cells.ne("") & status.eq("suppressed")], "is a figure that is flagged as confidential")
    return observed


def _joined(sheet: Sheet, columns: dict[str, Cells], measured: Cells) -> dict[str, Cells]:
    """The mass beside the value of its flow; a mass without a value is a fault."""
    rows = pd.DataFrame(columns, index=sheet.rows.index)
    masses = rows[measured.gt(0)]
    twice = masses[KEY].duplicated() & ~masses.duplicated()
    sheet.say(
        sheet.rows.loc[twice[twice].index, "OBS_VALUE"], "is another mass of the same flow", "keep the newer file only"
    )
    mass = masses.drop_duplicates(KEY).set_index(KEY)["mass_kg"]
    sheet.rows = sheet.rows[measured.eq(0)]
    rows = rows[measured.eq(0)]
    lost = list(mass.index.difference(pd.MultiIndex.from_frame(rows[KEY])))
    if lost:
        sheet.faults.append(f"a mass without its value: {' / '.join(map(str, lost[0]))}; download VALUE_IN_EUROS too")
    found = rows[KEY].merge(mass.rename("found").reset_index(), on=KEY, how="left")["found"]
    return {str(name): rows[name] for name in rows.columns} | {"mass_kg": pd.Series(found.array, index=rows.index)}


source = Source(
    name="eurostat_sdmx",
    title="Eurostat Comext through the API, EU trade by product and month",
    publisher="Eurostat",
    page="https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access/api-detailed-guidelines/sdmx2-1",
    license=LICENSE,
    citation="Eurostat, Comext (DS-045409), EU trade since 1988 by HS2-4-6 and CN8.",
    into=trade_flow,
    recognises=recognises,
    tidy=tidy,
    rhythm_days=31,
    urls=(
        "https://ec.europa.eu/eurostat/api/comext/dissemination/sdmx/2.1/data/ds-045409/"
        "M..RU.TOTAL..VALUE_IN_EUROS/?format=SDMX-CSV&startPeriod={year}-{month}&endPeriod={year}-{month}",
    ),
    hosts=HOSTS,
    note=(
        "Exports FOB, imports CIF. Confidential values are null and marked suppressed. The columns are those that "
        "public programs read from the API's answers of 2025 and 2026; no whole answer has been run through yet."
    ),
)
