"""`python -m bot audit verify`."""

from __future__ import annotations

import os
import sys

import click


@click.group()
def audit() -> None:
    """The append-only record of what was decided, by whom, and when."""


@audit.command()
def verify() -> None:
    """Walk the hash chain from the first row to the last; exit 1 and name the first row that was changed."""
    from relief.audit import verify as verify_chain
    from relief.store.engine import database_url, make_engine
    from relief.store.uow import UnitOfWork

    engine = make_engine(database_url(os.environ))
    try:
        with UnitOfWork(engine, readonly=True) as uow:
            broken = verify_chain(uow.connection)
            count = uow.audit.count()
    finally:
        engine.dispose()
    if broken is not None:
        click.echo(f"The record is broken at line {broken.seq}: {broken.why}.", err=True)
        sys.exit(1)
    click.echo(f"The record is whole: {count} lines, each fits the one before.")
