"""`python -m bot database`: migrate, seed and reset."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import click
from sqlalchemy.engine import Engine

from relief.dates import clock_from_environment, local_date
from relief.store.engine import database_url, make_engine
from relief.store.migrate import drop_everything
from relief.store.migrate import migrate as migrate_to_head

DEMO_ZONE = "Asia/Shanghai"
"""Where the demo's day begins when none is given: the zone of most of its borrowers."""


@click.group()
def database() -> None:
    """Migrate, seed or reset the database (DATABASE_URL, or evenkeel.db in EVENKEEL_HOME)."""


@database.command()
def migrate() -> None:
    """Bring the schema up to date. Running it again changes nothing."""
    with _engine() as engine:
        click.echo(f"The database is at revision {migrate_to_head(engine)}.")


@database.command()
@click.option(
    "--borrowers", default=200, show_default=True, type=click.IntRange(60, 20_000), help="How many borrowers."
)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="The demo's day; the clock's (EVENKEEL_NOW) by default.")
def seed(borrowers: int, day: datetime | None) -> None:
    """Write the demo portfolio, unless it is there already."""
    with _engine() as engine:
        migrate_to_head(engine)
        _seed(engine, borrowers, day)


@database.command()
@click.option(
    "--borrowers", default=200, show_default=True, type=click.IntRange(60, 20_000), help="How many borrowers."
)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="The demo's day; the clock's (EVENKEEL_NOW) by default.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(borrowers: int, day: datetime | None, yes: bool) -> None:
    """Throw everything away, conversations included, and write the demo portfolio again."""
    if not yes:
        click.confirm("This deletes every borrower, loan, conversation and case in the database. Go on?", abort=True)
    with _engine() as engine:
        migrate_to_head(engine)
        drop_everything(engine)
        migrate_to_head(engine)
        _seed(engine, borrowers, day)


def _seed(engine: Engine, borrowers: int, day: datetime | None) -> None:
    from bot.console.demo_staff import seed_staff
    from bot.settings import Settings
    from relief.portfolio.demo import seed as write_demo

    if Settings.from_environment().demo:
        seed_staff(engine, clock_from_environment(os.environ).now())
    today: date = day.date() if day else local_date(clock_from_environment(os.environ).now(), DEMO_ZONE)
    done = write_demo(engine, today, borrowers)
    if not done.new:
        click.echo("The demo portfolio is there already; nothing was changed (`reset` writes it again).")
        return
    rows = done.rows
    click.echo(
        f"Wrote {rows['borrowers']} borrowers, {rows['loans']} loans, {rows['payments']} payments and "
        f"{rows['loan_events']} events as of {today.isoformat()}."
    )


@contextmanager
def _engine() -> Iterator[Engine]:
    """The configured engine, closed afterwards."""
    engine = make_engine(database_url(os.environ))
    try:
        yield engine
    finally:
        engine.dispose()
