"""Where Rasa's memory of a conversation lies: one row in one table. Plain SQLAlchemy, so that the gateway can erase a row without Rasa.

By default its own SQLite file, ``$EVENKEEL_HOME/rasa.db``; with a PostgreSQL ``DATABASE_URL`` that database.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa

_METADATA = sa.MetaData()
ROWS = sa.Table(
    "rasa_memory",
    _METADATA,
    sa.Column("conversation_id", sa.String(255), primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("updated_at", sa.Float, nullable=False),
)


def memory_url(environ: Mapping[str, str]) -> str:
    """The database of Rasa's memory: PostgreSQL when ``DATABASE_URL`` is one, else an SQLite file in ``EVENKEEL_HOME`` (``var/``)."""
    shared = environ.get("DATABASE_URL", "").strip()
    if shared.startswith(("postgresql", "postgres:")):
        return shared.replace("postgres://", "postgresql://", 1)
    return f"sqlite:///{Path(environ.get('EVENKEEL_HOME', '').strip() or 'var') / 'rasa.db'}"


class Memory:
    """Load, save, erase. Every error of the database goes up: a message must fail rather than be answered without memory."""

    def __init__(self, url: str) -> None:
        """Opens the database at ``url`` and makes the table when there is none. Raises SQLAlchemy's errors."""
        parsed = sa.engine.make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine = sa.create_engine(parsed, pool_pre_ping=parsed.get_backend_name() != "sqlite")
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _quick_sqlite)
        _METADATA.create_all(self.engine)
        if self.engine.dialect.name == "sqlite":
            from sqlalchemy.dialects.sqlite import insert
        else:
            from sqlalchemy.dialects.postgresql import insert
        statement = insert(ROWS)
        self._upsert = statement.on_conflict_do_update(
            index_elements=["conversation_id"],
            set_={"state": statement.excluded.state, "updated_at": statement.excluded.updated_at},
        )

    def load(self, conversation_id: str) -> str | None:
        """The state as it was saved, or None."""
        with self.engine.connect() as connection:
            state: str | None = connection.execute(
                sa.select(ROWS.c.state).where(ROWS.c.conversation_id == conversation_id)
            ).scalar()
        return state

    def save(self, conversation_id: str, state: str) -> None:
        """Replaces the row."""
        with self.engine.begin() as connection:
            connection.execute(
                self._upsert, {"conversation_id": conversation_id, "state": state, "updated_at": time.time()}
            )

    def erase(self, conversation_id: str) -> bool:
        """Deletes the row; False when there was none."""
        with self.engine.begin() as connection:
            return bool(connection.execute(ROWS.delete().where(ROWS.c.conversation_id == conversation_id)).rowcount)

    def conversations(self) -> list[str]:
        """The ids of all rows."""
        with self.engine.connect() as connection:
            return [row[0] for row in connection.execute(sa.select(ROWS.c.conversation_id))]


def _quick_sqlite(connection: Any, record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
