"""A publisher on a loopback port that behaves well or badly, as each test writes its script."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Act = Callable[["Handler"], None]


@dataclass
class Publisher:
    """Its address, what it does at each path in turn (the last act again and again), and what it was asked."""

    address: str = ""
    acts: dict[str, list[Act]] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    def headers(self, name: str) -> list[str | None]:
        """One header of all requests in turn."""
        return [headers.get(name) for _, headers in self.asked]


class Handler(BaseHTTPRequestHandler):
    """One request of one test."""

    protocol_version = "HTTP/1.1"
    publisher: Publisher

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.publisher.asked.append((self.path, {name.title(): value for name, value in self.headers.items()}))
        acts = self.publisher.acts.get(path, [answer(404)])
        (acts.pop(0) if len(acts) > 1 else acts[0])(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def head(self, status: int, headers: Mapping[str, str]) -> None:
        """The status line and headers, after which the line is closed."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True


def answer(status: int = 200, body: bytes = b"", kind: str = "text/csv", **headers: str) -> Act:
    """An honest answer."""

    def act(handler: Handler) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        handler.head(status, {"Content-Type": kind, "Content-Length": str(len(body))} | named)
        handler.wfile.write(body)

    return act


def breaks_off(body: bytes, after: int, **headers: str) -> Act:
    """The length of the whole, and only the first bytes of it."""

    def act(handler: Handler) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        handler.head(200, {"Content-Type": "text/csv", "Content-Length": str(len(body))} | named)
        handler.wfile.write(body[:after])

    return act


def goes_on(body: bytes, **headers: str) -> Act:
    """The part that is asked for, or the whole when none is."""

    def act(handler: Handler) -> None:
        asked = handler.headers.get("Range", "")
        if not asked:
            answer(200, body, **headers)(handler)
            return
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
        answer(206, body[start:], Content_Range=f"bytes {start}-{len(body) - 1}/{len(body)}", **headers)(handler)

    return act


def stalls(release: threading.Event) -> Act:
    """A promise of bytes that never come."""

    def act(handler: Handler) -> None:
        handler.head(200, {"Content-Type": "text/csv", "Content-Length": "1000"})
        release.wait(10)

    return act


@contextmanager
def publishing() -> Iterator[Publisher]:
    """A publisher on a free port for the length of a test."""
    publisher = Publisher()
    handler = type("TheirHandler", (Handler,), {"publisher": publisher})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        publisher.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        with contextlib.ExitStack() as leaving:
            leaving.callback(thread.join, 5)
            leaving.callback(server.shutdown)
            yield publisher
