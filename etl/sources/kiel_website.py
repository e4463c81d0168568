"""The Kiel tracker's website: aid to Ukraine by donor and month, promised and earmarked, and heavy weapons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from etl import packed
from etl.codes.areas import WORLD
from etl.codes.kiel import donor, donor_code
from etl.kiel import CITATION, HOSTS, LICENSE, PAGE, PUBLISHER, RECIPIENT, none_of
from etl.reading import Dialect, has_columns, read
from etl.sheet import Cells, Sheet
from etl.source import Source
from etl.table import ContractBroken
from etl.tables import aid_commitment, aid_item

KINDS = ["financial", "humanitarian", "military"]
EXPLORER = ["country", "iso", "year", "month", "total", *KINDS, "commitments", "to_be_allocated", "gdp", "pct_gdp"]
SUMS = ["year", "month", "total_allocations", "military", "financial", "humanitarian"]
WEAPONS = ["donor", "category", "number_of_weapons", "monetary_value_eur", "weapons_list"]
# Recognised, and left out on purpose: shares of gross domestic product, and another cut of military aid.
OTHERS = {
    "shares of gross domestic product": [
        "country", "iso", "bilateral_pct_gdp", "eu_share_pct_gdp", "total_pct_gdp", "eu_share_bn",
    ],
    "military aid by origin": ["year", "month", "stockpile", "procurement", "unspecified", "nato_purl"],
    "name of the release": ["release", "period", "date", "label"],
}  # fmt: skip
LAYOUTS = {"explorer": EXPLORER, "sums": SUMS, "weapons": WEAPONS, **OTHERS}
DIALECT = Dialect(new_columns=True, ended=True)
BILLION = 1e9
# Figures are printed to a millionth of a billion; sums over donors add up the rounding.
APART = 2e-6
HEAD = 65_536
AGAIN = "get the files of one release again"


def recognises(head: bytes) -> bool:
    """One of the six small files behind the site's charts."""
    return _kind(head) is not None


def dated(head: bytes) -> date | None:
    """The day of the release, which one of the files states."""
    if _kind(head) != "name of the release":
        return None
    line = head.decode("utf-8", errors="replace").splitlines()[1:2]
    try:
        return date.fromisoformat(line[0].split(",")[2].strip('"')) if line else None
    except (ValueError, IndexError):
        return None


def tidy(paths: Sequence[Path]) -> Mapping[str, pd.DataFrame]:
    """Rows of aid_commitment by donor and month, and of aid_item by donor and kind of weapon."""
    by_kind: dict[str, list[Path]] = {}
    for path in paths:
        by_kind.setdefault(_kind(packed.head(path, HEAD)) or "explorer", []).append(path)
    twice = [kind for kind, found in by_kind.items() if len(found) > 1]
    if twice or "explorer" not in by_kind:
        names = ", ".join(path.name for path in paths)
        raise ContractBroken(
            f"{names}: {'two files of one kind; give one release only' if twice else 'add data_explorer.csv with them'}"
        )
    explorer = read(by_kind["explorer"], EXPLORER, dialect=DIALECT)
    rows = [_by_donor(explorer)]
    if "sums" in by_kind:
        sums = read(by_kind["sums"], SUMS, dialect=DIALECT)
        rows.append(_of_all(sums, rows[0]))
        explorer.warnings += sums.warnings
        explorer.stands = sums.stands | explorer.stands
    commitments = pd.concat(rows, ignore_index=True)
    for words, header in OTHERS.items():
        if words in by_kind:
            explorer.left_out[words] = len(read(by_kind[words], header, dialect=DIALECT).rows)
    if "weapons" in by_kind:
        items = _weapons(read(by_kind["weapons"], WEAPONS, dialect=DIALECT))
    else:
        items = none_of(aid_item)
        explorer.warnings.append("the release came without its file of heavy weapons: of these nothing counts now")
    commitments.attrs = explorer.told
    return {aid_commitment.name: commitments, aid_item.name: items}


def _kind(head: bytes) -> str | None:
    # A file with one column renamed is still this file, and refused by that column's name.
    for lacking in (0, 1):
        found = [name for name, header in LAYOUTS.items() if _lacks(head, header) <= lacking]
        if found:
            return max(found, key=lambda name: len(LAYOUTS[name]))
    return None


def _lacks(head: bytes, header: Sequence[str]) -> int:
    return sum(not has_columns(head, {name}, DIALECT) for name in header)


def _month(sheet: Sheet) -> Cells:
    month = sheet.text("month", r"[1-9]|1[0-2]")
    year = sheet.text("year", r"20[0-9]{2}")
    first = pd.to_datetime(year + "-" + month.str.zfill(2) + "-01", format="%Y-%m-%d", errors="coerce")
    return sheet.dated("year", first)


def _by_donor(sheet: Sheet) -> pd.DataFrame:
    """Four rows a donor-month: the three kinds allocated, and what was committed, which is not divided by kind."""
    period = _month(sheet)
    code = sheet.translated("iso", donor_code)
    named = sheet.translated("country", donor)
    sheet.say(
        sheet.rows.loc[code.ne(named) & code.notna() & named.notna(), "iso"], "is not the country beside it", AGAIN
    )
    sheet.unique(["iso", "year", "month"], "one donor's month stands there twice; get the file again")
    figures = {name: sheet.number(name, low=0) for name in ["total", *KINDS, "commitments"]}
    open_ = sheet.number("to_be_allocated")
    sheet.number("gdp", low=0)
    sheet.number("pct_gdp", low=0)
    parts = figures["financial"] + figures["humanitarian"] + figures["military"]
    sheet.say(
        sheet.rows.loc[(parts - figures["total"]).abs().gt(APART), "total"], "is not the sum of the three kinds", AGAIN
    )
    apart = (figures["commitments"] - figures["total"] - open_).abs().gt(APART)
    sheet.say(sheet.rows.loc[apart, "to_be_allocated"], "is not commitments less allocations", AGAIN)
    sheet.done()
    common = {"donor": code, "donor_name": sheet.rows["country"], "period": period}
    rows = [_rows(common, kind, "allocation", figures[kind]) for kind in KINDS]
    return pd.concat([*rows, _rows(common, "all", "commitment", figures["commitments"])], ignore_index=True)


def _of_all(sheet: Sheet, by_donor: pd.DataFrame) -> pd.DataFrame:
    """The site's own sums over donors, which must be those of the donors."""
    period = _month(sheet)
    sheet.unique(["year", "month"], "one month stands there twice; get the file again")
    figures = {name: sheet.number(name, low=0) for name in [*KINDS, "total_allocations"]}
    sheet.done()
    donors = by_donor[by_donor["measure"].eq("allocation")].groupby(["kind", "period"])["value"].sum() / BILLION
    for kind in KINDS:
        summed = period.map(donors[kind]).fillna(0.0)
        sheet.say(sheet.rows.loc[(summed - figures[kind]).abs().gt(APART), kind], "is not the sum over donors", AGAIN)
    parts = figures["financial"] + figures["humanitarian"] + figures["military"]
    apart = (parts - figures["total_allocations"]).abs().gt(APART)
    sheet.say(sheet.rows.loc[apart, "total_allocations"], "is not the sum of the three kinds", AGAIN)
    sheet.done()
    common = {"donor": WORLD, "donor_name": "all donors", "period": period}
    return pd.concat([_rows(common, kind, "allocation", figures[kind]) for kind in KINDS], ignore_index=True)


def _rows(common: Mapping[str, object], kind: str, measure: str, billions: pd.Series) -> pd.DataFrame:
    rows = pd.DataFrame(dict(common), index=billions.index)
    return rows.assign(
        entry_id="month",
        recipient=RECIPIENT,
        grain="month",
        period_printed=None,
        kind=kind,
        measure=measure,
        value=(billions * BILLION).round(2),
        currency="EUR",
        status="reported",
        text=None,
        aggregate=rows["donor"].eq(WORLD),
        note=None,
    )


def _weapons(sheet: Sheet) -> pd.DataFrame:
    sheet.unique(["donor", "category"], "one donor's weapons stand there twice; get the file again")
    return sheet.tidy(
        {
            "entry_id": sheet.text("category"),
            "line": 1,
            "donor": sheet.translated("donor", donor),
            "donor_name": sheet.rows["donor"],
            "recipient": RECIPIENT,
            "period": None,
            "measure": "allocation",
            "item": sheet.text("weapons_list"),
            "item_type": "Heavy weapon",
            "item_subtype": sheet.rows["category"],
            "number": sheet.number("number_of_weapons", low=0),
            "number_printed": None,
            "value": sheet.number("monetary_value_eur", low=0),
            "currency": "EUR",
        }
    )


source = Source(
    name="kiel_website",
    title="Ukraine Support Tracker, website figures by donor and month",
    publisher=PUBLISHER,
    page=PAGE,
    license=LICENSE,
    citation=CITATION,
    into=aid_commitment,
    also=(aid_item,),
    recognises=recognises,
    tidy=tidy,
    dated=dated,
    rhythm_days=61,
    most=50_000,
    hosts=HOSTS,
    by_hand="Take the small CSV files behind the tracker's charts, all of one release, and add them together.",
    note=(
        "Commitments and allocations overlap: never add them. A donor's month without aid is absent, not zero. "
        "Allocations may exceed commitments of the same month, because commitments of other months are spent."
    ),
)
