"""Get a publisher's files, politely and sturdily: the only module that talks to the network."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from etl.archives import GZIP, SEVEN_ZIP, ZIP
from etl.markup import is_page

AGENT = "waybill (files in, checked tables out)"
INTERVALS = {"comtradeapi.un.org": 2.0, "data.imf.org": 2.0}
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
ABSENT = frozenset({404, 410})
HEAD = 65_536
BLOCK = 1 << 18
Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class Key:
    """The header a publisher takes a key in, so that it is in no address; where it comes from; what it is good for."""

    header: str
    variable: str
    allows: str

    @property
    def value(self) -> str:
        """The key, only ever from the environment; empty without one."""
        return os.environ.get(self.variable, "")


KEYS = {
    "comtradeapi.un.org": Key("Ocp-Apim-Subscription-Key", "COMTRADE_API_KEY", "a free key is good for 500 calls a day")
}


class NotFetched(Exception):
    """An address did not give what is due. The message says what came, and what to do.

    `absent` is True when there is nothing at the address, or what the publisher puts there for a period that is
    not published yet.
    """

    def __init__(self, words: str, *, absent: bool = False) -> None:
        super().__init__(words)
        self.absent = absent


class _Lost(Exception):
    """The line broke or the server is busy: worth another attempt, after `wait` seconds if it said so."""

    def __init__(self, words: str, wait: float | None = None) -> None:
        super().__init__(words)
        self.wait = wait


@dataclass
class Manners:
    """How patient and how gentle to be; the clock is given so that tests need not wait.

    `interval` is the least time between two requests to a host, `longest_wait` the longest that a server
    may ask us to wait.
    """

    attempts: int = 5
    interval: float = 1.0
    longest_wait: float = 300.0
    timeout: tuple[float, float] = (15.0, 120.0)
    most_bytes: int = 4 << 30
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    last: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Expected:
    """Where an answer may come from and what it must look like.

    `hosts` are those a redirect may lead to, beside the first one; `accepts` says of the first bytes
    whether they are the publisher's, `nothing_yet` whether they say that nothing is published there yet;
    `known` are the ETag and Last-Modified of the last time.
    """

    hosts: tuple[str, ...]
    accepts: Callable[[bytes], bool]
    nothing_yet: Callable[[bytes], bool] = lambda head: False
    known: Mapping[str, str] = field(default_factory=dict)


def download(
    url: str, target: Path, expected: Expected, manners: Manners, progress: Progress = lambda *_: None
) -> dict[str, str] | None:
    """Write what stands at the address to `target`; its ETag and Last-Modified, or None when it is unchanged.

    A broken line is taken up where it broke if the server can, and otherwise begun anew. Raises NotFetched
    after the last attempt, or at once for an answer that another attempt would not mend.
    """
    partial = _Partial(target.with_name(f"{target.name}.partial"))
    partial.forget()
    said = ""
    with _Session() as session:
        for attempt in range(manners.attempts):
            try:
                found = _attempt(session, url, partial, expected, manners, progress)
                if found is not None:
                    _refuse_other(url, partial.path, expected, found)
                    partial.path.replace(target)
                return found
            except _Lost as lost:
                said = str(lost)
                wait = min(60.0, 2.0**attempt) if lost.wait is None else lost.wait
                if wait > manners.longest_wait:
                    raise NotFetched(
                        f"{shown(url)}: {said}, and asks to wait {wait:,.0f} seconds; try again later"
                    ) from None
                if attempt + 1 < manners.attempts:
                    manners.sleep(wait)
    raise NotFetched(f"{shown(url)}: {said}; given up after {manners.attempts} attempts, try again later")


class _Session(requests.Session):
    """Looks at no redirect by itself: it would read an answer of any size, and fail at what is no address."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: where to go on is decided by `_answered`."""


@dataclass
class _Partial:
    """What is here of a file, and what the answer that began it said: only the rest of that version belongs to it.

    `total` is None when no length was declared; unless it is `resumable` it is begun anew whenever the line breaks.
    """

    path: Path
    etag: str = ""
    last_modified: str = ""
    total: int | None = None
    resumable: bool = False

    @property
    def validator(self) -> str:
        """By which the server knows the version again. A weak ETag promises the same meaning, not the same bytes."""
        return self.last_modified if self.etag.startswith("W/") else self.etag or self.last_modified

    @property
    def size(self) -> int:
        """The bytes that need not come again."""
        return self.path.stat().st_size if self.resumable and self.path.exists() else 0

    def forget(self) -> None:
        """Begin anew with the next attempt."""
        self.path.unlink(missing_ok=True)

    def begin(self, answer: requests.Response) -> None:
        """Note what the answer says of the whole file."""
        self.etag, self.last_modified = answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")
        self.total = _declared(answer)
        # Of encoded bytes no length is declared: the server counts those, and we hold what was decoded.
        ranges = answer.headers.get("Accept-Ranges") == "bytes"
        self.resumable = ranges and bool(self.validator) and self.total is not None

    def goes_on(self, answer: requests.Response) -> bool:
        """True for an answer that holds the rest of this very version, from the byte where it broke off."""
        place = re.fullmatch(r"bytes (\d+)-\d+/(\d+)", answer.headers.get("Content-Range", ""))
        if not place or (int(place[1]), int(place[2])) != (self.size, self.total) or _encoded(answer):
            return False
        # A server must repeat the ETag with a part; the date it may leave out.
        dated = answer.headers.get("Last-Modified", self.last_modified)
        return (answer.headers.get("ETag", ""), dated) == (self.etag, self.last_modified)


def _attempt(
    session: requests.Session,
    url: str,
    partial: _Partial,
    expected: Expected,
    manners: Manners,
    progress: Progress,
) -> dict[str, str] | None:
    """One request and its body, appended to what is there already if it is the rest of the same version."""
    size = partial.size
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
    if size:
        headers |= {"Range": f"bytes={size}-", "If-Range": partial.validator}
    else:
        names = {"etag": "If-None-Match", "last_modified": "If-Modified-Since"}
        headers |= {names[name]: value for name, value in expected.known.items() if value}
    try:
        with _answered(session, url, headers, expected.hosts, manners) as answer:
            if answer.status_code == 304:
                return None
            if answer.status_code == 416 or (answer.status_code == 206 and not (size and partial.goes_on(answer))):
                partial.forget()
                raise _Lost("the server has no rest of the part that came, or that of another version")
            _refuse_status(url, answer)
            if answer.status_code != 206:
                size = 0
                partial.begin(answer)
            if partial.total and partial.total > manners.most_bytes:
                raise NotFetched(f"{shown(url)}: {partial.total:,} bytes are due, more than {manners.most_bytes:,}")
            with partial.path.open("ab" if size else "wb") as stream:
                for block in answer.iter_content(BLOCK):
                    size += len(block)
                    if size > manners.most_bytes:
                        raise NotFetched(f"{shown(url)}: more than {manners.most_bytes:,} bytes came; stopped")
                    stream.write(block)
                    progress(url, size, partial.total)
            if partial.total is not None and size != partial.total:
                raise _Lost(f"{size:,} of {partial.total:,} bytes came")
            kind = answer.headers.get("Content-Type", "")
            return {"etag": partial.etag, "last_modified": partial.last_modified, "type": kind}
    except requests.exceptions.SSLError as wrong:
        raise NotFetched(f"{shown(url)}: the certificate does not hold ({type(wrong).__name__})") from None
    except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as wrong:
        raise _Lost(f"the connection broke ({type(wrong).__name__})") from None
    except requests.RequestException as wrong:
        raise NotFetched(f"{shown(url)}: cannot be asked for ({type(wrong).__name__})") from None


def _answered(
    session: requests.Session, url: str, headers: Mapping[str, str], hosts: tuple[str, ...], manners: Manners
) -> requests.Response:
    """The answer, over redirects within the hosts that the publisher is known to use."""
    address, first = url, host_of(url)
    for _ in range(8):
        host = host_of(address)
        _wait_for(host, manners)
        sent = dict(headers)
        if has_key(address):
            sent[KEYS[host].header] = KEYS[host].value
        answer = session.get(address, headers=sent, stream=True, allow_redirects=False, timeout=manners.timeout)
        if not answer.is_redirect:
            return answer
        location = answer.headers["Location"]
        answer.close()
        try:
            address = urljoin(address, location)
            there = host_of(address)
        except (ValueError, NotFetched):
            raise NotFetched(f"{shown(url)}: leads to {shown(location)!r}, which is no address; not followed") from None
        if not any(fnmatch(there, allowed) for allowed in (first, *hosts)):
            where = there or shown(location)
            raise NotFetched(f"{shown(url)}: leads to {where}, which is no host of this publisher; not followed")
        scheme = urlsplit(address).scheme
        if scheme != "https" and (url.startswith("https:") or scheme != "http"):
            raise NotFetched(f"{shown(url)}: leads from https to {scheme}; not followed")
    raise NotFetched(f"{shown(url)}: leads on and on; not followed further")


def _wait_for(host: str, manners: Manners) -> None:
    due = manners.last.get(host, float("-inf")) + max(manners.interval, INTERVALS.get(host, 0.0))
    wait = due - manners.clock()
    if wait > 0:
        manners.sleep(wait)
    manners.last[host] = manners.clock()


def _refuse_status(url: str, answer: requests.Response) -> None:
    status = answer.status_code
    if status in (200, 206):
        return
    host = host_of(url)
    if status in BUSY:
        why = f" ({KEYS[host].allows})" if status == 429 and has_key(url) else ""
        raise _Lost(f"the server answers {status}{why}", _retry_after(answer))
    if status in (401, 403) and host in KEYS:
        raise NotFetched(f"{shown(url)}: the server answers {status}; {_about_the_key(KEYS[host], answer)}")
    person = "; it wants a person with a browser" if status in (403, 412) else ""
    raise NotFetched(f"{shown(url)}: the server answers {status}{person}", absent=status in ABSENT)


def _about_the_key(key: Key, answer: requests.Response) -> str:
    """What is the matter with a key: there is none, it is used up for the day, or it is a wrong one."""
    if not key.value:
        return f"put your key into {key.variable}"
    wait = _retry_after(answer)
    if wait or b"quota" in next(answer.iter_content(2_000), b"").lower():
        when = f"in {wait:,.0f} seconds" if wait else "tomorrow"
        return f"no call is left ({key.allows}); try again {when}"
    return f"it does not take the key in {key.variable}"


def _retry_after(answer: requests.Response) -> float | None:
    stated = answer.headers.get("Retry-After")
    reader = Retry()
    reader.retry_after_max = sys.maxsize  # it reads no more than six hours otherwise, and a quota may last a day
    try:
        return float(reader.parse_retry_after(stated)) if stated else None
    except (InvalidHeader, OverflowError):
        return None


def _declared(answer: requests.Response) -> int | None:
    length = answer.headers.get("Content-Length", "")
    return int(length) if length.isdigit() and not _encoded(answer) else None


def _encoded(answer: requests.Response) -> bool:
    """True when the bytes that come are packed, although they were asked for as they are."""
    return answer.headers.get("Content-Encoding", "identity").lower() != "identity"


def _refuse_other(url: str, partial: Path, expected: Expected, found: dict[str, str]) -> None:
    """A page, an error message or nothing at all may come with the status of success."""
    with partial.open("rb") as stream:
        head = stream.read(HEAD)
    if expected.accepts(head) or head.startswith((GZIP, ZIP, SEVEN_ZIP)):
        found.pop("type")
        return
    if expected.nothing_yet(head):
        raise NotFetched(f"{shown(url)}: nothing is published there yet", absent=True)
    if not head.strip():
        raise NotFetched(f"{shown(url)}: the answer is empty")
    kind = found["type"].partition(";")[0] or "no type stated"
    if is_page(head):
        raise NotFetched(f"{shown(url)}: a web page came where data are due")
    raise NotFetched(f"{shown(url)}: something else than expected came ({kind}, beginning {head[:40]!r})")


def has_key(url: str) -> bool:
    """True when there is a key for the host of the address."""
    host = host_of(url)
    return host in KEYS and bool(KEYS[host].value)


def host_of(url: str) -> str:
    """The host of an address; empty when it has none. Raises NotFetched for what is no address."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        raise NotFetched(f"{shown(url)!r} is no address; the publisher should be told") from None


def shown(url: str) -> str:
    """The address without what may be secret in it."""
    return re.sub(r"(?i)([?&][^=&]*(?:key|signature|credential|password)[^=&]*=)[^&]*", r"\1…", url)
