"""What of OFAC's remarks may be shown: parts that are known and identify nobody; all others are only hashed."""

from __future__ import annotations

import re

# A part begins with its key. What is not named here is not kept, whatever it says.
OF_ANYONE = (
    "Linked To:", "Secondary sanctions risk:", "Additional Sanctions Information -",
    "Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions:",
    r"Executive Order \d{5} (?:Directive Determination -|information:)",
    r"(?:Listing|Effective|Purchase/Sales For Divestment) Date \(",
)  # fmt: skip
OF_THINGS = (
    "Organization Established Date", "Organization Type:", "Target Type", "Website",
    "Tax ID No.", "NIT #", "RUC #", "RIF #", "V.A.T. Number", "Registration (?:Number|ID)", "Company Number",
    "Business Registration (?:Number|Document #)", "Public Registration Number", "Commercial Registry Number",
    "C.R. No.", "Enterprise Number", "Government Gazette Number", r"Unified Social Credit Code \(USCC\)",
    r"Economic Register Number \(CBLS\)", "Central Registration System Number", "Chamber of Commerce Number",
    "Istanbul Chamber of Comm. No.", "(?:Folio|Matricula) Mercantil No", "Trade License No.",
    "Legal Entity Number", "D-U-N-S Number", "SWIFT/BIC", r"BIK \(RU\)", "ISIN", "Equity Ticker",
    "Vessel Registration Identification", "Identification Number IMO", "MMSI", "Vessel Year of Build",
    "(?:Former|Other) Vessel (?:Flag|Type)", "(?:Previous )?Aircraft Tail Number", "Nationality of Registration",
    "Aircraft (?:Model|Operator|Manufacture Date|Mode S Transponder Code|Serial Identification)",
    r"Aircraft (?:Manufacturer's Serial|Construction) Number \(",
)  # fmt: skip
PERSON = re.compile(rf"(?:alt\. )?(?:{'|'.join(OF_ANYONE)})")
THING = re.compile(rf"(?:alt\. )?(?:{'|'.join((*OF_ANYONE, *OF_THINGS))})")
NAME = re.compile(r"[afn]\.k\.a\. '.+'")  # kept among the names


def parted(remarks: str, person: bool) -> tuple[str, list[str]]:
    """The parts that may be shown, as one text, and the others; the order in which they are printed says nothing."""
    parts = sorted({" ".join(part.split()) for part in remarks.removesuffix(".").split(";")} - {""})
    known = PERSON if person else THING
    kept = [part for part in parts if known.match(part)]
    return "; ".join(kept), [part for part in parts if part not in kept and not NAME.fullmatch(part)]
