"""Find the source a file belongs to by its content, because people rename what they download."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pandas as pd

from etl import archives, packed, place
from etl.corrections import correct, corrections_of
from etl.days import hold
from etl.source import Source
from etl.sources import all_sources
from etl.table import ContractBroken

HEAD = 65_536


def source_of(path: Path) -> Source:
    """The one source that recognises the file. Raises ContractBroken when none or several do."""
    head = packed.head(path, HEAD)
    found = [source for source in all_sources().values() if source.recognises(head)]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(source.name for source in found)
        raise ContractBroken(f"{path.name}: could be any of {names}; say which with --source")
    raise ContractBroken(
        f"{path.name}: no source recognises this file; `python -m etl list` names those that are known"
    )


def tidy_file(path: Path, name: str | None = None) -> pd.DataFrame:
    """The checked tidy rows of one file, or of the files packed in it, dated today and kept nowhere.

    What else is to be told stands in its `attrs`, as `Source.tidy` has it.
    Raises ContractBroken when the file is not what its source, or the source `name`, should look like.
    """
    if name and name not in all_sources():
        raise ContractBroken(f"there is no source '{name}'; `python -m etl list` names those that are known")
    with tempfile.TemporaryDirectory() as folder:
        source, files = _of_one_source(path, archives.unpacked(path, Path(folder)), name)
        tidied = source.tidy(files)
    rows = tidied if isinstance(tidied, pd.DataFrame) else tidied[source.into.name]
    stands = rows.attrs.pop("stands", {})
    told = dict(rows.attrs)
    rows = rows.assign(source=source.name, vintage=pd.Timestamp.now().normalize())
    rows, _ = correct(rows, source.into, corrections_of(source.into, source, place.home()), [])
    hold(rows, source.into, date.today(), source.days_ahead, stands, path.name, "correct it or get the file again")
    try:
        checked: pd.DataFrame = source.into.check(rows).to_pandas(date_as_object=False)
    except ContractBroken as broken:
        raise ContractBroken(f"{path.name}: {broken}") from None
    checked.attrs = told
    return checked


def _of_one_source(path: Path, files: list[Path], name: str | None) -> tuple[Source, list[Path]]:
    """The source and those of the files that are its own; what is packed beside them, such as a note, is left out."""
    if name:
        return all_sources()[name], files
    found: dict[str, list[Path]] = {}
    unknown = []
    for file in files:
        try:
            found.setdefault(source_of(file).name, []).append(file)
        except ContractBroken as why:
            unknown.append(str(why))
    if not found:
        raise ContractBroken("; ".join(unknown) or f"{path.name}: nothing is packed in it; get the file again")
    if len(found) > 1:
        raise ContractBroken(f"{path.name}: holds files of {', '.join(found)}; unpack it and tidy them one by one")
    ((of, own),) = found.items()
    return all_sources()[of], own
