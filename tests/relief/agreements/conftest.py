"""The demo portfolio to agree on things in: made once, a copy for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from relief.policy.resolve import Packs, load
from relief.portfolio.demo import seed
from relief.store.engine import make_engine


@pytest.fixture(scope="session")
def demo_file(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("agreements") / "demo.db"
    shutil.copy(migrated_sqlite, path)
    engine = make_engine(f"sqlite:///{path}")
    seed(engine, date(2026, 11, 23), 60)
    engine.dispose()
    return path


@pytest.fixture()
def demo(demo_file: Path, tmp_path: Path) -> Iterator[Engine]:
    shutil.copy(demo_file, tmp_path / "demo.db")
    engine = make_engine(f"sqlite:///{tmp_path / 'demo.db'}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def packs() -> Packs:
    return load()
