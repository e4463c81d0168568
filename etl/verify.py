"""Hash again what was sealed and what was published, so that a changed byte is found before it is quoted."""

from __future__ import annotations

from pathlib import Path

from etl.build import snapshots
from etl.publish import read_package, tables_folder
from etl.snapshot import sha256
from etl.sources import all_sources
from etl.table import ContractBroken


def faults(home: Path) -> list[str]:
    """What is not as it was sealed or published; empty when all is well."""
    found = []
    for source in all_sources().values():
        try:
            snapshots(source, home, thorough=True)
        except ContractBroken as broken:
            found.append(str(broken))
    for resource in read_package(home)["resources"]:
        path = tables_folder(home) / resource["path"]
        if not path.is_file():
            found.append(f"{path}: published but gone; build again")
        elif f"sha256:{sha256(path)}" != resource["hash"]:
            found.append(f"{path}: its bytes are not those that were published; delete it and build again")
    return found
