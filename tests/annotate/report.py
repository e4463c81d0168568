"""How well checkable spans are found: `python -m tests.annotate.report` prints precision and recall, and each miss."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml

from dashboard.annotate.spans import spans

WRITTEN = date(2024, 6, 1)


@dataclass
class Score:
    """Spans found that are marked, found that are not, and marked that are not found."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + len(self.missed))


def marked() -> list[dict[str, object]]:
    return list(yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8")))


def score(part: str | None = None) -> dict[str, Score]:
    """Scores by kind, and under "sentence" whether the right sentences are picked.

    A found span is right when it is of the marked kind and shares more than half of the marked words.
    """
    scores: dict[str, Score] = {"sentence": Score(), "all": Score()}
    for entry in marked():
        if part and entry["part"] != part:
            continue
        text = str(entry["text"])
        wanted = [(kind, text.index(words), text.index(words) + len(words)) for kind, words in entry.get("spans", [])]  # type: ignore[attr-defined]
        found = spans(text, WRITTEN)
        _tell(scores["sentence"], bool(found), bool(wanted), text)
        left = list(wanted)
        for span in found:
            fit = next(
                (w for w in left if w[0] == span.kind and 2 * _shared(span.start, span.end, w) > w[2] - w[1]), None
            )
            for name in (span.kind, "all"):
                _tell(scores.setdefault(name, Score()), True, fit is not None, f"{span.kind} “{span.words}” in: {text}")
            if fit:
                left.remove(fit)
        for kind, start, end in left:
            for name in (kind, "all"):
                _tell(scores.setdefault(name, Score()), False, True, f"{kind} “{text[start:end]}” in: {text}")
    return scores


def _shared(start: int, end: int, wanted: tuple[str, int, int]) -> int:
    return min(end, wanted[2]) - max(start, wanted[1])


def _tell(score: Score, found: bool, wanted: bool, words: str) -> None:
    if found and wanted:
        score.right += 1
    elif found:
        score.wrong.append(words)
    elif wanted:
        score.missed.append(words)


def main() -> None:
    counts = Counter(str(entry["part"]) for entry in marked())
    for part in counts:
        print(f"\n{counts[part]} sentences, part {part}")
        scores = score(part)
        for name, one in sorted(scores.items()):
            print(f"  {name:<12} precision {one.precision:.2f}  recall {one.recall:.2f}  ({one.right} right)")
        for words in scores["all"].wrong:
            print(f"  found, not marked: {words}")
        for words in scores["all"].missed:
            print(f"  marked, not found: {words}")


if __name__ == "__main__":
    main()
