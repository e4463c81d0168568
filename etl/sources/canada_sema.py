"""Canada's autonomous list, which has no identifiers: regulation, schedule and item number make one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.codes.authorities import canada
from etl.listings import Identifier, Name, line_sheet, list_tables
from etl.markup import Element, Layout, fingerprint, has_root, line_of, one_file, records, text
from etl.sheet import Sheet
from etl.source import License, Source
from etl.tables import listing, listing_identifier, listing_name

ROOT = "data-set"
LAYOUT = Layout(
    needed=("Country", "Item", "DateOfListing"),
    expected=(
        "LastName", "GivenName", "EntityOrShip", "TitleOrShip", "ShipIMONumber", "Schedule", "Aliases",
        "DateOfBirthOrShipBuildDate",
    ),
)  # fmt: skip
READ = (*LAYOUT.needed, *LAYOUT.expected)
HASHED_ALONE = [name for name in READ if name != "DateOfBirthOrShipBuildDate"]


def recognises(head: bytes) -> bool:
    """A data set of records that carry Canada's date of listing."""
    return has_root(head, ROOT) and b"<DateOfListing>" in head and b"<Schedule>" in head


def tidy(paths: Sequence[Path]) -> dict[str, pd.DataFrame]:
    """Rows of listing, listing_name and listing_identifier."""
    path = one_file(paths)
    warnings: list[str] = []
    rows = [_cells(record) for _, record in records(path, ROOT, {"record": LAYOUT}, warnings)]
    sheet = line_sheet(path, rows, [*READ, "withheld"])
    sheet.warnings += warnings
    main = _listing(sheet)
    known_as = zip(main["entry_id"], sheet.rows["Aliases"], strict=True)
    names = [Name(entry, "alias", name.strip()) for entry, aliases in known_as for name in aliases.split(";")]
    numbers = zip(main["entry_id"], sheet.rows["ShipIMONumber"], strict=True)
    return list_tables(main, names, [Identifier(entry, "imo", number) for entry, number in numbers])


def _cells(record: Element) -> dict[str, object]:
    cells: dict[str, object] = {name: text(record, name) for name in READ}
    return cells | {"line": line_of(record), "withheld": fingerprint(record, HASHED_ALONE)}


def _listing(sheet: Sheet) -> pd.DataFrame:
    rows = sheet.rows
    person, ship = rows["LastName"] != "", rows["ShipIMONumber"] != ""
    thing = rows["EntityOrShip"] != ""
    sheet.say(rows.loc[person == thing, "LastName"], "and 'EntityOrShip' are both there or both missing")
    sheet.say(rows.loc[ship & ~thing, "ShipIMONumber"], "stands at an entry that is no ship")
    sheet.say(rows.loc[~person & (rows["GivenName"] != ""), "GivenName"], "stands there without a LastName")
    sheet.text("ShipIMONumber", "[0-9]{7}", blank=True)
    sheet.unique(["Country", "Schedule", "Item"], "one item stands there twice; get the file again")
    programme = sheet.translated("Country", lambda words: canada(words)[0])
    country = sheet.translated("Country", lambda words: canada(words)[1])
    schedule = rows["Schedule"].map(lambda words: f"schedule {words}, " if words else "")
    name = (rows["GivenName"] + " " + rows["LastName"]).str.strip().where(person, rows["EntityOrShip"])
    title = rows["TitleOrShip"].astype(object).where(rows["TitleOrShip"] != "", None)
    return sheet.tidy(
        {
            "authority": "CA",
            "list": "SEMA",
            "entry_id": programme + ", " + schedule + "item " + sheet.text("Item", "[0-9]+(\\.[0-9]+)?"),
            "name": name,
            "target_type": pd.Series("entity", rows.index).mask(person, "individual").mask(ship, "vessel"),
            "programmes": programme,
            "countries": country.astype(object).where(country != "", None),
            "title": title.where(person, None),
            "vessel_type": title.where(ship, None),
            "listed_on": sheet.day("DateOfListing"),
            "date_basis": "listed_on",
            "left_censored": False,
            "delisted": False,
            "withheld_sha256": rows["withheld"],
        }
    )


source = Source(
    name="canada_sema",
    title="Consolidated Canadian autonomous sanctions list",
    publisher="Global Affairs Canada",
    page="https://www.international.gc.ca/world-monde/international_relations-relations_internationales/sanctions/consolidated-consolide.aspx?lang=eng",
    license=License(
        "OGL-Canada-2.0",
        "Open Government Licence - Canada",
        "https://open.canada.ca/en/open-government-licence-canada",
    ),
    citation="Global Affairs Canada, Consolidated Canadian Autonomous Sanctions List.",
    into=listing,
    also=(listing_name, listing_identifier),
    recognises=recognises,
    tidy=tidy,
    least=3_000,
    most=15_000,
    rhythm_days=30,
    urls=(
        "https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-"
        "relations_internationales/sanctions/sema-lmes.xml",
    ),
    hosts=("www.international.gc.ca",),
    note=(
        "The country is that of the regulation, not a nationality. The list prints no identifiers: an entry is "
        "known by regulation, schedule and item, so that an item numbered anew shows as removed and added. "
        "Dates of birth are not kept; a hash shows when they change."
    ),
)
