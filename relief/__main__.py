"""The command line of the lending core: `python -m relief COMMAND`.

Each command imports what it needs only when it runs, so that `quote` stays quick and free of the database.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click


class _Lazy(click.Group):
    """A group whose module is read when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), "approvals"])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name != "approvals":
            return super().get_command(ctx, cmd_name)
        from relief.approvals_command import group

        return group


@click.group(cls=_Lazy)
def main() -> None:
    """The lending core of Evenkeel."""


@main.command()
@click.argument("file", default="-", metavar="[FILE.json|-]")
def quote(file: str) -> None:
    """Answer a JSON document of arithmetic cases from FILE, or from standard input.

    Exit status 0 when every case was answered, refusals included; 2 when there is no document to answer.
    """
    from relief.quote.document import NotADocument, answer_text

    try:
        text = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        answer = answer_text(text)
    except OSError as error:
        _stop(f"{file} cannot be read: {error.strerror or type(error).__name__}")
    except NotADocument as error:
        _stop(str(error))
    else:
        click.get_binary_stream("stdout").write(answer)


@main.command()
@click.option(
    "--policy",
    "policies",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="The changed pack; give it again for another one.",
)
@click.option("--made", type=click.IntRange(min=1), help="Use so many invented accounts instead of the database.")
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the invented accounts.")
@click.option(
    "--csv",
    "csv_file",
    type=click.Path(path_type=Path),
    default=Path("results/simulation.csv"),
    show_default=True,
    help="One line a loan whose outcome differs.",
)
@click.option(
    "--chart",
    type=click.Path(path_type=Path),
    default=Path("results/simulation.svg"),
    show_default=True,
    help="Where the chart goes; .svg or .html.",
)
@click.option("--quiet", is_flag=True, help="No progress bar.")
def simulate(policies: tuple[Path, ...], made: int | None, seed: int, csv_file: Path, chart: Path, quiet: bool) -> None:
    """Who gets a different outcome under changed policy packs, over the whole portfolio. Changes nothing.

    Exit status 2 when a pack cannot be used or there is no portfolio.
    """
    from relief.policy.yaml_lines import PackError
    from relief.simulation_run import NoPortfolio, run

    try:
        text = run(policies, made=made, seed=seed, csv_file=csv_file, chart=chart, quiet=quiet)
    except (PackError, NoPortfolio) as error:
        _stop(str(error), "simulate")
    else:
        click.echo(text)


@main.command()
def daily() -> None:
    """Mark plans and promises kept, late or broken as of today. Safe to run twice, or after a gap.

    Exit status 2 when there is no database."""
    import os

    from relief.daily import run as run_daily
    from relief.dates import clock_from_environment
    from relief.store.engine import database_url, make_engine

    done = run_daily(make_engine(database_url(os.environ)), clock_from_environment(os.environ).now())
    click.echo(
        f"plans: {done.kept} kept, {done.late} late, {done.broken} broken, {done.expired} proposals expired; "
        f"promises: {done.promises_kept} kept, {done.promises_late} late, {done.promises_broken} not kept"
    )


def _stop(why: str, command: str = "quote") -> None:
    click.echo(f"relief {command}: {why}", err=True)
    sys.exit(2)


if __name__ == "__main__":
    main(prog_name="python -m relief")
