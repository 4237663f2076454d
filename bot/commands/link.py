"""`python -m bot link REFERENCE`."""

from __future__ import annotations

import os

import click


@click.command()
@click.argument("reference")
@click.option(
    "--kind",
    type=click.Choice(["page", "sms"]),
    default="page",
    show_default=True,
    help="page: proves the borrower, once, for 10 minutes. sms: lasts 3 days, and the date of birth is still asked for.",
)
def link(reference: str, kind: str) -> None:
    """Make a signed link that brings the borrower with this REFERENCE into the conversation."""
    from bot import keys
    from bot.links import PAGE, SMS, Links
    from bot.settings import Settings, SettingsError
    from relief.dates import clock_from_environment
    from relief.store.engine import make_engine
    from relief.store.uow import UnitOfWork

    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    links = Links(keys.load(settings.keys), settings.public_url)
    with UnitOfWork(make_engine(settings.database_url)) as uow:
        now = clock_from_environment(os.environ).now()
        made = links.make_for(uow, reference, SMS if kind == "sms" else PAGE, now, actor="operator")
        if made is None:
            raise click.ClickException(
                f"Nobody has the reference {reference!r}; it is on the statement, such as EK-482913."
            )
        uow.commit()
    token, signed = made
    click.echo(links.address(token))
    click.echo(f"works until {signed.expires_at:%Y-%m-%d %H:%M} UTC", err=True)
