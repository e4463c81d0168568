"""What the sanctions tables promise."""

# ruff: noqa: E501  (one column per line reads as a table)
from __future__ import annotations

from etl.table import Column, Table
from etl.tables.columns import COUNTRY_LIST, source, url, vintage

authority = Column("authority", "text", "Who lists.", values=("US", "EU", "UK", "UN", "CA", "CH"))
list_name = Column("list", "text", "Name of the list, such as SDN.")
FIRST_LISTS = "1945-01-01"  # no list is older than the United Nations
entry_id = Column("entry_id", "text", "The list's own identifier of the entry.")

listing = Table(
    name="listing",
    title="Entries on sanctions lists and when each was listed",
    time="listed_on",
    complete=True,
    key=("source", "vintage", "authority", "list", "entry_id"),
    # Who knows the rest of an entry could try days of birth until one gives the hash.
    unpublished=("withheld_sha256",),
    columns=(
        authority,
        list_name,
        entry_id,
        Column("name", "text", "Primary name as the list prints it."),
        Column("target_type", "text", "Kind of target; null where the list does not say.", values=("individual", "entity", "vessel", "aircraft"), nullable=True),
        Column("programmes", "text", "Programme codes joined by semicolons; count an entry once per authority."),
        Column("countries", "text", "Countries the list connects the entry with, ISO 3166 alpha-3 joined by semicolons.", pattern=COUNTRY_LIST, nullable=True),
        Column("title", "text", "Office or title of a person.", nullable=True),
        Column("vessel_flag", "text", "Flag of a vessel in the list's words.", nullable=True),
        Column("vessel_type", "text", "Kind of vessel or aircraft in the list's words.", nullable=True),
        Column("remarks", "text", "What the list remarks and identifies no person, such as links, risks and registrations, joined by semicolons.", nullable=True),
        Column("listed_on", "date", "Date of listing on the basis that `date_basis` names; null where the list prints none.", first=FIRST_LISTS, nullable=True),
        Column(
            "date_basis", "text",
            "designated: date of the decision. regulation: date of the act. listed_on: printed by the list. "
            "first_seen: first day the entry stood in a collected copy of the list. Null where there is no date.",
            values=("designated", "regulation", "listed_on", "first_seen"), nullable=True,
        ),
        Column("left_censored", "truth", "True when the entry was already there in the first copy: listed on or before that day."),
        Column("last_seen", "date", "Last day the entry stood in a collected copy.", first=FIRST_LISTS, nullable=True),
        Column("delisted", "truth", "True when the list marks the entry as removed, or it is gone from the newest copy."),
        source,
        vintage,
    ),
)  # fmt: skip

listing_name = Table(
    name="listing_name",
    title="Names and aliases of entries on sanctions lists",
    time="",
    complete=True,
    key=("source", "vintage", "authority", "list", "entry_id", "kind", "name"),
    columns=(
        authority,
        list_name,
        entry_id,
        Column("name", "text", "The name as the list prints it, in its script."),
        Column(
            "kind", "text", "primary: the list's own. alias, former, variation: as the list calls it. weak: marked low quality.",
            values=("primary", "alias", "former", "variation", "weak"),
        ),
        Column("language", "text", "Language or script the list gives for the name.", nullable=True),
        source,
        vintage,
    ),
)  # fmt: skip

listing_identifier = Table(
    name="listing_identifier",
    title="Identifiers of listed organisations, vessels and aircraft; of persons only those of the listing itself",
    time="",
    complete=True,
    key=("source", "vintage", "authority", "list", "entry_id", "kind", "value"),
    columns=(
        authority,
        list_name,
        entry_id,
        Column(
            "kind", "text", "What numbers the entry.",
            values=("imo", "mmsi", "un_reference", "eu_reference", "lei", "inn", "ogrn", "swift_bic", "registration", "aircraft_tail", "aircraft_serial"),
        ),
        Column("value", "text", "The identifier without spaces and without the word IMO and the like."),
        source,
        vintage,
    ),
)  # fmt: skip

listing_change = Table(
    name="listing_change",
    title="What changed between two consecutive versions of a list",
    time="vintage",
    key=("source", "vintage", "from_vintage", "authority", "list", "entry_id", "change", "field"),
    columns=(
        authority,
        list_name,
        entry_id,
        Column("name", "text", "Primary name of the entry, in the later version where it is there."),
        Column("change", "text", "What happened to the entry.", values=("added", "removed", "amended")),
        Column("field", "text", "The field that was amended; `entry` where the whole entry came or went."),
        Column("before", "text", "What stood in the field; null where nothing did, and for what is not kept.", nullable=True),
        Column("after", "text", "What stands in the field now; null where nothing does, and for what is not kept.", nullable=True),
        Column("from_vintage", "date", "Day of the earlier version; `vintage` is the day of the later one."),
        source,
        vintage,
    ),
)  # fmt: skip

designation_count = Table(
    name="designation_count",
    title="Entries listed per act, day, measure and kind of target",
    time="listed_on",
    key=("source", "vintage", "act", "programme", "measure", "target_type", "listed_on"),
    columns=(
        Column("authority", "text", "Who lists.", values=("EU",)),
        Column("act", "text", "CELEX number of the regulation that carries the annex.", pattern=r"\d{5}[A-Z]\d{4}"),
        Column("programme", "text", "Programme code."),
        Column("measure", "text", "What the listing entails."),
        Column("target_type", "text", "Kind of target.", values=("individual", "entity", "vessel", "asset")),
        Column("listed_on", "date", "Date of listing printed in the annex; null where the annex prints none.", first=FIRST_LISTS, nullable=True),
        Column("date_basis", "text", "Basis of the date.", values=("listed_on",)),
        Column("entries", "whole", "Entries still in the annex that carry this date.", unit="entries", low=1),
        source,
        vintage,
    ),
)  # fmt: skip

sanctions_package = Table(
    name="sanctions_package",
    title="The EU's packages of sanctions against Russia",
    time="adopted",
    key=("source", "vintage", "adopted"),
    columns=(
        Column("package", "text", "Number of the package, or what it is called."),
        Column("adopted", "date", "Day of adoption.", first="2014-01-01"),
        Column("published", "date", "Day of publication or effect, where known.", first="2014-01-01", nullable=True),
        Column("acts", "text", "Main legal acts."),
        Column("entries_still_listed", "whole", "Asset-freeze entries of that date still in the annex: who was removed since is missing.", unit="entries", low=0, nullable=True),
        Column("vessels", "whole", "Vessels listed.", unit="vessels", low=0, nullable=True),
        Column("status", "text", "How sure the date is.", values=("verified-date", "adoption-day-not-verified", "strongly-supported", "not-a-package")),
        Column("evidence", "text", "What the date and numbers rest on."),
        source,
        vintage,
    ),
)  # fmt: skip

sanctions_programme = Table(
    name="sanctions_programme",
    title="Sanctions programmes and what they are for",
    time="",
    complete=True,
    key=("source", "vintage", "authority", "programme"),
    columns=(
        authority,
        Column("programme", "text", "Programme code as in the table listing."),
        Column("title", "text", "What the programme is called, in few words."),
        Column("about", "text", "What it is for, in our words."),
        url,
        source,
        vintage,
    ),
)  # fmt: skip
