"""Before and after an event: how a flow changed against control flows, beside the same for months without the event.

Method. Of each month the logarithm of the value over that of the same month a year earlier is taken, which removes the
season. A flow's change is its mean over the `window` months after the event's month minus its mean over as many months
before it; the event's own month is left out. The difference is the flow's change minus the mean of the controls'. The
same is computed for every other month whose windows lie wholly before the event's month (placebo months): they say
how large such differences are when nothing of the kind happened. The share of placebo differences at least as large
as the event's is descriptive; neighbouring placebo windows overlap and are not independent, and other things happen
in the same months. Nothing here is an effect. (A. Abadie et al. 2010, on placebo tests in time.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, log

from dashboard.period import shifted

Series = Mapping[date, float]
"""Values above zero by first-of-month day; a month that is not held is not there."""


@dataclass(frozen=True)
class Change:
    """A month taken as the event's: the flow's change, the controls', and the difference, as fractions."""

    month: date
    flow: float
    controls: float | None
    difference: float


@dataclass(frozen=True)
class Study:
    """The event's change and those of the placebo months, oldest first."""

    event: Change
    placebos: tuple[Change, ...]


def as_large(difference: float, others: Sequence[float]) -> int:
    """How many differences are at least as large as one, up or down: halving is as large as doubling."""
    return sum(abs(log(1 + one)) >= abs(log(1 + difference)) for one in others)


class NotPossible(Exception):
    """The months that are needed are not held. The message says which flow lacks which."""


def yearly(series: Series) -> dict[date, float]:
    """The logarithm of each month over the same month a year earlier, where both are held and above zero."""
    return {
        month: log(value / earlier)
        for month, value in series.items()
        if value > 0 and (earlier := series.get(shifted(month, -12), 0)) > 0
    }


def _change(changes: Mapping[date, float], month: date, window: int) -> float | None:
    """Mean after minus mean before, or None when any of the months is not held."""
    before = [changes.get(shifted(month, -n)) for n in range(1, window + 1)]
    after = [changes.get(shifted(month, n)) for n in range(1, window + 1)]
    if any(one is None for one in (*before, *after)):
        return None
    return (
        sum(one for one in after if one is not None) / window - sum(one for one in before if one is not None) / window
    )


def studied(flow: Series, controls: Sequence[Series], event: date, window: int) -> Study:
    """The study of an event's month, with `window` months on either side.

    Raises NotPossible when a flow does not have every month that the event's own comparison needs.
    """
    treated, others = yearly(flow), [yearly(one) for one in controls]
    own = _at(treated, others, event, window)
    if own is None:
        lacking = [
            name
            for name, one in (("the flow", treated), *((f"control {n}", o) for n, o in enumerate(others, 1)))
            if _change(one, event, window) is None
        ]
        raise NotPossible(
            f"{' and '.join(lacking)} lacks months of the {window} before and after, or those a year earlier"
        )
    months = sorted(month for month in treated if shifted(month, window) < event)
    found = [_at(treated, others, month, window) for month in months]
    return Study(own, tuple(one for one in found if one is not None))


def _at(
    treated: Mapping[date, float], others: Sequence[Mapping[date, float]], month: date, window: int
) -> Change | None:
    flow = _change(treated, month, window)
    changes = [_change(one, month, window) for one in others]
    if flow is None or any(one is None for one in changes):
        return None
    held = [one for one in changes if one is not None]
    control = sum(held) / len(held) if held else 0.0
    return Change(month, exp(flow) - 1, exp(control) - 1 if held else None, exp(flow - control) - 1)
