"""Real engines, started for the tests and stopped after them: Spark with two executors, PostgreSQL, ClickHouse."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PASSWORD = "s3cret&word"
WRITTEN = "s3cret%26word"
"""The password as a URL has it."""


class NotHere(Exception):
    """The engine is not installed. The message says what is missing and what installs it."""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def spark(folder: Path) -> Iterator[str]:
    """Spark Connect over a cluster of two executors, each a process of its own; gives its address."""
    if importlib.util.find_spec("pyspark") is None:
        raise NotHere('PySpark is not installed: python -m pip install "waybill[spark]"')
    if not shutil.which("java"):
        raise NotHere("no Java is on the PATH: install the package openjdk-17-jre-headless")
    import pyspark

    home, port = Path(pyspark.__file__).parent, free_port()
    settings = {
        "spark.connect.grpc.binding.port": port,
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.sql.shuffle.partitions": 2,
        "spark.sql.warehouse.dir": folder / "warehouse",
        "spark.ui.enabled": "false",
    }
    command = [str(home / "bin" / "spark-submit"), "--master", "local-cluster[2,1,1024]"]
    command += ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer"]
    command += [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    environment = os.environ | {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_CONNECT_MODE": "0"}
    with (folder / "spark.log").open("w") as log:
        # Executors write into the folder they are started in.
        running = subprocess.Popen([*command, "spark-internal"], cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            _wait(running, port, folder / "spark.log", lambda: len(executors(running.pid)) == 2)
            yield f"sc://127.0.0.1:{port}"
        finally:
            running.terminate()
            running.wait(30)


def executors(server: int) -> list[int]:
    """The processes of Spark's executors: those that descend from the server and are none of its workers' threads."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
        if b"CoarseGrainedExecutorBackend" in words and parent == server:
            found.append(int(folder.name))
    return found


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL of our own that asks for a password; gives its address, the password in it."""
    if importlib.util.find_spec("psycopg") is None:
        raise NotHere('psycopg is not installed: python -m pip install "waybill[postgresql]"')
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [
        Path(found) for found in [shutil.which("initdb")] if found
    ]
    if not programs:
        raise NotHere("no PostgreSQL server is installed: install the package postgresql")
    port, data = free_port(), folder / "data"
    (folder / "password").write_text(PASSWORD)
    # PostgreSQL refuses to run as root, so that root runs it as the user its package made.
    as_other: dict[str, str] = {"user": "postgres"} if os.getuid() == 0 else {}
    if as_other:
        for path in [folder, *folder.iterdir()]:
            shutil.chown(path, "postgres")
        for parent in folder.parents:
            if parent.stat().st_uid == 0 and parent != Path("/") and not parent.stat().st_mode & 1:
                parent.chmod(parent.stat().st_mode | 0o011)
    made = [programs[-1], "-D", data, "-A", "scram-sha-256", "-U", "waybill", "-E", "UTF8", "--locale=C.UTF-8"]
    made += ["--no-sync", f"--pwfile={folder / 'password'}"]
    subprocess.run([str(word) for word in made], check=True, capture_output=True, cwd=folder, **as_other)  # type: ignore[call-overload]
    server = [programs[-1].parent / "postgres", "-D", data, "-p", port, "-k", folder, "-c", "fsync=off"]
    with (folder / "postgresql.log").open("w") as log:
        running = subprocess.Popen([str(w) for w in server], cwd=folder, stdout=log, stderr=log, **as_other)  # type: ignore[call-overload]
        try:
            _wait(running, port, folder / "postgresql.log")
            yield f"postgresql://waybill:{WRITTEN}@127.0.0.1:{port}/postgres"
        finally:
            running.send_signal(signal.SIGINT)  # or it would wait until every connection is given up
            running.wait(30)


@contextmanager
def clickhouse(folder: Path) -> Iterator[str]:
    """ClickHouse within this process, kept in a folder; gives its address."""
    if importlib.util.find_spec("chdb") is None or importlib.util.find_spec("clickhouse_connect") is None:
        raise NotHere("ClickHouse is not installed: python -m pip install chdb clickhouse-connect sqlalchemy")
    yield f"clickhousedb:///default?interface=chdb&path={folder}"


@contextmanager
def silent() -> Iterator[int]:
    """A server that takes every connection and never says a word; gives its port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        yield int(listening.getsockname()[1])


def _wait(running: subprocess.Popen[bytes], port: int, log: Path, also: object = None, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if running.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            if not callable(also) or also():
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"the engine did not start:\n{log.read_text()[-2000:]}")


ENGINES = {"spark": spark, "postgresql": postgresql, "clickhouse": clickhouse}
