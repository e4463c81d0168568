"""The XML of the UK Sanctions List in the columns of its table, so that both are understood in one place."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

import pandas as pd

from etl.markup import NEW_LAYOUT, Element, Layout, fingerprint, has_root, records, text, texts
from etl.sheet import Sheet

ROOT = "Designations"
RECORD = "Designation"
NAMES = "Names/Name"
SCRIPTS = "NonLatinNames/NonLatinName"
PERSON = "IndividualDetails/Individual"
ENTITY = "EntityDetails/Entity"
SHIP = "ShipDetails/Ship"
ONE = {
    "Last Updated": "LastUpdated",
    "Unique ID": "UniqueID",
    "OFSI Group ID": "OFSIGroupID",
    "UN Reference Number": "UNReferenceNumber",
    "Regime Name": "RegimeName",
    "Designation Type": "IndividualEntityShip",
    "Designation source": "DesignationSource",
    "Sanctions Imposed": "SanctionsImposed",
    "Date Designated": "DateDesignated",
}
SEVERAL = {
    "Nationality(/ies)": f"{PERSON}/Nationalities/Nationality",
    "Position": f"{PERSON}/Positions/Position",
    "IMO number": f"{SHIP}/IMONumbers/IMONumber",
    "Current believed flag of ship": f"{SHIP}/CurrentBelievedFlagOfShips/CurrentBelievedFlagOfShip",
    "Type of ship": f"{SHIP}/TypeOfShipDetails/TypeOfShip",
    "Address Country": "Addresses/Address/AddressCountry",
}
PARTS = {f"Name {number}": f"Name{number}" for number in range(1, 7)} | {"Name type": "NameType"}
STRENGTH = {"Alias strength": "AliasStrength"}
SCRIPT = {
    "Name non-latin script": "NameNonLatinScript",
    "Non-latin script type": "NonLatinScriptType",
    "Non-latin script language": "NonLatinScriptLanguage",
}
DETAILS = ("IndividualDetails", "EntityDetails", "ShipDetails", "Addresses", "SanctionsImposedIndicators")
LAYOUT = Layout(
    needed=("UniqueID", "RegimeName", "IndividualEntityShip", "DateDesignated", "Names"),
    expected=(NAMES, f"{NAMES}/NameType", "SanctionsImposed", "DesignationSource", "LastUpdated"),
    known=(
        "OFSIGroupID", "UNReferenceNumber", "OtherInformation", "UKStatementofReasons", "PhoneNumbers",
        "EmailAddresses", "Websites", "Titles", "CryptoWalletAddresses", "NonLatinNames", SCRIPTS,
        *(f"{NAMES}/{name}" for name in (*PARTS.values(), *STRENGTH.values())),
        *(f"{SCRIPTS}/{name}" for name in SCRIPT.values()),
    ),
    opaque=(*DETAILS, "PhoneNumbers", "EmailAddresses", "Websites", "Titles", "CryptoWalletAddresses"),
)  # fmt: skip
REST = "everything else"
# What some of each kind have; where none does, the element that says it is called otherwise now.
SOME_HAVE = {"Individual": ("Name 1", "Nationality(/ies)"), "Ship": ("Name 6", "IMO number"), "Entity": ("Name 6",)}


def is_list(head: bytes) -> bool:
    """True when the file that begins with `head` is the list as XML."""
    return has_root(head, ROOT) and b"<DateGenerated>" in head


def read(paths: Sequence[Path], header: Sequence[str]) -> Sheet:
    """A row for each name of each designation, counted by its line in the file.

    What has no column of its own here stands hashed in one more column, so that an amendment shows.
    """
    rows: list[dict[str, str]] = []
    places: list[tuple[str, int]] = []
    warnings: list[str] = []
    for path in paths:
        beside = ("DateGenerated",)
        for _, record in records(path, ROOT, {RECORD: LAYOUT}, warnings, beside):
            said = _rows(record)
            rows += said
            places += [(path.name, int(str(record.sourceline)))] * len(said)
    index = pd.MultiIndex.from_tuples(places, names=["file", "line"])
    frame = pd.DataFrame(rows, index, columns=[*header, REST], dtype=str).fillna("")
    return Sheet(frame, warnings=warnings, faults=_never_said(frame))


def _never_said(frame: pd.DataFrame) -> list[str]:
    of = {kind: frame[frame["Designation Type"].eq(kind)] for kind in SOME_HAVE}
    return [
        f"{', '.join(frame.index.unique('file'))}: no {kind} has '{column}'; {NEW_LAYOUT}"
        for kind, columns in SOME_HAVE.items()
        for column in columns
        if len(of[kind]) and of[kind][column].eq("").all()
    ]


def _rows(record: Element) -> list[dict[str, str]]:
    common = {column: text(record, path) for column, path in ONE.items()}
    common |= {column: "; ".join(texts(record, path)) for column, path in SEVERAL.items()}
    common[REST] = fingerprint(record, leave_out=("Names", "NonLatinNames", *ONE.values()))
    latin: list[dict[str, str]] = [
        {c: text(name, path) for c, path in (PARTS | STRENGTH).items()} for name in record.findall(NAMES)
    ]
    other = [{c: text(name, path) for c, path in SCRIPT.items()} for name in record.findall(SCRIPTS)]
    nothing: dict[str, str] = {}
    return [common | first | second for first, second in zip_longest(latin, other, fillvalue=nothing)]
