"""Which choice flips a claim: a sentence found by looking at the readings' options, never typed."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.commentary.ledger import Computed, Entry
from dashboard.commentary.wording import listed

Tally = dict[str, tuple[int, int]]
"""For every option of a choice, in how many readings it holds and in how many it is taken."""


def turning(entry: Entry) -> str:
    """What the outcome turns on, in a sentence; nothing where no reading could be computed."""
    told = [reading for reading in entry.readings if reading.value]
    held = [reading for reading in told if reading.holds]
    if not told or len(told) == 1:
        return ""
    if len(held) == len(told):
        return "No choice flips it: it holds under every reading."
    if not held:
        return "No choice flips it: it holds under no reading."
    if len(held) == 1:
        return f"Only one reading makes it hold: {held[0].label}."
    if len(told) - len(held) == 1:
        lost = next(reading for reading in told if not reading.holds)
        if lost.as_worded:
            return f"It fails only as worded: {lost.label}."
        return f"Only one reading makes it fail: {lost.label}."
    return _by_choice(told)


def _by_choice(told: Sequence[Computed]) -> str:
    """The choice that settles it alone, or else the one that matters most."""
    tallies = {choice: _tally(told, choice) for choice in dict.fromkeys(c for r in told for c, _ in r.along)}
    shared = {choice: tally for choice, tally in tallies.items() if sum(n for _, n in tally.values()) == len(told)}
    for choice, tally in (shared or tallies).items():
        if all(held in (0, taken) for held, taken in tally.values()):
            holds = [f"“{option}”" for option, (held, _) in tally.items() if held]
            fails = [f"“{option}”" for option, (held, _) in tally.items() if not held]
            settled = "" if choice == "reading" else f"The {choice} alone decides: it"
            return f"{settled or 'It'} holds with {listed(holds)}; not with {listed(fails)}."
    choice, tally = max((shared or tallies).items(), key=lambda item: _spread(item[1]))
    parts = [f"“{option}” ({held} of {taken})" for option, (held, taken) in tally.items()]
    return f"The {choice} matters most; it holds with {listed(parts)}."


def _tally(told: Sequence[Computed], choice: str) -> Tally:
    tally: Tally = {}
    for reading in told:
        option = dict(reading.along).get(choice)
        if option is not None:
            held, taken = tally.get(option, (0, 0))
            tally[option] = (held + reading.holds, taken + 1)
    return tally


def _spread(tally: Tally) -> float:
    shares = [held / taken for held, taken in tally.values()]
    return max(shares) - min(shares)


def nearest_reading(entry: Entry) -> Computed | None:
    """The first reading beside those as worded that holds, where none as worded does."""
    if any(reading.as_worded and reading.holds for reading in entry.readings):
        return None
    return next((reading for reading in entry.readings if reading.holds), None)
