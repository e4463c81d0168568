"""The command line, and the one door through which the dashboard may have its tables built."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands import changes, data_option, query, sources
from etl.__main__ import add, build, fetch, home_of, tidy
from etl.__main__ import verify as verify_tables

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


@dataclass(frozen=True)
class Preview:
    """What would be kept of some files as one vintage, with the checks its rows passed, or why nothing would be.

    `number` is how many rows there are, and `rows` the first of them. `cut` says in what it is cut short, which needs
    consent, and `held` that its bytes are held already. A bulk file has no rows here but a number of `parts`, which
    are checked when they are kept.
    """

    files: tuple[str, ...]
    title: str = ""
    table: str = ""
    rows: Any = None
    number: int = 0
    checks: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    cut: str = ""
    held: str = ""
    parts: int = 0
    problem: str = ""

    @property
    def new(self) -> bool:
        """True when there is something to keep."""
        return not self.problem and not self.held


def preview(paths: Sequence[Path], day: date | None = None, most: int = 200) -> list[Preview]:
    """Recognise, unpack and check files together as `waybill add` would, keeping nothing."""
    from etl.look import look

    looks, refused = look(paths, home_of(None), day)
    return [Preview((name,), problem=why) for name, why in refused.items()] + [
        Preview(
            files=seen.files,
            title=seen.source.title,
            table=seen.source.into.name,
            rows=None if seen.rows is None else seen.rows.slice(0, most).to_pandas(),
            number=0 if seen.rows is None else seen.rows.num_rows,
            checks=seen.checks,
            warnings=seen.warnings,
            cut=seen.cut,
            held=seen.held,
            parts=seen.parts,
        )
        for seen in looks
    ]


def take_in(paths: Sequence[Path], day: date | None = None, accept_truncated: bool = False) -> str:
    """Keep files as new vintages of a day, build the tables, and say in a sentence or two what changed.

    Without `day` it is the one that a file states, or today.
    """
    from etl.add import add as add_files

    added = add_files(list(paths), home_of(None), day=day, accept_truncated=accept_truncated)
    said = [f"{shot.source}: {change.said}." for shot, change in zip(added.kept, added.changes, strict=False)]
    said += [f"{line}." for line in added.unchanged]
    failed = added.report.failed if added.report else {}
    said += [f"{name}: {reason}" for name, reason in {**added.refused, **added.passed_over, **failed}.items()]
    return "  \n".join(said) or "Nothing was kept."


def _say(line: str) -> None:
    click.echo(line, err=True)


def _store(data: str | None) -> Any:
    """The store over up-to-date tables; failures of single sources are told, the last good tables serve."""
    from dashboard.store import open_store

    prepare(data, _say)
    store = open_store()
    if store.differs:
        _say(store.differs)
    return store


class Cli(click.Group):
    """The commands, whose words on an engine that does not answer are a sentence, too."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command. Raises ClickException with what the engine's silence means and the way back."""
        from dashboard.engines import HERE, VARIABLE, EngineDown

        try:
            return super().invoke(context)
        except EngineDown as down:
            way_back = f"With {VARIABLE}={HERE} the tables on this machine are used."
            raise click.ClickException(f"{str(down).rstrip('.')}. {way_back}") from None


@click.group(cls=Cli, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@data_option
@click.option("--port", type=click.IntRange(1, 65535), help="Port to serve on (default: 8501, or the next free one).")
@click.option("--address", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser window.")
@click.version_option(package_name="waybill")
@click.pass_context
def cli(context: click.Context, data: str | None, port: int | None, address: str, no_browser: bool) -> None:
    """Put what was written about trade and sanctions next to what the data say.

    Without a command: build the tables if needed and open the dashboard.

    Example: waybill --port 8600
    """
    if data:
        os.environ["WAYBILL_DATA"] = str(Path(data).expanduser().resolve())
    context.obj = _store
    if context.invoked_subcommand is None:
        prepare(data, _say)
        _serve(port, address, no_browser)


def _serve(port: int | None, address: str, no_browser: bool) -> None:
    from streamlit.web import cli as streamlit_cli

    arguments = [str(Path(__file__).parent / "app.py"), "--server.headless", str(no_browser).lower()]
    arguments += ["--server.address", address]
    if port:
        arguments += ["--server.port", str(port)]
    streamlit_cli.main(["run", *arguments], standalone_mode=False)


for command in (add, build, changes, fetch, query, sources, tidy):
    cli.add_command(command)


@cli.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, fractions not percentages.")
@click.option("--text", type=click.Path(dir_okay=False, path_type=Path), help="The full text, to check the quotes in.")
@click.option("--fail-on-change", is_flag=True, help="Exit 1 when a verdict is not that of the last run.")
@click.option("--feed", type=click.Path(dir_okay=False, path_type=Path), help="Write what changed as an Atom feed.")
def claims(data: str | None, as_json: bool, text: Path | None, fail_on_change: bool, feed: Path | None) -> None:
    """Compute the verdict on every claim bound to data, and say what changed since the last run.

    Example: waybill claims --fail-on-change --feed changes.atom
    """
    from dashboard.commentary import ledger, run
    from dashboard.store import QueryFailed

    store = _store(data)
    try:
        if text:
            run.check_quotes(ledger.texts(store), text)
        entries = ledger.ledger(store, (QueryFailed,), store.at_once)
        changes, told = run.compared(store.folder.parent / "ledger" / "last.json", entries, store.version, feed)
    except (ValueError, OSError) as wrong:
        raise click.ClickException(str(wrong)) from None
    click.echo(
        json.dumps(ledger.as_json(entries), indent=2, ensure_ascii=False) if as_json else ledger.as_text(entries)
    )
    click.echo(told, err=True)
    if faults := ledger.broken(store):
        raise click.ClickException("\n".join(["some commentary is left out, because it cannot be read:", *faults]))
    if fail_on_change and any(change.flipped for change in changes):
        raise SystemExit(1)


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
@click.option("--to", "target", metavar="OUT.md", type=click.Path(path_type=Path), help="Write a commentary file.")
@click.option("--title", default="", help="Title of the text, instead of what the file says.")
@click.option("--publisher", default="", help="Who published it.")
@click.option("--date", "published", default="", metavar="YYYY-MM", help="When it was published; a day is fine too.")
def annotate(file: Path, data: str | None, target: Path | None, title: str, publisher: str, published: str) -> None:
    """Find what can be checked in a text (txt, md, html, docx, pdf) and draft a commentary from it.

    Example: waybill annotate report.pdf --publisher "An Institute" --date 2024-06 --to report.md
    """
    from dashboard.annotate.draft import as_text, draft
    from dashboard.annotate.extract import NotReadable
    from dashboard.annotate.markdown import as_markdown, taken
    from dashboard.commentary import ledger

    if target and (target.suffix != ".md" or target.exists()):
        raise click.UsageError(f"{target}: name a file that ends in .md and is not there yet")
    try:
        store = _store(data)
        made = draft(file.read_bytes(), file.name, store, title=title, publisher=publisher, published=published)
        click.echo(as_text(made))
        if target:
            target.write_text(as_markdown(made, taken=taken(made, ledger.texts(store))), encoding="utf-8")
            click.echo(f"{len(made.kept)} excerpts in {target}; put it into commentary/ of the data folder to see it")
    except (NotReadable, OSError) as why:
        raise click.ClickException(str(why)) from None


@cli.command()
@click.argument("name", metavar="ID")
@data_option
@click.option(
    "--to",
    "target",
    metavar="PACK.zip",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write.",
)
@click.option("--period", metavar="MONTHS", help="Months of a chart, such as 2022-02..2024-12 (default: all).")
@click.option("--choice", "choices", metavar="NAME=VALUE", multiple=True, help="A choice of a chart; may be repeated.")
def pack(name: str, data: str | None, target: Path, period: str | None, choices: tuple[str, ...]) -> None:
    """Put all that stands behind a claim or a chart into one ZIP.

    Example: waybill pack chinese-exports --to evidence.zip
    """
    from dashboard.period import Period
    from dashboard.take_away.pack import NoSuchThing
    from dashboard.take_away.pack import pack as packed

    chosen = dict(choice.partition("=")[::2] for choice in choices)
    try:
        content = packed(name, _store(data), Period.read(period) if period else None, chosen)
        target.write_bytes(content)
    except (NoSuchThing, ValueError, OSError) as why:
        raise click.ClickException(str(why)) from None
    click.echo(f"{len(content):,} bytes in {target}")


@cli.command()
@click.argument("file", metavar="[PACK.zip]", required=False, type=click.Path(dir_okay=False, path_type=Path))
@data_option
@click.pass_context
def verify(context: click.Context, file: Path | None, data: str | None) -> None:
    """Hash every sealed file and published table again, or check an evidence pack.

    A pack is same, changed (its numbers come out differently now) or tampered (it is not as it was made);
    exits with 1 unless it is the same.

    Example: waybill verify evidence.zip
    """
    if file is None:
        context.invoke(verify_tables, chosen=data)
        return
    from dashboard.store import NotPublished, open_store
    from dashboard.take_away.check import check

    try:
        content = file.read_bytes()
    except OSError as why:
        raise click.ClickException(f"{file} cannot be read ({why.strerror}).") from None
    try:
        tables = open_store(home_of(data))
    except NotPublished:
        tables = None
    answer = check(content, tables)
    alone = "" if tables else " (no tables are at hand, so that the pack alone was checked)"
    click.echo("\n".join([f"{file}: {answer.word}{alone}", *(f"  {line}" for line in answer.lines)]))
    if not answer.good:
        context.exit(1)


@cli.command()
@data_option
@click.option(
    "--to", "target", metavar="ENGINE", default="", help="Its address, without a password (default: WAYBILL_ENGINE)."
)
@click.option(
    "--files", default="", metavar="PATH", help="Where Spark itself sees the folder tables/: nothing is copied."
)
def publish(data: str | None, target: str, files: str) -> None:
    """Load the tables into another engine, so that the dashboard can query them there.

    An address with a password goes into the environment variable WAYBILL_ENGINE, never on the command line.

    Example: waybill publish --to sc://spark.example.org:15002
    """
    from dashboard import engines
    from dashboard.engines.publish import publish as published
    from dashboard.store import QueryFailed, open_store

    try:
        address = engines.address(target) if target else engines.chosen()
        if address is None:
            raise click.UsageError(f"Name an engine with --to or in WAYBILL_ENGINE: {engines.FORMS}.")
        if target and address.carries_secrets:
            raise click.UsageError(
                "A command line is seen by others: put the address with its password into WAYBILL_ENGINE."
            )
        prepare(data, _say)
        click.echo(published(open_store(here=True), address, _say, files))
    except QueryFailed as failed:
        raise click.ClickException(str(failed)) from None


def main() -> None:
    """The console script."""
    cli(prog_name="waybill")


if __name__ == "__main__":
    main()
