"""What every file says about itself, in one place, so that no two formats tell a different story."""

from __future__ import annotations

from datetime import date

from dashboard.chart import Exhibit

GAPS = "An empty cell or an absent month means that no figure is held. It never means zero."


def facts(exhibit: Exhibit) -> list[tuple[str, str]]:
    """The facts that go into a file's header, as (name, words), each on one line."""
    told = [("Question", exhibit.question), ("Measure", exhibit.measure), *exhibit.filters]
    told.append(("In short", exhibit.summary))
    if exhibit.chart.caveat:
        told.append(("Caveat", exhibit.chart.caveat))
    for source in exhibit.sources:
        told += [
            ("Source", f"{source.publisher}, {source.title}"),
            ("Address", source.page),
            ("Obtained", f"{source.obtained:%Y-%m-%d}"),
            ("Licence", " · ".join(part for part in (source.license, source.license_path) if part)),
            ("Cite as", source.citation),
            ("Note", source.note),
        ]
    told.append(("Gaps", GAPS))
    told += [("Gap", gap.words) for gap in exhibit.missing]
    told += [("Rows", str(len(exhibit.rows))), ("Data version", exhibit.version), ("Made with", "Waybill")]
    return [(" ".join(name.split()), " ".join(words.split())) for name, words in told if words.strip()]


def filters(exhibit: Exhibit) -> str:
    """The filters in words: Period: Feb 2022–Dec 2024 · Flow: Exports."""
    return " · ".join(f"{name}: {words}" for name, words in exhibit.filters)


def gaps(exhibit: Exhibit, most: int = 3) -> str:
    """The first gaps in words and how many more there are; nothing where there is none."""
    words = [gap.words for gap in exhibit.missing]
    more = f"; and {len(words) - most} more" if len(words) > most else ""
    return f"Gaps: {'; '.join(words[:most])}{more}." if words else ""


def newest(exhibit: Exhibit) -> date:
    """The day the newest of the exhibit's sources was obtained; 2000-01-01 when it has none."""
    return max((source.obtained for source in exhibit.sources), default=date(2000, 1, 1))
