"""A name with a character that no eye sees would be another name: it is refused where it stands."""

from __future__ import annotations

import pytest

from etl.sources import all_sources
from etl.table import ContractBroken
from tests.etl.conftest import Write
from tests.etl.test_eu_official_journal import LINES as ANNEX
from tests.etl.test_uk_conlist import LINES as CONLIST
from tests.small_lists import SDN_BEFORE


@pytest.mark.parametrize(
    ("source", "lines", "name", "where"),
    [
        ("uk_conlist", CONLIST, "ATELIER", "row 6, column 'Name 6'"),
        ("eu_official_journal", ANNEX, "JSC Works", "row 3, column 'name'"),
        ("ofac_sdn", (*SDN_BEFORE, "\x1a"), "SKUA", "row 3, column 'name'"),
        ("ofac_consolidated", (*SDN_BEFORE, "\x1a"), "SKUA", "row 3, column 'name'"),
    ],
)
@pytest.mark.parametrize("character", ["\0", "\x08", "\x7f"])
def test_a_list_with_a_control_character_in_a_name_is_refused(
    write: Write, source: str, lines: tuple[str, ...], name: str, where: str, character: str
):
    text = "\n".join(lines).replace(name, name[:2] + character + name[2:])
    encoding = "cp1252" if source == "uk_conlist" else "utf-8"
    file = write("list.csv", text, ending="" if source.startswith("ofac") else "\n", encoding=encoding)
    with pytest.raises(ContractBroken) as refused:
        all_sources()[source].tidy([file])
    assert f"list.csv {where}: " in str(refused.value)
    assert "has a control character; get the file again" in str(refused.value)
