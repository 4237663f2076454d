"""Bring a database to the newest schema, or back to nothing."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine

ADVISORY_LOCK = 7_304_521_966


def migrate(engine: Engine) -> str:
    """Upgrade to the head in one transaction and give back its revision. Two at once wait for each other."""
    with engine.begin() as connection:
        _lock(connection)
        command.upgrade(_config(connection), "head")
    return head()


def drop_everything(engine: Engine) -> None:
    """Undo every migration: all tables and all data of Evenkeel are gone."""
    with engine.begin() as connection:
        _lock(connection)
        command.downgrade(_config(connection), "base")


def current_revision(engine: Engine) -> str | None:
    """The revision that the database is at; None when it was never migrated."""
    with engine.connect() as connection:
        revision: str | None = MigrationContext.configure(connection).get_current_revision()
        return revision


def head() -> str:
    """The newest revision of the code."""
    revision: str | None = ScriptDirectory.from_config(_config(None)).get_current_head()
    assert revision is not None  # noqa: S101  there is a first migration
    return revision


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":  # SQLite's transaction holds the write lock already
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
