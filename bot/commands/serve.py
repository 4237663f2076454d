"""`python -m bot serve`: the gateway alone."""

from __future__ import annotations

import os

import click


@click.command()
def serve() -> None:
    """Start the gateway alone."""
    import uvicorn

    from bot import logging
    from bot.assembly import full_app
    from bot.settings import Settings, SettingsError
    from relief.dates import clock_from_environment
    from relief.store.engine import make_engine

    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    logging.configure()
    engine = make_engine(settings.database_url)
    try:
        app = full_app(settings, clock=clock_from_environment(os.environ), engine=engine)
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=64 * 1024,
    )
