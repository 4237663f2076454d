"""`python -m bot desk`: what did not get through to the help desk elsewhere."""

from __future__ import annotations

import os

import click


@click.group()
def desk() -> None:
    """Calls to the help desk that were given up."""


@desk.command()
def dead() -> None:
    """List them, the latest first."""
    from relief.store.engine import database_url, make_engine
    from relief.store.uow import UnitOfWork

    engine = make_engine(database_url(os.environ))
    try:
        with UnitOfWork(engine, readonly=True) as uow:
            found = [(event, uow.cases.require(event.case_id).number) for event in uow.help_desk_events.dead()]
            counts = uow.help_desk_events.counts()
    finally:
        engine.dispose()
    for event, number in found:
        click.echo(f"{event.id}  {event.at:%Y-%m-%d %H:%M}Z  {number}  case.{event.kind}  {event.trouble or ''}")
    click.echo(
        f"{counts.get('dead', 0)} given up, {counts.get('waiting', 0)} on their way, {counts.get('sent', 0)} sent."
    )


@desk.command()
@click.argument("event_id", required=False)
@click.option("--all", "everything", is_flag=True, help="Everything that was given up.")
def again(event_id: str | None, everything: bool) -> None:
    """Send one of them, or all, once more."""
    if bool(event_id) == everything:
        raise click.UsageError("Name one event, or give --all.")
    from bot.help_desk.worker import again as once_more
    from relief.dates import clock_from_environment
    from relief.store.engine import database_url, make_engine
    from relief.store.uow import UnitOfWork

    engine = make_engine(database_url(os.environ))
    try:
        with UnitOfWork(engine) as uow:
            count = once_more(uow, event_id, "operator", clock_from_environment(os.environ).now())
            uow.commit()
    finally:
        engine.dispose()
    if not count:
        raise click.ClickException("Nothing of this kind was given up; `python -m bot desk dead` lists what was.")
    click.echo(f"{count} will be sent again.")
