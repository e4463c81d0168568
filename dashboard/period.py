"""A period of whole months: how one is written, read, shifted and offered as a preset."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def month(text: str) -> date:
    """The first day of a month written as 2024-03. Raises ValueError for anything else."""
    year, dash, number = text.partition("-")
    if not (dash and len(year) == 4 and len(number) == 2 and year.isdigit() and number.isdigit()):
        raise ValueError(f"'{text}' is not a month; write it as 2024-03")
    return date(int(year), int(number), 1)


def shifted(first: date, by: int) -> date:
    """The first day of the month `by` months later."""
    position = first.year * 12 + first.month - 1 + by
    return date(position // 12, position % 12 + 1, 1)


def written(first: date) -> str:
    """A month as people read it: Mar 2024."""
    return f"{MONTHS[first.month - 1]} {first.year}"


def read_written(text: str) -> date:
    """The first day of a month written as people read it (Mar 2024). Raises ValueError for anything else."""
    name, _, year = text.partition(" ")
    if name not in MONTHS or not (len(year) == 4 and year.isdigit()):
        raise ValueError(f"“{text}” is not a month; write it as Mar 2024")
    return date(int(year), MONTHS.index(name) + 1, 1)


@dataclass(frozen=True, order=True)
class Period:
    """Whole months from `start` to `end`, both first-of-month days, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start.day != 1 or self.end.day != 1:
            raise ValueError("a period starts and ends on first-of-month days")
        if self.start > self.end:
            raise ValueError(f"the period ends ({written(self.end)}) before it starts ({written(self.start)})")

    @classmethod
    def read(cls, text: str) -> Period:
        """A period written as 2024-03 or 2024-03..2024-05. Raises ValueError for anything else."""
        first, _, last = text.partition("..")
        return cls(month(first), month(last or first))

    def __str__(self) -> str:
        return f"{self.start:%Y-%m}..{self.end:%Y-%m}"

    @property
    def label(self) -> str:
        """The period as people read it: Mar–May 2024, Nov 2023–Feb 2024, Mar 2024."""
        if self.start == self.end:
            return written(self.start)
        if self.start.year == self.end.year:
            return f"{MONTHS[self.start.month - 1]}–{written(self.end)}"
        return f"{written(self.start)}–{written(self.end)}"

    @property
    def months(self) -> list[date]:
        """Every month of the period."""
        return [shifted(self.start, n) for n in range(self.length)]

    @property
    def length(self) -> int:
        """How many months the period has."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def last_day(self) -> date:
        """The last day of the last month."""
        return self.end.replace(day=monthrange(self.end.year, self.end.month)[1])

    def earlier(self, by: int = 12) -> Period:
        """The period of the same length `by` months earlier."""
        return Period(shifted(self.start, -by), shifted(self.end, -by))

    def within(self, extent: Period) -> bool:
        """True when all of the period lies inside `extent`."""
        return extent.start <= self.start and self.end <= extent.end

    def clipped(self, extent: Period) -> Period | None:
        """The part of the period inside `extent`, or None when they do not meet."""
        start, end = max(self.start, extent.start), min(self.end, extent.end)
        return Period(start, end) if start <= end else None


INVASION = date(2022, 2, 1)
ORDER_14114 = date(2023, 12, 1)


def presets(extent: Period) -> dict[str, Period]:
    """The ready periods by the words on their buttons, each inside `extent`."""
    starts = {
        "Since 24 Feb 2022": INVASION,
        "Since EO 14114": ORDER_14114,
        "Last 12 months": shifted(extent.end, -11),
        "All": extent.start,
    }
    held = {words: start for words, start in starts.items() if extent.start <= start <= extent.end}
    return {words: Period(start, extent.end) for words, start in held.items()}
