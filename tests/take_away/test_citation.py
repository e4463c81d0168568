"""Citations name the chart, its filters, its data and their version."""

from __future__ import annotations

from dashboard.take_away import KINDS, citation


def test_a_plain_citation_names_chart_and_data(exhibit):
    assert citation.plain(exhibit()) == (
        "“How much does China sell to Russia?” Goods exports per month, billion US dollars "
        "(Period: Mar–Jun 2024 · Flow: Exports). Waybill, data version 1a2b3c4d. "
        "Data: UN Comtrade, monthly goods trade."
    )


def test_bibtex_escapes_what_tex_would_run(exhibit):
    entry = citation.bibtex(exhibit(question=r"10 % of \input{x} & more_?"), "http://x.org/?a=1&b={2}")
    assert r"10 \% of \textbackslash{}input\{x\} \& more\_?" in entry
    assert "url          = {http://x.org/?a=1&b=%7B2%7D}" in entry
    assert "author       = {{United Nations Statistics Division}}" in entry
    assert "year         = {2026}" in entry
    assert entry.startswith("@misc{waybill-china-russia-export-2024-03-to-2024-06,")


def test_every_kind_of_file_is_made(exhibit):
    assert [kind.ending for kind in KINDS] == ["csv", "xlsx", "html"]
    assert all(kind.make(exhibit()) for kind in KINDS)
