"""One run of `waybill claims`: quotes checked, the last run's ledger compared, this run's kept, the feed written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from dashboard.commentary import alarm, anchor
from dashboard.commentary.excerpt import Text
from dashboard.commentary.feed import atom
from dashboard.commentary.ledger import Entry


def check_quotes(texts: Sequence[Text], path: Path) -> None:
    """Raises ValueError with a line for every quotation that does not stand in the text where it is said to."""
    try:
        full = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path} is not text in UTF-8; save it as such") from None
    if told := anchor.faults(texts, full):
        raise ValueError("\n".join(told))


def compared(kept: Path, entries: Sequence[Entry], version: str, feed: Path | None) -> tuple[list[alarm.Change], str]:
    """What came out differently since the run that is kept, and that in words; this run is kept in its place.

    Raises ValueError when what is kept cannot be read, OSError when nothing can be written.
    """
    last = alarm.last_run(kept)
    today = datetime.now(UTC).date()
    changes = alarm.changes(last, entries, today)
    history = [*changes, *alarm.earlier(last)]
    if feed:
        alarm.keep(feed, atom(history, today))
    alarm.keep(kept, json.dumps(alarm.stored(entries, version, history), ensure_ascii=False, allow_nan=False) + "\n")
    return changes, alarm.as_text(changes, first=not last)
