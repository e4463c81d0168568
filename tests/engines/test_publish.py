"""`waybill publish`: tables arrive described, once, whole; a new version counts in one step; old ones are removed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy
from click.testing import CliRunner, Result

from dashboard import engines
from dashboard.cli import cli
from dashboard.engines import loaded, remote
from dashboard.engines.publish import publish
from dashboard.store import Store, open_store
from tests.engines.conftest import Running

Start = Callable[[str], Running]
Serve = Callable[[str, Store], Running]
There = Callable[[Running, Path], Store]


def silently(_: str) -> None:
    """What is told while loading."""


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], prog_name="waybill")


@pytest.fixture
def postgresql(serve: Serve, published: Store) -> Running:
    return serve("postgresql", published)


def inspected(running: Running) -> sqlalchemy.Inspector:
    return sqlalchemy.inspect(sqlalchemy.create_engine(running.url))


def executed(running: Running, statement: str) -> None:
    with sqlalchemy.create_engine(running.url).begin() as connection:
        connection.execute(sqlalchemy.text(statement))


def name_of(store: Store, table: str) -> str:
    return next(loaded.physical(r) for r in store.resources if r["waybill"]["table"] == table)


def test_columns_arrive_with_type_meaning_and_what_may_be_null(postgresql: Running, published: Store):
    found = inspected(postgresql)
    columns = {c["name"]: c for c in found.get_columns(name_of(published, "trade_flow"), schema="waybill")}
    kinds = {name: str(columns[name]["type"]) for name in ("period", "reporter", "value", "aggregate")}
    assert kinds == {"period": "DATE", "reporter": "TEXT", "value": "DOUBLE PRECISION", "aggregate": "BOOLEAN"}
    assert {name for name in ("period", "value", "basis", "source") if columns[name]["nullable"]} == {"value", "basis"}
    assert columns["mass_kg"]["comment"] == "Net mass; null where not reported. Unit: kg."
    about = found.get_table_comment(name_of(published, "sanctions_package"), schema="waybill")["text"]
    assert "European Commission" in about or "packages" in about


def test_people_find_the_tables_under_their_own_names(postgresql: Running, published: Store):
    views = set(inspected(postgresql).get_view_names(schema="waybill"))
    tables = {r["waybill"]["table"] for r in published.resources}
    assert views == tables | {f"{table}_vintages" for table in tables} | {"resource"}
    with sqlalchemy.create_engine(postgresql.url).connect() as connection:
        counted = connection.execute(sqlalchemy.text("SELECT count(*) FROM waybill.trade_flow")).scalar()
    assert counted == published.rows("SELECT count(*) AS n FROM trade_flow")["n"].item()


def test_what_is_there_is_not_loaded_again(postgresql: Running, published: Store):
    said = publish(published, postgresql.address, lambda told: pytest.fail(f"loaded again: {told}"))
    assert said.endswith(f"0 of {len(published.resources)} tables were loaded, 0 old ones removed.")


def test_a_table_that_was_left_half_loaded_is_loaded_anew(postgresql: Running, published: Store):
    half = name_of(published, "sanctions_package")
    executed(postgresql, f"DELETE FROM waybill.{half} WHERE package > '3'")
    told: list[str] = []
    said = publish(published, postgresql.address, told.append)
    assert told == ["sanctions_package.eu_packages.2026-11-01: 22 rows"]
    assert f"1 of {len(published.resources)} tables were loaded" in said


def test_a_new_version_counts_in_one_step_and_the_one_before_stays_a_while(
    start: Start, published: Store, tables: Path, with_vintages: Path, there: There
):
    running = start("clickhouse")
    publish(published, running.address, silently)
    before = there(running, tables)
    count = "SELECT count(*) AS n FROM trade_flow_vintages"
    old = before.rows(count)["n"].item()
    newer = open_store(with_vintages, here=True)
    publish(newer, running.address, silently)
    assert before.rows(count)["n"].item() == old, "whoever reads the version before goes on reading it"
    after = there(running, with_vintages)
    assert after.version == newer.version != before.version
    # The earlier vintage of UN Comtrade has 95 + 96 rows, the whole year of BACI three.
    assert after.rows(count)["n"].item() == old + 191 + 3
    assert "version" not in after.differs
    assert f"version {newer.version}" in there(running, tables).differs
    assert f"This machine holds version {published.version}" in there(running, tables).differs
    publish(published, running.address, silently)
    said = publish(published, running.address, silently)
    assert remote.published(running.address)[0].version == published.version
    assert said.endswith("old ones removed.")


def test_the_command_publishes_and_the_others_then_read_there(
    start: Start, data: Path, published: Store, monkeypatch: pytest.MonkeyPatch
):
    running = start("postgresql")
    monkeypatch.setenv(engines.VARIABLE, running.url)
    result = run("publish")
    assert result.exit_code == 0, result.output
    assert f"{running.address.shown} now serves version {published.version}" in result.stdout
    counted = "SELECT count(*) AS n FROM event"
    expected = published.rows(counted)["n"].item()
    executed(running, f"ALTER TABLE waybill.{name_of(published, 'event')} RENAME TO set_aside")
    missing = run("query", counted)
    executed(running, f"ALTER TABLE waybill.set_aside RENAME TO {name_of(published, 'event')}")
    assert missing.exit_code == 1
    assert f"lacks {name_of(published, 'event')}" in missing.stderr, "it was not the engine that was asked"
    remote.try_again(running.address)
    answer = run("query", counted, "--format", "csv")
    assert answer.stdout.split() == ["n", str(expected)]


def test_a_password_on_the_command_line_is_refused(data: Path):
    result = run("publish", "--to", "postgresql://waybill:s3cret-word@127.0.0.1/trade")
    assert result.exit_code == 2
    assert "put the address with its password into WAYBILL_ENGINE" in result.stderr
    assert "s3cret-word" not in result.output


def test_an_engine_has_to_be_named(data: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(engines.VARIABLE, raising=False)
    assert "Name an engine with --to or in WAYBILL_ENGINE" in run("publish").stderr


def test_only_spark_reads_files_where_they_lie(postgresql: Running, data: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(engines.VARIABLE, postgresql.url)
    result = run("publish", "--files", "/shared")
    assert result.exit_code == 1
    assert "cannot read files where they lie; leave --files out" in result.stderr


def test_spark_reads_the_files_where_they_lie(
    start: Start, published: Store, tables: Path, with_vintages: Path, there: There
):
    running = start("spark")
    newer = open_store(with_vintages, here=True)
    said = publish(newer, running.address, silently, files=str(with_vintages / "tables"))
    assert "tables were registered" in said
    exports = "SELECT max(value) AS most, count(*) AS n FROM trade_flow_vintages"
    assert there(running, with_vintages).rows(exports).to_dict() == newer.rows(exports).to_dict()


def test_secrets_of_streamlit_name_the_engine_too(tmp_path: Path, tables: Path):
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text('WAYBILL_ENGINE = "sc://spark.example.org:15002"')
    asked = "from dashboard import engines; print(engines.chosen().shown)"
    root = Path(__file__).parents[2]
    environment = {"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", asked], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert ran.stdout.strip() == "sc://spark.example.org:15002", ran.stderr
