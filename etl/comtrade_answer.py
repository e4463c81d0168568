"""Read an answer of UN Comtrade in any of its dialects: CSV or JSON of the interface, or the web download."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from etl import packed
from etl.reading import AGAIN, Dialect, header_of, read
from etl.sheet import Sheet
from etl.table import ContractBroken

HEADER = [
    "typeCode", "freqCode", "refPeriodId", "refYear", "refMonth", "period", "reporterCode", "reporterISO",
    "reporterDesc", "flowCode", "flowDesc", "partnerCode", "partnerISO", "partnerDesc", "partner2Code",
    "partner2ISO", "partner2Desc", "classificationCode", "classificationSearchCode",
    "isOriginalClassification", "cmdCode", "cmdDesc", "aggrLevel", "isLeaf", "customsCode", "customsDesc",
    "mosCode", "motCode", "motDesc", "qtyUnitCode", "qtyUnitAbbr", "qty", "isQtyEstimated",
    "altQtyUnitCode", "altQtyUnitAbbr", "altQty", "isAltQtyEstimated", "netWgt", "isNetWgtEstimated",
    "grossWgt", "isGrossWgtEstimated", "cifvalue", "fobvalue", "primaryValue", "legacyEstimationFlag",
    "isReported", "isAggregate",
]  # fmt: skip
SHORT = [
    "freqCode", "refPeriodId", "refYear", "refMonth", "reporterCode", "reporterISO", "reporterDesc", "flowDesc",
    "partnerCode", "partnerISO", "partnerDesc", "cmdDesc", "primaryValue",
]  # fmt: skip
# Nothing is read from these, so that an answer without them is as good.
NOT_READ = frozenset({
    "refYear", "refMonth", "reporterISO", "reporterDesc", "flowDesc", "partnerISO", "partnerDesc", "partner2ISO",
    "partner2Desc", "classificationSearchCode", "isOriginalClassification", "cmdDesc", "aggrLevel", "isLeaf",
    "customsDesc", "motDesc", "qtyUnitCode", "qtyUnitAbbr", "qty", "isQtyEstimated", "altQtyUnitCode",
    "altQtyUnitAbbr", "altQty", "isAltQtyEstimated", "isNetWgtEstimated", "grossWgt", "isGrossWgtEstimated",
    "legacyEstimationFlag", "isReported", "isAggregate",
})  # fmt: skip
# Rows by second partner, transport, procedure or mode of supply are parts of the row that has all of these.
TOTALS = {"partner2Code": "0", "motCode": "0", "customsCode": "C00", "mosCode": "0"}
FLOW_WORDS = {"Export": "X", "Import": "M", "Re-export": "RX", "Re-import": "RM"}
TRUTH = {"True": True, "False": False, "true": True, "false": False}
MOST_BYTES = 1 << 28
# Records after which an answer stops without a word: without a key, with a free one, with a paid one.
AT_THE_LIMIT = (500, 100_000, 250_000)
KEYED_NAME = "data_v1_get_"  # a fetched file is called after its address, which is all that tells the two apart


def recognised(head: bytes, frequency: str) -> bool:
    """True for any answer of UN Comtrade on goods in months (M) or years (A)."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{"):
        said = re.search(rb'"freqCode"\s*:\s*"([AM])"', start)
        return b'"reporterCode"' in start and said is not None and said[1].decode() == frequency
    found = header_of(head, Dialect(encoding="iso-8859-1"))
    rows = head.splitlines()[1:2]
    if not {"reporterCode", "partnerCode", "primaryValue"} <= set(found) or not rows or "freqCode" not in found:
        return False
    cells = header_of(rows[0], Dialect(encoding="iso-8859-1"))
    return cells[found.index("freqCode") :][:1] == [frequency]


def without_records(head: bytes) -> bool:
    """True for an answer that counts no record and says of no error: of the period nothing is published yet."""
    try:
        said = json.loads(head)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and (said.get("count"), said.get("data")) == (0, []) and not said.get("error")


def answer(path: Path) -> Sheet:
    """Every record of the file with the columns that are read. Raises ContractBroken with what is wrong."""
    content = packed.content(path, MOST_BYTES)
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return _completed(_json(path, content), path)
    dialect = _dialect(content)
    found = header_of(content[:65_536], dialect)
    if found and found[-1] != HEADER[-1] and not dialect.trailing_comma and not content.endswith(b"\n"):
        raise ContractBroken(f"{path.name}: the last row has no end, so that its last figure may be cut; {AGAIN}")
    short = not {"flowCode", "cmdCode"} & set(found)
    sheet = read([path], SHORT if short else _served(found), dialect=dialect)
    _refuse_cut(path, len(sheet.rows))
    return _completed(sheet, path)


def _dialect(content: bytes) -> Dialect:
    """The API answers in UTF-8; the web download is in ISO-8859-1 and ends its rows, not its header, in a comma."""
    try:
        content.decode("utf-8-sig")
        encoding = "utf-8"
    except UnicodeDecodeError:
        encoding = "iso-8859-1"
    rows = content.split(b"\n", 2)[1:2]
    trailing = bool(rows) and rows[0].rstrip().endswith(b",")
    return Dialect(encoding=encoding, new_columns=True, trailing_comma=trailing)


def _served(found: Sequence[str]) -> list[str]:
    """The header to hold an answer to: without what it may lack, unless a column may have been renamed."""
    if any(name not in HEADER for name in found) and not set(HEADER) <= set(found):
        return HEADER
    return [name for name in HEADER if name in found or name not in NOT_READ]


def _json(path: Path, content: bytes) -> Sheet:
    try:
        answer = json.loads(content.decode("utf-8-sig"), parse_int=str, parse_float=str, object_pairs_hook=_once)
    except (ValueError, RecursionError) as wrong:
        raise ContractBroken(f"{path.name}: this is no well-formed JSON ({wrong}); {AGAIN}") from None
    records = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise ContractBroken(f"{path.name}: there is no list of records under 'data'; {AGAIN}")
    if answer.get("error"):
        raise ContractBroken(f"{path.name}: UN Comtrade answered with an error: {answer['error']}")
    if not records:
        raise ContractBroken(f"{path.name}: the answer has no record; ask for a period that is published")
    if str(answer.get("count", len(records))) != str(len(records)):
        raise ContractBroken(f"{path.name}: 'count' says {answer['count']}, but there are {len(records)}; {AGAIN}")
    _refuse_cut(path, len(records))
    return _tabled(path, records)


def _refuse_cut(path: Path, records: int) -> None:
    if records in (AT_THE_LIMIT[1:] if KEYED_NAME in path.name else AT_THE_LIMIT):
        raise ContractBroken(
            f"{path.name}: exactly {records:,} records, at which UN Comtrade stops without saying so: some may be "
            "missing; ask for fewer periods or partners at a time"
        )


def _tabled(path: Path, records: Sequence[dict[str, Any]]) -> Sheet:
    found = list(dict.fromkeys(name for record in records for name in record))
    expected = _served(found)
    faults = [f"record {n}: '{name}' is missing" for n, r in enumerate(records, 1) for name in found if name not in r]
    faults += [f"'{name}' is missing" for name in expected if name not in found]
    new = [name for name in found if name not in HEADER]
    if faults:
        faults += [f"'{name}' is unknown" for name in new]
        raise ContractBroken(f"{path.name}: {'; '.join(faults[:8])}; {AGAIN} or compare it with the HEADER")
    index = pd.MultiIndex.from_product([[path.name], range(1, len(records) + 1)], names=["file", "record"])
    cells = [[_text(record[name]) for name in expected] for record in records]
    said = [f"{path.name}: new column{'s' * (len(new) > 1)} {', '.join(map(repr, new))} not read"] if new else []
    return Sheet(pd.DataFrame(cells, columns=expected, index=index, dtype="str"), warnings=said)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) < len(pairs):
        raise ValueError("a name stands twice in one record")
    return held


def _completed(sheet: Sheet, path: Path) -> Sheet:
    """The sheet with every column that is read, so that answers of different kinds stand below each other."""
    rows = sheet.rows
    if "cmdCode" not in rows:
        other = rows["cmdDesc"] != "All Commodities"
        sheet.say(rows.loc[other, "cmdDesc"], "has no code", "download with the column cmdCode")
        sheet.say(rows.loc[~rows["flowDesc"].isin(FLOW_WORDS), "flowDesc"], "is no flow we know", AGAIN)
        wrong = ~rows["refPeriodId"].str.fullmatch("[0-9]{8}") | ~rows["freqCode"].isin(["A", "M"])
        sheet.say(rows.loc[wrong, "refPeriodId"], "is no day with a frequency", AGAIN)
        sheet.done()
        period = rows["refPeriodId"].str[:6].where(rows["freqCode"] == "M", rows["refPeriodId"].str[:4])
        flow = rows["flowDesc"].map(FLOW_WORDS)
        known = {
            "typeCode": "C",
            "classificationCode": "",
            "cmdCode": "TOTAL",
            "netWgt": "",
            "cifvalue": "",
            "fobvalue": "",
        }
        rows = rows.assign(period=period, flowCode=flow, **known, **TOTALS)
        sheet.warnings.append(
            f"{path.name}: no columns for second partner, transport or procedure; its rows are taken for totals, "
            "as none stands there twice"
        )
    rows = rows.assign(mosCode=rows["mosCode"].replace({"-1": "0"}))  # -1: no mode of supply, as goods have none
    if "isAggregate" in rows:
        # The last column: a row cut within it would show here.
        sheet.rows = rows
        sheet.choice("isAggregate", TRUTH, AGAIN)
        sheet.done()
    used = [name for name in HEADER if name not in NOT_READ]
    return Sheet(rows[used], warnings=sheet.warnings)
