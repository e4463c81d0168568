"""Make the bundled starter set from compiled figures, so that anybody can see how each extract was made.

Run as `python -m etl.carry_over FIGURES RAW`; FIGURES holds the compiled tables and RAW the publishers' own
files, of which only SIPRI's register is used. Rows are written in the publishers' own column layout where
there is one, so that a first run goes through the adapters that real downloads go through.
"""

from __future__ import annotations

import csv
import io
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from etl import baci, place
from etl.carry_hand_kept import carry_hand_kept
from etl.codes import eurostat
from etl.snapshot import seal
from etl.sources import all_sources, eurostat_comext, sipri_trade_register, un_comtrade_monthly

COMPILED = date(2026, 11, 1)
MADE_BY = "python -m etl.carry_over"

# Eurostat's English labels, as Easy Comext prints them.
COMEXT_LABELS = {
    "AUT": "Austria",
    "BEL": "Belgium (incl. Luxembourg 'LU' -> 1998)",
    "BGR": "Bulgaria",
    "CYP": "Cyprus",
    "CZE": "Czechia",
    "DEU": "Germany (incl. German Democratic Republic 'DD' from 1991)",
    "DNK": "Denmark",
    "ESP": "Spain (incl. Canary Islands 'XB' from 1997)",
    "EST": "Estonia",
    "EUU": (
        "European Union - 27 countries (AT, BE, BG, CY, CZ, DE, DK, EE, ES, FI, FR, GR, HR, HU, IE, IT, LT, "
        "LU, LV, MT, NL, PL, PT, RO, SE, SI, SK)"
    ),
    "FIN": "Finland",
    "FRA": (
        "France (incl. Saint Barthélemy 'BL' -> 2012; incl. French Guiana 'GF', Guadeloupe 'GP', "
        "Martinique 'MQ', Réunion 'RE' from 1997; incl. Mayotte 'YT' from 2014)"
    ),
    "GRC": "Greece",
    "HRV": "Croatia",
    "HUN": "Hungary",
    "IRL": "Ireland (Eire)",
    "ITA": "Italy (incl. San Marino 'SM' -> 1993)",
    "LTU": "Lithuania",
    "LUX": "Luxembourg",
    "LVA": "Latvia",
    "MLT": "Malta",
    "NLD": "Netherlands",
    "POL": "Poland",
    "PRT": "Portugal",
    "ROU": "Romania",
    "SVK": "Slovakia",
    "SVN": "Slovenia",
    "SWE": "Sweden",
    "ARM": "Armenia",
    "GEO": "Georgia",
    "KAZ": "Kazakhstan",
    "KGZ": "Kyrgyzstan",
    "RUS": "Russian Federation (Russia)",
    "UZB": "Uzbekistan",
}
NUMBERS = {"CHN": "156", "RUS": "643"}


def main(figures: Path, raw: Path) -> None:
    """Write `data/starter` and `data/figures` anew."""
    starter = place.bundled() / "starter"
    _comtrade(figures, starter)
    _bulletin(figures, starter)
    _comext(figures, starter)
    _baci(figures, starter)
    _as_compiled(figures / "ofac_sdn_listing_history.csv", starter, "ofac_sdn_history", OFAC_NOTE)
    _as_compiled(figures / "eu_listings_by_act_and_date.csv", starter, "eu_listings", EU_NOTE)
    _sipri(raw / "sipri" / "trade_register_2026-02_extract_rus_prk_ukr.csv", starter)
    carry_hand_kept(figures, place.bundled() / "figures", COMPILED, MADE_BY)


OFAC_NOTE = "Compiled from daily copies, 18 August 2021 to 3 May 2024: first and last with the entry."
EU_NOTE = "Compiled by counting the entries of each annex by the date printed beside them."


def _comtrade(figures: Path, starter: Path) -> None:
    """UN Comtrade's 47 columns; those the compiled table says nothing about stay empty."""
    rows = _figures(figures / "china_russia_monthly_usd.csv")
    files = {}
    for flow, code in (("export", "X"), ("import", "M")):
        written = []
        for row in rows[rows["flow"] == flow].to_dict("records"):
            year, month = row["month"].split("-")
            value = f"{float(row['value_usd']):.1f}"
            written.append(
                {
                    "typeCode": "C",
                    "freqCode": "M",
                    "refPeriodId": f"{year}{month}01",
                    "refYear": year,
                    "refMonth": str(int(month)),
                    "period": f"{year}{month}",
                    "reporterCode": NUMBERS[row["reporter"]],
                    "reporterISO": row["reporter"],
                    "reporterDesc": "China",
                    "flowCode": code,
                    "flowDesc": flow.capitalize(),
                    "partnerCode": NUMBERS[row["partner"]],
                    "partnerISO": row["partner"],
                    "partnerDesc": "Russian Federation",
                    "partner2Code": "0",
                    "partner2ISO": "W00",
                    "partner2Desc": "World",
                    # China's reports follow HS 2022 from January 2022 on.
                    "classificationCode": "H6" if year >= "2022" else "H5",
                    "classificationSearchCode": "HS",
                    "isOriginalClassification": "True",
                    "cmdCode": "TOTAL",
                    "cmdDesc": "All Commodities",
                    "customsCode": "C00",
                    "mosCode": "0",
                    "motCode": "0",
                    "cifvalue": value if flow == "import" else "",
                    "fobvalue": value if flow == "export" else "",
                    "primaryValue": value,
                    "isReported": "False",
                    "isAggregate": "True",
                }
            )
        files[f"china_{flow}s_russia_monthly.csv"] = _csv(un_comtrade_monthly.HEADER, written)
    note = "Compiled: China's reported trade with Russia by month, January 2017 to December 2024, all goods."
    seal_extract(starter, "un_comtrade_monthly", files, note)


def _bulletin(figures: Path, starter: Path) -> None:
    """The compiled table of the bulletins; the publisher's own layout is a page per month."""
    note = "Compiled from the bulletin's pages, one line per month, in units of ten thousand yuan."
    _as_compiled(figures / "china_customs_bulletin_russia.csv", starter, "china_customs_bulletin", note)


def _comext(figures: Path, starter: Path) -> None:
    """Easy Comext's relational view, one file per partner: text quoted, lines ending as Windows does."""
    rows = _figures(figures / "eu_exports_monthly_eur.csv")
    files = {}
    for partner, part in rows.groupby("partner"):
        lines = [",".join(eurostat_comext.HEADER)]
        for row in part.to_dict("records"):
            year, month = row["month"].split("-")
            words = (
                COMEXT_LABELS[row["reporter"]],
                COMEXT_LABELS[row["partner"]],
                "Total",
                row["flow"].upper(),
                "Total",
                f"{eurostat.MONTHS[int(month) - 1]} {year}",
            )
            lines.append(",".join(f'"{word}"' for word in words) + f",{row['value_eur']}")
        files[f"exports_to_{str(partner).lower()}.csv"] = "\r\n".join(lines) + "\r\n"
    note = "Compiled: exports of the members and of the Union of 27, all goods, January 2019 to August 2024."
    seal_extract(starter, "eurostat_comext", files, note)


def _baci(figures: Path, starter: Path) -> None:
    """BACI's six columns, one file per year: no leading zeros, tonnes padded to 13 places, NA for none."""
    rows = _figures(figures / "china_russia_annual_hs6.csv")
    files = {}
    for year, part in rows.groupby("year"):
        lines = [",".join(baci.HEADER)]
        for row in part.to_dict("records"):
            tonnes = f"{float(row['mass_tonnes']):.3f}" if row["mass_tonnes"] else "NA"
            exporter, importer = NUMBERS[row["exporter"]], NUMBERS[row["importer"]]
            lines.append(f"{year},{exporter},{importer},{int(row['hs6'])},{row['value_kusd']},{tonnes:>13}")
        files[f"BACI_HS17_Y{year}_china_russia.csv"] = "\n".join(lines) + "\n"
    note = "Compiled: the rows of China and Russia, 2017 to 2023; the compiled table does not name the release."
    seal_extract(starter, "cepii_baci", files, note)


def _sipri(register: Path, starter: Path) -> None:
    """The register's lines on deliveries to Russia, below its own preamble."""
    lines = register.read_text(encoding="utf-8").splitlines()
    top = next(i for i, line in enumerate(lines) if line.startswith(sipri_trade_register.HEADER[0]))
    recipient = sipri_trade_register.HEADER.index("Recipient")
    kept = [line for line in lines[top + 1 :] if next(csv.reader([line]))[recipient] == "Russia"]
    text = "\n".join([*lines[: top + 1], *kept]) + "\n"
    note = "An extract: deliveries to Russia, from the register generated on 12 February 2026."
    seal_extract(starter, "sipri_trade_register", {"trade_register_to_russia.csv": text}, note, date(2026, 2, 12))


def _as_compiled(table: Path, starter: Path, source: str, note: str) -> None:
    """A compiled table as it stands, where the publisher has no layout for it."""
    rows = _figures(table)
    seal_extract(starter, source, {table.name: _csv(list(rows.columns), rows.to_dict("records"))}, note)


def _figures(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")


def _csv(header: Sequence[str], rows: Iterable[Mapping[Any, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(header), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def seal_extract(
    starter: Path, source: str, files: dict[str, str], note: str, obtained: date = COMPILED, made_by: str = MADE_BY
) -> None:
    """Write the files and their receipt in place of what was there."""
    shutil.rmtree(starter / source, ignore_errors=True)
    folder = starter / source / obtained.isoformat()
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    about = all_sources()[source]
    seal(
        folder,
        [folder / name for name in files],
        source=source,
        obtained=obtained,
        publisher=about.publisher,
        url=about.page,
        citation=about.citation,
        license=about.license.title,
        made_by=made_by,
        note=note,
    )


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("Say where the figures and the raw files are: python -m etl.carry_over FIGURES RAW")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
