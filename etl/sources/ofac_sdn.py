"""The US list of blocked persons in full, day by day: its history shows who came, went and was amended."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.ofac import is_of, tidy_list
from etl.source import License, Source
from etl.tables import listing, listing_identifier, listing_name

EXPORTS = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports"


def recognises(head: bytes) -> bool:
    """SDN.CSV, ALT.CSV, ADD.CSV or SDN_COMMENTS.CSV."""
    return is_of(head, consolidated=False)


def tidy(paths: Sequence[Path]) -> dict[str, pd.DataFrame]:
    """Rows of listing, listing_name and listing_identifier; SDN.CSV alone is enough."""
    return tidy_list(paths, "SDN", "SDN.CSV")


source = Source(
    name="ofac_sdn",
    title="US Specially Designated Nationals list",
    publisher="Office of Foreign Assets Control, US Department of the Treasury",
    page="https://sanctionslist.ofac.treas.gov/Home/SdnList",
    license=License("other-pd", "US public domain", "https://www.usa.gov/government-copyright"),
    citation="US Treasury, Office of Foreign Assets Control, Specially Designated Nationals list.",
    into=listing,
    also=(listing_name, listing_identifier),
    recognises=recognises,
    tidy=tidy,
    least=10_000,
    most=60_000,
    rhythm_days=4,
    urls=tuple(f"{EXPORTS}/{name}.CSV" for name in ("SDN", "ALT", "ADD", "SDN_COMMENTS")),
    hosts=(
        "sanctionslistservice.ofac.treas.gov",
        "wc2h-sls-prod-public-published.s3.us-gov-west-1.amazonaws.com",
        "www.treasury.gov",
    ),
    note=(
        "The list prints no date of listing, except in a few remarks. Countries are those of addresses, not "
        "nationalities, and are there only with the address file. Of the remarks "
        "what identifies no person is kept, such as links and risks, and of organisations and vessels their "
        "registrations; the others, addresses, dates of birth and documents are not: a hash shows when they change."
    ),
)
