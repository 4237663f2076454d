"""`python -m bot portfolio`: import, export and a template to begin with."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from relief.dates import clock_from_environment
from relief.portfolio.exporting import export_file
from relief.portfolio.importing import Imported, import_file
from relief.portfolio.reading import UnusableFile
from relief.portfolio.template import write_template
from relief.store.engine import database_url, make_engine
from relief.store.migrate import migrate

FILE = click.Path(dir_okay=False, path_type=Path)
BAD_ROWS = 3
"""The exit status of an import that left rows out."""


@click.group()
def portfolio() -> None:
    """Import and export borrowers, loans and payments (CSV or XLSX; columns in docs/portfolio-file.md)."""


@portfolio.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--errors", type=FILE, help="Where to list the rows that cannot go in; FILE.errors.csv beside it by default."
)
@click.option("--dry-run", is_flag=True, help="Check everything and change nothing.")
def import_command(file: Path, errors: Path | None, dry_run: bool) -> None:
    """Take FILE into the books. The same file twice changes nothing; what was cut short can be run again.

    Exit status: 0 when every row went in, 3 when some are in the error file, 1 when the file cannot be read.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    engine = make_engine(database_url(os.environ))
    migrate(engine)
    now = clock_from_environment(os.environ).now()
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), console=console
    )
    try:
        with bar:
            task = bar.add_task(file.name, total=None)
            done = import_file(
                engine,
                file,
                now=now,
                errors=errors,
                dry_run=dry_run,
                started=lambda size: bar.update(task, total=size or None),
                advanced=lambda at: bar.update(task, completed=at),
            )
    except UnusableFile as error:
        raise click.ClickException(str(error)) from error
    finally:
        engine.dispose()
    _report(done, dry_run)
    sys.exit(BAD_ROWS if done.bad else 0)


@portfolio.command("export")
@click.argument("file", type=FILE)
def export_command(file: Path) -> None:
    """Write the books to FILE: the inverse of an import. It holds personal data; keep it accordingly."""
    engine = make_engine(database_url(os.environ))
    try:
        count = export_file(engine, file)
    except UnusableFile as error:
        raise click.ClickException(str(error)) from error
    finally:
        engine.dispose()
    click.echo(f"Wrote {count} rows to {file}.")


@portfolio.command("template")
@click.argument("file", type=FILE, default=Path("portfolio.csv"))
def template_command(file: Path) -> None:
    """Write a file with all columns and an example of each row."""
    if file.exists():
        raise click.ClickException(f"{file} is there already; give another name")
    try:
        write_template(file)
    except UnusableFile as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Wrote {file}. Replace the example rows by your own.")


def _report(done: Imported, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    click.echo(f"{done.rows} rows read.")
    for (record, outcome), count in sorted(done.counts.items()):
        click.echo(f"  {count} of {record}: {'' if outcome == 'unchanged' else would}{outcome}")
    if done.errors:
        click.echo(f"{done.bad} rows cannot go in. {done.errors} says for each which cell, why, and what to do.")
