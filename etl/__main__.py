"""`python -m etl`: build and check the tables on a machine without the dashboard."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

import click

from etl import place

DATA = click.option(
    "--data", "chosen", metavar="DIR", help="Folder for raw files and tables, instead of the usual one."
)
FEW = 5
"""Files of a folder that are passed over for one reason and still told one by one."""
EXAMPLE = {"max_content_width": 100}


def home_of(chosen: str | None) -> Path:
    """The data folder, or a sentence and exit code 1 where it cannot be one."""
    try:
        return place.home(chosen)
    except place.NotAFolder as wrong:
        raise click.ClickException(str(wrong)) from None


@click.group(context_settings=EXAMPLE)
def main() -> None:
    """Publishers' files in, checked tidy tables out."""


@main.command("list")
@DATA
def list_sources(chosen: str | None) -> None:
    """Name every source, its table and the days of which files are held.

    \b
    Example: python -m etl list
    """
    from etl.build import snapshots
    from etl.sources import all_sources
    from etl.table import ContractBroken

    home = home_of(chosen)
    for source in all_sources().values():
        try:
            days = ", ".join(shot.obtained.isoformat() for shot in snapshots(source, home)) or "no file held"
        except ContractBroken as broken:
            days = f"broken: {broken}"
        click.echo(f"{source.name:<24} {source.into.name:<20} {days:<12} {source.title}")


@main.command()
@DATA
def build(chosen: str | None) -> None:
    """Build every table whose files or rules changed.

    Exits with 1 when a source broke its contract; its last good table stays published.

    \b
    Example: python -m etl build --data ~/waybill
    """
    from etl.build import build as build_all
    from etl.publish import tables_folder

    home = home_of(chosen)
    report = build_all(home, click.echo)
    for warning in report.warnings:
        click.echo(f"! {warning}", err=True)
    done = f"{len(report.written)} tables written, {len(report.reused)} unchanged"
    click.echo(f"{done}, in {tables_folder(home)}")
    if not report.good:
        click.echo(f"{len(report.failed)} sources failed: {', '.join(report.failed)}", err=True)
        sys.exit(1)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", "name", metavar="NAME", help="Read the file as this source's.")
@click.option(
    "--to",
    "target",
    metavar="OUT",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to a .csv or .parquet.",
)
def tidy(file: Path, name: str | None, target: Path | None) -> None:
    """Print or write the tidy rows of one FILE, packed or not, without keeping it; OUT ends in .csv or .parquet.

    \b
    Example: python -m etl tidy download.csv --to rows.parquet
    """
    from etl.recognise import tidy_file
    from etl.table import ContractBroken

    if target and target.suffix not in (".csv", ".parquet"):
        raise click.UsageError(f"{target.name}: the name must end in .csv or .parquet")
    try:
        rows = tidy_file(file, name)
    except ContractBroken as broken:
        click.echo(str(broken), err=True)
        sys.exit(1)
    for warning in rows.attrs.get("warnings", ()):
        click.echo(f"! {warning}", err=True)
    if cut := rows.attrs.get("truncated"):
        click.echo(f"! {cut}", err=True)
    rows.attrs = {}
    if target and target.suffix == ".parquet":
        rows.to_parquet(target, index=False)
    elif target:
        rows.to_csv(target, index=False, encoding="utf-8")
    else:
        click.echo(rows.to_csv(index=False), nl=False)
    if target:
        click.echo(f"{len(rows):,} rows in {target}")


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(exists=True, path_type=Path))
@click.option("--date", "day", metavar="YYYY-MM-DD", help="Day of the files, instead of the one they state or today.")
@click.option("--source", "name", metavar="NAME", help="Read the files as this source's.")
@click.option("--accept-truncated", is_flag=True, help="Keep a table that the publisher cut, or a list that halved.")
@DATA
def add(files: tuple[Path, ...], day: str | None, name: str | None, accept_truncated: bool, chosen: str | None) -> None:
    """Keep downloaded files or folders, each FILE recognised by content, build, and say what changed.

    Nothing is kept of a file that does not hold. Exits with 1 when a file was refused.

    \b
    Example: python -m etl add ~/Downloads/UK-Sanctions-List.csv --date 2026-10-08
    """
    from etl.add import add as add_files
    from etl.table import ContractBroken

    home = home_of(chosen)
    obtained = None if day is None else _day(day, "%Y-%m-%d")
    try:
        added = add_files(files, home, day=obtained, source=name, accept_truncated=accept_truncated, tell=_parts)
    except ContractBroken as broken:
        raise click.ClickException(str(broken)) from None
    for shot, change in zip(added.kept, added.changes, strict=True):
        names = ", ".join(file.name for file in shot.files[:3]) + " …" * (len(shot.files) > 3)
        click.echo(f"✓ {shot.source}: {names} kept as of {shot.obtained}: {change.said}")
    for said in added.unchanged:
        click.echo(f"= {said}")
    for line in _passed_over(added.passed_over):
        click.echo(f"- {line}", err=True)
    for warning in added.warnings:
        click.echo(f"! {warning}", err=True)
    failed = added.refused | (added.report.failed if added.report else {})
    for said, why in failed.items():
        click.echo(f"✗ {said}: {why.removeprefix(f'{said}: ')}", err=True)
    if failed:
        sys.exit(1)


def _passed_over(reasons: Mapping[str, str]) -> Iterator[str]:
    """What was found in folders and is no source's: a line a file, or one for many of a folder with one reason."""
    alike: dict[tuple[Path, str], list[Path]] = {}
    for said, why in reasons.items():
        alike.setdefault((Path(said).parent, why.removeprefix(f"{Path(said).name}: ")), []).append(Path(said))
    for (folder, why), files in alike.items():
        if len(files) > FEW:
            yield f"{folder}: {len(files)} files passed over, from {files[0].name} to {files[-1].name}: {why}"
        else:
            yield from (f"{file} passed over: {why}" for file in files)


def _parts(line: str) -> None:
    """Of what the build tells, how far the parts of bulk files have come."""
    if line.startswith("·"):
        click.echo(line, err=True)


@main.command()
@click.argument("names", nargs=-1, metavar="[SOURCE…]")
@click.option("--dry-run", is_flag=True, help="Name the addresses and ask for none.")
@click.option("--since", metavar="YYYY-MM", help="First month of a series to ask for.")
@DATA
def fetch(names: tuple[str, ...], dry_run: bool, since: str | None, chosen: str | None) -> None:
    """Ask publishers for what is new of each SOURCE, or of all, keep it and build.

    Exits with 1 when a source could not be fetched. A key comes from the environment: COMTRADE_API_KEY, of which a
    free one is good for 500 calls a day; each month or year of UN Comtrade is one call.

    \b
    Example: python -m etl fetch ofac_sdn un_consolidated
    """
    from etl.build import build as build_all
    from etl.collect import fetch as fetch_source
    from etl.fetch import Manners
    from etl.progress import bars
    from etl.sources import all_sources

    unknown = [name for name in names if name not in all_sources()]
    if unknown:
        raise click.UsageError(f"there is no source {', '.join(unknown)}; `list` names those that are known")
    home = home_of(chosen)
    first = None if since is None else _day(since, "%Y-%m")
    manners = Manners()
    outcomes = []
    for source in all_sources().values():
        if source.name in names or (not names and (source.urls or source.index)):
            with bars() as progress:
                done = fetch_source(
                    source, home, since=first, dry_run=dry_run, manners=manners, tell=click.echo, progress=progress
                )
            outcomes.append(done.outcome)
            mark = {"new": "✓", "failed": "✗", "by_hand": "☞"}.get(done.outcome, "=")
            click.echo(f"{mark} {source.name}: {done.said}", err=done.outcome == "failed")
            for warning in done.warnings:
                click.echo(f"! {warning}", err=True)
    if "new" in outcomes:
        report = build_all(home)
        for name, why in report.failed.items():
            click.echo(f"✗ {name}: {why}", err=True)
        outcomes += ["failed"] * len(report.failed)
    if "failed" in outcomes:
        sys.exit(1)


def _day(words: str, form: str) -> date:
    try:
        return datetime.strptime(words, form).date()
    except ValueError:
        usual = "2026-10" if form == "%Y-%m" else "2026-10-08"
        raise click.UsageError(f"{words!r} is not written like {usual}") from None


@main.command()
@DATA
def verify(chosen: str | None) -> None:
    """Hash every sealed file and published table again; exit with 1 when a byte differs.

    \b
    Example: python -m etl verify
    """
    from etl.verify import faults

    found = faults(home_of(chosen))
    for fault in found:
        click.echo(fault, err=True)
    if found:
        sys.exit(1)
    click.echo("Every file is as it was sealed and every table as it was published.")


if __name__ == "__main__":
    main(prog_name="python -m etl")
