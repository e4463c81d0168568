"""Starts the two servers that are compared, on loopback, and stops them whatever happens."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BARE = Path(__file__).with_name("bare_page.py")
PATIENCE = 60.0
"""Seconds after which a server that does not answer counts as broken."""


@dataclass(frozen=True)
class Served:
    """A running server: what it serves, its port, and when its process was started (perf_counter)."""

    name: str
    port: int
    process: int
    started: float

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://127.0.0.1:{self.port}"

    def resident(self) -> float:
        """Its resident memory in MiB (Linux)."""
        status = Path(f"/proc/{self.process}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def cpu(self) -> float:
        """The CPU seconds it has used so far (Linux)."""
        fields = Path(f"/proc/{self.process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def dashboard(data: Path) -> Iterator[Served]:
    """The dashboard as its users start it, over tables that are built."""
    port = free_port()
    command = ["-m", "dashboard", "--no-browser", "--port", str(port)]
    with _served("dashboard", command, port, data) as server:
        yield server


@contextmanager
def bare(data: Path) -> Iterator[Served]:
    """The bare page, with Streamlit's own settings."""
    port = free_port()
    command = ["-m", "streamlit", "run", str(BARE), "--server.headless=true", f"--server.port={port}"]
    with _served("bare page", [*command, "--browser.gatherUsageStats=false"], port, data) as server:
        yield server


@contextmanager
def _served(name: str, command: Sequence[str], port: int, data: Path) -> Iterator[Served]:
    settings = {key: value for key, value in os.environ.items() if not key.startswith("STREAMLIT_")}
    settings |= {"WAYBILL_DATA": str(data), "PYTHONPATH": str(ROOT)}
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], cwd=data, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _await_port(port, process)
        yield Served(name, port, process.pid, started)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end:
        if process.poll() is not None:
            raise RuntimeError(f"a server ended at once with code {process.returncode}: {process.args!r}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise RuntimeError(f"no server on port {port} within {PATIENCE:.0f} s: {process.args!r}")
