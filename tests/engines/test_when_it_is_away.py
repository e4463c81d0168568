"""An engine that is down, silent, slow, closed to us or lacks a table: a sentence, a way back, and never a secret."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from dashboard import engines
from dashboard.cli import cli
from dashboard.engines import Address, EngineDown, QueryFailed, loaded, remote
from dashboard.store import Store, open_store
from tests.engines.conftest import Running
from tests.engines.servers import PASSWORD, WRITTEN, free_port, silent

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
SECRETS = ("s3cret-word", "t0ken-of-ours", PASSWORD, WRITTEN)
REFUSED = {
    "sc": "sc://127.0.0.1:{}/;token=t0ken-of-ours;use_ssl=false",
    "postgresql": "postgresql://waybill:s3cret-word@127.0.0.1:{}/trade",
    "clickhousedb": "clickhousedb://waybill:s3cret-word@127.0.0.1:{}/trade",
}
NEEDS = {"sc": "pyspark", "postgresql": "psycopg", "clickhousedb": "clickhouse_connect"}

Serve = Callable[[str, Store], Running]


@pytest.fixture(autouse=True)
def rested() -> Iterator[None]:
    yield
    remote._resting.clear()
    remote._known.clear()


@pytest.fixture
def name(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Address]:
    """Names an engine in the environment."""

    def named(url: str) -> Address:
        monkeypatch.setenv(engines.VARIABLE, url)
        found = engines.chosen()
        assert found
        return found

    return named


@pytest.mark.parametrize("kind", REFUSED)
def test_a_closed_port_is_said_at_once(kind: str, tables: Path, name: Callable[[str], Address]):
    pytest.importorskip(NEEDS[kind])
    address = name(REFUSED[kind].format(free_port()))
    with pytest.raises(EngineDown) as told:
        open_store(tables)
    assert str(told.value).startswith(address.shown)
    assert "efused" in str(told.value)
    assert_no_secret(str(told.value))


@pytest.mark.parametrize("kind", REFUSED)
def test_a_server_that_never_answers_is_not_waited_for(
    kind: str, tables: Path, name: Callable[[str], Address], monkeypatch: pytest.MonkeyPatch
):
    pytest.importorskip(NEEDS[kind])
    monkeypatch.setenv("WAYBILL_ENGINE_SECONDS", "2")
    with silent() as port:
        name(REFUSED[kind].format(port))
        began = time.monotonic()
        with pytest.raises(EngineDown, match=r"did not answer within 2 seconds|something listens there, but no Spark"):
            open_store(tables)
        # Imports of the driver count too; what matters is that it is seconds and not minutes.
        assert time.monotonic() - began < 15
        began = time.monotonic()
        with pytest.raises(EngineDown):
            open_store(tables)
        assert time.monotonic() - began < 1, "the next chart of the page does not wait again"


def test_a_wrong_password_is_said_without_the_right_or_the_wrong_one(
    serve: Serve, published: Store, tables: Path, name: Callable[[str], Address]
):
    running = serve("postgresql", published)
    name(running.url.replace(WRITTEN, "s3cret-word"))
    with pytest.raises(EngineDown, match="password authentication failed") as told:
        open_store(tables)
    assert_no_secret(str(told.value))


def test_a_query_that_takes_too_long_is_stopped_there_too(
    serve: Serve, published: Store, name: Callable[[str], Address], monkeypatch: pytest.MonkeyPatch
):
    running = serve("postgresql", published)
    address = name(running.url)
    monkeypatch.setenv("WAYBILL_ENGINE_SECONDS", "1")
    speaks = remote.engine(address)
    with pytest.raises(EngineDown, match="did not answer within 1 seconds; the query was cancelled"):
        remote.asked(address, lambda asked: speaks.answer(address, "SELECT pg_sleep(30) AS waited", asked))
    watching = sqlalchemy.create_engine(running.url)
    still = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'"
    for _ in range(50):
        with watching.connect() as connection:
            if not connection.execute(sqlalchemy.text(still)).scalar():
                return
        time.sleep(0.1)
    pytest.fail("the query goes on on the server")


def test_a_missing_table_is_named_with_the_remedy(
    serve: Serve, published: Store, tables: Path, name: Callable[[str], Address]
):
    running = serve("postgresql", published)
    name(running.url)
    store = open_store(tables)
    lost = next(loaded.physical(r) for r in store.resources if r["waybill"]["table"] == "event")
    server = sqlalchemy.create_engine(running.url)
    with server.begin() as connection:
        connection.execute(sqlalchemy.text(f"ALTER TABLE waybill.{lost} RENAME TO set_aside"))
    try:
        with pytest.raises(EngineDown, match=rf"lacks {lost}, which was published there. Run `waybill publish --to`"):
            store.rows("SELECT title FROM event")
        assert store.rows("SELECT count(*) AS n FROM listing")["n"].item() > 0, "the others can be read on"
    finally:
        with server.begin() as connection:
            connection.execute(sqlalchemy.text(f"ALTER TABLE waybill.set_aside RENAME TO {lost}"))


def test_nothing_published_yet_is_said(start: Callable[[str], Running], tables: Path, name: Callable[[str], Address]):
    running = start("postgresql")
    server = sqlalchemy.create_engine(running.url).execution_options(isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sqlalchemy.text("CREATE DATABASE fresh"))
    name(running.url.replace("/postgres", "/fresh"))
    with pytest.raises(EngineDown, match=r"Nothing is published on .*/fresh\. Run `waybill publish --to`"):
        open_store(tables)


@pytest.mark.parametrize("written", ["postgres", "http:/x", "sc://s3cret-word@host:notaport", "s3cret-word@host"])
def test_what_is_no_address_is_refused_without_repeating_it(written: str):
    with pytest.raises(EngineDown, match="WAYBILL_ENGINE is not the address of an engine") as told:
        engines.address(written)
    assert_no_secret(str(told.value))


@pytest.mark.parametrize("written", ["", " ", "duckdb:"])
def test_the_tables_on_this_machine_are_what_is_usual(written: str):
    assert engines.address(written) is None


def test_an_address_never_shows_what_is_secret():
    for url in REFUSED.values():
        address = engines.address(url.format(1234))
        assert address
        assert address.carries_secrets
        for words in (repr(address), str(address), address.shown, f"{Store(Path(), 0, None, address)}"):
            assert_no_secret(words)
        secret = next(secret for secret in SECRETS if secret in url)
        assert_no_secret(address.scrubbed(f"could not open {url.format(1234)} with {secret}\nsecond line"))


def assert_no_secret(words: str) -> None:
    assert [secret for secret in SECRETS if secret in words] == []


def test_a_command_says_it_in_a_sentence_with_the_way_back(data: Path, monkeypatch: pytest.MonkeyPatch, caplog):
    monkeypatch.setenv(engines.VARIABLE, REFUSED["postgresql"].format(free_port()))
    caplog.set_level(logging.DEBUG)
    for words in (["query", "SELECT 1"], ["claims"], ["sources"], ["publish"]):
        result = CliRunner().invoke(cli, words)
        assert isinstance(result.exception, SystemExit), repr(result.exception)
        assert "With WAYBILL_ENGINE=duckdb: the tables on this machine are used." in result.stderr
        assert_no_secret(result.output)
    assert_no_secret(caplog.text)


@pytest.mark.parametrize("command", ["", *cli.commands])
def test_no_help_shows_the_engine_that_is_set(command: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(engines.VARIABLE, REFUSED["postgresql"].format(5432))
    assert_no_secret(CliRunner().invoke(cli, [*command.split(), "--help"]).output)


def test_the_page_says_it_and_leads_back_to_the_tables_on_this_machine(data: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(engines.VARIABLE, REFUSED["postgresql"].format(free_port()))
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not app.exception
    assert "does not answer" in app.error[0].value
    assert not app.get("plotly_chart")
    app.button(key="use_here_page").click().run()
    assert not app.exception
    assert not app.error
    assert app.get("plotly_chart")
    assert "These are the tables on this machine, not those on postgresql://127.0.0.1" in app.info[0].value
    assert app.query_params["tables"] == "here"
    state = app.session_state._state.filtered_state
    assert state["tables"] == "here"
    assert_no_secret(repr(state) + "".join(app.markdown.values) + app.info[0].value)
    app.button(key="tables_there").click().run()
    assert "does not answer" in app.error[0].value


def test_a_page_whose_chart_cannot_be_had_keeps_its_heading(
    serve: Serve, published: Store, data: Path, name: Callable[[str], Address]
):
    running = serve("postgresql", published)
    name(running.url)
    lost = next(loaded.physical(r) for r in published.resources if r["waybill"]["table"] == "sanctions_package")
    server = sqlalchemy.create_engine(running.url)
    with server.begin() as connection:
        connection.execute(sqlalchemy.text(f"ALTER TABLE waybill.{lost} RENAME TO set_aside"))
    try:
        app = AppTest.from_file(str(APP), default_timeout=60).run().switch_page("topics/sanctions.py").run()
        assert not app.exception
        assert app.title[0].value == "Sanctions"
        assert len(app.get("plotly_chart")) == 2, "the charts of other tables are drawn"
        assert f"lacks {lost}" in app.error[0].value
    finally:
        with server.begin() as connection:
            connection.execute(sqlalchemy.text(f"ALTER TABLE waybill.set_aside RENAME TO {lost}"))


def test_no_verdict_follows_from_an_engine_that_went_away(published: Store):
    from dashboard.commentary import ledger

    class Gone:
        def rows(self, sql: str, **parameters: object) -> None:
            raise EngineDown("gone")

        def texts(self) -> dict[str, str]:
            return published.texts()

    with pytest.raises(EngineDown):
        ledger.ledger(Gone(), failures=(QueryFailed,))  # type: ignore[arg-type]
