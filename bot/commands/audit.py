"""`python -m bot audit verify`."""

from __future__ import annotations

import sys

import click


@click.group()
def audit() -> None:
    """The append-only record of what was decided, by whom, and when."""


@audit.command()
def verify() -> None:
    """Walk the hash chain from the first row to the last; exit 1 and name the first row that was changed."""
    from bot.settings import Settings
    from relief.audit import verify as verify_chain
    from relief.store.engine import make_engine
    from relief.store.uow import UnitOfWork

    settings = Settings.from_environment()
    with UnitOfWork(make_engine(settings.database_url)) as uow:
        result = verify_chain(uow)
    click.echo(str(result))
    if not result.intact:
        sys.exit(1)
