"""An evidence pack holds all that stands behind a claim or chart; a single byte that is not as made is told."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import charts
from dashboard.chart import drawn
from dashboard.commentary import ledger
from dashboard.period import Period
from dashboard.store import Store, open_store
from dashboard.take_away import image_offline
from dashboard.take_away import pack as making
from dashboard.take_away.check import CHANGED, SAME, TAMPERED, check
from dashboard.take_away.evidence import NotInPack, Recorded, Replayed, differences, parquet, read_parquet
from dashboard.take_away.image_offline import found_browser, pictures, settled
from dashboard.take_away.pack import NoSuchThing, of_exhibit, pack
from dashboard.take_away.sealed import MANIFEST, Tampered, seal, unseal

MARCH = Period.read("2024-01..2024-06")


@pytest.fixture(autouse=True)
def without_a_browser(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A browser takes seconds; the tests that are about pictures ask for it."""
    if "browser" not in request.keywords:
        monkeypatch.setattr(image_offline, "found_browser", lambda: "")


@pytest.fixture(scope="module")
def of_claim(published: Store) -> bytes:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(image_offline, "found_browser", lambda: "")
        return pack("chinese-exports", published)


@pytest.fixture(scope="module")
def of_chart(published: Store) -> bytes:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(image_offline, "found_browser", lambda: "")
        return pack("exports", published, MARCH, {"flow": "export"})


def test_the_pack_of_a_claim_holds_every_form_and_every_query(of_claim: bytes, published: Store):
    members, manifest = unseal(of_claim)
    for name in ("README.txt", "claim.json", "claim.jsonld", "commentary.md", "sources.json", "view.json"):
        assert name in members
    for stem in ("chart", "readings"):
        assert {f"{stem}.csv", f"{stem}.xlsx", f"{stem}.html"} <= set(members)
    assert {"citation.txt", "citation.bib", "queries/01.sql", "queries/01.parquet"} <= set(members)
    assert b"FROM trade_flow" in members["queries/01.sql"].replace(b"\n ", b"")
    assert "$" not in members["queries/01.sql"].decode()
    entry = next(e for e in ledger.ledger(published) if e.id == "chinese-exports")
    assert manifest["values"]["verdict"] == entry.verdict.word
    assert manifest["values"]["computed"] == pytest.approx(24_828_059_219 / 27_716_414_467 - 1)
    assert json.loads(members["claim.json"]) == json.loads(json.dumps(ledger.as_json([entry])[0]))
    assert "ClaimReview" in members["claim.jsonld"].decode()


def test_sources_come_with_the_hashes_of_their_files(of_claim: bytes, tables: Path):
    members, _ = unseal(of_claim)
    sources = json.loads(members["sources.json"])
    assert {"un_comtrade_monthly", "china_customs_bulletin"} <= {one["source"] for one in sources}
    for one in sources:
        assert all(len(file["sha256"]) == 64 for file in one["files"])
        assert one["hash"] == f"sha256:{sha256((tables / 'tables' / one['table']).read_bytes()).hexdigest()}"


def test_the_view_can_be_opened_again(of_chart: bytes):
    members, _ = unseal(of_chart)
    view = json.loads(members["view.json"])
    assert "period=Jan+2024&period=Jun+2024" in view["address"]
    assert "exports.flow=exports+to" in view["address"]
    assert view["filters"]["Period"] == MARCH.label


def test_equal_data_make_equal_bytes(of_claim: bytes, of_chart: bytes, published: Store):
    assert pack("chinese-exports", published) == of_claim
    assert pack("exports", published, MARCH, {"flow": "export"}) == of_chart


def test_a_page_packs_what_it_shows(published: Store, of_chart: bytes):
    chart = charts.get("exports")
    assert of_exhibit(drawn(chart, chart.scope(MARCH), published), published) == of_chart


@pytest.mark.parametrize("name", sorted(charts.all_charts()))
def test_every_chart_can_be_packed_and_comes_out_the_same(name: str, fuller: Store):
    assert check(pack(name, fuller), fuller).word == SAME


def test_a_chart_of_tables_that_are_not_held_is_not_packed(published: Store):
    with pytest.raises(NoSuchThing, match=r"nothing to pack for aid_gap\. Nothing of the Kiel Institute"):
        pack("aid_gap", published)


def test_every_claim_can_be_packed_and_comes_out_the_same(published: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(making, "KINDS", ())
    names = [e.id for text in ledger.texts(published) for e in text.excerpts if e.claim]
    assert names
    for name in names:
        answer = check(pack(name, published), published)
        assert answer.word == SAME, (name, answer.lines)


def test_what_there_is_not_is_refused_with_what_there_is(published: Store):
    with pytest.raises(NoSuchThing, match=r"chinese-exports.*exports"):
        pack("nothing", published)
    with pytest.raises(ValueError, match="flow is one of"):
        pack("exports", published, None, {"flow": "fly"})
    with pytest.raises(ValueError, match="for charts"):
        pack("chinese-exports", published, MARCH)


def test_without_a_browser_the_pack_says_that_pictures_are_left_out_and_why(of_chart: bytes):
    members, _ = unseal(of_chart)
    assert not {"chart.png", "chart.svg"} & set(members)
    assert "Pictures are left out. No browser was found" in members["README.txt"].decode()


def test_a_browser_that_does_not_work_is_told_and_nothing_is_raised(published: Store, monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("kaleido")
    monkeypatch.setattr(image_offline, "found_browser", lambda: "/bin/false")
    monkeypatch.setattr(image_offline, "PATIENCE", 5)
    chart = charts.get("exports")
    made = pictures({"chart": drawn(chart, chart.scope(MARCH), published)})
    assert not made.files
    assert "could not draw" in made.left_out


@pytest.mark.browser
def test_with_a_browser_there_are_pictures_and_they_are_the_same_each_time(published: Store):
    pytest.importorskip("kaleido")
    if not found_browser():
        pytest.skip("no browser is installed")
    first, second = (unseal(pack("exports", published, MARCH))[0] for _ in range(2))
    assert first["chart.png"].startswith(b"\x89PNG")
    assert b"</svg>" in first["chart.svg"]
    assert first == second


def test_the_names_that_plotly_draws_lots_for_are_settled():
    one = b'<svg><defs id="defs-41b25f"/><g class="trace scatter trace69d38c" clip-path="url(#clip41b25fxy)"/></svg>'
    other = one.replace(b"41b25f", b"aaaaaa").replace(b"69d38c", b"0123ab")
    assert settled(one) == settled(other)


def test_a_named_browser_that_is_not_there_counts_as_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.undo()
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "none"))
    assert found_browser() == ""


def with_member(content: bytes, name: str, body: bytes | None) -> bytes:
    """The pack with one member replaced, added, or left out."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(into, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        if body is not None:
            new.writestr(name, body)
    return into.getvalue()


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_any_byte_of_any_member_that_is_flipped_is_found(data: st.DataObject, of_chart: bytes):
    with zipfile.ZipFile(io.BytesIO(of_chart)) as archive:
        name = data.draw(st.sampled_from(sorted(archive.namelist())))
        body = bytearray(archive.read(name))
    at = data.draw(st.integers(0, len(body) - 1))
    body[at] ^= data.draw(st.integers(1, 255))
    answer = check(with_member(of_chart, name, bytes(body)), None)
    assert answer.word == TAMPERED
    assert name in answer.lines[0]


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_any_byte_of_the_file_may_be_flipped_and_there_is_an_answer(data: st.DataObject):
    content = bytearray(seal({"a.txt": b"words" * 50, "b/c.txt": b"more"}, {"format": "x"}))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    try:
        members, _ = unseal(bytes(content))
    except Tampered as wrong:
        assert str(wrong)
    else:  # Bytes of the ZIP itself that say nothing about a member, such as its date.
        assert members == {"a.txt": b"words" * 50, "b/c.txt": b"more"}


@given(st.binary(max_size=200))
def test_any_other_file_is_told_to_be_no_pack(content: bytes):
    assert check(content, None).word == TAMPERED


def test_members_missing_added_and_named_twice_are_found(of_chart: bytes):
    assert check(with_member(of_chart, "chart.csv", None), None).lines == ("chart.csv is missing",)
    assert check(with_member(of_chart, "../../etc/cron", b"x"), None).lines == ("../../etc/cron was added",)
    assert check(with_member(of_chart, MANIFEST, None), None).word == TAMPERED
    into = io.BytesIO(of_chart)
    with zipfile.ZipFile(into, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("chart.csv", b"other")
    assert "same name" in check(into.getvalue(), None).lines[0]


def test_a_pack_that_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch, of_chart: bytes):
    from dashboard.take_away import sealed

    monkeypatch.setattr(sealed, "MOST_UNPACKED", 1000)
    assert "unpacks to more" in check(of_chart, None).lines[0]


def test_a_number_changed_and_sealed_again_does_not_come_out(of_claim: bytes):
    """Whoever seals it anew can hash what he likes; the numbers still have to follow from the rows."""
    members, manifest = unseal(of_claim)
    facts = {name: value for name, value in manifest.items() if name not in ("members", "seal")}
    facts["values"] = {**facts["values"], "computed": -0.16}
    answer = check(seal(members, facts), None)
    assert answer.word == CHANGED
    assert "computed is -0.1042" in answer.lines[0]
    rows = read_parquet(members["queries/01.parquet"])
    rows.loc[rows["period"] == "2024-05-01", "value"] *= 1.1
    forged = seal({**members, "queries/01.parquet": parquet(rows)}, {**facts, "values": manifest["values"]})
    assert check(forged, None).word == CHANGED


@pytest.fixture
def restated(tables: Path, tmp_path: Path) -> Store:
    """The same tables with one month of China's exports restated."""
    import pandas as pd

    shutil.copytree(tables / "tables", tmp_path / "tables")
    package = json.loads((tmp_path / "tables" / "datapackage.json").read_text(encoding="utf-8"))
    path = next(
        tmp_path / "tables" / r["path"]
        for r in package["resources"]
        if r["waybill"].get("source") == "un_comtrade_monthly" and r["waybill"]["table"] == "trade_flow"
    )
    rows = pd.read_parquet(path)
    chosen = (
        (pd.to_datetime(rows["period"]) == "2024-03-01") & (rows["flow"] == "export") & (rows["product"] == "TOTAL")
    )
    chosen &= (rows["grain"] == "month") & (rows["reporter"] == "CHN") & (rows["partner"] == "RUS")
    rows.loc[chosen, "value"] = 9_000_000_000.0
    rows.to_parquet(path, index=False)
    return open_store(tmp_path)


def test_a_restated_month_is_named_with_the_value_it_changed(of_claim: bytes, of_chart: bytes, restated: Store):
    answer = check(of_claim, restated)
    assert answer.word == CHANGED
    assert any(line.startswith("from the tables at hand, computed is ") for line in answer.lines)
    assert any("2024-03-01" in line and line.endswith("→ 9,000,000,000") for line in answer.lines)
    assert check(of_chart, restated).word == CHANGED


def test_rows_gone_and_new_are_told(published: Store):
    rows = published.rows("SELECT period, reporter, value FROM trade_flow WHERE source = 'un_comtrade_monthly' LIMIT 5")
    assert differences(rows, rows) == []
    assert differences(rows, rows.iloc[1:])[0].startswith("gone: ")
    assert differences(rows.iloc[1:], rows)[0].startswith("new: ")
    assert differences(rows, rows.drop(columns="value")) == ["the column value is gone"]
    many = published.rows("SELECT period, value FROM trade_flow ORDER BY ALL LIMIT 100")
    assert differences(many, many.iloc[:0])[-1] == "and 88 more"


def test_rows_come_back_from_a_pack_as_they_went_in(published: Store):
    recorded = Recorded(published)
    sql = "SELECT * FROM ammunition_estimate WHERE as_of <= CAST($until AS DATE) ORDER BY ALL"
    rows = recorded.rows(sql, until="2024-06-30")
    assert differences(rows, read_parquet(parquet(rows))) == []
    replayed = Replayed(recorded.asked)
    assert len(replayed.rows(sql.replace(" FROM", "\n  FROM"), until="2024-06-30")) == len(rows)
    with pytest.raises(NotInPack):
        replayed.rows(sql, until="2024-07-01")
