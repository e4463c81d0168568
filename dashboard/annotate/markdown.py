"""A draft as a commentary file: Markdown that reads as it stands, with what is undecided said in our note."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from textwrap import fill
from typing import Any

import yaml

from dashboard import charts
from dashboard.annotate import words as listed
from dashboard.annotate.draft import WIDTH, Draft, month_of, slug
from dashboard.annotate.extract import NotReadable
from dashboard.annotate.propose import Proposal
from dashboard.annotate.suggestion import Reading, Suggestion
from dashboard.choice import Choice
from dashboard.commentary.excerpt import Text
from dashboard.period import Period, shifted

DRAFTED = "Draft, suggested from the words; not yet confirmed."
SMALL_WORDS = frozenset(
    listed("the a an of to in on for and or has have been was were is are this that with from than its as by")
)


def as_markdown(made: Draft, chosen: Collection[int] | None = None, taken: Collection[str] = ()) -> str:
    """The draft as a commentary file. `chosen` are positions in `made.kept`; by default all are written.

    `taken` are names of excerpts in other texts, because the address of an excerpt names no text.

    Raises NotReadable when there is nothing to write, or no date to write.
    """
    proposals = [p for n, p in enumerate(made.kept) if chosen is None or n in chosen]
    if not proposals:
        raise NotReadable("There is no passage in it that the tables held speak of, so there is nothing to write.")
    if not made.published:
        raise NotReadable("The text does not say when it is from; give --date, such as --date 2024-06.")
    front: dict[str, Any] = {
        "title": made.title, "publisher": made.publisher, "published": made.published, "language": "en",
    }  # fmt: skip
    if made.link:
        front["link"] = made.link
    parts = [f"---\n{_yaml(front)}---\n"]
    names = set(taken)
    for proposal in proposals:
        parts.append(_section(proposal, _named(proposal, names), made))
    return "\n".join(parts)


def _section(proposal: Proposal, name: str, made: Draft) -> str:
    suggestion = proposal.suggestion
    assert suggestion is not None
    settings: dict[str, Any] = {"anchor": {"before": proposal.before, "after": proposal.after}}
    if proposal.span:
        settings["span"] = proposal.span
    settings |= {"topic": proposal.topic, "chart": suggestion.chart}
    offered = {c.name: c for c in charts.get(suggestion.chart).choices if isinstance(c, Choice)}
    known = {name: option for name, option in suggestion.chosen.items() if name in offered}
    if choices := {n: option for n, option in known.items() if offered[n].offered or option in offered[n].options}:
        settings["choices"] = choices
    settings["period"] = str(_view(suggestion.cited, suggestion.compared, made.published))
    if suggestion.cited:
        settings["cited"] = str(suggestion.cited)
    if suggestion.compared:
        settings["compared"] = str(suggestion.compared)
    if suggestion.events:
        settings["events"] = list(suggestion.events)
    if suggestion.complete:
        settings["claim"] = _claim(proposal)
    left = f"To be decided: {'; '.join(suggestion.open)}. " if suggestion.open else ""
    note = fill(f"{left}{DRAFTED} {_sentence(suggestion.why)}".strip(), WIDTH)
    quote = fill(proposal.quote, WIDTH, initial_indent="> ", subsequent_indent="> ", break_long_words=False,
                 break_on_hyphens=False)  # fmt: skip
    return f"## {name}\n\n{quote}\n\n```yaml\n{_yaml(settings)}```\n\n{note}\n"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}." if words else ""


def _claim(proposal: Proposal) -> dict[str, Any]:
    suggestion = proposal.suggestion
    assert suggestion is not None
    claim: dict[str, Any] = {
        "metric": suggestion.metric, "comparator": suggestion.comparator, "stated": _number(suggestion.stated or 0.0),
        "tolerance": _number(suggestion.tolerance), "because": suggestion.because,
    }  # fmt: skip
    if suggestion.parameters:
        claim["parameters"] = dict(suggestion.parameters)
    claim["readings"] = [
        {"label": r.label, **({"as_worded": True} if r.as_worded else {}), "with": _own(r, suggestion)}
        for r in suggestion.readings
    ]
    return claim


def _own(reading: Reading, suggestion: Suggestion) -> dict[str, Any]:
    """What a reading adds to the parameters that all share, or changes in them."""
    return {key: value for key, value in reading.own.items() if suggestion.parameters.get(key) != value}


def _number(number: float) -> float | int:
    return int(number) if number == int(number) else number


def _view(cited: Period | None, compared: Period | None, published: str) -> Period:
    """The period to show: a year before the earliest month spoken of to half a year after the last."""
    month = month_of(published) or date(2024, 1, 1)
    start = min(p.start for p in (cited, compared, Period(month, month)) if p)
    end = max((cited or Period(month, month)).end, start)
    return Period(shifted(start, -12), shifted(end, 6))


def _named(proposal: Proposal, names: set[str]) -> str:
    """A name for the section that no other has: the first words of the quotation that say something."""
    words = [word for word in slug(re.sub("[’']s?", "", proposal.quote), "-").split("-") if word not in SMALL_WORDS][:4]
    plain = "-".join(words) or "passage"
    free, number = plain, 2
    while free in names:
        free, number = f"{plain}-{number}", number + 1
    names.add(free)
    return free


class _Dumper(yaml.SafeDumper):
    """Writes what is used twice twice: a commentary file has no references in it."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _yaml(values: dict[str, Any]) -> str:
    return yaml.dump(values, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)


def taken(made: Draft, texts: Iterable[Text]) -> set[str]:
    """The names of excerpts in all texts but the one that this draft would replace."""
    return {excerpt.id for text in texts if text.name != made.name for excerpt in text.excerpts}
