"""`python -m bot telegram`: what an operator does about chats."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine


@click.group()
def telegram() -> None:
    """Chats in Telegram."""


@telegram.command()
@click.argument("reference")
def unlink(reference: str) -> None:
    """Disconnect every chat of the borrower with this REFERENCE; whoever writes there next is a stranger."""
    from bot.settings import Settings, SettingsError
    from relief.dates import clock_from_environment
    from relief.store.engine import make_engine

    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    now = clock_from_environment(os.environ).now()
    count = disconnect(make_engine(settings.database_url), reference, now, actor="operator")
    click.echo(f"{count} disconnected")


def disconnect(engine: Engine, reference: str, now: datetime, *, actor: str) -> int:
    """Disconnect the chats of a borrower. How many there were."""
    from bot.particulars import normal_reference, spellings
    from bot.telegram.linking import take_away
    from relief.store.uow import UnitOfWork

    with UnitOfWork(engine) as uow:
        count = 0
        for borrower in uow.borrowers.identified(spellings(normal_reference(reference)), []):
            for conversation in uow.conversations.of_borrower(borrower.id):
                if conversation.channel == "telegram":
                    count += take_away(uow, conversation.id, actor=actor, now=now)
        uow.commit()
    return count
