"""The US lists that restrict without blocking (sectoral, military-industrial, correspondent accounts and others)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.ofac import is_of, tidy_list
from etl.source import License, Source
from etl.tables import listing, listing_identifier, listing_name

EXPORTS = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports"


def recognises(head: bytes) -> bool:
    """CONS_PRIM.CSV, CONS_ALT.CSV, CONS_ADD.CSV or CONS_COMMENTS.CSV."""
    return is_of(head, consolidated=True)


def tidy(paths: Sequence[Path]) -> dict[str, pd.DataFrame]:
    """Rows of listing, listing_name and listing_identifier; CONS_PRIM.CSV alone is enough."""
    return tidy_list(paths, "Consolidated", "CONS_PRIM.CSV")


source = Source(
    name="ofac_consolidated",
    title="US consolidated list of sanctions other than blocking",
    publisher="Office of Foreign Assets Control, US Department of the Treasury",
    page="https://sanctionslist.ofac.treas.gov/Home/ConsolidatedList",
    license=License("other-pd", "US public domain", "https://www.usa.gov/government-copyright"),
    citation="US Treasury, Office of Foreign Assets Control, consolidated list (non-SDN).",
    into=listing,
    also=(listing_name, listing_identifier),
    recognises=recognises,
    tidy=tidy,
    least=300,
    most=5_000,
    rhythm_days=60,
    urls=tuple(f"{EXPORTS}/{name}.CSV" for name in ("CONS_PRIM", "CONS_ALT", "CONS_ADD", "CONS_COMMENTS")),
    hosts=(
        "sanctionslistservice.ofac.treas.gov",
        "wc2h-sls-prod-public-published.s3.us-gov-west-1.amazonaws.com",
        "www.treasury.gov",
    ),
    note=(
        "The file does not say which of OFAC's lists an entry is on; its programmes do in most cases. Dates are "
        "those that remarks print as listing dates. Countries are those of addresses, not "
        "nationalities, and are there only with the address file. Of the remarks "
        "what identifies no person is kept, such as links and risks, and of organisations and vessels their "
        "registrations; the others, addresses, dates of birth and documents are not: a hash shows when they change."
    ),
)
