"""The command line, and the one door through which the dashboard may have its tables built."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from etl.__main__ import build, home_of, tidy, verify

if TYPE_CHECKING:
    from etl.build import Report

Tell = Callable[[str], None]


def prepare(data: str | None = None, tell: Tell = lambda _: None) -> Report | None:
    """Name the data folder for this process and build the tables if they are missing or stale.

    Returns what was built, or None when everything was up to date.
    """
    from etl.build import build as build_tables
    from etl.build import stale

    folder = home_of(data)
    os.environ["WAYBILL_DATA"] = str(folder)
    if not stale(folder):
        return None
    tell(f"Building the tables in {folder / 'tables'}")
    return build_tables(folder, tell)


def _say(line: str) -> None:
    click.echo(line, err=True)


def _store(data: str | None) -> Any:
    """The store over up-to-date tables; failures of single sources are told, the last good tables serve."""
    from dashboard.store import open_store

    prepare(data, _say)
    return open_store()


data_option = click.option(
    "--data", metavar="DIR", help="Folder for tables, raw files and your own texts (default: WAYBILL_DATA)."
)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@data_option
@click.option("--port", type=click.IntRange(1, 65535), help="Port to serve on (default: 8501, or the next free one).")
@click.option("--no-browser", is_flag=True, help="Do not open a browser window.")
@click.version_option(package_name="waybill")
@click.pass_context
def cli(context: click.Context, data: str | None, port: int | None, no_browser: bool) -> None:
    """Put what was written about trade and sanctions next to what the data say.

    Without a command: build the tables if needed and open the dashboard.

    Example: waybill --port 8600
    """
    if data:
        os.environ["WAYBILL_DATA"] = str(Path(data).expanduser().resolve())
    if context.invoked_subcommand is None:
        prepare(data, _say)
        _serve(port, no_browser)


def _serve(port: int | None, no_browser: bool) -> None:
    from streamlit.web import cli as streamlit_cli

    arguments = [str(Path(__file__).parent / "app.py"), "--server.headless", str(no_browser).lower()]
    if port:
        arguments += ["--server.port", str(port)]
    streamlit_cli.main(["run", *arguments], standalone_mode=False)


for command in (build, tidy, verify):
    cli.add_command(command)


@cli.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def sources(data: str | None, as_json: bool) -> None:
    """List every source with coverage, rows, date and licence.

    Example: waybill sources --json
    """
    from dashboard.chart import records

    rows = _store(data).catalogue
    for column in ("start_date", "end_date", "obtained"):
        rows = rows.assign(**{column: rows[column].dt.strftime("%Y-%m-%d")})
    if as_json:
        click.echo(rows.to_json(orient="records", indent=2, force_ascii=False))
        return
    for row in records(rows):
        span = f"{row.start_date} to {row.end_date}" if isinstance(row.start_date, str) else "no dates"
        click.echo(
            f"{row.source:<24} {row.rows_held:>8,} rows  {span:<26} obtained {row.obtained}  "
            f"{row.publisher} ({row.license})"
        )


@cli.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, fractions not percentages.")
def claims(data: str | None, as_json: bool) -> None:
    """Compute the verdict on every claim bound to data.

    Example: waybill claims --json
    """
    from dashboard.commentary import ledger
    from dashboard.commentary.fields import CommentaryBroken
    from dashboard.store import QueryFailed

    store = _store(data)
    try:
        entries = ledger.ledger(store, failures=(QueryFailed,))
    except CommentaryBroken as broken:
        raise click.ClickException(str(broken)) from None
    click.echo(
        json.dumps(ledger.as_json(entries), indent=2, ensure_ascii=False) if as_json else ledger.as_text(entries)
    )


@cli.command()
@click.argument("sql")
@data_option
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def query(sql: str, data: str | None, form: str) -> None:
    """Run SQL over the published tables.

    Example: waybill query "SELECT authority, count(*) FROM listing GROUP BY ALL" --format csv
    """
    from dashboard.store import QueryFailed

    try:
        rows = _store(data).rows(sql)
    except QueryFailed as failed:
        raise click.ClickException(str(failed)) from None
    if form == "csv":
        click.echo(rows.to_csv(index=False), nl=False)
    elif form == "json":
        click.echo(rows.to_json(orient="records", date_format="iso", indent=2, force_ascii=False))
    else:
        click.echo(rows.to_string(index=False, max_rows=None))


def main() -> None:
    """The console script."""
    cli(prog_name="waybill")


if __name__ == "__main__":
    main()
