"""`python -m bot remind`: for the scheduler, once an hour in the day."""

from __future__ import annotations

import os

import click


@click.command()
def remind() -> None:
    """Queue reminders of due dates and promised days for those who agreed and may be written to now. Safe to run twice."""
    from bot import keys
    from bot.links import SMS, Links
    from bot.settings import Settings, SettingsError
    from relief.dates import clock_from_environment
    from relief.reminders import run
    from relief.store.engine import make_engine
    from relief.store.records import Borrower
    from words.model import as_language
    from words.reminders import reminder

    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    now = clock_from_environment(os.environ).now()
    links = Links(keys.load(settings.keys), settings.public_url)

    def text(borrower: Borrower) -> str:
        token, _ = links.make(borrower.id, SMS, now)
        return reminder(as_language(borrower.language), links.address(token))

    done = run(make_engine(settings.database_url), now, text)
    click.echo(f"{done.queued} reminders queued, {done.waiting} wait until somebody may be written to")
