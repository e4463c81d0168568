"""Fetching from a publisher that misbehaves in every way we know of: nothing wrong is ever kept."""

from __future__ import annotations

import gzip
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from etl.__main__ import main
from etl.collect import Fetched, addresses, fetch
from etl.fetch import KEYS, Manners
from etl.source import Source
from etl.sources import all_sources, eurostat_comext_bulk, uk_conlist, un_comtrade_annual, un_comtrade_monthly
from tests.etl.conftest import COMTRADE, comtrade_line
from tests.etl.misbehaving import Act, Publisher, answer, breaks_off, goes_on, publishing, stalls
from tests.etl.test_uk_conlist import LINES, line
from tests.etl.test_un_comtrade_monthly import records

WHOLE = ("\n".join(LINES) + "\n").encode("cp1252")
LATER = ("\n".join([*LINES, line("56", "NEW NAME")]) + "\n").replace("27/04/2020", "28/04/2020").encode("cp1252")
PAGE = b"<!DOCTYPE html><html><body>Not found, but with status 200</body></html>"
TODAY = date(2026, 11, 9)
PAGE_OF = uk_conlist.source.page


@dataclass
class Waited:
    """A clock that only moves when somebody sleeps."""

    now: float = 0.0
    naps: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as found:
        yield found


@pytest.fixture
def waited() -> Waited:
    return Waited()


@pytest.fixture
def get(publisher: Publisher, waited: Waited, home: Path, monkeypatch: pytest.MonkeyPatch):
    """Fetch a list from the publisher, whose acts at /list.csv are given, in blocks smaller than our list."""
    monkeypatch.setattr("etl.fetch.BLOCK", 100)

    def got(*acts: Act, manners: dict[str, object] | None = None, **source: object) -> Fetched:
        if acts:
            publisher.acts["/list.csv"] = list(acts)
        patient = Manners(sleep=waited.sleep, clock=lambda: waited.now, timeout=(5, 5))
        return fetch(
            listed(publisher, **source), home, today=TODAY, manners=replace(patient, last={}, **(manners or {}))
        )

    return got


def listed(publisher: Publisher, **changed: object) -> Source:
    fields = {"urls": (f"{publisher.address}/list.csv",), "least": 1, "by_hand": ""} | changed
    return replace(uk_conlist.source, **fields)


def kept(home: Path) -> list[str]:
    folder = home / "raw" / "uk_conlist"
    return sorted(file.relative_to(folder).as_posix() for file in folder.glob("*/*")) if folder.is_dir() else []


def nothing_left(home: Path) -> bool:
    return not list((home / "raw").glob(".fetching-*")) and not list((home / "raw").rglob("*.partial"))


def test_a_list_is_sealed_under_the_day_it_states_with_a_receipt(get, home: Path, publisher: Publisher):
    done = get(answer(200, WHOLE))
    assert (done.outcome, kept(home)) == ("new", ["2020-04-27/list.csv", "2020-04-27/receipt.json"])
    receipt = json.loads((home / "raw/uk_conlist/2020-04-27/receipt.json").read_text())
    assert receipt["url"] == f"{publisher.address}/list.csv"
    assert (receipt["made_by"], receipt["license"]) == ("waybill fetch", "Open Government Licence v3.0")
    assert receipt["files"][0]["bytes"] == len(WHOLE)
    assert nothing_left(home)


def test_the_publisher_is_asked_whether_anything_changed(get, home: Path, publisher: Publisher):
    stamp = "Mon, 27 Apr 2020 10:00:00 GMT"
    get(answer(200, WHOLE, ETag='"one"', Last_Modified=stamp))
    done = get(answer(304))
    assert (done.outcome, "nothing new" in done.said) == ("unchanged", True)
    assert publisher.headers("If-None-Match") == [None, '"one"']
    assert publisher.headers("If-Modified-Since") == [None, stamp]
    assert len(kept(home)) == 2


def test_the_same_bytes_change_nothing_and_other_bytes_make_a_vintage(get, home: Path):
    get(answer(200, WHOLE))
    done = get(answer(200, WHOLE))
    assert (done.outcome, done.said) == ("unchanged", "the same bytes as on 2020-04-27; nothing changes")
    assert get(answer(200, LATER)).outcome == "new"
    assert [name for name in kept(home) if name.endswith("csv")] == ["2020-04-27/list.csv", "2020-04-28/list.csv"]


def test_without_the_vintage_the_validators_are_forgotten(get, home: Path, publisher: Publisher):
    get(answer(200, WHOLE, ETag='"one"'))
    (home / "raw/uk_conlist/2020-04-27/receipt.json").unlink()
    assert get(answer(200, WHOLE)).outcome == "new"
    assert publisher.headers("If-None-Match") == [None, None]


def test_retry_after_is_respected(get, waited: Waited):
    assert get(answer(429, Retry_After="42"), answer(200, WHOLE)).outcome == "new"
    assert 42.0 in waited.naps


def test_too_long_a_wait_is_told_instead(get, waited: Waited):
    done = get(answer(429, Retry_After="7200"))
    assert (done.outcome, "asks to wait 7,200 seconds" in done.said) == ("failed", True)
    assert sum(waited.naps) < 2


def test_a_server_in_trouble_is_asked_again_ever_more_slowly(get, waited: Waited, publisher: Publisher):
    assert get(answer(500), answer(502), answer(503), answer(200, WHOLE)).outcome == "new"
    assert [nap for nap in waited.naps if nap >= 1] == [1.0, 2.0, 4.0]
    assert len(publisher.asked) == 4


def test_there_is_a_limit_to_asking_again(get, publisher: Publisher, home: Path):
    done = get(answer(500))
    assert (done.outcome, len(publisher.asked)) == ("failed", 5)
    assert "the server answers 500; given up after 5 attempts" in done.said
    assert kept(home) == []


def test_requests_to_one_host_keep_their_distance(get, publisher: Publisher, waited: Waited):
    publisher.acts["/old.csv"] = [answer(302, Location="/list.csv")]
    urls = (f"{publisher.address}/old.csv",)
    assert get(answer(200, WHOLE), urls=urls, manners={"interval": 7.0}).outcome == "new"
    assert waited.naps == [7.0]


def test_a_broken_line_is_taken_up_where_it_broke(get, publisher: Publisher, home: Path):
    marks = {"ETag": '"one"', "Accept_Ranges": "bytes"}
    assert get(breaks_off(WHOLE, 400, **marks), goes_on(WHOLE, **marks)).outcome == "new"
    assert publisher.headers("Range") == [None, "bytes=400-"]
    assert publisher.headers("If-Range") == [None, '"one"']
    assert (home / "raw/uk_conlist/2020-04-27/list.csv").read_bytes() == WHOLE


def test_a_file_that_changed_meanwhile_is_begun_anew(get, home: Path):
    marks = {"ETag": '"one"', "Accept_Ranges": "bytes"}
    assert get(breaks_off(WHOLE, 400, **marks), answer(200, LATER, ETag='"two"')).outcome == "new"
    assert (home / "raw/uk_conlist/2020-04-28/list.csv").read_bytes() == LATER


def test_a_server_that_resumes_elsewhere_is_not_believed(get, home: Path):
    marks = {"ETag": '"one"', "Accept_Ranges": "bytes"}
    wrong = answer(206, WHOLE[:5], Content_Range="bytes 0-4/9")
    assert get(breaks_off(WHOLE, 400, **marks), wrong, answer(200, WHOLE)).outcome == "new"
    assert (home / "raw/uk_conlist/2020-04-27/list.csv").read_bytes() == WHOLE


STAMP = "Mon, 27 Apr 2020 10:00:00 GMT"
OTHER_TAIL = WHOLE[:400] + WHOLE[400:].swapcase()
LONGER = OTHER_TAIL + OTHER_TAIL[-100:]


@pytest.mark.parametrize(
    ("begun", "rest"),
    [
        ({"ETag": '"one"'}, goes_on(OTHER_TAIL, ETag='"two"')),
        ({"ETag": '"one"'}, goes_on(OTHER_TAIL)),
        ({"ETag": '"one"', "Last_Modified": STAMP}, goes_on(OTHER_TAIL, ETag='"one"', Last_Modified="later")),
        ({"ETag": 'W/"one"', "Last_Modified": STAMP}, goes_on(OTHER_TAIL, ETag='W/"two"', Last_Modified=STAMP)),
        ({"Last_Modified": STAMP}, goes_on(OTHER_TAIL, Last_Modified="later")),
        ({"Last_Modified": STAMP}, goes_on(LONGER, Last_Modified=STAMP)),
        ({"ETag": '"one"'}, goes_on(LONGER, ETag='"one"')),
        ({"ETag": '"one"'}, answer(206, OTHER_TAIL[400:], ETag='"one"', Content_Range="bytes 400-999/*")),
        ({"ETag": '"one"'}, goes_on(OTHER_TAIL, ETag='"one"', Content_Encoding="x-own")),
    ],
    ids=[
        "another ETag", "no ETag", "another date", "another weak ETag", "another date alone", "longer by its date",
        "longer by its ETag", "no length", "encoded",
    ],
)  # fmt: skip
def test_the_rest_of_another_version_is_never_put_behind_what_came(
    get, publisher: Publisher, home: Path, begun: dict[str, str], rest: Act
):
    assert get(breaks_off(WHOLE, 400, **begun, Accept_Ranges="bytes"), rest, answer(200, WHOLE)).outcome == "new"
    assert publisher.headers("Range") == [None, "bytes=400-", None]
    assert (home / "raw/uk_conlist/2020-04-27/list.csv").read_bytes() == WHOLE


def test_a_rest_in_several_parts_is_asked_for_until_the_whole_is_there(get, publisher: Publisher, home: Path):
    marks = {"ETag": '"one"', "Accept_Ranges": "bytes"}
    part = answer(206, WHOLE[400:500], Content_Range=f"bytes 400-499/{len(WHOLE)}", **marks)
    assert get(breaks_off(WHOLE, 400, **marks), part, goes_on(WHOLE, **marks)).outcome == "new"
    assert publisher.headers("Range") == [None, "bytes=400-", "bytes=500-"]
    assert (home / "raw/uk_conlist/2020-04-27/list.csv").read_bytes() == WHOLE


def test_what_was_packed_on_the_way_is_begun_anew(get, publisher: Publisher, home: Path):
    packed = gzip.compress(WHOLE, mtime=0)
    marks = {"ETag": '"one"', "Accept_Ranges": "bytes", "Content_Encoding": "gzip"}
    assert get(breaks_off(packed, len(packed) - 50, **marks), goes_on(packed, **marks)).outcome == "new"
    assert publisher.headers("Range") == [None, None]
    assert publisher.headers("Accept-Encoding") == ["identity", "identity"]
    assert (home / "raw/uk_conlist/2020-04-27/list.csv").read_bytes() == WHOLE


def test_a_server_without_the_rest_is_asked_for_the_whole(get, publisher: Publisher, home: Path):
    marks = {"ETag": '"one"', "Accept_Ranges": "bytes"}
    without = answer(416, Content_Range="bytes */300")
    assert get(breaks_off(WHOLE, 400, **marks), without, answer(200, WHOLE)).outcome == "new"
    assert publisher.headers("Range") == [None, "bytes=400-", None]
    assert (home / "raw/uk_conlist/2020-04-27/list.csv").read_bytes() == WHOLE


def test_without_ranges_it_is_begun_anew(get, publisher: Publisher, home: Path):
    assert get(breaks_off(WHOLE, 400), answer(200, WHOLE)).outcome == "new"
    assert publisher.headers("Range") == [None, None]
    assert (home / "raw/uk_conlist/2020-04-27/list.csv").read_bytes() == WHOLE


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (breaks_off(WHOLE, 400), "given up after 5 attempts"),
        (answer(200, PAGE, "text/html"), "a web page came where data are due"),
        (answer(200, PAGE, "text/csv"), "a web page came where data are due"),
        (answer(200, b""), "the answer is empty"),
        (answer(200, b" \n"), "the answer is empty"),
        (answer(200, b'{"error": "x"}', "application/json"), "something else than expected came (application/json"),
        (answer(200, WHOLE[:700]), "list.csv"),
        (answer(404), "the server answers 404"),
        (answer(403), "wants a person with a browser"),
        (answer(412), "wants a person with a browser"),
        (answer(302, Location="https://elsewhere.example/list.csv"), "leads to elsewhere.example, which is no host"),
        (answer(302, Location="file:///etc/passwd"), "not followed"),
        (answer(302, Location="/list.csv"), "leads on and on"),
        (answer(302, Location="http://[bad"), "leads to 'http://[bad', which is no address; not followed"),
        (answer(302, Location="http://[bad]/?my-key=secret"), "leads to 'http://[bad]/?my-key=…', which is no address"),
    ],
    ids=range(15),
)
def test_a_bad_answer_is_named_and_nothing_is_kept(get, home: Path, act: Act, words: str):
    get(answer(200, WHOLE))
    before = kept(home)
    done = get(act)
    assert done.outcome == "failed"
    assert words in done.said
    assert kept(home) == before
    assert nothing_left(home)


def test_a_redirect_within_the_publishers_hosts_is_followed(get, publisher: Publisher):
    port = publisher.address.rpartition(":")[2]
    publisher.acts["/moved"] = [answer(302, Location=f"http://localhost:{port}/list.csv")]
    urls = (f"{publisher.address}/moved",)
    assert get(answer(200, WHOLE), urls=urls).outcome == "failed"
    assert get(answer(200, WHOLE), urls=urls, hosts=("localhost",)).outcome == "new"


def test_a_server_that_stalls_is_left(get):
    release = threading.Event()
    try:
        done = get(stalls(release), answer(200, WHOLE), manners={"timeout": (5, 0.2)})
    finally:
        release.set()
    assert done.outcome == "new"


def test_too_many_bytes_are_not_written(get, home: Path):
    assert "more than 300" in get(answer(200, WHOLE), manners={"most_bytes": 300}).said
    assert kept(home) == []


def test_nobody_listening_is_a_sentence(home: Path, waited: Waited, publisher: Publisher):
    source = listed(publisher, urls=("http://127.0.0.1:9/list.csv",))
    done = fetch(source, home, manners=Manners(sleep=waited.sleep, clock=lambda: waited.now))
    assert (done.outcome, "the connection broke" in done.said) == ("failed", True)


def test_an_archive_is_unpacked_before_it_is_sealed(get, home: Path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("folder/ConList.csv", WHOLE)
    assert get(answer(200, packed.getvalue(), "application/zip")).outcome == "new"
    assert kept(home) == ["2020-04-27/ConList.csv", "2020-04-27/receipt.json"]


def test_a_vintage_of_several_files_is_whole_even_if_only_one_changed(publisher: Publisher, home: Path, waited: Waited):
    second = "\n".join([*LINES[:2], line("78", "SECOND FILE")]) + "\n"
    source = listed(publisher, urls=(f"{publisher.address}/a.csv", f"{publisher.address}/b.csv"))
    publisher.acts = {
        "/a.csv": [answer(200, WHOLE, ETag='"a1"'), answer(200, LATER)],
        "/b.csv": [answer(200, second.encode(), ETag='"b1"'), answer(304), answer(200, second.encode())],
    }
    for _ in range(2):
        assert fetch(source, home, manners=Manners(sleep=waited.sleep, clock=lambda: waited.now)).outcome == "new"
    assert [name for name in kept(home) if "28" in name] == [
        "2020-04-28/a.csv", "2020-04-28/b.csv", "2020-04-28/receipt.json",
    ]  # fmt: skip


def series(publisher: Publisher, source: Source, home: Path, told: list[str]) -> Fetched:
    """Fetch August to October of a source whose months the publisher has at /202608 and so on."""
    manners = Manners(sleep=lambda _: None, interval=0, timeout=(5, 5))
    urls = (f"{publisher.address}/{{year}}{{month}}",)
    return fetch(
        replace(source, urls=urls), home, since=date(2026, 8, 1), today=TODAY, manners=manners, tell=told.append
    )


def test_a_month_that_is_not_out_yet_is_passed_over(publisher: Publisher, home: Path):
    publisher.acts = {"/202608": [answer(200, WHOLE)], "/202609": [answer(200, PAGE, "text/html")]}
    told: list[str] = []
    done = series(publisher, listed(publisher, nothing_yet=eurostat_comext_bulk.source.nothing_yet), home, told)
    assert done.outcome == "new"
    assert kept(home)[0] == "2020-04-27/202608"
    assert [words.partition(" is not there")[0] for words in told] == ["202609", "202610"]


@pytest.mark.parametrize(
    ("body", "words"), [(PAGE, "a web page came where data are due"), (b"", "the answer is empty")]
)
def test_a_page_or_nothing_is_a_failure_where_the_publisher_does_not_mean_a_month_by_it(
    publisher: Publisher, home: Path, body: bytes, words: str
):
    publisher.acts = {"/202608": [answer(200, WHOLE)], "/202609": [answer(200, body, "text/html")]}
    done = series(publisher, listed(publisher), home, [])
    assert (done.outcome, words in done.said) == ("failed", True)
    assert kept(home) == []


NO_RECORD = b'{"elapsedTime":"0.1 secs","count":0,"data":[],"error":""}'


def test_a_month_without_records_at_un_comtrade_leaves_the_others(publisher: Publisher, home: Path):
    august = f"{COMTRADE[0]}\n{comtrade_line('202608', 'X', '5.0')}\n".encode()
    publisher.acts = {f"/2026{month}": [answer(200, NO_RECORD, "application/json")] for month in ("08", "09", "10")}
    told: list[str] = []
    done = series(publisher, un_comtrade_monthly.source, home, told)
    assert (done.outcome, done.said) == ("unchanged", "nothing is published yet at 3 addresses; nothing changes")
    publisher.acts["/202608"] = [answer(200, august)]
    done = series(publisher, un_comtrade_monthly.source, home, told)
    assert (done.outcome, [file.name for file in done.snapshot.files]) == ("new", ["202608"])
    assert [words.partition(" is not there")[0] for words in told[3:]] == ["202609", "202610"]


def test_a_year_without_records_at_un_comtrade_is_not_there_yet():
    source = un_comtrade_annual.source
    assert source.nothing_yet(NO_RECORD)
    assert not source.nothing_yet(NO_RECORD.replace(b'"error":""', b'"error":"quota exceeded"'))
    assert not source.nothing_yet(NO_RECORD.replace(b'"count":0', b'"count":7'))
    assert not source.nothing_yet(b'{"message": "not found"}')
    assert not source.nothing_yet(PAGE)


def test_a_dry_run_asks_for_nothing(publisher: Publisher, home: Path):
    told: list[str] = []
    source = listed(publisher, urls=(f"{publisher.address}/f?y={{year}}&m={{month}}&subscription-key=abc",))
    done = fetch(source, home, since=date(2026, 9, 1), today=TODAY, dry_run=True, tell=told.append)
    assert (done.outcome, publisher.asked, kept(home)) == ("planned", [], [])
    assert [words.rpartition("f?")[2] for words in told] == [
        "y=2026&m=09&subscription-key=…", "y=2026&m=10&subscription-key=…",
    ]  # fmt: skip


def test_a_source_that_needs_a_person_says_where_to_click(publisher: Publisher, home: Path):
    done = fetch(listed(publisher, urls=(), by_hand="Click on Download."), home)
    assert (done.outcome, done.said) == ("by_hand", "Click on Download. Then: waybill add FILE")


@pytest.mark.parametrize("status", [403, 412])
def test_a_publisher_that_wants_a_person_is_named_with_its_page(get, status: int):
    said = get(answer(status)).said
    assert said.endswith(f"wants a person with a browser. By hand: Download it from {PAGE_OF}. Then: waybill add FILE")
    assert get(answer(status), by_hand="Click.").said.endswith("By hand: Click. Then: waybill add FILE")


def test_a_failure_that_nobody_thought_of_is_a_sentence(get, home: Path):
    def tidy(paths: object) -> object:
        raise KeyError("Regime")

    done = get(answer(200, WHOLE), tidy=tidy)
    assert (done.outcome, kept(home), nothing_left(home)) == ("failed", [], True)
    assert done.said == (
        f"{uk_conlist.source.title}: what came could not be understood (KeyError: 'Regime'); "
        "please report it with the file"
    )


def test_a_failure_that_nobody_thought_of_holds_up_no_other_source(
    publisher: Publisher, home: Path, monkeypatch: pytest.MonkeyPatch
):
    def recognises(head: bytes) -> bool:
        raise KeyError("Regime")

    publisher.acts["/list.csv"] = [answer(200, WHOLE)]
    first = listed(publisher, name="first", recognises=recognises)
    second = listed(publisher, name="second", urls=(f"{publisher.address}/gone.csv",))
    monkeypatch.setattr("etl.sources.all_sources", lambda: {"first": first, "second": second})
    done = CliRunner().invoke(main, ["fetch", "--data", str(home)])
    assert done.exit_code == 1
    assert "first: " in done.output
    assert "(KeyError: 'Regime'); please report it with the file" in done.output
    assert "second: " in done.output
    assert "the server answers 404" in done.output


@pytest.fixture
def keyed(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> str:
    """The publisher's address under a host that takes our key, which is in the environment."""
    monkeypatch.setattr("etl.fetch.KEYS", {"localhost": KEYS["comtradeapi.un.org"]})
    monkeypatch.setenv("COMTRADE_API_KEY", "secret-of-mine")
    return publisher.address.replace("127.0.0.1", "localhost")


def test_a_key_comes_from_the_environment_and_goes_nowhere_else(publisher: Publisher, get, home: Path, keyed: str):
    publisher.acts["/keyed"] = [answer(302, Location=f"{publisher.address}/list.csv")]
    done = get(answer(200, WHOLE), urls=(f"{keyed}/keyed",), hosts=("127.0.0.1",))
    assert done.outcome == "new"
    assert publisher.headers("Ocp-Apim-Subscription-Key") == ["secret-of-mine", None]
    written = [file.read_bytes() for file in (home / "raw").rglob("*") if file.is_file()]
    assert not any(b"secret-of-mine" in content for content in written)


QUOTA = b'{"statusCode": 403, "message": "Out of call volume quota. Quota will be replenished in 12:00:00."}'


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (answer(401), "it does not take the key in COMTRADE_API_KEY"),
        (answer(403), "it does not take the key in COMTRADE_API_KEY"),
        (answer(403, QUOTA), "no call is left (a free key is good for 500 calls a day); try again tomorrow"),
        (answer(403, QUOTA, Retry_After="43200"), "500 calls a day); try again in 43,200 seconds"),
        (answer(429, Retry_After="43200"), "429 (a free key is good for 500 calls a day), and asks to wait 43,200 sec"),
    ],
    ids=["unknown", "forbidden", "quota", "quota until", "too often"],
)
def test_a_key_that_is_wrong_or_used_up_is_not_tried_again(get, publisher: Publisher, keyed: str, act: Act, words: str):
    done = get(act, urls=(f"{keyed}/list.csv",))
    assert (done.outcome, words in done.said, len(publisher.asked)) == ("failed", True, 1)
    assert "secret-of-mine" not in done.said


def test_a_publisher_that_wants_a_key_says_where_to_put_it(get, keyed: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("COMTRADE_API_KEY")
    assert "put your key into COMTRADE_API_KEY" in get(answer(401), urls=(f"{keyed}/list.csv",)).said


@pytest.mark.parametrize("source", [un_comtrade_monthly.source, un_comtrade_annual.source], ids=lambda s: s.name)
def test_with_a_key_un_comtrade_is_asked_for_more_than_its_preview(source: Source, monkeypatch: pytest.MonkeyPatch):
    def asked() -> str:
        return addresses(source, date(2026, 8, 1), TODAY)[0].url

    monkeypatch.delenv("COMTRADE_API_KEY", raising=False)
    preview = asked()
    monkeypatch.setenv("COMTRADE_API_KEY", "secret-of-mine")
    kind = "A" if source is un_comtrade_annual.source else "M"
    assert preview.startswith(f"https://comtradeapi.un.org/public/v1/preview/C/{kind}/HS?reporterCode=156&")
    assert asked() == preview.replace("/public/v1/preview/", "/data/v1/get/")


def test_five_hundred_records_are_all_there_are_with_a_key_but_not_without(
    publisher: Publisher, home: Path, keyed: str, monkeypatch: pytest.MonkeyPatch
):
    lines = [comtrade_line("202610", "X", "5.0", cmdCode=f"{number:06}") for number in range(500)]
    held = records(*lines)
    body = json.dumps({"elapsedTime": "0.1 secs", "count": 500, "data": held, "error": ""}).encode()
    doors = {"urls": "/public/v1/preview/C/M/HS", "keyed_urls": "/data/v1/get/C/M/HS"}
    publisher.acts = {path: [answer(200, body, "application/json")] for path in doors.values()}
    urls = {name: (f"{keyed}{path}?period={{year}}{{month}}",) for name, path in doors.items()}
    source = replace(un_comtrade_monthly.source, **urls)

    def got() -> Fetched:
        manners = Manners(sleep=lambda _: None, interval=0, timeout=(5, 5))
        return fetch(source, home, since=date(2026, 10, 1), today=TODAY, manners=manners)

    with_key = got()
    assert (with_key.outcome, [file.name for file in with_key.snapshot.files]) == ("new", ["202610-data_v1_get_C_M_HS"])
    monkeypatch.delenv("COMTRADE_API_KEY")
    assert "202610-public_v1_preview_C_M_HS: exactly 500 records" in got().said
    assert publisher.headers("Ocp-Apim-Subscription-Key") == ["secret-of-mine", None]


def test_progress_ends_at_the_whole(publisher: Publisher, home: Path):
    publisher.acts["/list.csv"] = [answer(200, WHOLE)]
    seen: list[tuple[int, int | None]] = []
    fetch(listed(publisher), home, progress=lambda url, size, total: seen.append((size, total)))
    assert seen[-1] == (len(WHOLE), len(WHOLE))


@pytest.mark.parametrize("name", [name for name, source in all_sources().items() if source.urls])
def test_every_address_is_https_and_has_a_host_that_may_be_asked(name: str):
    for address in addresses(all_sources()[name], date(2026, 9, 1), TODAY):
        assert address.url.startswith("https://")
        assert "{" not in address.url


def test_months_of_a_series_end_with_the_last_full_one(publisher: Publisher):
    source = listed(publisher, urls=("https://example.org/{year}-{month}", "https://example.org/{year}"))
    found = addresses(source, None, date(2027, 1, 5))
    assert [address.period for address in found] == ["202609", "202610", "202611", "202612", "2026", "2027"]
