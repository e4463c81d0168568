"""Where Waybill's data lies, in a checkout and in an installed wheel; the only file that decides it."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

CHECKOUT = Path(__file__).resolve().parent.parent
PACKED = Path(__file__).resolve().parent / "bundled"


class NotAFolder(Exception):
    """The place named for the data is not a folder. The message says which, and what to do."""


def bundled() -> Path:
    """Folder with the starter extracts, hand-kept figures and commentary that come with Waybill."""
    return PACKED if PACKED.is_dir() else CHECKOUT / "data"


def home(chosen: str | Path | None = None) -> Path:
    """Folder for raw files, tables and the user's own texts.

    The first of: `chosen` (the `--data` option), the variable WAYBILL_DATA, `data/` of a checkout,
    the user's data folder of this system. Raises NotAFolder when a file stands there.
    """
    if given := chosen or os.environ.get("WAYBILL_DATA"):
        folder = Path(given).expanduser().resolve()
        if folder.exists() and not folder.is_dir():
            raise NotAFolder(f"{folder} is a file, not a folder; name a folder for the data")
        return folder
    if bundled() == CHECKOUT / "data":
        return CHECKOUT / "data"
    return Path(platformdirs.user_data_path("waybill"))
