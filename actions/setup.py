"""Where the actions get their database and their clock: from the environment, when the first message needs them."""

from __future__ import annotations

import os
from functools import lru_cache

from sqlalchemy.engine import Engine

from relief.dates import Clock, clock_from_environment
from relief.store.engine import database_url, make_engine


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The one engine of this process (`DATABASE_URL`, or SQLite in `EVENKEEL_HOME`)."""
    return make_engine(database_url(os.environ))


@lru_cache(maxsize=1)
def clock() -> Clock:
    """The one clock of this process (`EVENKEEL_NOW` moves it)."""
    return clock_from_environment(os.environ)
