"""The database engine. SQLite is the default (write-ahead log); PostgreSQL comes by URL."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.pool import QueuePool

BUSY_TIMEOUT_MS = 5000
POOL_SIZE = 8


def database_url(environ: Mapping[str, str]) -> str:
    """`DATABASE_URL`, or `evenkeel.db` in `EVENKEEL_HOME` (`var` when unset)."""
    url = environ.get("DATABASE_URL", "").strip()
    if url:
        return url
    return f"sqlite:///{Path(environ.get('EVENKEEL_HOME') or 'var') / 'evenkeel.db'}"


def make_engine(url: str) -> Engine:
    """An engine for `url`; refuses other databases than SQLite (a file) and PostgreSQL."""
    if url.startswith("postgres://"):
        url = "postgresql://" + url.removeprefix("postgres://")
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    options: dict[str, Any] = {
        "future": True,
        "json_serializer": _dump,
        "hide_parameters": True,
        "pool_size": POOL_SIZE,
        "max_overflow": 16,
    }
    if backend == "postgresql":
        postgresql: Engine = create_engine(url, pool_pre_ping=True, **options)
        return postgresql
    if backend != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise ValueError(
            f"DATABASE_URL {parsed.render_as_string()!r} is not supported: use sqlite:///path/to/file.db "
            "or postgresql://user:password@host/name"
        )
    Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    engine: Engine = create_engine(
        url,
        poolclass=QueuePool,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
        **options,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late: see _begin_sqlite
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        "cache_size = -8000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    """Take the write lock at the start: a reader that turns writer later fails at once, whatever the busy timeout."""
    readonly = connection.get_execution_options().get("readonly", False)
    connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")
