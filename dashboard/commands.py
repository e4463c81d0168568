"""Commands that ask the published tables: the sources, the changes of lists, a query of one's own."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

Open = Callable[[str | None], Any]
"""Opens the store over the tables of a data folder; the command line hands it to each command."""
MOST = 1000
WIDE = 120
"""Characters of a line of text on a terminal."""

data_option = click.option(
    "--data", metavar="DIR", help="Folder for tables, raw files and your own texts (default: WAYBILL_DATA)."
)


@click.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def sources(open_tables: Open, data: str | None, as_json: bool) -> None:
    """List every source with coverage, rows, freshness, last change, checks, publisher and licence.

    Example: waybill sources --json
    """
    from dashboard.store import with_freshness

    rows = with_freshness(open_tables(data).catalogue, date.today())
    for column in ("start_date", "end_date", "obtained"):
        rows = rows.assign(**{column: rows[column].dt.strftime("%Y-%m-%d")})
    plain = rows.astype(object).where(rows.notna(), None).to_dict("records")
    listed = [{str(name): cell for name, cell in row.items()} | {"checks": row["checks"].split("; ")} for row in plain]
    click.echo(json.dumps(listed, indent=2, ensure_ascii=False) if as_json else "\n".join(map(_source, listed)))


def _source(row: dict[str, Any]) -> str:
    """What is to be known of one source, in lines that fit a terminal."""
    span = f"{row['start_date']} to {row['end_date']}" if row["start_date"] else "no dates"
    first = (
        f"{row['source']:<25} {row['rows_held']:>10,} rows  {span:<24}  obtained {row['obtained']}, {row['freshness']}"
    )
    passed = f"{len(row['checks'])} check{'s' * (len(row['checks']) != 1)} passed, {row['left_out']:,} rows left out"
    changed = f"last change: {row['last_change']}; " if row["last_change"] else ""
    terms = f"{row['publisher']} ({row['license']})"
    return "\n".join(
        [first, *(textwrap.fill(f"  {line}", WIDE, subsequent_indent="  ") for line in (changed + passed, terms))]
    )


@click.command()
@data_option
@click.option("--list", "source", metavar="SOURCE", default="all", help="Only this list (default: all lists held).")
@click.option("--feed", type=click.Path(dir_okay=False, path_type=Path), help="Write an Atom feed to this file.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--most", type=click.IntRange(1), default=MOST, show_default=True, help="So many changed entries, the newest first."
)
@click.pass_obj
def changes(open_tables: Open, data: str | None, source: str, feed: Path | None, as_json: bool, most: int) -> None:
    """Say what changed on the lists between consecutive versions held, the newest first.

    Run it after each `waybill fetch` with the same feed file: a feed reader then shows every change once.

    Example: waybill changes --list un_consolidated --feed lists.atom
    """
    from dashboard import changes as changed

    store = open_tables(data)
    try:
        found, cut = changed.newest(changed.every(store, source), most)
        title = "every list held" if source == "all" else store.provenance[source].title
        if feed:
            feed.write_text(changed.atom(found, source, title, cut), encoding="utf-8")
    except (ValueError, OSError) as wrong:
        raise click.ClickException(str(wrong)) from None
    if as_json:
        click.echo(changed.as_json(found, title=title, cut=cut))
    elif feed:
        click.echo(f"{feed} has the changes of {title}.", err=True)
    else:
        click.echo(changed.as_text(found))
    if cut:
        click.echo(cut, err=True)


@click.command()
@click.argument("sql")
@data_option
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="Only what was obtained by that day.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@click.pass_obj
def query(open_tables: Open, sql: str, data: str | None, as_of: datetime | None, form: str) -> None:
    """Run SQL over the published tables.

    Example: waybill query "SELECT authority, count(*) FROM listing GROUP BY ALL" --format csv
    """
    from dashboard.store import QueryFailed

    try:
        store = open_tables(data)
        rows = (store.as_of(as_of.date()) if as_of else store).rows(sql)
    except QueryFailed as failed:
        raise click.ClickException(str(failed)) from None
    if form == "csv":
        click.echo(rows.to_csv(index=False), nl=False)
    elif form == "json":
        click.echo(rows.to_json(orient="records", date_format="iso", indent=2, force_ascii=False))
    else:
        click.echo(rows.to_string(index=False, max_rows=None))
