"""The demo portfolio, written once for all tests that only read it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from relief.portfolio.demo import seed
from relief.store.engine import make_engine

DAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def demo(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """200 borrowers as of 23 November 2026. Read only: other tests see the same database."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copy(migrated_sqlite, path)
    engine = make_engine(f"sqlite:///{path}")
    seed(engine, DAY)
    yield engine
    engine.dispose()
