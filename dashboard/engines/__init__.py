"""Where the tables live: the engine that WAYBILL_ENGINE names, and what is said when it does not answer."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

VARIABLE = "WAYBILL_ENGINE"
HERE = "duckdb:"
FORMS = f"{HERE} (the tables on this machine), sc://host:port (Spark Connect) or a SQLAlchemy URL"


class QueryFailed(Exception):
    """A query could not be run; the message is the engine's, in one sentence."""


class EngineDown(Exception):
    """The engine does not answer, refuses, is too slow, or lacks tables. The message says which, and what to do.

    Not a QueryFailed, because it says nothing about the query: no verdict may follow from it.
    """


@dataclass(frozen=True)
class Address:
    """The address of an engine. The URL carries credentials, so that only `shown` may be printed."""

    url: str = field(repr=False)

    @property
    def scheme(self) -> str:
        """What kind of engine it is: sc, postgresql, clickhousedb …"""
        return urlsplit(self.url).scheme

    @property
    def shown(self) -> str:
        """Scheme, host, port and database; never a user, a password, a token or an option."""
        parts = urlsplit(self.url)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{host}{port}{parts.path.partition(';')[0].rstrip('/')}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be shown: the password and the value of every option, as written and decoded."""
        parts = urlsplit(self.url)
        options = [value for _, value in parse_qsl(parts.query)]
        options += [option.partition("=")[2] for option in parts.path.split(";")[1:]]
        found = [parts.password or "", *options]
        both = {*found, *(unquote(secret) for secret in found)}
        # The longest first, so that none is left over as the rest of another.
        return tuple(sorted((s for s in both if len(s) > 3), key=len, reverse=True))

    @property
    def carries_secrets(self) -> bool:
        """True when a password, or a token of Spark Connect, is written into it."""
        parts = urlsplit(self.url)
        return bool(parts.password) or "token=" in parts.path.lower() or "password=" in parts.query.lower()

    def scrubbed(self, words: str) -> str:
        """The first line of an engine's words, without anything that must not be shown."""
        for secret in (self.url, *self.secrets):
            words = words.replace(secret, "•••")
        return next((line.strip() for line in words.splitlines() if line.strip()), "It gave no reason.")


def address(written: str) -> Address | None:
    """The address as written, or None for the tables on this machine.

    Raises EngineDown, without repeating what was written, when it is no address.
    """
    written = written.strip()
    if not written or written == HERE:
        return None
    try:
        parts = urlsplit(written)
        good = bool(parts.scheme) and "://" in written and (parts.port or True)
    except ValueError:
        good = False
    if not good:
        raise EngineDown(f"{VARIABLE} is not the address of an engine. Write {FORMS}.")
    return Address(written)


def chosen() -> Address | None:
    """The engine that the environment, or else Streamlit's secrets, name; None for the tables on this machine."""
    if VARIABLE not in os.environ:
        _read_secrets()
    return address(os.environ.get(VARIABLE, ""))


@cache
def _read_secrets() -> None:
    """Streamlit puts what stands at the top of secrets.toml into the environment; it is imported only if needed."""
    if any((folder / ".streamlit" / "secrets.toml").is_file() for folder in (Path.cwd(), Path.home())):
        import streamlit as st

        st.secrets.load_if_toml_exists()


def patience() -> float:
    """Seconds that one query may take: WAYBILL_ENGINE_SECONDS, or 60."""
    return float(os.environ.get("WAYBILL_ENGINE_SECONDS", "60"))
