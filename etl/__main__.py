"""`python -m etl`: build and check the tables on a machine without the dashboard."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from etl import place

DATA = click.option(
    "--data", "chosen", metavar="DIR", help="Folder for raw files and tables, instead of the usual one."
)
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
    """Print or write the tidy rows of one FILE without keeping it; OUT ends in .csv or .parquet.

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
    if target and target.suffix == ".parquet":
        rows.to_parquet(target, index=False)
    elif target:
        rows.to_csv(target, index=False, encoding="utf-8")
    else:
        click.echo(rows.to_csv(index=False), nl=False)
    if target:
        click.echo(f"{len(rows):,} rows in {target}")


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
